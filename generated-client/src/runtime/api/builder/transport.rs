//! The transport of a client.

use reqwest::Url;

use super::ClientBuilder;
use crate::runtime::api::error::Error;
use crate::runtime::transport::custom::Transport;
use crate::runtime::transport::pools::{Pools, Proxies};
use crate::runtime::transport::sender::Sender;
use crate::runtime::transport::url::ServerUrl;

/// A function that puts a transport around another one.
pub(super) type Layer = Box<dyn FnOnce(Box<dyn Transport>) -> Box<dyn Transport> + Send>;

impl ClientBuilder {
    /// Sends requests with this transport instead of over HTTP connections.
    ///
    /// Settings of connections have no effect then: those of TLS, proxies, the time to connect, and
    /// [`configure_http`](Self::configure_http). All others apply. [`Transport`] has an example.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Puts a transport around the one that sends the requests: the HTTP connections of the client, or the one given to
    /// [`transport`](Self::transport). The function gets that one, and returns another one that holds it.
    ///
    /// It can be called several times; the last transport is the outermost. Each attempt passes through all of them.
    /// [`Transport`] has an example.
    pub fn transport_layer<T: Transport>(
        mut self,
        layer: impl FnOnce(Box<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.layers.push(Box::new(|inner| Box::new(layer(inner))));
        self
    }

    /// Creates what sends the requests to these servers.
    pub(super) fn sender(&mut self, base_urls: &[Result<ServerUrl, String>]) -> Result<Sender, Error> {
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => {
                let pools = self.pools(base_urls)?;
                if self.layers.is_empty() {
                    return Ok(Sender::Http(pools));
                }
                Box::new(pools)
            }
        };
        let transport = self.layers.drain(..).fold(transport, |inner, layer| layer(inner));
        Ok(Sender::Custom(transport, self.user_agent.clone()))
    }

    /// Creates the HTTP connections to these servers.
    fn pools(&mut self, base_urls: &[Result<ServerUrl, String>]) -> Result<Pools, Error> {
        let urls: Vec<Url> = base_urls.iter().flatten().map(|url| url.parsed.clone()).collect();
        let configure_http = self.configure_http.take();
        let needs_tls = configure_http.is_some() || urls.iter().any(|url| url.scheme() == "https");
        let tls = self.tls.config(needs_tls)?;
        let (user_agent, connect_timeout) = (self.user_agent.clone(), self.connect_timeout);
        let own_proxies = self.proxies.take();
        let new_http_client = move |uses| {
            let mut http = reqwest::Client::builder();
            if let Some(configure) = &configure_http {
                http = configure(http);
            }
            match &own_proxies {
                Some(own) if uses == Proxies::Allowed => {
                    http = own.iter().cloned().fold(http, reqwest::ClientBuilder::proxy);
                }
                _ => http = http.no_proxy(),
            }
            tls.apply(http)
                .user_agent(user_agent.clone())
                .connect_timeout(connect_timeout)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .build()
                .map_err(Error::http_client)
        };
        Pools::new(&urls, Box::new(new_http_client))
    }
}
