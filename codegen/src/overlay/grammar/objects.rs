//! The objects of OpenAPI, except for schemas.

use super::{Content, Keyword, Object, Other, ignored, keyword};
use Content::{Any, Bool, List, Map, Schema, String, Strings};

/// The methods that a path item may have.
pub(in crate::overlay) const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

const fn object(name: &'static str, keywords: &'static [Keyword]) -> Object {
    Object { name, keywords, other: Other::None, can_be_reference: false }
}

const fn reusable(name: &'static str, keywords: &'static [Keyword]) -> Object {
    Object { name, keywords, other: Other::None, can_be_reference: true }
}

pub(super) static DOCUMENT: Object = object(
    "an overlay",
    &[
        keyword("openapi", String),
        keyword("info", Content::Object(&INFO)),
        keyword("jsonSchemaDialect", String),
        keyword("servers", List(&Content::Object(&SERVER))),
        keyword("paths", Content::Object(&PATHS)),
        keyword("webhooks", Map(&Content::Object(&PATH_ITEM))),
        keyword("components", Content::Object(&COMPONENTS)),
        keyword("security", List(&Map(&Strings))),
        keyword("tags", List(&Content::Object(&TAG))),
        keyword("externalDocs", Content::Object(&EXTERNAL_DOCS)),
        keyword("x-variables", Map(&Content::Object(&VARIABLE))),
    ],
);

static PATHS: Object = Object {
    name: "`paths`",
    keywords: &[],
    other: Other::Any(Content::Object(&PATH_ITEM)),
    can_be_reference: false,
};

static INFO: Object = object(
    "`info`",
    &[
        keyword("title", String),
        keyword("summary", String),
        keyword("description", String),
        keyword("termsOfService", String),
        keyword("contact", Content::Object(&CONTACT)),
        keyword("license", Content::Object(&LICENSE)),
        keyword("version", Content::Either(&[String, Content::Number])),
    ],
);

static CONTACT: Object =
    object("`contact`", &[keyword("name", String), keyword("url", String), keyword("email", String)]);

static LICENSE: Object =
    object("`license`", &[keyword("name", String), keyword("identifier", String), keyword("url", String)]);

