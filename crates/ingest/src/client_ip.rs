//! The client's address: the socket's, unless a trusted proxy names another.

use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use http::HeaderMap;
use thiserror::Error;

/// An address or network whose word is believed: `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedProxy {
    network: u128,
    prefix_bits: u32,
}

/// A text that names no address and no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is no address and no network like 10.0.0.0/8")]
pub struct BadProxy(String);

/// Bits in front of an IPv4 address in its IPv6 form.
const V4_PREFIX_BITS: u32 = 96;

/// Fewest bits that set a private IPv4 network apart (`10.0.0.0/8`), in its IPv6 form.
const MIN_V4_BITS: u32 = V4_PREFIX_BITS + 8;
/// Fewest bits that set a private IPv6 network apart (`fc00::/7`).
const MIN_V6_BITS: u32 = 7;

impl TrustedProxy {
    /// Whether it is wider than any private network: whoever believes so many believes everybody.
    #[must_use]
    pub fn is_too_wide(self) -> bool {
        let is_v4 = self.prefix_bits >= V4_PREFIX_BITS && self.network >> 32 == as_bits(Ipv4Addr::UNSPECIFIED.into()) >> 32;
        let holds_all_v4 = self.prefix_bits <= V4_PREFIX_BITS && self.contains(Ipv4Addr::UNSPECIFIED.into());
        holds_all_v4 || self.prefix_bits < if is_v4 { MIN_V4_BITS } else { MIN_V6_BITS }
    }

    fn contains(self, ip: IpAddr) -> bool {
        let mask = u128::MAX.checked_shl(128 - self.prefix_bits).unwrap_or(0);
        as_bits(ip) & mask == self.network & mask
    }
}

impl FromStr for TrustedProxy {
    type Err = BadProxy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadProxy(text.to_owned());
        let (address, bits) = text.trim().split_once('/').map_or_else(|| (text.trim(), None), |(a, b)| (a, Some(b)));
        let ip: IpAddr = address.parse().map_err(|_| bad())?;
        let (before, most) = if ip.is_ipv4() { (V4_PREFIX_BITS, 32) } else { (0, 128) };
        let bits = bits.map_or(Ok(most), |b| b.parse::<u32>().map_err(|_| bad()))?;
        if bits > most {
            return Err(bad());
        }
        Ok(Self { network: as_bits(ip), prefix_bits: before + bits })
    }
}

fn as_bits(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().to_bits(),
        IpAddr::V6(ip) => ip.to_bits(),
    }
}

/// Finds the client: walks the chain of proxies from the nearest outwards, as long as it is trusted.
pub(crate) fn client_ip(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[TrustedProxy]) -> Option<IpAddr> {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|proxy| proxy.contains(ip));
    let mut client = peer?.to_canonical();
    if !is_trusted(client) {
        return Some(client);
    }
    for hop in named_hops(headers).into_iter().rev() {
        let Some(ip) = hop else { break };
        client = ip;
        if !is_trusted(ip) {
            break;
        }
    }
    Some(client)
}

/// The hops named by `Forwarded`, else by `X-Forwarded-For`, farthest first; `None` for one that is hidden.
fn named_hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines = |name: &str| {
        let values = headers.get_all(name).iter().filter_map(|v| v.to_str().ok());
        values.flat_map(|line| line.split(',')).map(str::to_owned).collect::<Vec<_>>()
    };
    let forwarded = lines("forwarded");
    if !forwarded.is_empty() {
        return forwarded.iter().map(|element| forwarded_for(element).and_then(parse_hop)).collect();
    }
    lines("x-forwarded-for").iter().map(|hop| parse_hop(hop)).collect()
}

fn forwarded_for(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then_some(value)
    })
}

/// `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `"[2001:db8::1]:80"`.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    if let Some(bracketed) = text.strip_prefix('[') {
        return bracketed.split(']').next()?.parse().ok();
    }
    let parsed: Option<IpAddr> = text.parse().ok();
    parsed.or_else(|| text.rsplit_once(':')?.0.parse().ok()).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(peer: &str, headers: &[(&'static str, &str)], trusted: &[&str]) -> String {
        let mut map = HeaderMap::new();
        headers.iter().for_each(|(name, value)| {
            map.append(*name, value.parse().unwrap());
        });
        let trusted: Vec<TrustedProxy> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        client_ip(peer.parse().ok(), &map, &trusted).map_or_else(|| "none".into(), |ip| ip.to_string())
    }

    #[test]
    fn a_network_wider_than_any_private_one_is_too_wide() {
        let is_too_wide = |text: &str| text.parse::<TrustedProxy>().unwrap().is_too_wide();
        for wide in ["0.0.0.0/0", "10.0.0.0/7", "128.0.0.0/1", "::/0", "::/64", "8000::/1", "::ffff:0.0.0.0/96", "::ffff:10.0.0.0/100"] {
            assert!(is_too_wide(wide), "{wide}");
        }
        for narrow in ["10.0.0.0/8", "127.0.0.1", "172.16.0.0/12", "fc00::/7", "fd00::/8", "::1", "::ffff:10.0.0.0/104"] {
            assert!(!is_too_wide(narrow), "{narrow}");
        }
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let forged = [("x-forwarded-for", "6.6.6.6")];
        assert_eq!(find("1.2.3.4", &forged, &[]), "1.2.3.4");
        assert_eq!(find("1.2.3.4", &forged, &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(find("10.9.9.9", &forged, &["10.0.0.0/8"]), "6.6.6.6");
        assert_eq!(find("::ffff:10.9.9.9", &forged, &["10.0.0.0/8"]), "6.6.6.6");
    }

    #[test]
    fn the_chain_is_walked_from_the_nearest() {
        let chain = [("x-forwarded-for", "6.6.6.6, 5.5.5.5"), ("x-forwarded-for", "10.0.0.2")];
        assert_eq!(find("10.0.0.1", &chain, &["10.0.0.0/8"]), "5.5.5.5");
        assert_eq!(find("10.0.0.1", &[("x-forwarded-for", "6.6.6.6, junk")], &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(find("10.0.0.1", &[], &["0.0.0.0/0"]), "10.0.0.1");
    }

    #[test]
    fn the_standard_header_goes_first() {
        let both = [("x-forwarded-for", "6.6.6.6"), ("forwarded", "proto=https;For=\"[2001:db8::1]:80\", for=10.0.0.3")];
        assert_eq!(find("10.0.0.1", &both, &["10.0.0.0/8"]), "2001:db8::1");
        assert_eq!(find("fd00::1", &[("forwarded", "for=1.2.3.4:99")], &["fd00::/8"]), "1.2.3.4");
    }

    #[test]
    fn wrong_networks_are_refused() {
        for text in ["", "x", "10.0.0.0/33", "::/129", "10.0.0.0/"] {
            assert!(text.parse::<TrustedProxy>().is_err(), "{text}");
        }
    }
}
