-- Questions to the events under a name. The twin in ../postgres has the same tables and columns.

CREATE TABLE saved_queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    -- Nobody where a token of the organisation saved it.
    created_by_user_id BIGINT REFERENCES users (id),
    name TEXT NOT NULL,
    -- What is asked: JSON.
    state TEXT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX saved_queries_organization ON saved_queries (organization_id, id);
