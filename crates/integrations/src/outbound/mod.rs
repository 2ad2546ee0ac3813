//! The outbound policy: one client for requests to addresses that strangers name.
//!
//! A request goes to http and https only, to a host that the caller allows, at an address that is public or opened by the
//! operator. Names are resolved here and every address is looked at before a connection is made; the connection goes to the
//! addresses that were looked at, so that a name that answers differently a moment later changes nothing. Redirects are
//! followed by hand, each under the same rules. No cookies, no credentials, no proxy from the environment: a proxy would
//! resolve names itself. Time and size are bounded, the size of what is unpacked too.

mod address;
mod resolver;

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, LOCATION};
use url::{Host, Url};

pub use address::{Allowance, BadAllowance, is_public};
use resolver::{Fault, Resolver};

/// Redirects that are followed.
pub const MAX_REDIRECTS: usize = 3;
/// Longest address in bytes.
pub const MAX_URL_BYTES: usize = 4096;

/// Why nothing came back. The texts are for people; they name no address of the inner network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// No address at all.
    #[error("the address cannot be used")]
    BadUrl,
    /// Neither http nor https, or from https back to http.
    #[error("only http and https are spoken, and https never leads to http")]
    Scheme,
    /// The caller does not allow the host.
    #[error("it leads to {0}, which is not among the allowed hosts")]
    NotAllowed(String),
    /// The host is not of the public internet.
    #[error("{0} has a private address, which the operator of this server has not opened (outbound_allow)")]
    Private(String),
    /// The name has no address.
    #[error("the name {0} cannot be resolved")]
    Unknown(String),
    /// No connection, or no TLS.
    #[error("{0} cannot be reached")]
    Unreachable(String),
    /// The connection broke in the middle of the answer.
    #[error("{0} broke the connection off")]
    Interrupted(String),
    /// It took too long.
    #[error("{0} took too long to answer")]
    Slow(String),
    /// An answer other than 200.
    #[error("{0} answered {1}")]
    Status(String, u16),
    /// Too many redirects.
    #[error("it was redirected more than {MAX_REDIRECTS} times")]
    Redirects,
    /// Too much came back.
    #[error("it is larger than {0} bytes")]
    TooLarge(usize),
    /// A packing that was not asked for, or damaged.
    #[error("it is packed in a way that cannot be read")]
    Packing,
    /// The client itself cannot be made.
    #[error("this server cannot make requests: {0}")]
    Client(String),
}

/// Settings with their defaults.
#[derive(Debug, Clone)]
pub struct OutboundOptions {
    /// What the operator opened.
    pub allowance: Allowance,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest time for the whole, redirects included.
    pub total_timeout: Duration,
}

impl Default for OutboundOptions {
    fn default() -> Self {
        Self { allowance: Allowance::default(), connect_timeout: Duration::from_secs(5), total_timeout: Duration::from_secs(30) }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it came from, after redirects.
    pub url: Url,
    /// Headers of the answer.
    pub headers: HeaderMap,
    /// The body, unpacked.
    pub body: Bytes,
}

/// Whether the caller allows an address; asked for the first one and for every redirect.
pub type IsAllowed<'a> = &'a (dyn Fn(&Url) -> bool + Send + Sync);

/// The client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: reqwest::Client,
    allowance: Arc<Allowance>,
    total_timeout: Duration,
}

impl Outbound {
    /// A client under this policy.
    ///
    /// # Errors
    /// `Client`, for instance on a machine without root certificates.
    pub fn new(options: OutboundOptions) -> Result<Self, OutboundError> {
        // Fails only when a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let allowance = Arc::new(options.allowance);
        let client = reqwest::Client::builder()
            .user_agent(concat!("Bartizan/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(options.connect_timeout)
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Resolver { allowance: Arc::clone(&allowance) }))
            .build()
            .map_err(|error| OutboundError::Client(error.to_string()))?;
        Ok(Self { client, allowance, total_timeout: options.total_timeout })
    }

    /// Asks for an address and reads at most `max_bytes` of the answer, as they come and unpacked.
    ///
    /// # Errors
    /// See [`OutboundError`].
    pub async fn get(&self, url: &str, max_bytes: usize, is_allowed: IsAllowed<'_>) -> Result<Page, OutboundError> {
        let url = parse(url)?;
        let first = host_of(&url);
        let walk = self.follow(url, max_bytes, is_allowed);
        tokio::time::timeout(self.total_timeout, walk).await.unwrap_or(Err(OutboundError::Slow(first)))
    }

