//! TLS, chosen explicitly, so that a feature of reqwest that another dependency of the program enables does not change
//! it.
//!
//! With rustls, reqwest receives a complete configuration: without one, it looks for a crypto provider and panics if
//! there is none. Its setters for certificates have no effect on such a configuration, so the certificates are added
//! here.

use reqwest::ClientBuilder;
use zeroize::Zeroizing;

use crate::runtime::api::error::Error;

/// A TLS implementation.
///
/// # Examples
///
/// ```no_run
/// use generated_client::{Client, TlsBackend};
///
/// # #[cfg(feature = "native-tls")]
/// let builder = Client::builder().tls_backend(TlsBackend::Native);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TlsBackend {
    /// rustls with the ring provider: the default if the feature `rustls` is on.
    #[cfg(feature = "rustls")]
    Rustls,
    /// The TLS of the platform: the default if the feature `rustls` is off.
    #[cfg(feature = "native-tls")]
    Native,
}

impl TlsBackend {
    /// The implementation that is used unless the caller sets another one.
    pub(crate) const DEFAULT: Option<Self> = DEFAULT;
}

#[cfg(feature = "rustls")]
const DEFAULT: Option<TlsBackend> = Some(TlsBackend::Rustls);
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
const DEFAULT: Option<TlsBackend> = Some(TlsBackend::Native);
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
const DEFAULT: Option<TlsBackend> = None;

/// The TLS settings of the caller.
pub(crate) struct Tls {
    pub(crate) backend: Option<TlsBackend>,
    /// Certificates in PEM.
    pub(crate) roots: Vec<Vec<u8>>,
    pub(crate) only_these_roots: bool,
    /// A certificate chain and its private key in PEM.
    pub(crate) identity: Option<Zeroizing<Vec<u8>>>,
}

impl Default for Tls {
    fn default() -> Self {
        Self { backend: TlsBackend::DEFAULT, roots: Vec::new(), only_these_roots: false, identity: None }
    }
}

/// The TLS configuration of the HTTP clients of all runtimes.
pub(crate) enum TlsConfig {
    /// No TLS.
    None,
    #[cfg(feature = "rustls")]
    Rustls(Box<rustls::ClientConfig>),
    #[cfg(feature = "native-tls")]
    Native(native::Config),
}

impl Tls {
    /// Creates the configuration. Reads the certificates of the platform only if they are `needed`, since a machine may
    /// have none.
    pub(crate) fn config(&self, needed: bool) -> Result<TlsConfig, Error> {
        if self.only_these_roots && self.roots.is_empty() {
            let problem = "`only_root_certificates()` without `root_certificate(…)` trusts no server";
            return Err(Error::config(problem.to_owned()));
        }
        match self.backend {
            #[cfg(feature = "rustls")]
            Some(TlsBackend::Rustls) => self.rustls(needed).map(|config| TlsConfig::Rustls(Box::new(config))),
            #[cfg(feature = "native-tls")]
            Some(TlsBackend::Native) => native::Config::new(self).map(TlsConfig::Native),
            #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
            Some(none) => match none {},
            None => {
                let _ = needed;
                Ok(TlsConfig::None)
            }
        }
    }

