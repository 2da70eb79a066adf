// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// The client that the collection describes.
#[rustfmt::skip]
fn client(values: &Values) -> ClientBuilder {
    Client::builder().bearer_token(values.text("{{house_token}}"))
}

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    Item {
        index: 0,
        name: "Inherits from the collection",
        method: "GET",
        call: |client, _, options| {
            let call = client.inherits_from_the_collection().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Needs none",
        method: "GET",
        call: |client, _, options| {
            let call = client.needs_none().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Has its own, with a header that gives way",
        method: "POST",
        call: |client, _, options| {
            let call = client.has_its_own_with_a_header_that_gives_way().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 3,
        name: "Has a header instead",
        method: "GET",
        call: |client, values, options| {
            let call = client
                .has_a_header_instead()
                .authorization(&values.text("Token {{legacy_token}}"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Public / Inherits none",
        method: "GET",
        call: |client, _, options| {
            let call = client.public().inherits_none().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Public / Private again / Inherits from the folder",
        method: "GET",
        call: |client, _, options| {
            let call = client
                .public()
                .private_again()
                .inherits_from_the_folder()
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 6,
        name: "Signs in a way that is not there yet",
        method: "GET",
        call: |client, _, options| {
            let call = client.signs_in_a_way_that_is_not_there_yet().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
