// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[
    ("baseUrl", "https://{{region}}.trains.example.com/v{{version}}"),
    ("region", "eu"),
    ("version", "2"),
    ("lineId", "S7"),
];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[
    ("{{baseUrl}}", |client, value| client.base_url_(value)),
    ("{{bookingHost}}", |client, value| client.booking_host(value)),
];

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "GET", "List lines", None, |client, _, options|
        client.list_lines().with(options)),
    item!(1, "GET", "Get line", None, |client, values, options|
        client.get_line(&values.text("{{lineId}}")).with(options)),
    item!(2, "GET", "Get line as a file", None, |client, values, options|
        client.get_line_as_a_file(&values.text(":line")).with(options)),
    item!(3, "GET", "Get stop", None, |client, values, options|
        client.get_stop(&values.text("{{lineId}}"), &values.text("{{stopId}}")).with(options)),
    item!(4, "GET", "Get range", None, |client, values, options|
        client.get_range(&values.text("{{from}}"), &values.text("{{to}}")).with(options)),
    item!(5, "GET", "Get literal", None, |client, _, options|
        client.get_literal().with(options)),
    item!(6, "POST", "Book seat", None, |client, _, options|
        client.book_seat().with(options)),
    item!(7, "GET", "Get board", None, |client, values, options|
        client.get_board().stop(&values.text("{{stopId}}")).limit(&values.text("5")).with(options)),
];
