//! An operation: the method that creates its call, and the type of the call.

use super::body;
use super::print::{Code, deprecated, literal};
use super::rust_type::{Scope, type_text};
use super::signature::{Owner, arguments};
use super::{Context, aliases, constants, method_docs, setters};
use crate::api::{Body, Operation, Parameter, QueryDefault, Success, is_idempotent};

/// The methods that have a constructor of `Call`.
const METHODS: [(&str, &str); 7] = [
    ("GET", "get"),
    ("PUT", "put"),
    ("POST", "post"),
    ("PATCH", "patch"),
    ("DELETE", "delete"),
    ("HEAD", "head"),
    ("OPTIONS", "options"),
];

/// The methods of an owner, and the types of their calls.
pub(crate) fn operations(code: &mut Code, context: Context<'_>, owner: Owner<'_>, operations: &[Operation]) {
    if operations.is_empty() {
        return;
    }
    code.blank();
    code.open(&format!("impl {} {{", owner.type_name()));
    for operation in operations {
        method(code, context, owner, operation);
        for alias in aliases::own(owner, operation) {
            aliases::method(code, operation, alias);
        }
    }
    code.close("}");
    for operation in operations {
        call_type(code, owner, operation);
        for alias in aliases::own(owner, operation) {
            aliases::call(code, operation, alias);
        }
        setters::setters(code, operation);
    }
}

/// The method that creates a call.
fn method(code: &mut Code, context: Context<'_>, owner: Owner<'_>, operation: &Operation) {
    let call_type = &operation.type_name;
    code.blank();
    code.docs(&method_docs::lines(context, owner, operation));
    if let Some(reason) = &operation.deprecated {
        code.line(&deprecated(reason));
    }
    let arguments = arguments(operation).into_iter().map(|(name, ty)| format!("{name}: {ty}"));
    let arguments: Vec<String> = std::iter::once("&self".to_owned()).chain(arguments).collect();
    code.open_function(&operation.name.rust, &arguments, call_type);
    let client = if owner.groups.is_empty() { "self" } else { "&self.client" };
    let constructor = constructor(operation);
    let arguments = [
        Some(client.to_owned()),
        Some(format!("&{}", constants::server(context.api, operation))),
        constructor.is_none().then(|| literal(&operation.method)),
        Some(literal(&owner.full_name(operation))),
        Some(literal(&operation.path.wire())),
    ];
    let arguments: Vec<String> = arguments.into_iter().flatten().collect();
    let mut chain = Vec::new();
    if operation.idempotent != is_idempotent(&operation.method) {
        chain.push(format!("idempotent({})", operation.idempotent));
    }
    let credentials = operation.credentials.iter();
    let credentials = credentials.map(|own| constants::credential(context.api, own.index));
    chain.extend(credentials.map(|constant| format!("credential(&{constant})")));
    for (name, value) in &operation.constant_headers {
        chain.push(format!("header({}, {})", literal(name), literal(value)));
    }
    chain.extend(operation.path.parameters().map(|parameter| format!("path({})", parameter.name.rust)));
    chain.extend(operation.query.iter().filter_map(|parameter| query_default(context, parameter)));
    chain.extend(initial_body(operation.body.as_ref()));
    let start = format!("let call = Call::{}(", constructor.unwrap_or("new"));
    match chain.split_last() {
        None => drop(code.list(&start, &arguments, ");")),
        Some((last, others)) => {
            // As rustfmt does it: a chain is indented below a start on one line.
            let indent = if code.list(&start, &arguments, ")") { "    ." } else { "." };
            others.iter().for_each(|link| code.parts(&[indent, link]));
            code.parts(&[indent, last, ";"]);
        }
    }
    code.line(&format!("{call_type} {{ call }}"));
    code.close("}");
}

/// The constructor for an HTTP method; `None` for `new`.
fn constructor(operation: &Operation) -> Option<&'static str> {
    METHODS.iter().find(|(method, _)| *method == operation.method).map(|(_, constructor)| *constructor)
}

/// The link for a query parameter that is sent by default.
fn query_default(context: Context<'_>, parameter: &Parameter) -> Option<String> {
    match parameter.default.as_ref()? {
        QueryDefault::Setting(index) => {
            Some(format!("query_setting(&{})", constants::query_setting(context.api, *index)))
        }
        QueryDefault::Collection(value) | QueryDefault::Constant(value) => {
            Some(format!("query_default({}, {})", literal(&parameter.name.wire), literal(value)))
        }
    }
}

fn initial_body(body: Option<&Body>) -> Option<String> {
    let body = body?;
    if body.required { Some(body::set(body)) } else { body::set_default(body) }
}

/// The type of a call.
fn call_type(code: &mut Code, owner: Owner<'_>, operation: &Operation) {
    let Operation { type_name, name, .. } = operation;
    // Rustdoc does not resolve raw identifiers.
    let method = name.rust.trim_start_matches("r#");
    let output = output(&operation.success);
    code.blank();
    code.docs(&[format!("A call of [`{owner}::{method}`]; await it to send it.", owner = owner.type_name())]);
    code.line("#[must_use = \"a call is sent only when it is awaited\"]");
    code.line("#[derive(Clone, Debug)]");
    code.open(&format!("pub struct {type_name} {{"));
    code.line("call: Call,");
    code.close("}");
    code.blank();
    code.line(&format!("call!({type_name} -> {output});"));
}

/// The type that a call returns.
pub(crate) fn output(success: &Success) -> String {
    match success {
        Success::Empty => "()".to_owned(),
        Success::Json(ty) => type_text(ty, Scope::Operations),
        Success::Optional(ty) => format!("Option<{}>", type_text(ty, Scope::Operations)),
        Success::Undescribed => "crate::Body".to_owned(),
    }
}
