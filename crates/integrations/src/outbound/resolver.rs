//! Names to addresses that were looked at.

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::Allowance;

/// Why a name gives no address to connect to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the name has a private address")]
    Private,
    #[error("the name cannot be resolved")]
    Unknown,
}

/// Resolves by the system, and hands out only what the policy permits. A name with one private address among public ones
/// is refused whole: nobody honest has such a name.
#[derive(Debug)]
pub(super) struct Resolver {
    pub(super) allowance: Arc<Allowance>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowance = Arc::clone(&self.allowance);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|_| Fault::Unknown)?.collect();
            if found.is_empty() {
                return Err(Fault::Unknown.into());
            }
            if !found.iter().all(|address| allowance.permits(name.as_str(), address.ip())) {
                return Err(Fault::Private.into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}
