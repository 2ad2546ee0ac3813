//! Data categories: the unit in which items are limited and counted.

use std::fmt;

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $word:literal;)*) => {
        /// What kind of data an item is, in the wire's words. The numbers are stored: never reuse one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum DataCategory {
            $($(#[$doc])* $name = $code,)*
        }

        impl DataCategory {
            /// All categories in stored order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The wire's word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// From the wire's word; `None` for a word of a newer protocol.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// From the stored number.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

categories! {
    /// An event that is no error (today: none).
    Default = 0, "default";
    /// Errors and messages.
    Error = 1, "error";
    /// Transactions.
    Transaction = 2, "transaction";
    /// Security reports.
    Security = 3, "security";
    /// Attachments, counted in bytes.
    Attachment = 4, "attachment";
    /// Sessions.
    Session = 5, "session";
    /// Profiles.
    Profile = 6, "profile";
    /// Profiles that are stored.
    ProfileIndexed = 7, "profile_indexed";
    /// Session replays.
    Replay = 8, "replay";
    /// Transactions seen.
    TransactionProcessed = 9, "transaction_processed";
    /// Transactions that are stored.
    TransactionIndexed = 10, "transaction_indexed";
    /// Check-ins.
    Monitor = 11, "monitor";
    /// Spans.
    Span = 12, "span";
    /// Spans that are stored.
    SpanIndexed = 13, "span_indexed";
    /// Logs.
    LogItem = 14, "log_item";
    /// Logs, counted in bytes.
    LogByte = 15, "log_byte";
    /// Monitors.
    MonitorSeat = 16, "monitor_seat";
    /// User feedback.
    Feedback = 17, "feedback";
    /// Metric buckets.
    MetricBucket = 18, "metric_bucket";
    /// Profiles, counted in milliseconds.
    ProfileDuration = 19, "profile_duration";
    /// Profiles of user interfaces, counted in milliseconds.
    ProfileDurationUi = 20, "profile_duration_ui";
    /// Pieces of continuous profiles.
    ProfileChunk = 21, "profile_chunk";
    /// Pieces of continuous profiles of user interfaces.
    ProfileChunkUi = 22, "profile_chunk_ui";
    /// Attachments, counted one by one.
    AttachmentItem = 23, "attachment_item";
    /// Metrics.
    TraceMetric = 24, "trace_metric";
    /// Metrics, counted in bytes.
    TraceMetricByte = 25, "trace_metric_byte";
    /// Uptime checks.
    Uptime = 26, "uptime";
    /// User reports in the old form.
    UserReportV2 = 27, "user_report_v2";
    /// Statements of SDKs of what they dropped; never limited.
    Internal = 28, "internal";
    /// Anything this version has no word for.
    Unknown = 255, "unknown";
}

impl DataCategory {
    /// The stored number.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for DataCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_go_both_ways() {
        for category in DataCategory::ALL {
            assert_eq!(DataCategory::from_name(category.as_str()), Some(*category));
            assert_eq!(DataCategory::from_code(category.code()), Some(*category));
        }
        assert_eq!(DataCategory::from_name("seer_autofix"), None);
        assert_eq!(DataCategory::from_code(200), None);
    }
}
