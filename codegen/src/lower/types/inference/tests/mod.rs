//! Tests of inference: examples and their types, in a short notation.

use serde_json::json;

use super::*;
use crate::lower::types::example::parse;

mod checker;
mod corpus;
mod round_trip;

use checker::round_trip;

/// Returns the inferred type, and the definitions as `Name { field: type, … }`.
fn inferred(examples: &[&str], direction: Direction) -> (String, Vec<String>) {
    let examples: Vec<Example<'_>> = examples.iter().map(|json| parse(json).unwrap()).collect();
    let mut types = Types::default();
    let ty = infer(&examples, &TypeName::given("T"), direction, &mut types);
    (show(&ty), types.into_list().iter().map(show_def).collect())
}

fn response(examples: &[&str]) -> String {
    inferred(examples, Direction::Response).0
}

/// Returns the definitions for a response.
fn defs(example: &str) -> Vec<String> {
    inferred(&[example], Direction::Response).1
}

fn request_defs(examples: &[&str]) -> Vec<String> {
    inferred(examples, Direction::Request).1
}

fn show(ty: &Type) -> String {
    match ty {
        Type::Array(inner) => format!("[{}]", show(inner)),
        Type::Map(inner) => format!("{{{}}}", show(inner)),
        Type::Nullable(inner) => format!("{}?", show(inner)),
        Type::Named(name) => name.clone(),
        other => format!("{other:?}"),
    }
}

fn show_def(def: &TypeDef) -> String {
    let TypeKind::Object(fields) = &def.kind else { return format!("{def:?}") };
    let presence = |field: &Field| match field.presence {
        Presence::Required => "",
        Presence::Optional => "?",
        Presence::Patch => "??",
    };
    let show = |field: &Field| format!("{}{}: {}", field.name.rust, presence(field), show(&field.ty));
    format!("{} {{ {} }}", def.name, fields.iter().map(show).collect::<Vec<_>>().join(", "))
}

