//! What fields of objects and of forms have in common.

use super::Pair;
use crate::api::{Field, FormContent, FormField, Name, Presence, Repeat, Type};
use crate::emit::types::{form_argument_type, wrapped};

/// A field of an object or a form.
pub(super) struct View<'a> {
    pub(super) name: &'a Name,
    pub(super) ty: &'a Type,
    pub(super) presence: Presence,
    /// The line of the field, or its setter.
    pub(super) text: String,
    /// Whether it has a setter.
    pub(super) has_setter: bool,
    /// What the type of the setter depends on, apart from the type of the value.
    pub(super) shape: String,
    /// The way in which the value is sent.
    pub(super) encoding: String,
    pub(super) docs: &'a str,
    pub(super) service_default: Option<&'a str>,
    pub(super) deprecated: Option<String>,
    /// Whether `Debug` hides the value.
    pub(super) sensitive: bool,
    /// Whether the examples in the documentation leave the value out.
    pub(super) hides_example: bool,
}

pub(super) fn of_object<'a>(pair: Pair<'_, 'a>, fields: &'a [Field], is_old: bool) -> Vec<View<'a>> {
    let (version, def) = if is_old { (&pair.context.old, pair.old) } else { (&pair.context.new, pair.new) };
    let views = fields.iter().map(|field| {
        let Field { name, docs, ty, presence, service_default, read_only, sensitive, deprecated } = field;
        View {
            name,
            ty,
            presence: *presence,
            text: format!("pub {}: {}", name.rust, wrapped(*presence, &version.text(ty))),
            has_setter: def.in_request && !read_only && *presence != Presence::Required,
            shape: String::new(),
            encoding: String::new(),
            docs,
            service_default: service_default.as_deref(),
            deprecated: deprecated.clone(),
            sensitive: *sensitive,
            hides_example: false,
        }
    });
    views.collect()
}

pub(super) fn of_form<'a>(pair: Pair<'_, 'a>, fields: &'a [FormField], is_old: bool) -> Vec<View<'a>> {
    let version = if is_old { &pair.context.old } else { &pair.context.new };
    let views = fields.iter().map(|field| {
        let FormField { name, docs, content, ty, required, repeat, sensitive } = field;
        let ty_text = version.text(ty);
        View {
            name,
            ty,
            presence: if *required { Presence::Required } else { Presence::Optional },
            text: format!(
                "pub fn {0}(self, {0}: {1}) -> Self",
                name.rust,
                form_argument_type(field, ty_text)
            ),
            has_setter: !required,
            shape: format!("{} {}", *content == FormContent::File, *repeat != Repeat::Never),
            encoding: encoding(content, *repeat),
            docs,
            service_default: None,
            deprecated: None,
            // `Debug` shows no value of a form.
            sensitive: false,
            hides_example: *sensitive,
        }
    });
    views.collect()
}

/// Returns the way in which a form field is sent: `text/csv, one for each value`.
fn encoding(content: &FormContent, repeat: Repeat) -> String {
    let media_type = match content {
        FormContent::File => "a file",
        FormContent::Text(Some(media_type)) => media_type.as_str(),
        FormContent::Text(None) => "text",
    };
    let style = match repeat {
        Repeat::Never => return media_type.to_owned(),
        Repeat::Keys => "the key once for each value",
        Repeat::Indexed => "the key with an index for each value",
        Repeat::Commas => "values with commas between",
        Repeat::Spaces => "values with spaces between",
        Repeat::Pipes => "values with pipes between",
    };
    format!("{media_type}, {style}")
}
