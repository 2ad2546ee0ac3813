//! An S3 bucket, or anything that speaks its protocol.

use std::fmt;
use std::time::Duration;

use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{ClientOptions, RetryConfig};

/// Until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// For one whole request: a 200 MiB attachment over 10 Mbit/s takes under three minutes.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(300);
/// Repeats of a failed request; callers repeat as well, with longer pauses.
const MAX_RETRIES: usize = 3;
/// No repeat is begun after this.
const RETRY_TIMEOUT: Duration = Duration::from_secs(60);

/// How to reach a bucket.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct S3Options {
    /// The bucket; it must exist.
    pub bucket: String,
    /// Its region; empty means `us-east-1`, which most other servers accept.
    pub region: String,
    /// `https://host[:port]` of another server than Amazon's; buckets are then addressed by path.
    pub endpoint: Option<String>,
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// Put before every key, whole segments; empty for none.
    pub prefix: String,
    /// Takes an `http://` endpoint: only for a server on the same machine or a trusted network.
    pub allow_http: bool,
}

impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Options")
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("prefix", &self.prefix)
            .field("allow_http", &self.allow_http)
            .finish_non_exhaustive()
    }
}

pub(crate) fn open(options: &S3Options) -> StoreResult<AmazonS3> {
    check(options)?;
    install_tls_provider();
    let client =
        ClientOptions::new().with_connect_timeout(CONNECT_TIMEOUT).with_timeout(REQUEST_TIMEOUT).with_allow_http(options.allow_http);
    let retry = RetryConfig { max_retries: MAX_RETRIES, retry_timeout: RETRY_TIMEOUT, ..RetryConfig::default() };
    let region = if options.region.is_empty() { "us-east-1" } else { &options.region };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&options.bucket)
        .with_region(region)
        .with_access_key_id(&options.access_key)
        .with_secret_access_key(&options.secret_key)
        .with_client_options(client)
        .with_retry(retry)
        // One request a key: many servers do not know the bulk request.
        .with_disable_bulk_delete(true);
    if let Some(endpoint) = &options.endpoint {
        builder = builder.with_endpoint(endpoint.trim_end_matches('/')).with_virtual_hosted_style_request(false);
    }
    builder.build().map_err(|e| StoreError::new(ErrorKind::Invalid, "the S3 settings are not usable").caused_by(e))
}

fn check(options: &S3Options) -> StoreResult<()> {
    let invalid = |text: &str| Err(StoreError::new(ErrorKind::Invalid, text));
    if options.bucket.is_empty() {
        return invalid("S3 needs a bucket");
    }
    if options.access_key.is_empty() || options.secret_key.is_empty() {
        return invalid("S3 needs an access key and a secret key");
    }
    match options.endpoint.as_deref() {
        Some(url) if url.starts_with("http://") && !options.allow_http => {
            invalid("the S3 endpoint is http://, which must be allowed by name")
        }
        Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => invalid("the S3 endpoint begins with https://"),
        _ => Ok(()),
    }
}

/// One provider of cryptography for the whole process. An error means that one is installed already, and
/// then that one is used.
fn install_tls_provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> S3Options {
        S3Options { bucket: "b".into(), access_key: "AK".into(), secret_key: "SK".into(), ..S3Options::default() }
    }

    #[test]
    fn unusable_settings_are_refused_by_name() {
        assert!(open(&good()).is_ok());
        let with = |change: fn(&mut S3Options)| {
            let mut options = good();
            change(&mut options);
            open(&options).map(|_| ()).map_err(|e| e.kind)
        };
        assert_eq!(with(|o| o.bucket.clear()), Err(ErrorKind::Invalid));
        assert_eq!(with(|o| o.secret_key.clear()), Err(ErrorKind::Invalid));
        assert_eq!(with(|o| o.endpoint = Some("http://127.0.0.1:1".into())), Err(ErrorKind::Invalid));
        assert_eq!(with(|o| o.endpoint = Some("minio:9000".into())), Err(ErrorKind::Invalid));
        assert_eq!(with(|o| o.endpoint = Some("https://minio:9000/".into())), Ok(()));
    }

    #[test]
    fn secrets_are_not_printed() {
        let printed = format!("{:?}", S3Options { secret_key: "hush-hush".into(), access_key: "who-am-i".into(), ..good() });
        assert!(!printed.contains("hush-hush") && !printed.contains("who-am-i"), "{printed}");
    }
}
