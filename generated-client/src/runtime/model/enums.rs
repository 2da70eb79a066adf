//! Enums whose values are strings, and to which the service may add values.

/// Implements the traits and methods of an enum whose variants are strings in JSON. Its last variant,
/// `Unknown(String)`, is any other string:
///
/// ```text
/// open_enum!(Color { Red = "red", Blue = "blue" });
/// ```
///
/// Values are compared, ordered and hashed by their strings, so an unknown value does not change its order or its hash
/// when a later version of the client has a variant for it. A variant that is missing here is a compile error.
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),* }) => {
        impl $name {
            /// All values that this version of the client knows.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the string that is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text),
                }
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(value: $name) -> Self {
                match value {
                    $name::Unknown(text) => text,
                    known => known.as_str().to_owned(),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        $crate::runtime::model::string::string_traits!($name, |text: &str| $name::from(text));
    };
}

pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hash, Hasher};

    #[derive(Clone, Debug)]
    pub enum Color {
        Red,
        Blue,
        Unknown(String),
    }

    open_enum!(Color { Red = "red", Blue = "blue" });

    /// The same enum in a later version, which has one value more, in front of the others.
    #[derive(Clone, Debug)]
    pub enum Later {
        Green,
        Red,
        Blue,
        Unknown(String),
    }

    open_enum!(Later { Green = "green", Red = "red", Blue = "blue" });

    #[test]
    fn a_value_more_changes_neither_order_nor_equality_nor_hash() {
        let texts = ["red", "green", "blue", "gr", ""];
        let hash = |value: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            value(&mut hasher);
            hasher.finish()
        };
        for a in texts {
            let (color, later) = (Color::from(a), Later::from(a));
            assert_eq!(color, Color::Unknown(a.to_owned()));
            assert_eq!(later, Later::Unknown(a.to_owned()));
            let of_text = hash(&|hasher| a.hash(hasher));
            assert_eq!(hash(&|hasher| color.hash(hasher)), of_text, "{a}");
            assert_eq!(hash(&|hasher| later.hash(hasher)), of_text, "{a}");
            for b in texts {
                assert_eq!(color.cmp(&Color::from(b)), a.cmp(b), "{a} {b}");
                assert_eq!(later.cmp(&Later::from(b)), a.cmp(b), "{a} {b}");
                assert_eq!(color.partial_cmp(&Color::from(b)), Some(a.cmp(b)), "{a} {b}");
            }
        }
        assert!(matches!(Later::from("green"), Later::Green));
    }

    #[test]
    fn values_are_compared_and_ordered_by_their_strings() {
        let unknown = Color::Unknown("green".to_owned());
        assert!(Color::Blue < unknown && unknown < Color::Red);
        assert_eq!(Color::Unknown("red".to_owned()), Color::Red);
        assert_eq!(Color::ALL, [Color::Red, Color::Blue]);
    }
}
