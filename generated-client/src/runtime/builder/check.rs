//! What is missing before a client can be made, and what is refused.

use reqwest::Url;

use super::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::service::Scheme;
use crate::runtime::url::Front;

impl ClientBuilder {
    /// Where the requests of each server go, or why they cannot. An error when that is so of every server.
    ///
    /// A program may need only some of the servers, so what the others lack is an error of the calls that go there.
    pub(super) fn fronts(&self) -> Result<Vec<Result<Front, String>>, Error> {
        let origin = self.origin.as_deref().map(|origin| origin.trim_end_matches('/'));
        if let Some(origin) = origin
            && !Url::parse(origin).is_ok_and(|url| url.has_host() && url.path() == "/")
        {
            let origin = presentable(origin);
            let problem = "is no scheme, host and port, such as `http://127.0.0.1:8080`";
            return Err(Error::config(format!("{origin} {problem}")));
        }
        let fronts = self.service.servers.iter().map(|template| self.front(template, origin));
        let fronts: Vec<Result<Front, String>> = fronts.collect();
        match fronts.first() {
            Some(Err(problem)) if fronts.iter().all(Result::is_err) => Err(Error::config(problem.clone())),
            _ => Ok(fronts),
        }
    }

    fn front(&self, template: &str, origin: Option<&str>) -> Result<Front, String> {
        let front = match &self.base_url {
            Some(url) => Front::Base(url.clone()),
            None => Front::Text(self.expand(template)?),
        };
        if front.join("").starts_with('/') {
            return Err(format!("{} cannot be called: it has no host", presentable(&front.join(""))));
        }
        let front = match origin {
            Some(origin) => front.with_origin(origin),
            None => front,
        };
        self.check_url(&front.join(""))?;
        Ok(front)
    }

    /// The text of a server's template.
    fn expand(&self, template: &str) -> Result<String, String> {
        let mut text = template.to_owned();
        for (variable, value) in self.service.variables.iter().zip(&self.variables) {
            let placeholder = format!("{{{}}}", variable.name);
            if !text.contains(&placeholder) {
                continue;
            }
            let Some(value) = value.as_deref().or(variable.default) else {
                let (name, setter) = (variable.name, variable.setter);
                let whole =
                    if setter == "base_url" { "" } else { ", or `base_url(…)` for the whole of it" };
                return Err(format!("the URL needs `{name}`: call `{setter}(…)`{whole}"));
            };
            text = text.replace(&placeholder, value);
        }
        Ok(text)
    }

    fn check_url(&self, text: &str) -> Result<(), String> {
        let refuse = |reason: &str| {
            let text = presentable(text);
            Err(format!("{text} cannot be called: {reason}"))
        };
        let Ok(url) = Url::parse(text) else {
            return refuse("it is no absolute URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            // Not shown: what stands there is most likely a password.
            return Err("a base URL holds no user name and no password".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("a base URL has no query and no fragment");
        }
        match url.scheme() {
            "https" if self.tls.backend.is_none() => {
                refuse("this build has no TLS; enable the feature `rustls` or `native-tls`")
            }
            "http" if !self.allow_http && !is_loopback(&url) => refuse(
                "plain http would send credentials readable to everybody; use https, or call `allow_http()`",
            ),
            "http" | "https" => Ok(()),
            _ => refuse("its scheme is neither https nor http"),
        }
    }

    pub(super) fn check_credentials(&self) -> Result<(), Error> {
        let schemes = self.service.credentials;
        let any = self.authenticate.is_some() || self.credentials.iter().any(Option::is_some);
        if any || self.anonymous || schemes.is_empty() {
            return Ok(());
        }
        let setters: Vec<String> = schemes.iter().map(Scheme::call).collect();
        let setters = setters.join(" or ");
        Err(Error::config(format!("credentials are missing: call {setters}, or `without_credentials()`")))
    }
}

/// A refused URL, as a message shows it: without what is most likely a password or a key.
fn presentable(text: &str) -> String {
    if text.contains('@') {
        return "the base URL".to_owned();
    }
    match text.split_once(['?', '#']) {
        Some((front, _)) => format!("`{front}…`"),
        None => format!("`{text}`"),
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        None => false,
        Some(host) => {
            let address = host.trim_start_matches('[').trim_end_matches(']');
            address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
                || host == "localhost"
                || host.ends_with(".localhost")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::service::{Service, Variable};

    const HOST: &[Variable] = &[Variable { name: "host", setter: "host", default: None }];
    static ONE: Service = Service { variables: HOST, servers: &["http://{host}"], credentials: &[] };
    static TWO: Service =
        Service { variables: HOST, servers: &["http://localhost", "http://{host}"], credentials: &[] };

    #[test]
    fn what_the_only_server_lacks_is_an_error() {
        let error = ClientBuilder::new(&ONE).build().map(drop).expect_err("there is no host");
        assert!(error.to_string().contains("call `host(…)`"), "{error}");
        assert!(ClientBuilder::new(&ONE).variable(0, "localhost".to_owned()).build().is_ok());
        assert!(ClientBuilder::new(&ONE).base_url("/").build().is_err(), "there is still no host");
    }

    #[test]
    fn what_one_of_several_servers_lacks_is_an_error_of_its_calls() {
        let client = ClientBuilder::new(&TWO).build().expect("one of them can be called");
        let fronts = &client.inner.fronts;
        assert!(fronts[0].is_ok());
        assert!(fronts[1].as_ref().is_err_and(|problem| problem.contains("call `host(…)`")), "{fronts:?}");
    }

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        for origin in ["http://localhost:1", "http://localhost:1/"] {
            let client = ClientBuilder::new(&ONE).variable(0, "x/y".to_owned()).origin(origin).build();
            let fronts = &client.expect("it is this machine").inner.fronts;
            assert_eq!(fronts[0], Ok(Front::Text("http://localhost:1/y".to_owned())));
        }
        for origin in ["localhost", "http://localhost/x", "/"] {
            assert!(ClientBuilder::new(&TWO).origin(origin).build().is_err(), "{origin}");
        }
    }
}
