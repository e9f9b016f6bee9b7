//! Errors as programs get them: status, place, value, remedy.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use super::super::terminal;

/// Most characters of a value that is repeated in an error. Chosen by judgement.
const VALUE: usize = 100;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    /// What is wrong, a lower-case fragment.
    message: String,
    /// The part of the request that is wrong, as in `header Host` or `body:3`.
    place: String,
    value: Option<String>,
    remedy: String,
}

impl Refusal {
    /// Makes a refusal.
    pub fn new(
        status: StatusCode,
        place: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (message, remedy) = (message.into(), remedy.into());
        Self { status, message, place: place.to_owned(), value: None, remedy }
    }

    /// Adds the value at fault, shortened.
    pub fn with(self, value: &str) -> Self {
        let mut shown: String = value.chars().take(VALUE).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self { value: Some(shown), ..self }
    }

    /// Makes the response.
    pub fn response(&self) -> Response {
        let told = json!({
            "schema": 1,
            "status": self.status.as_u16(),
            "error": self.message,
            "place": self.place,
            "value": self.value,
            "remedy": self.remedy,
        });
        let mut response = Response::new(Body::from(terminal::inert_json(&told) + "\n"));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}
