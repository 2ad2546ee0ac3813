//! The session cookie.

use bartizan_app::SESSION_LIFETIME_US;
use bartizan_domain::time::SECOND_US;
use http::{HeaderMap, HeaderValue, header};

/// How the session cookie is called and guarded, which depends on how the installation is reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// For an installation under that address.
    pub(crate) fn for_base_url(base_url: &str) -> Self {
        Self { secure: base_url.starts_with("https://") }
    }

    /// With TLS the prefix makes browsers refuse the cookie from other hosts and plain connections.
    const fn name(self) -> &'static str {
        if self.secure { "__Host-bartizan_session" } else { "bartizan_session" }
    }

    /// The secret in a request's cookies.
    pub(crate) fn read(self, headers: &HeaderMap) -> Option<&str> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(name, _)| *name == self.name()).map(|(_, value)| value).find(|value| !value.is_empty())
    }

    /// `Set-Cookie` of a new session.
    pub(crate) fn set(self, secret: &str) -> Option<HeaderValue> {
        self.header(secret, SESSION_LIFETIME_US / SECOND_US)
    }

    /// `Set-Cookie` that removes the session.
    pub(crate) fn clear(self) -> Option<HeaderValue> {
        self.header("", 0)
    }

    fn header(self, value: &str, max_age_s: i64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}", self.name())).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; bartizan_session=abc; b=2"));
        assert_eq!(SessionCookie::for_base_url("http://x").read(&headers), Some("abc"));
        assert_eq!(SessionCookie::for_base_url("https://x").read(&headers), None);
    }

    #[test]
    fn it_is_guarded() {
        let set = SessionCookie::for_base_url("https://x").set("s").unwrap();
        assert_eq!(set, "__Host-bartizan_session=s; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600; Secure");
    }
}
