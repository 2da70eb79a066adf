//! The URL of a request, and its parameters.

use std::collections::BTreeSet;

use super::fields::{Fields, Row, Values};
use super::findings::{Context, Result};
use super::types::declared;
use crate::collection::{QueryParam, Url, UrlAuth, UrlParts, Variable};

/// The keys of rows of parameters and headers, beside those of all rows.
pub(super) const PARAMETER: (Values, &[&str]) = (Values::Strings, &["$type"]);

impl Context<'_> {
    /// Reads `url`, `queryParams` and `pathVariables`.
    pub(super) fn url(&mut self, fields: &Fields<'_, '_>) -> Result<Option<Url>> {
        let Some(raw) = self.string(fields, "url")? else { return Ok(None) };
        let query = self.rows(fields.get("queryParams"), "`queryParams`", PARAMETER)?;
        let variables = self.rows(fields.get("pathVariables"), "`pathVariables`", PARAMETER)?;
        Ok(Some(url(raw, query, variables)))
    }
}

fn url(raw: String, query: Vec<Row<'_, '_>>, variables: Vec<Row<'_, '_>>) -> Url {
    let hash = find(&raw, '#').unwrap_or(raw.len());
    let mark = find(&raw[..hash], '?').unwrap_or(hash);
    let (front, typed) = (raw[..mark].trim_start(), raw.get(mark + 1..hash).unwrap_or_default());
    let (protocol, rest) = match find(front, '/').filter(|slash| front[..*slash].ends_with(':')) {
        Some(slash) if front[slash..].starts_with("//") => (Some(&front[..slash - 1]), &front[slash + 2..]),
        _ => (None, front),
    };
    let (authority, path) = match find(rest, '/') {
        Some(slash) => (&rest[..slash], Some(&rest[slash + 1..])),
        None => (rest, None),
    };
    let (auth, host) = match authority.rfind('@') {
        Some(at) => (Some(user(&authority[..at])), &authority[at + 1..]),
        None => (None, authority),
    };
    Url::Parts(Box::new(UrlParts {
        protocol: protocol.map(str::to_owned),
        auth,
        host: Some(host.to_owned()).filter(|host| !host.is_empty()).into_iter().collect(),
        path: path.map(|path| path.split('/').map(Into::into).collect()).unwrap_or_default(),
        query: merged(typed, query),
        variable: variables.into_iter().map(variable).collect(),
        raw: Some(raw),
        ..UrlParts::default()
    }))
}

fn user(text: &str) -> UrlAuth {
    let (user, password) = match text.split_once(':') {
        Some((user, password)) => (user, Some(password.to_owned())),
        None => (text, None),
    };
    UrlAuth { user: Some(user.to_owned()), password }
}

/// Returns the query that Postman sends: the entries in the URL whose names have no row, and then the rows.
fn merged(typed: &str, rows: Vec<Row<'_, '_>>) -> Vec<QueryParam> {
    let names: BTreeSet<&str> = rows.iter().map(|row| row.key.as_deref().unwrap_or_default()).collect();
    let typed: Vec<QueryParam> = super::super::url::split_pairs(typed);
    let mut query: Vec<QueryParam> =
        typed.into_iter().filter(|entry| !names.contains(entry.key.as_deref().unwrap_or_default())).collect();
    query.extend(rows.into_iter().map(|row| QueryParam {
        declared: declared(row.get("$type")),
        key: row.key,
        value: row.value.map(Into::into),
        description: row.description,
        disabled: row.disabled,
    }));
    query
}

/// Converts a path variable. One that is disabled has no value: Postman sends its name.
fn variable(row: Row<'_, '_>) -> Variable {
    Variable {
        declared: declared(row.get("$type")),
        key: row.key,
        value: row.value.filter(|_| !row.disabled).map(Into::into),
        description: row.description,
        disabled: row.disabled,
        ..Variable::default()
    }
}

/// Returns the position of a character outside variables.
fn find(text: &str, wanted: char) -> Option<usize> {
    let mut start = 0;
    loop {
        let variable = text[start..].find("{{").map_or(text.len(), |at| start + at);
        if let Some(at) = text[start..variable].find(wanted) {
            return Some(start + at);
        }
        match text[variable..].find("}}") {
            Some(end) => start = variable + end + 2,
            None if variable < text.len() => return text[variable..].find(wanted).map(|at| variable + at),
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_in_variables_are_not_found() {
        assert_eq!(find("{{a?b}}/c?d", '?'), Some(9));
        assert_eq!(find("{{a?b}}", '?'), None);
        assert_eq!(find("{{a?b", '?'), Some(3));
        assert_eq!(find("", '?'), None);
    }
}
