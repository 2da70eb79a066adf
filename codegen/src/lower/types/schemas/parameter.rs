//! The types of parameters, and the way in which several values are sent.

use super::{Lowering, Schemas};
use crate::api::{Repeat, Type, TypeKind};
use crate::diagnostics::Diagnostics;
use crate::lower::names::TypeName;
use crate::lower::types::definitions::{Direction, Types};
use crate::overlay::{ParameterEntry, ParameterLocation, ParameterStyle, Schema};

impl<'a> Schemas<'a> {
    /// Returns the type of one value of a parameter, and the way in which several values are sent.
    pub(crate) fn parameter(
        &mut self,
        parameter: &'a ParameterEntry,
        name: &TypeName,
        types: &mut Types,
        diagnostics: &mut Diagnostics,
    ) -> (Type, Repeat) {
        let Some(schema) = &parameter.schema else { return (Type::String, Repeat::Never) };
        let (ty, repeat) = match self.scalar(schema, name, types, diagnostics) {
            Some(Scalar::One(ty)) => return (ty, Repeat::Never),
            Some(Scalar::List(ty)) => (Some(ty), repeat(parameter)),
            None => (None, None),
        };
        match (ty, repeat) {
            (Some(ty), Some(repeat)) => (ty, repeat),
            _ => {
                let problem = format!("callers pass the parameter `{}` as a string", parameter.name);
                let help = "the client only sends strings, numbers, booleans, enums and lists of these, and objects of \
                            these with `\"style\": \"deepObject\"`";
                self.note(&parameter.at, problem, help, diagnostics);
                (Type::String, Repeat::Never)
            }
        }
    }

    /// Returns the type of a parameter or of a form field; `None` if it is neither a scalar nor a list of scalars.
    pub(crate) fn scalar(
        &mut self,
        schema: &'a Schema,
        name: &TypeName,
        types: &mut Types,
        diagnostics: &mut Diagnostics,
    ) -> Option<Scalar> {
        if !self.is_scalar_or_list(schema) {
            return None;
        }
        let mut lowering = Lowering {
            schemas: self,
            direction: Direction::Request,
            is_in_response: false,
            types,
            diagnostics,
        };
        // A parameter that is null is one that is not sent.
        let ty = lowering.used(schema, name).without_null();
        lowering.define_pending();
        match ty {
            Type::Array(item) => match *item {
                Type::Nullable(item) => lowering.checked(*item).map(Scalar::List),
                item => lowering.checked(item).map(Scalar::List),
            },
            ty => lowering.checked(ty).map(Scalar::One),
        }
    }

    /// Whether a schema is not an object, so that no type is defined for it in vain.
    fn is_scalar_or_list(&mut self, schema: &'a Schema) -> bool {
        use crate::overlay::SchemaKind::{Any, Array};
        let is_scalar = |schemas: &Self, schema: &'a Schema| {
            use crate::api::JsonKind::{Array, Object};
            !matches!(schemas.target(schema).kind, Any)
                && !matches!(schemas.kind(schema, 0), None | Some(Array | Object))
        };
        match &self.target(schema).kind {
            Array(items) => is_scalar(self, items),
            _ => is_scalar(self, schema),
        }
    }
}

/// The type of a value that is sent as a string.
pub(crate) enum Scalar {
    /// One value.
    One(Type),
    /// Several values of a type.
    List(Type),
}

impl Lowering<'_, '_> {
    /// Returns the type if a value of it can be sent as a string.
    fn checked(&mut self, ty: Type) -> Option<Type> {
        match &ty {
            Type::Named(name) => {
                let kind = &self.types.get(name)?.kind;
                matches!(kind, TypeKind::Enum(_) | TypeKind::Newtype(_)).then_some(ty)
            }
            Type::Array(_) | Type::Map(_) | Type::Nullable(_) | Type::Boxed(_) | Type::Any => None,
            _ => Some(ty),
        }
    }
}

/// Returns the way in which several values are sent; `None` if the client cannot send them so.
fn repeat(parameter: &ParameterEntry) -> Option<Repeat> {
    let is_query = parameter.location == ParameterLocation::Query;
    match parameter.style {
        ParameterStyle::Form | ParameterStyle::Spaces | ParameterStyle::Pipes
            if parameter.explode && is_query =>
        {
            Some(Repeat::Keys)
        }
        ParameterStyle::Form | ParameterStyle::Simple => Some(Repeat::Commas),
        ParameterStyle::Spaces => Some(Repeat::Spaces),
        ParameterStyle::Pipes => Some(Repeat::Pipes),
        _ => None,
    }
}
