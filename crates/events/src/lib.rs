//! Embedded event store: tantivy indexes by dataset and day, payload packs, group-by collector, retention.
