//! Arguments in paths, queries and headers.

use std::borrow::Cow;

use super::date_time::DateTime;

/// A value that can be an argument in a path, a query, a header or a form.
pub(crate) trait Argument {
    /// Returns the argument as a string, which is not encoded yet.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be sent, as the end of a sentence about the argument.
    fn to_text(&self) -> Result<Cow<'_, str>, &'static str>;
}

/// An argument as a string, or the reason why it cannot be sent.
pub(crate) type Text = Result<String, &'static str>;

/// The reason why a float cannot be sent, after the words for it. JSON has no such numbers.
pub(crate) const NOT_FINITE: &str = "is not a finite number";

/// Returns an argument as a string that outlives it.
pub(crate) fn text(value: &(impl Argument + ?Sized)) -> Text {
    value.to_text().map(Cow::into_owned)
}

impl Argument for str {
    fn to_text(&self) -> Result<Cow<'_, str>, &'static str> {
        Ok(Cow::Borrowed(self))
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn to_text(&self) -> Result<Cow<'_, str>, &'static str> {
        (**self).to_text()
    }
}

impl Argument for String {
    fn to_text(&self) -> Result<Cow<'_, str>, &'static str> {
        Ok(Cow::Borrowed(self))
    }
}

impl Argument for DateTime {
    fn to_text(&self) -> Result<Cow<'_, str>, &'static str> {
        Ok(Cow::Borrowed(self.as_str()))
    }
}

/// Implements [`Argument`] for types whose `Display` has the format of JSON: numbers and booleans.
macro_rules! argument_by_display {
    ($($type:ty),*) => {
        $(impl Argument for $type {
            fn to_text(&self) -> Result<Cow<'_, str>, &'static str> {
                Ok(Cow::Owned(self.to_string()))
            }
        })*
    };
}

argument_by_display!(bool, i64, u64);

impl Argument for f64 {
    fn to_text(&self) -> Result<Cow<'_, str>, &'static str> {
        if self.is_finite() { Ok(Cow::Owned(self.to_string())) } else { Err(NOT_FINITE) }
    }
}
