//! What is missing before a client can be made, and what is refused.

use reqwest::Url;

use super::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::service::Scheme;
use crate::runtime::url::Front;

impl ClientBuilder {
    pub(super) fn fronts(&self) -> Result<Vec<Front>, Error> {
        let fronts = self.service.servers.iter().map(|template| match &self.base_url {
            Some(url) => Ok(Front::Base(url.clone())),
            None => self.expand(template).map(Front::Text),
        });
        let fronts = fronts.map(|front| match &self.origin {
            Some(origin) => front?.with_origin(origin).ok_or_else(|| {
                let origin = presentable(origin);
                Error::config(format!(
                    "{origin} is no scheme, host and port, such as `http://127.0.0.1:8080`"
                ))
            }),
            None => front,
        });
        let fronts = fronts.collect::<Result<Vec<_>, _>>()?;
        for front in &fronts {
            self.check_url(&front.join(""))?;
        }
        Ok(fronts)
    }

    /// The text of a server's template.
    fn expand(&self, template: &str) -> Result<String, Error> {
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
                return Err(Error::config(format!("the URL needs `{name}`: call `{setter}(…)`{whole}")));
            };
            text = text.replace(&placeholder, value);
        }
        Ok(text)
    }

    fn check_url(&self, text: &str) -> Result<(), Error> {
        let refuse = |reason: &str| {
            let text = presentable(text);
            Err(Error::config(format!("{text} cannot be called: {reason}")))
        };
        let Ok(url) = Url::parse(text) else {
            return refuse("it is no absolute URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            // Not shown: what stands there is most likely a password.
            return Err(Error::config("a base URL holds no user name and no password".to_owned()));
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
