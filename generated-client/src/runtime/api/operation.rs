//! The methods that all call types have.

/// Implements the methods and traits of a call type, which is a struct with one field, `call`: options, the URL, and
/// the ways to send it.
///
/// The type after the arrow is the type of the response's body:
///
/// - `call!(GetUserCall -> types::User)` decodes it from JSON;
/// - `call!(GetUserCall -> Option<types::User>)` does the same, and returns `None` for a response without content;
/// - `call!(GetUserCall -> ())` ignores it;
/// - `call!(GetUserCall -> crate::Body)` returns the bytes of a body that is not described.
macro_rules! call {
    ($name:ident -> ()) => {
        $crate::runtime::api::operation::call! { @ $name, (), Empty }
    };
    ($name:ident -> crate::Body) => {
        $crate::runtime::api::operation::call! { @ $name, $crate::Body, Bytes }
    };
    ($name:ident -> Option<$content:ty>) => {
        $crate::runtime::api::operation::call! { @ $name, Option<$content>, OptionalJson }
    };
    ($name:ident -> $output:ty) => {
        $crate::runtime::api::operation::call! { @ $name, $output, Json }
    };
    (@ $name:ident, $output:ty, $decoder:ident) => {
        impl $name {
            /// Sets options of this call, which take precedence over the settings of the client and over earlier options.
            #[inline]
            pub fn with(self, options: $crate::CallOptions) -> Self {
                Self { call: self.call.with(options) }
            }

            /// Returns the URL of the request, with the arguments.
            ///
            /// # Errors
            ///
            /// If an argument cannot be sent, or if the client has no base URL for the operation.
            #[inline]
            pub fn url(&self) -> Result<String, $crate::Error> {
                self.call.url_text()
            }

            /// Sends the call and returns the response: the body with the status, the headers and more.
            ///
            /// `.await` on the call itself returns only the body.
            #[inline]
            pub fn send(self) -> $crate::ResponseFuture<$output> {
                $crate::ResponseFuture::new::<$crate::runtime::api::future::$decoder>(self.call)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::BodyFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::BodyFuture::new(self.send())
            }
        }

        $crate::runtime::api::operation::blocking_call!($name, $output);
    };
}

/// Implements the blocking form of a call.
#[cfg(feature = "blocking")]
macro_rules! blocking_call {
    ($name:ident, $output:ty) => {
        impl $crate::runtime::api::blocking::sealed::Sealed for $name {}

        impl $crate::runtime::api::blocking::Call for $name {
            type Output = $output;

            #[inline]
            fn call(self) -> Result<$output, $crate::Error> {
                self.call_full().map(|response| response.body)
            }

            #[inline]
            fn call_full(self) -> Result<$crate::Response<$output>, $crate::Error> {
                let client = self.call.client.clone();
                self.send().wait(&client)
            }
        }
    };
}

#[cfg(not(feature = "blocking"))]
macro_rules! blocking_call {
    ($name:ident, $output:ty) => {};
}

pub(crate) use {blocking_call, call};
