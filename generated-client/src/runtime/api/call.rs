//! The arguments of a call, collected before it is sent.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::{fmt, ptr};

use http::Method;

use super::client::{Client, Inner};
use super::error::Error;
use super::options::{CallCredentials, CallOptions};
use super::service::{Credential, QuerySetting, Server};
use crate::runtime::model::argument::{Argument, Text, text};
use crate::runtime::policy::concurrency::{ConcurrencyLimit, PauseScope};
use crate::runtime::transport::payload::Payload;
use crate::runtime::transport::target::Target;
use crate::runtime::transport::url;

/// The server of a client that has none.
static NO_SERVER: Server = Server { url: "", credentials: &[] };

/// The known methods.
pub(crate) const METHODS: [&str; 9] =
    ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "POST", "PATCH", "TRACE", "CONNECT"];

/// Returns whether a method is idempotent (RFC 9110, section 9.2.2). The generator has the same rule.
#[inline]
const fn is_idempotent(method: &str) -> bool {
    matches!(method.as_bytes(), b"GET" | b"HEAD" | b"OPTIONS" | b"TRACE" | b"PUT" | b"DELETE")
}

/// The name of all other methods, as OpenTelemetry's conventions for HTTP have it.
pub(crate) const OTHER_METHOD: &str = "_OTHER";

/// The operation of a call, as errors and spans describe it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Operation {
    /// The name of the request in the collection, after those of its folders.
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// The path after the server's URL; `{name}` is a parameter.
    pub(crate) path: &'static str,
    /// Whether repeating the operation has the same effect as calling it once.
    pub(crate) is_idempotent: bool,
}

impl Operation {
    /// Returns the template of the path, with a slash at the start.
    pub(crate) fn template(&self) -> Template {
        Template(self.path)
    }

    /// Returns the description of a request that has no generated operation: nothing of the caller's.
    fn of_request(method: &Method) -> Self {
        let known = METHODS.into_iter().find(|name| *name == method.as_str());
        let method = known.unwrap_or(OTHER_METHOD);
        Self { name: "request", method, path: "…", is_idempotent: is_idempotent(method) }
    }
}

/// A path template that is shown with a slash at the start.
#[derive(Clone, Copy)]
pub(crate) struct Template(&'static str);

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0.trim_start_matches('/'))
    }
}

/// The value of a query parameter that the caller has not set.
#[derive(Clone, Copy)]
enum QueryDefault {
    /// This value, percent-encoded.
    Value(&'static str),
    /// The value of the client.
    Setting(&'static QuerySetting),
}

/// An operation and its arguments, as strings that are not encoded yet.
///
/// Generated code calls its methods in the order of the request: credential, headers, path, query, body.
#[derive(Clone)]
pub(crate) struct Call {
    // Boxed, since each method would copy half a kilobyte twice.
    parts: Box<Parts>,
}

/// The operation and the arguments of a call.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) client: Client,
    pub(crate) operation: Operation,
    server: &'static Server,
    credential: Option<&'static Credential>,
    /// The credentials after the first one. Most operations have none, so that the list is not allocated.
    more_credentials: Vec<&'static Credential>,
    pub(crate) options: CallOptions,
    path: Vec<Text>,
    /// The query parameters that are sent unless the caller sets them.
    default_query: Vec<(&'static str, QueryDefault)>,
    /// The query parameters that the caller has set, with the index of each that is an element of a list.
    query: Vec<(&'static str, Option<usize>, Text)>,
    /// The headers that the operation always sends.
    pub(crate) constant_headers: Vec<(&'static str, &'static str)>,
    /// The headers that the caller has set.
    pub(crate) headers: Vec<(&'static str, Text)>,
    pub(crate) body: Payload,
    /// The method and the target of a request without a generated operation.
    target: Option<Box<Target>>,
}

impl Deref for Call {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.parts
    }
}

/// The constructors, which also take the name of the operation and the path.
impl Call {
    pub(crate) fn get(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "GET", name, path)
    }

    pub(crate) fn put(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "PUT", name, path)
    }

    pub(crate) fn post(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "POST", name, path)
    }

