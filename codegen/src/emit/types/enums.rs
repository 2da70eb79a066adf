//! Open enums, and unions of objects.

use super::super::docs;
use super::super::print::{Code, deprecated, description, literal};
use super::super::rust_type::{Scope, type_text};
use crate::api::{EnumValue, JsonKind, TypeDef, Union, UntaggedVariant};

pub(super) fn open_enum(code: &mut Code, def: &TypeDef, values: &[EnumValue]) {
    code.line("#[derive(Clone, Debug)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {} {{", def.name));
    for EnumValue { name, docs, deprecated: deprecation, .. } in values {
        code.docs(&description(docs));
        if let Some(reason) = deprecation {
            code.line(&deprecated(reason));
        }
        code.parts(&[&name.rust, ","]);
    }
    code.docs(&["A value that this version of the client does not know.".to_owned()]);
    code.line("Unknown(String),");
    code.close("}");
    code.blank();
    let values =
        values.iter().map(|EnumValue { name, .. }| format!("{} = {}", name.rust, literal(&name.wire)));
    code.line(&format!("open_enum!({} {{ {} }});", def.name, values.collect::<Vec<_>>().join(", ")));
}

/// The documentation of a union's variants.
const CONTENT: &str =
    "Content that does not match its description is an `Err` with the whole value, as it was received.";

pub(super) fn union(code: &mut Code, def: &TypeDef, union: &Union, scope: Scope<'_>) {
    if union.variants.iter().any(|variant| variant.ty.is_some()) {
        if !def.docs.is_empty() {
            code.docs(&[String::new()]);
        }
        code.docs(&[CONTENT.to_owned()]);
    }
    code.line("#[derive(Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {} {{", def.name));
    for variant in &union.variants {
        code.docs(&description(&variant.docs));
        let content = variant.ty.as_ref().map(|ty| format!("(Result<{}, Value>)", type_text(ty, scope)));
        code.parts(&[&variant.name.rust, &content.unwrap_or_default(), ","]);
    }
    let wire = docs::code(&union.tag.wire);
    code.docs(&[format!(
        "A value without {wire}, or with one that this version of the client does not know."
    )]);
    code.line("Unknown(Value),");
    code.close("}");
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    code.docs(&[format!(
        "Returns {}, which tells the variants apart; `None` if it is missing.",
        docs::code(&union.tag.wire)
    )]);
    code.line("#[must_use]");
    code.open_function(&union.tag.rust, &["&self".to_owned()], "Option<&str>");
    code.line("crate::runtime::model::tag(self)");
    code.close("}");
    code.close("}");
    code.blank();
    let variants = union.variants.iter().map(|variant| {
        let content = if variant.ty.is_some() { "(_)" } else { "" };
        format!("{}{content} = {}", variant.name.rust, literal(&variant.name.wire))
    });
    let variants = variants.collect::<Vec<_>>().join(", ");
    code.line(&format!("union!({} by {} {{ {variants} }});", def.name, literal(&union.tag.wire)));
}

pub(super) fn untagged(code: &mut Code, def: &TypeDef, variants: &[UntaggedVariant], scope: Scope<'_>) {
    code.line("#[derive(Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {} {{", def.name));
    for UntaggedVariant { name, docs, ty, .. } in variants {
        code.docs(&description(docs));
        code.parts(&[name, "(", &type_text(ty, scope), "),"]);
    }
    code.docs(&[
        "A value that this version of the client does not know, or that does not match its description."
            .to_owned(),
    ]);
    code.line("Unknown(Value),");
    code.close("}");
    code.blank();
    let variants = variants.iter().map(|UntaggedVariant { name, kind, key, .. }| {
        let kind = match kind {
            JsonKind::String => "String",
            JsonKind::Boolean => "Boolean",
            JsonKind::Number => "Number",
            JsonKind::Array => "Array",
            JsonKind::Object => "Object",
        };
        let key = key.as_ref().map(|key| format!(" with {}", literal(key)));
        format!("{name} = {kind}{}", key.unwrap_or_default())
    });
    code.line(&format!("untagged!({} {{ {} }});", def.name, variants.collect::<Vec<_>>().join(", ")));
}
