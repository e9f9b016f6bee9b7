//! The endpoints of the server, and what leads from a request to its answer.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use url::form_urlencoded;
use urtext::page::desk;

use super::State;
use super::answers::{self, Answer};
use super::refusal::Refusal;
use super::report;

/// The description of all endpoints below `/v1`, and of `/healthz` and `/metrics`.
const OPENAPI: &str = include_str!("openapi.json");

/// Most bytes of a refused body that are read before the refusal is sent. Chosen by judgement: three
/// times the usual limit.
const DISCARDED: u64 = 60_000_000;

/// Every endpoint: method and path.
pub const ROUTES: [(&str, &str); 12] = [
    ("GET", "/"),
    ("GET", "/healthz"),
    ("GET", "/metrics"),
    ("GET", "/report/"),
    ("GET", "/report/report-texts/{id}"),
    ("GET", "/v1/openapi.json"),
    ("POST", "/v1/score"),
    ("POST", "/v1/extract"),
    ("POST", "/v1/diff"),
    ("GET", "/v1/articles/{id}"),
    ("GET", "/v1/sources/{id}"),
    ("POST", "/v1/session"),
];

type Reply = Result<Response, Refusal>;

/// Returns the router of all endpoints.
pub fn router(state: &Arc<State>) -> Router {
    let mut router = Router::new();
    for (_, path) in ROUTES {
        router = router.route(path, handler(path));
    }
    router
        .fallback(|uri: Uri| async move { nowhere(&uri).response() })
        .method_not_allowed_fallback(|method: Method| async move { wrong(&method).response() })
        .with_state(Arc::clone(state))
}

fn handler(path: &str) -> MethodRouter<Arc<State>> {
    match path {
        "/" => get(page),
        "/healthz" => get(|| async { json("{\"schema\":1,\"status\":\"ok\"}\n".to_owned()) }),
        "/metrics" => get(metrics),
        "/report/" => get(last_report),
        "/report/report-texts/{id}" => get(report_text),
        "/v1/session" => post(session),
        "/v1/openapi.json" => get(|| async { json(OPENAPI.to_owned()) }),
        "/v1/score" => post(score),
        "/v1/extract" => post(extract),
        "/v1/diff" => post(diff),
        "/v1/articles/{id}" => get(article),
        _ => get(source),
    }
}

/// Returns the route that a path belongs to, as its name in the metrics.
pub fn named(path: &str) -> &'static str {
    let matches = |route: &str| match route.strip_suffix("{id}") {
        Some(before) => path.strip_prefix(before).is_some_and(|id| !id.contains('/')),
        None => path == route,
    };
    ROUTES.iter().map(|(_, route)| *route).find(|route| matches(route)).unwrap_or("other")
}

fn nowhere(uri: &Uri) -> Refusal {
    let remedy = "GET /v1/openapi.json lists all paths";
    let message = "there is nothing at this path";
    Refusal::new(StatusCode::NOT_FOUND, "path", message, remedy).with(uri.path())
}

fn wrong(method: &Method) -> Refusal {
    let message = "this path does not take this method";
    let remedy = "GET /v1/openapi.json says which it takes";
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", message, remedy).with(method.as_str())
}

