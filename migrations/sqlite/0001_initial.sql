-- Times are microseconds since the epoch, flags 0 or 1, hashes and event ids 16 bytes.
-- The twin in ../postgres has the same tables and columns; a test compares them.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Numbers handed out by the committer itself, so that a batch inserts each new issue once, complete.
CREATE TABLE sequences (
    name TEXT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
INSERT INTO sequences (name, next) VALUES ('issue', 1);

-- How far the queue has been read; moves in the transaction that commits what was read.
CREATE TABLE checkpoints (
    name TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);
INSERT INTO checkpoints (name, position) VALUES ('processed', 0);

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    is_superuser SMALLINT NOT NULL,
    is_active SMALLINT NOT NULL,
    created BIGINT NOT NULL,
    last_login BIGINT
);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    csrf_token TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE organizations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created BIGINT NOT NULL
);

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
CREATE INDEX members_user ON members (user_id);

CREATE TABLE teams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (organization_id, slug)
);

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
CREATE INDEX client_keys_project ON client_keys (project_id);

CREATE TABLE environments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id BIGINT NOT NULL REFERENCES projects (id),
    name TEXT NOT NULL,
    hidden SMALLINT NOT NULL,
    UNIQUE (project_id, name)
);

CREATE TABLE releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    version TEXT NOT NULL,
    created BIGINT NOT NULL,
    first_event BIGINT,
    last_event BIGINT,
    UNIQUE (organization_id, version)
);
CREATE INDEX releases_created ON releases (organization_id, created, id);

CREATE TABLE release_projects (
    release_id BIGINT NOT NULL REFERENCES releases (id),
    project_id BIGINT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (release_id, project_id)
) WITHOUT ROWID;
CREATE INDEX release_projects_project ON release_projects (project_id);

-- What changes with every event is kept narrow; the texts are beside it in issue_details.
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
-- One per order of the list; each holds one status of one project in order, so a page is read, never sorted.
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

-- Membership: an event belongs to the issue its hash names here, and nowhere else.
CREATE TABLE issue_hashes (
    project_id BIGINT NOT NULL,
    hash BLOB NOT NULL,
    issue_id BIGINT NOT NULL,
    PRIMARY KEY (project_id, hash)
) WITHOUT ROWID;
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

CREATE TABLE issue_hours (
    issue_id BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (issue_id, hour)
) WITHOUT ROWID;

CREATE TABLE project_hours (
    project_id BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (project_id, hour)
) WITHOUT ROWID;

-- Issues already gone from view whose counters are still to be removed, chunk by chunk.
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

-- Time first: sums and folding both walk a span of time.
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
CREATE INDEX outbox_due ON outbox (next_attempt, id) WHERE delivered IS NULL;
CREATE INDEX outbox_delivered ON outbox (delivered) WHERE delivered IS NOT NULL;
