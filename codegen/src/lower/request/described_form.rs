//! Applies the overlay's schema to the fields of a form.

use crate::api::{FormContent, FormField, Name, Repeat, Type};
use crate::lower::names;
use crate::lower::request::form::Encoding;
use crate::lower::types::builder::TypeBuilder;
use crate::lower::types::schemas::{FieldSchema, Scalar};
use crate::overlay::MediaEntry;

/// Adds types and documentation to the fields that the collection has, and appends the fields that only the schema has.
pub(super) fn describe<'a>(
    fields: &mut Vec<FormField>,
    media: &'a MediaEntry,
    encoding: Encoding,
    builder: &mut TypeBuilder<'_, 'a>,
) {
    let Some(schema) = &media.schema else { return };
    for property in builder.schemas.form_fields(schema) {
        if property.is_read_only {
            continue;
        }
        // The key of a list may have brackets in the collection and none in the schema.
        let plain = |name: &str| name.trim_end_matches("[]").to_owned();
        let known = fields.iter().position(|field| field.name.wire == property.name);
        let known =
            known.or_else(|| fields.iter().position(|field| plain(&field.name.wire) == plain(property.name)));
        let part =
            media.parts.iter().find(|(name, _)| name == property.name).map(|(_, media_type)| media_type);
        match known {
            Some(index) => apply(&mut fields[index], &property, builder),
            None => {
                let is_file = encoding == Encoding::Multipart && is_file(&property, part.map(String::as_str));
                let content = match is_file {
                    true => FormContent::File,
                    false => FormContent::Text(part.filter(|_| encoding == Encoding::Multipart).cloned()),
                };
                let mut field = FormField {
                    name: Name {
                        rust: free_name(fields, property.name, builder),
                        wire: property.name.to_owned(),
                    },
                    docs: String::new(),
                    content,
                    ty: Type::String,
                    repeat: if property.is_list && is_file { Repeat::Keys } else { Repeat::Never },
                    required: false,
                    sensitive: false,
                };
                apply(&mut field, &property, builder);
                fields.push(field);
            }
        }
    }
}

fn apply<'a>(field: &mut FormField, property: &FieldSchema<'a>, builder: &mut TypeBuilder<'_, 'a>) {
    field.required = property.is_required;
    field.sensitive |= property.is_sensitive;
    if !property.docs.is_empty() {
        field.docs.clone_from(&property.docs);
    }
    // Files, and strings with a media type of their own, have no other type.
    if field.content != FormContent::Text(None) {
        return;
    }
    let name = builder.name("Body").field(property.name);
    match builder.schemas.scalar(property.schema, &name, builder.types, builder.diagnostics) {
        Some(Scalar::One(ty)) => field.ty = ty,
        Some(Scalar::List(ty)) => {
            field.ty = ty;
            if field.repeat == Repeat::Never {
                field.repeat = Repeat::Keys;
            }
        }
        None => {}
    }
}

/// Whether a field is a file: its string is binary, or its part has the media type of one.
fn is_file(property: &FieldSchema<'_>, part: Option<&str>) -> bool {
    let is_text = |media_type: &str| {
        let essence = media_type.trim().to_ascii_lowercase();
        essence.starts_with("text/") || essence.starts_with("application/json") || essence.contains("+json")
    };
    property.is_binary || (property.is_string && part.is_some_and(|media_type| !is_text(media_type)))
}

fn free_name(fields: &[FormField], wire: &str, builder: &mut TypeBuilder<'_, '_>) -> String {
    let mut taken = fields.iter().map(|field| field.name.rust.clone()).collect();
    names::free(builder.types.field_name(wire), "_", &mut taken)
}
