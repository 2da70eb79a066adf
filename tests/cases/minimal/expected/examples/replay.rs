// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// The client that the collection describes. Each request brings its own credentials.
#[rustfmt::skip]
fn client(_: &Values) -> ClientBuilder {
    Client::builder().without_credentials()
}

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "GET", "Get status", None, |client, _, options|
        client.get_status().with(options)),
];
