//! How bad an event says it is.

use serde::{Deserialize, Serialize};

/// Level of an event. The order is by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A sample.
    Sample,
    /// For debugging.
    Debug,
    /// Informational.
    Info,
    /// A warning.
    Warning,
    /// An error, the default.
    #[default]
    Error,
    /// The process died.
    Fatal,
}

impl Level {
    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// Reads the wire's word; `log`, `warn`, `critical` and the like are understood.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "sample" => Self::Sample,
            "debug" | "trace" => Self::Debug,
            "info" | "log" => Self::Info,
            "warning" | "warn" => Self::Warning,
            "error" => Self::Error,
            "fatal" | "critical" => Self::Fatal,
            _ => return None,
        })
    }

    /// The ecosystem's number: 0, 10, 20, 30, 40, 50.
    pub const fn number(self) -> i64 {
        self as i64 * 10
    }
}
