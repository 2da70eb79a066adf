//! A TLS server on the loopback interface, and certificates for it. It responds to every request with a profile or a
//! given response, and records the handshakes.

#![allow(dead_code, reason = "each test uses a part of this module")]

use std::convert::Infallible;
use std::io;
use std::net::{self, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use hyper::service::service_fn;
use hyper::{Request, Response, body::Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CertifiedKey, DnType, IsCa, KeyPair, date_time_ymd,
};
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::{Acceptor, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A certificate authority.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = params(&[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, key()).expect("an authority can be created"))
    }

    /// Returns the certificate of the authority.
    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// Returns a certificate for these names.
    pub(crate) fn certificate(&self, names: &[&str]) -> CertifiedKey<KeyPair> {
        self.sign(params(names))
    }

    /// Returns a certificate that was valid until the year 2001.
    pub(crate) fn expired(&self, names: &[&str]) -> CertifiedKey<KeyPair> {
        let mut params = params(names);
        (params.not_before, params.not_after) = (date_time_ymd(2000, 1, 1), date_time_ymd(2001, 1, 1));
        self.sign(params)
    }

    fn sign(&self, params: CertificateParams) -> CertifiedKey<KeyPair> {
        let signing_key = key();
        let cert = params.signed_by(&signing_key, &self.0).expect("a certificate can be signed");
        CertifiedKey { cert, signing_key }
    }
}

fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("the names are valid");
    // OpenSSL distinguishes certificates by their names, including those of authorities.
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    params.distinguished_name.push(DnType::CommonName, format!("number {number}"));
    params
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key can be generated")
}

/// Returns a certificate and its key, as `identity(…)` takes them.
pub(crate) fn identity(certificate: &CertifiedKey<KeyPair>) -> String {
    certificate.cert.pem() + &certificate.signing_key.serialize_pem()
}

/// The parameters of a handshake.
#[derive(Clone, Debug, Default)]
pub(crate) struct Handshake {
    /// The numbers of the cipher suites that the client offered.
    pub(crate) offered: Vec<u16>,
    /// The client's certificate, in DER.
    pub(crate) client: Option<Vec<u8>>,
    /// The negotiated protocol, such as `h2`.
    pub(crate) protocol: Option<String>,
}

/// The settings of a server.
pub(crate) struct Server {
    certificate: CertifiedKey<KeyPair>,
    protocols: Vec<Vec<u8>>,
    clients: Option<RootCertStore>,
    response: (u16, String),
}

/// A running server. Dropping it stops it.
pub(crate) struct Running {
    address: SocketAddr,
    handshakes: Arc<Mutex<Vec<Handshake>>>,
    _stop: oneshot::Sender<()>,
}

impl Server {
    pub(crate) fn new(certificate: CertifiedKey<KeyPair>) -> Self {
        let protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let account = json!({
            "account_id": "712020:4c7e1d20-aa11", "account_type": "atlassian", "account_status": "active",
            "name": "n", "nickname": "n", "email": "e@example.com", "picture": "p",
        });
        Self {
            certificate,
            protocols,
            clients: None,
            response: (200, json!({"account": account}).to_string()),
        }
    }

    /// Sets the supported protocols.
    pub(crate) fn protocols(mut self, protocols: &[&str]) -> Self {
        self.protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        self
    }

    /// Requires a client certificate of this authority.
    pub(crate) fn clients_of(mut self, authority: &Authority) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(authority.0.der().clone()).expect("it is a certificate");
        self.clients = Some(roots);
        self
    }

    /// Sets the response to every request.
    pub(crate) fn response(mut self, status: u16, body: String) -> Self {
        self.response = (status, body);
        self
    }

    pub(crate) fn start(self) -> Running {
        let (_stop, stopped) = oneshot::channel::<()>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        listener.set_nonblocking(true).expect("it can be");
        let handshakes = Arc::default();
        let (config, recorded) = (Arc::new(self.config()), Arc::clone(&handshakes));
        let response: &'static (u16, String) = Box::leak(Box::new(self.response));
        thread::spawn(move || {
            runtime.spawn(async move {
                let listener = TcpListener::from_std(listener).expect("it is nonblocking");
                while let Ok((stream, _)) = listener.accept().await {
                    // A client that refuses the server's certificate ends the handshake.
                    tokio::spawn(serve(stream, Arc::clone(&config), Arc::clone(&recorded), response));
                }
            });
            let _ = runtime.block_on(stopped);
        });
        Running { address, handshakes, _stop }
    }

    fn config(&self) -> ServerConfig {
        let provider: Arc<CryptoProvider> = ring::default_provider().into();
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let config = config.with_safe_default_protocol_versions().expect("the defaults are valid");
        let config = match &self.clients {
            None => config.with_no_client_auth(),
            Some(roots) => {
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.clone().into(), provider);
                config.with_client_cert_verifier(verifier.build().expect("there is a root"))
            }
        };
        let key = PrivateKeyDer::try_from(self.certificate.signing_key.serialize_der()).expect("it is a key");
        let chain = vec![self.certificate.cert.der().clone()];
        let mut config = config.with_single_cert(chain, key).expect("the key belongs to the certificate");
        config.alpn_protocols.clone_from(&self.protocols);
        config
    }
}

impl Running {
    /// Returns the base URL with this host.
    pub(crate) fn url(&self, host: &str) -> String {
        format!("https://{host}:{}", self.address.port())
    }

    /// Returns the handshakes that were begun, in order.
    pub(crate) fn handshakes(&self) -> Vec<Handshake> {
        self.handshakes.lock().expect("no panic with the lock").clone()
    }
}

async fn serve(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    recorded: Arc<Mutex<Vec<Handshake>>>,
    response: &'static (u16, String),
) -> io::Result<()> {
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let offered = start.client_hello().cipher_suites().iter().map(|&suite| suite.into()).collect();
    let index = {
        let mut recorded = recorded.lock().expect("no panic with the lock");
        recorded.push(Handshake { offered, ..Handshake::default() });
        recorded.len() - 1
    };
    let stream = start.into_stream(config).await?;
    let session = stream.get_ref().1;
    if let Some(handshake) = recorded.lock().expect("no panic with the lock").get_mut(index) {
        handshake.client =
            session.peer_certificates().and_then(<[_]>::first).map(|certificate| certificate.to_vec());
        handshake.protocol =
            session.alpn_protocol().map(|protocol| String::from_utf8_lossy(protocol).into_owned());
    }
    let service = service_fn(|_: Request<Incoming>| async {
        let response = Response::builder().status(response.0).body(response.1.clone());
        Ok::<_, Infallible>(response.unwrap_or_default())
    });
    let connection = auto::Builder::new(TokioExecutor::new());
    connection.serve_connection(TokioIo::new(stream), service).await.map_err(io::Error::other)
}
