//! The definition of a folder or of the collection.

use super::auth::AuthEntry;
use super::fields::{Fields, Values};
use super::findings::{Context, Problem, Result};
use super::yaml::Node;
use crate::collection::{Description, Event, Variable};

const DEFINITION: &[&str] = &["$kind", "id", "name", "description", "order", "auth", "scripts", "variables"];
const VARIABLE: (Values, &[&str]) = (Values::Strings, &["secret", "type", "id"]);

/// The metadata of a folder or of the collection.
#[derive(Default)]
pub(super) struct Definition {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) description: Option<Description>,
    pub(super) order: f64,
    /// The auths; empty if the folder inherits that of its parent.
    pub(super) auth: Vec<AuthEntry>,
    pub(super) event: Vec<Event>,
    pub(super) variable: Vec<Variable>,
}

impl Context<'_> {
    /// Reads a definition file.
    pub(super) fn definition_file(&mut self, node: &Node<'_>) -> Result<Definition> {
        let fields = self.fields(node, "a definition", DEFINITION)?;
        if let Some(kind) = fields.get("$kind") {
            let name = self.text(kind, "$kind")?;
            if name != "collection" {
                let help = "the definition of a folder or of the collection has `$kind: collection`";
                return Err(Problem::new(
                    kind.position,
                    format!("the definition is of the kind `{name}`"),
                    help,
                ));
            }
        }
        Ok(Definition {
            id: self.string(&fields, "id")?,
            name: self.string(&fields, "name")?,
            description: self.description(&fields),
            order: self.order(node),
            auth: self.folder_auth(fields.get("auth"))?,
            event: self.scripts(&fields),
            variable: self.variables(&fields)?,
        })
    }

    fn variables(&mut self, fields: &Fields<'_, '_>) -> Result<Vec<Variable>> {
        let rows = self.rows(fields.get("variables"), "`variables`", VARIABLE)?;
        let mut variables = Vec::with_capacity(rows.len());
        for row in rows {
            let is_secret = self.flag(row.get("secret"), "secret");
            variables.push(Variable {
                value: Some(row.value.clone().unwrap_or_default().into()),
                kind: is_secret.then(|| "secret".to_owned()),
                disabled: row.disabled,
                description: row.description,
                key: row.key,
                ..Variable::default()
            });
        }
        Ok(variables)
    }
}
