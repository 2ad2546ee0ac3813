//! Which addresses a request may reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Bits in front of an IPv4 address in its IPv6 form.
const V4_PREFIX_BITS: u32 = 96;

/// Networks of IPv4 that are not the public internet (IANA's special-purpose registry, RFC 6890), and one address that
/// answers for a cloud's own machinery.
const CLOSED_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Metadata services of most clouds are among these.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // A public address in form, the host's agent of Azure in fact.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks within the global part of IPv6 that are not reached as such: IETF protocols with Teredo, documentation, and
/// 6to4, which carries any IPv4 address.
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];
/// All that is global in IPv6.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// IPv4 behind a translator (RFC 6052).
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// True for an address of the public internet: neither loopback, private, link-local, shared, multicast, reserved nor a
/// service of the machine's host. IPv4 within IPv6 is looked at as what it stands for.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !CLOSED_V4.iter().any(|(network, bits)| within(ip.to_ipv6_mapped(), network.to_ipv6_mapped(), V4_PREFIX_BITS + bits))
        }
        IpAddr::V6(ip) => match embedded(ip) {
            Some(ip) => is_public(IpAddr::V4(ip)),
            None => within(ip, GLOBAL_V6.0, GLOBAL_V6.1) && !CLOSED_V6.iter().any(|(network, bits)| within(ip, *network, *bits)),
        },
    }
}

/// The IPv4 address that an IPv6 address stands for.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    if let Some(ip) = ip.to_ipv4_mapped() {
        return Some(ip);
    }
    let [.., high, low] = ip.segments();
    within(ip, NAT64.0, NAT64.1).then(|| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}

fn within(ip: Ipv6Addr, network: Ipv6Addr, bits: u32) -> bool {
    let mask = u128::MAX.checked_shl(128_u32.saturating_sub(bits)).unwrap_or(0);
    ip.to_bits() & mask == network.to_bits() & mask
}

fn as_v6(ip: IpAddr) -> Ipv6Addr {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => embedded(ip).map_or(ip, |ip| ip.to_ipv6_mapped()),
    }
}

/// Hosts and networks outside the public internet that the operator lets requests reach; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowance {
    networks: Vec<(Ipv6Addr, u32)>,
    /// In lower case.
    hosts: Vec<String>,
}

/// An entry that names neither a host nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no host, address or network such as 10.0.0.0/8")]
pub struct BadAllowance(String);

impl Allowance {
    /// Whether a request for `host` may go to `ip`.
    pub fn permits(&self, host: &str, ip: IpAddr) -> bool {
        is_public(ip)
            || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host.trim_end_matches('.')))
            || self.networks.iter().any(|(network, bits)| within(as_v6(ip), *network, *bits))
    }
}

impl FromStr for Allowance {
    type Err = BadAllowance;

    /// Entries separated by commas: `10.0.0.0/8, 127.0.0.1, fd00::/8, cdn.intern`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut out = Self::default();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            match network(entry) {
                Some(network) => out.networks.push(network),
                None if is_host(entry) => out.hosts.push(entry.to_ascii_lowercase()),
                None => return Err(BadAllowance(entry.to_owned())),
            }
        }
        Ok(out)
    }
}

fn network(text: &str) -> Option<(Ipv6Addr, u32)> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let ip: IpAddr = address.parse().ok()?;
    let (before, most) = if ip.is_ipv4() { (V4_PREFIX_BITS, 32) } else { (0, 128) };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok().filter(|bits| *bits <= most))?;
    Some((as_v6(ip), before + bits))
}

/// A name has letters: a network that was mistyped is none.
fn is_host(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')) && text.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let closed = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "169.254.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "168.63.129.16",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "4000::1",
        ];
        for text in closed {
            assert!(!is_public(text.parse().unwrap()), "{text} is not public");
        }
        let open = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "2001:200::1",
        ];
        for text in open {
            assert!(is_public(text.parse().unwrap()), "{text} is public");
        }
    }

    #[test]
    fn the_operator_opens_hosts_and_networks_and_nothing_beside_them() {
        let allowance: Allowance = "127.0.0.1, 10.1.0.0/16,fd00::/8,Maps.Intern".parse().unwrap();
        let permits = |host: &str, ip: &str| allowance.permits(host, ip.parse().unwrap());
        assert!(permits("x", "127.0.0.1") && permits("x", "::ffff:127.0.0.1") && permits("x", "64:ff9b::7f00:1"));
        assert!(permits("x", "10.1.255.1") && permits("x", "fd12::1") && permits("maps.intern.", "192.168.1.1"));
        assert!(!permits("x", "127.0.0.2") && !permits("x", "10.2.0.1") && !permits("evil.maps.intern", "192.168.1.1"));
        assert!(permits("x", "1.1.1.1"));
        assert!(!Allowance::default().permits("localhost", "127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn what_is_neither_host_nor_network_is_refused() {
        for bad in ["10.0.0.0/33", "300.0.0.1", "http://x", "a b", "1.2.3"] {
            assert_eq!(bad.parse::<Allowance>(), Err(BadAllowance(bad.to_owned())));
        }
        assert_eq!("".parse(), Ok(Allowance::default()));
    }
}
