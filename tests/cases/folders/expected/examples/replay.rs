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
    Item {
        index: 0,
        name: "Get version",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_version().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Lights / List lights",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.lights().list_lights().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Lights / Lamps / Replace lamp",
        method: "PUT",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .lights()
                .lamps()
                .replace_lamp(&values.text(":light_id"), &values.text(":lamp_id"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 3,
        name: "Lights / Lamps / Filters / List filters",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.lights().lamps().filters().list_filters().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Around / Inside / Get horizon",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.around().inside().get_horizon().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Delete everything",
        method: "DELETE",
        credentials: None,
        call: |client, _, options| {
            let call = client.delete_everything().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