    pub(crate) fn patch(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "PATCH", name, path)
    }

    pub(crate) fn delete(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "DELETE", name, path)
    }

    pub(crate) fn head(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "HEAD", name, path)
    }

    pub(crate) fn options(
        client: &Client,
        server: &'static Server,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(client, server, "OPTIONS", name, path)
    }

    /// Creates a call with any other HTTP method.
    pub(crate) fn new(
        client: &Client,
        server: &'static Server,
        method: &'static str,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        let parts = Parts {
            client: client.clone(),
            operation: Operation { name, method, path, is_idempotent: is_idempotent(method) },
            server,
            credential: None,
            more_credentials: Vec::new(),
            options: CallOptions::default(),
            path: Vec::new(),
            default_query: Vec::new(),
            query: Vec::new(),
            constant_headers: Vec::new(),
            headers: Vec::new(),
            body: Payload::Empty,
            target: None,
        };
        Self { parts: Box::new(parts) }
    }

    /// Creates a call without a generated operation, with the credentials of its server that the client has.
    pub(crate) fn request(client: &Client, method: Method, path: &str) -> Self {
        let operation = Operation::of_request(&method);
        let target = Target { method, text: path.to_owned(), problem: None };
        let Inner { service, base_urls, .. } = &*client.inner;
        let server = target.server(base_urls).and_then(|index| service.servers.get(index).copied());
        let server = server.or(service.servers.first().copied()).unwrap_or(&NO_SERVER);
        let mut call = Self::new(client, server, operation.method, operation.name, operation.path);
        (call.operation, call.target) = (operation, Some(Box::new(target)));
        let mut places = Vec::new();
        for credential in server.credentials {
            let is_set = client.inner.secret(credential).is_some();
            if is_set && !places.contains(&credential.scheme.place()) {
                places.push(credential.scheme.place());
                call = call.credential(credential);
            }
        }
        match (places.is_empty(), server.credentials.first()) {
            // For the hook or the options; or else the error names it.
            (true, Some(first)) => call.credential(first),
            _ => call,
        }
    }

    /// Sets whether repeating the operation has the same effect as calling it once.
    pub(crate) fn idempotent(mut self, is_idempotent: bool) -> Self {
        self.operation.is_idempotent = is_idempotent;
        self
    }
}

impl Call {
    /// Adds a credential that the operation requires.
    pub(crate) fn credential(mut self, credential: &'static Credential) -> Self {
        match self.credential {
            None => self.credential = Some(credential),
            Some(_) => self.more_credentials.push(credential),
        }
        self
    }

