//! The header `X-Sentry-Rate-Limits`: `<seconds>:<category;…>:<scope>:<reason>:<namespace;…>, …`.

use std::fmt;

use crate::category::DataCategory;

/// Whom a limit holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RateLimitScope {
    /// The whole organisation.
    Organization,
    /// A project.
    Project,
    /// A client key.
    Key,
}

impl RateLimitScope {
    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Project => "project",
            Self::Key => "key",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name.trim() {
            "organization" => Some(Self::Organization),
            "project" => Some(Self::Project),
            "key" => Some(Self::Key),
            _ => None,
        }
    }
}

/// One limit in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimit {
    /// Seconds until it ends.
    pub retry_after_s: u64,
    /// What it holds for; empty means everything.
    pub categories: Vec<DataCategory>,
    /// Whom it holds for.
    pub scope: RateLimitScope,
    /// Why, in one word; may be empty.
    pub reason: String,
    /// Namespaces of metrics; empty means all.
    pub namespaces: Vec<String>,
}

impl RateLimit {
    /// Prints several limits as one header.
    pub fn print_all(limits: &[Self]) -> String {
        let parts: Vec<String> = limits.iter().map(Self::to_string).collect();
        parts.join(", ")
    }

    /// Reads a header. A part that cannot be read is left out, and so is a category this version does not
    /// know; a part of which no category is known is left out too, for empty would mean "everything".
    pub fn parse_all(text: &str) -> Vec<Self> {
        text.split(',').filter_map(Self::parse_one).collect()
    }

    fn parse_one(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(':');
        let retry_after_s = parts.next()?.trim().parse().ok()?;
        let words: Vec<&str> = split_words(parts.next().unwrap_or_default());
        let categories: Vec<_> = words.iter().filter_map(|word| DataCategory::from_name(word)).collect();
        if !words.is_empty() && categories.is_empty() {
            return None;
        }
        Some(Self {
            retry_after_s,
            categories,
            scope: RateLimitScope::from_name(parts.next().unwrap_or_default())?,
            reason: parts.next().unwrap_or_default().trim().to_owned(),
            namespaces: split_words(parts.next().unwrap_or_default()).into_iter().map(str::to_owned).collect(),
        })
    }
}

fn split_words(text: &str) -> Vec<&str> {
    text.split(';').map(str::trim).filter(|word| !word.is_empty()).collect()
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.retry_after_s)?;
        for (at, category) in self.categories.iter().enumerate() {
            write!(f, "{}{category}", if at == 0 { "" } else { ";" })?;
        }
        write!(f, ":{}", self.scope.as_str())?;
        if !self.reason.is_empty() || !self.namespaces.is_empty() {
            write!(f, ":{}", self.reason)?;
        }
        if !self.namespaces.is_empty() {
            write!(f, ":{}", self.namespaces.join(";"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        let text = "60:error;default:key:key_limit, 5::organization:disk_full, 9:metric_bucket:project::custom;spans";
        let limits = RateLimit::parse_all(text);
        assert_eq!(limits.len(), 3);
        assert_eq!(limits[0].categories, [DataCategory::Error, DataCategory::Default]);
        assert!(limits[1].categories.is_empty());
        assert_eq!(limits[2].namespaces, ["custom", "spans"]);
        assert_eq!(RateLimit::print_all(&limits), text);
    }

    #[test]
    fn leaves_out_what_it_cannot_read() {
        assert!(RateLimit::parse_all("x:error:key").is_empty());
        assert!(RateLimit::parse_all("60:future_thing:key").is_empty());
        assert!(RateLimit::parse_all("60:error:galaxy").is_empty());
        assert_eq!(RateLimit::parse_all("60:future_thing;error:key")[0].categories, [DataCategory::Error]);
    }
}
