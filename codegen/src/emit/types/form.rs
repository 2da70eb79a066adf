//! Forms: a struct with a setter for each field.

use super::super::docs;
use super::super::print::{Code, literal};
use super::super::rust_type::{Scope, type_text};
use super::setter::{default_constructor, setter};
use crate::api::{FormContent, FormField, Repeat, Type, TypeDef};

pub(super) fn form(code: &mut Code, def: &TypeDef, fields: &[FormField], scope: Scope<'_>) {
    code.line("#[derive(Clone, Debug, Default)]");
    code.open(&format!("pub struct {} {{", def.name));
    code.line("pub(crate) form: crate::runtime::model::Form,");
    code.close("}");
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    default_constructor(code, "Creates an empty form.");
    for field in fields {
        form_setter(code, field, scope);
    }
    code.close("}");
}

fn form_setter(code: &mut Code, field: &FormField, scope: Scope<'_>) {
    let FormField { name, docs, content, ty, repeat, .. } = field;
    let wire = literal(&name.wire);
    let repeats = *repeat != Repeat::Never;
    let method = match (content, repeat) {
        (FormContent::Text(None), Repeat::Never) => "text",
        (FormContent::Text(_), Repeat::Indexed) => "indexed_texts",
        (FormContent::Text(None), _) => "texts",
        (FormContent::Text(Some(_)), _) => "typed_texts",
        (FormContent::File, Repeat::Never) => "file",
        (FormContent::File, _) => "files",
    };
    let media_type = match content {
        FormContent::Text(Some(media_type)) => format!("{}, ", literal(media_type)),
        _ => String::new(),
    };
    let item = match (content, ty) {
        (FormContent::Text(_), Type::String) => "impl Into<String>".to_owned(),
        (FormContent::Text(_), ty) => type_text(ty, scope),
        (FormContent::File, _) => "super::FilePart".to_owned(),
    };
    let argument_type = if repeats { format!("impl IntoIterator<Item = {item}>") } else { item };
    let sentence = match repeat {
        Repeat::Indexed => format!("Sets the fields {}.", docs::elements(&name.wire)),
        _ => format!("Sets the field {}.", docs::code(&name.wire)),
    };
    // Only strings convert into strings; the other types are formatted.
    let is_formatted = matches!(content, FormContent::Text(_)) && *ty != Type::String;
    setter(code, &name.rust, &sentence, docs, None, &argument_type, |name| {
        let value = match (is_formatted, repeats) {
            (false, _) => name.to_owned(),
            (true, false) => format!("{name}.to_string()"),
            (true, true) => format!("{name}.into_iter().map(|value| value.to_string())"),
        };
        match (content, repeats) {
            (FormContent::Text(Some(_)), false) => {
                format!("self.form.{method}({wire}, {media_type}[{value}]);")
            }
            _ => format!("self.form.{method}({wire}, {media_type}{value});"),
        }
    });
}
