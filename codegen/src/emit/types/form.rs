//! Forms: a struct with a setter for each field.

use super::super::docs;
use super::super::print::{Code, literal};
use super::setter::{default_constructor, setter};
use crate::api::{FormContent, FormField, TypeDef};

pub(super) fn form(code: &mut Code, def: &TypeDef, fields: &[FormField]) {
    code.line("#[derive(Clone, Debug, Default)]");
    code.open(&format!("pub struct {} {{", def.name));
    code.line("pub(crate) form: crate::runtime::model::Form,");
    code.close("}");
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    default_constructor(code, "Creates an empty form.");
    for field in fields {
        form_setter(code, field);
    }
    code.close("}");
}

fn form_setter(code: &mut Code, FormField { name, docs, content, repeats, .. }: &FormField) {
    let wire = literal(&name.wire);
    let method = match (content, repeats) {
        (FormContent::Text(None), false) => "text",
        (FormContent::Text(None), true) => "texts",
        (FormContent::Text(Some(_)), _) => "typed_texts",
        (FormContent::File, false) => "file",
        (FormContent::File, true) => "files",
    };
    let media_type = match content {
        FormContent::Text(Some(media_type)) => format!("{}, ", literal(media_type)),
        _ => String::new(),
    };
    let item = match content {
        FormContent::Text(_) => "impl Into<String>",
        FormContent::File => "super::FilePart",
    };
    let argument_type = if *repeats { format!("impl IntoIterator<Item = {item}>") } else { item.to_owned() };
    let sentence = format!("Sets the field {}.", docs::code(&name.wire));
    setter(code, &name.rust, &sentence, docs, None, &argument_type, |name| match (content, repeats) {
        (FormContent::Text(Some(_)), false) => format!("self.form.{method}({wire}, {media_type}[{name}]);"),
        _ => format!("self.form.{method}({wire}, {media_type}{name});"),
    });
}
