//! Tickets of other tools that belong to issues, known by their address.

use crate::{IssueId, OrganizationId, ProjectId, TicketId, Timestamp, UserId};

/// Longest address in bytes; what every browser and proxy takes.
pub const MAX_TICKET_URL_BYTES: usize = 2_000;
/// Longest name in characters.
pub const MAX_TICKET_NAME_CHARS: usize = 100;
/// Most tickets an issue is linked to by hand; a merge may bring more together.
pub const MAX_TICKETS_PER_ISSUE: usize = 50;

/// Characters no address has unescaped, and that would end one in a page or a message.
const FORBIDDEN: [char; 4] = ['"', '<', '>', '\\'];

macro_rules! services {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// The tool a ticket is kept in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum TicketService {
            $($(#[$doc])* $name,)*
        }

        impl TicketService {
            /// Every tool that is told from an address, and `Link`.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word it is stored and told by.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

services! {
    /// GitHub, also on premises.
    Github = "github",
    /// GitLab, also on premises.
    Gitlab = "gitlab",
    /// Bitbucket Cloud.
    Bitbucket = "bitbucket",
    /// Forgejo and Gitea, by their best known host.
    Gitea = "gitea",
    /// Jira, also on premises.
    Jira = "jira",
    /// Linear.
    Linear = "linear",
    /// Azure DevOps.
    Azure = "azure",
    /// YouTrack.
    Youtrack = "youtrack",
    /// Shortcut.
    Shortcut = "shortcut",
    /// Asana.
    Asana = "asana",
    /// Trello.
    Trello = "trello",
    /// ClickUp.
    Clickup = "clickup",
    /// Any other page.
    Link = "link",
}

impl TicketService {
    /// Of a stored word; one that this version does not know is any page.
    pub fn of_word(word: &str) -> Self {
        Self::ALL.iter().copied().find(|service| service.as_str() == word).unwrap_or(Self::Link)
    }
}

/// A ticket that belongs to an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Row.
    pub id: TicketId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// The issue that has it now.
    pub issue_id: IssueId,
    /// The issue it was linked on; that may have gone into the other since.
    pub linked_issue_id: IssueId,
    /// Tool.
    pub service: TicketService,
    /// What people call it: `owner/repo#12`, `PROJ-1`.
    pub name: String,
    /// Its page.
    pub web_url: String,
    /// Who linked it; `None` for a token of the organisation.
    pub linked_by: Option<UserId>,
    /// When.
    pub created: Timestamp,
}

/// Why a text is no address of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketAddressError {
    /// Neither `http` nor `https`.
    #[error("Enter an address that starts with https:// or http://.")]
    Scheme,
    /// No host, or one with characters that no host has.
    #[error("The address names no host.")]
    Host,
    /// A name or password before the host.
    #[error("The address must not hold a user name or a password.")]
    Credentials,
    /// Blanks, quotes, angle brackets or control characters.
    #[error("The address holds characters that have to be escaped.")]
    Characters,
    /// See [`MAX_TICKET_URL_BYTES`].
    #[error("The address is longer than 2000 bytes.")]
    TooLong,
}

/// What an address says by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketAddress {
    /// Tool.
    pub service: TicketService,
    /// What people call the ticket, at most [`MAX_TICKET_NAME_CHARS`].
    pub name: String,
    /// The address; scheme and host in small letters, all else as it came.
    pub web_url: String,
}

