//! The checks of the settings when a client is built.

use reqwest::Url;

use super::ClientBuilder;
use super::variables::{Refusal, expand};
use crate::runtime::api::error::Error;
use crate::runtime::transport::url::{BaseUrl, ServerUrl, is_loopback, shown};

impl ClientBuilder {
    /// Returns the base URL of each server, or the reason why the server cannot be called.
    ///
    /// A program may need only some of the servers, so a setting that is missing for one server is an error of the
    /// calls to that server.
    ///
    /// # Errors
    ///
    /// If no server can be called, or if the value of a variable cannot be in its place.
    pub(super) fn base_urls(&self) -> Result<Vec<Result<ServerUrl, String>>, Error> {
        let origin = self.origin.as_deref().map(|origin| origin.trim_end_matches('/'));
        if let Some(origin) = origin
            && !Url::parse(origin).is_ok_and(|url| url.has_host() && url.path() == "/")
        {
            let origin = shown(origin);
            let problem = "is not a scheme, host and port, such as `http://127.0.0.1:8080`";
            return Err(Error::config(format!("{origin} {problem}")));
        }
        let mut base_urls = Vec::new();
        for server in self.service.servers {
            base_urls.push(match self.server_url(server.url, origin) {
                Ok(url) => Ok(url),
                Err(Refusal::Missing(problem)) => Err(problem),
                Err(Refusal::Invalid(problem)) => return Err(Error::config(problem)),
            });
        }
        match base_urls.first() {
            Some(Err(problem)) if base_urls.iter().all(Result::is_err) => Err(Error::config(problem.clone())),
            _ => Ok(base_urls),
        }
    }

    fn server_url(&self, template: &str, origin: Option<&str>) -> Result<ServerUrl, Refusal> {
        let base = match &self.base_url {
            Some(url) => BaseUrl::Explicit(url.clone()),
            None => BaseUrl::Expanded(expand(template, self.service.variables, &self.variables)?),
        };
        if base.join("").starts_with('/') {
            return Err(Refusal::Missing("the base URL cannot be called: it has no host".to_owned()));
        }
        let base = match origin {
            Some(origin) => base.with_origin(origin),
            None => base,
        };
        let parsed = self.check_url(&base.join("")).map_err(Refusal::Missing)?;
        Ok(ServerUrl { base, parsed })
    }

    /// Checks a URL and returns it parsed.
    ///
    /// # Errors
    ///
    /// The reason if requests cannot be sent to it.
    fn check_url(&self, text: &str) -> Result<Url, String> {
        let refuse = |reason: &str| {
            let url = shown(text);
            Err(format!("{url} cannot be called: {reason}"))
        };
        let Ok(url) = Url::parse(text) else {
            return refuse("it is not an absolute URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            // Without the URL: it most likely contains a password.
            return Err("a base URL must not contain a user name or a password".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("a base URL must not have a query or a fragment");
        }
        match url.scheme() {
            "https" if self.tls.backend.is_none() && self.transport.is_none() => {
                refuse("this build has no TLS; enable the feature `rustls` or `native-tls`")
            }
            "http" if !self.allow_http && !is_loopback(&url) => {
                refuse("plain http would send credentials unencrypted; use https, or call `allow_http()`")
            }
            "http" | "https" => Ok(url),
            _ => refuse("its scheme is neither https nor http"),
        }
    }

    /// Returns an error if the API has credentials and the caller has set none.
    pub(super) fn check_credentials(&self) -> Result<(), Error> {
        let credentials = self.service.credentials;
        let is_any_set = self.authenticate.is_some() || self.secrets.iter().any(Option::is_some);
        if is_any_set || self.is_anonymous || credentials.is_empty() {
            return Ok(());
        }
        let setters: Vec<String> = credentials.iter().map(|credential| credential.setter_call()).collect();
        let setters = setters.join(" or ");
        Err(Error::config(format!("credentials are missing: call {setters}, or `without_credentials()`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::api::service::{Server, Service, Variable};

    const HOST: &[Variable] = &[Variable { name: "host", setter: "host", default: None }];
    static LOCALHOST: Server = Server { url: "http://localhost", credentials: &[] };
    static ANY_HOST: Server = Server { url: "http://{host}", credentials: &[] };
    static ONE: Service = Service { servers: &[&ANY_HOST], variables: HOST, credentials: &[] };
    static TWO: Service = Service { servers: &[&LOCALHOST, &ANY_HOST], variables: HOST, credentials: &[] };

    #[test]
    fn a_setting_that_the_only_server_lacks_is_an_error() {
        let error = ClientBuilder::new(&ONE).build().map(drop).expect_err("there is no host");
        assert!(error.to_string().contains("call `host(…)`"), "{error}");
        assert!(ClientBuilder::new(&ONE).variable("host", "localhost".to_owned()).build().is_ok());
        assert!(ClientBuilder::new(&ONE).base_url("/").build().is_err(), "there is still no host");
    }

    #[test]
    fn a_setting_that_one_of_several_servers_lacks_is_an_error_of_its_calls() {
        let client = ClientBuilder::new(&TWO).build().expect("one of them can be called");
        let urls = &client.inner.base_urls;
        assert!(urls[0].is_ok());
        assert!(urls[1].as_ref().is_err_and(|problem| problem.contains("call `host(…)`")), "{urls:?}");
    }

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        for origin in ["http://localhost:1", "http://localhost:1/"] {
            let client = ClientBuilder::new(&ONE).variable("host", "x/y".to_owned()).origin(origin).build();
            let urls = &client.expect("it is this machine").inner.base_urls;
            let base = urls[0].as_ref().map(|url| &url.base);
            assert_eq!(base, Ok(&BaseUrl::Expanded("http://localhost:1/y".to_owned())));
        }
        for origin in ["localhost", "http://localhost/x", "/"] {
            assert!(ClientBuilder::new(&TWO).origin(origin).build().is_err(), "{origin}");
        }
    }
}