    /// Creates the configuration of rustls.
    #[cfg(feature = "rustls")]
    fn rustls(&self, needed: bool) -> Result<rustls::ClientConfig, Error> {
        use std::sync::Arc;

        use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
        use rustls_platform_verifier::Verifier;

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = Vec::new();
        let mut store = rustls::RootCertStore::empty();
        for pem in &self.roots {
            let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
            let certificates = certificates.unwrap_or_default();
            if certificates.is_empty() {
                return Err(Error::root_certificate(None));
            }
            for certificate in certificates {
                store
                    .add(certificate.clone())
                    .map_err(|source| Error::root_certificate(Some(source.into())))?;
                roots.push(certificate);
            }
        }
        let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(Error::tls)?;
        let config = if self.only_these_roots || !needed {
            config.with_root_certificates(store)
        } else {
            let verifier = Verifier::new_with_extra_roots(roots, provider).map_err(Error::platform_roots)?;
            config.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
        };
        let mut config = match &self.identity {
            None => config.with_no_client_auth(),
            Some(pem) => {
                let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
                let (Ok(chain), Ok(key)) = (chain, PrivateKeyDer::from_pem_slice(pem)) else {
                    return Err(Error::identity(None));
                };
                let identity = config.with_client_auth_cert(chain, key);
                identity.map_err(|source| Error::identity(Some(source.into())))?
            }
        };
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

impl TlsConfig {
    /// Applies the configuration to an HTTP client.
    pub(crate) fn apply(&self, http: ClientBuilder) -> ClientBuilder {
        match self {
            Self::None => http,
            #[cfg(feature = "rustls")]
            Self::Rustls(config) => http.tls_backend_preconfigured((**config).clone()),
            #[cfg(feature = "native-tls")]
            Self::Native(config) => config.apply(http),
        }
    }
}

#[cfg(feature = "native-tls")]
mod native {
    use reqwest::{Certificate, ClientBuilder, Identity};
    use zeroize::Zeroizing;

    use super::{Error, Tls};

    /// The certificates, in the types of reqwest's setters.
    pub(crate) struct Config {
        roots: Vec<Certificate>,
        only_these_roots: bool,
        identity: Option<Identity>,
    }

    impl Config {
        pub(super) fn new(tls: &Tls) -> Result<Self, Error> {
            let mut roots = Vec::new();
            for pem in &tls.roots {
                let certificates = Certificate::from_pem_bundle(pem);
                let certificates =
                    certificates.map_err(|source| Error::root_certificate(Some(source.into())))?;
                if certificates.is_empty() {
                    return Err(Error::root_certificate(None));
                }
                roots.extend(certificates);
            }
            let identity = tls.identity.as_ref().map(|pem| identity(pem)).transpose()?;
            Ok(Self { roots, only_these_roots: tls.only_these_roots, identity })
        }

        pub(super) fn apply(&self, http: ClientBuilder) -> ClientBuilder {
            // As with rustls, `configure_http` cannot turn the checks off.
            let http = http.tls_backend_native();
            let http = http.tls_danger_accept_invalid_certs(false).tls_danger_accept_invalid_hostnames(false);
            let roots = self.roots.iter().cloned();
            let http =
                if self.only_these_roots { http.tls_certs_only(roots) } else { http.tls_certs_merge(roots) };
            match &self.identity {
                Some(identity) => http.identity(identity.clone()),
                None => http,
            }
        }
    }

    /// Creates an identity. native-tls needs the chain and the key separately, and no text before the key.
    fn identity(pem: &[u8]) -> Result<Identity, Error> {
        let pem = std::str::from_utf8(pem).map_err(|_| Error::identity(None))?;
        let chain = blocks(pem, "CERTIFICATE");
        let key = blocks(pem, "PRIVATE KEY");
        if chain.is_empty() || key.is_empty() {
            return Err(Error::identity(None));
        }
        let refused = |source: reqwest::Error| Error::identity(Some(source.into()));
        let identity = Identity::from_pkcs8_pem(chain.as_bytes(), key.as_bytes()).map_err(refused)?;
        // Only an HTTP client that uses the identity checks that the key belongs to the certificate.
        ClientBuilder::new().tls_backend_native().identity(identity.clone()).build().map_err(refused)?;
        Ok(identity)
    }

    /// Returns the blocks of one kind in PEM.
    fn blocks(pem: &str, label: &str) -> Zeroizing<String> {
        let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
        // With the maximum capacity: a reallocation would leave a copy of the key in memory.
        let mut found = Zeroizing::new(String::with_capacity(pem.len() + 1));
        let mut rest = pem;
        while let Some(start) = rest.find(&begin)
            && let Some(length) = rest[start..].find(&end)
        {
            let stop = start + length + end.len();
            found.push_str(&rest[start..stop]);
            found.push('\n');
            rest = &rest[stop..];
        }
        found
    }
}

#[cfg(all(test, not(any(feature = "rustls", feature = "native-tls"))))]
mod tests {
    use crate::ClientBuilder;
    use crate::runtime::api::service::{Server, Service};

    #[test]
    fn without_tls_https_is_refused_by_build_and_plain_http_to_this_machine_works() {
        static SERVER: Server = Server { url: "https://service.example/", credentials: &[] };
        static SERVICE: Service = Service { servers: &[&SERVER], variables: &[], credentials: &[] };
        let error = ClientBuilder::new(&SERVICE).build().unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Config);
        assert_eq!(
            error.to_string(),
            "`https://service.example` cannot be called: this build has no TLS; enable the feature `rustls` or \
             `native-tls`"
        );
        assert!(ClientBuilder::new(&SERVICE).origin("http://127.0.0.1:8080").build().is_ok());
    }
}