async fn page(Shared(state): Shared<Arc<State>>) -> Response {
    let (articles, _) = state.shelf.counts();
    let articles = (!state.guard.has_token()).then_some(articles);
    // With a token, the name of the report is told only to those who have it.
    let report = state.report.as_deref().and_then(report::latest).map(|report| report.name);
    let report = report.map(|name| if articles.is_some() { name } else { String::new() });
    let html = desk::html(articles, report.as_deref());
    let mut response = response("text/html; charset=utf-8", html);
    if let Ok(policy) = HeaderValue::from_str(&desk::policy()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn metrics(Shared(state): Shared<Arc<State>>) -> Response {
    let (articles, generation) = state.shelf.counts();
    response("text/plain; version=0.0.4", {
        let watched = state.watches.then_some(&state.watched);
        state.metrics.text(articles, generation, watched)
    })
}

async fn last_report(Shared(state): Shared<Arc<State>>, all: HeaderMap) -> Response {
    told(judged(&state, &all, Body::empty(), 0, |state, _| report::page(state)).await)
}

async fn report_text(
    Shared(state): Shared<Arc<State>>,
    all: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(name)) = id else { return unreadable_id().response() };
    told(judged(&state, &all, Body::empty(), 0, move |state, _| report::text(state, &name)).await)
}

/// Gives the browser of somebody who has shown the token a cookie for the report.
async fn session(Shared(state): Shared<Arc<State>>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let cookie = state.guard.cookie().and_then(|cookie| HeaderValue::try_from(cookie).ok());
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn score(
    Shared(state): Shared<Arc<State>>,
    uri: Uri,
    all: HeaderMap,
    body: Body,
) -> Response {
    let page = wants_page(&all);
    let name = match name(&uri) {
        Ok(name) => name,
        Err(refusal) => return refusal.response(),
    };
    let (most, is_json) = (state.reading.limits.document, is_json(&all));
    told(
        judged(&state, &all, body, most, move |state, body| {
            if is_json {
                answers::check_json(&body)?;
            }
            answers::score(state, body, name, page)
        })
        .await,
    )
}

async fn extract(
    Shared(state): Shared<Arc<State>>,
    uri: Uri,
    all: HeaderMap,
    body: Body,
) -> Response {
    let name = match name(&uri) {
        Ok(name) => name,
        Err(refusal) => return refusal.response(),
    };
    let most = state.reading.limits.document;
    told(
        judged(&state, &all, body, most, move |state, body| answers::extract(state, body, name))
            .await,
    )
}

async fn diff(Shared(state): Shared<Arc<State>>, all: HeaderMap, body: Body) -> Response {
    let page = wants_page(&all);
    let most = state.reading.limits.document.saturating_mul(2);
    told(
        judged(&state, &all, body, most, move |state, body| answers::diff(state, &body, page))
            .await,
    )
}

async fn article(
    Shared(state): Shared<Arc<State>>,
    all: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return unreadable_id().response() };
    told(judged(&state, &all, Body::empty(), 0, move |state, _| answers::article(state, &id)).await)
}

async fn source(
    Shared(state): Shared<Arc<State>>,
    all: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return unreadable_id().response() };
    told(judged(&state, &all, Body::empty(), 0, move |state, _| answers::source(state, &id)).await)
}

fn unreadable_id() -> Refusal {
    let message = "the id is not UTF-8";
    Refusal::new(StatusCode::BAD_REQUEST, "path", message, "percent-encode the id as UTF-8")
}

