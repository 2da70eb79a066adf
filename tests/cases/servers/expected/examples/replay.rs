// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[
    ("baseUrl", "https://{{region}}.trains.example.com/v{{version}}"),
    ("region", "eu"),
    ("version", "2"),
    ("lineId", "S7"),
];

/// The client that the collection describes. Each request brings its own credentials.
#[rustfmt::skip]
fn client(values: &Values) -> ClientBuilder {
    Client::builder()
        .base_url_(values.text("{{baseUrl}}"))
        .booking_host(values.text("{{bookingHost}}"))
        .without_credentials()
}

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    Item {
        index: 0,
        name: "List lines",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.list_lines().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 1,
        name: "Get line",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client.get_line(&values.text("{{lineId}}")).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Get line as a file",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client.get_line_as_a_file(&values.text(":line")).with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 3,
        name: "Get stop",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .get_stop(&values.text("{{lineId}}"), &values.text("{{stopId}}"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Get range",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .get_range(&values.text("{{from}}"), &values.text("{{to}}"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Get literal",
        method: "GET",
        credentials: None,
        call: |client, _, options| {
            let call = client.get_literal().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 6,
        name: "Book seat",
        method: "POST",
        credentials: None,
        call: |client, _, options| {
            let call = client.book_seat().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 7,
        name: "Get board",
        method: "GET",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .get_board()
                .stop(&values.text("{{stopId}}"))
                .limit(&values.text("5"))
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
