//! Equal shapes are one struct.
//!
//! Each place has a type name of its own, so that what upstream does to one request takes no name from another. But
//! most places of a real API repeat a few shapes, and a struct for each would be most of the generated code. So of
//! inferred objects with equal fields one stays and the others become aliases of it.
//!
//! The shortest name stays, and of those the first in the alphabet: that depends on the names that share the shape
//! and on nothing else, neither on the order of requests nor on those of other shapes. When a request joins whose
//! name goes first, the former struct's name is an alias from then on and still works.
//!
//! Two objects are equal when they have the same keys with the same types and presence, in whatever order; objects
//! inside are compared by shape, not by name. Types that the overlay describes take no part: people named them apart
//! for a reason.

use std::collections::HashMap;

use crate::api::{Field, FormContent, FormField, Presence, Type, TypeDef, TypeKind};

/// Turns inferred objects into aliases of the one that stays. An object stands before those inside it.
pub(crate) fn alias_equal(list: &mut [TypeDef], is_inferred: &[bool]) {
    for class in classes(list, is_inferred) {
        let Some(&kept) = class.iter().min_by_key(|&&place| (list[place].name.len(), &list[place].name))
        else {
            continue;
        };
        let in_request = class.iter().any(|&place| list[place].in_request);
        let name = list[kept].name.clone();
        for place in class {
            list[place].in_request = in_request;
            if place != kept {
                list[place].kind = TypeKind::Alias(Type::Named(name.clone()));
            }
        }
    }
}

/// The places of the inferred objects, those of one shape together.
///
/// One pass from the end, so that the objects inside have their class already, and a shape is as long as its own
/// fields.
fn classes(list: &[TypeDef], is_inferred: &[bool]) -> Vec<Vec<usize>> {
    let mut classes: Vec<Vec<usize>> = Vec::new();
    // A map that grows hashes its keys again, and these are long.
    let mut class_of_shape: HashMap<Vec<u8>, usize> = HashMap::with_capacity(list.len());
    let mut class_of_name: HashMap<&str, usize> = HashMap::with_capacity(list.len());
    for (place, def) in list.iter().enumerate().rev() {
        if !is_inferred[place] {
            continue;
        }
        let shape = match &def.kind {
            TypeKind::Object(fields) => shape(fields, &class_of_name),
            TypeKind::Form(fields) => form_shape(fields),
            _ => continue,
        };
        let class = *class_of_shape.entry(shape).or_insert(classes.len());
        if class == classes.len() {
            classes.push(Vec::new());
        }
        classes[class].push(place);
        class_of_name.insert(&def.name, class);
    }
    classes
}

/// Bytes that two lists of fields share exactly when they are equal.
fn shape(fields: &[Field], class_of_name: &HashMap<&str, usize>) -> Vec<u8> {
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_unstable_by_key(|field| &field.name.wire);
    let mut shape = Vec::with_capacity(fields.len() * 32);
    for field in fields {
        write_text(&mut shape, &field.name.wire);
        shape.push(match field.presence {
            Presence::Required => b'r',
            Presence::Optional => b'o',
            Presence::Patch => b'p',
        });
        shape.push(u8::from(field.sensitive));
        write_type(&mut shape, &field.ty, class_of_name);
    }
    shape
}

/// The same for two forms. No object's bytes are equal to a form's, which begin as no length does.
fn form_shape(fields: &[FormField]) -> Vec<u8> {
    let mut fields: Vec<&FormField> = fields.iter().collect();
    fields.sort_unstable_by_key(|field| &field.name.wire);
    let mut shape = vec![u8::MAX; size_of::<usize>()];
    for FormField { name, content, repeats, .. } in fields {
        write_text(&mut shape, &name.wire);
        shape.push(u8::from(*repeats));
        match content {
            FormContent::File => shape.push(b'f'),
            FormContent::Text(media_type) => {
                shape.push(b't');
                write_text(&mut shape, media_type.as_deref().unwrap_or_default());
            }
        }
    }
    shape
}

fn write_type(shape: &mut Vec<u8>, ty: &Type, class_of_name: &HashMap<&str, usize>) {
    let (mark, inner) = match ty {
        Type::String => (b'S', None),
        Type::Bool => (b'B', None),
        Type::Integer => (b'I', None),
        Type::Unsigned => (b'U', None),
        Type::Float => (b'F', None),
        Type::DateTime => (b'D', None),
        Type::Any => (b'?', None),
        Type::Array(inner) => (b'[', Some(inner)),
        Type::Map(inner) => (b'{', Some(inner)),
        Type::Nullable(inner) => (b'n', Some(inner)),
        Type::Boxed(inner) => (b'b', Some(inner)),
        Type::Named(name) => return write_name(shape, name, class_of_name),
    };
    shape.push(mark);
    if let Some(inner) = inner {
        write_type(shape, inner, class_of_name);
    }
}

