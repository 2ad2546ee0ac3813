//! Kinds of items.

use std::fmt;

use crate::category::DataCategory;

macro_rules! item_types {
    ($($(#[$doc:meta])* $name:ident = $word:literal $(| $alias:literal)* => $category:ident;)*) => {
        /// Kind of an item, in the wire's words.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum ItemType {
            $($(#[$doc])* $name,)*
            /// A word this version does not know.
            Unknown(String),
        }

        impl ItemType {
            /// From the wire's word.
            pub fn from_name(name: &str) -> Self {
                match name {
                    $($word $(| $alias)* => Self::$name,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }

            /// The wire's word.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $word,)*
                    Self::Unknown(name) => name,
                }
            }

            /// The category the item is limited and counted in.
            pub const fn category(&self) -> DataCategory {
                match self {
                    $(Self::$name => DataCategory::$category,)*
                    Self::Unknown(_) => DataCategory::Unknown,
                }
            }

            /// All known kinds.
            pub const KNOWN: &[Self] = &[$(Self::$name),*];
        }
    };
}

item_types! {
    /// An error or a message.
    Event = "event" => Error;
    /// A transaction with its spans.
    Transaction = "transaction" => Transaction;
    /// A file.
    Attachment = "attachment" => Attachment;
    /// An update of one session.
    Session = "session" => Session;
    /// Counts of many sessions.
    Sessions = "sessions" => Session;
    /// What the SDK dropped.
    ClientReport = "client_report" => Internal;
    /// A user's words on an event, in the old form.
    UserReport = "user_report" => UserReportV2;
    /// A user's words.
    Feedback = "feedback" => Feedback;
    /// A sign of life of a monitor.
    CheckIn = "check_in" => Monitor;
    /// A span or a container of spans.
    Span = "span" => Span;
    /// A log or a container of logs.
    Log = "log" => LogItem;
    /// A security report as an event.
    Security = "security" => Security;
    /// A security report as the browser sent it.
    RawSecurity = "raw_security" => Security;
    /// A profile of a transaction.
    Profile = "profile" => Profile;
    /// A piece of a continuous profile.
    ProfileChunk = "profile_chunk" | "profile_chunk_ui" => ProfileChunk;
    /// Description of a replay.
    ReplayEvent = "replay_event" => Replay;
    /// Recording of a replay.
    ReplayRecording = "replay_recording" => Replay;
    /// Recording of a replay as video.
    ReplayVideo = "replay_video" => Replay;
    /// A metric or a container of metrics.
    TraceMetric = "trace_metric" => TraceMetric;
    /// Form fields that came with a crash.
    FormData = "form_data" => Internal;
    /// A crash of an Unreal game.
    UnrealReport = "unreal_report" => Error;
    /// Aggregated metrics between front servers; not for SDKs.
    MetricBuckets = "metric_buckets" => MetricBucket;
    /// Metrics of the old kind.
    Statsd = "statsd" => MetricBucket;
    /// Payload of an integration between front servers; not for SDKs.
    Integration = "integration" => Default;
    /// A network error report of a browser, made by our own door.
    Nel = "nel" => LogItem;
    /// Log lines of the hosting platform Vercel, made by our own door.
    VercelLog = "vercel_log" => LogItem;
    /// An OTLP export request of spans, made by our own door.
    OtlpTraces = "otlp_traces" => Span;
    /// An OTLP export request of logs, made by our own door.
    OtlpLogs = "otlp_logs" => LogItem;
}

impl ItemType {
    /// True when the item makes an event that the envelope's `event_id` names.
    pub const fn creates_event(&self) -> bool {
        matches!(
            self,
            Self::Event | Self::Transaction | Self::Security | Self::RawSecurity | Self::UnrealReport | Self::FormData | Self::Feedback
        )
    }
}

impl fmt::Display for ItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for kind in ItemType::KNOWN {
            assert_eq!(&ItemType::from_name(kind.as_str()), kind);
        }
        assert_eq!(ItemType::from_name("profile_chunk_ui"), ItemType::ProfileChunk);
        assert_eq!(ItemType::from_name("hologram").as_str(), "hologram");
    }
}
