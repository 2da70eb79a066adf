//! The JSON keys of the fields of a type, as a table.
//!
//! A type has the names of its fields as one string, which compiles fast. The compiler splits it, but only in the crates
//! that decode or encode the type.

use std::marker::PhantomData;

use super::fields::{FieldNames, Object};

/// The keys of the fields of a type, in their order.
pub(super) struct Keys<T>(PhantomData<T>);

impl<T: Object> Keys<T> {
    pub(super) const TABLE: &'static [&'static str] = table::<T>(count(T::FIELDS));
}

/// The first `N` keys of a type; those beyond its fields are empty.
struct FirstKeys<T, const N: usize>(PhantomData<T>);

impl<T: Object, const N: usize> FirstKeys<T, N> {
    const TABLE: [&'static str; N] = split(T::FIELDS);
}

/// Returns the keys. The length of an array cannot depend on a type, so the array is one of a few lengths.
const fn table<T: Object>(count: usize) -> &'static [&'static str] {
    match count {
        0..=8 => first::<T, 8>(count),
        9..=16 => first::<T, 16>(count),
        17..=32 => first::<T, 32>(count),
        33..=128 => first::<T, 128>(count),
        129..=1_024 => first::<T, 1_024>(count),
        _ => first::<T, 65_536>(count),
    }
}

/// It is a function so that only the array of the length that is needed is made.
const fn first<T: Object, const N: usize>(count: usize) -> &'static [&'static str] {
    let keys: &'static [&'static str] = &FirstKeys::<T, N>::TABLE;
    keys.split_at(count).0
}

const fn count(mut fields: FieldNames) -> usize {
    let mut count = 0;
    while fields.next().is_some() {
        count += 1;
    }
    count
}

const fn split<const N: usize>(mut fields: FieldNames) -> [&'static str; N] {
    let mut keys = [""; N];
    let mut index = 0;
    while let Some(field) = fields.next() {
        keys[index] = field.key;
        index += 1;
    }
    keys
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "generated types are public")]
mod tests {
    use super::Keys;
    use crate::runtime::model::object;

    pub struct Long {
        pub a: i64,
        pub r#type: i64,
        pub c: Option<i64>,
        pub d: Option<i64>,
        pub e: Option<i64>,
        pub f: Option<i64>,
        pub g: Option<i64>,
        pub h: Option<i64>,
        pub long_name: Option<Option<i64>>,
    }

    object!(Long { required: a, r#type = "type"; optional: [redacted] c, d, e = "E e", f, g, h; nullable: long_name = "longName" });

    const JSON: &str = r#"{"a":1,"type":2,"E e":5,"h":8,"longName":null}"#;

    #[test]
    fn the_table_has_the_key_of_each_field() {
        assert_eq!(Keys::<Long>::TABLE, ["a", "type", "c", "d", "E e", "f", "g", "h", "longName"]);
    }

    #[test]
    fn fields_are_found_in_any_order_and_encoding() {
        let long: Long = serde_json::from_str(JSON).unwrap();
        assert_eq!(serde_json::to_string(&long).unwrap(), JSON);
        for json in [
            r#"{"longName":null,"h":8,"E e":5,"type":2,"a":1}"#,
            r#"{"new":{"a":0},"h":8,"\u0061":1,"longname":0,"E\u0020e":5,"":0,"longName":null,"type":2,"types":0}"#,
        ] {
            assert_eq!(serde_json::from_str::<Long>(json).unwrap(), long, "{json}");
            assert_eq!(serde_json::from_reader::<_, Long>(json.as_bytes()).unwrap(), long, "{json}");
        }
    }
}
