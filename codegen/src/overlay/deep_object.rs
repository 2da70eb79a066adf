//! Query parameters of the style `deepObject`: `name[key]=value` for each key of an object.

use super::{OperationEntry, ParameterEntry, ParameterStyle, Schema, SchemaKind};

/// Replaces each parameter of this style by one for each property of its schema. A schema without properties stays.
pub(super) fn expand(operations: &mut [OperationEntry], schemas: &[(String, Schema)]) {
    for operation in operations {
        let parameters = &mut operation.parameters;
        if parameters.iter().any(|parameter| parameter.style == ParameterStyle::DeepObject) {
            let all = std::mem::take(parameters).into_iter();
            *parameters = all.flat_map(|parameter| expanded(parameter, schemas)).collect();
        }
    }
}

fn expanded(parameter: ParameterEntry, schemas: &[(String, Schema)]) -> Vec<ParameterEntry> {
    let schema = parameter.schema.as_ref().map(|schema| target(schema, schemas));
    let Some(SchemaKind::Object(object)) = schema.map(|schema| &schema.kind) else { return vec![parameter] };
    if parameter.style != ParameterStyle::DeepObject || object.properties.is_empty() {
        return vec![parameter];
    }
    let properties = object.properties.iter().map(|(key, schema)| ParameterEntry {
        at: parameter.at.clone(),
        name: format!("{}[{key}]", parameter.name),
        location: parameter.location,
        description: described(schema, schemas).or_else(|| parameter.description.clone()),
        required: parameter.required && object.required.contains(key),
        schema: Some(schema.clone()),
        constant: None,
        style: ParameterStyle::Form,
        explode: true,
        example: parameter.example.as_ref().and_then(|example| example.get(key)).cloned(),
        deprecated: schema.deprecated.clone().or_else(|| parameter.deprecated.clone()),
    });
    properties.collect()
}

fn described(schema: &Schema, schemas: &[(String, Schema)]) -> Option<String> {
    schema.description.clone().or_else(|| target(schema, schemas).description.clone())
}

/// Returns the schema that a reference leads to; any other schema as it is.
fn target<'s>(schema: &'s Schema, schemas: &'s [(String, Schema)]) -> &'s Schema {
    schema.target(|name| schemas.iter().find(|(other, _)| other == name).map(|(_, schema)| schema))
}