static SERVER: Object = object(
    "a server",
    &[
        keyword("url", String),
        keyword("description", String),
        keyword("variables", Map(&Content::Object(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: Object = object(
    "a server variable",
    &[
        keyword("enum", Strings),
        keyword("default", Content::Either(&[String, Content::Number, Bool])),
        keyword("description", String),
    ],
);

static VARIABLE: Object = object("a variable", &[keyword("x-name", String)]);

static TAG: Object = object(
    "a tag",
    &[
        keyword("name", String),
        keyword("description", String),
        keyword("externalDocs", Content::Object(&EXTERNAL_DOCS)),
        keyword("x-name", String),
        keyword("x-aliases", Strings),
    ],
);

pub(super) static EXTERNAL_DOCS: Object =
    object("`externalDocs`", &[keyword("description", String), keyword("url", String)]);

static COMPONENTS: Object = object(
    "`components`",
    &[
        keyword("schemas", Map(&Schema)),
        keyword("responses", Map(&Content::Object(&RESPONSE))),
        keyword("parameters", Map(&Content::Object(&PARAMETER))),
        keyword("examples", Map(&Content::Object(&EXAMPLE))),
        keyword("requestBodies", Map(&Content::Object(&REQUEST_BODY))),
        keyword("headers", Map(&Content::Object(&HEADER))),
        keyword("securitySchemes", Map(&Content::Object(&SECURITY_SCHEME))),
        keyword("links", Map(&Content::Object(&LINK))),
        keyword("callbacks", Map(&Content::Object(&CALLBACK))),
        keyword("pathItems", Map(&Content::Object(&PATH_ITEM))),
    ],
);

static PATH_ITEM: Object = object(
    "a path item",
    &[
        keyword("$ref", String),
        keyword("summary", String),
        keyword("description", String),
        keyword("get", Content::Object(&OPERATION)),
        keyword("put", Content::Object(&OPERATION)),
        keyword("post", Content::Object(&OPERATION)),
        keyword("delete", Content::Object(&OPERATION)),
        keyword("options", Content::Object(&OPERATION)),
        keyword("head", Content::Object(&OPERATION)),
        keyword("patch", Content::Object(&OPERATION)),
        keyword("trace", Content::Object(&OPERATION)),
        keyword("servers", List(&Content::Object(&SERVER))),
        keyword("parameters", List(&Content::Object(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    "an operation",
    &[
        keyword("tags", Strings),
        keyword("summary", String),
        keyword("description", String),
        keyword("externalDocs", Content::Object(&EXTERNAL_DOCS)),
        keyword("operationId", String),
        keyword("parameters", List(&Content::Object(&PARAMETER))),
        keyword("requestBody", Content::Object(&REQUEST_BODY)),
        keyword("responses", Content::Object(&RESPONSES)),
        ignored("callbacks", Map(&Content::Object(&CALLBACK))),
        keyword("deprecated", Bool),
        keyword("security", List(&Map(&Strings))),
        keyword("servers", List(&Content::Object(&SERVER))),
        keyword("x-idempotent", Bool),
        keyword("x-aliases", Strings),
        keyword("x-deprecated", String),
    ],
);

static PARAMETER: Object = reusable(
    "a parameter",
    &[
        keyword("name", String),
        keyword("in", String),
        keyword("description", String),
        keyword("required", Bool),
        keyword("deprecated", Bool),
        ignored("allowEmptyValue", Bool),
        keyword("style", String),
        keyword("explode", Bool),
        ignored("allowReserved", Bool),
        keyword("schema", Schema),
        keyword("example", Any),
        keyword("examples", Map(&Content::Object(&EXAMPLE))),
        keyword("content", Map(&Content::Object(&MEDIA_TYPE))),
        keyword("x-deprecated", String),
    ],
);

static HEADER: Object = reusable(
    "a header",
    &[
        keyword("description", String),
        keyword("required", Bool),
        keyword("deprecated", Bool),
        ignored("allowEmptyValue", Bool),
        keyword("style", String),
        keyword("explode", Bool),
        ignored("allowReserved", Bool),
        keyword("schema", Schema),
        keyword("example", Any),
        keyword("examples", Map(&Content::Object(&EXAMPLE))),
        keyword("content", Map(&Content::Object(&MEDIA_TYPE))),
    ],
);

static REQUEST_BODY: Object = reusable(
    "a request body",
    &[
        keyword("description", String),
        keyword("content", Map(&Content::Object(&MEDIA_TYPE))),
        keyword("required", Bool),
    ],
);

static MEDIA_TYPE: Object = object(
    "a content type",
    &[
        keyword("schema", Schema),
        keyword("example", Any),
        keyword("examples", Map(&Content::Object(&EXAMPLE))),
        keyword("encoding", Map(&Content::Object(&ENCODING))),
    ],
);

static ENCODING: Object = object(
    "an encoding",
    &[
        keyword("contentType", String),
        ignored("headers", Map(&Content::Object(&HEADER))),
        ignored("style", String),
        ignored("explode", Bool),
        ignored("allowReserved", Bool),
    ],
);

static RESPONSES: Object = Object {
    name: "`responses`",
    keywords: &[keyword("default", Content::Object(&RESPONSE))],
    other: Other::Statuses(Content::Object(&RESPONSE)),
    can_be_reference: false,
};

static RESPONSE: Object = reusable(
    "a response",
    &[
        keyword("description", String),
        keyword("headers", Map(&Content::Object(&HEADER))),
        keyword("content", Map(&Content::Object(&MEDIA_TYPE))),
        ignored("links", Map(&Content::Object(&LINK))),
    ],
);

static CALLBACK: Object = Object {
    name: "a callback",
    keywords: &[],
    other: Other::Any(Content::Object(&PATH_ITEM)),
    can_be_reference: true,
};

static EXAMPLE: Object = reusable(
    "an example",
    &[
        keyword("summary", String),
        keyword("description", String),
        keyword("value", Any),
        keyword("externalValue", String),
    ],
);

static LINK: Object = reusable(
    "a link",
    &[
        keyword("operationRef", String),
        keyword("operationId", String),
        keyword("parameters", Map(&Any)),
        keyword("requestBody", Any),
        keyword("description", String),
        keyword("server", Content::Object(&SERVER)),
    ],
);

static SECURITY_SCHEME: Object = reusable(
    "a security scheme",
    &[
        keyword("type", String),
        keyword("description", String),
        keyword("name", String),
        keyword("in", String),
        keyword("scheme", String),
        keyword("bearerFormat", String),
        keyword("flows", Content::Object(&OAUTH_FLOWS)),
        keyword("openIdConnectUrl", String),
    ],
);

static OAUTH_FLOWS: Object = object(
    "`flows`",
    &[
        keyword("implicit", Content::Object(&OAUTH_FLOW)),
        keyword("password", Content::Object(&OAUTH_FLOW)),
        keyword("clientCredentials", Content::Object(&OAUTH_FLOW)),
        keyword("authorizationCode", Content::Object(&OAUTH_FLOW)),
    ],
);

static OAUTH_FLOW: Object = object(
    "an OAuth flow",
    &[
        keyword("authorizationUrl", String),
        keyword("tokenUrl", String),
        keyword("refreshUrl", String),
        keyword("scopes", Map(&String)),
    ],
);

pub(super) static REFERENCE: Object = object(
    "a reference",
    &[keyword("$ref", String), keyword("summary", String), keyword("description", String)],
);