/// Reads a body and has a job done with it, within the time of a request and among no more others
/// than are allowed at once.
async fn judged(
    state: &Arc<State>,
    headers: &HeaderMap,
    body: Body,
    most: u64,
    job: impl FnOnce(&State, Vec<u8>) -> Result<Answer, Refusal> + Send + 'static,
) -> Reply {
    let end = Instant::now() + state.time;
    let stated = headers.get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse().ok());
    if let Some(stated) = stated.filter(|stated: &u64| *stated > most) {
        if stated <= DISCARDED && !headers.contains_key(header::EXPECT) {
            let _ = timeout_at(end, discard(body)).await;
        }
        return Err(too_large(most).with(&stated.to_string()));
    }
    let (body, place) = received(state, body, most, end).await?;
    let turn = permit(&state.turns, end, state.time).await?;
    drop(place);
    let shared = Arc::clone(state);
    let answer = state.jobs.submit(move || {
        // The turn ends with the work, also if nobody waits for the answer any more.
        let _turn = turn;
        job(&shared, body)
    });
    let answer = timeout_at(end, answer).await.map_err(|_| late(state.time))?;
    let broken = |_| {
        let remedy = "report this as a bug, with the request";
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "body", "internal error", remedy)
    };
    Ok(match answer.map_err(broken)?? {
        Answer::Json(text) => json(text),
        Answer::Page(text) => response("text/html; charset=utf-8", text),
        Answer::Report(page) => {
            let mut response = response("text/html; charset=utf-8", page);
            if let Ok(policy) = HeaderValue::from_str(&desk::policy_of_report()) {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
    })
}

/// Reads a body, with no more others at once than are allowed; whoever sends none waits for nobody.
/// The permit is to be held until the body has its turn, so that the bodies in memory are counted.
async fn received(
    state: &State,
    body: Body,
    most: u64,
    end: Instant,
) -> Result<(Vec<u8>, Option<OwnedSemaphorePermit>), Refusal> {
    if body.is_end_stream() {
        return Ok((Vec::new(), None));
    }
    let place = permit(&state.readers, end, state.time).await?;
    let body = timeout_at(end, whole(body, most)).await.map_err(|_| slow(state.time))??;
    Ok((body, Some(place)))
}

/// Waits for a permit within the time of a request.
async fn permit(
    of: &Arc<Semaphore>,
    end: Instant,
    time: Duration,
) -> Result<OwnedSemaphorePermit, Refusal> {
    let permit = timeout_at(end, Arc::clone(of).acquire_owned()).await;
    permit.ok().and_then(Result::ok).ok_or_else(|| busy(time))
}

/// Reads a body and forgets it: a client that is still sending does not read why it is refused.
async fn discard(mut body: Body) {
    while let Some(Ok(_)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {}
}

/// Reads a body to its end.
async fn whole(mut body: Body, most: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|cause| {
            let remedy = "send the whole body, of the length that the request states";
            Refusal::new(StatusCode::BAD_REQUEST, "body", cause.to_string(), remedy)
        })?;
        let data: Bytes = frame.into_data().unwrap_or_default();
        if (bytes.len() + data.len()) as u64 > most {
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

fn too_large(most: u64) -> Refusal {
    let message = format!("the body is longer than {most} bytes");
    let remedy = "send one article; the server's --limit document=BYTES sets the limit";
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "body", message, remedy)
}

fn slow(time: Duration) -> Refusal {
    let message = format!("the body did not arrive within {} seconds", time.as_secs());
    let remedy = "send it faster; the server's --time sets the limit";
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "body", message, remedy)
}

fn busy(time: Duration) -> Refusal {
    let message = format!("there was no answer within {} seconds", time.as_secs());
    let remedy = "send fewer requests at once, and this one again later";
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "server", message, remedy)
}

/// A request that had its turn and took too long.
fn late(time: Duration) -> Refusal {
    let message = format!("there was no answer within {} seconds", time.as_secs());
    let remedy =
        "if this happens when nobody else asks, send less; the server's --time sets the limit";
    Refusal::new(StatusCode::GATEWAY_TIMEOUT, "server", message, remedy)
}

/// Returns the file name that a query gives to the body.
fn name(uri: &Uri) -> Result<Option<String>, Refusal> {
    let mut name = None;
    for (key, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        let refused = |message: &str, remedy: &str| {
            Refusal::new(StatusCode::BAD_REQUEST, &format!("query `{key}`"), message, remedy)
        };
        if key != "name" || name.is_some() {
            let remedy = "the query has one part, `name`, the name of the file";
            return Err(refused("unknown, or given twice", remedy).with(&value));
        }
        let is_plain = |c: char| c != '/' && c != '\\' && !urtext::inert::steers(c);
        if value.is_empty() || !value.chars().all(is_plain) {
            let remedy = "give the bare name of a file, as in ?name=draft.html";
            return Err(refused("not the name of a file", remedy).with(&value));
        }
        name = Some(value.into_owned());
    }
    Ok(name)
}

