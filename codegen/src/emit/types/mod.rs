//! The types, as plain Rust items; the macros of the runtime implement their traits.

mod enums;
mod form;
mod object;
mod setter;
mod string;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;

use super::aliases::renamed;
use super::print::{Code, Printer, description};
use super::rust_type::{Scope, foreign_names, type_text};
use super::{Context, parallel};
use crate::File;
use crate::api::{FormContent, FormField, TypeDef, TypeKind};
use enums::{open_enum, union, untagged};
use form::form;

pub(crate) use form::form_argument_type;
use object::object;
pub(crate) use object::wrapped;
use string::validated_string;

/// The files below `src/types`.
pub(crate) fn files(context: Context<'_>, files: &mut Vec<File>) {
    let mut modules: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
    for (def, module) in context.api.types.iter().zip(&context.api.type_modules) {
        modules.entry(module).or_default().push(def);
    }
    // The types of a folder are in the order of their first use there; those that several folders share are sorted.
    if let Some(shared) = modules.get_mut(SHARED) {
        shared.sort_by_key(|def| &def.name);
    }
    files.push(root(context, &modules));
    let modules: Vec<_> = modules.into_iter().collect();
    files.extend(parallel::map(&modules, |(module, defs)| file(context, module, defs)));
}

/// The module of the types that several folders use.
const SHARED: &str = "shared";

fn root(context: Context<'_>, modules: &BTreeMap<&str, Vec<&TypeDef>>) -> File {
    let docs = [
        "The types of requests and responses.",
        "",
        "`object!` and the other macros implement the traits of each type: `Clone`, `Debug`, `PartialEq`, `Serialize` and",
        "`Deserialize`, and for objects without required fields `Default`.",
    ];
    let mut printer = Printer::new(context, &docs.map(str::to_owned));
    let declarations = modules.keys().map(|module| format!("mod {module};\n"));
    printer.text(&declarations.collect::<String>());
    let mut exports: String = modules.keys().map(|module| format!("pub use {module}::*;\n")).collect();
    if context.api.types.iter().any(has_files) {
        exports.insert_str(0, "pub use crate::runtime::model::form::FilePart;\n");
    }
    printer.text(&exports);
    printer.file("src/types/mod.rs".to_owned())
}

/// Whether callers pass files in a form.
fn has_files(def: &TypeDef) -> bool {
    let is_file = |field: &FormField| field.content == FormContent::File;
    matches!(&def.kind, TypeKind::Form(fields) if fields.iter().any(is_file))
}

fn file(context: Context<'_>, module: &str, defs: &[&TypeDef]) -> File {
    let mut printer = Printer::new(context, &[]);
    printer.text(&imports(defs));
    let own: HashSet<&str> = defs.iter().map(|def| def.name.as_str()).collect();
    let mut code = Code::default();
    for def in defs {
        definition(&mut code, def, Scope::Types(&own));
    }
    printer.code(code);
    printer.file(format!("src/types/{}.rs", module.trim_start_matches("r#")))
}

/// The macro that implements the traits of a type.
fn macro_name(def: &TypeDef) -> Option<&'static str> {
    match &def.kind {
        TypeKind::Object(_) => Some("object"),
        TypeKind::Union(_) => Some("union"),
        TypeKind::Untagged(_) => Some("untagged"),
        TypeKind::Enum(_) => Some("open_enum"),
        TypeKind::Newtype(_) => Some("validated_string"),
        TypeKind::Alias(_) | TypeKind::Form(_) => None,
    }
}

fn imports(defs: &[&TypeDef]) -> String {
    let mut foreign = BTreeSet::new();
    for def in defs {
        for ty in def.types() {
            foreign_names(ty, &mut foreign);
        }
        if matches!(def.kind, TypeKind::Union(_) | TypeKind::Untagged(_)) {
            foreign.insert("Value");
        }
    }
    let mut groups = Vec::new();
    if foreign.contains("BTreeMap") {
        groups.push("use std::collections::BTreeMap;\n".to_owned());
    }
    if foreign.contains("Value") {
        groups.push("use serde_json::Value;\n".to_owned());
    }
    let macros: BTreeSet<&str> = defs.iter().filter_map(|def| macro_name(def)).collect();
    match &macros.into_iter().collect::<Vec<_>>()[..] {
        [] => {}
        [name] => groups.push(format!("use crate::runtime::model::{name};\n")),
        names => groups.push(format!("use crate::runtime::model::{{{}}};\n", names.join(", "))),
    }
    groups.join("\n")
}

fn definition(code: &mut Code, def: &TypeDef, scope: Scope<'_>) {
    code.blank();
    code.docs(&description(&def.docs));
    match &def.kind {
        TypeKind::Object(fields) => object(code, def, fields, scope),
        TypeKind::Enum(values) => open_enum(code, def, values),
        TypeKind::Union(variants) => union(code, def, variants, scope),
        TypeKind::Untagged(variants) => untagged(code, def, variants, scope),
        TypeKind::Newtype(rules) => validated_string(code, def, rules),
        TypeKind::Form(fields) => form(code, def, fields, scope),
        TypeKind::Alias(target) => {
            code.line(&format!("pub type {} = {};", def.name, type_text(target, scope)));
        }
    }
    for alias in &def.aliases {
        code.blank();
        code.docs(&[format!("The former name of [`{}`].", def.name)]);
        code.line(&renamed(&def.name));
        code.line(&format!("pub type {alias} = {};", def.name));
    }
}
