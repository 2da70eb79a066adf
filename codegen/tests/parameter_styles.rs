//! The styles of query parameters that the overlay describes.

mod common;

use codegen::api::{Api, Repeat, Type};
use codegen::{generate, lower};
use common::input;
use serde_json::{Value, json};

fn collection(query: &[&str]) -> String {
    let query: Vec<Value> = query.iter().map(|key| json!({"key": key, "value": "x"})).collect();
    let url = json!({"protocol": "https", "host": "h.test", "path": "find", "query": query});
    json!({"info": {"name": "C"}, "item": [{"name": "Find", "request": {"method": "GET", "url": url}}]})
        .to_string()
}

fn overlay(parameters: Value) -> String {
    let filter = json!({
        "type": "object",
        "required": ["status"],
        "properties": {
            "status": {"type": "string", "enum": ["open", "done"], "description": "The state."},
            "limit": {"type": "integer"},
            "created at": {"type": "string", "format": "date-time", "deprecated": true},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    });
    let paths = json!({"/find": {"get": {"parameters": parameters}}});
    json!({"paths": paths, "components": {"schemas": {"Filter": filter}}}).to_string()
}

fn lowered(collection: &str, overlay: &str) -> (Api, String) {
    let (api, diagnostics) = lower(&input(collection, Some(overlay)));
    (api.unwrap_or_else(|| panic!("{diagnostics}")), diagnostics.to_string())
}

/// The name that is sent, the setter, the type, and how lists are sent.
fn query(api: &Api) -> Vec<(&str, &str, &Type, Repeat)> {
    let parameters = api.operations[0].query.iter();
    parameters
        .map(|parameter| {
            (parameter.name.wire.as_str(), parameter.name.rust.as_str(), &parameter.ty, parameter.repeat)
        })
        .collect()
}

#[test]
fn a_deep_object_is_one_parameter_for_each_property() {
    let schema = json!({"$ref": "#/components/schemas/Filter"});
    let parameter = json!({"name": "filter", "in": "query", "style": "deepObject", "required": true,
        "description": "What to find.", "schema": schema, "example": {"limit": 3}});
    let overlay = overlay(json!([parameter]));
    let status = Type::Named("FindFilterStatus".to_owned());
    let expected = [
        ("filter[status]", "filter_status", &status, Repeat::Never),
        ("filter[limit]", "filter_limit", &Type::Integer, Repeat::Never),
        ("filter[created at]", "filter_created_at", &Type::DateTime, Repeat::Never),
        ("filter[tags]", "filter_tags", &Type::String, Repeat::Keys),
    ];
    let (api, findings) = lowered(&collection(&[]), &overlay);
    assert_eq!(findings, "");
    assert_eq!(query(&api), expected);
    let [status, limit, created, _] = &api.operations[0].query[..] else { panic!("four parameters") };
    assert_eq!(
        (status.docs.as_str(), limit.docs.as_str()),
        ("The service requires it. The state.", "What to find.")
    );
    assert_eq!(limit.example.as_deref(), Some("3"));
    assert!(created.deprecated.is_some() && status.deprecated.is_none());
    // It describes what the collection has.
    let (api, findings) = lowered(&collection(&["filter[limit]"]), &overlay);
    assert_eq!(findings, "");
    let mut own = query(&api);
    own.sort_by_key(|(wire, ..)| expected.iter().position(|(other, ..)| other == wire));
    assert_eq!(own, expected);
    assert_eq!(api.operations[0].query[0].values.len(), 1);
}

#[test]
fn a_deep_object_without_known_keys_is_a_string() {
    for schema in [
        json!({"type": "object"}),
        json!({"additionalProperties": {"type": "string"}}),
        json!({"properties": {}}),
    ] {
        let parameter = json!({"name": "filter", "in": "query", "style": "deepObject", "schema": schema});
        let (api, findings) = lowered(&collection(&[]), &overlay(json!([parameter])));
        assert_eq!(query(&api), [("filter", "filter", &Type::String, Repeat::Never)]);
        assert!(findings.contains("note: callers pass the parameter `filter` as a string\n"), "{findings}");
    }
}

#[test]
fn lists_are_delimited_as_their_style_says() {
    let list = json!({"type": "array", "items": {"type": "integer"}});
    for (style, explode, repeat, method) in [
        ("form", None, Repeat::Keys, "query_each"),
        ("form", Some(false), Repeat::Commas, "query_joined"),
        ("spaceDelimited", None, Repeat::Spaces, "query_spaced"),
        ("spaceDelimited", Some(true), Repeat::Keys, "query_each"),
        ("pipeDelimited", None, Repeat::Pipes, "query_piped"),
        ("pipeDelimited", Some(false), Repeat::Pipes, "query_piped"),
    ] {
        let mut parameter = json!({"name": "ids", "in": "query", "style": style, "schema": list});
        if let Some(explode) = explode {
            parameter["explode"] = json!(explode);
        }
        let (collection, overlay) = (collection(&["ids"]), overlay(json!([parameter])));
        let (api, _) = lowered(&collection, &overlay);
        assert_eq!(query(&api), [("ids", "ids", &Type::Integer, repeat)]);
        let files = generate(&input(&collection, Some(&overlay))).files;
        let code: String = files.iter().map(|file| file.text.as_str()).collect();
        assert!(code.contains(&format!("self.call.{method}(\"ids\", ids)")), "{style} {explode:?}");
        // The starting overlay says the same.
        let starting = codegen::openapi::starting_overlay(&api, "c.json", None).text;
        let (again, _) = lowered(&collection, &starting);
        assert_eq!(query(&again), query(&api), "{starting}");
    }
}
