//! Calls per caller: so many in a minute, so many at once. Told in the headers of every answer, as clients expect.
//!
//! Callers are told apart by their credential before it is checked, and without one by their network address. Where the
//! server knows no address (a test, a socket without peers) strangers are not counted and the headers are left out.

use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bartizan_domain::Timestamp;
use bartizan_domain::time::MINUTE_US;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::{ApiError, ApiState};

/// Calls of one caller within a window. Generous: it is to stop a runaway script, not to ration.
const CALLS_PER_WINDOW: u32 = 6_000;
/// Width of the window.
const WINDOW_US: i64 = MINUTE_US;
/// Calls of one caller at the same time.
const CALLS_AT_ONCE: u32 = 100;
/// Most callers remembered; beyond it those of past windows are forgotten, and if there are none, all.
const MAX_REMEMBERED: usize = 20_000;

/// Network address of the client, put into the request's extensions by a server that knows better than the socket
/// (behind a trusted proxy).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// As an extractor: the client's address where it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddress(pub(crate) Option<IpAddr>);

impl FromRequestParts<ApiState> for PeerAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Self::Rejection> {
        Ok(Self(address_of(&parts.extensions)))
    }
}

/// What the browser says it is.
#[derive(Debug, Clone)]
pub(crate) struct Device(pub(crate) Option<String>);

impl FromRequestParts<ApiState> for Device {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Self::Rejection> {
        let agent = parts.headers.get(http::header::USER_AGENT);
        Ok(Self(agent.and_then(|agent| agent.to_str().ok()).map(str::to_owned)))
    }
}

fn address_of(extensions: &http::Extensions) -> Option<IpAddr> {
    let told = extensions.get::<ClientAddress>().map(|address| address.0);
    told.or_else(|| extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()))
}

#[derive(Debug)]
struct Slot {
    window: Timestamp,
    calls: u32,
    at_once: Arc<AtomicU32>,
}

/// Counts calls.
#[derive(Debug, Default)]
pub(crate) struct CallLimiter {
    hasher: RandomState,
    slots: Mutex<FxHashMap<u64, Slot>>,
}

/// What a caller has left.
#[derive(Debug, Clone, Copy)]
struct Left {
    calls: u32,
    at_once: u32,
    reset: Timestamp,
}

/// A call under way; ends when dropped.
struct Running(Arc<AtomicU32>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl CallLimiter {
    fn key(&self, headers: &HeaderMap, extensions: &http::Extensions) -> Option<u64> {
        let credential = headers.get(header::AUTHORIZATION).or_else(|| headers.get(header::COOKIE));
        if let Some(credential) = credential {
            return Some(self.hasher.hash_one(credential.as_bytes()));
        }
        address_of(extensions).map(|address| self.hasher.hash_one(address))
    }

    /// Counts a call; `Err` with what is left when it is one too many.
    fn enter(&self, key: u64, now: Timestamp) -> Result<(Running, Left), Left> {
        let window = now.floor(WINDOW_US);
        let mut slots = self.slots.lock();
        if slots.len() >= MAX_REMEMBERED && !slots.contains_key(&key) {
            slots.retain(|_, slot| slot.window == window || slot.at_once.load(Ordering::Relaxed) > 0);
            if slots.len() >= MAX_REMEMBERED {
                slots.clear();
            }
        }
        let slot = slots.entry(key).or_insert_with(|| Slot { window, calls: 0, at_once: Arc::default() });
        if slot.window != window {
            (slot.window, slot.calls) = (window, 0);
        }
        let running = slot.at_once.load(Ordering::Relaxed);
        let reset = window.plus(WINDOW_US);
        let left = |slot: &Slot, running: u32| Left {
            calls: CALLS_PER_WINDOW.saturating_sub(slot.calls),
            at_once: CALLS_AT_ONCE.saturating_sub(running),
            reset,
        };
        if slot.calls >= CALLS_PER_WINDOW || running >= CALLS_AT_ONCE {
            return Err(left(slot, running));
        }
        slot.calls += 1;
        slot.at_once.fetch_add(1, Ordering::Relaxed);
        Ok((Running(Arc::clone(&slot.at_once)), left(slot, running + 1)))
    }
}

fn tell(headers: &mut HeaderMap, left: Left) {
    let mut put = |name: &'static str, value: i64| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    };
    put("x-sentry-rate-limit-limit", i64::from(CALLS_PER_WINDOW));
    put("x-sentry-rate-limit-remaining", i64::from(left.calls));
    put("x-sentry-rate-limit-reset", left.reset.seconds());
    put("x-sentry-rate-limit-concurrentlimit", i64::from(CALLS_AT_ONCE));
    put("x-sentry-rate-limit-concurrentremaining", i64::from(left.at_once));
}

/// Counts every call and refuses what is over the limit.
pub(crate) async fn count_calls(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let Some(key) = state.calls().key(request.headers(), request.extensions()) else {
        return next.run(request).await;
    };
    let now = state.now();
    match state.calls().enter(key, now) {
        Ok((running, left)) => {
            let mut response = next.run(request).await;
            drop(running);
            tell(response.headers_mut(), left);
            response
        }
        Err(left) => {
            let wait_s = if left.calls == 0 { left.reset.seconds().saturating_sub(now.seconds()) } else { 1 };
            let detail = "You are attempting to use this endpoint too frequently.";
            let mut response = ApiError::too_many(detail, u64::try_from(wait_s).unwrap_or(1).max(1)).into_response();
            tell(response.headers_mut(), left);
            response
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_at_once_and_in_a_window_are_bounded() {
        let limiter = CallLimiter::default();
        let now = Timestamp::from_seconds(60);
        let running: Vec<_> = (0..CALLS_AT_ONCE).map(|_| limiter.enter(1, now).map(|(running, _)| running).ok()).collect();
        assert!(running.iter().all(Option::is_some) && limiter.enter(1, now).is_err());
        assert!(limiter.enter(2, now).is_ok());
        drop(running);
        for _ in CALLS_AT_ONCE..CALLS_PER_WINDOW {
            assert!(limiter.enter(1, now).is_ok());
        }
        assert!(limiter.enter(1, now).is_err_and(|left| left.calls == 0 && left.reset.seconds() == 120));
        assert!(limiter.enter(1, Timestamp::from_seconds(120)).is_ok());
    }
}
