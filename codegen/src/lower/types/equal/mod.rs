//! Replaces equal inferred objects by aliases of one struct.
//!
//! Every body, response and nested object has a type name of its own, so that a change of one request does not change
//! the names of others. But most objects of a real API have one of a few shapes, and a struct for each would be most of
//! the generated code. So one of several inferred objects with equal fields stays a struct, and the others become
//! aliases.
//!
//! The struct is named after what it is, if most places of the shape agree on that ([`shared_name`](super::shared_name));
//! then all of these places are aliases of it. Otherwise it has the shortest name of a place, and of those the first in the
//! alphabet. Both depend only on the places of this shape, not on the order of requests. The name of every place works in
//! either case.
//!
//! Two objects are equal if they have the same keys with the same types and presence, in any order. Nested objects are
//! compared by shape, not by name. Types that the overlay describes are not replaced: their names are deliberate.

mod shapes;

use hashbrown::HashMap;

use super::shared_name::{Place, shared_names};
use crate::api::{Type, TypeDef, TypeKind};
use crate::lower::names::TypeName;
use shapes::{Shape, Shapes};

/// Converts inferred objects to aliases of equal ones. In the list, an object precedes those nested in it.
///
/// Returns the structs that are not named after a place, sorted by the index that each is to be inserted at.
pub(crate) fn alias_equal(
    list: &mut [TypeDef],
    places: &[Option<TypeName>],
    is_taken: impl Fn(&str) -> bool,
) -> Vec<(usize, TypeDef)> {
    let classes = classes(list, places);
    let shapes = classes.iter().map(|class| {
        let places = class.iter().filter_map(|&index| Some((&list[index], places[index].as_ref()?)));
        places.collect()
    });
    let shapes: Vec<Vec<Place<'_>>> = shapes.collect();
    let is_other = |name: &str, class: usize| {
        is_taken(name) && !classes[class].iter().any(|&index| list[index].name == name)
    };
    let mut names = shared_names(&shapes, is_other);
    let mut shared = Vec::new();
    for (number, class) in classes.iter().enumerate() {
        let shortest = class.iter().min_by_key(|&&index| (list[index].name.len(), &list[index].name));
        let Some(name) = names.remove(&number).or_else(|| Some(list[*shortest?].name.clone())) else {
            continue;
        };
        let in_request = class.iter().any(|&index| list[index].in_request);
        if !class.iter().any(|&index| list[index].name == name) {
            // A class is sorted from the last place to the first.
            let first = class.last().copied().unwrap_or_default();
            shared.push((first, TypeDef { name: name.clone(), in_request, ..list[first].clone() }));
        }
        for &index in class {
            list[index].in_request = in_request;
            if list[index].name != name {
                list[index].kind = TypeKind::Alias(Type::Named(name.clone()));
            }
        }
    }
    shared.sort_by_key(|(index, _)| *index);
    shared
}

/// Replaces references to aliases in all fields by references to their targets. The aliases stay, for callers.
pub(crate) fn resolve_fields(list: &mut [TypeDef], targets: &HashMap<String, String>) {
    for def in list {
        if let TypeKind::Object(fields) = &mut def.kind {
            fields.iter_mut().for_each(|field| resolve(&mut field.ty, targets));
        }
    }
}

fn resolve(ty: &mut Type, targets: &HashMap<String, String>) {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            resolve(inner, targets);
        }
        Type::Named(name) => {
            if let Some(target) = targets.get(name) {
                name.clone_from(target);
            }
        }
        _ => {}
    }
}

/// Returns the indexes of the inferred objects and forms, grouped by shape.
///
/// One pass from the end is enough, because nested objects then have a class before those that contain them. A shape
/// refers to their classes, so its length depends only on the object's own fields.
fn classes(list: &[TypeDef], places: &[Option<TypeName>]) -> Vec<Vec<usize>> {
    let mut classes: Vec<Vec<usize>> = Vec::new();
    let mut class_of_shape: HashMap<Shape, usize> = HashMap::with_capacity(list.len());
    let mut shapes = Shapes::new(list.len());
    for (index, def) in list.iter().enumerate().rev() {
        if places[index].is_none() {
            continue;
        }
        let shape = match &def.kind {
            TypeKind::Object(fields) => shapes.of_object(fields, &def.docs),
            TypeKind::Form(fields) => shapes.of_form(fields),
            _ => continue,
        };
        let class = *class_of_shape.entry(shape).or_insert(classes.len());
        if class == classes.len() {
            classes.push(Vec::new());
        }
        classes[class].push(index);
        shapes.set_class(&def.name, class);
    }
    classes
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

    /// Returns the name of each type, and the target if it is an alias.
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

    /// An object that has too many fields to be named after them.
    const LARGE: &str = r#"{"a": "", "b": "", "c": "", "d": ""}"#;

    #[test]
    fn without_a_common_noun_the_shortest_name_stays_then_the_first_in_the_alphabet() {
        let mut types = Types::default();
        for name in ["LongerResponse", "GetResponse", "AddResponse"] {
            respond(&mut types, name, LARGE);
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
        respond(&mut types, "A", LARGE);
        respond(&mut types, "B", r#"{"d": "", "c": "", "b": "", "a": ""}"#);
        assert_eq!(alias_of(types, "B").as_deref(), Some("A"));
    }

    #[test]
    fn nested_objects_are_compared_by_shape() {
        let mut types = Types::default();
        let outer =
            |inner: &str| format!(r#"{{"a": [{{"pet": {{"y": {inner}}}}}], "b": "", "c": "", "d": ""}}"#);
        respond(&mut types, "A", &outer("1"));
        respond(&mut types, "B", &outer("2"));
        respond(&mut types, "C", &outer("\"2\""));
        let aliases = aliases(types);
        let of = |name: &str| aliases.iter().find(|(other, _)| other == name).unwrap().1.as_deref();
        assert_eq!((of("B"), of("BA"), of("BAPet")), (Some("A"), Some("PetObject"), Some("Pet")));
        assert_eq!((of("C"), of("CA"), of("CAPet")), (None, None, None));
    }

    #[test]
    fn presence_distinguishes_shapes() {
        let mut types = Types::default();
        add(&mut types, "A", r#"{"a": 1, "b": null}"#, Direction::Request);
        add(&mut types, "B", r#"{"a": 1, "b": null}"#, Direction::Response);
        assert_eq!(alias_of(types, "B"), None);
    }

    #[test]
    fn a_struct_is_in_a_request_if_one_of_its_aliases_is() {
        let mut types = Types::default();
        respond(&mut types, "A", r#"{"a": {"b": 1}}"#);
        add(&mut types, "Body", r#"{"a": {"b": 1}}"#, Direction::Request);
        types.alias_equal();
        assert!(types.into_list().iter().all(|def| def.in_request));
    }

    #[test]
    fn types_of_the_overlay_are_not_replaced() {
        let mut types = Types::default();
        respond(&mut types, "LongName", r#"{"a": 1}"#);
        let def = types.get_mut("LongName").unwrap().clone();
        types.define(TypeDef { name: "A".to_owned(), ..def.clone() });
        types.define(TypeDef { name: "B".to_owned(), ..def });
        assert!(aliases(types).iter().all(|(_, alias)| alias.is_none()));
    }

    #[test]
    fn keys_with_control_characters_do_not_look_like_several_fields() {
        let mut types = Types::default();
        respond(&mut types, "A", r#"{"a": 1, "b": 1}"#);
        respond(&mut types, "B", r#"{"ao\u0000I\u0001b": 1}"#);
        assert_eq!(alias_of(types, "B"), None);
    }
}
