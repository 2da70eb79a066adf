//! Creates the types of one operation.

use super::definitions::{Direction, Types};
use super::example::Example;
use super::fit::{Unfit, contradiction};
use super::inference::infer;
use super::schemas::Schemas;
use crate::api::{Repeat, Type};
use crate::diagnostics::Diagnostics;
use crate::lower::names::TypeName;
use crate::overlay::{ParameterEntry, Schema};

/// A builder of the types of one operation.
pub(crate) struct TypeBuilder<'b, 'a> {
    pub(crate) schemas: &'b mut Schemas<'a>,
    pub(crate) types: &'b mut Types,
    pub(crate) diagnostics: &'b mut Diagnostics,
    /// The prefix of the types' names.
    pub(crate) prefix: &'b str,
}

impl<'a> TypeBuilder<'_, 'a> {
    /// Returns the name of the operation's type for this purpose: `Body`, `Response`, `Error404` …
    pub(crate) fn name(&self, purpose: &str) -> TypeName {
        TypeName::new(self.prefix, purpose)
    }

    /// Reports an error in the overlay.
    pub(crate) fn error(&mut self, at: &str, problem: impl Into<String>, help: impl Into<String>) {
        self.schemas.error(at, problem, help, self.diagnostics);
    }

    /// Returns the type that the overlay describes.
    pub(crate) fn described(&mut self, schema: &'a Schema, name: &TypeName, direction: Direction) -> Type {
        self.schemas.lower(schema, name, direction, self.types, self.diagnostics)
    }

    /// Returns the type that the collection declares with a schema, if the examples are values of it; otherwise the
    /// problem.
    pub(crate) fn declared<'e, 't: 'e>(
        &mut self,
        schema: &'a Schema,
        name: &TypeName,
        direction: Direction,
        examples: impl IntoIterator<Item = &'e Example<'t>>,
    ) -> Result<Type, Unfit> {
        if self.schemas.is_undecidable(schema) {
            return Err(Unfit::Other("the alternatives cannot be told apart".to_owned()));
        }
        let before = self.types.len();
        let ty = self.described(schema, name, direction);
        let problem = self.schemas.take_problem();
        let mut examples = examples.into_iter();
        let problem =
            problem.or_else(|| examples.find_map(|example| contradiction(example, &ty, self.types)));
        let Some(problem) = problem else { return Ok(ty) };
        self.types.truncate(before);
        self.schemas.forget_removed(self.types);
        Err(Unfit::Other(problem))
    }

    /// Returns the type of one value of a parameter, and the way in which several values are sent.
    pub(crate) fn parameter(&mut self, parameter: &'a ParameterEntry) -> (Type, Repeat) {
        let name = self.name("").field(&parameter.name);
        self.schemas.parameter(parameter, &name, self.types, self.diagnostics)
    }

    /// Returns the type that is inferred from the examples.
    pub(crate) fn inferred<'e, 't: 'e>(
        &mut self,
        examples: impl IntoIterator<Item = &'e Example<'t>>,
        name: &TypeName,
        direction: Direction,
    ) -> Type {
        infer(examples, name, direction, self.types)
    }
}
