//! The web API: sentry-compatible and native routes; each handler parses, authorises, calls, wraps; emits OpenAPI.
