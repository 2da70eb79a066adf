//! The setters of a call: its optional parameters and body.

use super::body::{self, body_type};
use super::docs;
use super::print::{Code, deprecated, literal, sentence_and_description};
use super::rust_type::{Scope, type_text};
use crate::api::{Body, Content, Operation, Parameter, QueryDefault, Repeat, Type};

/// The setters of a call.
pub(crate) fn setters(code: &mut Code, operation: &Operation) {
    let body = operation.body.as_ref().filter(|body| !body.required && has_argument(body));
    if operation.query.is_empty() && operation.headers.is_empty() && body.is_none() {
        return;
    }
    code.blank();
    code.open(&format!("impl {} {{", operation.type_name));
    for parameter in &operation.query {
        let method = match parameter.repeat {
            Repeat::Never => "query",
            Repeat::Keys => "query_each",
            Repeat::Indexed => "query_indexed",
            Repeat::Commas => "query_joined",
            Repeat::Spaces => "query_spaced",
            Repeat::Pipes => "query_piped",
        };
        parameter_setter(code, parameter, "query parameter", method);
    }
    for parameter in &operation.headers {
        parameter_setter(code, parameter, "header", "set_header");
    }
    if let Some(body) = body {
        body_setter(code, body);
    }
    code.close("}");
}

/// Whether the body has a setter: a GraphQL document without variables is the whole body.
fn has_argument(body: &Body) -> bool {
    !matches!(&body.content, Content::GraphQl(request) if request.variables.is_none())
}

fn body_setter(code: &mut Code, body: &Body) {
    let sentence = match body.content {
        Content::GraphQl(_) => "Sets the variables of the GraphQL document.",
        _ => "Sets the body.",
    };
    code.blank();
    code.docs(&sentence_and_description(sentence.to_owned(), &body.docs));
    let argument = format!("body: {}", body_type(body));
    setter(code, "body", argument, &body::set(body));
}

/// The setter of a query parameter or a header, which the method of the call takes.
fn parameter_setter(code: &mut Code, parameter: &Parameter, what: &str, method: &str) {
    let Parameter { ty, repeat, .. } = parameter;
    let name = &parameter.name.rust;
    let wire = &parameter.name.wire;
    code.blank();
    let default = match &parameter.default {
        None => String::new(),
        Some(QueryDefault::Setting(_)) => ", instead of the value that the client has for it".to_owned(),
        Some(QueryDefault::Collection(value) | QueryDefault::Constant(value)) => {
            format!("; {} by default", docs::code(value))
        }
    };
    let sentence = match repeat {
        Repeat::Indexed => format!("Sets the {what}s {}{default}.", docs::elements(wire)),
        _ => format!("Sets the {what} {}{default}.", docs::code(wire)),
    };
    code.docs(&sentence_and_description(sentence, &parameter.docs));
    if let Some(reason) = &parameter.deprecated {
        code.line(&deprecated(reason));
    }
    let value = match (ty, repeat) {
        (_, Repeat::Never) => name.clone(),
        (Type::String, _) => format!("{name}.into_iter().map(Into::<String>::into)"),
        _ => name.clone(),
    };
    let set = format!("{method}({}, {value})", literal(wire));
    setter(code, name, format!("{name}: {}", argument_type(parameter)), &set);
}

/// The type of the argument of a parameter's setter.
pub(crate) fn argument_type(parameter: &Parameter) -> String {
    match (&parameter.ty, parameter.repeat) {
        (Type::String, Repeat::Never) => "&str".to_owned(),
        (ty, Repeat::Never) => type_text(ty, Scope::Operations),
        (Type::String, _) => "impl IntoIterator<Item = impl Into<String>>".to_owned(),
        (ty, _) => format!("impl IntoIterator<Item = {}>", type_text(ty, Scope::Operations)),
    }
}

fn setter(code: &mut Code, name: &str, argument: String, set: &str) {
    code.open_function(name, &["self".to_owned(), argument], "Self");
    code.line(&format!("Self {{ call: self.call.{set} }}"));
    code.close("}");
}
