//! Former names of operations, groups and types (`x-aliases`).

mod common;

use codegen::api::{Api, Operation};
use codegen::{generate, lower};
use common::input;
use serde_json::{Value, json};

/// Two folders, one inside the other, a third one, and a request outside folders.
fn collection() -> String {
    let get = |name: &str, path: &str| {
        json!({"name": name, "request": {"method": "GET", "url": format!("https://h.test/{path}")},
            "response": [{"code": 200, "body": r#"{"id": 1, "size": {"width": 2}}"#}]})
    };
    let items = json!([
        {"name": "Orders", "item": [
            get("Get order", "orders/:id"), get("Get orders", "orders"),
            {"name": "Lines", "item": [get("Get line", "lines/:id")]}
        ]},
        {"name": "Users", "item": [get("Get user", "users/:id")]},
        get("Get status", "status")
    ]);
    json!({"info": {"name": "C"}, "item": items}).to_string()
}

fn entry(path: &str, aliases: &[&str]) -> Value {
    json!({"paths": {path: {"get": {"x-aliases": aliases}}}})
}

fn api(overlay: &Value) -> Api {
    let (api, diagnostics) = lower(&input(&collection(), Some(&overlay.to_string())));
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn errors(overlay: &Value) -> String {
    let (api, diagnostics) = lower(&input(&collection(), Some(&overlay.to_string())));
    assert!(api.is_none(), "{overlay}");
    diagnostics.to_string()
}

fn file(overlay: &Value, path: &str) -> String {
    let output = generate(&input(&collection(), Some(&overlay.to_string())));
    let file = output.files.into_iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("{path}: {}", output.diagnostics)).text
}

fn aliases(operation: &Operation) -> Vec<(String, &str, &str)> {
    let aliases = operation.aliases.iter();
    aliases.map(|alias| (alias.groups.join("."), alias.method.as_str(), alias.call.as_str())).collect()
}

#[test]
fn an_operation_keeps_its_former_names_in_its_group_and_in_others() {
    let names = ["find_order", "users.get_order", "orders.lines.get_order", "client.get_order"];
    let overlay = entry("/orders/{id}", &names);
    let expected = [
        ("orders".to_owned(), "find_order", "FindOrderCall"),
        ("users".to_owned(), "get_order", "GetOrderCall"),
        ("orders.lines".to_owned(), "get_order", "GetOrderCall"),
        (String::new(), "get_order", "GetOrderCall"),
    ];
    assert_eq!(aliases(&api(&overlay).groups[0].operations[0]), expected);

    let own = file(&overlay, "src/operations/orders/mod.rs");
    for line in [
        "    #[deprecated(note = \"renamed to `get_order`\")]\n    #[inline]\n    \
         pub fn find_order(&self, id: &str) -> GetOrderCall {\n        self.get_order(id)\n    }\n",
        "#[deprecated(note = \"renamed to `GetOrderCall`\")]\npub type FindOrderCall = GetOrderCall;\n",
    ] {
        assert!(own.contains(line), "{own}");
    }
    let call = "crate::operations::orders::GetOrderCall";
    for (path, forward) in [
        ("src/operations/users.rs", "self.client.orders().get_order(id)"),
        ("src/operations/orders/lines.rs", "self.client.orders().get_order(id)"),
        ("src/operations/client.rs", "self.orders().get_order(id)"),
    ] {
        let text = file(&overlay, path);
        let method = format!("pub fn get_order(&self, id: &str) -> {call} {{\n        {forward}\n    }}\n");
        assert!(text.contains(&method), "{text}");
        assert!(text.contains(&format!("pub type GetOrderCall = {call};\n")), "{text}");
    }
}

#[test]
fn an_operation_that_moved_into_a_folder_or_out_of_one_keeps_its_method() {
    let text = file(&entry("/status", &["users.status"]), "src/operations/users.rs");
    let method = "pub fn status(&self) -> crate::operations::client::GetStatusCall {\n        self.client.get_status()\n";
    assert!(text.contains(method), "{text}");
}

#[test]
fn types_that_are_named_after_an_operation_keep_their_names_with_it() {
    let api = api(&entry("/orders/{id}", &["find_order"]));
    let of = |name: &str| api.types.iter().find(|def| def.name == name).expect("a type").aliases.join(", ");
    assert_eq!(of("GetOrderResponse"), "FindOrderResponse");
    // Those of `get_orders` begin with another prefix, and those of other operations with theirs.
    let others = api.types.iter().filter(|def| !def.name.starts_with("GetOrderR"));
    assert!(others.map(|def| def.aliases.len()).sum::<usize>() == 0, "{:?}", api.types);
}

#[test]
fn a_group_keeps_its_method_its_module_and_its_handle() {
    let overlay = json!({"tags": [{"name": "Orders", "x-aliases": ["purchases"]}, {"name": "Lines", "x-aliases": ["rows"]}]});
    let root = file(&overlay, "src/operations/mod.rs");
    let module = "#[deprecated(note = \"renamed to `orders`\")]\npub mod purchases {\n    pub use super::orders::*;\n\n    \
                  /// The former name of [`Orders`].\n    #[deprecated(note = \"renamed to `Orders`\")]\n    \
                  pub type Purchases = super::orders::Orders;\n}\n";
    assert!(root.contains(module), "{root}");
    let orders = file(&overlay, "src/operations/orders/mod.rs");
    assert!(orders.contains("pub fn purchases(&self) -> Orders {\n        self.orders()\n"), "{orders}");
    assert!(orders.contains("pub type Rows = super::lines::Lines;\n"), "{orders}");
}

#[test]
fn a_schema_keeps_the_former_names_of_its_type() {
    let schema = json!({"type": "object", "x-aliases": ["Purchase", "Buy"], "properties": {
        "kind": {"type": "string", "enum": ["a"], "x-aliases": ["Sort"]}
    }});
    let overlay = json!({
        "paths": {"/orders/{id}": {"get": {"responses": {"200": {"description": "", "content": {"application/json":
            {"schema": {"$ref": "#/components/schemas/Order"}}}}}}}},
        "components": {"schemas": {"Order": schema}}
    });
    let text = file(&overlay, "src/types/orders.rs");
    for (former, name) in [("Purchase", "Order"), ("Buy", "Order"), ("Sort", "OrderKind")] {
        let lines = format!(
            "/// The former name of [`{name}`].\n#[deprecated(note = \"renamed to `{name}`\")]\npub type {former} = {name};\n"
        );
        assert!(text.contains(&lines), "{text}");
    }
}

#[test]
fn names_that_cannot_stay_are_errors_with_their_positions() {
    let at = "\n  --> o.json:1:34: paths.\"/orders/{id}\".get.x-aliases\n  help: ";
    let taken = "remove the alias, or rename the other method with `operationId`";
    for (aliases, problem, help) in [
        (&["Find order"][..], "`Find order` cannot be the name of a method", "did you mean `find_order`?"),
        (&["get_orders"], "another method is called `get_orders`", taken),
        (&["lines"], "another method is called `lines`", taken),
        (&["a", "a"], "another method is called `a`", taken),
        (&["users.get_user"], "another method is called `get_user`", taken),
        (&["client.users"], "another method is called `users`", taken),
        (&["user.a"], "the client has no group `user`", "the groups there are `orders` and `users`"),
        (&["orders.row.a"], "the client has no group `orders.row`", "the groups there are `lines`"),
        (&["users.x.a"], "the client has no group `users.x`", "remove the alias"),
    ] {
        let found = errors(&entry("/orders/{id}", aliases));
        assert_eq!(found, format!("error: {problem}{at}{help}"), "{aliases:?}");
    }
}

#[test]
fn names_of_types_that_cannot_stay_are_errors_with_their_positions() {
    let check = |kind: Value, alias: &str, problem: &str, help: &str| {
        let mut schema = kind;
        schema["x-aliases"] = json!([alias]);
        let overlay = json!({
            "paths": {"/orders/{id}": {"get": {"responses": {"200": {"description": "", "content": {"application/json":
                {"schema": {"$ref": "#/components/schemas/Order"}}}}}}}},
            "components": {"schemas": {"Order": schema}}
        });
        let found = errors(&overlay);
        let location = ": components.schemas.Order.x-aliases\n  help: ";
        assert!(found.starts_with(&format!("error: {problem}\n  --> o.json:1:")), "{found}");
        assert!(found.ends_with(&format!("{location}{help}")), "{found}");
    };
    let object = || json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    check(object(), "purchase", "`purchase` cannot be the name of a type", "did you mean `Purchase`?");
    check(
        object(),
        "Vec",
        "`Vec` cannot be the name of a type",
        "write a name in Pascal case, such as `OrderItem`",
    );
    let other = "remove the alias, or rename the other schema";
    check(object(), "Order", "another type is called `Order`", other);
    check(object(), "GetUserResponse", "another type is called `GetUserResponse`", other);
    let unnamed = "remove `x-aliases`: only schemas that are a type with a name have former names";
    let array = json!({"type": "array", "items": {"type": "integer"}});
    check(array, "Purchase", "the schema is not a type with a name in Rust", unnamed);
}

#[test]
fn a_misspelt_key_is_reported() {
    let overlay = json!({"tags": [{"name": "Orders", "x-alias": ["a"]}]});
    let (_, diagnostics) = lower(&input(&collection(), Some(&overlay.to_string())));
    assert!(diagnostics.to_string().contains("help: did you mean `x-aliases`?"), "{diagnostics}");
}