fn write_name(shape: &mut Vec<u8>, name: &str, class_of_name: &HashMap<&str, usize>) {
    match class_of_name.get(name) {
        Some(class) => {
            shape.push(b'#');
            shape.extend(class.to_le_bytes());
        }
        None => {
            shape.push(b'$');
            write_text(shape, name);
        }
    }
}

/// Writes a text after its length, so that its end is certain whatever characters it has.
fn write_text(shape: &mut Vec<u8>, text: &str) {
    shape.extend(text.len().to_le_bytes());
    shape.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::names::TypeName;
    use crate::lower::types::definitions::Direction;
    use crate::lower::types::definitions::Types;
    use crate::lower::types::example::parse;
    use crate::lower::types::inference::infer;

    fn add(types: &mut Types, name: &str, example: &str, direction: Direction) {
        infer([&parse(example).unwrap()], &TypeName::given(name), direction, types);
    }

    fn respond(types: &mut Types, name: &str, example: &str) {
        add(types, name, example, Direction::Response);
    }

    /// Each name, and what it is an alias of.
    fn aliases(mut types: Types) -> Vec<(String, Option<String>)> {
        types.alias_equal();
        let alias = |def: TypeDef| match def.kind {
            TypeKind::Alias(Type::Named(name)) => (def.name, Some(name)),
            _ => (def.name, None),
        };
        types.into_list().into_iter().map(alias).collect()
    }

    fn alias_of(types: Types, name: &str) -> Option<String> {
        aliases(types).into_iter().find(|(other, _)| other == name).unwrap().1
    }

    #[test]
    fn the_shortest_name_stays_then_the_first_in_the_alphabet() {
        let mut types = Types::default();
        for name in ["LongerResponse", "GetResponse", "AddResponse"] {
            respond(&mut types, name, r#"{"a": 1}"#);
        }
        assert_eq!(
            aliases(types),
            [
                ("LongerResponse".to_owned(), Some("AddResponse".to_owned())),
                ("GetResponse".to_owned(), Some("AddResponse".to_owned())),
                ("AddResponse".to_owned(), None),
            ]
        );
    }

    #[test]
    fn the_order_of_fields_makes_no_difference() {
        let mut types = Types::default();
        respond(&mut types, "A", r#"{"a": 1, "b": "x"}"#);
        respond(&mut types, "B", r#"{"b": "x", "a": 1}"#);
        assert_eq!(alias_of(types, "B").as_deref(), Some("A"));
    }

    #[test]
    fn objects_inside_are_compared_by_shape() {
        let mut types = Types::default();
        respond(&mut types, "A", r#"{"a": [{"x": {"y": 1}}]}"#);
        respond(&mut types, "B", r#"{"a": [{"x": {"y": 2}}]}"#);
        respond(&mut types, "C", r#"{"a": [{"x": {"y": "2"}}]}"#);
        let aliases = aliases(types);
        let of = |name: &str| aliases.iter().find(|(other, _)| other == name).unwrap().1.as_deref();
        assert_eq!((of("B"), of("BA"), of("BAX")), (Some("A"), Some("AA"), Some("AAX")));
        assert_eq!((of("C"), of("CA"), of("CAX")), (None, None, None));
    }

    #[test]
    fn presence_tells_shapes_apart() {
        let mut types = Types::default();
        add(&mut types, "A", r#"{"a": 1, "b": null}"#, Direction::Request);
        add(&mut types, "B", r#"{"a": 1, "b": null}"#, Direction::Response);
        assert_eq!(alias_of(types, "B"), None);
    }

    #[test]
    fn what_one_request_holds_the_struct_knows() {
        let mut types = Types::default();
        respond(&mut types, "A", r#"{"a": {"b": 1}}"#);
        add(&mut types, "Body", r#"{"a": {"b": 1}}"#, Direction::Request);
        types.alias_equal();
        assert!(types.into_list().iter().all(|def| def.in_request));
    }

    #[test]
    fn types_of_the_overlay_take_no_part() {
        let mut types = Types::default();
        respond(&mut types, "LongName", r#"{"a": 1}"#);
        let def = types.get_mut("LongName").unwrap().clone();
        types.define(TypeDef { name: "A".to_owned(), ..def.clone() });
        types.define(TypeDef { name: "B".to_owned(), ..def });
        assert!(aliases(types).iter().all(|(_, alias)| alias.is_none()));
    }

    #[test]
    fn strange_keys_do_not_look_like_other_fields() {
        let mut types = Types::default();
        respond(&mut types, "A", r#"{"a": 1, "b": 1}"#);
        respond(&mut types, "B", r#"{"ao\u0000I\u0001b": 1}"#);
        assert_eq!(alias_of(types, "B"), None);
    }
}
