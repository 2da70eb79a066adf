//! Objects: those the service sends, and those callers make.
//!
//! A macro says what the fields are, and [`fields`](super::fields) what is done with them: so a type costs little to
//! compile, and much of it is compiled once for all types.

/// Objects that the service sends: `required` fields, `optional` ones and `patch` fields, in which null differs from
/// absent. The sections come in this order; each may be left out.
///
/// `[redacted]` before a field keeps its value out of `Debug`; `= "name"` after it is its JSON key, when that is not
/// the Rust name.
macro_rules! objects {
    ($($objects:tt)*) => {
        $crate::runtime::types::object_types! { "A part of a response."; $($objects)* }
    };
}

/// Objects that callers make: [`objects!`] with a constructor and setters, and with one more section: `read_only` has
/// the fields that only the service sets.
macro_rules! requests {
    ($($objects:tt)*) => {
        $crate::runtime::types::object_types! { "A part of a request."; $($objects)* }
        $crate::runtime::types::object_setters! { $($objects)* }
    };
}

/// The types.
macro_rules! object_types {
    ($docs:literal; $(
        $(#[$attr:meta])*
        pub struct $name:ident
        $(required { $($(#[$r_attr:meta])* $([$r_flag:ident])? $r:ident: $r_type:ty $(= $r_key:literal)?,)* })?
        $(optional { $($(#[$o_attr:meta])* $([$o_flag:ident])? $o:ident: $o_type:ty $(= $o_key:literal)?,)* })?
        $(patch { $($(#[$p_attr:meta])* $([$p_flag:ident])? $p:ident: $p_type:ty $(= $p_key:literal)?,)* })?
        $(read_only { $($(#[$s_attr:meta])* $([$s_flag:ident])? $s:ident: $s_type:ty $(= $s_key:literal)?,)* })?
    )+) => {$(
        $(#[$attr])*
        #[doc = $crate::runtime::types::doc_or!($docs; $(#[$attr])*)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[$r_attr])* #[doc = "\n\nRequired."] pub $r: $r_type,)*)?
            $($($(#[$o_attr])* #[doc = "\n\nOptional."] pub $o: Option<$o_type>,)*)?
            $($($(#[$p_attr])* #[doc = "\n\nOptional; `Some(None)` is null."] pub $p: Option<Option<$p_type>>,)*)?
            $($($(#[$s_attr])* #[doc = "\n\nSet by the service alone."] pub $s: Option<$s_type>,)*)?
        }

        impl $crate::runtime::types::fields::Object for $name {
            const NAME: &'static str = stringify!($name);

            const FIELDS: $crate::runtime::types::fields::Texts = $crate::runtime::types::fields::Texts {
                names: stringify!($($($r)*)? $($($o)*)? $($($p)*)? $($($s)*)?),
                keys: &[
                    $($($((stringify!($r), $r_key),)?)*)?
                    $($($((stringify!($o), $o_key),)?)*)?
                    $($($((stringify!($p), $p_key),)?)*)?
                    $($($((stringify!($s), $s_key),)?)*)?
                ],
                redacted: stringify!($($($($r $r_flag)?)*)? $($($($o $o_flag)?)*)? $($($($p $p_flag)?)*)? $($($($s $s_flag)?)*)?),
            };

            fn each<'a>(&'a self, other: &'a Self, visitor: &mut impl $crate::runtime::types::fields::Each<'a>) {
                $($(visitor.value(&self.$r, &other.$r);)*)?
                $($(visitor.option(&self.$o, &other.$o);)*)?
                $($(visitor.option(&self.$p, &other.$p);)*)?
                $($(visitor.option(&self.$s, &other.$s);)*)?
            }

            fn make<S: $crate::runtime::types::source::Source>(source: &mut S) -> Result<Self, S::Error> {
                $crate::runtime::types::make_object! {
                    source [$($($r)*)?] [$($($o)*)?] [$($($p)*)?] [$($($s)*)?]
                }
            }
        }

        impl Clone for $name {
            fn clone(&self) -> Self {
                $crate::runtime::types::source::copy(self)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::types::fields::equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::types::fields::show(self, f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::types::fields::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::types::source::deserialize(deserializer)
            }
        }
    )+};
}

/// How an object is made: what has no required fields is there before its fields are.
macro_rules! make_object {
    ($source:ident [] [$($o:ident)*] [$($p:ident)*] [$($s:ident)*]) => {{
        let mut object = Self { $($o: None,)* $($p: None,)* $($s: None,)* };
        let filled = $source.fill(&mut [
            $(&mut object.$o,)*
            $(&mut $crate::runtime::types::source::Present(&mut object.$p),)*
            $(&mut object.$s,)*
        ]);
        $crate::runtime::types::source::made(object, filled)
    }};
    ($source:ident [$($r:ident)+] [$($o:ident)*] [$($p:ident)*] [$($s:ident)*]) => {{
        $(let mut $r = None;)+
        $(let mut $o = None;)*
        $(let mut $p = None;)*
        $(let mut $s = None;)*
        $source.fill(&mut [
            $(&mut $crate::runtime::types::source::Present(&mut $r),)+
            $(&mut $o,)*
            $(&mut $crate::runtime::types::source::Present(&mut $p),)*
            $(&mut $s,)*
        ])?;
        Ok(Self { $($r: $source.required($r)?,)+ $($o,)* $($p,)* $($s,)* })
    }};
}

/// The constructors and setters.
macro_rules! object_setters {
    ($(
        $(#[$attr:meta])*
        pub struct $name:ident
        $(required { $($(#[$r_attr:meta])* $([$r_flag:ident])? $r:ident: $r_type:ty $(= $r_key:literal)?,)* })?
        $(optional { $($(#[$o_attr:meta])* $([$o_flag:ident])? $o:ident: $o_type:ty $(= $o_key:literal)?,)* })?
        $(patch { $($(#[$p_attr:meta])* $([$p_flag:ident])? $p:ident: $p_type:ty $(= $p_key:literal)?,)* })?
        $(read_only { $($(#[$s_attr:meta])* $([$s_flag:ident])? $s:ident: $s_type:ty $(= $s_key:literal)?,)* })?
    )+) => {$(
        impl $name {
            /// Makes one of what is required; the setters add the rest.
            #[must_use]
            pub fn new($($($r: impl Into<$r_type>,)*)?) -> Self {
                Self {
                    $($($r: $r.into(),)*)?
                    $($($o: None,)*)?
                    $($($p: None,)*)?
                    $($($s: None,)*)?
                }
            }

            $($(
                /// Sets the field of this name.
                #[must_use]
                pub fn $o(mut self, $o: impl Into<$o_type>) -> Self {
                    $crate::runtime::types::fields::set(&mut self.$o, $o);
                    self
                }
            )*)?

            $($(
                /// Sets the field of this name; `None` is null.
                #[must_use]
                pub fn $p(mut self, $p: impl $crate::runtime::types::OrNull<$p_type>) -> Self {
                    $crate::runtime::types::fields::set_or_null(&mut self.$p, $p);
                    self
                }
            )*)?
        }

        $crate::runtime::types::default_new!($name $($(, $r)*)?);
    )+};
}

/// `Default` for what needs no arguments.
macro_rules! default_new {
    ($name:ident) => {
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($name:ident, $($required:ident),+) => {};
}

pub(crate) use {default_new, make_object, object_setters, object_types, objects, requests};
