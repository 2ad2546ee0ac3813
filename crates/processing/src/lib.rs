//! The journey of one accepted item: decode, normalise, scrub, group, enrich, commit; one folder per item kind.
