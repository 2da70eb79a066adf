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
        name: "Create order",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .create_order(
                    values
                        .json(
                            "{\n  \"customer\": {\"name\": \"Ann\", \"address\": {\"street\": \"Main St\", \"zip\": \"1010\"}},\n  \"lines\": [{\"sku\": \"A-1\", \"count\": 2}, {\"sku\": \"B-2\", \"count\": 1, \"note\": \"gift\"}],\n  \"discount\": null,\n  \"express\": true,\n  \"total\": 12.50\n}",
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
        index: 1,
        name: "Update order",
        method: "PATCH",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .update_order(
                    &values.text(":id"),
                    values.json("{\"discount\": 0.1, \"note\": null}")?,
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
        name: "List orders",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.list_orders().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 3,
        name: "Get stock",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_stock().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Get stock by number",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_stock_by_number().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Send placeholders",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .send_placeholders(
                    values
                        .json(
                            "{\n  \n  \"name\": \"{{name}}\",\n  \"age\": {{age}},\n  \"text {{x}}\": \"half {{name}}\",\n  \"tags\": [{{tags}}], \n  \"url\": \"https://example.com/a//b\",\n  \"when\": \"{{$isoTimestamp}}\"\n}",
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
        index: 6,
        name: "Send keywords",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .send_keywords(
                    values
                        .json(
                            "{\"type\": \"a\", \"self\": 1, \"Self\": 2, \"fooBar\": 3, \"foo_bar\": 4, \"foo-bar\": 5, \"\": 6, \"2x\": 7, \"crate\": {\"in\": true}}",
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
        index: 7,
        name: "Send text",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client.send_text(values.json("\"just a text\"")?).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 8,
        name: "Send number",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client.send_number(values.json("42")?).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 9,
        name: "Send list",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client.send_list(values.json("[1, 2.5, 3]")?).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 10,
        name: "Send list of objects",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .send_list_of_objects(
                    values.json("[{\"a\": 1}, {\"b\": {\"c\": null}}]")?,
                )
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 11,
        name: "Send nothing known",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .send_nothing_known(
                    values
                        .json(
                            "{\"object\": {}, \"list\": [], \"null\": null, \"nested\": [[], [{}]]}",
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
        index: 12,
        name: "Send broken",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client.send_broken(values.text("{\"a\": 1,")).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 13,
        name: "Get customer",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client.get_customer(&values.text(":id")).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 14,
        name: "Get supplier",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client.get_supplier(&values.text(":id")).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 15,
        name: "Get plain text",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_plain_text().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 16,
        name: "Get nothing",
        method: "DELETE",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_nothing().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 17,
        name: "Get duplicate keys",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_duplicate_keys().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