    /// Adds a header that the operation always sends.
    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.constant_headers.push((name, value));
        self
    }

    /// Sets a header to the caller's value.
    pub(crate) fn set_header(mut self, name: &'static str, value: impl Argument) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, text(&value)));
        self
    }

    /// Adds the value of the next path parameter.
    pub(crate) fn path(mut self, value: impl Argument) -> Self {
        self.path.push(text(&value));
        self
    }

    /// Adds a query parameter that is sent unless the caller sets it. The value is already percent-encoded.
    pub(crate) fn query_default(mut self, name: &'static str, value: &'static str) -> Self {
        self.default_query.push((name, QueryDefault::Value(value)));
        self
    }

    /// Adds a query parameter that is sent with the client's value unless the caller sets it.
    pub(crate) fn query_setting(mut self, setting: &'static QuerySetting) -> Self {
        self.default_query.push((setting.name, QueryDefault::Setting(setting)));
        self
    }

    /// Sets a query parameter: `name=value`.
    pub(crate) fn query(self, name: &'static str, value: impl Argument) -> Self {
        self.query_text(name, text(&value))
    }

    /// Sets a query parameter to an argument as a string.
    fn query_text(mut self, name: &'static str, value: Text) -> Self {
        self.unset_query(name);
        self.query.push((name, None, value));
        self
    }

    /// Sets a query parameter that has several values: `name=a&name=b`.
    pub(crate) fn query_each<T: Argument>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.unset_query(name);
        self.query.extend(values.into_iter().map(|value| (name, None, text(&value))));
        self
    }

    /// Sets a query parameter that is a list: `name[0]=a&name[1]=b`.
    pub(crate) fn query_indexed<T: Argument>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.unset_query(name);
        let values = values.into_iter().enumerate();
        self.query.extend(values.map(|(index, value)| (name, Some(index), text(&value))));
        self
    }

    /// Removes a query parameter, also one that is sent by default.
    fn unset_query(&mut self, name: &'static str) {
        self.default_query.retain(|(other, _)| *other != name);
        self.query.retain(|(other, ..)| *other != name);
    }

    /// Sets a query parameter that has several values in one: `name=a,b`.
    pub(crate) fn query_joined<T: Argument>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.query_text(name, joined(values, ","))
    }

    /// Sets a query parameter that has several values in one: `name=a%20b`.
    pub(crate) fn query_spaced<T: Argument>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.query_text(name, joined(values, " "))
    }

    /// Sets a query parameter that has several values in one: `name=a|b`.
    pub(crate) fn query_piped<T: Argument>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.query_text(name, joined(values, "|"))
    }

    /// Returns the credentials that the operation requires, in order.
    pub(crate) fn credentials(&self) -> impl Iterator<Item = &'static Credential> {
        self.credential.into_iter().chain(self.more_credentials.iter().copied())
    }

    /// Returns the scope of the pauses that concern the call: its server and its credentials.
    pub(crate) fn pause_scope(&self, limit: &ConcurrencyLimit) -> PauseScope {
        let own = match &self.options.credentials {
            None => (0, None, ptr::null()),
            Some(CallCredentials::None) => (1, None, ptr::null()),
            Some(CallCredentials::Secret(secret)) => (2, Some(secret.as_str()), ptr::null()),
            Some(CallCredentials::Hook(hook)) => (3, None, Arc::as_ptr(hook).cast::<()>()),
        };
        let is_replaced = self.credential.is_some_and(|credential| self.options.replaces(credential.scheme));
        let replaced = is_replaced.then_some((&self.options.headers, &self.options.query));
        limit.scope(ptr::from_ref(self.server), (self.credential.map(ptr::from_ref), own, replaced))
    }

    /// Sets options, which take precedence over earlier ones.
    pub(crate) fn with(mut self, options: CallOptions) -> Self {
        let earlier = std::mem::take(&mut self.options);
        self.options = earlier.merged(options);
        self
    }

    /// Keeps an error for the time when the call is sent, unless there is an earlier one.
    pub(crate) fn set_problem(&mut self, error: Error) {
        if let Some(target) = &mut self.target {
            target.problem.get_or_insert_with(|| error.to_string());
        }
    }

    /// Returns the HTTP method.
    pub(crate) fn http_method(&self) -> Result<Method, Error> {
        if let Some(target) = &self.target {
            return Ok(target.method.clone());
        }
        let method = self.operation.method;
        Method::from_bytes(method.as_bytes())
            .map_err(|_| Error::config(format!("`{}` is not an HTTP method", method.escape_debug())))
    }

    /// Returns the URL of the request as a string.
    #[inline(never)]
    pub(crate) fn url_text(&self) -> Result<String, Error> {
        self.url().map(String::from)
    }

    /// Returns the URL of the request.
    ///
    /// The path of the parsed URL is compared with the path that was encoded, because the parser normalizes paths and
    /// the parsed URL is the one that is sent. So an argument cannot change the path, even if the checks before miss
    /// it.
    pub(crate) fn url(&self) -> Result<reqwest::Url, Error> {
        let server = self.client.inner.base_url(self.server)?;
        if let Some(target) = &self.target {
            let mut url = target.url(server)?;
            let mut query = url.query().map(str::to_owned);
            for (name, value) in &self.options.query {
                url::add_query(&mut query, name, value.as_deref());
            }
            url.set_query(query.as_deref());
            return Ok(url);
        }
        let (text, start) = server.base.expand(self.operation.path, &self.path).map_err(|refused| {
            let url::InvalidArgument { parameter, reason } = refused;
            Error::argument(format!("the path argument `{parameter}` {reason}; nothing was sent"))
        })?;
        let mut url = url::parse(&text, &server.parsed)
            .ok_or_else(|| Error::argument("the arguments do not form a URL; nothing was sent".to_owned()))?;
        if !self.path.is_empty() && !url.path().ends_with(&text[start..]) {
            let problem = "the arguments form another path; nothing was sent";
            return Err(Error::argument(problem.to_owned()));
        }
        let mut query = None;
        for (name, default) in &self.default_query {
            if self.options.query.iter().any(|(other, _)| other == name) {
                continue;
            }
            match default {
                QueryDefault::Value(value) => url::add_encoded_query(&mut query, name, value),
                QueryDefault::Setting(setting) => match self.client.inner.query_setting(setting) {
                    Some(value) => url::add_query(&mut query, name, Some(value)),
                    None => url::add_encoded_query(&mut query, name, setting.default),
                },
            }
        }
        for (name, index, value) in &self.query {
            let value = value.as_deref().map_err(|reason| {
                Error::argument(format!(
                    "the query argument `{}` {reason}; nothing was sent",
                    name.escape_debug()
                ))
            })?;
            match index {
                None => url::add_query(&mut query, name, Some(value)),
                Some(index) => url::add_query(&mut query, &format!("{name}[{index}]"), Some(value)),
            }
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

/// Shows the name of the operation, but no argument.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

/// Returns several values in one, with a delimiter between them.
fn joined<T: Argument>(values: impl IntoIterator<Item = T>, delimiter: &str) -> Text {
    let values: Result<Vec<String>, _> = values.into_iter().map(|value| text(&value)).collect();
    values.map(|values| values.join(delimiter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::api::builder::ClientBuilder;
    use crate::runtime::api::service::Service;
    use crate::runtime::transport::request::request;

    static SERVER: Server = Server { url: "http://localhost", credentials: &[] };
    static SERVICE: Service = Service { servers: &[&SERVER], variables: &[], credentials: &[] };

    static VERSION: QuerySetting = QuerySetting { name: "api-version", default: "1%2B" };
    static OTHER: QuerySetting = QuerySetting { name: "api-version", default: "2" };

    /// Returns a call with two defaults, one of which has characters that are already encoded.
    fn call() -> Call {
        let client = ClientBuilder::new(&SERVICE).build().expect("a client");
        Call::get(&client, &SERVER, "Gate", "/gate")
            .query_default("m", "a+b%3A")
            .query_default("filter[x]", "1")
    }

    fn query(call: &Call) -> String {
        let url = call.url().expect("a URL");
        url.query().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_default_is_sent_as_it_is_before_what_the_caller_sets() {
        assert_eq!(query(&call().query("user", "tom")), "m=a+b%3A&filter[x]=1&user=tom");
    }

    #[test]
    fn a_default_is_sent_once_or_replaced() {
        assert_eq!(query(&call().query("m", "a+b%3A")), "filter[x]=1&m=a%2Bb%253A");
        assert_eq!(query(&call().query_each("m", ["x", "y"]).query("m", "z")), "filter[x]=1&m=z");
        assert_eq!(query(&call().query_joined("m", ["x", "y"])), "filter[x]=1&m=x,y");
        assert_eq!(query(&call().query_spaced("m", ["x", "y"])), "filter[x]=1&m=x%20y");
        assert_eq!(query(&call().query_piped("m", ["x", "y z"])), "filter[x]=1&m=x|y%20z");
        // A list without values sends nothing.
        assert_eq!(query(&call().query_each("m", [""; 0])), "filter[x]=1");
    }

    #[test]
    fn the_options_of_a_call_replace_a_default() {
        let options = CallOptions::new().query("m", Some("x")).query("m", None).query("user", None);
        assert_eq!(query(&call().with(options)), "filter[x]=1&m=x&m&user");
    }

    #[test]
    fn a_setting_of_the_client_is_sent_unless_the_call_sets_it() {
        let call = |builder: ClientBuilder| {
            let client = builder.build().expect("a client");
            Call::get(&client, &SERVER, "Gate", "/gate").query_default("m", "x").query_setting(&VERSION)
        };
        let builder = || ClientBuilder::new(&SERVICE);
        assert_eq!(query(&call(builder())), "m=x&api-version=1%2B");
        // The last value of the builder counts, and that of another setting does not.
        let set = builder().query_setting(&VERSION, "3".to_owned()).query_setting(&OTHER, "4".to_owned());
        let set = set.query_setting(&VERSION, "5+".to_owned());
        let call = call(set);
        assert_eq!(query(&call), "m=x&api-version=5%2B");
        assert_eq!(query(&call.clone().query("api-version", "6").query("n", "7")), "m=x&api-version=6&n=7");
        let options = CallOptions::new().query("api-version", Some("8"));
        assert_eq!(query(&call.with(options)), "m=x&api-version=8");
    }

    #[test]
    fn a_float_that_is_no_number_is_refused_wherever_it_is() {
        let client = ClientBuilder::new(&SERVICE).build().expect("a client");
        let call = || Call::get(&client, &SERVER, "Gate", "/gate/{gate}");
        for bad in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for (call, expected) in [
                (call().path(bad), "the path argument `gate`"),
                (call().path(1.5).query("wide", bad), "the query argument `wide`"),
                (call().path(1.5).query_each("wide", [0.5, bad]), "the query argument `wide`"),
                (call().path(1.5).query_indexed("wide", [0.5, bad]), "the query argument `wide`"),
                (call().path(1.5).query_joined("wide", [0.5, bad]), "the query argument `wide`"),
                (call().path(1.5).query_spaced("wide", [0.5, bad]), "the query argument `wide`"),
                (call().path(1.5).query_piped("wide", [0.5, bad]), "the query argument `wide`"),
                (call().path(1.5).set_header("x-wide", bad), "the value of the header `x-wide`"),
                (
                    call().path(1.5).json(&std::collections::BTreeMap::from([("hush", bad)])),
                    "the body has a float that",
                ),
                (call().path(1.5).graphql("{ a }", None, &[bad]), "a GraphQL variable has a float that"),
            ] {
                let error = request(&call).expect_err("it cannot be sent");
                assert_eq!(error.to_string(), format!("{expected} is not a finite number; nothing was sent"));
                assert_eq!(error.kind(), crate::ErrorKind::Argument);
            }
            // The last value counts.
            let call = call()
                .path(1.5)
                .query("wide", bad)
                .query("wide", 2.5)
                .set_header("x", bad)
                .set_header("x", 0.1);
            assert_eq!(query(&call), "wide=2.5");
            assert!(request(&call).is_ok());
        }
        // Strings are sent as they are.
        assert_eq!(query(&call().path("NaN").query("wide", "inf")), "wide=inf");
    }

    #[test]
    fn each_element_of_a_list_has_its_index() {
        let call = call().query_indexed("expand", ["a", "b c"]).query("user", "tom");
        assert_eq!(query(&call), "m=a+b%3A&filter[x]=1&expand[0]=a&expand[1]=b%20c&user=tom");
        // The last list counts.
        assert_eq!(query(&call.query_indexed("expand", ["d"])), "m=a+b%3A&filter[x]=1&user=tom&expand[0]=d");
    }
}
