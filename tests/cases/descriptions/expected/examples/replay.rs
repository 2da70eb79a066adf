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
    item!(0, "POST", "Plants / Water plant", None, |client, values, options|
        client.plants().water_plant(&values.text("fern")).litres(&values.text("1")).with(options)),
    item!(1, "GET", "Plants / Nothing but white space is described", None, |client, _, options|
        client.plants().nothing_but_white_space_is_described().with(options)),
    item!(2, "GET", "Plants / A setext ======= name with `ticks` and <tags>", None, |client, _, options|
        client.plants().a_setext_name_with_ticks_and_tags().with(options)),
    item!(3, "PUT", "Plants / Weed a bed", None, |client, _, options|
        client.plants().weed_a_bed().with(options)),
];
