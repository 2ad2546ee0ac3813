//! Reading a request's body, bounded in size, in memory and in patience.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body_util::BodyExt as _;
use tokio::time::timeout;

use crate::budget::Lease;
use crate::error::IngestError;

/// Most that is set aside before the first byte has arrived.
const MAX_FIRST_ROOM_BYTES: usize = 256 * 1024;
/// A refused body of up to this size is read and thrown away, so that the connection stays usable and the
/// client sees the answer instead of a reset.
const MAX_DRAIN_BYTES: usize = 256 * 1024;
/// Longest time spent on throwing away.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);

/// Bounds of one body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimits {
    pub(crate) max_bytes: usize,
    pub(crate) idle_timeout: Duration,
}

/// Appends the body to `head` and returns both as one piece.
pub(crate) async fn read(
    mut body: Body,
    headers: &HeaderMap,
    mut head: BytesMut,
    limits: BodyLimits,
    lease: &mut Lease,
) -> Result<Bytes, IngestError> {
    let announced = content_length(headers);
    if announced.is_some_and(|length| length > limits.max_bytes) {
        return Err(IngestError::BodyTooLarge);
    }
    head.reserve(announced.unwrap_or_default().min(MAX_FIRST_ROOM_BYTES));
    let mut read_bytes = 0_usize;
    while let Some(frame) = timeout(limits.idle_timeout, body.frame()).await.map_err(|_| IngestError::BodyTimeout)? {
        let Ok(data) = frame.map_err(IngestError::BodyRead)?.into_data() else {
            continue;
        };
        read_bytes = read_bytes.saturating_add(data.len());
        if read_bytes > limits.max_bytes {
            return Err(IngestError::BodyTooLarge);
        }
        lease.grow(data.len())?;
        head.extend_from_slice(&data);
    }
    Ok(head.freeze())
}

/// Throws away the body of a refused request when it is known to be small.
pub(crate) async fn drain(mut body: Body, headers: &HeaderMap) {
    if content_length(headers).is_none_or(|length| length > MAX_DRAIN_BYTES) {
        return;
    }
    let discard = async { while let Some(Ok(_)) = body.frame().await {} };
    // Out of patience: the connection is closed, as it would have been without trying.
    let _ = timeout(DRAIN_TIMEOUT, discard).await;
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}
