-- Every merge with what the issue was, so that it can be taken back; and which hashes look alike.
CREATE TABLE issue_merges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    child_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    job_id BIGINT,
    -- The issue as it was: JSON.
    snapshot TEXT NOT NULL,
    created BIGINT NOT NULL,
    undone BIGINT
);
CREATE INDEX issue_merges_project ON issue_merges (project_id, id);
CREATE INDEX issue_merges_parent ON issue_merges (parent_id);
CREATE INDEX issue_merges_job ON issue_merges (job_id) WHERE job_id IS NOT NULL;

-- Hashes that were looked at: their likeness, and whether a person took them apart for good.
CREATE TABLE hash_likeness (
    project_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    likeness BLOB,
    apart SMALLINT NOT NULL,
    PRIMARY KEY (project_id, hash)
) WITHOUT ROWID;
CREATE INDEX hash_likeness_alike ON hash_likeness (project_id, likeness) WHERE likeness IS NOT NULL;
