//! Metadata adapter: SQLite now, PostgreSQL later, with one SQL text for both; a file per noun.