impl TicketAddress {
    /// Reads an address. Nothing is asked of the host.
    ///
    /// # Errors
    /// See [`TicketAddressError`].
    pub fn parse(text: &str) -> Result<Self, TicketAddressError> {
        let text = text.trim();
        if text.len() > MAX_TICKET_URL_BYTES {
            return Err(TicketAddressError::TooLong);
        }
        let (scheme, rest) = text.split_once("://").ok_or(TicketAddressError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(TicketAddressError::Scheme);
        }
        if rest.contains(|c: char| c.is_whitespace() || c.is_control() || FORBIDDEN.contains(&c)) {
            return Err(TicketAddressError::Characters);
        }
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(TicketAddressError::Credentials);
        }
        let authority = authority.to_lowercase();
        let host = host(&authority).ok_or(TicketAddressError::Host)?;
        let (path, query) = tail.split_once(['?', '#']).unwrap_or((tail, ""));
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let (service, name) = recognise(host, &segments, query);
        let name = cut(&name.unwrap_or_else(|| plain_name(&authority, &segments)));
        let slash = if tail.starts_with('/') { "" } else { "/" };
        Ok(Self { service, name, web_url: format!("{scheme}://{authority}{slash}{tail}") })
    }
}

/// The host of `host:port`; `None` when either is malformed.
fn host(authority: &str) -> Option<&str> {
    let is_port = |port: &str| port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0);
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let port = if port.is_empty() { "" } else { port.strip_prefix(':')? };
        return (address.parse::<std::net::Ipv6Addr>().is_ok() && is_port(port)).then_some(address);
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (host.trim_end_matches('.').split('.').all(is_label) && is_port(port)).then_some(host)
}

/// The tool, and the ticket's name where the address tells it.
fn recognise(host: &str, path: &[&str], query: &str) -> (TicketService, Option<String>) {
    use TicketService as S;
    let has_label = |wanted: &str| host.split('.').any(|label| label == wanted);
    let below = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    match host {
        "linear.app" => return (S::Linear, after(path, "issue").and_then(key)),
        "app.shortcut.com" => return (S::Shortcut, after(path, "story").filter(|n| is_number(n)).map(|n| format!("sc-{n}"))),
        "app.asana.com" => return (S::Asana, None),
        "trello.com" => return (S::Trello, None),
        "app.clickup.com" => return (S::Clickup, None),
        "bitbucket.org" => return (S::Bitbucket, of_repository(path, &["issues", "pull-requests"])),
        "codeberg.org" => return (S::Gitea, of_repository(path, &["issues", "pulls"])),
        _ => {}
    }
    if below("dev.azure.com") || below("visualstudio.com") {
        return (S::Azure, of_work_item(path));
    }
    if has_label("github") {
        return (S::Github, of_repository(path, &["issues", "pull", "discussions"]));
    }
    if has_label("gitlab") || path.contains(&"-") {
        let name = of_gitlab(path);
        if has_label("gitlab") || name.is_some() {
            return (S::Gitlab, name);
        }
    }
    if has_label("youtrack") || path.first() == Some(&"youtrack") {
        return (S::Youtrack, after(path, "issue").and_then(key));
    }
    let browsed = after(path, "browse").and_then(key);
    if below("atlassian.net") || has_label("jira") || browsed.is_some() {
        let selected = || query.split('&').find_map(|pair| pair.strip_prefix("selectedIssue=")).and_then(key);
        return (S::Jira, browsed.or_else(selected).or_else(|| after(path, "issues").and_then(key)));
    }
    (S::Link, None)
}

/// The part of the path after `word`.
fn after<'p>(path: &[&'p str], word: &str) -> Option<&'p str> {
    let at = path.iter().position(|segment| *segment == word)?;
    path.get(at + 1).copied()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `PROJ-1`.
fn key(text: &str) -> Option<String> {
    let (project, number) = text.rsplit_once('-')?;
    let is_project =
        project.starts_with(|c: char| c.is_ascii_alphabetic()) && project.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_project && is_number(number)).then(|| text.to_ascii_uppercase())
}

/// `owner/repo#12` of `/owner/repo/<kind>/12`.
fn of_repository(path: &[&str], kinds: &[&str]) -> Option<String> {
    match path {
        [owner, repository, kind, number, ..] if kinds.contains(kind) && is_number(number) => {
            Some(format!("{}/{}#{number}", readable(owner), readable(repository)))
        }
        _ => None,
    }
}

