//! The authentication of requests and folders.

use super::fields::{Values, json};
use super::findings::{Context, Problem, Result};
use super::yaml::{Data, Node};
use crate::collection::{Auth, AuthParam, AuthParams};

/// An entry of the auth of a folder or of the collection.
#[derive(Clone, Debug)]
pub(super) struct AuthEntry {
    /// The id, by which a request can select the entry.
    id: Option<String>,
    pub(super) auth: Auth,
    /// The file that has it.
    pub(super) file: String,
}

const INHERIT: &str = "inherit";

impl Context<'_> {
    /// Reads the auth of a request, which may select one of those of its folders.
    pub(super) fn request_auth(&mut self, node: &Node<'_>, inherited: &[AuthEntry]) -> Result<Auth> {
        if matches!(node.data, Data::List(_)) {
            let help = "write one map: only the definition of a folder has a list of them";
            return Err(Problem::new(node.position, "the `auth` of a request is a list", help));
        }
        let (id, auth) = self.auth(node)?;
        if auth.kind.as_deref() != Some(INHERIT) {
            return Ok(auth);
        }
        let entry = id.as_ref().and_then(|id| inherited.iter().find(|entry| entry.id.as_ref() == Some(id)));
        match (entry, id) {
            (Some(entry), _) => Ok(Auth { file: Some(entry.file.clone()), ..entry.auth.clone() }),
            (None, id) => {
                let problem = match id {
                    Some(id) => format!("no auth of the folders has the id `{id}`, so the request has none"),
                    None => "an auth of the type `inherit` without an id is none".to_owned(),
                };
                let help =
                    "remove `auth` to inherit that of the folder, or name the id of one of its entries";
                self.warning(node.position, problem, help);
                Ok(Auth { kind: Some("noauth".to_owned()), ..Auth::default() })
            }
        }
    }

    /// Reads the auth of a folder or of the collection: a map, or a list of maps. An empty list counts as missing.
    pub(super) fn folder_auth(&mut self, node: Option<&Node<'_>>) -> Result<Vec<AuthEntry>> {
        let Some(node) = node else { return Ok(Vec::new()) };
        let nodes = match &node.data {
            Data::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut entries = Vec::new();
        for node in nodes {
            let (id, auth) = self.auth(node)?;
            if auth.kind.as_deref() == Some(INHERIT) {
                let help = "remove the entry: a folder without `auth` inherits that of its parent";
                self.warning(
                    node.position,
                    "the auth of a folder is of the type `inherit`, so it is ignored",
                    help,
                );
                continue;
            }
            entries.push(AuthEntry { id, auth, file: String::new() });
        }
        if let [first, .., last] = &entries[..] {
            let shown = |entry: &AuthEntry| entry.auth.kind.clone().unwrap_or_default();
            let problem = format!(
                "the folder has {} auths; requests that select none send the last one, `{}`",
                entries.len(),
                shown(last)
            );
            let help = format!(
                "`auth: {{type: inherit, credentials: {{id: …}}}}` in a request selects another one, such as `{}`",
                shown(first)
            );
            self.note(node.position, problem, help);
        }
        Ok(entries)
    }

    /// Reads an auth, and the id that it has or selects.
    fn auth(&mut self, node: &Node<'_>) -> Result<(Option<String>, Auth)> {
        let fields = self.fields(node, "`auth`", &["type", "credentials", "id", "name"])?;
        let Some(kind) = self.string(&fields, "type")? else {
            return Err(Problem::new(
                node.position,
                "`auth` has no `type`",
                "add the type, such as `bearer`, or remove `auth`",
            ));
        };
        let rows = self.rows(fields.get("credentials"), "`credentials`", (Values::Any, &["type"]))?;
        let selected = rows.iter().find(|row| kind == INHERIT && row.key.as_deref() == Some("id"));
        let id = match selected.and_then(|row| row.value.clone()) {
            Some(id) => Some(id),
            None => self.string(&fields, "id")?.filter(|_| kind != INHERIT),
        };
        let params = rows.into_iter().map(|row| AuthParam { key: row.key, value: row.node.map(json) });
        let params = AuthParams::List(params.collect());
        let params =
            if kind == "noauth" || kind == INHERIT { Vec::new() } else { vec![(kind.clone(), params)] };
        Ok((id, Auth { kind: Some(kind), params, file: None }))
    }
}
