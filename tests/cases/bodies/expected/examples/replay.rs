// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[];

/// A file that the collection names: it has to be in the current folder.
fn contents(name: &str) -> Result<Vec<u8>, String> {
    std::fs::read(name)
        .map_err(|error| format!("the file `{name}` of the current folder: {error}"))
}

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "POST", "Request token", None, |client, values, options|
        client.request_token(bodies::types::RequestTokenBody::new()._2(values.text("index")).grant_type(values.text("client_credentials")).client_secret(values.text("{{secret}}")).scope([values.text("print read"), values.text("bind&sell")]).r#type(values.text("")).unnamed(values.text("no name"))).with(options)),
    item!(1, "POST", "Search", None, |client, _, options|
        client.search().with(options)),
    item!(2, "POST", "Upload document", None, |client, values, options|
        client.upload_document(bodies::types::UploadDocumentBody::new().document(bodies::types::FilePart::new("report.pdf", contents("report.pdf")?).content_type("application/pdf")).attachments([bodies::types::FilePart::new("a.txt", contents("a.txt")?).content_type("text/plain"), bodies::types::FilePart::new("b.csv", contents("b.csv")?).content_type("text/csv")]).cover(bodies::types::FilePart::new("", values.text(""))).meta(values.text("{\"copies\": 2}")).note(values.text("as \"usual\"")).logo(bodies::types::FilePart::new("logo.svg", values.text("<svg/>")).content_type("image/svg+xml"))).with(options)),
    item!(3, "PUT", "Replace document", None, |client, _, options|
        client.replace_document(contents("report.pdf")?).with(options.header("content-type", "application/pdf").unwrap_or_default())),
    item!(4, "PUT", "Replace picture", None, |client, _, options|
        client.replace_picture().with(options)),
    item!(5, "POST", "Find jobs", None, |client, values, options|
        client.find_jobs(values.json("{\"state\": \"{{state}}\", \"first\": 10}")?).with(options)),
    item!(6, "POST", "Find printers", None, |client, _, options|
        client.find_printers().with(options)),
    item!(7, "POST", "Find paper", None, |client, _, options|
        client.find_paper().with(options)),
    item!(8, "POST", "Find ink", None, |client, values, options|
        client.find_ink(values.json("{\"query\": \"{ ink(first: {{count}}) { id } }\"}")?).with(options)),
];
