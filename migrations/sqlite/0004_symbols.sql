-- Releases as people and tools tell of them, and the files that make stack traces readable.
ALTER TABLE releases ADD COLUMN url TEXT;
ALTER TABLE releases ADD COLUMN reference TEXT;
ALTER TABLE releases ADD COLUMN started BIGINT;
ALTER TABLE releases ADD COLUMN released BIGINT;
ALTER TABLE releases ADD COLUMN archived SMALLINT NOT NULL DEFAULT 0;

CREATE TABLE repositories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (organization_id, name)
);

CREATE TABLE commits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL,
    repository TEXT NOT NULL,
    sha TEXT NOT NULL,
    message TEXT,
    author_name TEXT,
    author_email TEXT,
    created BIGINT NOT NULL,
    UNIQUE (organization_id, repository, sha)
);

CREATE TABLE commit_files (
    commit_id BIGINT NOT NULL REFERENCES commits (id),
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (commit_id, path)
) WITHOUT ROWID;

CREATE TABLE release_commits (
    release_id BIGINT NOT NULL REFERENCES releases (id),
    position BIGINT NOT NULL,
    commit_id BIGINT NOT NULL REFERENCES commits (id),
    PRIMARY KEY (release_id, position)
) WITHOUT ROWID;

CREATE TABLE release_heads (
    release_id BIGINT NOT NULL REFERENCES releases (id),
    repository TEXT NOT NULL,
    sha TEXT NOT NULL,
    previous TEXT,
    PRIMARY KEY (release_id, repository)
) WITHOUT ROWID;

CREATE TABLE deploys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    release_id BIGINT NOT NULL REFERENCES releases (id),
    environment TEXT NOT NULL,
    name TEXT,
    url TEXT,
    started BIGINT,
    finished BIGINT NOT NULL
);
CREATE INDEX deploys_release ON deploys (release_id, finished, id);

-- Pieces of files on their way; they grow old.
CREATE TABLE upload_chunks (
    organization_id BIGINT NOT NULL,
    sha1 TEXT NOT NULL,
    size BIGINT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (organization_id, sha1)
) WITHOUT ROWID;
CREATE INDEX upload_chunks_created ON upload_chunks (created);

-- Files being put together: a row goes with the transaction that stores the result.
CREATE TABLE assemblies (
    organization_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    checksum TEXT NOT NULL,
    target TEXT NOT NULL,
    chunks TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (organization_id, kind, checksum, target)
) WITHOUT ROWID;

CREATE TABLE artifact_bundles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    checksum TEXT NOT NULL,
    release TEXT NOT NULL,
    dist TEXT NOT NULL,
    blob_key TEXT NOT NULL,
    size BIGINT NOT NULL,
    files BIGINT NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (organization_id, checksum, release, dist)
);
CREATE INDEX artifact_bundles_blob ON artifact_bundles (blob_key);
CREATE INDEX artifact_bundles_created ON artifact_bundles (created);
CREATE INDEX artifact_bundles_release ON artifact_bundles (organization_id, release, id);

CREATE TABLE artifact_bundle_projects (
    bundle_id BIGINT NOT NULL REFERENCES artifact_bundles (id),
    project_id BIGINT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (bundle_id, project_id)
) WITHOUT ROWID;
CREATE INDEX artifact_bundle_projects_project ON artifact_bundle_projects (project_id, bundle_id);

CREATE TABLE artifact_files (
    bundle_id BIGINT NOT NULL REFERENCES artifact_bundles (id),
    path TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    debug_id TEXT,
    source_map TEXT,
    PRIMARY KEY (bundle_id, path)
) WITHOUT ROWID;
CREATE INDEX artifact_files_debug_id ON artifact_files (debug_id, bundle_id) WHERE debug_id IS NOT NULL;
CREATE INDEX artifact_files_url ON artifact_files (url, bundle_id);
