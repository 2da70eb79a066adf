//! The witness of a client: a program that uses everything that the client offers, with the exact types.
//!
//! It is generated from the IR: every method with its arguments and the type that it returns, every setter, field,
//! constructor, variant and promised trait. A client for which the witness of another client compiles has everything
//! that the other one has. The program is compiled and never run: its arguments come from a function without a value.

mod client;
mod operations;
mod requests;
mod rust;
mod types;
mod workspace;

use codegen::api::Api;
use proc_macro2::TokenStream;
use quote::quote;

use rust::Names;

pub use requests::{RECORDER, calls};
pub use workspace::{Checked, Problem, Workspace};

/// Returns the source of the witness of a client. `client` is the name by which the program has the client's crate.
///
/// # Errors
///
/// When the program cannot be parsed, which is a bug of the witness.
pub fn witness(api: &Api, client: &str) -> Result<String, String> {
    let names = Names::new(api, client);
    let client_items = client::items(&names);
    let groups = operations::items(&names);
    let types = types::items(&names);
    let promises = promises();
    let program = quote! {
        //! Uses everything that the client offers.
        #![allow(dead_code, deprecated, missing_docs, unreachable_pub, unused)]
        #![allow(clippy::all, clippy::pedantic, clippy::restriction, clippy::nursery)]

        #promises
        #client_items
        #(#groups)*
        #(#types)*
    };
    let file: syn::File = syn::parse2(program.clone()).map_err(|error| format!("{error}\n{program}"))?;
    Ok(prettyplease::unparse(&file))
}

/// A value of any type, and the traits that clients promise of their types.
fn promises() -> TokenStream {
    quote! {
        use std::borrow::Borrow;
        use std::fmt::{Debug, Display};
        use std::future::{Future, IntoFuture};
        use std::hash::Hash;
        use std::str::FromStr;

        fn value<T>() -> T {
            unimplemented!()
        }

        /// A trait of the program itself: it can be implemented for two types only if they are two types.
        trait Own {}

        fn of_data<T>()
        where
            T: Clone + Debug + PartialEq + serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
        {
        }

        fn of_strings<T>()
        where
            T: Eq + Ord + Hash + Display + FromStr + AsRef<str> + Borrow<str> + Into<String>,
            T: PartialEq<str> + PartialEq<&'static str> + PartialEq<String>,
            str: PartialEq<T>,
            &'static str: PartialEq<T>,
            String: PartialEq<T>,
        {
        }

        fn of_enums<T>()
        where
            T: From<&'static str> + From<String>,
        {
        }

        fn of_validated<T, E>()
        where
            T: TryFrom<&'static str, Error = E> + TryFrom<String, Error = E> + FromStr<Err = E>,
        {
        }

        fn of_default<T: Default>() {}

        fn of_forms<T: Clone + Debug + Send + Sync + 'static>() {}

        fn of_calls<T, O, E>()
        where
            T: Clone + Debug + Send + Sync + 'static + IntoFuture<Output = Result<O, E>>,
            <T as IntoFuture>::IntoFuture: Future<Output = Result<O, E>> + Send + 'static,
        {
        }
    }
}
