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
#[allow(deprecated, reason = "the collection has what is deprecated, too")]
const ITEMS: &[Item] = &[
    Item {
        index: 0,
        name: "Telescopes / Get telescope",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .telescopes()
                .telescope(&values.parse(":telescope_id")?)
                .fields([values.parse("name")?])
                .since(values.text("2026-01-01").into())
                .limit(values.parse("10")?)
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Telescopes / Update telescope",
        method: "PATCH",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .telescopes()
                .update_telescope(
                    &values.parse(":telescope_id")?,
                    values
                        .json(
                            "{\n  \"name\": \"North\",\n  \"owner\": null,\n  \"mirrors\": [\n    {\n      \"diameter\": 8.2\n    }\n  ],\n  \"tags\": [\n    \"new\"\n  ],\n  \"offsets\": [\n    [\n      0.5,\n      1\n    ]\n  ]\n}",
                        )?,
                )
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Telescopes / Create telescope",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .telescopes()
                .create_telescope(
                    values
                        .json(
                            "{\n  \"name\": \"North\",\n  \"kind\": \"reflector\",\n  \"serial\": \"AB-12\",\n  \"mirrors\": [\n    {\n      \"diameter\": 8.2\n    }\n  ]\n}",
                        )?,
                )
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 3,
        name: "Telescopes / Point telescope",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .telescopes()
                .point_telescope(&values.text(":telescope_id"))
                .body(values.json("{\"at\": \"M31\"}")?)
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Observations / List observations",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.observations().list_observations().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Observations / Import observations",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .observations()
                .import_observations(values.json("null")?)
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 6,
        name: "Observations / Get observation",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .observations()
                .observation(&values.text(":id"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 7,
        name: "Observations / Peek at observation",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .observations()
                .peek_at_observation(&values.text(":id"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