    async fn follow(&self, mut url: Url, max_bytes: usize, is_allowed: IsAllowed<'_>) -> Result<Page, OutboundError> {
        for _ in 0..=MAX_REDIRECTS {
            self.check(&url, is_allowed)?;
            let request = self.client.get(url.clone()).header(ACCEPT_ENCODING, "gzip, identity");
            let answer = request.send().await.map_err(|error| told(&url, &error))?;
            let status = answer.status();
            if status.is_redirection() {
                url = redirected(&url, answer.headers())?;
                continue;
            }
            if status.as_u16() != 200 {
                return Err(OutboundError::Status(host_of(&url), status.as_u16()));
            }
            let headers = answer.headers().clone();
            let body = unpacked(&headers, read(&url, answer, max_bytes).await?, max_bytes).await?;
            return Ok(Page { url, headers, body });
        }
        Err(OutboundError::Redirects)
    }

    fn check(&self, url: &Url, is_allowed: IsAllowed<'_>) -> Result<(), OutboundError> {
        let host = host_of(url);
        if !is_allowed(url) {
            return Err(OutboundError::NotAllowed(host));
        }
        // A client asks no resolver for what is an address already.
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => Some(ip.into()),
            Some(Host::Ipv6(ip)) => Some(ip.into()),
            _ => None,
        };
        if ip.is_some_and(|ip| !self.allowance.permits(&host, ip)) { Err(OutboundError::Private(host)) } else { Ok(()) }
    }
}

/// An address without credentials and fragment.
fn parse(text: &str) -> Result<Url, OutboundError> {
    if text.len() > MAX_URL_BYTES {
        return Err(OutboundError::BadUrl);
    }
    let mut url = Url::parse(text).map_err(|_| OutboundError::BadUrl)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(OutboundError::Scheme);
    }
    url.set_fragment(None);
    let cleaned = url.set_username("").and_then(|()| url.set_password(None));
    if cleaned.is_err() || url.host_str().is_none_or(str::is_empty) { Err(OutboundError::BadUrl) } else { Ok(url) }
}

fn redirected(from: &Url, headers: &HeaderMap) -> Result<Url, OutboundError> {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).ok_or(OutboundError::BadUrl)?;
    let to = parse(from.join(location).map_err(|_| OutboundError::BadUrl)?.as_str())?;
    if from.scheme() == "https" && to.scheme() != "https" { Err(OutboundError::Scheme) } else { Ok(to) }
}

/// Host, with the port where it is not the usual one.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn told(url: &Url, error: &reqwest::Error) -> OutboundError {
    let host = host_of(url);
    let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(next) = cause {
        match next.downcast_ref::<Fault>() {
            Some(Fault::Private) => return OutboundError::Private(host),
            Some(Fault::Unknown) => return OutboundError::Unknown(host),
            None => cause = next.source(),
        }
    }
    if error.is_timeout() {
        OutboundError::Slow(host)
    } else if error.is_connect() {
        OutboundError::Unreachable(host)
    } else {
        OutboundError::Interrupted(host)
    }
}

async fn read(url: &Url, mut answer: reqwest::Response, max_bytes: usize) -> Result<Vec<u8>, OutboundError> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|error| told(url, &error))? {
        if body.len() + part.len() > max_bytes {
            return Err(OutboundError::TooLarge(max_bytes));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

async fn unpacked(headers: &HeaderMap, body: Vec<u8>, max_bytes: usize) -> Result<Bytes, OutboundError> {
    let packing = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").trim().to_ascii_lowercase());
    match packing.as_deref() {
        None | Some("" | "identity") => Ok(body.into()),
        Some("gzip" | "x-gzip") => {
            tokio::task::spawn_blocking(move || gunzip(&body, max_bytes)).await.map_err(|_| OutboundError::Packing)?
        }
        Some(_) => Err(OutboundError::Packing),
    }
}

fn gunzip(packed: &[u8], max_bytes: usize) -> Result<Bytes, OutboundError> {
    let mut body = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(packed);
    reader.take(max_bytes as u64 + 1).read_to_end(&mut body).map_err(|_| OutboundError::Packing)?;
    if body.len() > max_bytes { Err(OutboundError::TooLarge(max_bytes)) } else { Ok(body.into()) }
}

#[cfg(test)]
mod tests;
