//! Objects: those the service sends, and those callers make.

/// An object: `required` fields, `optional` ones, `patch` fields, in which null differs from absent, and, in requests,
/// `read_only` ones, which only the service sets.
///
/// `[redacted]` before a field keeps its value out of `Debug`; `= "name"` after it is its JSON key, when that is not
/// the Rust name.
macro_rules! object {
    (
        $(#[$attr:meta])*
        pub struct $name:ident {
            $(required { $($(#[$r_attr:meta])* $([$r_flag:ident])? $r:ident: $r_type:ty $(= $r_key:literal)?,)+ })?
            $(optional { $($(#[$o_attr:meta])* $([$o_flag:ident])? $o:ident: $o_type:ty $(= $o_key:literal)?,)+ })?
            $(patch { $($(#[$p_attr:meta])* $([$p_flag:ident])? $p:ident: $p_type:ty $(= $p_key:literal)?,)+ })?
            $(read_only { $($(#[$s_attr:meta])* $([$s_flag:ident])? $s:ident: $s_type:ty $(= $s_key:literal)?,)+ })?
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[$r_attr])* #[doc = $crate::runtime::types::doc_or_name!($r; $(#[$r_attr])*)] pub $r: $r_type,)+)?
            $($($(#[$o_attr])* #[doc = $crate::runtime::types::doc_or_name!($o; $(#[$o_attr])*)] pub $o: Option<$o_type>,)+)?
            $($($(#[$p_attr])* #[doc = $crate::runtime::types::doc_or_name!($p; $(#[$p_attr])*)] pub $p: Option<Option<$p_type>>,)+)?
            $($($(#[$s_attr])* #[doc = $crate::runtime::types::doc_or_name!($s; $(#[$s_attr])*)] pub $s: Option<$s_type>,)+)?
        }

        #[allow(deprecated, reason = "a deprecated field is still read, written and shown")]
        const _: () = {
            use $crate::runtime::types::{Key, key, show};

            impl ::std::fmt::Debug for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(stringify!($name))
                        $($(.field(stringify!($r), show!(&self.$r $(, $r_flag)?)))+)?
                        $($(.field(stringify!($o), show!(&self.$o $(, some $o_flag)?)))+)?
                        $($(.field(stringify!($p), show!(&self.$p $(, some $p_flag)?)))+)?
                        $($(.field(stringify!($s), show!(&self.$s $(, some $s_flag)?)))+)?
                        .finish()
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    use ::serde::ser::SerializeMap as _;
                    #[allow(unused_mut, reason = "an object may have no fields")]
                    let mut map = serializer.serialize_map(None)?;
                    $($(map.serialize_entry(key!($r $($r_key)?), &self.$r)?;)+)?
                    $($(if let Some(value) = &self.$o {
                        map.serialize_entry(key!($o $($o_key)?), value)?;
                    })+)?
                    $($(if let Some(value) = &self.$p {
                        map.serialize_entry(key!($p $($p_key)?), value)?;
                    })+)?
                    $($(if let Some(value) = &self.$s {
                        map.serialize_entry(key!($s $($s_key)?), value)?;
                    })+)?
                    map.end()
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Fields;

                    impl<'de> ::serde::de::Visitor<'de> for Fields {
                        type Value = $name;

                        fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                            f.write_str(concat!("an object (", stringify!($name), ")"))
                        }

                        fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                            $($(let mut $r: Option<$r_type> = None;)+)?
                            $($(let mut $o: Option<$o_type> = None;)+)?
                            $($(let mut $p: Option<Option<$p_type>> = None;)+)?
                            $($(let mut $s: Option<$s_type> = None;)+)?
                            while let Some(Key(key)) = map.next_key()? {
                                match &*key {
                                    $($(key!($r $($r_key)?) => $r = Some(map.next_value()?),)+)?
                                    $($(key!($o $($o_key)?) => $o = map.next_value()?,)+)?
                                    $($(key!($p $($p_key)?) => $p = Some(map.next_value()?),)+)?
                                    $($(key!($s $($s_key)?) => $s = map.next_value()?,)+)?
                                    _ => {
                                        map.next_value::<::serde::de::IgnoredAny>()?;
                                    }
                                }
                            }
                            Ok($name {
                                $($($r: match $r {
                                    Some(value) => value,
                                    None => {
                                        let key = key!($r $($r_key)?);
                                        return Err(::serde::de::Error::missing_field(key));
                                    }
                                },)+)?
                                $($($o,)+)?
                                $($($p,)+)?
                                $($($s,)+)?
                            })
                        }
                    }

                    deserializer.deserialize_map(Fields)
                }
            }
        };
    };
}

/// An object that callers make: an [`object!`] with a constructor and setters.
macro_rules! request {
    (
        $(#[$attr:meta])*
        pub struct $name:ident {
            $(required { $($(#[$r_attr:meta])* $([$r_flag:ident])? $r:ident: $r_type:ty $(= $r_key:literal)?,)+ })?
            $(optional { $($(#[$o_attr:meta])* $([$o_flag:ident])? $o:ident: $o_type:ty $(= $o_key:literal)?,)+ })?
            $(patch { $($(#[$p_attr:meta])* $([$p_flag:ident])? $p:ident: $p_type:ty $(= $p_key:literal)?,)+ })?
            $(read_only { $($(#[$s_attr:meta])* $([$s_flag:ident])? $s:ident: $s_type:ty $(= $s_key:literal)?,)+ })?
        }
    ) => {
        $crate::runtime::types::object! {
            $(#[$attr])*
            pub struct $name {
                $(required { $($(#[$r_attr])* $([$r_flag])? $r: $r_type $(= $r_key)?,)+ })?
                $(optional { $($(#[$o_attr])* $([$o_flag])? $o: $o_type $(= $o_key)?,)+ })?
                $(patch { $($(#[$p_attr])* $([$p_flag])? $p: $p_type $(= $p_key)?,)+ })?
                $(read_only { $($(#[$s_attr])* $([$s_flag])? $s: $s_type $(= $s_key)?,)+ })?
            }
        }

        #[allow(deprecated, reason = "a deprecated field can still be set")]
        impl $name {
            /// Makes one of what is required; the setters add the rest.
            #[allow(clippy::too_many_arguments, reason = "what is required is an argument")]
            #[must_use]
            pub fn new($($($r: impl Into<$r_type>,)+)?) -> Self {
                Self {
                    $($($r: $r.into(),)+)?
                    $($($o: None,)+)?
                    $($($p: None,)+)?
                    $($($s: None,)+)?
                }
            }

            $($(
                #[doc = concat!("Sets `", stringify!($o), "`.")]
                #[must_use]
                pub fn $o(mut self, $o: impl Into<$o_type>) -> Self {
                    self.$o = Some($o.into());
                    self
                }
            )+)?

            $($(
                #[doc = concat!("Sets `", stringify!($p), "`; `None` is null.")]
                #[must_use]
                pub fn $p(mut self, $p: impl $crate::runtime::types::OrNull<$p_type>) -> Self {
                    self.$p = Some($p.or_null());
                    self
                }
            )+)?
        }

        $crate::runtime::types::default_new!($name $($(, $r)+)?);
    };
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

/// The JSON key of a field.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// What `Debug` shows of a field.
macro_rules! show {
    ($value:expr) => {
        $value
    };
    ($value:expr, redacted) => {
        &$crate::runtime::types::Redacted
    };
    ($value:expr, some redacted) => {
        &$value.as_ref().map(|_| $crate::runtime::types::Redacted)
    };
}

pub(crate) use {default_new, key, object, request, show};