/// `group/project#12`, `group/project!12` for a merge request.
fn of_gitlab(path: &[&str]) -> Option<String> {
    let at = path.iter().position(|segment| matches!(*segment, "issues" | "work_items" | "merge_requests"))?;
    let number = path.get(at + 1).filter(|number| is_number(number))?;
    let project: Vec<String> = path.iter().take(at).filter(|segment| **segment != "-").map(|segment| readable(segment)).collect();
    let sign = if path.get(at) == Some(&"merge_requests") { '!' } else { '#' };
    (project.len() > 1).then(|| format!("{}{sign}{number}", project.join("/")))
}

/// `project#12` of `…/project/_workitems/edit/12`.
fn of_work_item(path: &[&str]) -> Option<String> {
    let at = path.iter().position(|segment| *segment == "_workitems")?;
    let number = path.get(at + 2).filter(|number| is_number(number))?;
    let project = path.get(at.checked_sub(1)?)?;
    Some(format!("{}#{number}", readable(project)))
}

/// Host and path.
fn plain_name(authority: &str, path: &[&str]) -> String {
    let path = path.iter().map(|segment| format!("/{}", readable(segment)));
    std::iter::once(authority.to_owned()).chain(path).collect()
}

/// A part of a path without its escapes, where that gives plain words.
fn readable(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after.get(..2).filter(|_| *first == b'%').and_then(|digits| hex::decode(digits).ok());
        bytes.push(escaped.as_ref().and_then(|byte| byte.first()).copied().unwrap_or(*first));
        rest = after.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | '+');
    String::from_utf8(bytes).ok().filter(|text| text.chars().all(is_plain)).unwrap_or_else(|| segment.to_owned())
}

