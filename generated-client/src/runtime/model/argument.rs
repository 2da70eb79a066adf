//! Arguments in paths, queries and headers.

use std::borrow::Cow;

use super::date_time::DateTime;

/// A value that can be an argument in a path, a query or a header.
pub(crate) trait Argument {
    /// Returns the argument as a string, which is not encoded yet.
    fn to_text(&self) -> Cow<'_, str>;
}

impl Argument for str {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn to_text(&self) -> Cow<'_, str> {
        (**self).to_text()
    }
}

impl Argument for String {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Argument for DateTime {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

/// Implements [`Argument`] for types whose `Display` has the format of JSON: numbers and booleans.
macro_rules! argument_by_display {
    ($($type:ty),*) => {
        $(impl Argument for $type {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        })*
    };
}

argument_by_display!(bool, i64, u64, f64);
