//! JSON objects with known fields.

/// Implements the traits of a struct that is an object in JSON:
///
/// ```text
/// object!(Order { required: id, created_at = "createdAt"; optional: [redacted] note; nullable: discount });
/// ```
///
/// - A `required` field must be present in JSON.
/// - An `optional` field is an `Option<…>`: `None` if the field is absent or null.
/// - A `nullable` field is an `Option<Option<…>>`: `None` if the field is absent, `Some(None)` if it is null.
///
/// `= "…"` is the JSON key if it is not the name of the field. `[redacted]` keeps the value out of the `Debug` output.
/// A field that is missing here is a compile error.
macro_rules! object {
    (
        $name:ident {
            $(required: $($([$r_flag:ident])? $r:ident $(= $r_key:literal)?),+ $(;)?)?
            $(optional: $($([$o_flag:ident])? $o:ident $(= $o_key:literal)?),+ $(;)?)?
            $(nullable: $($([$n_flag:ident])? $n:ident $(= $n_key:literal)?),+)?
        }
    ) => {
        impl $crate::runtime::model::fields::Object for $name {
            const NAME: &'static str = stringify!($name);

            const FIELDS: $crate::runtime::model::fields::FieldNames = $crate::runtime::model::fields::FieldNames {
                names: stringify!($($($r)+)? $($($o)+)? $($($n)+)?),
                keys: &[
                    $($($((stringify!($r), $r_key),)?)+)?
                    $($($((stringify!($o), $o_key),)?)+)?
                    $($($((stringify!($n), $n_key),)?)+)?
                ],
                redacted: stringify!($($($($r $r_flag)?)+)? $($($($o $o_flag)?)+)? $($($($n $n_flag)?)+)?),
            };

            fn visit<'a>(&'a self, visitor: &mut impl $crate::runtime::model::fields::FieldVisitor<'a>) {
                $($(visitor.value(&self.$r);)+)?
                $($(visitor.option(&self.$o);)+)?
                $($(visitor.option(&self.$n);)+)?
            }

            fn from_source<S: $crate::runtime::model::source::Source>(source: &mut S) -> Result<Self, S::Error> {
                $crate::runtime::model::object::from_source! {
                    source [$($($r)+)?] [$($($o)+)?] [$($($n)+)?]
                }
            }
        }

        $crate::runtime::model::object::default! { $name [$($($r)+)?] [$($($o)+)?] [$($($n)+)?] }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::runtime::model::source::clone(self)
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::model::fields::eq(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::model::fields::debug(self, f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::model::fields::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::model::source::deserialize(deserializer)
            }
        }
    };
}

/// Creates an object from a source. If all fields may be absent, they are filled in place, which is less code to
/// compile.
macro_rules! from_source {
    ($source:ident [] [$($o:ident)*] [$($n:ident)*]) => {{
        let mut object: Self = Default::default();
        let filled = $source.fill(&mut [
            $(&mut object.$o,)*
            $(&mut $crate::runtime::model::source::NullableSlot(&mut object.$n),)*
        ]);
        $crate::runtime::model::source::filled(object, filled)
    }};
    ($source:ident [$($r:ident)+] [$($o:ident)*] [$($n:ident)*]) => {{
        $(let mut $r = None;)+
        $(let mut $o = None;)*
        $(let mut $n = None;)*
        $source.fill(&mut [
            $(&mut $crate::runtime::model::source::NullableSlot(&mut $r),)+
            $(&mut $o,)*
            $(&mut $crate::runtime::model::source::NullableSlot(&mut $n),)*
        ])?;
        Ok(Self { $($r: $source.required($r)?,)+ $($o,)* $($n,)* })
    }};
}

/// Implements `Default` for an object without required fields.
macro_rules! default {
    ($name:ident [] [$($o:ident)*] [$($n:ident)*]) => {
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self { $($o: None,)* $($n: None,)* }
            }
        }
    };
    ($($object:tt)*) => {};
}

pub(crate) use {default, from_source, object};
