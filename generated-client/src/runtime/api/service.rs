//! The description of an API: the types of the constants that generated code declares and the runtime reads.

/// An API.
#[derive(Debug)]
pub(crate) struct Service {
    /// The servers of the operations.
    pub(crate) servers: &'static [&'static Server],
    /// The variables in the servers' URLs.
    pub(crate) variables: &'static [Variable],
    /// The credentials that callers can set.
    pub(crate) credentials: &'static [&'static Credential],
}

impl Service {
    /// Returns the index of a server.
    pub(crate) fn server_index(&self, server: &'static Server) -> Option<usize> {
        self.servers.iter().position(|other| std::ptr::eq(*other, server))
    }

    /// Returns the index of a credential.
    pub(crate) fn credential_index(&self, credential: &'static Credential) -> Option<usize> {
        self.credentials.iter().position(|other| std::ptr::eq(*other, credential))
    }

    /// Returns the index of a variable.
    pub(crate) fn variable_index(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|variable| variable.name == name)
    }
}

/// A server: the part of the URL that the paths of its operations follow.
#[derive(Debug)]
pub(crate) struct Server {
    /// The URL; `{name}` is a variable.
    pub(crate) url: &'static str,
    /// The credentials that operations of the server require.
    pub(crate) credentials: &'static [&'static Credential],
}

/// A variable in the URL of a server.
#[derive(Debug)]
pub(crate) struct Variable {
    /// The name in the URL.
    pub(crate) name: &'static str,
    /// The name of the setter of the client's builder.
    pub(crate) setter: &'static str,
    /// The value in the collection.
    pub(crate) default: Option<&'static str>,
}

/// A query parameter whose value callers set on the client's builder.
#[derive(Debug)]
pub(crate) struct QuerySetting {
    /// The name in the query.
    pub(crate) name: &'static str,
    /// The value in the collection, percent-encoded.
    pub(crate) default: &'static str,
}

/// A credential that callers set on the client's builder.
#[derive(Debug)]
pub(crate) struct Credential {
    /// The name of the setter of the client's builder.
    pub(crate) setter: &'static str,
    /// The way in which it is sent.
    pub(crate) scheme: Scheme,
}

impl Credential {
    /// Returns the call of the setter, as messages show it.
    pub(crate) fn setter_call(&self) -> String {
        format!("`{}(…)`", self.setter)
    }
}

/// A way to send a credential.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scheme {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization:` with another prefix, which includes the white space after it.
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

impl Scheme {
    /// Returns the header or the query parameter that a secret is sent in, in lower case; a signature may be anywhere.
    pub(crate) fn place(self) -> (&'static str, String) {
        match self {
            Self::Bearer | Self::Prefixed(_) | Self::Basic => ("header", "authorization".to_owned()),
            Self::ApiKeyHeader(name) => ("header", name.to_ascii_lowercase()),
            Self::ApiKeyQuery(name) => ("query", name.to_owned()),
            Self::Signature(kind) => ("signature", kind.to_owned()),
        }
    }
}
