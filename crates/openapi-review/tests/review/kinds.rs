//! The kinds of edits of the campaign, with the places of a document that they can be applied to.

use openapi_review::{
    Wire,
    Wire::{Fails as F, MayFail as M, Works as W},
    document::{pointer, walk},
};
use serde_json::{Map, Value, json};

use super::edit::{cut, set, shift};

/// A kind of edit.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// Returns the pointers of the nodes that it can be applied to.
    pub(crate) places: fn(&Value) -> Vec<String>,
    pub(crate) edit: fn(Value, &str) -> Value,
    /// The effect on requests and on responses, of the edit and of its reversal. `None` for documentation.
    pub(crate) expected: Option<[Wire; 4]>,
}

const fn kind(
    name: &'static str,
    places: fn(&Value) -> Vec<String>,
    expected: [Wire; 4],
    edit: fn(Value, &str) -> Value,
) -> Kind {
    Kind { name, places, edit, expected: Some(expected) }
}

const fn docs(name: &'static str, places: fn(&Value) -> Vec<String>, edit: fn(Value, &str) -> Value) -> Kind {
    Kind { name, places, edit, expected: None }
}

pub(crate) const KINDS: &[Kind] = &[
    // Properties.
    kind("add an optional property", objects, [W, W, M, M], |document, at| {
        set(document, &format!("{at}/properties/brandNew"), json!({"type": "boolean"}))
    }),
    kind("add a required property", objects, [F, W, M, M], |document, at| {
        let document = set(document, &format!("{at}/properties/brandNew"), json!({"type": "boolean"}));
        require(document, at, "brandNew")
    }),
    kind("add a property with an object", objects, [W, W, M, M], |document, at| {
        let schema = json!({"type": "object", "properties": {"deep": {"type": "string"}}});
        set(document, &format!("{at}/properties/brandNew"), schema)
    }),
    kind("rename a property", strings, [F, M, F, M], |document, at| {
        shift(document, at, &format!("{at}Renamed"))
    }),
    kind("require a property", optional, [F, W, W, W], |document, at| {
        let (object, name) = at.rsplit_once("/properties/").unwrap();
        require(document, object, name)
    }),
    kind("forbid additional properties", objects, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/additionalProperties"), json!(false))
    }),
    kind("replace all properties", objects, [F, F, F, F], |document, at| {
        let schema = json!({"type": "object", "properties": {"data": {"type": "array", "items": {"type": "boolean"}}}});
        set(document, at, schema)
    }),
    kind("declare a property as read-only", unmarked, [M, W, W, W], |document, at| {
        set(document, &format!("{at}/readOnly"), json!(true))
    }),
    kind("declare a property as write-only", unmarked, [W, M, W, W], |document, at| {
        set(document, &format!("{at}/writeOnly"), json!(true))
    }),
    kind("deprecate a property", unmarked, [W, W, W, W], |document, at| {
        set(document, &format!("{at}/deprecated"), json!(true))
    }),
    // Types and values.
    kind("make an integer of a string", strings, [F, F, F, F], |document, at| {
        set(document, at, json!({"type": "integer"}))
    }),
    kind("make an array of a string", strings, [F, F, F, F], |document, at| {
        set(document, at, json!({"type": "array", "items": {"type": "string"}}))
    }),
    kind("make an object of a string", strings, [F, F, F, F], |document, at| {
        set(document, at, json!({"type": "object", "properties": {"a": {"type": "string"}}}))
    }),
    kind("allow any JSON", strings, [W, F, F, W], |document, at| cut(document, &format!("{at}/type")).0),
    kind("make a number of an integer", integers, [W, F, F, W], |document, at| {
        set(document, &format!("{at}/type"), json!("number"))
    }),
    kind("allow a second type", strings, [W, F, F, W], |document, at| {
        set(document, &format!("{at}/type"), json!(["string", "integer"]))
    }),
    kind("allow null", unmarked, [W, W, F, W], |document, at| {
        set(document, &format!("{at}/nullable"), json!(true))
    }),
    kind("add a format", strings, [M, W, W, M], |document, at| {
        set(document, &format!("{at}/format"), json!("brand-new"))
    }),
    kind("add a default", strings, [M, W, M, W], |document, at| {
        set(document, &format!("{at}/default"), json!("a"))
    }),
    kind("limit a string to an enum", strings, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/enum"), json!(["a", "b"]))
    }),
    kind("add an enum value", enums, [W, M, F, W], |document, at| {
        set(document, &format!("{at}/enum/-"), json!("brand_new"))
    }),
    kind("add an enum value in front", enums, [W, M, F, W], |mut document, at| {
        let values = document.pointer_mut(at).unwrap()["enum"].as_array_mut().unwrap();
        values.insert(0, json!("brand_new"));
        document
    }),
    kind("reverse an enum", enums, [W, W, W, W], |mut document, at| {
        document.pointer_mut(at).unwrap()["enum"].as_array_mut().unwrap().reverse();
        document
    }),
    // Constraints.
    kind("limit the length", strings, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/maxLength"), json!(9))
    }),
    kind("demand a length", strings, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/minLength"), json!(2))
    }),
    kind("demand a pattern", strings, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/pattern"), json!("^a+$"))
    }),
    kind("limit an integer", integers, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/maximum"), json!(1000))
    }),
    kind("exclude a limit", integers, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/exclusiveMaximum"), json!(1000))
    }),
    kind("demand a step", integers, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/multipleOf"), json!(5))
    }),
    kind("limit the elements", arrays, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/maxItems"), json!(7))
    }),
    kind("demand an element", arrays, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/minItems"), json!(1))
    }),
    kind("demand different elements", arrays, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/uniqueItems"), json!(true))
    }),
    kind("change the elements", arrays, [F, F, F, F], |document, at| {
        set(document, &format!("{at}/items"), json!({"type": "array", "items": {"type": "boolean"}}))
    }),
    kind("limit the properties", objects, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/maxProperties"), json!(99))
    }),
    // Documentation.
    docs("reword a description", strings, |document, at| {
        set(document, &format!("{at}/description"), json!("Brand new."))
    }),
    docs("add a title", objects, |document, at| set(document, &format!("{at}/title"), json!("Brand new"))),
    docs("change an example", strings, |document, at| set(document, &format!("{at}/example"), json!("x-1"))),
    docs("reword a summary", operations, |document, at| {
        set(document, &format!("{at}/summary"), json!("Brand new."))
    }),
    docs("change the tags", operations, |document, at| set(document, &format!("{at}/tags"), json!(["New"]))),
    docs("change the title of the document", root, |document, _| set(document, "/info/title", json!("New"))),
    docs("add a tag", root, |mut document, _| {
        document["tags"].as_array_mut().unwrap().push(json!({"name": "New"}));
        document
    }),
    // Operations.
    kind("remove an operation", operations, [F, F, W, W], |document, at| cut(document, at).0),
    kind("move an operation", operations, [F, F, F, F], |mut document, at| {
        let operation;
        (document, operation) = cut(document, at);
        let method = at.rsplit('/').next().unwrap();
        let path = operation_path(at).replace("/", "/moved/").trim_end_matches('/').to_owned();
        document["paths"][path] = json!({method: operation});
        document
    }),
    kind("change an operationId", operations, [W, W, W, W], |document, at| {
        set(document, &format!("{at}/operationId"), json!("brandNew"))
    }),
    kind("deprecate an operation", operations, [W, W, W, W], |document, at| {
        set(document, &format!("{at}/deprecated"), json!(true))
    }),
    kind("set a sunset date", operations, [M, M, W, W], |document, at| {
        set(document, &format!("{at}/x-sunset"), json!("2030-01-01"))
    }),
    kind("add a callback", operations, [W, W, M, M], |document, at| {
        let callback = json!({"{$url}": {"post": {"responses": {"200": {"description": "d"}}}}});
        set(document, &format!("{at}/callbacks"), json!({"done": callback}))
    }),
    kind("give an operation a server", operations, [M, M, M, M], |document, at| {
        set(document, &format!("{at}/servers"), json!([{"url": "https://other.example"}]))
    }),
    kind("add a path", root, [W, W, F, F], |mut document, _| {
        let operation = json!({"operationId": "brandNew", "responses": {"204": {"description": "d"}}});
        document["paths"]["/brand-new"] = json!({"get": operation});
        document
    }),
    kind("rename a path parameter", templates, [W, W, W, W], |document, at| {
        let to = at.replace('{', "{new_");
        let (document, mut item) = cut(document, at);
        for operation in item.as_object_mut().unwrap().values_mut() {
            for parameter in operation["parameters"].as_array_mut().unwrap() {
                if parameter["in"] == "path" {
                    parameter["name"] = format!("new_{}", parameter["name"].as_str().unwrap()).into();
                }
            }
        }
        set(document, &to, item)
    }),
    // Parameters.
    kind("add an optional parameter", listing, [W, W, M, W], |document, at| {
        add_parameter(document, at, json!({"name": "brandNew", "in": "query", "schema": {"type": "boolean"}}))
    }),
    kind("add a required parameter", listing, [F, W, M, W], |document, at| {
        let schema = json!({"type": "boolean"});
        add_parameter(
            document,
            at,
            json!({"name": "brandNew", "in": "query", "required": true, "schema": schema}),
        )
    }),
    kind("rename a parameter", optional_parameters, [M, W, M, W], |mut document, at| {
        let name = document.pointer_mut(at).unwrap().get_mut("name").unwrap();
        *name = format!("{}New", name.as_str().unwrap()).into();
        document
    }),
    kind("require a parameter", optional_parameters, [F, W, W, W], |document, at| {
        set(document, &format!("{at}/required"), json!(true))
    }),
    kind("move a parameter", optional_parameters, [F, W, F, W], |document, at| {
        set(document, &format!("{at}/in"), json!("cookie"))
    }),
    kind("change the type of a parameter", optional_parameters, [F, W, F, W], |document, at| {
        set(document, &format!("{at}/schema"), json!({"type": "array", "items": {"type": "boolean"}}))
    }),
    kind("change the style of a parameter", optional_parameters, [M, W, M, W], |document, at| {
        set(document, &format!("{at}/style"), json!("pipeDelimited"))
    }),
    kind("deprecate a parameter", optional_parameters, [W, W, W, W], |document, at| {
        set(document, &format!("{at}/deprecated"), json!(true))
    }),
    kind("change the default of a parameter", optional_parameters, [M, W, M, W], |document, at| {
        set(document, &format!("{at}/schema/default"), json!("brand new"))
    }),
    docs("reword a parameter", optional_parameters, |document, at| {
        set(document, &format!("{at}/description"), json!("Brand new."))
    }),
    // Bodies.
    kind("toggle a required body", bodies, [F, W, W, W], |document, at| {
        set(set(document, &format!("{at}/x-was"), json!(1)), &format!("{at}/required"), json!(true))
    }),
    kind("add a media type to a request", bodies, [W, W, F, W], |document, at| {
        set(document, &format!("{at}/content/text~1plain"), json!({"schema": {"type": "string"}}))
    }),
    kind("add a media type to a response", responses, [W, M, W, M], |document, at| {
        set(document, &format!("{at}/content/text~1plain"), json!({"schema": {"type": "string"}}))
    }),
    kind("remove the body of a response", responses, [W, F, W, W], |document, at| {
        cut(document, &format!("{at}/content")).0
    }),
    kind("wrap a response in an envelope", responses, [W, F, W, F], |document, at| {
        let schema = format!("{at}/content/application~1json/schema");
        let (document, inner) = cut(document, &schema);
        set(document, &schema, json!({"type": "object", "properties": {"envelope": inner}}))
    }),
    kind("respond with a list", responses, [W, F, W, F], |document, at| {
        let schema = format!("{at}/content/application~1json/schema");
        let (document, inner) = cut(document, &schema);
        set(document, &schema, json!({"type": "array", "items": inner}))
    }),
    kind("add an error status", operations, [W, W, W, W], |document, at| {
        set(document, &format!("{at}/responses/418"), json!({"description": "d"}))
    }),
    kind("add a response header", responses, [W, W, W, M], |mut document, at| {
        document.pointer_mut(at).unwrap()["headers"]["X-Brand-New"] = json!({"schema": {"type": "string"}});
        document
    }),
    kind("add a link", responses, [W, W, W, M], |mut document, at| {
        document.pointer_mut(at).unwrap()["links"]["brandNew"] = json!({"operationId": "x"});
        document
    }),
    docs("reword a response", responses, |document, at| {
        set(document, &format!("{at}/description"), json!("Brand new."))
    }),
    // Security and the complete document.
    kind("require a scope", operations, [F, F, W, W], |document, at| {
        set(document, &format!("{at}/security"), json!([{"Token": ["brand-new"]}]))
    }),
    kind("accept no credentials as well", operations, [W, W, F, F], |document, at| {
        set(document, &format!("{at}/security"), json!([{"Token": []}, {}]))
    }),
    kind("require another scheme", operations, [F, F, F, F], |document, at| {
        set(document, &format!("{at}/security"), json!([{"Key": []}]))
    }),
    kind("require both schemes", operations, [F, F, W, W], |document, at| {
        set(document, &format!("{at}/security"), json!([{"Token": [], "Key": []}]))
    }),
    kind("accept a second scheme", operations, [W, W, F, F], |document, at| {
        set(document, &format!("{at}/security"), json!([{"Token": []}, {"Key": []}]))
    }),
    kind("change the authentication", root, [F, F, F, F], |document, _| {
        set(document, "/components/securitySchemes/Token/scheme", json!("basic"))
    }),
    kind("change the servers", root, [M, M, M, M], |document, _| {
        set(document, "/servers", json!([{"url": "https://other.example"}]))
    }),
    kind("add a server", root, [W, W, M, M], |mut document, _| {
        document["servers"].as_array_mut().unwrap().push(json!({"url": "https://other.example"}));
        document
    }),
    kind("add a schema", root, [W, W, W, W], |document, _| {
        set(document, "/components/schemas/BrandNew", json!({"type": "boolean"}))
    }),
    kind("rename a schema", named, [W, W, W, W], |document, at| rename_schema(document, at).0),
    kind("add a security scheme", root, [W, W, W, W], |document, _| {
        set(document, "/components/securitySchemes/New", json!({"type": "http", "scheme": "digest"}))
    }),
    kind("change the version of OpenAPI", root, [W, W, W, W], |document, _| {
        set(document, "/openapi", json!("3.0.4"))
    }),
    // Composition.
    kind("add an alternative", alternatives, [W, F, F, W], |document, at| {
        set(document, &format!("{at}/oneOf/-"), json!({"type": "boolean"}))
    }),
    kind("add a discriminator", alternatives, [M, W, W, M], |document, at| {
        set(document, &format!("{at}/discriminator"), json!({"propertyName": "kind"}))
    }),
    kind("inherit a property", compositions, [W, W, M, M], |document, at| {
        set(document, &format!("{at}/allOf/-"), json!({"properties": {"brandNew": {"type": "boolean"}}}))
    }),
];

