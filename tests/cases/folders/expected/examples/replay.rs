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
    item!(0, "GET", "Get version", None, |client, _, options|
        client.get_version().with(options)),
    item!(1, "GET", "Lights / List lights", None, |client, _, options|
        client.lights().list_lights().with(options)),
    item!(2, "PUT", "Lights / Lamps / Replace lamp", None, |client, values, options|
        client.lights().lamps().replace_lamp(&values.text(":light_id"), &values.text(":lamp_id")).with(options)),
    item!(3, "GET", "Lights / Lamps / Filters / List filters", None, |client, _, options|
        client.lights().lamps().filters().list_filters().with(options)),
    item!(4, "GET", "Around / Inside / Get horizon", None, |client, _, options|
        client.around().inside().get_horizon().with(options)),
    item!(5, "GET", "Operations / List", None, |client, _, options|
        client.operations().list().with(options)),
    item!(6, "POST", "Küste / 灯台 / Öffne das Tor", None, |client, values, options|
        client.kuste().deng_tai().offne_das_tor(values.json("{\"schlüssel\":1}")?).with(options)),
    item!(7, "DELETE", "Delete everything", None, |client, _, options|
        client.delete_everything().with(options)),
];
