// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[("host", "api.example.com")];

/// The client that the collection describes. Each request brings its own credentials.
#[rustfmt::skip]
fn client(values: &Values) -> ClientBuilder {
    Client::builder().host(values.text("{{host}}")).without_credentials()
}

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    Item {
        index: 0,
        name: "Folder / Get item",
        method: "GET",
        credentials: Some("{{token}}"),
        call: |client, values, options| {
            let call = client
                .folder()
                .get_item(&values.text("7"))
                .full(&values.text("true"))
                .with(options.query(&values.text("lang"), None));
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Folder / Make item",
        method: "POST",
        credentials: Some("{{token}}"),
        call: |client, values, options| {
            let call = client
                .folder()
                .make_item(values.json("{\"name\": \"x\"}")?)
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Ping",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.ping().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
