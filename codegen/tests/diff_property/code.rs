//! Generated code, without what is no code: documentation, the order of items, and which file has them.

use std::collections::BTreeSet;

use codegen::File;
use quote::ToTokens;
use syn::{ImplItem, Item, Visibility};

/// The code of a client.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Code {
    /// The public items as users see them: paths, signatures without the names of arguments, fields, variants.
    pub(crate) public: BTreeSet<String>,
    /// What the items do.
    pub(crate) bodies: BTreeSet<String>,
}

impl Code {
    /// Whether each public item of this version is one of another, except those of types that are now aliases.
    pub(crate) fn is_kept_by(&self, other: &Self) -> bool {
        self.public.difference(&other.public).all(|line| {
            let name = line
                .split("types::")
                .nth(1)
                .and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
            name.is_some_and(|name| {
                let alias = format!("type types::{name} = ");
                [self, other].iter().any(|code| code.public.iter().any(|line| line.starts_with(&alias)))
            })
        })
    }

    /// Returns the items that only one of two versions has.
    pub(crate) fn difference(&self, other: &Self) -> String {
        let lines = |own: &BTreeSet<String>, other: &BTreeSet<String>, mark| {
            own.difference(other).map(|line| format!("{mark} {line}\n")).collect::<String>()
        };
        [
            lines(&self.public, &other.public, "-"),
            lines(&other.public, &self.public, "+"),
            lines(&self.bodies, &other.bodies, "- does"),
            lines(&other.bodies, &self.bodies, "+ does"),
        ]
        .concat()
    }
}

/// Reads generated files.
pub(crate) fn code(files: &[File]) -> Code {
    let mut code = Code { public: BTreeSet::new(), bodies: BTreeSet::new() };
    for file in files.iter().filter(|file| file.path.starts_with("src/")) {
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        // All modules of types are re-exported by `types`.
        let module = file.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let module = if module.starts_with("types") { "types" } else { module };
        for item in parsed.items {
            code.item(module, item);
        }
    }
    code
}

impl Code {
    fn item(&mut self, module: &str, item: Item) {
        match item {
            Item::Use(_) | Item::Mod(_) => {}
            Item::Struct(mut item) => {
                let path = format!("{module}::{}", item.ident);
                for field in &mut item.fields {
                    if matches!(field.vis, Visibility::Public(_)) {
                        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                        let deprecated = deprecated(&field.attrs);
                        self.public.insert(format!("{path}.{name}: {}", field.ty.to_token_stream()));
                        self.bodies.insert(format!("{path}.{name} {deprecated}"));
                    }
                }
                self.public.insert(format!("struct {path}"));
            }
            Item::Enum(item) => {
                let path = format!("{module}::{}", item.ident);
                for variant in &item.variants {
                    let fields = variant.fields.to_token_stream();
                    self.public.insert(format!("{path}::{}{fields}", variant.ident));
                    self.bodies.insert(format!("{path}::{} {}", variant.ident, deprecated(&variant.attrs)));
                }
                self.public.insert(format!("enum {path}"));
            }
            Item::Type(item) => {
                self.public.insert(format!("type {module}::{} = {}", item.ident, item.ty.to_token_stream()));
            }
            Item::Impl(item) => {
                let path = format!("{module}::{}", item.self_ty.to_token_stream());
                for item in item.items {
                    let ImplItem::Fn(mut function) = item else { continue };
                    let is_public = matches!(function.vis, Visibility::Public(_));
                    let deprecated = deprecated(&function.attrs);
                    function.attrs.clear();
                    let name = function.sig.ident.to_string();
                    let arguments: Vec<String> = function
                        .sig
                        .inputs
                        .iter()
                        .map(|argument| match argument {
                            syn::FnArg::Receiver(own) => own.to_token_stream().to_string(),
                            syn::FnArg::Typed(argument) => argument.ty.to_token_stream().to_string(),
                        })
                        .collect();
                    let output = function.sig.output.to_token_stream();
                    if is_public {
                        self.public.insert(format!("{path}::{name}({}) {output}", arguments.join(", ")));
                    }
                    self.bodies.insert(format!("{path}::{name} {deprecated}"));
                    let body = body(&function);
                    match name == "new" {
                        true => self.parts(&format!("{path}::{name}"), &body),
                        false => self
                            .bodies
                            .extend(body.split(" . ").map(|link| format!("{path}::{name}: {link}"))),
                    }
                }
            }
            // Responses for tests of users: nothing that is sent or accepted depends on them.
            Item::Static(item) if item.ident == "SAVED" => {}
            Item::Static(item) => {
                let mut item = item;
                item.attrs.clear();
                self.parts(&format!("static {}", item.ident), &item.to_token_stream().to_string());
            }
            Item::Macro(item) => self.invocation(module, &item.mac),
            other => panic!("{}", other.to_token_stream()),
        }
    }

    /// The parts of an item, whose order does not matter.
    fn parts(&mut self, item: &str, text: &str) {
        for part in text.split([',', '[', ']', '{', '}']).map(str::trim).filter(|part| !part.is_empty()) {
            self.bodies.insert(format!("{item}: {part}"));
        }
    }

    /// A macro of the runtime: `call!` has the type that a call returns, the others what is sent.
    fn invocation(&mut self, module: &str, item: &syn::Macro) {
        let name = item.path.to_token_stream().to_string();
        let text = item.tokens.to_string();
        match name.as_str() {
            "call" => drop(self.public.insert(format!("{module} call {text}"))),
            // The order of fields and values does not matter, that of the variants of `untagged!` does.
            "object" | "open_enum" | "union" => {
                let (head, rest) = text.split_once('{').unwrap_or((&text, ""));
                for section in rest.trim_end_matches('}').split(';') {
                    let (section, list) = section.split_once(" : ").unwrap_or(("", section));
                    for part in list.split(',') {
                        self.bodies.insert(format!("{name} {head} {}: {}", section.trim(), part.trim()));
                    }
                }
            }
            _ => drop(self.bodies.insert(format!("{name} {text}"))),
        }
    }
}

fn deprecated(attributes: &[syn::Attribute]) -> String {
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident("deprecated"));
    own.map(|attribute| attribute.to_token_stream().to_string()).collect()
}

/// The body of a function in which arguments have no names, and the order of links does not matter.
fn body(function: &syn::ImplItemFn) -> String {
    let mut text = format!(" {} ", function.block.to_token_stream());
    let is_new = function.sig.ident == "new";
    for (index, argument) in function.sig.inputs.iter().enumerate() {
        let syn::FnArg::Typed(argument) = argument else { continue };
        let name = argument.pat.to_token_stream().to_string();
        // The fields of `new` keep their names: arguments may have changed places.
        let places: &[(&str, &str)] = match is_new {
            true => &[(": ", " . into"), (", ", ")"), ("[", "]")],
            false => &[("( ", " )"), ("(", ")"), (" ", " "), ("& ", ")")],
        };
        for (before, after) in places {
            text = text.replace(&format!("{before}{name}{after}"), &format!("{before}_{index}{after}"));
        }
    }
    if is_new {
        return text;
    }
    let mut links: Vec<&str> =
        text.split([';', '{', '}']).flat_map(|part| part.split(" . ")).map(str::trim).collect();
    links.sort_unstable();
    links.join(" . ")
}
