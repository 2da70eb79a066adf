//! Writes a collection as a folder of format 3.0.0.

use codegen::File;
use codegen::collection::{
    Auth, AuthParams, Body, Collection, Event, FormParam, Header, Item, Request, Response, Url, UrlParts,
    Variable,
};
use saphyr::{LoadableYamlNode, Yaml, YamlEmitter};
use serde_json::{Map, Value, json};

/// Returns the files of a collection.
pub(crate) fn files(collection: &Collection) -> Vec<File> {
    let mut files = Vec::new();
    let mut definition = Map::new();
    set(&mut definition, "$kind", Some("collection".into()));
    set(&mut definition, "name", collection.info.name.clone().map(Value::from));
    set(&mut definition, "description", text(collection.info.description.as_ref()));
    set(&mut definition, "auth", collection.auth.as_ref().and_then(folder_auth));
    set(&mut definition, "scripts", scripts(&collection.event, "http:"));
    set(&mut definition, "variables", rows(collection.variable.iter().map(variable)));
    files.push(file(".resources/definition.yaml".to_owned(), &definition));
    items(&collection.item, "", &mut files);
    files
}

fn items(list: &[Item], path: &str, files: &mut Vec<File>) {
    for (index, item) in list.iter().enumerate() {
        // The name of the file tells nothing, as after a change of the name in Postman.
        let stem = format!("{path}{:04}", list.len() - index);
        let mut content = Map::new();
        set(&mut content, "name", Some(item.name.clone().unwrap_or_default().into()));
        set(&mut content, "order", Some(json!((index + 1) * 1000)));
        match &item.item {
            Some(inner) => {
                set(&mut content, "$kind", Some("collection".into()));
                set(&mut content, "description", text(item.description.as_ref()));
                set(&mut content, "auth", item.auth.as_ref().and_then(folder_auth));
                set(&mut content, "scripts", scripts(&item.event, "http:"));
                files.push(file(format!("{stem}/.resources/definition.yaml"), &content));
                items(inner, &format!("{stem}/"), files);
            }
            None => request_file(item, path, &stem, content, files),
        }
    }
}

fn request_file(item: &Item, path: &str, stem: &str, mut content: Map<String, Value>, files: &mut Vec<File>) {
    set(&mut content, "$kind", Some("http-request".into()));
    let request = item.request.clone().unwrap_or_default();
    content.extend(self::request(&request));
    set(&mut content, "description", text(request.description.as_ref().or(item.description.as_ref())));
    set(&mut content, "auth", request.auth.as_ref().and_then(auth));
    set(&mut content, "scripts", scripts(&item.event, ""));
    let settings = item.protocol_profile_behavior.clone();
    set(&mut content, "settings", Some(settings).filter(|settings| !settings.is_empty()).map(Value::Object));
    if !item.response.is_empty() {
        let folder = format!(".resources/{}.resources/examples", stem.trim_start_matches(path));
        set(&mut content, "examples", Some(format!("./{folder}").into()));
        for (index, response) in item.response.iter().enumerate() {
            let path = format!("{path}{folder}/{index}.example.yaml");
            files.push(file(path, &example(response, index)));
        }
    }
    files.push(file(format!("{stem}.request.yaml"), &content));
}

fn request(request: &Request) -> Map<String, Value> {
    let mut content = Map::new();
    set(&mut content, "method", request.method.clone().map(Value::from));
    match &request.url {
        Some(Url::String(url)) => set(&mut content, "url", Some(url.clone().into())),
        Some(Url::Parts(parts)) => {
            set(&mut content, "url", Some(joined(parts).into()));
            let query = parts.query.iter().map(|param| {
                row(param.key.as_deref(), param.value.as_ref(), param.description.as_ref(), param.disabled)
            });
            set(&mut content, "queryParams", rows(query));
            // Disabled variables have a meaning in this format only.
            let variables = parts.variable.iter().map(|variable| {
                row(variable.name(), variable.value.as_ref(), variable.description.as_ref(), false)
            });
            set(&mut content, "pathVariables", rows(variables));
        }
        Some(Url::WithRows(_)) | None => {}
    }
    set(&mut content, "headers", rows(request.header.iter().map(header)));
    set(&mut content, "body", request.body.as_ref().filter(|body| !body.disabled).and_then(body));
    content
}

fn example(response: &Response, index: usize) -> Map<String, Value> {
    let mut content = Map::new();
    set(&mut content, "$kind", Some("http-example".into()));
    set(&mut content, "name", Some(response.name.clone().unwrap_or_default().into()));
    set(&mut content, "order", Some(json!(index)));
    let mut own = Map::new();
    set(&mut own, "statusCode", response.code.map(Value::from));
    set(&mut own, "statusText", response.status.clone().map(Value::from));
    set(&mut own, "headers", rows(response.header.iter().map(header)));
    let language = response.preview_language.clone().unwrap_or_default();
    set(&mut own, "body", response.body.as_ref().map(|body| json!({ "type": language, "content": body })));
    set(&mut content, "response", Some(Value::Object(own)));
    content
}

fn joined(parts: &UrlParts) -> String {
    let mut url = String::new();
    if let Some(protocol) = &parts.protocol {
        url.push_str(protocol.trim_end_matches("://"));
        url.push_str("://");
    }
    if let Some(auth) = &parts.auth {
        let [user, password] = [&auth.user, &auth.password].map(|part| part.clone().unwrap_or_default());
        url.push_str(&format!("{user}:{password}@"));
    }
    url.push_str(&parts.host.join("."));
    url.extend(parts.port.iter().flat_map(|port| [":", port]));
    url.extend(parts.path.iter().flat_map(|segment| ["/", segment.value.as_str()]));
    if url.is_empty() { parts.raw.clone().unwrap_or_default() } else { url }
}

