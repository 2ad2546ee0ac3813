-- Rules of a project over time; a version is never changed once written.
CREATE TABLE grouping_versions (
    project_id BIGINT NOT NULL REFERENCES projects (id),
    number BIGINT NOT NULL,
    stack_rules TEXT NOT NULL,
    fingerprint_rules TEXT NOT NULL,
    author_id BIGINT,
    restored_from BIGINT,
    created BIGINT NOT NULL,
    active_from BIGINT NOT NULL,
    PRIMARY KEY (project_id, number)
);

-- Short ids of merged issues lead on.
CREATE TABLE issue_old_numbers (
    project_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    issue_id BIGINT NOT NULL,
    PRIMARY KEY (project_id, number)
);
CREATE INDEX issue_old_numbers_issue ON issue_old_numbers (issue_id);

-- Projects with issues of the grouping version before look its hash up first, so that none of them splits.
INSERT INTO project_options (project_id, name, value)
    SELECT id, 'grouping.previous', 'true' FROM projects
    WHERE deleting = 0 AND EXISTS (SELECT 1 FROM issue_hashes h WHERE h.project_id = projects.id);
