// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// The client that the collection describes. Each request brings its own credentials.
#[rustfmt::skip]
fn client(_: &Values) -> ClientBuilder {
    Client::builder().without_credentials()
}

/// A file that the collection names: it has to be in the current folder.
fn contents(name: &str) -> Result<Vec<u8>, String> {
    std::fs::read(name)
        .map_err(|error| format!("the file `{name}` of the current folder: {error}"))
}

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    Item {
        index: 0,
        name: "Request token",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .request_token(
                    bodies::types::RequestTokenBody::new()
                        ._2(values.text("index"))
                        .grant_type(values.text("client_credentials"))
                        .client_secret(values.text("{{secret}}"))
                        .scope([values.text("print read"), values.text("bind&sell")])
                        .r#type(values.text(""))
                        .unnamed(values.text("no name")),
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
        name: "Search",
        method: "POST",
        credentials: None,
        call: |client, _, options| {
            let call = client
                .search()
                .body(bodies::types::SearchBody::new())
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 2,
        name: "Upload document",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .upload_document(
                    bodies::types::UploadDocumentBody::new()
                        .document(
                            bodies::types::FilePart::new(
                                    "report.pdf",
                                    contents("report.pdf")?,
                                )
                                .content_type("application/pdf"),
                        )
                        .attachments([
                            bodies::types::FilePart::new("a.txt", contents("a.txt")?)
                                .content_type("text/plain"),
                            bodies::types::FilePart::new("b.csv", contents("b.csv")?)
                                .content_type("text/csv"),
                        ])
                        .cover(bodies::types::FilePart::new("", values.text("")))
                        .meta(values.text("{\"copies\": 2}"))
                        .note(values.text("as \"usual\""))
                        .logo(
                            bodies::types::FilePart::new(
                                    "logo.svg",
                                    values.text("<svg/>"),
                                )
                                .content_type("image/svg+xml"),
                        ),
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
        name: "Replace document",
        method: "PUT",
        credentials: None,
        call: |client, _, options| {
            let call = client
                .replace_document(contents("report.pdf")?)
                .with(
                    options.header("content-type", "application/pdf").unwrap_or_default(),
                );
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 4,
        name: "Replace picture",
        method: "PUT",
        credentials: None,
        call: |client, _, options| {
            let call = client.replace_picture().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 5,
        name: "Find jobs",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .find_jobs(values.json("{\"state\": \"{{state}}\", \"first\": 10}")?)
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 6,
        name: "Find printers",
        method: "POST",
        credentials: None,
        call: |client, _, options| {
            let call = client.find_printers().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 7,
        name: "Find paper",
        method: "POST",
        credentials: None,
        call: |client, _, options| {
            let call = client.find_paper().with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
    Item {
        index: 8,
        name: "Find ink",
        method: "POST",
        credentials: None,
        call: |client, values, options| {
            let call = client
                .find_ink(
                    values.json("{\"query\": \"{ ink(first: {{count}}) { id } }\"}")?,
                )
                .with(options);
            prepared(
                call.url(),
                async move { call.send().await.map(|answer| answer.status) },
            )
        },
    },
];
