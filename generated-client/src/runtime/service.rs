//! What generated code says of a service and its operations: constants that the rest of the runtime reads.

use http::Method;

/// A service.
#[derive(Debug)]
pub(crate) struct Service {
    /// The variables of the servers' templates.
    pub(crate) variables: &'static [Variable],
    /// The fronts of the service's URLs; `{name}` stands for a variable.
    pub(crate) servers: &'static [&'static str],
    /// The setters of the credentials on the client's builder, each with what it sets.
    pub(crate) credentials: &'static [Scheme],
}

/// A variable of a server's template.
#[derive(Debug)]
pub(crate) struct Variable {
    /// The name in the template.
    pub(crate) name: &'static str,
    /// The setter on the client's builder.
    pub(crate) setter: &'static str,
    /// The collection's value.
    pub(crate) default: Option<&'static str>,
}

/// How a credential is sent.
#[derive(Debug)]
pub(crate) struct Scheme {
    /// The setter on the client's builder.
    pub(crate) setter: &'static str,
    /// What it sets.
    pub(crate) kind: SchemeKind,
}

impl Scheme {
    /// The setter, as a message names it.
    pub(crate) fn call(&self) -> String {
        format!("`{}(…)`", self.setter)
    }
}

/// The ways in which a credential is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SchemeKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization:` with a prefix of the service's own, white space included.
    Prefixed(&'static str),
    /// `Authorization: Basic …`.
    Basic,
    /// A header of this name.
    ApiKeyHeader(&'static str),
    /// A query parameter of this name.
    ApiKeyQuery(&'static str),
    /// A signature of this kind, which the caller's hook computes.
    Signature(&'static str),
}

impl SchemeKind {
    /// What is wrong with a secret that cannot be sent so.
    pub(crate) fn limits(self) -> &'static str {
        match self {
            Self::Basic => "is no user and password: a user name holds no colon, and one stands after it",
            Self::Signature(_) => "is no signature: those come from the hook `authenticate`",
            _ => "is empty or has characters that no header can hold, such as a line break",
        }
    }
}

/// An operation: what all its calls share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) server: usize,
    pub(crate) credential: Option<usize>,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) idempotent: bool,
}

impl Operation {
    /// An operation of the first server, without credentials and headers, that must not be repeated.
    pub(crate) const fn new(name: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { name, method, path, server: 0, credential: None, headers: &[], idempotent: false }
    }

    /// The HTTP method.
    pub(crate) fn http_method(&self) -> Result<Method, http::method::InvalidMethod> {
        Method::from_bytes(self.method.as_bytes())
    }
}
