//! `urtext serve`: the desk in a browser, and for programs, over HTTP.
//!
//! One thread speaks to all clients; articles are read and judged by a bounded pool of workers
//! ([`jobs`]). What a client may take is bounded: its time, its bytes, how many requests are
//! answered at once and how many connections are open.

mod answers;
mod guard;
mod incoming;
mod jobs;
mod metrics;
mod patient;
mod refusal;
mod report;
mod routes;
mod shelf;

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore, watch};
use urtext::ingest;

use super::arguments::Serve;
use super::failure::Failure;
use super::terminal;
use guard::Guard;
use incoming::{Counts, Watch};
use jobs::Jobs;
use metrics::Metrics;
use patient::Patient;
use shelf::Shelf;

/// Most connections; further ones wait to be accepted. Chosen by judgement: each takes up to two
/// buffers and a file descriptor, of which systems usually allow 1,024.
const CONNECTIONS: u32 = 512;
/// Most bytes of a request's head. Chosen by judgement; browsers send some 1 kB.
const HEAD: usize = 32 << 10;
/// Fewest characters of a token. Chosen by judgement: 16 random letters cannot be guessed over a
/// network.
const TOKEN: usize = 16;
/// Pause after a connection could not be accepted, as when descriptors run out. Chosen by
/// judgement.
const PAUSE: Duration = Duration::from_millis(100);

/// What all requests share.
#[derive(Debug)]
pub struct State {
    shelf: Shelf,
    guard: Guard,
    reading: ingest::Settings,
    /// How long a request may take, from its head to its answer.
    time: Duration,
    /// Places of bodies that are read, or wait for their turn.
    readers: Arc<Semaphore>,
    /// Turns of requests that are answered at once.
    turns: Arc<Semaphore>,
    jobs: Jobs,
    metrics: Metrics,
    /// The folder of reports, if any are served.
    report: Option<PathBuf>,
    /// Whether a folder is watched, and what became of its files.
    watches: bool,
    watched: Counts,
}

type Router = TowerToHyperService<axum::Router>;

/// Runs the command.
pub fn run(options: &Serve) -> Result<ExitCode, Failure> {
    let token = options.token_file.as_deref().map(token).transpose()?;
    if token.is_none() {
        check_alone(options)?;
    }
    if let Some(folder) = options.report.as_deref().filter(|folder| !folder.is_dir()) {
        return Err(Failure::input(
            format!("--report {}: is not a folder", terminal::plain(&folder.display().to_string())),
            "name the folder that `urtext report --out` writes to, as in --report reports",
        ));
    }
    if let Some(folder) = &options.watch {
        incoming::check(folder, &options.archive)?;
    }
    let registry = super::report::registry(options.sources.path())?;
    let reading = super::report::reading(&options.reading)?;
    let shelf = Shelf::open(&options.archive, registry)?;
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    let workers = options.threads.map_or_else(cores, usize::from);
    let parallel = usize::from(options.parallel);
    let jobs = Jobs::start(workers, parallel)?;
    let unbound = |cause: std::io::Error| {
        let hint = "choose another port with --listen, or 127.0.0.1:0 for any that is free";
        Failure::input(format!("--listen {}: {cause}", options.listen), hint)
    };
    let listener = TcpListener::bind(options.listen).map_err(unbound)?;
    let listening = listener.local_addr().map_err(unbound)?;
    listener.set_nonblocking(true).map_err(unbound)?;
    let (articles, _) = shelf.counts();
    let state = Arc::new(State {
        guard: Guard::new(listening, &options.host, token.as_deref()),
        shelf,
        reading,
        time: Duration::from_secs(options.time.into()),
        readers: Arc::new(Semaphore::new(parallel)),
        turns: Arc::new(Semaphore::new(parallel)),
        jobs,
        metrics: Metrics::default(),
        report: options.report.clone(),
        watches: options.watch.is_some(),
        watched: Counts::default(),
    });
    let stop = stopping();
    announce(listening, articles);
    let watch = options.watch.as_deref().map(|folder| Watch::start(folder, Arc::clone(&state)));
    let watch = watch.transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(Failure::internal)?;
    let finished = runtime.block_on(accept(listener, &state, &stop)).map_err(Failure::internal)?;
    runtime.shutdown_background();
    if let Some(watch) = watch {
        watch.end();
    }
    terminal::note(match finished {
        true => "urtext: stopped",
        false => "urtext: stopped; requests that took too long were given up",
    });
    Ok(ExitCode::SUCCESS)
}

