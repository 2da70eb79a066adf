//! Numbers of any kind.

use std::cmp::Ordering;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::OrNull;

/// A number of JSON: an integer or a fraction.
///
/// The collection has examples of these values, and an example of `10` does not say that `10.5` cannot follow. So
/// every number is accepted, and is sent as it was received: `10` stays `10`. Two numbers are equal if their values
/// are, whatever their kinds are.
///
/// # Examples
///
/// ```
/// use generated_client::Number;
///
/// let total: Number = 10.into();
/// assert_eq!(total, 10);
/// assert!(total < 10.5);
/// assert_eq!(total.as_i64(), Some(10));
/// assert_eq!(Number::from(10.5).as_i64(), None);
/// ```
#[derive(Clone, Copy)]
pub struct Number(Kind);

/// The kinds of numbers, of which each can have values that the others cannot.
#[derive(Clone, Copy)]
enum Kind {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Number {
    /// Returns the number as an integer; `None` if it is not one, or beyond the limits of `i64`.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        self.integer().and_then(|integer| integer.try_into().ok())
    }

    /// Returns the number as an integer; `None` if it is not one, negative, or beyond the limit of `u64`.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        self.integer().and_then(|integer| integer.try_into().ok())
    }

    /// Returns the number as a float, which is the nearest one for integers of more than 53 bits.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Kind::Signed(value) => value as f64,
            Kind::Unsigned(value) => value as f64,
            Kind::Float(value) => value,
        }
    }

    /// Returns the value if it is an integer. A float beyond 127 bits counts as a fraction.
    fn integer(self) -> Option<i128> {
        const LIMIT: f64 = (1_u128 << 127) as f64;
        match self.0 {
            Kind::Signed(value) => Some(value.into()),
            Kind::Unsigned(value) => Some(value.into()),
            Kind::Float(value) => (value.fract() == 0.0 && value.abs() < LIMIT).then_some(value as i128),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Signed(value) => value.fmt(f),
            Kind::Unsigned(value) => value.fmt(f),
            Kind::Float(value) => value.fmt(f),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Signed(value) => value.fmt(f),
            Kind::Unsigned(value) => value.fmt(f),
            Kind::Float(value) => fmt::Debug::fmt(&value, f),
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.integer(), other.integer()) {
            (Some(integer), Some(other)) => Some(integer.cmp(&other)),
            // A fraction has so few digits before the point that rounding the other number changes nothing.
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

/// Implements the conversion from a type of numbers, and the comparison with it.
macro_rules! from_primitive {
    ($($primitive:ty => $kind:ident as $stored:ty;)*) => {
        $(
            impl From<$primitive> for Number {
                fn from(value: $primitive) -> Self {
                    Self(Kind::$kind(value as $stored))
                }
            }

            impl OrNull<Number> for $primitive {
                fn or_null(self) -> Option<Number> {
                    Some(self.into())
                }
            }

            impl PartialEq<$primitive> for Number {
                fn eq(&self, other: &$primitive) -> bool {
                    *self == Self::from(*other)
                }
            }

            impl PartialOrd<$primitive> for Number {
                fn partial_cmp(&self, other: &$primitive) -> Option<Ordering> {
                    self.partial_cmp(&Self::from(*other))
                }
            }
        )*
    };
}

from_primitive! {
    i8 => Signed as i64;
    i16 => Signed as i64;
    i32 => Signed as i64;
    i64 => Signed as i64;
    isize => Signed as i64;
    u8 => Unsigned as u64;
    u16 => Unsigned as u64;
    u32 => Unsigned as u64;
    u64 => Unsigned as u64;
    usize => Unsigned as u64;
    f32 => Float as f64;
    f64 => Float as f64;
}

/// A float that is not a number or infinite is null, as everywhere in `serde_json`, and is refused in the body of a call.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Kind::Signed(value) => serializer.serialize_i64(value),
            Kind::Unsigned(value) => serializer.serialize_u64(value),
            Kind::Float(value) => serializer.serialize_f64(value),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(value.into())
            }

            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(value.into())
            }

            fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
                Ok(value.into())
            }
        }

        deserializer.deserialize_any(NumberVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the number after a round trip through JSON.
    fn sent(json: &str) -> String {
        let number: Number = serde_json::from_str(json).unwrap();
        serde_json::to_string(&number).unwrap()
    }

    #[test]
    fn a_number_is_sent_as_it_was_received() {
        for json in [
            "0",
            "10",
            "-10",
            "10.5",
            "1.0",
            "-0.0",
            "9007199254740993",
            "-9223372036854775808",
            "18446744073709551615",
            "114.99993896484375",
            "0.1",
        ] {
            assert_eq!(sent(json), json);
        }
        assert_eq!(sent("1E2"), "100.0");
        for json in ["\"1\"", "null", "true", "[1]"] {
            assert!(serde_json::from_str::<Number>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn numbers_are_compared_by_value() {
        assert_eq!(Number::from(10_u8), Number::from(10.0));
        assert_eq!(Number::from(u64::MAX), u64::MAX);
        assert_ne!(Number::from(9_007_199_254_740_993_u64), 9_007_199_254_740_992.0);
        assert!(Number::from(-1) < u64::MAX && Number::from(u64::MAX) > i64::MAX);
        assert!(Number::from(1.5) > 1 && Number::from(1.5) < 2);
        assert!(Number::from(1e300) > u64::MAX && Number::from(-1e300) < i64::MIN);
        assert!(Number::from(f64::NAN).partial_cmp(&Number::from(1)).is_none());
    }

    #[test]
    fn a_whole_number_is_an_integer_whatever_its_kind_is() {
        assert_eq!(Number::from(10).as_i64(), Some(10));
        assert_eq!(Number::from(10.0).as_u64(), Some(10));
        assert_eq!(Number::from(-1).as_u64(), None);
        assert_eq!(Number::from(u64::MAX).as_i64(), None);
        assert_eq!((Number::from(10.5).as_i64(), Number::from(10.5).as_f64()), (None, 10.5));
        assert_eq!(Number::from(f64::INFINITY).as_i64(), None);
        assert_eq!(Number::from(-9_223_372_036_854_775_808.0).as_i64(), Some(i64::MIN));
        assert_eq!(Number::from(9_223_372_036_854_775_808.0).as_i64(), None);
    }

    #[test]
    fn a_nullable_number_is_set_from_numbers_and_none() {
        fn set(value: impl OrNull<Number>) -> Option<Number> {
            value.or_null()
        }
        assert_eq!(set(5), Some(5.into()));
        assert_eq!(set(0.5), set(Number::from(0.5)));
        assert_eq!(set(None), None);
    }

    #[test]
    fn a_number_is_shown_as_in_json() {
        assert_eq!(
            format!(
                "{} {:?} {} {:?}",
                Number::from(7),
                Number::from(-7),
                Number::from(0.5),
                Number::from(1.0)
            ),
            "7 -7 0.5 1.0"
        );
    }
}