#[test]
fn scalars() {
    let types = ["true", "1", "-1", "18446744073709551615", "1.5", "1.0", "-0", r#""a""#, "null", "{{a}}"]
        .map(|e| response(&[e]));
    assert_eq!(
        types,
        ["Bool", "Number", "Number", "Number", "Number", "Number", "Number", "String", "Any", "Any"]
    );
}

#[test]
fn numbers_of_all_kinds_have_one_type() {
    assert_eq!(response(&["1", "1.5", "9007199254740993"]), "Number");
    assert_eq!(response(&["-1", "18446744073709551615"]), "Number");
    assert_eq!(response(&["18446744073709551616"]), "Any");
}

#[test]
fn different_json_types_are_any() {
    assert_eq!(response(&["1", r#""a""#]), "Any");
    assert_eq!(response(&["[]", "{}"]), "Any");
    assert_eq!(response(&[r#"[1, "a"]"#]), "[Any]");
}

#[test]
fn a_placeholder_has_the_type_that_it_names() {
    let types = [
        "<string>",
        "<uuid>",
        "<date>",
        "<integer>",
        "<long>",
        "<number>",
        "<double>",
        "<boolean>",
        "<dateTime>",
        "<array>",
        "<object>",
        "<any>",
    ]
    .map(|placeholder| response(&[&format!("\"{placeholder}\"")]));
    assert_eq!(
        types,
        [
            "String", "String", "String", "Integer", "Integer", "Float", "Float", "Bool", "DateTime",
            "[Any]", "{Any}", "Any"
        ]
    );
    assert_eq!(defs(r#"{"a": "<long>", "b": ["<boolean>"]}"#), ["T { a?: Integer, b?: [Bool] }"]);
}

#[test]
fn placeholders_and_values_have_a_type_that_accepts_both() {
    let both = |placeholder: &str, value: &str| response(&[&format!("\"{placeholder}\""), value]);
    assert_eq!(both("<integer>", "1"), "Integer");
    assert_eq!(both("<integer>", "1.5"), "Number");
    assert_eq!(both("<integer>", "18446744073709551615"), "Number");
    assert_eq!(both("<number>", "1"), "Number");
    assert_eq!(both("<number>", "\"<integer>\""), "Number");
    assert_eq!(both("<boolean>", "true"), "Bool");
    assert_eq!(both("<dateTime>", "\"today\""), "String");
    assert_eq!(both("<array>", "[true]"), "[Bool]");
    assert_eq!(both("<object>", r#"{"a": true}"#), "T");
    assert_eq!(both("<integer>", "null"), "Integer?");
    for (placeholder, value) in
        [("<integer>", "\"a\""), ("<boolean>", "1"), ("<array>", "{}"), ("<any>", "1")]
    {
        assert_eq!(both(placeholder, value), "Any", "{placeholder} {value}");
    }
}

#[test]
fn an_object_with_made_up_keys_is_a_map() {
    assert_eq!(response(&[r#"{"key_0": "<string>", "key_1": "<string>"}"#]), "{String}");
    assert_eq!(response(&[r#"{"key_0": "<string>", "key_1": "<integer>"}"#]), "{Any}");
    assert_eq!(response(&[r#"{"key_0": "<string>", "name": "<integer>"}"#]), "T");
}

#[test]
fn a_variable_has_the_type_of_the_other_examples() {
    assert_eq!(response(&["{{a}}", "1"]), "Number");
    assert_eq!(response(&["[{{a}}, true]"]), "[Bool]");
}

#[test]
fn null_is_kept_outermost_and_in_arrays_and_maps() {
    assert_eq!(response(&["null", "1"]), "Number?");
    assert_eq!(response(&["[null, 1]"]), "[Number?]");
    assert_eq!(response(&["[null]"]), "[Any]");
    assert_eq!(response(&[r#"{"10": null, "11": "a"}"#]), "{String?}");
}

#[test]
fn the_elements_of_empty_containers_are_any_unless_another_example_has_some() {
    assert_eq!(response(&["{}"]), "{Any}");
    assert_eq!(response(&["[]"]), "[Any]");
    assert_eq!(response(&["[]", "[1]"]), "[Number]");
    assert_eq!(response(&["{}", r#"{"a": 1}"#]), "T");
}

#[test]
fn response_fields_are_optional() {
    assert_eq!(defs(r#"{"a": 1, "b": null}"#), ["T { a?: Number, b?: Any }"]);
}

#[test]
fn request_fields_are_optional_and_null_is_distinct_if_it_occurs() {
    assert_eq!(
        request_defs(&[r#"{"a": 1, "b": null}"#, r#"{"a": null, "c": true}"#]),
        ["T { a??: Number, b??: Any, c?: Bool }"]
    );
}

#[test]
fn nested_objects_are_named_after_their_fields() {
    assert_eq!(
        defs(r#"{"owner": {"home_address": {"zip": "1"}}, "tags": [{"id": 1}], "by_id": {"10": {"x": 1}}}"#),
        [
            "T { owner?: TOwner, tags?: [TTags], by_id?: {TById} }",
            "TOwner { home_address?: TOwnerHomeAddress }",
            "TOwnerHomeAddress { zip?: String }",
            "TTags { id?: Number }",
            "TById { x?: Number }",
        ]
    );
}

#[test]
fn a_long_name_lacks_the_fields_in_the_middle() {
    let word = |letter: &str| letter.repeat(58);
    let deep =
        format!(r#"{{ "{}": {{ "{}": {{ "near": {{ "last": {{ "id": 1 }} }} }} }} }}"#, word("a"), word("b"));
    let names: Vec<String> =
        defs(&deep).iter().map(|def| def.split(' ').next().unwrap().to_owned()).collect();
    let cut = |letter: &str| format!("{}{}", letter.to_uppercase(), letter.repeat(29));
    let (a, b) = (cut("a"), cut("b"));
    assert_eq!(
        names,
        ["T".to_owned(), format!("T{a}"), format!("T{b}"), format!("T{b}Near"), format!("T{b}NearLast")]
    );
}

#[test]
fn elements_of_an_outermost_array_or_map_have_a_suffix() {
    assert_eq!(
        inferred(&[r#"[{"a": [{"b": 1}]}]"#], Direction::Response).1,
        ["TItem { a?: [TItemA] }", "TItemA { b?: Number }"]
    );
    assert_eq!(inferred(&[r#"{"10": {"a": 1}}"#], Direction::Response).1, ["TValue { a?: Number }"]);
}

#[test]
fn equal_names_of_different_objects_become_distinct() {
    let names = defs(r#"{"a": {"b_c": {"x": 1}}, "a_b": {"c": {"y": 1}}}"#);
    assert_eq!(names[2..], ["TABC { x?: Number }", "TAB { c?: TABCObject }", "TABCObject { y?: Number }"]);
}

#[test]
fn an_object_with_ids_as_keys_is_a_map_of_merged_values() {
    assert_eq!(response(&[r#"{"10001": [1], "10002": [null, 2]}"#]), "{[Number?]}");
    assert_eq!(defs(r#"{"a@b.com": {"x": 1}, "c@d.com": {"y": 1}}"#), ["TValue { x?: Number, y?: Number }"]);
}

#[test]
fn an_object_with_ids_and_values_of_different_types_is_a_struct() {
    assert_eq!(defs(r#"{"10001": 1, "10002": "a"}"#), ["T { _10001?: Number, _10002?: String }"]);
}

#[test]
fn an_object_with_a_variable_as_a_key_is_a_map() {
    assert_eq!(response(&[r#"{"{{key}}": 1, "name": "a"}"#]), "{Any}");
    assert_eq!(response(&[r#"{{{key}}: 1}"#]), "{Number}");
}

#[test]
fn an_object_with_too_many_fields_is_a_map() {
    let wide = |count: usize| {
        let members: Vec<String> = (0..count).map(|number| format!(r#""name{number}": 1"#)).collect();
        response(&[&format!("{{{}}}", members.join(","))])
    };
    assert_eq!(wide(MAX_FIELDS), "T");
    assert_eq!(wide(MAX_FIELDS + 1), "{Number}");
}

#[test]
fn keys_with_equal_field_names_become_distinct() {
    assert_eq!(
        defs(
            r#"{"+1": 1, "-1": 1, "type": 1, "_type": 1, "userId": 1, "user_id": 1, "": 1, "ID": 1, "id": 1, "new": 1}"#
        ),
        ["T { plus_1?: Number, minus_1?: Number, r#type?: Number, underscore_type?: Number, \
          user_id_camel?: Number, user_id?: Number, unnamed?: Number, id_upper?: Number, id?: Number, new_?: Number }"]
    );
}

#[test]
fn names_do_not_depend_on_the_order_of_keys() {
    let keys = ["userID", "userId", "UserId", "user-id", "user id", "USER_ID", "é", "É", "@", "$", ""];
    let rust_names = |keys: &[&str]| {
        let usual = keys.iter().map(|key| (*key, crate::lower::names::field(key)));
        crate::lower::names::rust_names(usual.collect())
    };
    let name = |key: &str, keys: &[&str]| {
        let index = keys.iter().position(|other| *other == key).unwrap();
        rust_names(keys).swap_remove(index)
    };
    let mut reversed = keys;
    reversed.reverse();
    for key in keys {
        assert_eq!(name(key, &keys), name(key, &reversed));
    }
    let names: hashbrown::HashSet<String> = rust_names(&keys).into_iter().collect();
    assert_eq!(names.len(), keys.len());
}

#[test]
fn strings_with_names_of_secrets_are_sensitive() {
    let mut types = Types::default();
    let example = parse(
        r#"{"accessToken": "a", "email": true, "userPassword": "x", "name": "n", "contact": "<email>", "phrase": "<password>"}"#,
    )
    .unwrap();
    infer([&example], &TypeName::given("T"), Direction::Response, &mut types);
    let TypeKind::Object(fields) = &types.into_list()[0].kind else { panic!("no object") };
    assert_eq!(
        fields.iter().map(|field| field.sensitive).collect::<Vec<_>>(),
        [true, false, true, false, true, true]
    );
}

#[test]
fn values_that_are_nested_too_deep_are_any() {
    let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    assert_eq!(response(&[&deep]), format!("{}Any{}", "[".repeat(32), "]".repeat(32)));
}

#[test]
fn without_examples_the_type_is_any() {
    assert_eq!(response(&[]), "Any");
}

#[test]
fn the_checker_detects_values_that_a_type_loses() {
    let mut types = Types::default();
    let example = parse(r#"{"a": null, "b": 1}"#).unwrap();
    let ty = infer([&example], &TypeName::given("T"), Direction::Response, &mut types);
    let list = types.into_list();
    assert_eq!(round_trip(&json!({"a": null, "b": 1}), &ty, &list), Ok(json!({"b": 1})));
    assert!(round_trip(&json!({"b": "text"}), &ty, &list).is_err());
    assert_eq!(round_trip(&json!({"c": 1}), &ty, &list), Ok(json!({})));
}
