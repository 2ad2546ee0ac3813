BEGIN;
CREATE TABLE schema_migrations (
    version BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied BIGINT NOT NULL
);
INSERT INTO schema_migrations VALUES (1, 'initial', 'b3453a8dd01369b8e396677e54611d1bdb8def1b8a7e202fb33b67bc698395ee', 1795804660753567);
INSERT INTO schema_migrations VALUES (2, 'saved_views', '37de6f4db9fc503494c902d7f024beb3ca04e47e450f0fca9caa921f54470f00', 1795804660769286);
INSERT INTO schema_migrations VALUES (3, 'received', 'a22036b364e149b6f8711ab8d987380f98af40abbbf9dce61d1d73dd166cb12b', 1795804660773574);
INSERT INTO schema_migrations VALUES (4, 'symbols', '8533e914d85312502e5c2f1c3339ba1024320b69eda3b48608bf1f93e2e80e9b', 1795804660778807);
INSERT INTO schema_migrations VALUES (5, 'grouping', 'd4581691a5a701ba73a805b38e685cd5d82f944687c34522d9ab4204bb6f8c16', 1795804660785646);
INSERT INTO schema_migrations VALUES (6, 'debug_files', '8a98014cbb778eebc777ef90c99b494c343327d107b18d45472bf2f24b765c16', 1795804660792435);
INSERT INTO schema_migrations VALUES (7, 'account', 'f19d18fb130a6162a210e18d31afa9fbac9eeba6cdf8564029ab8e1cf67eb9b1', 1795804660796518);
INSERT INTO schema_migrations VALUES (8, 'regroup', '7eacabd53a9c4b1aef648d34f8a22c4e42755adab788895e5c18baeb519ce550', 1795804660803700);
INSERT INTO schema_migrations VALUES (9, 'merges', '4393090c4b5659148b87b8a61f5cff69d3a14c4e61b6a41c13f8de2883c6bb1b', 1795804660807347);
INSERT INTO schema_migrations VALUES (10, 'saved_queries', '9609b12a00b1bec34b11868e53199f391138dad16c7eef97fd20fa508c34a7d7', 1795804660811018);
INSERT INTO schema_migrations VALUES (11, 'tickets', '7249daae404d6a4e1b993f8d3cd35454db50e64e19170e89adfe8aa7f0e27f3e', 1795804660815041);
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO settings VALUES ('installation', 'it''s old');
CREATE TABLE sequences (
    name TEXT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
INSERT INTO sequences VALUES ('issue', 4);
CREATE TABLE checkpoints (
    name TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);
INSERT INTO checkpoints VALUES ('processed', 10);
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    is_superuser SMALLINT NOT NULL,
    is_active SMALLINT NOT NULL,
    created BIGINT NOT NULL,
    last_login BIGINT
, preferences TEXT);
INSERT INTO users VALUES (1, 'ada@example.org', 'ada@example.org', NULL, 0, 1, 1800000000000000, NULL, NULL);
CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    csrf_token TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
, device TEXT, last_seen BIGINT NOT NULL DEFAULT 0);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires);
CREATE TABLE organizations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created BIGINT NOT NULL
);
INSERT INTO organizations VALUES (1, 'acme', 'acme', 1800000000000000);
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    owner_user_id BIGINT REFERENCES users (id),
    owner_organization_id BIGINT REFERENCES organizations (id),
    created_by BIGINT REFERENCES users (id),
    scopes TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    last_characters TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT,
    expires BIGINT,
    CHECK ((owner_user_id IS NULL) <> (owner_organization_id IS NULL))
);
INSERT INTO tokens VALUES (1, 'ci', NULL, 1, 1, 'org:ci', 'abababababababababababababababababababababababababababababababab', 'wxyz', 1800000002000000, NULL, NULL);
CREATE INDEX tokens_owner_user ON tokens (owner_user_id);
CREATE INDEX tokens_owner_organization ON tokens (owner_organization_id);
CREATE TABLE members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    user_id BIGINT REFERENCES users (id),
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    invited_by BIGINT REFERENCES users (id),
    invite_token_hash TEXT UNIQUE,
    created BIGINT NOT NULL,
    UNIQUE (organization_id, email),
    UNIQUE (organization_id, user_id)
);
INSERT INTO members VALUES (1, 1, 1, 'ada@example.org', 'owner', NULL, NULL, 1800000001000000);
CREATE INDEX members_user ON members (user_id);
CREATE TABLE teams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (organization_id, slug)
);
INSERT INTO teams VALUES (1, 1, 'web', 'Web', 1800000001000000);
CREATE TABLE team_members (
    team_id BIGINT NOT NULL REFERENCES teams (id),
    member_id BIGINT NOT NULL REFERENCES members (id),
    PRIMARY KEY (team_id, member_id)
) WITHOUT ROWID;
CREATE INDEX team_members_member ON team_members (member_id);
CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    platform TEXT,
    active SMALLINT NOT NULL,
    -- 1 from the moment a removal begins: invisible, and removed in chunks.
    deleting SMALLINT NOT NULL,
    -- Number of the project's next issue.
    next_number BIGINT NOT NULL,
    created BIGINT NOT NULL,
    first_event BIGINT,
    UNIQUE (organization_id, slug)
);
INSERT INTO projects VALUES (1, 1, 'web', 'web', NULL, 1, 0, 4, 1800000000000000, 1800009000000000);
CREATE TABLE project_slugs (
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    slug TEXT NOT NULL,
    project_id BIGINT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (organization_id, slug)
);
CREATE INDEX project_slugs_project ON project_slugs (project_id);
CREATE TABLE project_options (
    project_id BIGINT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (project_id, name)
);
CREATE TABLE project_teams (
    project_id BIGINT NOT NULL REFERENCES projects (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    PRIMARY KEY (project_id, team_id)
) WITHOUT ROWID;
CREATE INDEX project_teams_team ON project_teams (team_id);
CREATE TABLE client_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id BIGINT NOT NULL REFERENCES projects (id),
    public_key TEXT NOT NULL UNIQUE,
    secret_key TEXT NOT NULL,
    label TEXT NOT NULL,
    active SMALLINT NOT NULL,
    rate_limit_count BIGINT,
    rate_limit_window_s BIGINT,
    created BIGINT NOT NULL
);
INSERT INTO client_keys VALUES (1, 1, '0000000100000000000000010004f9ed', '0000000200000000000000010004f9ed', 'Default', 1, NULL, NULL, 1800000000000000);
CREATE INDEX client_keys_project ON client_keys (project_id);
CREATE TABLE environments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id BIGINT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    hidden SMALLINT NOT NULL,
    UNIQUE (project_id, name)
);
INSERT INTO environments VALUES (1, 1, 'production', 0);
CREATE TABLE releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    version TEXT NOT NULL,
    created BIGINT NOT NULL,
    first_event BIGINT,
    last_event BIGINT, url TEXT, reference TEXT, started BIGINT, released BIGINT, archived SMALLINT NOT NULL DEFAULT 0,
    UNIQUE (organization_id, version)
);
INSERT INTO releases VALUES (1, 1, 'web@1.0.0', 1800009000000000, 1800000000000000, 1800008000000000, NULL, NULL, NULL, NULL, 0);
CREATE INDEX releases_created ON releases (organization_id, created, id);
CREATE TABLE release_projects (
    release_id BIGINT NOT NULL REFERENCES releases (id),
    project_id BIGINT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (release_id, project_id)
) WITHOUT ROWID;
INSERT INTO release_projects VALUES (1, 1);
CREATE INDEX release_projects_project ON release_projects (project_id);
CREATE TABLE issues (
    id INTEGER PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL REFERENCES projects (id),
    number BIGINT NOT NULL,
    status TEXT NOT NULL,
    substatus TEXT,
    status_details TEXT NOT NULL,
    status_changed BIGINT NOT NULL,
    kind TEXT NOT NULL,
    level SMALLINT NOT NULL,
    platform TEXT,
    logger TEXT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    times_seen BIGINT NOT NULL,
    users_seen BIGINT NOT NULL,
    unhandled SMALLINT NOT NULL,
    first_release TEXT,
    last_release TEXT,
    assignee_user_id BIGINT,
    assignee_team_id BIGINT,
    priority BIGINT NOT NULL,
    priority_locked BIGINT,
    comments BIGINT NOT NULL,
    UNIQUE (project_id, number)
);
INSERT INTO issues VALUES (1, 1, 1, 1, 'unresolved', 'new', '{}', 1800009000000000, 'error', 40, 'python', NULL, 1800000000000000, 1800006000000000, 3, 2, 0, 'web@1.0.0', 'web@1.0.0', NULL, NULL, 75, NULL, 0);
INSERT INTO issues VALUES (2, 1, 1, 2, 'unresolved', 'new', '{}', 1800009000000000, 'error', 40, 'python', NULL, 1800001000000000, 1800007000000000, 3, 2, 0, 'web@1.0.0', 'web@1.0.0', NULL, NULL, 75, NULL, 0);
INSERT INTO issues VALUES (3, 1, 1, 3, 'resolved', NULL, '{}', 1800009001000000, 'error', 40, 'python', NULL, 1800002000000000, 1800008000000000, 3, 2, 0, 'web@1.0.0', 'web@1.0.0', NULL, NULL, 75, NULL, 0);
CREATE INDEX issues_last_seen ON issues (project_id, status, last_seen, id);
CREATE INDEX issues_first_seen ON issues (project_id, status, first_seen, id);
CREATE INDEX issues_times_seen ON issues (project_id, status, times_seen, id);
CREATE INDEX issues_users_seen ON issues (project_id, status, users_seen, id);
CREATE INDEX issues_priority ON issues (project_id, status, priority, last_seen, id);
CREATE INDEX issues_first_release ON issues (organization_id, first_release);
CREATE TABLE issue_details (
    issue_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    culprit TEXT NOT NULL,
    metadata TEXT NOT NULL
);
INSERT INTO issue_details VALUES (1, 'Error: number 0', 'module0 in call', '{"type":"Error","value":"number 0"}');
INSERT INTO issue_details VALUES (2, 'Error: number 1', 'module1 in call', '{"type":"Error","value":"number 1"}');
INSERT INTO issue_details VALUES (3, 'Error: number 2', 'module2 in call', '{"type":"Error","value":"number 2"}');
CREATE TABLE issue_hashes (
    project_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    issue_id BIGINT NOT NULL,
    PRIMARY KEY (project_id, hash)
) WITHOUT ROWID;
INSERT INTO issue_hashes VALUES (1, x'00000000000000000707070707070707', 1);
INSERT INTO issue_hashes VALUES (1, x'00000000000000010707070707070707', 2);
INSERT INTO issue_hashes VALUES (1, x'00000000000000020707070707070707', 3);
CREATE INDEX issue_hashes_issue ON issue_hashes (issue_id);
CREATE TABLE issue_redirects (
    old_id INTEGER PRIMARY KEY,
    new_id BIGINT NOT NULL
);
CREATE INDEX issue_redirects_new ON issue_redirects (new_id);
CREATE TABLE issue_users (
    issue_id BIGINT NOT NULL,
    user_hash BIGINT NOT NULL,
    PRIMARY KEY (issue_id, user_hash)
) WITHOUT ROWID;
INSERT INTO issue_users VALUES (1, 0);
INSERT INTO issue_users VALUES (1, 1);
INSERT INTO issue_users VALUES (2, 0);
INSERT INTO issue_users VALUES (2, 1);
INSERT INTO issue_users VALUES (3, 0);
INSERT INTO issue_users VALUES (3, 1);
CREATE TABLE issue_hours (
    issue_id BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (issue_id, hour)
) WITHOUT ROWID;
INSERT INTO issue_hours VALUES (1, 1800000000000000, 2);
INSERT INTO issue_hours VALUES (1, 1800003600000000, 1);
INSERT INTO issue_hours VALUES (2, 1800000000000000, 1);
INSERT INTO issue_hours VALUES (2, 1800003600000000, 2);
INSERT INTO issue_hours VALUES (3, 1800000000000000, 1);
INSERT INTO issue_hours VALUES (3, 1800003600000000, 1);
INSERT INTO issue_hours VALUES (3, 1800007200000000, 1);
CREATE TABLE project_hours (
    project_id BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (project_id, hour)
) WITHOUT ROWID;
INSERT INTO project_hours VALUES (1, 1800000000000000, 4);
INSERT INTO project_hours VALUES (1, 1800003600000000, 4);
INSERT INTO project_hours VALUES (1, 1800007200000000, 1);
CREATE TABLE issue_removals (
    issue_id INTEGER PRIMARY KEY
);
CREATE TABLE issue_flags (
    issue_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    bookmarked SMALLINT NOT NULL,
    subscribed SMALLINT NOT NULL,
    seen BIGINT,
    PRIMARY KEY (issue_id, user_id)
) WITHOUT ROWID;
CREATE INDEX issue_flags_user ON issue_flags (user_id, bookmarked);
CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    issue_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    user_id BIGINT,
    data TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX activity_issue ON activity (issue_id, created, id);
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    event_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT,
    size BIGINT NOT NULL,
    sha1 TEXT NOT NULL,
    blob_key TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX attachments_event ON attachments (project_id, event_id);