fn require(mut document: Value, at: &str, name: &str) -> Value {
    let schema = document.pointer_mut(at).unwrap().as_object_mut().unwrap();
    schema.entry("required").or_insert_with(|| json!([])).as_array_mut().unwrap().push(name.into());
    document
}

fn add_parameter(mut document: Value, at: &str, parameter: Value) -> Value {
    document.pointer_mut(at).unwrap()["parameters"].as_array_mut().unwrap().push(parameter);
    document
}

fn rename_schema(document: Value, at: &str) -> (Value, String) {
    let name = at.rsplit('/').next().unwrap();
    let quoted = |name: &str| format!("\"{}\"", pointer::schema_reference(name));
    let text = document.to_string().replace(&quoted(name), &quoted(&format!("{name}Moved")));
    let to = format!("{at}Moved");
    (shift(serde_json::from_str(&text).unwrap(), at, &to), to)
}

fn operation_path(at: &str) -> String {
    at.split('/').nth(2).unwrap().replace("~1", "/").replace("~0", "~")
}

// Places.

fn schemas(document: &Value, fits: impl Fn(&str, &Map<String, Value>) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    walk::every_schema(document, &mut |at, schema| {
        // A part of a composition is a place of a separate kind.
        if at.starts_with("/components/schemas/") && !at.contains("Of/") && fits(at, schema) {
            found.push(at.to_owned());
        }
    });
    found
}

