//! Reads a file as YAML 1.2 with the core schema, within limits, and with a position for each node.

use std::borrow::Cow;

use hashbrown::HashSet;
use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, ScanError, YamlData, YamlLoader};
use saphyr_parser::{Event, Parser, SpannedEventReceiver};

use crate::diagnostics::Position;
use crate::json::without_byte_order_mark;

/// The maximum size of a file in bytes.
pub const LONGEST_FILE: usize = 4 << 20;

/// The maximum depth of a file, which is that of serde_json.
const DEEPEST: usize = 127;

/// The maximum number of nodes that the aliases of a file stand for.
const ALIASED: usize = 10_000;

/// A node of a file.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) position: Position,
    pub(crate) data: Data<'t>,
}

/// The content of a node.
#[derive(Clone, Debug)]
pub(crate) enum Data<'t> {
    /// A scalar as it is in the file, and its type.
    Scalar(Cow<'t, str>, Type),
    List(Vec<Node<'t>>),
    Map(Vec<(Node<'t>, Node<'t>)>),
}

/// The type of a scalar in the core schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Type {
    Null,
    Boolean,
    Number,
    String,
}

/// The reason why a file cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct YamlError {
    pub(crate) position: Option<Position>,
    pub(crate) problem: String,
    pub(crate) help: &'static str,
}

impl YamlError {
    fn new(position: Option<Position>, problem: impl Into<String>, help: &'static str) -> Self {
        Self { position, problem: problem.into(), help }
    }

    fn syntax(error: &ScanError, text: &str) -> Self {
        let position = Some(at(error.marker()));
        let info = error.info();
        if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
            let help = "resolve the merge conflict";
            return Self::new(position, "this is not YAML: it contains merge conflict markers", help);
        }
        if info.starts_with("recursion limit") {
            return too_deep(position);
        }
        if info.starts_with("duplicated key") {
            return Self::duplicate(position, "");
        }
        if info.starts_with("alias expansion") {
            return Self::new(position, TOO_MANY, "write what the aliases stand for");
        }
        Self::new(position, format!("this is not YAML: {info}"), "correct the file at this position")
    }

    fn duplicate(position: Option<Position>, key: &str) -> Self {
        let key = if key.is_empty() { "a key".to_owned() } else { format!("the key `{key}`") };
        Self::new(position, format!("{key} is in the map twice"), "remove one of the two entries")
    }
}

const TOO_MANY: &str = "the aliases of the file stand for more than 10000 values";

/// Reads a file.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, YamlError> {
    let text = without_byte_order_mark(text);
    if text.len() > LONGEST_FILE {
        let help = "shorten the file; the reader has this limit, because a file of a collection is small";
        return Err(YamlError::new(None, "the file is larger than 4 MiB", help));
    }
    let mut loader = YamlLoader::<MarkedYaml<'_>>::default();
    loader.early_parse(false);
    loader.alias_limit(ALIASED);
    let mut parser = Parser::new_from_str(text);
    let (mut depth, mut documents) = (0_usize, 0_usize);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| YamlError::syntax(&error, text))?;
        let position = Some(at(&span.start));
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            Event::DocumentStart(_) => documents += 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(too_deep(position));
        }
        if documents > 1 {
            let help = "keep one of the documents, which `---` separates";
            return Err(YamlError::new(position, "the file has several YAML documents", help));
        }
        loader.on_event(event, span);
        if let Some(error) = loader.error() {
            return Err(YamlError::syntax(error, text));
        }
    }
    match loader.into_documents().pop() {
        Some(document) if !document.is_badvalue() => node(document, 0),
        _ => Err(YamlError::new(None, "the file is empty", "delete the file, or restore its content")),
    }
}

fn too_deep(position: Option<Position>) -> YamlError {
    let help = "reduce the nesting at this position";
    YamlError::new(position, "the file is nested more than 127 levels deep", help)
}

fn at(marker: &saphyr::Marker) -> Position {
    Position::new(marker.line().max(1), marker.col() + 1)
}

