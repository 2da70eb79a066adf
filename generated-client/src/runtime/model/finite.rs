//! Serialization that refuses floats which JSON does not have, NaN and infinity. serde_json sends null for them.

use std::fmt::Display;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::argument::NOT_FINITE;

/// A value whose floats are checked when it is serialized.
pub(crate) struct Finite<T>(pub(crate) T);

impl<T: Serialize> Serialize for Finite<T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Checked(serializer))
    }
}

/// Returns the error of a field, given that of its value: the path of a float that is refused has the key of the field.
#[cold]
pub(super) fn in_field<E: Error>(key: &'static str, error: E) -> E {
    let text = error.to_string();
    match not_finite(&text) {
        None => error,
        Some("") => E::custom(format_args!("{key} {NOT_FINITE}")),
        Some(path) => E::custom(format_args!("{key}.{path} {NOT_FINITE}")),
    }
}

/// Returns the path of the float that is refused; `None` if the error is another one. It has the keys of fields, and no keys
/// of maps.
pub(crate) fn not_finite(error: &str) -> Option<&str> {
    error.strip_suffix(NOT_FINITE).map(str::trim_ascii_end)
}

/// A serializer that refuses floats which JSON does not have, or a part of one.
struct Checked<S>(S);

impl<S: Serializer> Checked<S> {
    fn float(
        self,
        is_finite: bool,
        serialize: impl FnOnce(S) -> Result<S::Ok, S::Error>,
    ) -> Result<S::Ok, S::Error> {
        if is_finite { serialize(self.0) } else { Err(S::Error::custom(NOT_FINITE)) }
    }
}

/// Implements methods of a serializer that take a value without floats.
macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<S::Ok, S::Error> {
                self.0.$method($($argument),*)
            }
        )*
    };
}

/// Implements methods of a serializer that begin a list or an object.
macro_rules! forward_start {
    ($($method:ident($($argument:ident: $type:ty),*) -> $part:ident;)*) => {
        $(
            #[inline]
            fn $method(self, $($argument: $type),*) -> Result<Self::$part, S::Error> {
                self.0.$method($($argument),*).map(Checked)
            }
        )*
    };
}

impl<S: Serializer> Serializer for Checked<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Checked<S::SerializeSeq>;
    type SerializeTuple = Checked<S::SerializeTuple>;
    type SerializeTupleStruct = Checked<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Checked<S::SerializeTupleVariant>;
    type SerializeMap = Checked<S::SerializeMap>;
    type SerializeStruct = Checked<S::SerializeStruct>;
    type SerializeStructVariant = Checked<S::SerializeStructVariant>;

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        self.float(value.is_finite(), |serializer| serializer.serialize_f32(value))
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        self.float(value.is_finite(), |serializer| serializer.serialize_f64(value))
    }

    forward! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_bytes(value: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    forward_start! {
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(
            name: &'static str,
            index: u32,
            variant: &'static str,
            length: usize
        ) -> SerializeTupleVariant;
        serialize_map(length: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct;
        serialize_struct_variant(
            name: &'static str,
            index: u32,
            variant: &'static str,
            length: usize
        ) -> SerializeStructVariant;
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Finite(value))
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Finite(value))
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, &Finite(value))
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.collect_str(value)
    }

    #[inline]
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Implements the traits of the parts of a list.
macro_rules! elements {
    ($($trait:ident: $method:ident;)*) => {
        $(
            impl<S: $trait> $trait for Checked<S> {
                type Ok = S::Ok;
                type Error = S::Error;

                #[inline]
                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                    self.0.$method(&Finite(value))
                }

                #[inline]
                fn end(self) -> Result<S::Ok, S::Error> {
                    self.0.end()
                }
            }
        )*
    };
}

elements! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

