// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[("host", "api.example.com")];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[("{{host}}", |client, value| client.host(value))];

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "GET", "Folder / Get item", Some("{{token}}"), |client, values, options|
        client.folder().get_item(&values.text("7")).with(options.query(&values.text("full"), Some(&values.text("true"))).query(&values.text("lang"), None))),
    item!(1, "POST", "Folder / Make item", Some("{{token}}"), |client, values, options|
        client.folder().make_item(values.json("{\"name\": \"x\"}")?).with(options)),
    item!(2, "GET", "Ping", None, |client, _, options|
        client.ping().with(options)),
];
