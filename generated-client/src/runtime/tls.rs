//! TLS, chosen explicitly: another dependency of the program that turns on a feature of reqwest must not change ours.

use super::error::Error;

/// Gives the HTTP client the TLS of the features.
#[cfg(feature = "rustls")]
pub(crate) fn configure(http: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls_platform_verifier::Verifier;

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(Arc::clone(&provider)).map_err(Error::tls)?;
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::tls)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(http.tls_backend_preconfigured(config))
}

/// Leaves the HTTP client without TLS.
#[cfg(not(feature = "rustls"))]
pub(crate) fn configure(http: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
    Ok(http)
}

/// Whether `https` URLs work.
pub(crate) const AVAILABLE: bool = cfg!(feature = "rustls");
