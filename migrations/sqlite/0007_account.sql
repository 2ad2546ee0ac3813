-- What people set about their own account. The twin in ../postgres has the same tables and columns.

-- How they want the interface: JSON; null for the defaults.
ALTER TABLE users ADD COLUMN preferences TEXT;
-- By what they know a session again.
ALTER TABLE sessions ADD COLUMN device TEXT;
ALTER TABLE sessions ADD COLUMN last_seen BIGINT NOT NULL DEFAULT 0;
UPDATE sessions SET last_seen = created;
