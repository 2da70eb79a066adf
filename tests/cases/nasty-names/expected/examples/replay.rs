// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[];

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "GET", "Names / type", None, |client, _, options|
        client.names().r#type().with(options)),
    item!(1, "GET", "Names / self", None, |client, _, options|
        client.names().self_1().with(options)),
    item!(2, "GET", "Names / Self", None, |client, _, options|
        client.names().self_2().with(options)),
    item!(3, "GET", "Names / crate", None, |client, _, options|
        client.names().crate_().with(options)),
    item!(4, "GET", "Names / super", None, |client, _, options|
        client.names().super_().with(options)),
    item!(5, "GET", "Names / async", None, |client, _, options|
        client.names().r#async().with(options)),
    item!(6, "GET", "Names / await", None, |client, _, options|
        client.names().r#await().with(options)),
    item!(7, "GET", "Names / try", None, |client, _, options|
        client.names().r#try().with(options)),
    item!(8, "GET", "Names / gen", None, |client, _, options|
        client.names().r#gen().with(options)),
    item!(9, "GET", "Names / fn", None, |client, _, options|
        client.names().r#fn().with(options)),
    item!(10, "GET", "Names / _", None, |client, _, options|
        client.names().get_names_10().with(options)),
    item!(11, "GET", "Names / Client", None, |client, _, options|
        client.names().client_().with(options)),
    item!(12, "GET", "Names / Builder", None, |client, _, options|
        client.names().builder_12().with(options)),
    item!(13, "GET", "Names / builder", None, |client, _, options|
        client.names().builder_13().with(options)),
    item!(14, "GET", "Names / send", None, |client, _, options|
        client.names().send_().with(options)),
    item!(15, "GET", "Names / clone", None, |client, _, options|
        client.names().clone_().with(options)),
    item!(16, "GET", "Names / with", None, |client, _, options|
        client.names().with_().with(options)),
    item!(17, "GET", "Names / into_future", None, |client, _, options|
        client.names().into_future_().with(options)),
    item!(18, "GET", "Names / call", None, |client, _, options|
        client.names().call_18().with(options)),
    item!(19, "GET", "Names / new", None, |client, _, options|
        client.names().new_().with(options)),
    item!(20, "GET", "Names / drop", None, |client, _, options|
        client.names().drop_().with(options)),
    item!(21, "GET", "Names / url", None, |client, _, options|
        client.names().url().with(options)),
    item!(22, "GET", "Names / body", None, |client, _, options|
        client.names().body_().with(options)),
    item!(23, "GET", "Names / Option", None, |client, _, options|
        client.names().option().with(options)),
    item!(24, "GET", "Names / Result", None, |client, _, options|
        client.names().result().with(options)),
    item!(25, "GET", "Names / Vec", None, |client, _, options|
        client.names().vec().with(options)),
    item!(26, "GET", "Names / String", None, |client, _, options|
        client.names().string().with(options)),
    item!(27, "GET", "Names / Error", None, |client, _, options|
        client.names().error().with(options)),
    item!(28, "GET", "Names / Value", None, |client, _, options|
        client.names().value().with(options)),
    item!(29, "GET", "Names / Operation", None, |client, _, options|
        client.names().operation().with(options)),
    item!(30, "GET", "Names / Call", None, |client, _, options|
        client.names().call_30().with(options)),
    item!(31, "GET", "Names / Service", None, |client, _, options|
        client.names().service_31().with(options)),
    item!(32, "GET", "Names / SERVICE", None, |client, _, options|
        client.names().service_32().with(options)),
    item!(33, "GET", "Names / 2fa", None, |client, _, options|
        client.names().get_2fa().with(options)),
    item!(34, "GET", "Names / 3.14", None, |client, _, options|
        client.names().get_3_14().with(options)),
    item!(35, "GET", "Names / 🚀", None, |client, _, options|
        client.names().get_names_35().with(options)),
    item!(36, "GET", "Names / 🚀 launch", None, |client, _, options|
        client.names().launch().with(options)),
    item!(37, "GET", "Names / 日本語を取得", None, |client, _, options|
        client.names().ri_ben_yu_wo_qu_de().with(options)),
    item!(38, "GET", "Names / Größe", None, |client, _, options|
        client.names().grosse().with(options)),
    item!(39, "GET", "Names / Ελλάδα", None, |client, _, options|
        client.names().ellada().with(options)),
    item!(40, "GET", "Names / !!!", None, |client, _, options|
        client.names().get_names_40().with(options)),
    item!(41, "GET", "Names / ...", None, |client, _, options|
        client.names().get_names_41().with(options)),
    item!(42, "GET", "Names / GET /names/42", None, |client, _, options|
        client.names().get_names_42().with(options)),
    item!(43, "GET", "Names / GET /names/43", None, |client, _, options|
        client.names().get_names_43().with(options)),
    item!(44, "GET", "Names / say \"hi\"", None, |client, _, options|
        client.names().say_hi().with(options)),
    item!(45, "GET", "Names / back\\slash", None, |client, _, options|
        client.names().back_slash().with(options)),
    item!(46, "GET", "Names / end */ /* //", None, |client, _, options|
        client.names().end().with(options)),
    item!(47, "GET", "Names / line break tab", None, |client, _, options|
        client.names().line_break_tab().with(options)),
    item!(48, "GET", "Names / bell", None, |client, _, options|
        client.names().bell().with(options)),
    item!(49, "GET", "Names / aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", None, |client, _, options|
        client.names().aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa().with(options)),
    item!(50, "GET", "Names / word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word", None, |client, _, options|
        client.names().word_word_word_word_word_word_word_word_word_word_word_word().with(options)),
    item!(51, "GET", "Names / {{variable}}", None, |client, _, options|
        client.names().get_root().with(options)),
    item!(52, "GET", "Names / get spaces", None, |client, _, options|
        client.names().get_spaces().with(options)),
    item!(53, "GET", "Names / GET /users", None, |client, _, options|
        client.names().get_users().with(options)),
    item!(54, "GET", "Names / https://example.com/x/y", None, |client, _, options|
        client.names().get_x_y().with(options)),
    item!(55, "GET", "Names / r#raw", None, |client, _, options|
        client.names().r_raw().with(options)),
    item!(56, "GET", "Names / 'a", None, |client, _, options|
        client.names().a().with(options)),
    item!(57, "GET", "Names / #[derive]", None, |client, _, options|
        client.names().derive().with(options)),
    item!(58, "GET", "Names / x: u8", None, |client, _, options|
        client.names().x_u8().with(options)),
    item!(59, "GET", "Names / print!(\"\")", None, |client, _, options|
        client.names().print().with(options)),
    item!(60, "GET", "Names / next", None, |client, _, options|
        client.names().next().with(options)),
    item!(61, "GET", "Clashes / Get user", None, |client, values, options|
        client.clashes().get_user_by_id_users(&values.text(":id")).with(options)),
    item!(62, "GET", "Clashes / Get user", None, |client, values, options|
        client.clashes().get_user_by_id_full(&values.text(":id")).with(options)),
    item!(63, "POST", "Clashes / get_user", None, |client, _, options|
        client.clashes().post_get_user().with(options)),
    item!(64, "GET", "Clashes / getUser", None, |client, values, options|
        client.clashes().get_user_by_mail(&values.text(":mail")).with(options)),
    item!(65, "GET", "Clashes / Same everything", None, |client, _, options|
        client.clashes().same_everything().with(options)),
    item!(66, "GET", "Clashes / Same everything", None, |client, _, options|
        client.clashes().same_everything_2().with(options)),
    item!(67, "GET", "Clashes / Twin / Twin", None, |client, _, options|
        client.clashes().twin().get_twin().with(options)),
    item!(68, "GET", "Clashes / Twin / Twin / Twin", None, |client, _, options|
        client.clashes().twin().twin().twin().with(options)),
    item!(69, "GET", "Clashes / Twin", None, |client, _, options|
        client.clashes().get_twin().with(options)),
    item!(70, "GET", "Clashes / twin / Other", None, |client, _, options|
        client.clashes().twin_2().other().with(options)),
    item!(71, "GET", "Parameters / Find", None, |client, values, options|
        client.parameters().find(&values.text(":type"), &values.text(":self"), &values.text(":Type"), &values.text("{{body}}")).with(options.query(&values.text("filter[x]"), Some(&values.text("1"))).query(&values.text("filter[y]"), Some(&values.text("2"))).query(&values.text("filter_x"), Some(&values.text("3"))).query(&values.text("type"), Some(&values.text("a"))).query(&values.text("self"), Some(&values.text("b"))).query(&values.text("Self"), Some(&values.text(""))).query(&values.text("send"), Some(&values.text(""))).query(&values.text("with"), Some(&values.text(""))).query(&values.text("body"), Some(&values.text(""))).query(&values.text("url"), Some(&values.text(""))).query(&values.text("new"), Some(&values.text(""))).query(&values.text("call"), Some(&values.text(""))).query(&values.text("clone"), Some(&values.text(""))).query(&values.text("$top"), Some(&values.text(""))).query(&values.text("@id"), Some(&values.text(""))).query(&values.text("2nd"), Some(&values.text(""))).query(&values.text("page"), Some(&values.text("1"))).query(&values.text("page"), Some(&values.text("2"))).query(&values.text("Page"), Some(&values.text("3"))).query(&values.text("🚀"), Some(&values.text(""))).query(&values.text(""), Some(&values.text("nameless"))).query(&values.text("a b"), Some(&values.text(""))).query(&values.text("quote\"back\\slash"), Some(&values.text(""))).query(&values.text("ids[]"), Some(&values.text("1"))).query(&values.text("into_future"), Some(&values.text(""))))),
    item!(72, "POST", "Parameters / Put keys", None, |client, values, options|
        client.parameters().put_keys(&values.text("{{name}}"), &values.text("{{Name}}"), &values.text("{{ name }}"), values.json("{\"type\": 1, \"self\": 2, \"Self\": 3, \"crate\": 4, \"new\": 5, \"default\": 6, \"clone\": 7, \"Type\": 8, \"\": 9, \"🚀\": 10, \"a-b\": 11, \"a_b\": 12, \"2nd\": 13, \"with\\\"quote\\\\\": 14, \"fn\": {\"fn\": {\"Fn\": true}}, \"日本\": 15, \"into\": 16, \"from\": 17, \"fmt\": 18, \"map\": 19, \"key\": 20, \"value\": 21, \"f\": 22, \"serializer\": 23, \"Value\": {\"Option\": 1}}")?).with(options)),
    item!(73, "GET", "Parameters / Has many", None, |client, values, options|
        client.parameters().has_many(&values.text(":p0"), &values.text(":p1"), &values.text(":p2"), &values.text(":p3"), &values.text(":p4"), &values.text(":p5"), &values.text(":p6"), &values.text(":p7"), &values.text(":p8")).sub(&values.text("1")).add(&values.text("2")).not(&values.text("3")).rem(&values.text("4")).add_assign(&values.text("5")).len(&values.text("6")).next(&values.text("7")).index(&values.text("8")).is_empty(&values.text("9")).to_string(&values.text("10")).as_ref(&values.text("11")).from_str(&values.text("12")).with(options)),
    item!(74, "GET", "Client / Client", None, |client, _, options|
        client.client_().client_().with(options)),
    item!(75, "GET", "Client / types", None, |client, _, options|
        client.client_().types().with(options)),
    item!(76, "GET", "types / mod", None, |client, _, options|
        client.types_().r#mod().with(options)),
    item!(77, "GET", "mod / client", None, |client, _, options|
        client.mod_().client_().with(options)),
    item!(78, "GET", "client / x", None, |client, _, options|
        client.client_2().x().with(options)),
    item!(79, "GET", "Shared / shared", None, |client, _, options|
        client.shared().shared().with(options)),
    item!(80, "GET", "../../etc / passwd", None, |client, _, options|
        client.etc().passwd().with(options)),
    item!(81, "GET", "CON / nul", None, |client, _, options|
        client.con_().nul().with(options)),
    item!(82, "GET", "🚀 / 🚀", None, |client, _, options|
        client.folder().get_client_9().with(options)),
    item!(83, "GET", "client", None, |client, _, options|
        client.get_client().with(options)),
    item!(84, "GET", "parameters", None, |client, _, options|
        client.get_parameters().with(options)),
    item!(85, "GET", "build", None, |client, _, options|
        client.build().with(options)),
];