fn is_property(at: &str) -> bool {
    at.rsplit('/').nth(1) == Some("properties")
}

fn objects(document: &Value) -> Vec<String> {
    schemas(document, |_, schema| schema.contains_key("properties"))
}

fn unmarked(document: &Value) -> Vec<String> {
    let free = |schema: &Map<String, Value>| {
        ["$ref", "allOf", "oneOf", "readOnly", "writeOnly", "nullable", "deprecated"]
            .iter()
            .all(|key| !schema.contains_key(*key))
    };
    schemas(document, |at, schema| is_property(at) && schema.contains_key("type") && free(schema))
}

fn plain(document: &Value, kind: &str) -> Vec<String> {
    let simple = |schema: &Map<String, Value>| {
        schema.get("type").is_some_and(|is| is == kind)
            && ["enum", "format", "default", "nullable", "maximum", "maxLength", "minimum"]
                .iter()
                .all(|key| !schema.contains_key(*key))
    };
    let optional = optional(document);
    schemas(document, |at, schema| {
        is_property(at)
            && at.rsplit('/').next().unwrap().len() > 3
            && simple(schema)
            && optional.contains(&at.to_owned())
    })
}

fn strings(document: &Value) -> Vec<String> {
    plain(document, "string")
}

fn integers(document: &Value) -> Vec<String> {
    schemas(document, |at, schema| {
        is_property(at)
            && schema.get("type").is_some_and(|is| is == "integer")
            && !schema.contains_key("maximum")
    })
}