/// Implements the traits of the parts of an object.
macro_rules! fields {
    ($($trait:ident)*) => {
        $(
            impl<S: $trait> $trait for Checked<S> {
                type Ok = S::Ok;
                type Error = S::Error;

                #[inline]
                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    key: &'static str,
                    value: &T,
                ) -> Result<(), S::Error> {
                    self.0.serialize_field(key, &Finite(value)).map_err(|error| in_field(key, error))
                }

                #[inline]
                fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
                    self.0.skip_field(key)
                }

                #[inline]
                fn end(self) -> Result<S::Ok, S::Error> {
                    self.0.end()
                }
            }
        )*
    };
}

fields!(SerializeStruct SerializeStructVariant);

impl<S: SerializeMap> SerializeMap for Checked<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(key)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Finite(value))
    }

    #[inline]
    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "generated types are public")]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;
    use crate::runtime::model::number::Number;
    use crate::runtime::model::{object, union};

    #[derive(Clone, PartialEq)]
    pub enum Part {
        Price(Result<Offer, Value>),
        Unknown(Value),
    }

    union!(Part by "kind" { Price(_) = "price" });

    pub struct Offer {
        pub amount: f64,
        pub rate: Option<Number>,
        pub steps: Option<Vec<Option<f64>>>,
        pub by_key: Option<BTreeMap<String, f64>>,
        pub part: Option<Box<Offer>>,
        pub union: Option<Box<Part>>,
        pub limit: Option<Option<f64>>,
    }

    object!(Offer { required: amount = "the amount"; optional: rate, steps, by_key, part, union; nullable: limit });

    fn offer() -> Offer {
        Offer { amount: 1.5, rate: None, steps: None, by_key: None, part: None, union: None, limit: None }
    }

    fn path<T: Serialize>(value: T) -> Option<String> {
        let error = serde_json::to_vec(&Finite(value)).err()?;
        Some(not_finite(&error.to_string()).expect("a path").to_owned())
    }

    #[test]
    fn the_path_of_a_float_that_is_no_number_has_the_keys_of_fields() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let nested = || Offer { rate: Some(bad.into()), ..offer() };
            let union = || Part::Price(Ok(nested()));
            let map = || BTreeMap::from([("hush".to_owned(), bad)]);
            for (value, expected) in [
                (Offer { amount: bad, ..offer() }, "the amount"),
                (nested(), "rate"),
                (Offer { steps: Some(vec![Some(1.0), None, Some(bad)]), ..offer() }, "steps"),
                (Offer { by_key: Some(map()), ..offer() }, "by_key"),
                (Offer { part: Some(Box::new(nested())), ..offer() }, "part.rate"),
                (Offer { union: Some(Box::new(union())), ..offer() }, "union.rate"),
                (Offer { limit: Some(Some(bad)), ..offer() }, "limit"),
            ] {
                assert_eq!(path(&value).as_deref(), Some(expected), "{bad}");
                assert_eq!(path([value]).as_deref(), Some(expected), "{bad}");
            }
            assert_eq!(path(bad).as_deref(), Some(""));
            assert_eq!(path((1, [bad as f32])).as_deref(), Some(""));
            assert_eq!(path(map()).as_deref(), Some(""));
        }
    }

    #[test]
    fn everything_else_is_serialized_as_it_is() {
        let mut value = offer();
        value.rate = Some(7.into());
        value.steps = Some(vec![None, Some(-0.0), Some(f64::MAX)]);
        value.part = Some(Box::new(offer()));
        value.union = Some(Box::new(Part::Price(Ok(offer()))));
        value.limit = Some(None);
        assert_eq!(serde_json::to_string(&Finite(&value)).unwrap(), serde_json::to_string(&value).unwrap());
        let any = json!({ "a": [1, -2, 0.5, true, null, "b", { "c": {} }], "d": u64::MAX });
        assert_eq!(serde_json::to_value(Finite(&any)).unwrap(), any);
        let other = (1_i128, 'c', (), Some(1_u8), BTreeMap::from([(1, 2.5_f32)]));
        assert_eq!(serde_json::to_string(&Finite(&other)).unwrap(), serde_json::to_string(&other).unwrap());
    }
}
