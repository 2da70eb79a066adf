//! The URL of a request, and its parameters.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::fields::{Fields, Row, Values};
use super::findings::{Context, Result};
use crate::collection::{QueryParam, Url, UrlWithRows, Variable};
use crate::pieces::{find, split_outside};

/// The keys of rows of parameters and headers, beside those of all rows.
pub(super) const PARAMETER: (Values, &[&str]) = (Values::Strings, &["$type"]);

impl Context<'_> {
    /// Reads `url`, `queryParams` and `pathVariables`. Rows replace the entries of the query with the same names, as
    /// Postman's command line sends them.
    pub(super) fn url(&mut self, fields: &Fields<'_, '_>) -> Result<Option<Url>> {
        let Some(raw) = self.string(fields, "url")? else { return Ok(None) };
        let query = self.rows(fields.get("queryParams"), "`queryParams`", PARAMETER)?;
        let variables = self.rows(fields.get("pathVariables"), "`pathVariables`", PARAMETER)?;
        let names = query.iter().map(|row| decoded(row.key.as_deref().unwrap_or_default()).into_owned());
        Ok(Some(Url::WithRows(Box::new(UrlWithRows {
            text: without(raw, &names.collect()),
            query: query.into_iter().map(|row| self.parameter(row)).collect(),
            variable: variables.into_iter().map(|row| self.path_variable(row)).collect(),
        }))))
    }

    fn parameter(&mut self, row: Row<'_, '_>) -> QueryParam {
        let declared = self.declared(&row);
        QueryParam {
            declared: declared.placeholder,
            schema: declared.values,
            key: row.key,
            value: row.value.map(Into::into),
            description: row.description,
            disabled: row.disabled,
        }
    }

    /// Converts a path variable. One that is disabled has no value: Postman sends its name.
    fn path_variable(&mut self, row: Row<'_, '_>) -> Variable {
        let declared = self.declared(&row);
        Variable {
            declared: declared.placeholder,
            schema: declared.values,
            key: row.key,
            value: row.value.filter(|_| !row.disabled).map(Into::into),
            description: row.description,
            disabled: row.disabled,
            ..Variable::default()
        }
    }
}

/// Removes the entries with these names from the query of a URL.
fn without(url: String, names: &BTreeSet<String>) -> String {
    let hash = find(&url, |c| c == '#').unwrap_or(url.len());
    let Some(mark) = find(&url[..hash], |c| c == '?').filter(|_| !names.is_empty()) else { return url };
    let (front, query) = (&url[..mark], &url[mark + 1..hash]);
    let is_kept = |entry: &&str| {
        let name = &entry[..find(entry, |c| c == '=').unwrap_or(entry.len())];
        !names.contains(&*decoded(name))
    };
    let kept: Vec<&str> = split_outside(query, '&').filter(is_kept).collect();
    match kept.is_empty() {
        true => front.to_owned(),
        false => format!("{front}?{}", kept.join("&")),
    }
}

/// Decodes a name, which may be percent-encoded in the URL or in the row.
fn decoded(name: &str) -> Cow<'_, str> {
    percent_decode_str(name).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    #[test]
    fn entries_with_rows_are_removed() {
        let without = |url: &str, names: &[&str]| {
            super::without(url.to_owned(), &names.iter().map(|name| (*name).to_owned()).collect())
        };
        assert_eq!(without("h/p?a=1&b=2&a=3#f", &["a"]), "h/p?b=2");
        assert_eq!(without("h/p?a%20b=1&c", &["a b", "c"]), "h/p");
        assert_eq!(without("h/p?{{x&y}}={{=&}}&z", &["z"]), "h/p?{{x&y}}={{=&}}");
        assert_eq!(without("h/p?&a", &["a"]), "h/p?");
        assert_eq!(without("h/p?&a#f", &[]), "h/p?&a#f");
        assert_eq!(without("h/p", &["a"]), "h/p");
    }
}
