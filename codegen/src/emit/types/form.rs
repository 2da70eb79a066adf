//! Forms: a struct with a setter for each field.

use super::super::docs;
use super::super::print::{Code, literal};
use super::super::rust_type::{Scope, type_text};
use super::setter::{default_constructor, setter};
use crate::api::{FormContent, FormField, Repeat, Type, TypeDef};

pub(super) fn form(code: &mut Code, def: &TypeDef, fields: &[FormField], scope: Scope<'_>) {
    let required: Vec<&FormField> = fields.iter().filter(|field| field.required).collect();
    code.line(match required.is_empty() {
        true => "#[derive(Clone, Debug, Default)]",
        false => "#[derive(Clone, Debug)]",
    });
    code.open(&format!("pub struct {} {{", def.name));
    code.line("pub(crate) form: crate::runtime::model::Form,");
    code.close("}");
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    match required.is_empty() {
        true => default_constructor(code, "Creates an empty form."),
        false => constructor(code, fields, &required, scope),
    }
    for field in fields.iter().filter(|field| !field.required) {
        form_setter(code, field, scope);
    }
    code.close("}");
}

/// `new` with the required fields. The form has the order of all fields, because they are sent in the collection's.
fn constructor(code: &mut Code, fields: &[FormField], required: &[&FormField], scope: Scope<'_>) {
    code.docs(&["Creates a form from its required fields.".to_owned()]);
    code.line("#[must_use]");
    let arguments: Vec<String> = required
        .iter()
        .map(|field| format!("{}: {}", field.name.rust, argument_type(field, scope)))
        .collect();
    code.open_function("new", &arguments, "Self");
    let names: Vec<String> = fields.iter().map(|field| literal(&field.name.wire)).collect();
    code.list("let mut form = crate::runtime::model::Form::ordered(&[", &names, "]);");
    for field in required {
        code.line(&format!("form.{};", set(field, &field.name.rust)));
    }
    code.line("Self { form }");
    code.close("}");
}

fn form_setter(code: &mut Code, field: &FormField, scope: Scope<'_>) {
    let FormField { name, docs, repeat, .. } = field;
    let sentence = match repeat {
        Repeat::Indexed => format!("Sets the fields {}.", docs::elements(&name.wire)),
        _ => format!("Sets the field {}.", docs::code(&name.wire)),
    };
    setter(code, &name.rust, &sentence, docs, None, &argument_type(field, scope), |name| {
        format!("self.form.{};", set(field, name))
    });
}

fn argument_type(field: &FormField, scope: Scope<'_>) -> String {
    form_argument_type(field, type_text(&field.ty, scope))
}

/// The type of the argument of a field, given the text of its type.
pub(crate) fn form_argument_type(field: &FormField, ty: String) -> String {
    let item = match (&field.content, &field.ty) {
        (FormContent::File, _) => "super::FilePart".to_owned(),
        (FormContent::Text(_), Type::String) => "impl Into<String>".to_owned(),
        (FormContent::Text(_), _) => ty,
    };
    if field.repeat != Repeat::Never { format!("impl IntoIterator<Item = {item}>") } else { item }
}

/// The call of the method that sets a field to the value of a variable.
fn set(field: &FormField, variable: &str) -> String {
    let FormField { name, content, ty, repeat, .. } = field;
    let wire = literal(&name.wire);
    let kind = if *ty == Type::String { "texts" } else { "values" };
    let method = match (content, ty, *repeat != Repeat::Never) {
        (FormContent::Text(Some(media_type)), _, repeats) => {
            let list = if repeats { variable.to_owned() } else { format!("[{variable}]") };
            return format!("typed_{kind}({wire}, {}, {list})", literal(media_type));
        }
        (FormContent::Text(None), _, _) if *repeat == Repeat::Indexed => {
            return format!("indexed_{kind}({wire}, {variable})");
        }
        (FormContent::File, _, false) => "file",
        (FormContent::File, _, true) => "files",
        (FormContent::Text(None), Type::String, false) => "text",
        (FormContent::Text(None), Type::String, true) => "texts",
        (FormContent::Text(None), _, false) => "value",
        (FormContent::Text(None), _, true) => "values",
    };
    format!("{method}({wire}, {variable})")
}