fn arrays(document: &Value) -> Vec<String> {
    plain(document, "array")
}

fn enums(document: &Value) -> Vec<String> {
    schemas(document, |_, schema| {
        schema.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() > 1)
    })
}

fn optional(document: &Value) -> Vec<String> {
    schemas(document, |at, _| {
        let Some((object, name)) = at.rsplit_once("/properties/") else { return false };
        let required = document.pointer(object).unwrap().get("required").and_then(Value::as_array);
        !required.is_some_and(|required| required.iter().any(|known| known == name))
    })
}

fn named(document: &Value) -> Vec<String> {
    let top = |at: &str| at.matches('/').count() == 3;
    schemas(document, |at, schema| {
        top(at) && schema.get("properties").and_then(Value::as_object).is_some_and(|list| list.len() > 1)
    })
}

fn alternatives(document: &Value) -> Vec<String> {
    schemas(document, |_, schema| schema.contains_key("oneOf"))
}

fn compositions(document: &Value) -> Vec<String> {
    schemas(document, |_, schema| {
        schema.get("allOf").and_then(Value::as_array).is_some_and(|parts| parts.len() > 1)
    })
}

fn root(_: &Value) -> Vec<String> {
    vec![String::new()]
}

pub(crate) fn operations(document: &Value) -> Vec<String> {
    walk::operations(document).map(|operation| operation.pointer()).collect()
}

