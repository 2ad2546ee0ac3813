//! The table of settings: the one place that names them.

use super::ENV_PREFIX;

/// One setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Name in `bartizan.toml`; in capitals behind `BARTIZAN_` as a variable, with dashes as a flag.
    pub name: &'static str,
    /// Value when nothing is set, as text.
    pub default: &'static str,
    /// What kind of value it takes, for the help of its flag.
    pub value: &'static str,
    /// Heading it stands under in the help.
    pub group: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Never shown, has no flag, and may come from a file (`…_FILE`).
    pub secret: bool,
}

impl Setting {
    /// Name of its flag without the dashes; `None` for a secret, since everybody on the machine can read command lines.
    pub(crate) fn flag(&self) -> Option<String> {
        (!self.secret).then(|| self.name.replace('_', "-"))
    }

    /// Name of its variable.
    pub(crate) fn variable(&self) -> String {
        format!("{ENV_PREFIX}{}", self.name.to_ascii_uppercase())
    }
}

const ADDRESSES: &str = "Addresses";
const KEEPING: &str = "What is kept";
const ROOM: &str = "Room and speed";
const LOG: &str = "Log";
const S3: &str = "Blobs in S3";

const fn setting(group: &'static str, name: &'static str, default: &'static str, value: &'static str, help: &'static str) -> Setting {
    Setting { name, default, value, group, help, secret: false }
}

const fn secret(group: &'static str, name: &'static str, help: &'static str) -> Setting {
    Setting { name, default: "", value: "TEXT", group, help, secret: true }
}

/// All settings.
pub(crate) static SETTINGS: &[Setting] = &[
    setting(KEEPING, "data_dir", "data", "DIR", "Folder that holds everything: queue, metadata, events, blobs."),
    setting(ADDRESSES, "listen", "localhost:9000", "ADDRESS", "Address and port to serve on; `:9000` means all addresses."),
    setting(
        ADDRESSES,
        "base_url",
        "",
        "URL",
        "Address people and SDKs reach the server by; stands in DSNs and links. Empty: derived from `listen`.",
    ),
    setting(LOG, "log", "info", "FILTER", "Log filter: `info`, `debug`, or per room such as `info,bartizan_processing=debug`."),
    setting(LOG, "log_format", "text", "FORMAT", "`text` for people, `json` for collectors."),
    setting(
        ADDRESSES,
        "trusted_proxies",
        "",
        "LIST",
        "Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas: `10.0.0.1,172.16.0.0/12`.",
    ),
    setting(KEEPING, "retention_days", "90", "DAYS", "Days that events are kept; older days are dropped whole."),
    setting(
        KEEPING,
        "artifact_retention_days",
        "365",
        "DAYS",
        "Days without use after which uploaded source maps and debug files are removed.",
    ),
    setting(KEEPING, "artifact_max_bytes", "32GiB", "SIZE", "Bytes of uploaded source maps and debug files that one project may keep."),
    setting(KEEPING, "artifact_max_files", "100000", "NUMBER", "Uploaded bundles and debug files that one project may keep."),
    setting(
        ADDRESSES,
        "outbound_allow",
        "",
        "LIST",
        "Private hosts, addresses or networks that requests outward may reach (source maps fetched from the web), separated by commas: \
         `10.0.0.0/8,cdn.intern`. Empty: the public internet only.",
    ),
    setting(
        ROOM,
        "queue_max_bytes",
        "8GiB",
        "SIZE",
        "Bound of the queue of accepted, not yet processed requests; beyond it the door answers 429.",
    ),
    setting(ROOM, "disk_reserve_bytes", "512MiB", "SIZE", "Free space below which the door answers 429, so that the disk never runs full."),
    setting(ROOM, "workers", "2", "NUMBER", "Threads that process events."),
    setting(ROOM, "index_memory_bytes", "24MiB", "SIZE", "Memory of one index writer before it writes a segment."),
    setting(S3, "s3_bucket", "", "NAME", "Keeps blobs (attachments) in this S3 bucket instead of the data folder."),
    setting(S3, "s3_region", "us-east-1", "NAME", "Region of the bucket."),
    setting(S3, "s3_endpoint", "", "URL", "Address of an S3-compatible service; empty for the region's own."),
    setting(S3, "s3_prefix", "", "TEXT", "Prefix of all keys in the bucket."),
    secret(S3, "s3_access_key", "Access key of the bucket."),
    secret(S3, "s3_secret_key", "Secret key of the bucket."),
];
