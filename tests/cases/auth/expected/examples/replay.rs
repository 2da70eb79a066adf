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
        name: "Inherits from the collection",
        method: "GET",
        credentials: Some("{{house_token}}"),
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
        credentials: None,
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
        credentials: Some("{{door_token}}"),
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
        credentials: Some("{{legacy_token}}"),
        call: |client, _, options| {
            let call = client.has_a_header_instead().with(options);
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
        credentials: None,
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
        credentials: Some("{{house_token}}"),
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
        name: "Signs",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.signs().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 7,
        name: "Asks for user and password",
        method: "GET",
        credentials: Some("{{user}}:{{password}}"),
        call: |client, _, options| {
            let call = client.asks_for_user_and_password().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 8,
        name: "Has them in the URL",
        method: "GET",
        credentials: Some("guest:welcome"),
        call: |client, _, options| {
            let call = client.has_them_in_the_url().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 9,
        name: "Sends a key in a header",
        method: "GET",
        credentials: Some("{{door_key}}"),
        call: |client, _, options| {
            let call = client.sends_a_key_in_a_header().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 10,
        name: "Sends a key in the query",
        method: "GET",
        credentials: Some("a&b"),
        call: |client, values, options| {
            let call = client
                .sends_a_key_in_the_query()
                .page(&values.text("2"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 11,
        name: "Sends an OAuth 2 token",
        method: "GET",
        credentials: Some("{{oauth_token}}"),
        call: |client, _, options| {
            let call = client.sends_an_o_auth_2_token().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 12,
        name: "Has no token yet, but a header",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.has_no_token_yet_but_a_header().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 13,
        name: "Does not know the name of its key",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.does_not_know_the_name_of_its_key().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