fn header(header: &Header) -> Value {
    row(header.key.as_deref(), header.value.as_ref(), header.description.as_ref(), header.disabled)
}

fn variable(variable: &Variable) -> Value {
    row(variable.name(), variable.value.as_ref(), variable.description.as_ref(), variable.disabled)
}

fn row(
    key: Option<&str>,
    value: Option<&Value>,
    description: Option<&codegen::collection::Description>,
    disabled: bool,
) -> Value {
    let mut row = Map::new();
    set(&mut row, "key", key.map(Value::from));
    set(&mut row, "value", value.cloned());
    set(&mut row, "description", text(description));
    set(&mut row, "disabled", disabled.then_some(true.into()));
    Value::Object(row)
}

/// Returns rows as a map where that can say the same, as Postman writes them.
fn rows(rows: impl Iterator<Item = Value>) -> Option<Value> {
    let rows: Vec<Value> = rows.collect();
    let mut map = Map::new();
    for row in &rows {
        let object = row.as_object()?;
        match (object.get("key"), object.get("value"), object.len()) {
            (Some(Value::String(key)), Some(Value::String(value)), 2) if !map.contains_key(key) => {
                map.insert(key.clone(), value.clone().into());
            }
            _ => return Some(Value::Array(rows)),
        }
    }
    Some(Value::Object(map)).filter(|map| map.as_object().is_some_and(|map| !map.is_empty()))
}

fn body(body: &Body) -> Option<Value> {
    let form = |params: &[FormParam]| {
        Value::Array(
            params
                .iter()
                .map(|param| {
                    let mut content = row(
                        param.key.as_deref(),
                        param.value.as_ref(),
                        param.description.as_ref(),
                        param.disabled,
                    );
                    if let Some(map) = content.as_object_mut() {
                        set(map, "type", param.kind.clone().map(Value::from));
                        set(map, "src", Some(json!(param.src)).filter(|_| !param.src.is_empty()));
                        set(map, "contentType", param.content_type.clone().map(Value::from));
                        set(map, "fileName", param.file_name.clone().map(Value::from));
                    }
                    content
                })
                .collect(),
        )
    };
    let (kind, content) = match body.mode.as_deref()? {
        "raw" => (body.options.raw.language.as_deref().unwrap_or("text"), body.raw.clone()?),
        "urlencoded" => ("urlencoded", form(&body.urlencoded)),
        "formdata" => ("formdata", form(&body.formdata)),
        "file" => (
            "file",
            body.file
                .as_ref()
                .and_then(|file| file.src.as_ref())
                .map_or(json!({}), |src| json!({ "src": src })),
        ),
        "graphql" => {
            let graphql = body.graphql.as_ref()?;
            let mut content = Map::new();
            set(&mut content, "query", graphql.query.clone());
            set(&mut content, "variables", graphql.variables.clone());
            set(&mut content, "operationName", graphql.operation_name.clone());
            ("graphql", Value::Object(content))
        }
        _ => return None,
    };
    Some(json!({ "type": kind, "content": content }))
}

fn folder_auth(own: &Auth) -> Option<Value> {
    let mut entry = auth(own)?;
    let map = entry.as_object_mut()?;
    set(map, "id", Some("b7a1".into()));
    set(map, "name", Some("Auth".into()));
    Some(json!([entry]))
}

fn auth(auth: &Auth) -> Option<Value> {
    let kind = auth.kind.as_deref()?;
    let mut content = Map::new();
    set(&mut content, "type", Some(kind.into()));
    let credentials = match auth.params_of(kind) {
        Some(AuthParams::List(list)) => {
            rows(list.iter().map(|param| row(param.key.as_deref(), param.value.as_ref(), None, false)))
        }
        // The malformed form of a list with one parameter.
        Some(AuthParams::Object(map)) if map.contains_key("key") && kind != "apikey" => Some(json!([map])),
        Some(AuthParams::Object(map)) => Some(Value::Object(map.clone())),
        None => None,
    };
    set(&mut content, "credentials", credentials);
    Some(Value::Object(content))
}

fn scripts(events: &[Event], prefix: &str) -> Option<Value> {
    let scripts = events.iter().map(|event| {
        let kind = match event.listen.as_deref() {
            Some("prerequest") => "beforeRequest",
            Some("test") => "afterResponse",
            other => other.unwrap_or_default(),
        };
        let code = event.script.clone().unwrap_or_default().exec.join("\n");
        json!({ "type": format!("{prefix}{kind}"), "code": code, "language": "text/javascript" })
    });
    Some(Value::Array(scripts.collect())).filter(|list| list.as_array().is_some_and(|list| !list.is_empty()))
}

fn text(description: Option<&codegen::collection::Description>) -> Option<Value> {
    description.map(|description| description.content.clone().into())
}

fn set(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value);
    }
}

/// Writes a file in block style.
fn file(path: String, content: &Map<String, Value>) -> File {
    let flow = Value::Object(content.clone()).to_string();
    let documents = Yaml::load_from_str(&flow).expect("JSON is YAML");
    let mut text = String::new();
    YamlEmitter::new(&mut text).dump(&documents[0]).expect("a string can be written");
    File { path, text: text + "\n" }
}
