// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[];

/// The requests of the collection, in its order.
#[rustfmt::skip]
#[allow(deprecated, reason = "the collection has what is deprecated, too")]
const ITEMS: &[Item] = &[
    item!(0, "GET", "Telescopes / Get telescope", None, |client, values, options|
        client.telescopes().telescope(&values.parse(":telescope_id")?).fields([values.parse("name")?]).since(values.text("2026-01-01").into()).limit(values.parse("10")?).with(options)),
    item!(1, "PATCH", "Telescopes / Update telescope", None, |client, values, options|
        client.telescopes().update_telescope(&values.parse(":telescope_id")?, values.json("{\n  \"name\": \"North\",\n  \"owner\": null,\n  \"mirrors\": [\n    {\n      \"diameter\": 8.2\n    }\n  ],\n  \"tags\": [\n    \"new\"\n  ],\n  \"offsets\": [\n    [\n      0.5,\n      1\n    ]\n  ]\n}")?).with(options)),
    item!(2, "POST", "Telescopes / Create telescope", None, |client, values, options|
        client.telescopes().create_telescope(values.json("{\n  \"name\": \"North\",\n  \"kind\": \"reflector\",\n  \"serial\": \"AB-12\",\n  \"mirrors\": [\n    {\n      \"diameter\": 8.2\n    }\n  ]\n}")?).with(options)),
    item!(3, "POST", "Telescopes / Point telescope", None, |client, values, options|
        client.telescopes().point_telescope(&values.text(":telescope_id")).body(values.json("{\"at\": \"M31\"}")?).with(options)),
    item!(4, "GET", "Observations / List observations", None, |client, _, options|
        client.observations().list_observations().with(options)),
    item!(5, "POST", "Observations / Import observations", None, |client, values, options|
        client.observations().import_observations(values.json("null")?).with(options)),
    item!(6, "GET", "Observations / Get observation", None, |client, values, options|
        client.observations().observation(&values.text(":id")).with(options)),
    item!(7, "GET", "Observations / Peek at observation", None, |client, values, options|
        client.observations().peek_at_observation(&values.text(":id")).with(options)),
];
