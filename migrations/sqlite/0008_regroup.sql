-- Applying rules to stored events: jobs and the events they move.
CREATE TABLE regroup_jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    range_start BIGINT NOT NULL,
    range_end BIGINT NOT NULL,
    version BIGINT NOT NULL,
    undoes BIGINT,
    undone SMALLINT NOT NULL,
    actor_id BIGINT,
    total BIGINT NOT NULL,
    looked BIGINT NOT NULL,
    -- Time of the last event looked at, and how many of that very time were looked at.
    cursor_time BIGINT NOT NULL,
    cursor_count BIGINT NOT NULL,
    planned BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    made BIGINT NOT NULL,
    merged BIGINT NOT NULL,
    note TEXT,
    created BIGINT NOT NULL,
    finished BIGINT
);
CREATE INDEX regroup_jobs_project ON regroup_jobs (project_id, id);
CREATE INDEX regroup_jobs_open ON regroup_jobs (id) WHERE finished IS NULL;

-- 0 planned, 1 counted (the document is still to follow), 2 done. Kept so that the job can be taken back.
CREATE TABLE regroup_moves (
    job_id BIGINT NOT NULL,
    event_id BLOB NOT NULL,
    event_time BIGINT NOT NULL,
    old_hash BLOB NOT NULL,
    new_hash BLOB NOT NULL,
    state SMALLINT NOT NULL,
    PRIMARY KEY (job_id, event_id)
) WITHOUT ROWID;
CREATE INDEX regroup_moves_open ON regroup_moves (job_id, state) WHERE state < 2;
CREATE INDEX regroup_moves_old ON regroup_moves (job_id, old_hash, new_hash);
CREATE INDEX regroup_moves_new ON regroup_moves (job_id, new_hash, old_hash);

-- Hashes of which events stay.
CREATE TABLE regroup_stays (
    job_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (job_id, hash)
) WITHOUT ROWID;

-- Hashes that a job gave an issue; with the hash whose issue it is, where it is none of its own.
CREATE TABLE regroup_heirs (
    project_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    old_hash BLOB,
    PRIMARY KEY (project_id, job_id, hash)
) WITHOUT ROWID;
CREATE INDEX regroup_heirs_old ON regroup_heirs (project_id, old_hash);
