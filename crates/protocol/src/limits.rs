//! Sizes and counts of the wire. Source: the public limits of the ecosystem's own front server, release 0.10,
//! unless a line says otherwise.

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// Highest protocol version an SDK may speak.
pub const MAX_PROTOCOL_VERSION: u16 = 7;

/// One event, and any other item whose kind has no limit of its own.
pub const MAX_EVENT_BYTES: usize = MIB;
/// One attachment.
pub const MAX_ATTACHMENT_BYTES: usize = 200 * MIB;
/// All attachments of an envelope together.
pub const MAX_ATTACHMENTS_BYTES: usize = 200 * MIB;
/// Attachments in an envelope.
pub const MAX_ATTACHMENTS_COUNT: usize = 30;
/// An envelope after decompression.
pub const MAX_ENVELOPE_BYTES: usize = 200 * MIB;
/// Items in an envelope.
pub const MAX_ITEMS_COUNT: usize = 500;
/// One line of headers. Our own bound, far above what SDKs send: a tree takes many times its text.
pub const MAX_HEADER_BYTES: usize = 256 * KIB;
/// Session items in an envelope.
pub const MAX_SESSION_COUNT: usize = 100;
/// One session item.
pub const MAX_SESSION_BYTES: usize = 10 * MIB;
/// Client report items in an envelope.
pub const MAX_CLIENT_REPORT_COUNT: usize = 100;
/// One client report.
pub const MAX_CLIENT_REPORT_BYTES: usize = 100 * KIB;
/// One check-in.
pub const MAX_CHECK_IN_BYTES: usize = 100 * KIB;
/// One profile.
pub const MAX_PROFILE_BYTES: usize = 50 * MIB;
/// Profiles in an envelope.
pub const MAX_PROFILE_COUNT: usize = 1;
/// One replay item as sent (a recording is compressed by the SDK).
pub const MAX_REPLAY_COMPRESSED_BYTES: usize = 10 * MIB;
/// One replay recording unpacked.
pub const MAX_REPLAY_UNCOMPRESSED_BYTES: usize = 100 * MIB;
/// One log, as a single item.
pub const MAX_LOG_BYTES: usize = 2 * MIB;
/// A container of logs, spans or metrics.
pub const MAX_CONTAINER_BYTES: usize = 12 * MIB;
/// One metric.
pub const MAX_TRACE_METRIC_BYTES: usize = MIB;
/// One span item.
pub const MAX_SPAN_BYTES: usize = 10 * MIB;
/// Standalone legacy spans in an envelope.
pub const MAX_STANDALONE_SPAN_COUNT: usize = 25;
/// How far in the future an event may lie.
pub const MAX_SECS_IN_FUTURE: i64 = 60;
/// From this difference between the SDK's `sent_at` and our clock on, all of an event's times are moved.
pub const MIN_CLOCK_DRIFT_SECS: i64 = 55 * 60;

/// Most characters of an exception's value or a message.
pub const MAX_MESSAGE_CHARS: usize = 8192;
/// Most characters of an exception's type.
pub const MAX_EXCEPTION_TYPE_CHARS: usize = 256;
/// Most characters of a tag's key.
pub const MAX_TAG_KEY_CHARS: usize = 200;
/// Most characters of a tag's value.
pub const MAX_TAG_VALUE_CHARS: usize = 200;
/// Most characters of a release.
pub const MAX_RELEASE_CHARS: usize = 200;
/// Most characters of an environment.
pub const MAX_ENVIRONMENT_CHARS: usize = 64;
/// Most characters of a distribution.
pub const MAX_DIST_CHARS: usize = 64;
/// Most characters of a transaction's name.
pub const MAX_TRANSACTION_CHARS: usize = 200;
/// Most characters of a culprit.
pub const MAX_CULPRIT_CHARS: usize = 200;
/// Most characters of a logger's name.
pub const MAX_LOGGER_CHARS: usize = 64;
/// Most characters of a server's name.
pub const MAX_SERVER_NAME_CHARS: usize = 256;
/// A breadcrumb's data, in bytes of JSON.
pub const MAX_BREADCRUMB_DATA_BYTES: usize = 2 * KIB;
/// One value under `extra`.
pub const MAX_EXTRA_VALUE_BYTES: usize = 16 * KIB;
/// All of `extra`.
pub const MAX_EXTRA_BYTES: usize = 256 * KIB;
/// Nesting inside `extra` and `contexts`.
pub const MAX_EXTRA_DEPTH: usize = 7;
/// One context.
pub const MAX_CONTEXT_BYTES: usize = 8 * KIB;
/// A request's body.
pub const MAX_REQUEST_DATA_BYTES: usize = 8 * KIB;
/// A request's query string.
pub const MAX_QUERY_STRING_BYTES: usize = KIB;
/// A request's cookies.
pub const MAX_COOKIES_BYTES: usize = KIB;
/// A request's headers.
pub const MAX_REQUEST_HEADERS_BYTES: usize = 8 * KIB;
/// Variables of one frame.
pub const MAX_FRAME_VARS_BYTES: usize = 2 * KIB;
/// Newest frames kept of a long stack trace.
pub const MAX_FRAMES_NEWEST: usize = 200;
/// Oldest frames kept of a long stack trace.
pub const MAX_FRAMES_OLDEST: usize = 50;
/// Frames of a stack trace that keep source context and variables.
pub const MAX_FRAMES_WITH_CONTEXT: usize = 50;
/// Spans of a transaction.
pub const MAX_TRANSACTION_SPANS_BYTES: usize = 800 * KIB;