fn cut(name: &str) -> String {
    if name.chars().count() <= MAX_TICKET_NAME_CHARS {
        return name.to_owned();
    }
    name.chars().take(MAX_TICKET_NAME_CHARS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_tells_tool_and_name() {
        for (address, service, name) in [
            ("https://github.com/getfoo/bar/issues/12", "github", "getfoo/bar#12"),
            ("https://github.com/getfoo/bar/pull/7/files?w=1#diff", "github", "getfoo/bar#7"),
            ("https://github.acme.example/a/b/discussions/3", "github", "a/b#3"),
            ("https://github.com/getfoo/bar", "github", "github.com/getfoo/bar"),
            ("https://gitlab.com/group/sub/project/-/issues/9", "gitlab", "group/sub/project#9"),
            ("https://code.acme.example/group/project/-/merge_requests/4", "gitlab", "group/project!4"),
            ("https://gitlab.acme.example/group/project/issues/9", "gitlab", "group/project#9"),
            ("https://bitbucket.org/team/repo/issues/5/title-of-it", "bitbucket", "team/repo#5"),
            ("https://codeberg.org/forgejo/forgejo/issues/5", "gitea", "forgejo/forgejo#5"),
            ("https://acme.atlassian.net/browse/proj-12", "jira", "PROJ-12"),
            ("https://jira.acme.example:8443/jira/browse/OPS_2-3?focusedCommentId=1", "jira", "OPS_2-3"),
            ("https://tracker.acme.example/browse/AB-1", "jira", "AB-1"),
            ("https://acme.atlassian.net/jira/software/projects/P/boards/1?a=b&selectedIssue=P-77", "jira", "P-77"),
            ("https://acme.atlassian.net/jira/software/projects/P/issues/P-78", "jira", "P-78"),
            ("https://linear.app/acme/issue/ENG-42/the-cart-is-empty", "linear", "ENG-42"),
            ("https://dev.azure.com/acme/My%20Shop/_workitems/edit/311", "azure", "My Shop#311"),
            ("https://acme.visualstudio.com/Shop/_workitems/edit/311/", "azure", "Shop#311"),
            ("https://acme.youtrack.cloud/issue/SHOP-4/Empty-cart", "youtrack", "SHOP-4"),
            ("https://app.shortcut.com/acme/story/815/empty-cart", "shortcut", "sc-815"),
            ("https://app.asana.com/0/1200/1300", "asana", "app.asana.com/0/1200/1300"),
            ("https://trello.com/c/abc123/4-cart", "trello", "trello.com/c/abc123/4-cart"),
            ("https://app.clickup.com/t/86a1", "clickup", "app.clickup.com/t/86a1"),
            ("https://wiki.acme.example/notes/-/the%20cart", "link", "wiki.acme.example/notes/-/the cart"),
            ("http://localhost:8080", "link", "localhost:8080"),
            ("https://[::1]:8443/t/1", "link", "[::1]:8443/t/1"),
            ("https://acme.example/%3Cb%3E", "link", "acme.example/%3Cb%3E"),
            ("https://notgithub.com/a/b/issues/1", "link", "notgithub.com/a/b/issues/1"),
            ("https://atlassian.net.evil.example/x", "link", "atlassian.net.evil.example/x"),
        ] {
            let read = TicketAddress::parse(address).unwrap();
            assert_eq!((read.service.as_str(), read.name.as_str()), (service, name), "{address}");
        }
    }

    #[test]
    fn the_address_is_kept_with_a_small_host() {
        for (address, kept) in [
            ("  HTTPS://GitHub.com/Foo/Bar/issues/1  ", "https://github.com/Foo/Bar/issues/1"),
            ("http://acme.example?id=A", "http://acme.example/?id=A"),
            ("http://acme.example", "http://acme.example/"),
        ] {
            assert_eq!(TicketAddress::parse(address).unwrap().web_url, kept);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        use TicketAddressError as E;
        let long = format!("https://acme.example/{}", "x".repeat(MAX_TICKET_URL_BYTES));
        for (address, error) in [
            ("", E::Scheme),
            ("PROJ-1", E::Scheme),
            ("acme.example/1", E::Scheme),
            ("javascript://acme.example/%0aalert(1)", E::Scheme),
            ("ftp://acme.example/1", E::Scheme),
            ("https://", E::Host),
            ("https:///path", E::Host),
            ("https://a..b/1", E::Host),
            ("https://acme.example:port/1", E::Host),
            ("https://acme.example:0/1", E::Host),
            ("https://[::g]/1", E::Host),
            ("https://jo:secret@acme.example/1", E::Credentials),
            ("https://jo@acme.example", E::Credentials),
            ("https://acme.example/a b", E::Characters),
            ("https://acme.example/\"onclick", E::Characters),
            ("https://acme.example\\@evil.example/", E::Characters),
            (long.as_str(), E::TooLong),
        ] {
            assert_eq!(TicketAddress::parse(address), Err(error), "{address}");
        }
        assert!(E::TooLong.to_string().contains(&MAX_TICKET_URL_BYTES.to_string()));
    }

    #[test]
    fn long_names_are_cut() {
        let read = TicketAddress::parse(&format!("https://acme.example/{}", "ü".repeat(500))).unwrap();
        assert_eq!(read.name.chars().count(), MAX_TICKET_NAME_CHARS);
        assert!(read.name.ends_with('…'));
    }

    #[test]
    fn words_lead_back_to_tools() {
        for service in TicketService::ALL {
            assert_eq!(TicketService::of_word(service.as_str()), *service);
        }
        assert_eq!(TicketService::of_word("of a later version"), TicketService::Link);
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_the_same_again(text in "(https?://)?[a-zA-Z0-9./:@?#%_ \\[\\]é-]{0,60}") {
            if let Ok(read) = TicketAddress::parse(&text) {
                prop_assert!(!read.name.is_empty() && read.name.chars().count() <= MAX_TICKET_NAME_CHARS);
                prop_assert_eq!(TicketAddress::parse(&read.web_url), Ok(read));
            }
        }
    }
}
