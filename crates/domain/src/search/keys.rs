//! The keys the language knows by itself. Every other key is a tag.

use crate::release_stage::STAGES;

/// Whose property a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Of the issue: one answer for all its events.
    Issue,
    /// Of single events.
    Event,
}

/// What values a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Text, wildcards allowed.
    Text,
    /// A whole number, comparable.
    Number,
    /// A moment or a relative time, comparable.
    Time,
    /// `true` or `false`.
    Bool,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A person or team.
    Actor,
}

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownKey {
    /// Its name.
    pub name: &'static str,
    /// Other names it answers to.
    pub aliases: &'static [&'static str],
    /// Whose property.
    pub owner: Owner,
    /// Its values.
    pub values: ValueKind,
    /// For completion.
    pub description: &'static str,
}

/// What `is:` takes.
pub const IS_VALUES: &[&str] = &[
    "unresolved",
    "resolved",
    "archived",
    "ignored",
    "muted",
    "new",
    "ongoing",
    "escalating",
    "regressed",
    "archived_until_escalating",
    "archived_until_condition_met",
    "archived_forever",
    "assigned",
    "unassigned",
    "for_review",
    "linked",
    "unlinked",
    "reprocessing",
];
/// Words of levels.
pub const LEVEL_VALUES: &[&str] = &["sample", "debug", "info", "warning", "error", "fatal"];
/// Words of priorities.
pub const PRIORITY_VALUES: &[&str] = &["high", "medium", "low"];

