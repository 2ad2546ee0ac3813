-- Tickets of other tools that belong to issues. The twin in ../postgres has the same tables and columns.

CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    project_id BIGINT NOT NULL,
    -- The issue that has it now, and the one it was linked on, which may have gone into the other since.
    issue_id BIGINT NOT NULL,
    linked_issue_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    name TEXT NOT NULL,
    web_url TEXT NOT NULL,
    -- Nobody where a token of the organisation linked it.
    linked_by_user_id BIGINT REFERENCES users (id),
    created BIGINT NOT NULL
);
-- Not unique: merged issues may both have had a ticket; both rows stay, of which one is shown, so that each gets its own back.
CREATE INDEX tickets_issue ON tickets (issue_id, web_url);
