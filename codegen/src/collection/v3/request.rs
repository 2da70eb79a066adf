//! A request file, and its examples.

use serde_json::{Map, Value};

use super::SENDS_EVERY_BODY;
use super::auth::AuthEntry;
use super::fields::{Fields, json, kind};
use super::findings::{Context, Problem, Result};
use super::url::PARAMETER;
use super::yaml::{Data, Node};
use crate::collection::{Body, Event, Header, Item, Request, Response, Script};
use crate::diagnostics::Position;

const HTTP: &[&str] = &[
    "$kind",
    "id",
    "name",
    "description",
    "url",
    "method",
    "headers",
    "queryParams",
    "pathVariables",
    "body",
    "auth",
    "scripts",
    "settings",
    "examples",
    "order",
];

const GRAPHQL: &[&str] = &[
    "$kind",
    "id",
    "name",
    "description",
    "url",
    "query",
    "variables",
    "operationName",
    "headers",
    "auth",
    "schema",
    "scripts",
    "settings",
    "examples",
    "order",
];

/// The settings of a request.
const SETTINGS: &[&str] = &[
    "strictSSL",
    "followRedirects",
    "followOriginalHttpMethod",
    "followAuthorizationHeader",
    "removeRefererHeaderOnRedirect",
    "maxRedirects",
    "protocolVersion",
    "disabledSystemHeaders",
    "disableUrlEncoding",
    "disableCookies",
    "insecureHTTPParser",
    "tlsPreferServerCiphers",
    "tlsDisabledProtocols",
    "tlsCipherSelection",
    SENDS_EVERY_BODY,
];

/// A request, and where its examples are.
pub(super) struct RequestFile {
    pub(super) item: Item,
    /// The path of the examples, relative to the file.
    pub(super) examples: Option<(String, Position)>,
}

