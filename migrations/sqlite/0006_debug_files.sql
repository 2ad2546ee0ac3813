-- Debug files of projects, and when artifacts were last of use. Rows of a removed project stay with `used` 0 until their
-- bytes are freed, so they refer to no project.
CREATE TABLE debug_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    project_id BIGINT NOT NULL,
    checksum TEXT NOT NULL,
    debug_id TEXT NOT NULL,
    code_id TEXT,
    kind TEXT NOT NULL,
    arch TEXT NOT NULL,
    role TEXT,
    name TEXT NOT NULL,
    features TEXT NOT NULL,
    size BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT NOT NULL,
    UNIQUE (project_id, checksum, debug_id)
);
CREATE INDEX debug_files_debug_id ON debug_files (project_id, debug_id);
CREATE INDEX debug_files_code_id ON debug_files (project_id, code_id) WHERE code_id IS NOT NULL;
CREATE INDEX debug_files_created ON debug_files (project_id, created, id);
CREATE INDEX debug_files_used ON debug_files (used);

-- Releases that a tool named for a debug id.
CREATE TABLE debug_file_releases (
    project_id BIGINT NOT NULL REFERENCES projects (id),
    debug_id TEXT NOT NULL,
    release TEXT NOT NULL,
    PRIMARY KEY (project_id, debug_id, release)
) WITHOUT ROWID;

ALTER TABLE artifact_bundles ADD COLUMN used BIGINT NOT NULL DEFAULT 0;
UPDATE artifact_bundles SET used = created;
CREATE INDEX artifact_bundles_used ON artifact_bundles (used);
DROP INDEX artifact_bundles_created;
