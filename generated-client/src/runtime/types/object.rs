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
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[$r_attr])* #[doc = $crate::runtime::types::doc_or_name!($r; $(#[$r_attr])*)] pub $r: $r_type,)*)?
            $($($(#[$o_attr])* #[doc = $crate::runtime::types::doc_or_name!($o; $(#[$o_attr])*)] pub $o: Option<$o_type>,)*)?
            $($($(#[$p_attr])* #[doc = $crate::runtime::types::doc_or_name!($p; $(#[$p_attr])*)] pub $p: Option<Option<$p_type>>,)*)?
            $($($(#[$s_attr])* #[doc = $crate::runtime::types::doc_or_name!($s; $(#[$s_attr])*)] pub $s: Option<$s_type>,)*)?
        }

        impl $crate::runtime::types::fields::Object for $name {
            const NAME: &'static str = stringify!($name);

            const FIELDS: $crate::runtime::types::fields::Texts = &[
                $($(stringify!($r), $(concat!("=", $r_key),)? $(concat!("!", stringify!($r_flag)),)?)*)?
                $($(stringify!($o), $(concat!("=", $o_key),)? $(concat!("!", stringify!($o_flag)),)?)*)?
                $($(stringify!($p), $(concat!("=", $p_key),)? $(concat!("!", stringify!($p_flag)),)?)*)?
                $($(stringify!($s), $(concat!("=", $s_key),)? $(concat!("!", stringify!($s_flag)),)?)*)?
            ];

            fn each(&self, other: &Self, visitor: &mut impl $crate::runtime::types::fields::Each) {
                $($(visitor.value(&self.$r, &other.$r);)*)?
                $($(visitor.option(&self.$o, &other.$o);)*)?
                $($(visitor.option(&self.$p, &other.$p);)*)?
                $($(visitor.option(&self.$s, &other.$s);)*)?
            }

            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                reader: &mut $crate::runtime::types::fields::Reader<A>,
            ) -> Result<Self, A::Error> {
                $crate::runtime::types::read_object! {
                    reader [$($($r)*)?] [$($($o)*)?] [$($($p)*)?] [$($($s)*)?]
                }
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
                $crate::runtime::types::fields::deserialize(deserializer)
            }
        }
    )+};
}

/// How an object is read: what has no required fields is there before its fields are.
macro_rules! read_object {
    ($reader:ident [] [$($o:ident)*] [$($p:ident)*] [$($s:ident)*]) => {{
        let mut object = Self { $($o: None,)* $($p: None,)* $($s: None,)* };
        $reader.read(&mut [
            $(&mut object.$o,)*
            $(&mut $crate::runtime::types::fields::Present(&mut object.$p),)*
            $(&mut object.$s,)*
        ])?;
        Ok(object)
    }};
    ($reader:ident [$($r:ident)+] [$($o:ident)*] [$($p:ident)*] [$($s:ident)*]) => {{
        $(let mut $r = None;)+
        $(let mut $o = None;)*
        $(let mut $p = None;)*
        $(let mut $s = None;)*
        $reader.read(&mut [
            $(&mut $crate::runtime::types::fields::Present(&mut $r),)+
            $(&mut $o,)*
            $(&mut $crate::runtime::types::fields::Present(&mut $p),)*
            $(&mut $s,)*
        ])?;
        Ok(Self { $($r: $reader.required($r)?,)+ $($o,)* $($p,)* $($s,)* })
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
                #[doc = concat!("Sets `", stringify!($o), "`.")]
                #[must_use]
                pub fn $o(mut self, $o: impl Into<$o_type>) -> Self {
                    self.$o = Some($o.into());
                    self
                }
            )*)?

            $($(
                #[doc = concat!("Sets `", stringify!($p), "`; `None` is null.")]
                #[must_use]
                pub fn $p(mut self, $p: impl $crate::runtime::types::OrNull<$p_type>) -> Self {
                    self.$p = Some($p.or_null());
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

pub(crate) use {default_new, object_setters, object_types, objects, read_object, requests};
