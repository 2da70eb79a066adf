//! Parameters whose values the collection lists (`$type` in format 3.0.0), which are enums.

use crate::api::{Parameter, PathPart, PathTemplate, Type};
use crate::lower::types::builder::TypeBuilder;
use crate::overlay::{OperationEntry, ParameterEntry, ParameterLocation};

/// Gives parameters of the path, the query and the headers the types of these entries. One that already has a type of its
/// own, or whose schema is in the operation's entry of the overlay, keeps it.
pub(crate) fn declared_values<'a>(
    entries: &'a [ParameterEntry],
    overlay: Option<&OperationEntry>,
    (path, query, headers): (&mut PathTemplate, &mut [Parameter], &mut [Parameter]),
    builder: &mut TypeBuilder<'_, 'a>,
) {
    let described = overlay.map_or(&[][..], |overlay| &overlay.parameters);
    let is_described = |entry: &ParameterEntry| {
        let mut described = described.iter().filter(|described| described.schema.is_some());
        described.any(|described| described.location == entry.location && described.name == entry.name)
    };
    for entry in entries.iter().filter(|entry| !is_described(entry)) {
        let has_name = |parameter: &&mut Parameter| match entry.location {
            ParameterLocation::Header => parameter.name.wire.eq_ignore_ascii_case(&entry.name),
            ParameterLocation::Path | ParameterLocation::Query => parameter.name.wire == entry.name,
        };
        let found: Vec<&mut Parameter> = match entry.location {
            ParameterLocation::Path => {
                let parameters = path.parts.iter_mut().filter_map(|part| match part {
                    PathPart::Parameter(parameter) => Some(parameter),
                    PathPart::Literal(_) => None,
                });
                parameters.filter(has_name).collect()
            }
            ParameterLocation::Query => query.iter_mut().filter(has_name).collect(),
            ParameterLocation::Header => headers.iter_mut().filter(has_name).collect(),
        };
        let mut untyped = found.into_iter().filter(|parameter| parameter.ty == Type::String).peekable();
        if untyped.peek().is_some() {
            let (ty, _) = builder.parameter(entry);
            untyped.for_each(|parameter| parameter.ty = ty.clone());
        }
    }
}
