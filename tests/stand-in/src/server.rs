//! The listener and its connections, which have their own thread.

use std::future::{pending, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::sync::mpsc as reports;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::record::ConnectionId;
use crate::service;
use crate::state::Core;
use crate::wire::Script;

/// The running server. Dropping it stops its thread and closes its port.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    commands: Option<mpsc::UnboundedSender<Command>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Command {
    Close(reports::Sender<io::Result<()>>),
    Open(reports::Sender<io::Result<()>>),
}

impl Server {
    /// Binds the address. Connections are accepted as soon as this returns.
    pub(crate) fn start(address: SocketAddr, core: Arc<Core>) -> io::Result<Self> {
        let listener = bind(address)?;
        let address = listener.local_addr()?;
        let (commands, inbox) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("stand-in".to_owned()).spawn(move || {
            runtime.block_on(serve(listener, address, core, inbox));
        })?;
        Ok(Self { address, commands: Some(commands), thread: Some(thread) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes the port and every connection.
    pub(crate) fn close(&self) {
        // A server whose thread has ended is closed already.
        let _ = self.command(Command::Close);
    }

    /// Opens the port again.
    pub(crate) fn open(&self) -> io::Result<()> {
        self.command(Command::Open)
    }

    fn command(&self, command: impl FnOnce(reports::Sender<io::Result<()>>) -> Command) -> io::Result<()> {
        let (done, report) = reports::channel();
        let stopped = || io::Error::other("the stand-in has stopped");
        let commands = self.commands.as_ref().ok_or_else(stopped)?;
        commands.send(command(done)).map_err(|_| stopped())?;
        report.recv().map_err(|_| stopped())?
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Without senders the server's loop ends.
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

async fn serve(
    listener: std::net::TcpListener,
    address: SocketAddr,
    core: Arc<Core>,
    mut inbox: mpsc::UnboundedReceiver<Command>,
) {
    let mut listener = TcpListener::from_std(listener).ok();
    let router = service::router(Arc::clone(&core));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            command = inbox.recv() => match command {
                None => return,
                Some(Command::Close(done)) => {
                    listener = None;
                    connections.shutdown().await;
                    let _ = done.send(Ok(()));
                }
                Some(Command::Open(done)) => {
                    let opened = match listener {
                        Some(_) => Ok(()),
                        None => bind(address)
                            .and_then(TcpListener::from_std)
                            .map(|reopened| listener = Some(reopened)),
                    };
                    let _ = done.send(opened);
                }
            },
            stream = accept(listener.as_ref()) => {
                let id = count_connection(&core);
                connections.spawn(connection(stream, router.clone(), id));
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

/// Waits for the next connection. While the port is closed, it never returns.
async fn accept(listener: Option<&TcpListener>) -> TcpStream {
    let Some(listener) = listener else { return pending().await };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // There are probably no file descriptors left, so wait until other connections have ended.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

fn count_connection(core: &Core) -> ConnectionId {
    let mut state = core.state();
    state.connections += 1;
    ConnectionId(state.connections - 1)
}

/// Serves a connection until it ends or a response takes it over.
async fn connection(stream: TcpStream, router: Router, id: ConnectionId) {
    let _ = stream.set_nodelay(true);
    let taken_over = Arc::new(Mutex::new(None));
    let service = TowerToHyperService::new(router);
    let service = service_fn(|mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(id);
        let response = service.call(request);
        let taken_over = Arc::clone(&taken_over);
        Box::pin(async move {
            let Ok(mut response) = response.await;
            match response.extensions_mut().remove::<Script>() {
                None => Ok::<Response<Body>, TakenOver>(response),
                Some(script) => {
                    *taken_over.lock().unwrap_or_else(PoisonError::into_inner) = Some(script);
                    Err(TakenOver)
                }
            }
        })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Without a shutdown, the socket is returned in its current state.
    let _ = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let stream = connection.into_parts().io.into_inner();
    let script = taken_over.lock().unwrap_or_else(PoisonError::into_inner).take();
    script.unwrap_or_default().play(stream).await;
}

/// Makes the HTTP library stop using the connection, because the response is written directly.
#[derive(Debug)]
struct TakenOver;

impl std::fmt::Display for TakenOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is taken over")
    }
}

impl std::error::Error for TakenOver {}
