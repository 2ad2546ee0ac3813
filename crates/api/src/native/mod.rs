//! Routes under `/api/native/`: what Bartizan's own interface needs beyond the compatible API. Paths end without a
//! slash; otherwise they are written like those of [`crate::sentry`].

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

/// All routes of this door.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
}
