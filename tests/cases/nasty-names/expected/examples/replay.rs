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
        name: "Names / type",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r#type().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Names / self",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().self_1().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Names / Self",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().self_2().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 3,
        name: "Names / crate",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().crate_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Names / super",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().super_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Names / async",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r#async().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 6,
        name: "Names / await",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r#await().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 7,
        name: "Names / try",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r#try().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 8,
        name: "Names / gen",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r#gen().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 9,
        name: "Names / fn",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r#fn().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 10,
        name: "Names / _",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_names_10().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 11,
        name: "Names / Client",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().client_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 12,
        name: "Names / Builder",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().builder_12().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 13,
        name: "Names / builder",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().builder_13().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 14,
        name: "Names / send",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().send_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 15,
        name: "Names / clone",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().clone_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 16,
        name: "Names / with",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().with_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 17,
        name: "Names / into_future",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().into_future_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 18,
        name: "Names / call",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().call_18().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 19,
        name: "Names / new",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().new_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 20,
        name: "Names / drop",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().drop_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 21,
        name: "Names / url",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().url().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 22,
        name: "Names / body",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().body_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 23,
        name: "Names / Option",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().option().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 24,
        name: "Names / Result",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().result().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 25,
        name: "Names / Vec",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().vec().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 26,
        name: "Names / String",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().string().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 27,
        name: "Names / Error",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().error().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 28,
        name: "Names / Value",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().value().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 29,
        name: "Names / Operation",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().operation().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 30,
        name: "Names / Call",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().call_30().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 31,
        name: "Names / Service",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().service_31().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 32,
        name: "Names / SERVICE",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().service_32().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 33,
        name: "Names / 2fa",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_2fa().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 34,
        name: "Names / 3.14",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_3_14().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 35,
        name: "Names / 🚀",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_names_35().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 36,
        name: "Names / 🚀 launch",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().launch().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 37,
        name: "Names / 日本語を取得",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().日本語を取得().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 38,
        name: "Names / Größe",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().größe().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 39,
        name: "Names / Ελλάδα",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().ελλάδα().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 40,
        name: "Names / !!!",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_names_40().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 41,
        name: "Names / ...",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_names_41().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 42,
        name: "Names / GET /names/42",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_names_42().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 43,
        name: "Names / GET /names/43",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_names_43().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 44,
        name: "Names / say \"hi\"",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().say_hi().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 45,
        name: "Names / back\\slash",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().back_slash().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 46,
        name: "Names / end */ /* //",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().end().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 47,
        name: "Names / line break tab",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().line_break_tab().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 48,
        name: "Names / bell",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().bell().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 49,
        name: "Names / aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client
                .names()
                .aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa()
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 50,
        name: "Names / word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client
                .names()
                .word_word_word_word_word_word_word_word_word_word_word_word()
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 51,
        name: "Names / {{variable}}",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_root().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 52,
        name: "Names / get spaces",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_spaces().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 53,
        name: "Names / GET /users",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_users().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 54,
        name: "Names / https://example.com/x/y",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().get_x_y().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 55,
        name: "Names / r#raw",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().r_raw().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 56,
        name: "Names / 'a",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().a().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 57,
        name: "Names / #[derive]",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().derive().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 58,
        name: "Names / x: u8",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().x_u8().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 59,
        name: "Names / print!(\"\")",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().print().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 60,
        name: "Names / next",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.names().next().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 61,
        name: "Clashes / Get user",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .clashes()
                .get_user_by_id_users(&values.text(":id"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 62,
        name: "Clashes / Get user",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .clashes()
                .get_user_by_id_full(&values.text(":id"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 63,
        name: "Clashes / get_user",
        method: "POST",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().post_get_user().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 64,
        name: "Clashes / getUser",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .clashes()
                .get_user_by_mail(&values.text(":mail"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 65,
        name: "Clashes / Same everything",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().same_everything().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 66,
        name: "Clashes / Same everything",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().same_everything_2().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 67,
        name: "Clashes / Twin / Twin",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().twin().get_twin().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 68,
        name: "Clashes / Twin / Twin / Twin",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().twin().twin().twin().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 69,
        name: "Clashes / Twin",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().get_twin().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 70,
        name: "Clashes / twin / Other",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.clashes().twin_2().other().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 71,
        name: "Parameters / Find",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .parameters()
                .find(
                    &values.text(":type"),
                    &values.text(":self"),
                    &values.text(":Type"),
                    &values.text("{{body}}"),
                )
                .filter_x(&values.text("1"))
                .filter_y(&values.text("2"))
                .filter_x_(&values.text("3"))
                .r#type(&values.text("a"))
                .self_(&values.text("b"))
                .self_2(&values.text(""))
                .send_(&values.text(""))
                .with_(&values.text(""))
                .body_(&values.text(""))
                .url_(&values.text(""))
                .new_(&values.text(""))
                .call_(&values.text(""))
                .clone_(&values.text(""))
                .top(&values.text(""))
                .id(&values.text(""))
                ._2nd(&values.text(""))
                .page([values.text("1"), values.text("2")])
                .page_(&values.text("3"))
                .unnamed(&values.text(""))
                .a_b(&values.text(""))
                .quote_back_slash(&values.text(""))
                .ids(&values.text("1"))
                .into_future_(&values.text(""))
                .with(options.query(&values.text(""), Some(&values.text("nameless"))));
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 72,
        name: "Parameters / Put keys",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .parameters()
                .put_keys(
                    &values.text("{{name}}"),
                    &values.text("{{Name}}"),
                    &values.text("{{ name }}"),
                    values
                        .json(
                            "{\"type\": 1, \"self\": 2, \"Self\": 3, \"crate\": 4, \"new\": 5, \"default\": 6, \"clone\": 7, \"Type\": 8, \"\": 9, \"🚀\": 10, \"a-b\": 11, \"a_b\": 12, \"2nd\": 13, \"with\\\"quote\\\\\": 14, \"fn\": {\"fn\": {\"Fn\": true}}, \"日本\": 15, \"into\": 16, \"from\": 17, \"fmt\": 18, \"map\": 19, \"key\": 20, \"value\": 21, \"f\": 22, \"serializer\": 23, \"Value\": {\"Option\": 1}}",
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
        index: 73,
        name: "Parameters / Has many",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .parameters()
                .has_many(
                    &values.text(":p0"),
                    &values.text(":p1"),
                    &values.text(":p2"),
                    &values.text(":p3"),
                    &values.text(":p4"),
                    &values.text(":p5"),
                    &values.text(":p6"),
                    &values.text(":p7"),
                    &values.text(":p8"),
                )
                .sub(&values.text("1"))
                .add(&values.text("2"))
                .not(&values.text("3"))
                .rem(&values.text("4"))
                .add_assign(&values.text("5"))
                .len(&values.text("6"))
                .next(&values.text("7"))
                .index(&values.text("8"))
                .is_empty(&values.text("9"))
                .to_string(&values.text("10"))
                .as_ref(&values.text("11"))
                .from_str(&values.text("12"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 74,
        name: "Client / Client",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.client_().client_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 75,
        name: "Client / types",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.client_().types().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 76,
        name: "types / mod",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.types_().r#mod().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 77,
        name: "mod / client",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.mod_().client_().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 78,
        name: "client / x",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.client_2().x().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 79,
        name: "Shared / shared",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.shared().shared().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 80,
        name: "../../etc / passwd",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.etc().passwd().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 81,
        name: "CON / nul",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.con().nul().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 82,
        name: "🚀 / 🚀",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.folder().get_client_9().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 83,
        name: "client",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_client().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 84,
        name: "parameters",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_parameters().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 85,
        name: "build",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.build().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