CREATE INDEX attachments_created ON attachments (created);
CREATE INDEX attachments_blob ON attachments (blob_key);
CREATE TABLE user_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    event_id BLOB,
    issue_id BIGINT,
    name TEXT,
    email TEXT,
    comments TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX user_reports_organization ON user_reports (organization_id, created, id);
CREATE INDEX user_reports_project ON user_reports (project_id, created, id);
CREATE INDEX user_reports_issue ON user_reports (issue_id, created, id);
CREATE INDEX user_reports_event ON user_reports (project_id, event_id);
CREATE TABLE ledger (
    minute BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    key_id BIGINT NOT NULL,
    category TEXT NOT NULL,
    outcome SMALLINT NOT NULL,
    reason TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    PRIMARY KEY (minute, organization_id, project_id, key_id, category, outcome, reason)
) WITHOUT ROWID;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    created BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt BIGINT NOT NULL,
    delivered BIGINT,
    last_error TEXT
);
INSERT INTO outbox VALUES (1, 1, 1, 'issue.new', 'issue.new:1:00000001000000010909090909090909', '{"culprit":"module0 in call","environment":"production","eventId":"00000001000000010909090909090909","issueId":"1","level":"error","number":1,"projectId":"1","release":"web@1.0.0","timestamp":"2027-01-15T08:00:00.000000Z","title":"Error: number 0"}', 1800009000000000, 0, 1800009000000000, NULL, NULL);
INSERT INTO outbox VALUES (2, 1, 1, 'issue.new', 'issue.new:2:00000001000000020909090909090909', '{"culprit":"module1 in call","environment":"production","eventId":"00000001000000020909090909090909","issueId":"2","level":"error","number":2,"projectId":"1","release":"web@1.0.0","timestamp":"2027-01-15T08:16:40.000000Z","title":"Error: number 1"}', 1800009000000000, 0, 1800009000000000, NULL, NULL);
INSERT INTO outbox VALUES (3, 1, 1, 'issue.new', 'issue.new:3:00000001000000030909090909090909', '{"culprit":"module2 in call","environment":"production","eventId":"00000001000000030909090909090909","issueId":"3","level":"error","number":3,"projectId":"1","release":"web@1.0.0","timestamp":"2027-01-15T08:33:20.000000Z","title":"Error: number 2"}', 1800009000000000, 0, 1800009000000000, NULL, NULL);
CREATE INDEX outbox_due ON outbox (next_attempt, id) WHERE delivered IS NULL;
CREATE INDEX outbox_delivered ON outbox (delivered) WHERE delivered IS NOT NULL;
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
CREATE TABLE saved_view_places (
    user_id BIGINT NOT NULL REFERENCES users (id),
    view_id BIGINT NOT NULL REFERENCES saved_views (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (user_id, view_id)
) WITHOUT ROWID;
CREATE INDEX saved_view_places_view ON saved_view_places (view_id);
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
CREATE TABLE upload_chunks (
    organization_id BIGINT NOT NULL,
    sha1 TEXT NOT NULL,
    size BIGINT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (organization_id, sha1)
) WITHOUT ROWID;
CREATE INDEX upload_chunks_created ON upload_chunks (created);
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
    created BIGINT NOT NULL, used BIGINT NOT NULL DEFAULT 0,
    UNIQUE (organization_id, checksum, release, dist)
);
CREATE INDEX artifact_bundles_blob ON artifact_bundles (blob_key);
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
CREATE TABLE issue_old_numbers (
    project_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    issue_id BIGINT NOT NULL,
    PRIMARY KEY (project_id, number)
);
CREATE INDEX issue_old_numbers_issue ON issue_old_numbers (issue_id);
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
CREATE TABLE debug_file_releases (
    project_id BIGINT NOT NULL REFERENCES projects (id),
    debug_id TEXT NOT NULL,
    release TEXT NOT NULL,
    PRIMARY KEY (project_id, debug_id, release)
) WITHOUT ROWID;
CREATE INDEX artifact_bundles_used ON artifact_bundles (used);
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
CREATE TABLE regroup_stays (
    job_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (job_id, hash)
) WITHOUT ROWID;
CREATE TABLE regroup_heirs (
    project_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    old_hash BLOB,
    PRIMARY KEY (project_id, job_id, hash)
) WITHOUT ROWID;
CREATE INDEX regroup_heirs_old ON regroup_heirs (project_id, old_hash);
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
CREATE TABLE hash_likeness (
    project_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    likeness BLOB,
    apart SMALLINT NOT NULL,
    PRIMARY KEY (project_id, hash)
) WITHOUT ROWID;
CREATE INDEX hash_likeness_alike ON hash_likeness (project_id, likeness) WHERE likeness IS NOT NULL;
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
CREATE INDEX tickets_issue ON tickets (issue_id, web_url);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('organizations', 1);
INSERT INTO sqlite_sequence VALUES ('projects', 1);
INSERT INTO sqlite_sequence VALUES ('client_keys', 1);
INSERT INTO sqlite_sequence VALUES ('users', 1);
INSERT INTO sqlite_sequence VALUES ('members', 1);
INSERT INTO sqlite_sequence VALUES ('teams', 1);
INSERT INTO sqlite_sequence VALUES ('tokens', 1);
INSERT INTO sqlite_sequence VALUES ('outbox', 3);
INSERT INTO sqlite_sequence VALUES ('environments', 1);
INSERT INTO sqlite_sequence VALUES ('releases', 1);
COMMIT;
