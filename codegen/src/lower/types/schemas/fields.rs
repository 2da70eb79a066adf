//! The fields of a form, as its schema describes them.

use super::{Schemas, docs};
use crate::api::JsonKind;
use crate::overlay::{Schema, SchemaKind};

/// The schema of a form field.
pub(crate) struct FieldSchema<'a> {
    pub(crate) name: &'a str,
    pub(crate) schema: &'a Schema,
    pub(crate) docs: String,
    pub(crate) is_required: bool,
    pub(crate) is_read_only: bool,
    pub(crate) is_sensitive: bool,
    /// Whether the value, or each of several, is the content of a file.
    pub(crate) is_binary: bool,
    pub(crate) is_string: bool,
    pub(crate) is_list: bool,
}

impl<'a> Schemas<'a> {
    /// Returns the fields of a form with this schema.
    pub(crate) fn form_fields(&mut self, schema: &'a Schema) -> Vec<FieldSchema<'a>> {
        let properties = self.properties(self.target(schema)).list;
        let fields = properties.into_iter().map(|property| {
            let target = self.target(property.schema);
            let (item, is_list) = match &target.kind {
                SchemaKind::Array(items) => (self.target(items), true),
                _ => (target, false),
            };
            let own_docs = docs::field(property.schema);
            FieldSchema {
                name: property.wire,
                schema: property.schema,
                docs: if own_docs.is_empty() {
                    docs::description(target).unwrap_or_default()
                } else {
                    own_docs
                },
                is_required: property.required,
                is_read_only: property.schema.read_only || target.read_only,
                is_sensitive: property.schema.sensitive || target.sensitive,
                is_binary: matches!(&item.kind, SchemaKind::String(string) if string.is_binary),
                is_string: self.kind(item, 0).is_none_or(|kind| kind == JsonKind::String),
                is_list,
            }
        });
        fields.collect()
    }
}
