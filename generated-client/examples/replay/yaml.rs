//! Reads YAML, the format of collections that are folders, and of their environments.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// Returns a file as JSON. Its scalars are strings as they are in the file, except null.
///
/// # Errors
///
/// If the text is not YAML.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let mut reader =
        Reader { parser: Parser::new_from_str(text.trim_start_matches('\u{feff}')), anchors: HashMap::new() };
    loop {
        match reader.next()? {
            Event::DocumentStart(_) => {
                let event = reader.next()?;
                return reader.value(event);
            }
            Event::StreamEnd => return Ok(Value::Null),
            _ => {}
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    /// The values that aliases stand for.
    anchors: HashMap<usize, Value>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Event<'t>, String> {
        match self.parser.next_event() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => Err(error.to_string()),
            None => Ok(Event::StreamEnd),
        }
    }

    fn value(&mut self, event: Event<'t>) -> Result<Value, String> {
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_null =
                    style == ScalarStyle::Plain && ["", "~", "null", "Null", "NULL"].contains(&&*text);
                (if is_null { Value::Null } else { Value::from(&*text) }, anchor)
            }
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        Event::SequenceEnd => break (Value::Array(items), anchor),
                        event => items.push(self.value(event)?),
                    }
                }
            }
            Event::MappingStart(anchor, _) => {
                let mut entries = Map::new();
                loop {
                    match self.next()? {
                        Event::MappingEnd => break (Value::Object(entries), anchor),
                        event => {
                            let key = self.value(event)?.as_str().unwrap_or_default().to_owned();
                            let event = self.next()?;
                            entries.insert(key, self.value(event)?);
                        }
                    }
                }
            }
            Event::Alias(anchor) => return Ok(self.anchors.get(&anchor).cloned().unwrap_or_default()),
            _ => return Err("the file ends too early".to_owned()),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }
}
