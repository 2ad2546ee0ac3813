//! Datasets of the event store: a name, a version and the fields a document may have.
//!
//! A field name used in a search is the field name here; anything else is a tag. Adding a field at the end is
//! compatible; renaming or retyping one means a new schema version, and old days stay readable under theirs.

/// How a field is stored and asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Exact text, one or several values: filter, wildcard, group, distinct.
    Keyword,
    /// Exact text that is only looked up (`event_id`, `trace`): not for grouping.
    Id,
    /// Tokenised text: word and phrase search only.
    Text,
    /// Whole number: compare, group, aggregate.
    I64,
    /// Number: compare, aggregate.
    F64,
    /// Yes or no.
    Bool,
    /// Moment in microseconds: compare, bucket.
    Time,
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: FieldKind,
}

/// A dataset's schema. Every document also has `project_id`, `organization_id`, `timestamp`, `event_id` and
/// `offset` (the queue offset it came from), and any number of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatasetSchema {
    /// Folder and public name.
    pub name: &'static str,
    /// Version of the field list.
    pub version: u32,
    /// The dataset's own fields.
    pub fields: &'static [FieldSpec],
}

impl DatasetSchema {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<FieldSpec> {
        // Asked for each tag of each event: most names already differ in their length or first letter.
        let (length, first) = (name.len(), name.as_bytes().first());
        let is_it = |f: &&FieldSpec| f.name.len() == length && f.name.as_bytes().first() == first && f.name == name;
        COMMON_FIELDS.iter().find(is_it).or_else(|| self.fields.iter().find(is_it)).copied()
    }
}

/// A dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dataset {
    /// Errors, messages and security reports: everything that belongs to an issue.
    Errors,
    /// Accepted items that are kept as they came until their room is built: transactions, sessions, replays …
    Raw,
}

impl Dataset {
    /// All datasets.
    pub const ALL: [Self; 2] = [Self::Errors, Self::Raw];

    /// Its schema.
    pub const fn schema(self) -> &'static DatasetSchema {
        match self {
            Self::Errors => &ERRORS,
            Self::Raw => &RAW,
        }
    }
}

const fn field(name: &'static str, kind: FieldKind) -> FieldSpec {
    FieldSpec { name, kind }
}

/// Fields of every document.
pub const COMMON_FIELDS: &[FieldSpec] = &[
    field("organization_id", FieldKind::I64),
    field("project_id", FieldKind::I64),
    field("timestamp", FieldKind::Time),
    field("event_id", FieldKind::Id),
    field("offset", FieldKind::I64),
];

/// Name of the field that ties an event to its issue (32 hex digits, one value: the primary hash).
pub const GROUP_HASH: &str = "group_hash";

/// Name of the field of feature flags: each value is `name=result`.
pub const FLAGS: &str = "flags";

/// Name of the raw dataset's field that says how many sessions an item began.
pub const SESSIONS: &str = "sessions";

/// Errors. Names are those of the public search syntax where it has one.
pub static ERRORS: DatasetSchema = DatasetSchema {
    name: "errors",
    version: 1,
    fields: &[
        field(GROUP_HASH, FieldKind::Keyword),
        field("received", FieldKind::Time),
        field("event.type", FieldKind::Keyword),
        field("level", FieldKind::Keyword),
        field("platform", FieldKind::Keyword),
        field("logger", FieldKind::Keyword),
        field("release", FieldKind::Keyword),
        field("dist", FieldKind::Keyword),
        field("environment", FieldKind::Keyword),
        field("transaction", FieldKind::Keyword),
        field("server_name", FieldKind::Keyword),
        field("title", FieldKind::Text),
        field("message", FieldKind::Text),
        field("culprit", FieldKind::Keyword),
        field("error.type", FieldKind::Keyword),
        field("error.value", FieldKind::Text),
        field("error.mechanism", FieldKind::Keyword),
        field("error.handled", FieldKind::Bool),
        field("stack.filename", FieldKind::Keyword),
        field("stack.module", FieldKind::Keyword),
        field("stack.function", FieldKind::Keyword),
        field("stack.abs_path", FieldKind::Keyword),
        field("stack.package", FieldKind::Keyword),
        field("user", FieldKind::Keyword),
        field("user.id", FieldKind::Keyword),
        field("user.email", FieldKind::Keyword),
        field("user.username", FieldKind::Keyword),
        field("user.ip", FieldKind::Keyword),
        field("sdk.name", FieldKind::Keyword),
        field("sdk.version", FieldKind::Keyword),
        field("url", FieldKind::Keyword),
        field("http.method", FieldKind::Keyword),
        field("trace", FieldKind::Id),
        field("span", FieldKind::Id),
        field("size", FieldKind::I64),
        field("attachments", FieldKind::I64),
        field("http.referer", FieldKind::Keyword),
        field("http.status_code", FieldKind::Keyword),
        field("error.main_thread", FieldKind::Bool),
        field("stack.in_app", FieldKind::Bool),
        field("stack.lineno", FieldKind::I64),
        field("stack.colno", FieldKind::I64),
        field("os.build", FieldKind::Keyword),
        field("os.rooted", FieldKind::Bool),
        field("device.name", FieldKind::Keyword),
        field("device.brand", FieldKind::Keyword),
        field("device.arch", FieldKind::Keyword),
        field("device.locale", FieldKind::Keyword),
        field("device.orientation", FieldKind::Keyword),
        field("device.uuid", FieldKind::Keyword),
        field("device.simulator", FieldKind::Bool),
        field("device.online", FieldKind::Bool),
        field("device.charging", FieldKind::Bool),
        field("device.battery_level", FieldKind::I64),
        field("geo.country_code", FieldKind::Keyword),
        field("geo.region", FieldKind::Keyword),
        field("geo.city", FieldKind::Keyword),
        field("geo.subdivision", FieldKind::Keyword),
        field("unreal.crash_type", FieldKind::Keyword),
        field(FLAGS, FieldKind::Keyword),
    ],
};

/// Raw items. `event_id` is the envelope's event id, or one made from queue offset and item index.
pub static RAW: DatasetSchema = DatasetSchema {
    name: "raw",
    version: 1,
    fields: &[
        field("received", FieldKind::Time),
        field("item_type", FieldKind::Keyword),
        field("release", FieldKind::Keyword),
        field("environment", FieldKind::Keyword),
        field("trace", FieldKind::Id),
        field("size", FieldKind::I64),
        field(SESSIONS, FieldKind::I64),
    ],
};