impl Context<'_> {
    /// Reads a request file whose name is `stem` without its extension.
    pub(super) fn request_file(
        &mut self,
        node: &Node<'_>,
        stem: &str,
        inherited: &[AuthEntry],
    ) -> Result<RequestFile> {
        let is_graphql = self.request_kind(node)?;
        let fields = self.fields(node, "a request", if is_graphql { GRAPHQL } else { HTTP })?;
        let mut request = Request {
            url: self.url(&fields)?,
            method: self.string(&fields, "method")?,
            header: self.headers(&fields)?,
            body: self.body(fields.get("body"))?,
            description: self.description(&fields),
            auth: fields.get("auth").map(|auth| self.request_auth(auth, inherited)).transpose()?,
            ..Request::default()
        };
        if is_graphql {
            request.method = Some("POST".to_owned());
            let graphql = Some(self.graphql_of(&fields)?);
            request.body = Some(Body { mode: Some("graphql".to_owned()), graphql, ..Body::default() });
        }
        let examples = match fields.get("examples") {
            Some(node) if !matches!(node.data, Data::Scalar(..)) => {
                let problem = format!("`examples` is {}, so it is ignored", kind(node));
                let help = "write the path of the folder with the examples: Postman reads no others";
                self.warning(node.position, problem, help);
                None
            }
            Some(node) => Some((self.text(node, "examples")?, node.position)),
            None => None,
        };
        let item = Item {
            id: self.string(&fields, "id")?,
            name: Some(self.string(&fields, "name")?.unwrap_or_else(|| stem.to_owned())),
            request: Some(Box::new(request)),
            event: self.scripts(&fields),
            protocol_profile_behavior: self.settings(&fields),
            ..Item::default()
        };
        Ok(RequestFile { item, examples })
    }

    /// Returns whether a request is one of GraphQL. Refuses other kinds than HTTP.
    fn request_kind(&mut self, node: &Node<'_>) -> Result<bool> {
        let fields = self.map(node, "the file")?;
        let Some(kind) = fields.get("$kind") else {
            if let Some(old) = fields.get("type") {
                let help = "open the collection in Postman and save it: a current file has `$kind`";
                return Err(Problem::new(
                    old.position,
                    "the file is of an older format, which has `type` instead of `$kind`",
                    help,
                ));
            }
            let help = "add `$kind: http-request`";
            self.warning(node.position, "the file has no `$kind`, and is read as a request of HTTP", help);
            return Ok(false);
        };
        match self.text(kind, "$kind")?.as_str() {
            "http-request" => Ok(false),
            "graphql-request" => Ok(true),
            other => {
                let help = "only `http-request` and `graphql-request` are sent by a client of HTTP";
                Err(Problem::new(kind.position, format!("the request is of the kind `{other}`"), help))
            }
        }
    }

    fn headers(&mut self, fields: &Fields<'_, '_>) -> Result<Vec<Header>> {
        let rows = self.rows(fields.get("headers"), "`headers`", PARAMETER)?;
        let header = |row: super::fields::Row<'_, '_>| {
            let declared = self.declared(&row);
            Header {
                declared: declared.placeholder,
                schema: declared.values,
                key: row.key,
                value: Some(row.value.unwrap_or_default().into()),
                description: row.description,
                disabled: row.disabled,
            }
        };
        Ok(rows.into_iter().map(header).collect())
    }

    /// Reads the scripts. They are never run, so a mistake in them is no reason to refuse a request.
    pub(super) fn scripts(&mut self, fields: &Fields<'_, '_>) -> Vec<Event> {
        let Some(node) = fields.get("scripts") else { return Vec::new() };
        let Data::List(items) = &node.data else {
            let problem = format!("`scripts` is {}, not a list", kind(node));
            self.warning(node.position, problem, "write a list of maps with `type` and `code`");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                self.script(item)
                    .map_err(|problem| {
                        self.warning(
                            problem.position.unwrap_or(item.position),
                            problem.problem,
                            problem.help,
                        );
                    })
                    .ok()
            })
            .collect()
    }

    fn script(&mut self, node: &Node<'_>) -> Result<Event> {
        let fields = self.fields(node, "a script", &["type", "code", "language", "id", "name"])?;
        let listen = self.string(&fields, "type")?;
        let listen = listen.map(|kind| match kind.rsplit(':').next() {
            Some("beforeRequest") => "prerequest".to_owned(),
            Some("afterResponse") => "test".to_owned(),
            _ => kind,
        });
        let exec = match fields.get("code").map(|node| (&node.data, node)) {
            None => Vec::new(),
            Some((Data::List(lines), node)) => {
                self.warning(
                    node.position,
                    "the `code` of a script is a list",
                    "write one string, such as `|-` and the lines",
                );
                lines.iter().map(|line| self.text(line, "code")).collect::<Result<_>>()?
            }
            Some((_, node)) => self.text(node, "code")?.split('\n').map(str::to_owned).collect(),
        };
        Ok(Event { listen, script: Some(Script { exec }), disabled: false })
    }

    /// Reads the settings, which the v2 format calls `protocolProfileBehavior`. [`SENDS_EVERY_BODY`] is not one here.
    fn settings(&mut self, fields: &Fields<'_, '_>) -> Map<String, Value> {
        let Some(node) = fields.get("settings") else { return Map::new() };
        match json(node) {
            Value::Object(mut settings) => {
                // What has no effect is reported, and a key that is not a string is no setting.
                let known = self.fields(node, "`settings`", SETTINGS);
                settings.retain(|name, _| known.as_ref().is_ok_and(|known| known.get(name).is_some()));
                settings.remove(SENDS_EVERY_BODY);
                if let Some(Value::Array(names)) = settings.get("disabledSystemHeaders") {
                    let names =
                        names.iter().filter_map(|name| Some((name.as_str()?.to_owned(), true.into())));
                    let names = Value::Object(names.collect());
                    settings.insert("disabledSystemHeaders".to_owned(), names);
                }
                settings
            }
            _ => {
                let problem = format!("`settings` is {}, not a map", kind(node));
                self.warning(node.position, problem, "write `setting: value` lines");
                Map::new()
            }
        }
    }

    /// Reads an example file.
    pub(super) fn example_file(&mut self, node: &Node<'_>, stem: &str) -> Result<Response> {
        let fields = self.fields(
            node,
            "an example",
            &["$kind", "id", "name", "description", "request", "response", "order"],
        )?;
        match self.string(&fields, "$kind")?.as_deref() {
            Some("http-example" | "graphql-example") | None => {}
            Some(other) => {
                let help = "examples of other kinds than `http-example` are not read";
                return Err(Problem::new(
                    node.position,
                    format!("the example is of the kind `{other}`"),
                    help,
                ));
            }
        }
        if let Some(request) = fields.get("request") {
            self.check_request_of_example(request)?;
        }
        let mut response = Response {
            name: Some(self.string(&fields, "name")?.unwrap_or_else(|| stem.to_owned())),
            ..Response::default()
        };
        let Some(node) = fields.get("response") else {
            return Err(Problem::new(
                node.position,
                "the example has no `response`",
                "add it, or delete the file",
            ));
        };
        let fields = self.fields(node, "a response", &["statusCode", "statusText", "headers", "body"])?;
        if let Some(code) = fields.get("statusCode") {
            match &code.data {
                Data::Scalar(text, _) if text.trim().parse::<u16>().is_ok() => {
                    response.code = text.trim().parse().ok()
                }
                _ => {
                    let help = "write a number, such as `200`";
                    return Err(Problem::new(code.position, "`statusCode` is not a status", help));
                }
            }
        }
        if response.code.is_none() {
            let help = "add it: types are inferred from successful responses";
            self.warning(fields.position, "a response has no `statusCode`, so it has no effect", help);
        }
        response.status = self.string(&fields, "statusText")?;
        response.header = self.headers(&fields)?;
        if let Some(body) = self.response_body(fields.get("body"))? {
            response.declared = body.declared;
            response.body = Some(body.content.into());
            response.preview_language = Some(body.language).filter(|language| !language.is_empty());
        }
        Ok(response)
    }

    /// Reports what is wrong in the copy of the request that an example has. Nothing depends on it otherwise.
    fn check_request_of_example(&mut self, node: &Node<'_>) -> Result<()> {
        let known = ["url", "method", "headers", "queryParams", "pathVariables", "body", "auth"];
        let fields = self.fields(node, "the request of an example", &known)?;
        self.url(&fields)?;
        self.string(&fields, "method")?;
        self.headers(&fields)?;
        self.body(fields.get("body"))?;
        Ok(())
    }

    /// Reads the order; a missing one is 0.
    pub(super) fn order(&mut self, node: &Node<'_>) -> f64 {
        let Ok(fields) = self.map(node, "the file") else { return 0.0 };
        let Some(order) = fields.get("order") else { return 0.0 };
        let number = match &order.data {
            Data::Scalar(text, _) => text.trim().parse::<f64>().ok().filter(|number| number.is_finite()),
            _ => None,
        };
        if number.is_none() || !matches!(order.data, Data::Scalar(_, super::yaml::Type::Number)) {
            let problem = format!("`order` is {}, not a number", kind(order));
            let help = "write a number without quotes; an item without `order` has 0";
            self.warning(order.position, problem, help);
        }
        number.unwrap_or_default()
    }
}
