//! The wire's words: envelope, event, DSN, auth and rate-limit headers; parse and print, no IO, no clock.