const fn key(name: &'static str, aliases: &'static [&'static str], owner: Owner, values: ValueKind, description: &'static str) -> KnownKey {
    KnownKey { name, aliases, owner, values, description }
}

use Owner::{Event, Issue};
use ValueKind::{Actor, Bool, Number, Text, Time, Words};

/// All of them, the ones people need most first.
pub static KEYS: &[KnownKey] = &[
    key("is", &[], Issue, Words(IS_VALUES), "Status of the issue"),
    key("assigned", &["assignee"], Issue, Actor, "Who is to deal with it: me, none, my_teams, #team or an address"),
    key("assigned_or_suggested", &[], Issue, Actor, "Assigned or suggested to"),
    key("level", &[], Issue, Words(LEVEL_VALUES), "Severity"),
    key("has", &[], Event, Text, "Events that have a value for this key"),
    key("release", &[], Event, Text, "Release, or latest"),
    key("environment", &["env"], Event, Text, "Environment"),
    key("firstSeen", &["first_seen"], Issue, Time, "Time of the first event"),
    key("lastSeen", &["last_seen"], Issue, Time, "Time of the last event"),
    key("age", &[], Issue, Time, "Age of the issue"),
    key("timesSeen", &["times_seen"], Issue, Number, "Events ever"),
    key("usersSeen", &["users_seen"], Issue, Number, "Users ever"),
    key("firstRelease", &["first_release", "first-release"], Issue, Text, "Release of the first event, or latest"),
    key("cameWith", &[], Issue, Text, "What a release (or latest) brought: new in it, or back or escalating since"),
    key("bookmarks", &["bookmarked"], Issue, Actor, "Bookmarked by"),
    key("subscribed", &[], Issue, Actor, "Followed by"),
    key("issue", &["issue.id", "short_id"], Issue, Text, "Short id of the issue"),
    key("issue.priority", &["priority"], Issue, Words(PRIORITY_VALUES), "Priority"),
    key("issue.type", &[], Issue, Text, "Type of the issue"),
    key("issue.category", &[], Issue, Text, "Category of the issue"),
    key("project", &["project.name", "project.slug", "project_id", "project.id"], Event, Text, "Project"),
    key("message", &[], Event, Text, "Text of the message or title"),
    key("title", &[], Event, Text, "Title"),
    key("transaction", &[], Event, Text, "Transaction"),
    key("culprit", &[], Event, Text, "Where it happened"),
    key("platform", &["platform.name"], Event, Text, "Platform"),
    key("logger", &[], Event, Text, "Logger"),
    key("dist", &[], Event, Text, "Distribution"),
    key("server_name", &[], Event, Text, "Host"),
    key("user", &[], Event, Text, "User, as id:1 or email:a@b"),
    key("user.id", &[], Event, Text, "User id"),
    key("user.email", &[], Event, Text, "User's address"),
    key("user.username", &["user.name"], Event, Text, "User name"),
    key("user.ip", &["user.ip_address"], Event, Text, "User's network address"),
    key("error.type", &[], Event, Text, "Type of an exception"),
    key("error.value", &[], Event, Text, "Words of an exception's value"),
    key("error.mechanism", &[], Event, Text, "How the SDK caught it"),
    key("error.handled", &[], Event, Bool, "The program caught it"),
    key("error.unhandled", &[], Event, Bool, "Nobody caught it"),
    key("error.main_thread", &[], Event, Bool, "It happened on the main thread"),
    key("stack.filename", &["stack.file", "stack.resource"], Event, Text, "File of a frame"),
    key("stack.module", &[], Event, Text, "Module of a frame"),
    key("stack.function", &[], Event, Text, "Function of a frame"),
    key("stack.abs_path", &[], Event, Text, "Path of a frame"),
    key("stack.package", &[], Event, Text, "Package of a frame"),
    key("stack.lineno", &[], Event, Number, "Line of a frame"),
    key("stack.colno", &[], Event, Number, "Column of a frame"),
    key("stack.in_app", &[], Event, Bool, "Has a frame of the application, or of others"),
    key("url", &["http.url"], Event, Text, "Requested address"),
    key("http.method", &[], Event, Text, "HTTP method"),
    key("http.status_code", &[], Event, Text, "HTTP status"),
    key("http.referer", &[], Event, Text, "Referer"),
    key("browser", &[], Event, Text, "Browser with version"),
    key("browser.name", &[], Event, Text, "Browser"),
    key("os", &[], Event, Text, "Operating system with version"),
    key("os.name", &[], Event, Text, "Operating system"),
    key("os.build", &[], Event, Text, "Build of the operating system"),
    key("os.rooted", &[], Event, Bool, "Rooted or jailbroken"),
    key("device", &[], Event, Text, "Device model"),
    key("device.family", &[], Event, Text, "Device family"),
    key("device.name", &[], Event, Text, "Name of the device"),
    key("device.brand", &[], Event, Text, "Maker of the device"),
    key("device.arch", &[], Event, Text, "Processor architecture"),
    key("device.locale", &[], Event, Text, "Language and region of the device"),
    key("device.orientation", &[], Event, Text, "Portrait or landscape"),
    key("device.uuid", &[], Event, Text, "Identifier of the device"),
    key("device.simulator", &[], Event, Bool, "A simulator"),
    key("device.online", &[], Event, Bool, "The device was online"),
    key("device.charging", &[], Event, Bool, "The device was charging"),
    key("device.battery_level", &[], Event, Number, "Percent of the battery"),
    key("geo.country_code", &[], Event, Text, "Country of the user"),
    key("geo.region", &[], Event, Text, "Region of the user"),
    key("geo.city", &[], Event, Text, "City of the user"),
    key("geo.subdivision", &[], Event, Text, "State or province of the user"),
    key("unreal.crash_type", &[], Event, Text, "Kind of a crash of Unreal Engine"),
    key("sdk.name", &[], Event, Text, "SDK"),
    key("sdk.version", &[], Event, Text, "Version of the SDK"),
    key("release.package", &[], Event, Text, "Package part of the release"),
    key("release.version", &[], Event, Text, "Version part of the release"),
    key("release.build", &[], Event, Text, "Build part of the release"),
    key("release.stage", &[], Event, Words(STAGES), "Whether the sessions run the release: adopted, low_adoption or replaced"),
    key("id", &["event_id", "event.id"], Event, Text, "Event id"),
    key("trace", &["trace_id"], Event, Text, "Trace id"),
    key("span", &["span_id"], Event, Text, "Span id"),
    key("event.type", &[], Event, Text, "Type of the event"),
    key("timestamp", &["event.timestamp"], Event, Time, "Time of the event"),
    key("received", &[], Event, Time, "Time it was received"),
    key("size", &[], Event, Number, "Size of the payload"),
    key("attachments", &[], Event, Number, "Number of attachments"),
];

/// The key of that name or alias.
pub fn find(name: &str) -> Option<&'static KnownKey> {
    KEYS.iter().find(|key| key.name == name || key.aliases.contains(&name))
}

/// The feature flag within `flags[name]`.
pub fn flag(key: &str) -> Option<&str> {
    key.strip_prefix("flags[")?.strip_suffix(']').filter(|name| !name.is_empty())
}

/// Whether a name is no mere tag.
pub fn is_known(name: &str) -> bool {
    find(name).is_some() || flag(name).is_some()
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|key| key.name)
}
