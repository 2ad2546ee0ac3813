//! Pages and the `Link` header that leads from one to the next.
//!
//! A cursor is `value:offset:is_prev`; clients treat it as opaque. Ours has the value 0 and counts rows. Both relations are
//! always there, with `results="false"` where nothing follows. No comma and no semicolon may stand inside the address:
//! clients split the header at them.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderName, HeaderValue, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::params::Params;
use crate::{ApiError, ApiState};

/// Rows of a page when the request does not say, and the most it may ask for.
pub const MAX_PAGE: usize = 100;
/// Farthest row a cursor may lead to.
const MAX_OFFSET: usize = 1_000_000;

/// Everything but unreserved characters, and the colon of cursors.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');

/// Total number of matches, as far as it was counted.
const HITS: HeaderName = HeaderName::from_static("x-hits");
/// Bound of the count.
const MAX_HITS: HeaderName = HeaderName::from_static("x-max-hits");

/// Which page the request wants.
#[derive(Debug, Clone)]
pub struct Page {
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
    address: String,
    params: Params,
}

impl Page {
    /// Reads `cursor`, and `per_page` or `limit`.
    ///
    /// # Errors
    /// 400 for a cursor or a size that cannot be read.
    pub fn read(base_url: &str, path: &str, params: Params) -> Result<Self, ApiError> {
        let size = match params.number("per_page")? {
            Some(size) => Some(size),
            None => params.number("limit")?,
        };
        let limit = size.map_or(Some(MAX_PAGE), |size| usize::try_from(size).ok().filter(|size| *size > 0));
        let limit = limit.ok_or_else(|| ApiError::bad_request("Invalid per_page parameter. Must be between 1 and 100."))?.min(MAX_PAGE);
        let offset =
            params.filled("cursor").map_or(Some(0), parse_cursor).ok_or_else(|| ApiError::bad_request("Invalid cursor parameter."))?;
        Ok(Self { limit, offset, address: format!("{base_url}{path}"), params })
    }

    /// The same page with a smaller default size where the request named none.
    #[must_use]
    pub fn default_limit(mut self, limit: usize) -> Self {
        if self.params.filled("per_page").is_none() && self.params.filled("limit").is_none() {
            self.limit = limit;
        }
        self
    }

    /// The page out of a list that is there in full.
    pub fn slice<T>(&self, all: Vec<T>) -> Paged<T> {
        let more = all.len() > self.offset.saturating_add(self.limit);
        let items = all.into_iter().skip(self.offset).take(self.limit).collect();
        self.wrap(items, more)
    }

    /// The page when its rows are there already; `more` tells whether some follow.
    pub fn wrap<T>(&self, items: Vec<T>, more: bool) -> Paged<T> {
        Paged { items, link: self.link(more), hits: None }
    }

    /// The page when one row too many was fetched to learn whether some follow.
    pub fn wrap_extra<T>(&self, mut items: Vec<T>) -> Paged<T> {
        let more = items.len() > self.limit;
        items.truncate(self.limit);
        self.wrap(items, more)
    }

    /// The `Link` header.
    pub fn link(&self, more: bool) -> String {
        let previous = format!("0:{}:1", self.offset.saturating_sub(self.limit));
        let next = format!("0:{}:0", self.offset.saturating_add(self.limit));
        let part = |cursor: &str, rel: &str, results: bool| {
            format!("<{}>; rel=\"{rel}\"; results=\"{results}\"; cursor=\"{cursor}\"", self.address_of(cursor))
        };
        format!("{}, {}", part(&previous, "previous", self.offset > 0), part(&next, "next", more))
    }

    fn address_of(&self, cursor: &str) -> String {
        let kept = self.params.iter().filter(|(name, _)| *name != "cursor");
        let pairs: Vec<String> = kept
            .chain(std::iter::once(("cursor", cursor)))
            .map(|(name, value)| format!("{}={}", utf8_percent_encode(name, ENCODED), utf8_percent_encode(value, ENCODED)))
            .collect();
        format!("{}?{}", self.address, pairs.join("&"))
    }
}

fn parse_cursor(text: &str) -> Option<usize> {
    let mut parts = text.split(':');
    let (_value, offset, _is_prev) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    offset.parse().ok().filter(|offset| *offset <= MAX_OFFSET)
}

impl FromRequestParts<ApiState> for Page {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Self::Rejection> {
        // The path goes into the header as it came: still percent-encoded, but a client may have left these two.
        let path = parts.uri.path().replace(',', "%2C").replace(';', "%3B");
        Self::read(&state.base_url, &path, Params::parse(parts.uri.query().unwrap_or_default()))
    }
}

/// A page of a list with its `Link` header.
#[derive(Debug)]
pub struct Paged<T> {
    items: Vec<T>,
    link: String,
    hits: Option<u64>,
}

/// Matches are counted up to this number.
const HITS_BOUND: u64 = 1_000;

impl<T> Paged<T> {
    /// Adds the headers that tell how many match in all.
    #[must_use]
    pub fn with_hits(mut self, hits: u64) -> Self {
        self.hits = Some(hits.min(HITS_BOUND));
        self
    }

    /// Turns every row into another.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(change).collect(), link: self.link, hits: self.hits }
    }
}

impl<T: Serialize> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.items).into_response();
        let headers = response.headers_mut();
        if let Ok(link) = HeaderValue::from_str(&self.link) {
            headers.insert(header::LINK, link);
        }
        if let Some(hits) = self.hits {
            headers.insert(HITS, HeaderValue::from(hits));
            headers.insert(MAX_HITS, HeaderValue::from(HITS_BOUND));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str) -> Page {
        Page::read("http://b", "/api/0/x/", Params::parse(query)).unwrap()
    }

    #[test]
    fn the_header_has_the_exact_form_clients_split() {
        assert_eq!(
            page("").link(true),
            "<http://b/api/0/x/?cursor=0:0:1>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", \
             <http://b/api/0/x/?cursor=0:100:0>; rel=\"next\"; results=\"true\"; cursor=\"0:100:0\""
        );
    }

    #[test]
    fn no_comma_or_semicolon_comes_from_the_request() {
        let link = page("query=a,b;c%2Cd&per_page=5&cursor=0:10:0").link(false);
        assert_eq!(link.matches(',').count(), 1);
        assert_eq!(link.matches(';').count(), 6);
        assert!(link.contains("cursor=\"0:5:1\"") && link.contains("cursor=\"0:15:0\"") && link.contains("per_page=5"));
    }

    #[test]
    fn sizes_and_cursors_are_bounded() {
        assert_eq!(page("per_page=1000").limit, 100);
        for bad in ["per_page=0", "per_page=-1", "cursor=x", "cursor=0:-1:0", "cursor=0:0:0:0", "cursor=0:99999999999:0", "limit=z"] {
            assert!(Page::read("", "/", Params::parse(bad)).is_err(), "{bad}");
        }
        assert_eq!((page("").default_limit(25).limit, page("limit=50").default_limit(25).limit), (25, 50));
    }
}
