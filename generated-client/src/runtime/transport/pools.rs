//! The HTTP clients: one for each async runtime.
//!
//! A connection belongs to the async runtime that opened it. A request that another runtime sends over it hangs while
//! the first runtime is idle, so each runtime has connections of its own. A client that talks to this machine and to
//! other servers has two, since only one of them may use a proxy.

use std::panic::catch_unwind;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use tokio::runtime::{Handle, Id};

use super::url::is_loopback;
use crate::runtime::api::error::Error;

/// The maximum number of HTTP clients. If more runtimes are in use at a time, they only have to reconnect.
const MAX_CLIENTS: usize = 8;

/// A function that creates an HTTP client, which uses proxies or not.
pub(crate) type NewHttpClient = Box<dyn Fn(Proxies) -> Result<reqwest::Client, Error> + Send + Sync>;

/// Whether an HTTP client uses proxies. A proxy would receive unencrypted requests that are for this machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Proxies {
    /// Those of the environment and of the builder.
    Allowed,
    /// None.
    Ignored,
}

impl Proxies {
    pub(crate) fn of(url: &Url) -> Self {
        if is_loopback(url) { Self::Ignored } else { Self::Allowed }
    }
}

/// The HTTP clients of a [`Client`](crate::Client), each with its connection pool.
pub(crate) struct Pools {
    new_client: NewHttpClient,
    /// The HTTP clients and the runtimes that they belong to, in the order of their last use. The first one belongs to
    /// no runtime until it is used.
    pools: Mutex<Vec<(Option<Id>, Proxies, reqwest::Client)>>,
    /// Whether proxies are used, if all servers agree.
    proxies: Option<Proxies>,
}

impl Pools {
    /// Creates the HTTP clients for requests to these URLs.
    pub(crate) fn new(urls: &[Url], new_client: NewHttpClient) -> Result<Self, Error> {
        let first = urls.first().map_or(Proxies::Allowed, Proxies::of);
        let proxies = Some(first).filter(|first| urls.iter().all(|url| Proxies::of(url) == *first));
        let client = new_client(first)?;
        Ok(Self { new_client, pools: Mutex::new(vec![(None, first, client)]), proxies })
    }

    /// Returns the client of the current runtime for requests to a URL.
    pub(crate) fn current(&self, url: &Url) -> Result<reqwest::Client, Error> {
        let id = current_runtime()?;
        let proxies = self.proxies.unwrap_or_else(|| Proxies::of(url));
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = pools.iter().any(|(owner, ..)| *owner == Some(id));
        if !is_known {
            check_timers()?;
        }
        let is_own = |(owner, own, _): &(Option<Id>, Proxies, _)| {
            owner.is_none_or(|owner| owner == id) && *own == proxies
        };
        if let Some(index) = pools.iter().position(is_own) {
            // Moved to the end, so that short-lived runtimes do not displace the client of a long-lived one.
            pools[index..].rotate_left(1);
            if let Some((owner, _, client)) = pools.last_mut() {
                *owner = Some(id);
                return Ok(client.clone());
            }
        }
        let client = (self.new_client)(proxies)?;
        if pools.len() == MAX_CLIENTS {
            pools.remove(0);
        }
        pools.push((Some(id), proxies, client.clone()));
        Ok(client)
    }
}

/// Returns an error if calls cannot be awaited here.
pub(crate) fn check_runtime() -> Result<(), Error> {
    current_runtime()?;
    check_timers()
}

/// Returns the id of the current runtime.
fn current_runtime() -> Result<Id, Error> {
    let problem = "a call must be awaited inside a tokio runtime";
    Handle::try_current().map(|runtime| runtime.id()).map_err(|_| Error::config(problem.to_owned()))
}

/// Returns an error if the current runtime has no timers. tokio has no function for that, and panics without them.
fn check_timers() -> Result<(), Error> {
    let problem = "the tokio runtime has no timers: call `enable_time()` or `enable_all()` on its builder";
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).map_err(|_| Error::config(problem.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use crate::runtime::api::builder::ClientBuilder;
    use crate::runtime::api::call::Call;
    use crate::runtime::api::future::{Empty, ResponseFuture};
    use crate::runtime::api::service::{Server, Service, Variable};

    static LOCAL: Server = Server { url: "http://{host}", credentials: &[] };
    static OTHER: Server = Server { url: "http://other.invalid", credentials: &[] };
    const HOST: &[Variable] = &[Variable { name: "host", setter: "host", default: None }];
    static SERVICE: Service = Service { servers: &[&OTHER, &LOCAL], variables: HOST, credentials: &[] };

    /// Starts a server that responds to every connection once, with this status. Returns its address.
    fn server(status: u16) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                let head = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _ = stream.write_all(head.as_bytes());
            }
        });
        address
    }

    /// Both the proxy of the environment and this one are added to an HTTP client in the same way.
    #[tokio::test]
    async fn requests_to_this_machine_use_no_proxy_although_another_server_has_one() {
        let (own, proxy) = (server(200), format!("http://{}", server(299)));
        let builder = ClientBuilder::new(&SERVICE)
            .variable("host", own)
            .allow_http()
            .configure_http(move |http| http.proxy(reqwest::Proxy::all(&proxy).expect("a URL")));
        let client = builder.build().expect("a client");
        for _ in 0..2 {
            for (server, status) in [(&LOCAL, 200), (&OTHER, 299)] {
                let call = Call::get(&client, server, "Get", "/");
                let response = ResponseFuture::<()>::new::<Empty>(call).await.expect("a response");
                assert_eq!(response.status.as_u16(), status, "{}", server.url);
            }
        }
    }
}
