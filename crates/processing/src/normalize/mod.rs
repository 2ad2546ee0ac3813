//! Normalisation: whatever an SDK sent takes one form, or is left out with a note on the event.

mod breadcrumbs;
mod contexts;
pub(crate) mod csp;
mod exceptions;
mod fields;
mod in_app;
mod limits;
mod message;
pub(crate) mod request;
mod shape;
mod stacktrace;
pub(crate) mod tags;
mod timestamps;
mod user;
pub(crate) mod user_agent;

use std::net::IpAddr;

use bartizan_domain::Timestamp;
use bartizan_protocol::json::Object;

use crate::notes::Notes;
use crate::path::Path;

/// Days that events are kept; older ones get the time of their arrival. Source: the field's default.
const DEFAULT_RETENTION_DAYS: u32 = 90;

/// What is known of an event beside its payload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventContext<'c> {
    /// When it arrived.
    pub(crate) received: Timestamp,
    /// When the SDK says it sent it.
    pub(crate) sent_at: Option<Timestamp>,
    /// Whence it came.
    pub(crate) client_ip: Option<IpAddr>,
    /// `settings.infer_ip` of the envelope.
    pub(crate) infer_ip: Option<&'c str>,
    /// How long events are kept.
    pub(crate) retention_days: u32,
}

impl Default for EventContext<'_> {
    fn default() -> Self {
        Self { received: Timestamp::default(), sent_at: None, client_ip: None, infer_ip: None, retention_days: DEFAULT_RETENTION_DAYS }
    }
}

/// Brings an event into its form. Gives its time.
pub(crate) fn normalize(event: &mut Object<'_>, context: &EventContext<'_>, notes: &mut Notes) -> Timestamp {
    fields::rename_interfaces(event);
    fields::fields(event, notes);
    let platform = platform_of_frames(event).to_owned();
    message::message(event, notes);
    exceptions::exceptions(event, &platform, notes);
    exceptions::threads(event, &platform, notes);
    stacktrace::normalize_in(event, &platform, &Path::ROOT, notes);
    breadcrumbs::breadcrumbs(event, notes);
    request::request(event, notes);
    user::user(event, &platform, context, notes);
    contexts::contexts(event, notes);
    tags::tags(event, notes);
    event.retain(|_, value| !value.is_null());
    timestamps::timestamps(event, context, notes)
}

/// The platform that frames are of unless they say otherwise. The Rust SDK calls its events native, that of Dart and
/// Flutter other.
pub(crate) fn platform_of_frames<'e>(event: &'e Object<'_>) -> &'e str {
    let sdk_is = |start| event.get_object("sdk").and_then(|sdk| sdk.get_str("name")).is_some_and(|name| name.starts_with(start));
    match event.get_str("platform") {
        Some("native") if sdk_is("sentry.rust") => "rust",
        Some("other") | None if sdk_is("sentry.dart") => "dart",
        platform => platform.unwrap_or("other"),
    }
}

/// Cuts what is too long. After the scrub.
pub(crate) fn trim(event: &mut Object<'_>, notes: &mut Notes) {
    limits::trim_event(event, notes);
}