/// Converts a node, and checks that no map has a key twice. Tags of applications have no effect.
fn node(yaml: MarkedYaml<'_>, depth: usize) -> Result<Node<'_>, YamlError> {
    let position = at(&yaml.span.start);
    if depth > DEEPEST {
        return Err(too_deep(Some(position)));
    }
    let data = match yaml.data {
        YamlData::Representation(text, style, tag) => {
            let kind = match Scalar::parse_from_cow_and_metadata(Cow::Borrowed(&*text), style, tag.as_ref()) {
                Some(Scalar::Null) => Type::Null,
                Some(Scalar::Boolean(_)) => Type::Boolean,
                Some(Scalar::Integer(_) | Scalar::FloatingPoint(_)) => Type::Number,
                Some(Scalar::String(_)) => Type::String,
                None => {
                    let help = "correct the value, or remove its tag";
                    return Err(YamlError::new(
                        Some(position),
                        "the value is not of the type that its tag names",
                        help,
                    ));
                }
            };
            Data::Scalar(text, kind)
        }
        YamlData::Sequence(items) => {
            Data::List(items.into_iter().map(|item| node(item, depth + 1)).collect::<Result<_, _>>()?)
        }
        YamlData::Mapping(entries) => {
            let mut map: Vec<(Node<'_>, Node<'_>)> = Vec::with_capacity(entries.len());
            let mut keys: HashSet<String> = HashSet::with_capacity(entries.len());
            for (key, value) in entries {
                let key = node(key, depth + 1)?;
                if let Data::Scalar(text, _) = &key.data
                    && !keys.insert(text.clone().into_owned())
                {
                    return Err(YamlError::duplicate(Some(key.position), text));
                }
                map.push((key, node(value, depth + 1)?));
            }
            Data::Map(map)
        }
        YamlData::Tagged(_, inner) => return node(*inner, depth + 1),
        YamlData::Value(_) | YamlData::Alias(_) | YamlData::BadValue => {
            let help = "define the anchor before its alias";
            return Err(YamlError::new(Some(position), "the alias stands for nothing", help));
        }
    };
    Ok(Node { position, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> (String, Option<(u32, u32)>) {
        let error = parse(text).expect_err(text);
        (error.problem, error.position.map(|Position { line, column }| (line, column)))
    }

    fn scalars(text: &str) -> Vec<(String, Type)> {
        let Data::Map(entries) = parse(text).expect(text).data else { panic!("{text} is no map") };
        let value = |(_, value): (Node<'_>, Node<'_>)| match value.data {
            Data::Scalar(text, kind) => (text.into_owned(), kind),
            other => panic!("{other:?} is no scalar"),
        };
        entries.into_iter().map(value).collect()
    }

    #[test]
    fn scalars_keep_their_text() {
        let found = scalars(
            "\u{feff}a: yes\r\nb: 0123\r\nc: 2020-01-01\r\nd: 0x1F\r\ne: ~\r\nf: true\r\ng: !!str 5\r\nh: '7'\r\n",
        );
        let expected = [
            ("yes", Type::String),
            ("0123", Type::Number),
            ("2020-01-01", Type::String),
            ("0x1F", Type::Number),
            ("~", Type::Null),
            ("true", Type::Boolean),
            ("5", Type::String),
            ("7", Type::String),
        ];
        assert_eq!(found, expected.map(|(text, kind)| (text.to_owned(), kind)));
    }

    #[test]
    fn a_merge_key_is_a_key_like_others() {
        let node = parse("a: &a {x: 1}\nb:\n  <<: *a\n").expect("YAML");
        let Data::Map(entries) = node.data else { panic!("no map") };
        let Data::Map(inner) = &entries[1].1.data else { panic!("no map") };
        assert!(matches!(&inner[0].0.data, Data::Scalar(text, _) if text == "<<"));
    }

    #[test]
    fn what_is_not_one_document_is_refused_with_its_position() {
        assert_eq!(problem("a: 1\nb: 2\na: 3\n"), ("a key is in the map twice".to_owned(), Some((3, 1))));
        assert_eq!(
            problem("200: 1\n'200': 3\n"),
            ("the key `200` is in the map twice".to_owned(), Some((2, 1)))
        );
        let several = "the file has several YAML documents".to_owned();
        assert_eq!(problem("a: 1\n---\nb: 2\n"), (several, Some((2, 1))));
        assert_eq!(problem(""), ("the file is empty".to_owned(), None));
        assert_eq!(problem("# only a comment\n"), ("the file is empty".to_owned(), None));
        assert!(problem("a: 1\n\tb: 2\n").0.starts_with("this is not YAML: "));
        let conflict = "<<<<<<< HEAD\na: [1\n=======\na: 2\n>>>>>>> b\n";
        assert_eq!(problem(conflict).0, "this is not YAML: it contains merge conflict markers");
    }

    #[test]
    fn nesting_aliases_and_size_are_limited() {
        let flow = format!("{}{}", "[".repeat(128), "]".repeat(128));
        let block: String = (0..300).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        for deep in [&flow, &block, &"[".repeat(100_000), &"- ".repeat(100_000)] {
            assert_eq!(problem(deep).0, "the file is nested more than 127 levels deep");
        }
        assert!(parse(&format!("{}{}", "[".repeat(127), "]".repeat(127))).is_ok());
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..9 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(",");
            bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        assert_eq!(problem(&bomb).0, TOO_MANY);
        let chain: String = std::iter::once("a0: &a0 x\n".to_owned())
            .chain((1..2000).map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1)))
            .collect();
        assert!(parse(&chain).is_err());
        assert_eq!(problem(&" ".repeat(LONGEST_FILE + 1)).0, "the file is larger than 4 MiB");
        assert_eq!(problem("a: *b\n").1, Some((1, 4)));
    }
}
