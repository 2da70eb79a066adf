//! The bodies of requests and responses.

use super::fields::{Fields, Row, Values, kind};
use super::findings::{Context, Problem, Result};
use super::yaml::{Data, Node};
use crate::collection::{Body, BodyOptions, DeclaredSchema, File, FormParam, GraphQl, RawOptions};

const BODY: &[&str] = &["type", "content", "$type"];
const FORM: (Values, &[&str]) = (Values::Strings, &["type", "src", "contentType", "fileName", "$type"]);

/// The body of a response.
pub(super) struct Text {
    pub(super) content: String,
    /// The language, such as `json`.
    pub(super) language: String,
    /// The type.
    pub(super) declared: Option<Box<DeclaredSchema>>,
}

impl Context<'_> {
    /// Reads the body of a request.
    pub(super) fn body(&mut self, node: Option<&Node<'_>>) -> Result<Option<Body>> {
        let Some(node) = node else { return Ok(None) };
        let fields = self.fields(node, "`body`", BODY)?;
        let Some(kind) = self.string(&fields, "type")? else {
            // A body without a type is none.
            if !fields.iter().any(|_| true) {
                return Ok(None);
            }
            return Err(Problem::new(node.position, "`body` has no `type`", "add the type, such as `json`"));
        };
        let content = fields.get("content");
        let mut body = Body::default();
        let mode = match kind.as_str() {
            "none" => {
                if let Some(content) = content {
                    let problem = "the `content` of a body of the type `none` is ignored";
                    self.warning(content.position, problem, "select another type, or remove the content");
                }
                return Ok(None);
            }
            "json" | "xml" | "html" | "javascript" | "text" => {
                body.raw = Some(self.content(&fields)?.into());
                // Postman writes `text` also for a body without a language, whatever its media type is.
                body.options =
                    BodyOptions { raw: RawOptions { language: Some(kind).filter(|kind| kind != "text") } };
                "raw"
            }
            "urlencoded" => {
                body.urlencoded = self.form(content)?;
                "urlencoded"
            }
            "formdata" => {
                body.formdata = self.form(content)?;
                "formdata"
            }
            "file" => {
                body.file = Some(File { src: self.file(content)?, content: None });
                "file"
            }
            "graphql" => {
                body.graphql = Some(self.graphql(content)?);
                "graphql"
            }
            other => {
                let position = fields.get("type").map_or(node.position, |node| node.position);
                let help = "the types are json, xml, html, javascript, text, urlencoded, formdata, file, graphql and none";
                return Err(Problem::new(position, format!("the body is of the type `{other}`"), help));
            }
        };
        let declared = self.schema(&fields);
        Ok(Some(Body { mode: Some(mode.to_owned()), declared, ..body }))
    }

    /// Reads the body of a response.
    pub(super) fn response_body(&mut self, node: Option<&Node<'_>>) -> Result<Option<Text>> {
        let Some(node) = node else { return Ok(None) };
        let fields = self.fields(node, "the `body` of a response", BODY)?;
        let language = self.string(&fields, "type")?.unwrap_or_default();
        Ok(Some(Text { content: self.content(&fields)?, language, declared: self.schema(&fields) }))
    }

    fn content(&mut self, fields: &Fields<'_, '_>) -> Result<String> {
        match self.string(fields, "content")? {
            Some(content) => Ok(content),
            None => {
                let help = "add `content: \"\"` for an empty body";
                self.warning(fields.position, "`body` has no `content`, so it is empty", help);
                Ok(String::new())
            }
        }
    }

    fn form(&mut self, node: Option<&Node<'_>>) -> Result<Vec<FormParam>> {
        self.rows(node, "the form", FORM)?.into_iter().map(|row| self.form_param(row)).collect()
    }

    fn form_param(&mut self, row: Row<'_, '_>) -> Result<FormParam> {
        let text = |context: &mut Self, key| row.get(key).map(|node| context.text(node, key)).transpose();
        let src = match row.get("src") {
            None => Vec::new(),
            Some(node) => match &node.data {
                Data::List(items) => {
                    items.iter().map(|item| self.text(item, "src")).collect::<Result<_>>()?
                }
                _ => vec![self.text(node, "src")?],
            },
        };
        let kind = text(self, "type")?;
        // Postman's command line leaves out a file without a path.
        let is_missing = kind.as_deref() == Some("file") && src.iter().all(String::is_empty);
        let declared = self.declared(&row);
        if let (Some(_), Some(node)) = (&declared.values, row.get("$type")) {
            let help = "describe the body in the overlay";
            self.note(node.position, "the values that a `$type` lists have no effect on a form field", help);
        }
        Ok(FormParam {
            declared: declared.placeholder,
            kind,
            content_type: text(self, "contentType")?,
            file_name: text(self, "fileName")?,
            src,
            key: row.key,
            value: row.value.map(Into::into),
            description: row.description,
            disabled: row.disabled || is_missing,
        })
    }

    fn file(&mut self, node: Option<&Node<'_>>) -> Result<Option<String>> {
        let Some(node) = node else { return Ok(None) };
        if let Data::Scalar(..) = node.data {
            let problem = format!("the `content` of a body of the type `file` is {}", kind(node));
            return Err(Problem::new(node.position, problem, "write a map with `src`, the path of the file"));
        }
        let fields = self.fields(node, "the `content` of the body", &["src"])?;
        self.string(&fields, "src")
    }

    fn graphql(&mut self, node: Option<&Node<'_>>) -> Result<GraphQl> {
        let Some(node) = node else { return Ok(GraphQl::default()) };
        let fields =
            self.fields(node, "the `content` of the body", &["query", "variables", "operationName"])?;
        self.graphql_of(&fields)
    }

    /// Reads the keys of a GraphQL request.
    pub(super) fn graphql_of(&mut self, fields: &Fields<'_, '_>) -> Result<GraphQl> {
        Ok(GraphQl {
            query: self.string(fields, "query")?.map(Into::into),
            operation_name: self.string(fields, "operationName")?.map(Into::into),
            variables: self.string(fields, "variables")?.map(Into::into),
        })
    }
}
