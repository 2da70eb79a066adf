//! The settings of connections: the time to connect, proxies, TLS, and what reqwest has besides.

use std::time::Duration;

use zeroize::Zeroizing;

use super::ClientBuilder;
use crate::runtime::transport::tls::TlsBackend;

impl ClientBuilder {
    /// Limits the time to connect, including the TLS handshake; 10 s by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().connect_timeout(Duration::from_secs(3));
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends requests through this proxy, such as `http://user:password@proxy.example:8080`, instead of those of the
    /// environment. Requests to this machine are sent directly.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().proxy("http://proxy.example:8080");
    /// ```
    pub fn proxy(mut self, url: &str) -> Self {
        match reqwest::Proxy::all(url) {
            Ok(proxy) => self.proxies.get_or_insert_default().push(proxy),
            // Without the URL and the error, which may have a password.
            Err(_) => self.problem("the value given to `proxy(…)` is not the URL of a proxy".to_owned()),
        }
        self
    }

    /// Sends requests through no proxy, also not through those of the environment.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let builder = generated_client::Client::builder().no_proxy();
    /// ```
    pub fn no_proxy(mut self) -> Self {
        self.proxies = None;
        self
    }

    /// Trusts these root certificates, in PEM, in addition to those that the platform trusts.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// # fn example() -> std::io::Result<()> {
    /// let builder = Client::builder().root_certificate(std::fs::read("ca.pem")?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Trusts only the certificates given to [`root_certificate`](Self::root_certificate).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// # fn example() -> std::io::Result<()> {
    /// let builder = Client::builder().root_certificate(std::fs::read("ca.pem")?);
    /// let builder = builder.only_root_certificates();
    /// # Ok(())
    /// # }
    /// ```
    pub fn only_root_certificates(mut self) -> Self {
        self.tls.only_these_roots = true;
        self
    }

    /// Sets a client certificate: the chain and its private key (PKCS #8), both in PEM, one after the other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// let pem = [std::fs::read("chain.pem")?, std::fs::read("key.pem")?].concat();
    /// let builder = generated_client::Client::builder().identity(pem);
    /// # Ok(())
    /// # }
    /// ```
    pub fn identity(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.identity = Some(Zeroizing::new(pem.into()));
        self
    }

    /// Sets the TLS implementation, if both features, `rustls` and `native-tls`, are enabled; rustls by default.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::{Client, TlsBackend};
    ///
    /// let builder = Client::builder().tls_backend(TlsBackend::Rustls);
    /// ```
    pub fn tls_backend(mut self, backend: TlsBackend) -> Self {
        self.tls.backend = Some(backend);
        self
    }

    /// Changes settings of the HTTP client that have no setter here, such as a resolver of names.
    ///
    /// The settings of this crate are applied afterwards: its timeouts, its TLS, no redirects, no retries by reqwest,
    /// and no proxy for requests to this machine.
    /// The closure is called once for each async runtime that uses the client. No other public item exposes reqwest;
    /// because of this one, a new major version of reqwest is a breaking change of this crate.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use generated_client::Client;
    ///
    /// let builder = Client::builder().configure_http(|http| http.pool_max_idle_per_host(4));
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(configure));
        self
    }
}
