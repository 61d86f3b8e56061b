//! What the log says of a request: its route, never its path, for paths hold secrets and names.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::{Span, field};
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// Makes the span of each request; everything that is logged meanwhile bears its id.
pub struct Journal;

/// The id of a request: in its answer as `X-Request-Id`, and in the log.
pub fn request_id(request: &ServiceRequest) -> Option<String> {
    request.extensions().get::<RequestId>().map(ToString::to_string)
}

impl RootSpanBuilder for Journal {
    fn on_request_start(request: &ServiceRequest) -> Span {
        tracing::info_span!(
            "request",
            id = request_id(request),
            method = %request.method(),
            route = request.match_pattern(),
            status = field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(answer) => answer.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        match status.is_server_error() {
            true => tracing::warn!(parent: &span, "answered"),
            false => tracing::debug!(parent: &span, "answered"),
        }
    }
}
