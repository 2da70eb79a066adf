//! The terms of the IR as text.

use codegen::api::{
    Content, Decision, Presence, QueryDefault, Repeat, Scheme, ScriptEffect, Success, Type, TypeKind,
};
use serde::Serialize;
use serde_json::Value;

pub(super) use crate::report::number;

/// Returns the counts that are not 0.
pub(super) fn numbers(counts: &[(usize, &str)]) -> String {
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, noun)| number(*count, noun)).collect::<Vec<_>>().join(", ")
}

/// Returns a type in short form: `[string]` is a list, `{string}` a map and `string?` may be null.
pub(super) fn ty(ty: &Type) -> String {
    match ty {
        Type::Array(inner) => format!("[{}]", self::ty(inner)),
        Type::Map(inner) => format!("{{{}}}", self::ty(inner)),
        Type::Nullable(inner) => format!("{}?", self::ty(inner)),
        Type::Boxed(inner) => self::ty(inner),
        Type::Named(name) => name.clone(),
        other => choice(other),
    }
}

/// Returns how several values are sent.
pub(super) fn repeat(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Never => "",
        Repeat::Keys => ", repeated",
        Repeat::Indexed => ", repeated with an index",
        Repeat::Commas => ", separated by commas",
        Repeat::Spaces => ", separated by spaces",
        Repeat::Pipes => ", separated by `|`",
    }
}

/// Returns what is sent if the caller sets no value.
pub(super) fn default(default: Option<&QueryDefault>) -> String {
    match default {
        None => String::new(),
        Some(QueryDefault::Setting(_)) => ", the client's value by default".to_owned(),
        Some(QueryDefault::Collection(value) | QueryDefault::Constant(value)) => {
            format!(", {value} by default")
        }
    }
}

/// Returns how a credential is sent.
pub(super) fn scheme(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Prefixed(text)
        | Scheme::ApiKeyHeader(text)
        | Scheme::ApiKeyQuery(text)
        | Scheme::Signature(text) => format!("{} {text:?}", choice(scheme)),
        Scheme::Bearer | Scheme::Basic => choice(scheme),
    }
}

/// Returns a location in the collection.
pub(super) fn location(location: &str) -> &str {
    if location.is_empty() { "the whole collection" } else { location }
}

/// Returns what a script does.
pub(super) fn effect(effect: &ScriptEffect) -> String {
    match effect {
        ScriptEffect::Signs => choice(effect),
        ScriptEffect::SetsHeader(name) | ScriptEffect::SetsVariable(name) => {
            format!("{} {name:?}", choice(effect))
        }
    }
}

/// Returns a decision of a rule, and the overlay entry that decides otherwise.
pub(super) fn decision(decision: &Decision) -> String {
    let Decision { subject, reason, overlay } = decision;
    format!("{subject}: {reason}; otherwise, in the overlay: {overlay}")
}

/// Returns the kind of a body and its type.
pub(super) fn content(content: &Content) -> String {
    match content {
        Content::Json(ty) => format!("JSON, {}", self::ty(ty)),
        other => match other.ty() {
            Some(ty) => format!("{}, {}", choice(other), self::ty(ty)),
            None => choice(other),
        },
    }
}

/// Returns the body of a successful response.
pub(super) fn success(success: &Success) -> String {
    match success {
        Success::Json(ty) => format!("JSON, {}", self::ty(ty)),
        Success::Optional(ty) => format!("JSON, {}, or no content", self::ty(ty)),
        other => choice(other),
    }
}

/// Returns the kind of a type, and a summary of its content.
pub(super) fn kind(kind: &TypeKind) -> (&'static str, String) {
    match kind {
        TypeKind::Object(fields) => {
            let required = fields.iter().filter(|field| field.presence == Presence::Required).count();
            let required = if required > 0 { format!(", {required} required") } else { String::new() };
            ("object", format!("{}{required}", number(fields.len(), "field")))
        }
        TypeKind::Enum(values) => ("enum", number(values.len(), "value")),
        TypeKind::Union(union) => {
            ("union", format!("{} by {:?}", number(union.variants.len(), "variant"), union.tag.wire))
        }
        TypeKind::Untagged(variants) => ("union", number(variants.len(), "variant")),
        TypeKind::Newtype(rules) => ("validated string", rules.pattern.clone().unwrap_or_default()),
        TypeKind::Form(fields) => ("form", number(fields.len(), "field")),
        TypeKind::Alias(target) => ("alias", format!("of {}", ty(target))),
    }
}

/// Returns the name of a variant in words, from its name in JSON, so that a variant that is added to the IR needs no
/// change here.
pub(super) fn choice(value: &impl Serialize) -> String {
    let name = match serde_json::to_value(value) {
        Ok(Value::String(name)) => Some(name),
        Ok(Value::Object(object)) => object.into_iter().next().map(|(name, _)| name),
        _ => None,
    };
    name.unwrap_or_default().replace('_', " ")
}
