//! Folders: a handle, its operations and their calls.
//!
//! Generated code says what differs, and the macros say the rest: also the parts of the documentation that follow from
//! it, such as the example.

/// The operations of the client, or of a folder: its handle, for each operation the method that makes a call, and the
/// type of the call.
///
/// Of a folder it says whose method returns the handle, the expression for it and the name in messages. The arguments of
/// an operation's method are those of the path, and a body where the operation requires one. Then it says:
///
/// - `answer`: what `.await` returns. `()` ignores whatever body the service sends; `Body` is for bodies that nobody
///   describes; everything else is read from JSON;
/// - `link`: what links call the method where its name in code is a raw one;
/// - `name`: what messages call the operation;
/// - `request`: the HTTP method, and the path below the server;
/// - `server`, `headers`, `credential`, `idempotent`: where they are not as `Operation::new` has them;
/// - `arguments`: the methods of `Call` that take them;
/// - `shown`: the request in Markdown, where there is more to say or it would not show as it is;
/// - `body`, `with`: the body in the example, and the setters.
macro_rules! operations {
    (impl Client { $($operations:tt)* }) => {
        $crate::runtime::folder::methods! { Client [] ["client"] $($operations)* }
    };
    (
        $(#[$attr:meta])*
        impl $handle:ident of $($parent:ident)::+, client $(.$accessor:ident())+, $folder:literal {
            $($operations:tt)*
        }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Debug)]
        pub struct $handle {
            client: $crate::Client,
        }

        $crate::runtime::folder::accessor! { {$(#[$attr])*} $handle [$($parent)::+] $($accessor)+ }
        $crate::runtime::folder::methods! {
            $handle [$folder, " / ",] ["client" $(, ".", stringify!($accessor), "()")+] $($operations)*
        }
    };
}

/// The method that returns a handle: the last one of the expression for it.
macro_rules! accessor {
    ({$(#[$attr:meta])*} $handle:ident [Client] $accessor:ident) => {
        impl $crate::Client {
            $(#[$attr])*
            #[must_use]
            pub fn $accessor(&self) -> $handle {
                $handle { client: self.clone() }
            }
        }
    };
    ({$(#[$attr:meta])*} $handle:ident [$($parent:ident)::+] $accessor:ident) => {
        impl $($parent)::+ {
            $(#[$attr])*
            #[must_use]
            pub fn $accessor(&self) -> $handle {
                $handle { client: self.client.clone() }
            }
        }
    };
    ($attrs:tt $handle:ident $parent:tt $around:ident $($accessor:ident)+) => {
        $crate::runtime::folder::accessor! { $attrs $handle $parent $($accessor)+ }
    };
}

/// The methods that make calls, and the types of the calls.
macro_rules! methods {
    ($owner:ident $folder:tt $handle:tt $(
        $(#[$attr:meta])*
        pub fn $method:ident(&$self:ident $(, $arg:ident: $type:ty)*) -> $call:ident $operation:tt
    )*) => {
        impl $owner {$(
            $crate::runtime::folder::method! {
                $owner $self $folder $handle [$crate::runtime::folder::binding!($operation)]
                $(#[$attr])* $method($($arg: $type),*) -> $call $operation
            }
        )*}

        $($crate::runtime::folder::call! { $owner $method $call $operation })*
    };
}

/// The method that makes a call.
macro_rules! method {
    (Client $self:ident $($method:tt)*) => {
        $crate::runtime::folder::method! { @ $self [$self] $($method)* }
    };
    ($handle:ident $self:ident $($method:tt)*) => {
        $crate::runtime::folder::method! { @ $self [&$self.client] $($method)* }
    };
    (@ $self:ident [$client:expr] [$($folder:tt)*] [$($handle:tt)+] [$($binding:tt)+]
        $(#[$attr:meta])* $method:ident($($arg:ident: $type:ty),*) -> $call:ident {
            answer: $answer:ty,
            $(link: $link:literal,)?
            name: $name:literal,
            request: $verb:literal $path:literal,
            $(server: $server:literal,)?
            $(headers: $headers:tt,)?
            $(credential: $credential:literal,)?
            $(idempotent: $idempotent:literal,)?
            $(arguments: $($set:ident $value:tt).+,)?
            $(shown: $shown:literal,)?
            $(body: $body:expr,)?
            $(with: $(.$setter:ident $setting:tt)+,)?
        }
    ) => {
        $(#[$attr])*
        ///
        /// # Request
        ///
        #[doc = $crate::runtime::folder::shown!($verb $path $(, $shown)?)]
        ///
        /// ```no_run
        #[doc = concat!(
            "# use ", $crate::operations::this_crate!(), "::{Client, Error, types};\n",
            "# async fn example(client: Client", $(", ", stringify!($arg), ": ", stringify!($type),)*
            ") -> Result<(), Error> {\n",
            $("let body = ", stringify!($body), ";\n",)?
            $($binding)+, $($handle)+, ".", stringify!($method),
            "(", $crate::runtime::folder::list!($($arg)*), ")",
            $($("\n    .", stringify!($setter), stringify!($setting),)+ "\n    ",)? ".await?;"
        )]
        /// # Ok(()) }
        /// ```
        pub fn $method(&$self $(, $arg: $type)*) -> $call {
            let operation = $crate::runtime::service::Operation {
                $(server: $server,)?
                $(headers: &$headers,)?
                $(credential: Some($credential),)?
                $(idempotent: $idempotent,)?
                ..$crate::runtime::service::Operation::new(concat!($($folder)* $name), $verb, $path)
            };
            $call { call: $crate::runtime::call::Call::new($client, operation)$($(.$set $value)+)? }
        }
    };
}

/// How an example takes an answer.
macro_rules! binding {
    ({ answer: (), $($rest:tt)* }) => {
        ""
    };
    ($operation:tt) => {
        "let answer = "
    };
}

/// Arguments between commas.
macro_rules! list {
    () => {
        ""
    };
    ($first:ident $($rest:ident)*) => {
        concat!(stringify!($first) $(, ", ", stringify!($rest))*)
    };
}

/// What the documentation shows for a request.
macro_rules! shown {
    ($verb:literal $path:literal) => {
        concat!("`", $verb, " /", $path, "`")
    };
    ($verb:literal $path:literal, $shown:literal) => {
        $shown
    };
}

/// The type of a call.
macro_rules! call {
    ($owner:ident $method:ident $call:ident { answer: (), $($rest:tt)* }) => {
        $crate::runtime::folder::call! { @ $call $owner $method { $($rest)* } (), Empty }
    };
    ($owner:ident $method:ident $call:ident { answer: Body, $($rest:tt)* }) => {
        $crate::runtime::folder::call! { @ $call $owner $method { $($rest)* } $crate::Body, Bytes }
    };
    ($owner:ident $method:ident $call:ident { answer: $output:ty, $($rest:tt)* }) => {
        $crate::runtime::folder::call! { @ $call $owner $method { $($rest)* } $output, Json }
    };
    (@ $call:ident $owner:ident $method:ident { $(link: $link:literal,)? name: $($rest:tt)* }
        $output:ty, $reader:ident
    ) => {
        #[doc = concat!(
            "A call of [`", stringify!($owner), "::", $crate::runtime::folder::method_link!($method $($link)?),
            "`]; await it to send it.",
        )]
        #[must_use = "a call is sent only when it is awaited"]
        #[derive(Clone, Debug)]
        pub struct $call {
            call: $crate::runtime::call::Call,
        }

        impl $call {
            /// Sets options for this call, in place of those of the client.
            pub fn with(self, options: $crate::CallOptions) -> Self {
                Self { call: self.call.with(options) }
            }

            /// The URL that the call goes to, arguments included.
            ///
            /// # Errors
            ///
            /// When an argument cannot be sent.
            pub fn url(&self) -> Result<String, $crate::Error> {
                self.call.url_text()
            }

            /// Sends the call and returns the body together with status, headers and the rest of the answer.
            ///
            /// `.await` on the call itself returns the body alone.
            pub fn send(self) -> $crate::ResponseFuture<$output> {
                $crate::ResponseFuture::new::<$crate::runtime::operation::$reader>(self.call)
            }
        }

        $crate::runtime::folder::blocking_call!($call, $output);

        impl ::std::future::IntoFuture for $call {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::BodyFuture<$output>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::BodyFuture::new(self.send())
            }
        }
    };
}

/// The call's blocking form.
#[cfg(feature = "blocking")]
macro_rules! blocking_call {
    ($name:ident, $output:ty) => {
        impl $crate::runtime::blocking::sealed::Sealed for $name {}

        impl $crate::runtime::blocking::Call for $name {
            type Output = $output;

            fn call(self) -> Result<$output, $crate::Error> {
                self.call_full().map(|response| response.body)
            }

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

/// What a link calls a method.
macro_rules! method_link {
    ($method:ident) => {
        stringify!($method)
    };
    ($method:ident $link:literal) => {
        $link
    };
}

pub(crate) use {
    accessor, binding, blocking_call, call, list, method, method_link, methods, operations, shown,
};
