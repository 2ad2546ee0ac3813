-- Lists of issues under a name. The twin in ../postgres has the same tables and columns.

CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    owner_user_id BIGINT NOT NULL REFERENCES users (id),
    shared SMALLINT NOT NULL,
    name TEXT NOT NULL,
    -- What it shows, in the words of the list's address: JSON.
    state TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX saved_views_organization ON saved_views (organization_id, owner_user_id);

-- Each person puts views, also those of others, into an order of their own.
CREATE TABLE saved_view_places (
    user_id BIGINT NOT NULL REFERENCES users (id),
    view_id BIGINT NOT NULL REFERENCES saved_views (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (user_id, view_id)
) WITHOUT ROWID;
CREATE INDEX saved_view_places_view ON saved_view_places (view_id);
