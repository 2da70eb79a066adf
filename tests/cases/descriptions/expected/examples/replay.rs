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
        name: "Plants / Water plant",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .plants()
                .water_plant(&values.text("fern"))
                .litres(&values.text("1"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Plants / Nothing but white space is described",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client
                .plants()
                .nothing_but_white_space_is_described()
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Plants / A setext ======= name with `ticks` and <tags>",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.plants().a_setext_name_with_ticks_and_tags().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
