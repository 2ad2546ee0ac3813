//! The SDK's door: key check, limits, capped decompression, append, answer.
