//! The responses that are saved in the collection, or are examples in the overlay, for the mock of a client.

use super::Context;
use super::print::{Code, Printer, literal};
use super::signature::Owner;
use crate::File;

/// `src/operations/examples.rs`: the saved responses of all operations. A change of one operation changes only its own.
pub(super) fn file(context: Context<'_>) -> File {
    let docs =
        ["The responses with which a mock can reply: saved in the collection, or examples in its overlay."
            .to_owned()];
    let mut printer = Printer::new(context, &docs);
    printer.text("use crate::runtime::mock::SavedResponse;\n");
    let operations = context.api.all_operations();
    let saved = operations.iter().flat_map(|(groups, operation)| {
        operation.saved.iter().map(move |response| (groups, operation, response))
    });
    let mut code = Code::default();
    let mut saved = saved.peekable();
    let is_empty = saved.peek().is_none();
    code.line("/// The responses, in the order of the operations.");
    code.line(&format!("pub(crate) static SAVED: &[SavedResponse] = &[{}", if is_empty { "];" } else { "" }));
    for (groups, operation, response) in saved {
        code.line("    SavedResponse {");
        for (field, value) in [
            ("operation", literal(&Owner { groups }.full_name(operation))),
            ("method", literal(&operation.method)),
            ("path", literal(&operation.path.wire())),
            ("status", response.status.to_string()),
            ("media_type", literal(&response.media_type)),
            ("body", literal(&response.body)),
        ] {
            code.line(&format!("        {field}: {value},"));
        }
        code.line("    },");
    }
    if !is_empty {
        code.line("];");
    }
    printer.code(code);
    printer.file("src/operations/examples.rs".to_owned())
}
