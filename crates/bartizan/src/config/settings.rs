//! The table of settings: the one place that names them.

/// One setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Name in `bartizan.toml`; in capitals behind `BARTIZAN_` as a variable.
    pub name: &'static str,
    /// Value when nothing is set, as text.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Never shown, and may come from a file (`…_FILE`).
    pub secret: bool,
}

const fn setting(name: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { name, default, help, secret: false }
}

const fn secret(name: &'static str, help: &'static str) -> Setting {
    Setting { name, default: "", help, secret: true }
}

/// All settings.
pub(crate) static SETTINGS: &[Setting] = &[
    setting("data_dir", "data", "Folder that holds everything: queue, metadata, events, blobs."),
    setting("listen", "localhost:9000", "Address and port to serve on; `:9000` means all addresses."),
    setting("base_url", "", "Address people and SDKs reach the server by; stands in DSNs and links. Empty: derived from `listen`."),
    setting("log", "info", "Log filter: `info`, `debug`, or per room such as `info,bartizan_processing=debug`."),
    setting("log_format", "text", "`text` for people, `json` for collectors."),
    setting(
        "trusted_proxies",
        "",
        "Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas: `10.0.0.1,172.16.0.0/12`.",
    ),
    setting("retention_days", "90", "Days that events are kept; older days are dropped whole."),
    setting("artifact_retention_days", "365", "Days without use after which uploaded source maps and debug files are removed."),
    setting("artifact_max_bytes", "32GiB", "Bytes of uploaded source maps and debug files that one project may keep."),
    setting("artifact_max_files", "100000", "Uploaded bundles and debug files that one project may keep."),
    setting(
        "outbound_allow",
        "",
        "Private hosts, addresses or networks that requests outward may reach (source maps fetched from the web), separated by commas: \
         `10.0.0.0/8,cdn.intern`. Empty: the public internet only.",
    ),
    setting("queue_max_bytes", "8GiB", "Bound of the queue of accepted, not yet processed requests; beyond it the door answers 429."),
    setting("disk_reserve_bytes", "512MiB", "Free space below which the door answers 429, so that the disk never runs full."),
    setting("workers", "2", "Threads that process events."),
    setting("index_memory_bytes", "24MiB", "Memory of one index writer before it writes a segment."),
    setting("s3_bucket", "", "Keeps blobs (attachments) in this S3 bucket instead of the data folder."),
    setting("s3_region", "us-east-1", "Region of the bucket."),
    setting("s3_endpoint", "", "Address of an S3-compatible service; empty for the region's own."),
    setting("s3_prefix", "", "Prefix of all keys in the bucket."),
    secret("s3_access_key", "Access key of the bucket."),
    secret("s3_secret_key", "Secret key of the bucket."),
];