fn listing(document: &Value) -> Vec<String> {
    let with_list = |at: &String| document.pointer(at).unwrap().get("parameters").is_some();
    operations(document).into_iter().filter(with_list).collect()
}

fn templates(document: &Value) -> Vec<String> {
    let fits =
        |item: &Value| item.as_object().unwrap().values().all(|operation| operation["parameters"].is_array());
    let paths = document["paths"].as_object().unwrap().iter();
    let paths = paths.filter(|(path, item)| path.contains('{') && fits(item));
    paths.map(|(path, _)| pointer::join("/paths", path)).collect()
}

fn optional_parameters(document: &Value) -> Vec<String> {
    let lists = listing(document).into_iter().flat_map(|at| {
        let count = document.pointer(&at).unwrap()["parameters"].as_array().unwrap().len();
        (0..count).map(move |index| format!("{at}/parameters/{index}"))
    });
    let fits = |at: &String| {
        let parameter = document.pointer(at).unwrap();
        parameter["in"] == "query"
            && parameter["name"].as_str().unwrap().len() > 3
            && parameter["required"] != true
            && parameter["schema"]["type"] == "string"
            && parameter["schema"].get("enum").is_none()
    };
    lists.filter(fits).collect()
}

fn bodies(document: &Value) -> Vec<String> {
    let bodies = operations(document).into_iter().map(|at| format!("{at}/requestBody"));
    bodies.filter(|at| document.pointer(at).is_some_and(|body| body["required"] != true)).collect()
}

fn responses(document: &Value) -> Vec<String> {
    let of = |at: String| ["200", "201", "default"].map(|status| format!("{at}/responses/{status}"));
    let json =
        |at: &String| document.pointer(&format!("{at}/content/application~1json/schema/$ref")).is_some();
    operations(document).into_iter().flat_map(of).filter(json).collect()
}