/// Checks that without a token nobody but this machine is answered.
fn check_alone(options: &Serve) -> Result<(), Failure> {
    let what = "others than this machine could read the archive";
    if !options.listen.ip().is_loopback() {
        return Err(Failure::input(
            format!("--listen {}: {what}", options.listen),
            "give a secret with --token-file, or listen on 127.0.0.1",
        ));
    }
    match options.host.iter().find(|name| !guard::is_loopback(name)) {
        None => Ok(()),
        Some(name) => Err(Failure::input(
            format!("--host {}: {what}", terminal::plain(name)),
            "give a secret with --token-file, or leave --host out",
        )),
    }
}

fn announce(listening: SocketAddr, articles: u64) {
    let articles = terminal::many(articles as usize, "article");
    terminal::note(&format!(
        "urtext: http://{listening}/ answers from {articles}; stop it with Ctrl-C"
    ));
}

/// Reads the token, the first line of a file.
fn token(path: &Path) -> Result<String, Failure> {
    let hint = "write a secret of at least 16 characters into it, as in `head -c 24 /dev/urandom | base64 > token`";
    let name = path.display();
    let bytes = urtext::files::whole(path)
        .map_err(|cause| Failure::input(format!("{name}: cannot read the token: {cause}"), hint))?;
    let text = String::from_utf8_lossy(&bytes);
    let token = text.lines().next().unwrap_or_default().trim();
    let is_visible = |c: char| c.is_ascii_graphic();
    if token.len() < TOKEN || !token.chars().all(is_visible) {
        let what = "the first line is not a token of at least 16 visible ASCII characters";
        return Err(Failure::input(format!("{name}: {what}"), hint));
    }
    Ok(token.to_owned())
}

/// Returns what is notified when the program is told to end; told again, it ends at once.
fn stopping() -> Arc<Notify> {
    let stop = Arc::new(Notify::new());
    let (told, notify) = (AtomicBool::new(false), Arc::clone(&stop));
    // Where a handler cannot be set, a signal ends the program, which leaves nothing unfinished.
    let _ = ctrlc::set_handler(move || {
        if told.swap(true, Ordering::Relaxed) {
            super::interrupt::end("urtext: interrupted", 130);
        }
        notify.notify_one();
    });
    stop
}

/// Accepts connections until it is told to stop, then waits for those that are being answered.
/// Returns whether all were.
async fn accept(listener: TcpListener, state: &Arc<State>, stop: &Notify) -> std::io::Result<bool> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = TowerToHyperService::new(routes::router(state));
    let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let (ending, ended) = watch::channel(false);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        match first(stop.notified(), next).await {
            First::Left(()) => break,
            First::Right((Ok(place), Ok((stream, _)))) => {
                let (state, router, ended) = (Arc::clone(state), router.clone(), ended.clone());
                tokio::spawn(async move {
                    converse(stream, state, router, ended).await;
                    drop(place);
                });
            }
            First::Right(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    drop(listener);
    let _ = ending.send(true);
    let all = places.acquire_many(CONNECTIONS);
    Ok(tokio::time::timeout(state.time, all).await.is_ok())
}

/// Answers the requests of one connection, one after another.
async fn converse(
    stream: TcpStream,
    state: Arc<State>,
    router: Router,
    mut ended: watch::Receiver<bool>,
) {
    let time = state.time;
    let service = service_fn(move |request| answer(Arc::clone(&state), router.clone(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(time)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream, time)), service);
    let mut connection = pin!(connection);
    // An error is the client's: it went away, was too slow, or did not speak HTTP.
    let ending = async {
        let _ = ended.wait_for(|ended| *ended).await;
    };
    if let First::Right(()) = first(connection.as_mut(), ending).await {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// Answers one request.
async fn answer(
    state: Arc<State>,
    router: Router,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let begun = Instant::now();
    let _open = state.metrics.begin();
    let route = routes::named(request.uri().path());
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let mut response = match state.guard.check(&request) {
        Ok(()) => router.call(request).await?,
        Err(refusal) => refusal.response(),
    };
    routes::seal(&mut response);
    let status = response.status().as_u16();
    terminal::detail(&format!("{method} {route} {status} {} ms", begun.elapsed().as_millis()));
    state.metrics.end(&method, route, status, begun.elapsed());
    Ok(response)
}

/// The output of the future that was ready first.
enum First<A, B> {
    Left(A),
    Right(B),
}

/// Waits for whichever of two futures is ready first; the left one if both are.
async fn first<A: Future, B: Future>(left: A, right: B) -> First<A::Output, B::Output> {
    let (mut left, mut right) = (pin!(left), pin!(right));
    poll_fn(|context| {
        if let Poll::Ready(output) = left.as_mut().poll(context) {
            return Poll::Ready(First::Left(output));
        }
        Pin::as_mut(&mut right).poll(context).map(First::Right)
    })
    .await
}
