//! A call while its arguments are collected.

use std::fmt;

use super::client::Client;
use super::error::Error;
use super::options::CallOptions;
use super::payload::Payload;
use super::service::Operation;
use super::text::Argument;
use super::url;

/// A call: an operation and its arguments, in the text that will be sent.
///
/// What sets something takes the call and returns it, which costs the compiler less than a reference.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) client: Client,
    pub(crate) operation: Operation,
    pub(crate) options: CallOptions,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Payload,
}

impl Call {
    pub(crate) fn new(client: &Client, operation: Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            options: CallOptions::default(),
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Payload::Empty,
        }
    }

    /// Sets the options.
    pub(crate) fn with(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Adds the next path argument.
    pub(crate) fn path(mut self, argument: &(impl Argument + ?Sized)) -> Self {
        self.path.push(argument.text().into_owned());
        self
    }

    /// Sets a query parameter.
    pub(crate) fn query(mut self, name: &'static str, value: &(impl Argument + ?Sized)) -> Self {
        self.query.retain(|(other, _)| *other != name);
        self.query.push((name, value.text().into_owned()));
        self
    }

    /// Sets a query parameter that has several values: `name=a&name=b`.
    pub(crate) fn query_keys<T: Argument>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.query.retain(|(other, _)| *other != name);
        self.query.extend(values.into_iter().map(|value| (name, value.text().into_owned())));
        self
    }

    /// Sets a query parameter that has several values in one: `name=a,b`.
    pub(crate) fn query_commas<T: Argument>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.text().into_owned()).collect();
        self.query(name, &values.join(","))
    }

    /// Sets a header.
    pub(crate) fn header(mut self, name: &'static str, value: &(impl Argument + ?Sized)) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.text().into_owned()));
        self
    }

    /// The text of the URL of the request.
    pub(crate) fn url_text(&self) -> Result<String, Error> {
        self.url().map(String::from)
    }

    /// The URL of the request.
    ///
    /// What goes on the wire is what a URL parser makes of the text, so the parser's result is held against the text:
    /// an argument that got through everything else still cannot reach another path.
    pub(crate) fn url(&self) -> Result<reqwest::Url, Error> {
        let path = url::path(self.operation.path, &self.path).map_err(|refused| {
            let url::Refused { parameter, reason } = refused;
            Error::argument(format!("the path argument `{parameter}` {reason}; nothing was sent"))
        })?;
        let front = match self.client.inner.fronts.get(self.operation.server) {
            Some(Ok(front)) => front,
            Some(Err(problem)) => return Err(Error::config(format!("{problem}; nothing was sent"))),
            None => return Err(Error::config("the operation has no server".to_owned())),
        };
        let mut url = reqwest::Url::parse(&front.join(&path))
            .map_err(|_| Error::argument("the arguments make no URL; nothing was sent".to_owned()))?;
        if !self.path.is_empty() && !url.path().ends_with(&path) {
            return Err(Error::argument("the arguments make another path; nothing was sent".to_owned()));
        }
        let mut query = None;
        for (name, value) in &self.query {
            url::add_query(&mut query, name, Some(value));
        }
        for (name, value) in &self.options.query {
            url::add_query(&mut query, name, value.as_deref());
        }
        if let Some(query) = query {
            url.set_query(Some(&query));
        }
        Ok(url)
    }
}

/// Shows which operation is called, and no argument.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}
