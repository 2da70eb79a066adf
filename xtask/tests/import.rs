//! `overlay import` on a client of a workspace.

mod common;

use common::{command, output, read, workspace, write};
use serde_json::Value;

const SPEC: &str = "openapi: 3.1.0
info: {title: Orders, version: '1'}
paths:
  /orders/{order}:
    get:
      responses:
        '200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
  /parcels:
    get: {responses: {'204': {description: None}}}
components: {schemas: {Order: {type: object, properties: {id: {type: string}}}}}
";

#[test]
fn a_document_is_added_to_the_overlay_of_a_client() {
    let root = workspace(&["orders"]);
    let manifest = read(root.path(), "orders/Cargo.toml");
    write(root.path(), "spec.yaml", SPEC);
    let (code, _, stderr) = output(root.path(), &["overlay", "import", "spec.yaml"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.starts_with("error: the client `orders` has no overlay\n  --> orders/Cargo.toml: package.metadata.postman\n  help: add `"),
        "{stderr}"
    );

    write(root.path(), "orders/Cargo.toml", &(manifest + "overlay = \"../inputs/orders.overlay.json\"\n"));
    let (code, stdout, stderr) = output(root.path(), &["overlay", "import", "spec.yaml", "-p", "orders"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(
        stdout,
        "inputs/orders.overlay.json: added to 1 operation, 1 schema added\n\n\
         in the document, and not in the collection: 1\n  GET /parcels\n\nnext: run `cargo xtask generate -p orders`\n"
    );
    let text = read(root.path(), "inputs/orders.overlay.json");
    let overlay: Value = serde_json::from_str(&text).expect("the overlay is JSON");
    assert!(overlay["paths"]["/orders/{id}"]["get"]["responses"]["200"].is_object(), "{overlay}");
    let (code, stdout, stderr) = output(root.path(), &["generate"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("1 type"), "{stdout}");

    let (code, stdout, _) = output(root.path(), &["overlay", "import", "spec.yaml"]);
    assert_eq!(code, Some(0));
    assert!(stdout.starts_with("inputs/orders.overlay.json: nothing to add to 1 operation\n"), "{stdout}");
    assert_eq!(read(root.path(), "inputs/orders.overlay.json"), text);
}

#[test]
fn the_overlay_keeps_its_byte_order_mark_and_line_endings() {
    let root = workspace(&["orders"]);
    let manifest = read(root.path(), "orders/Cargo.toml") + "overlay = \"../inputs/orders.overlay.json\"\n";
    write(root.path(), "orders/Cargo.toml", &manifest);
    write(root.path(), "spec.yaml", SPEC);
    let import = |old: &str| {
        write(root.path(), "inputs/orders.overlay.json", old);
        let (code, _, stderr) = output(root.path(), &["overlay", "import", "spec.yaml"]);
        assert_eq!(code, Some(0), "{stderr}");
        let new = read(root.path(), "inputs/orders.overlay.json");
        assert_ne!(new, old);
        new
    };
    let lf = import("{\n  \"openapi\": \"3.1.0\"\n}\n");
    assert_eq!(import("{\r\n  \"openapi\": \"3.1.0\"\r\n}\r\n"), lf.replace('\n', "\r\n"));
    assert_eq!(import("\u{feff}{\n  \"openapi\": \"3.1.0\"\n}\n"), format!("\u{feff}{lf}"));
}

#[test]
fn a_document_that_cannot_be_read_changes_nothing() {
    let root = workspace(&["orders"]);
    let manifest = read(root.path(), "orders/Cargo.toml") + "overlay = \"../inputs/orders.overlay.json\"\n";
    write(root.path(), "orders/Cargo.toml", &manifest);
    write(root.path(), "spec.yaml", "openapi: 3.1.0\npaths: [\n");
    let (code, stdout, stderr) = output(root.path(), &["overlay", "import", "spec.yaml"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("error: the document is not YAML: "), "{stderr}");
    assert!(stderr.contains("\n  --> spec.yaml:3:"), "{stderr}");
    assert!(!root.path().join("inputs/orders.overlay.json").exists());
    assert_eq!(
        command(root.path(), &["overlay", "import", "none.yaml"])
            .output()
            .expect("xtask starts")
            .status
            .code(),
        Some(1)
    );
}
