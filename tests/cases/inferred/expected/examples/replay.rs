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
    item!(0, "POST", "Create order", None, |client, values, options|
        client.create_order(values.json("{\n  \"customer\": {\"name\": \"Ann\", \"address\": {\"street\": \"Main St\", \"zip\": \"1010\"}},\n  \"lines\": [{\"sku\": \"A-1\", \"count\": 2}, {\"sku\": \"B-2\", \"count\": 1, \"note\": \"gift\"}],\n  \"discount\": null,\n  \"express\": true,\n  \"total\": 12.50\n}")?).with(options)),
    item!(1, "PATCH", "Update order", None, |client, values, options|
        client.update_order(&values.text(":id"), values.json("{\"discount\": 0.1, \"note\": null}")?).with(options)),
    item!(2, "GET", "List orders", None, |client, _, options|
        client.list_orders().with(options)),
    item!(3, "GET", "Get stock", None, |client, _, options|
        client.get_stock().with(options)),
    item!(4, "GET", "Get stock by number", None, |client, _, options|
        client.get_stock_by_number().with(options)),
    item!(5, "POST", "Send placeholders", None, |client, values, options|
        client.send_placeholders(values.json("{\n  \n  \"name\": \"{{name}}\",\n  \"age\": {{age}},\n  \"text {{x}}\": \"half {{name}}\",\n  \"tags\": [{{tags}}], \n  \"url\": \"https://example.com/a//b\",\n  \"when\": \"{{$isoTimestamp}}\"\n}")?).with(options)),
    item!(6, "POST", "Send keywords", None, |client, values, options|
        client.send_keywords(values.json("{\"type\": \"a\", \"self\": 1, \"Self\": 2, \"fooBar\": 3, \"foo_bar\": 4, \"foo-bar\": 5, \"\": 6, \"2x\": 7, \"crate\": {\"in\": true}}")?).with(options)),
    item!(7, "POST", "Send text", None, |client, values, options|
        client.send_text(values.json("\"just a text\"")?).with(options)),
    item!(8, "POST", "Send number", None, |client, values, options|
        client.send_number(values.json("42")?).with(options)),
    item!(9, "POST", "Send list", None, |client, values, options|
        client.send_list(values.json("[1, 2.5, 3]")?).with(options)),
    item!(10, "POST", "Send list of objects", None, |client, values, options|
        client.send_list_of_objects(values.json("[{\"a\": 1}, {\"b\": {\"c\": null}}]")?).with(options)),
    item!(11, "POST", "Send nothing known", None, |client, values, options|
        client.send_nothing_known(values.json("{\"object\": {}, \"list\": [], \"null\": null, \"nested\": [[], [{}]]}")?).with(options)),
    item!(12, "POST", "Send broken", None, |client, values, options|
        client.send_broken(values.text("{\"a\": 1,")).with(options)),
    item!(13, "GET", "Get customer", None, |client, values, options|
        client.get_customer(&values.text(":id")).with(options)),
    item!(14, "GET", "Get supplier", None, |client, values, options|
        client.get_supplier(&values.text(":id")).with(options)),
    item!(15, "GET", "Get plain text", None, |client, _, options|
        client.get_plain_text().with(options)),
    item!(16, "DELETE", "Get nothing", None, |client, _, options|
        client.get_nothing().with(options)),
    item!(17, "GET", "Get duplicate keys", None, |client, _, options|
        client.get_duplicate_keys().with(options)),
];