/// Whether a client would rather have a page than JSON.
fn wants_page(headers: &HeaderMap) -> bool {
    let stated = headers.get_all(header::ACCEPT).iter().filter_map(|accept| accept.to_str().ok());
    let kinds: Vec<(&str, f32)> = stated.flat_map(|accept| accept.split(',')).map(kind).collect();
    let weight = |name: &str| {
        let found = kinds.iter().find(|(kind, _)| kind.eq_ignore_ascii_case(name));
        found.map(|(_, weight)| *weight)
    };
    // Only who names pages gets one: `*/*` is what programs send.
    let page = weight("text/html").unwrap_or_default();
    let json = ["application/json", "application/*", "*/*"].into_iter().find_map(weight);
    page > 0.0 && page >= json.unwrap_or_default()
}

/// Returns a kind that a client accepts and its weight, as in `text/html;q=0.5` (RFC 9110, 12.4.2).
fn kind(part: &str) -> (&str, f32) {
    let mut parts = part.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (kind, weight.map_or(1.0, |weight| weight.parse().unwrap_or_default()))
}

/// Whether a client says that its body is JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let stated = headers.get(header::CONTENT_TYPE).and_then(|stated| stated.to_str().ok());
    let kind = stated.and_then(|stated| stated.split(';').next()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

fn told(reply: Reply) -> Response {
    reply.unwrap_or_else(|refusal| refusal.response())
}

fn json(text: String) -> Response {
    response("application/json", text)
}

fn response(kind: &'static str, text: impl Into<Body>) -> Response {
    let mut response = Response::new(text.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// Adds to an answer what holds for all: nothing is stored, framed, or read by other origins.
pub fn seal(response: &mut Response) {
    let seals = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    let headers = response.headers_mut();
    for (name, value) in seals {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&desk::policy_of_answers()) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    for name in ["cross-origin-resource-policy", "cross-origin-opener-policy"] {
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_door_is_described_and_every_description_is_a_door() {
        let described: serde_json::Value = serde_json::from_str(OPENAPI).expect("JSON");
        assert_eq!(described["openapi"], "3.1.0");
        let paths = described["paths"].as_object().expect("paths");
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("an object").keys();
                methods
                    .filter(|method| *method != "parameters")
                    .map(|method| (method.to_uppercase(), path.clone()))
            })
            .collect();
        let endpoints =
            ROUTES.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned()));
        assert_eq!(described, endpoints.collect());
    }

    #[test]
    fn every_reference_of_the_description_leads_somewhere() {
        fn walk(root: &serde_json::Value, at: &serde_json::Value) {
            match at {
                serde_json::Value::Object(object) => {
                    if let Some(to) = object.get("$ref").and_then(|to| to.as_str()) {
                        let pointer = to.strip_prefix('#').expect("within the document");
                        assert!(root.pointer(pointer).is_some(), "{to}");
                    }
                    object.values().for_each(|value| walk(root, value));
                }
                serde_json::Value::Array(list) => list.iter().for_each(|value| walk(root, value)),
                _ => {}
            }
        }
        let described = serde_json::from_str(OPENAPI).expect("JSON");
        walk(&described, &described);
    }

    #[test]
    fn a_page_is_for_clients_that_would_rather_have_one() {
        for (accept, wanted) in [
            ("text/html", true),
            ("text/html,*/*;q=0.5", true),
            ("application/json, TEXT/HTML", true),
            ("text/html;level=1;q=0.8, application/json; q=0.8", true),
            ("text/html;q=0.5, application/json", false),
            ("text/html;q=0.5, */*", false),
            ("text/html;q=0", false),
            ("text/html;q=none", false),
            ("text/htmlx", false),
            ("*/*", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(wants_page(&headers), wanted, "{accept}");
        }
        assert!(!wants_page(&HeaderMap::new()));
    }

    #[test]
    fn metrics_know_routes_and_nothing_that_a_stranger_makes_up() {
        assert_eq!(named("/v1/articles/a%2Fb"), "/v1/articles/{id}");
        assert_eq!(named("/v1/articles/a/b"), "other");
        assert_eq!(named("/v1/score"), "/v1/score");
        assert_eq!(named("/\"x"), "other");
    }
}
