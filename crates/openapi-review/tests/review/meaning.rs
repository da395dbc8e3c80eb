//! Pairs of documents with the same meaning: no finding is above `docs`, in either direction.

use openapi_review::{Severity, document::walk};
use serde_json::{Map, Value, json};

use super::{
    compare,
    edit::{cut, set, shift},
    shop, version,
};

type Edit = fn(Value) -> Value;

const ORDER: &str = "/paths/~1orders/post";

/// Edits of the small API.
const SHOP: &[(&str, Edit)] = &[
    ("parameter is a component", |document| {
        let (document, parameter) = cut(document, &format!("{ORDER}/parameters/0"));
        let document = set(document, "/components/parameters/DryRun", parameter);
        set(document, &format!("{ORDER}/parameters/-"), json!({"$ref": "#/components/parameters/DryRun"}))
    }),
    ("component of a parameter has another name", |document| {
        let document = shift(document, "/components/parameters/Page", "/components/parameters/PageNumber");
        let at = "/paths/~1invoices~1{id}/get/parameters/2/$ref";
        set(document, at, json!("#/components/parameters/PageNumber"))
    }),
    ("response is a component", |document| {
        to_component(document, &format!("{ORDER}/responses/200"), "responses")
    }),
    ("error response is a component", |document| {
        to_component(document, &format!("{ORDER}/responses/404"), "responses")
    }),
    ("request body is a component", |document| {
        to_component(document, &format!("{ORDER}/requestBody"), "requestBodies")
    }),
    ("header is a component", |document| {
        to_component(document, &format!("{ORDER}/responses/200/headers/X-Order"), "headers")
    }),
    ("header name in lower case", |document| {
        shift(
            document,
            &format!("{ORDER}/responses/200/headers/X-Order"),
            &format!("{ORDER}/responses/200/headers/x-order"),
        )
    }),
    ("parameter moved to the path", |document| {
        let item = "/paths/~1orders~1{id}~1notes";
        let (document, list) = cut(document, &format!("{item}/patch/parameters"));
        set(document, &format!("{item}/parameters"), list)
    }),
    ("media type with charset", |document| {
        respelled(document, "requestBody", "application/json; charset=utf-8")
    }),
    ("media type of a request in capitals", |document| {
        respelled(document, "requestBody", "Application/JSON")
    }),
    ("media type with suffix", |document| respelled(document, "responses/200", "application/problem+json")),
    ("security of each operation", |document| {
        let (mut document, security) = cut(document, "/security");
        walk::operations_mut(&mut document, |_, _, node| {
            drop(node.insert("security".into(), security.clone()))
        });
        document
    }),
    ("own security like that of the document", |document| {
        set(document, &format!("{ORDER}/security"), json!([{"Token": []}]))
    }),
    ("security scheme renamed", |document| {
        let document =
            shift(document, "/components/securitySchemes/Token", "/components/securitySchemes/Bearer");
        set(document, "/security", json!([{"Bearer": []}]))
    }),
    ("constraints without effect", |document| {
        let at = "/components/schemas/Order/properties/customer";
        let document = set(document, &format!("{at}/minLength"), json!(0));
        let document = set(document, &format!("{at}/nullable"), json!(false));
        let document = set(document, &format!("{at}/deprecated"), json!(false));
        let at = "/components/schemas/Order/properties/count/exclusiveMinimum";
        let document = set(document, at, json!(false));
        set(document, "/components/schemas/Order/properties/lines/uniqueItems", json!(false))
    }),
    ("exclusive limit as a number", |document| {
        let at = "/components/schemas/Order/properties/count";
        set(cut(document, &format!("{at}/minimum")).0, &format!("{at}/exclusiveMinimum"), json!(0))
    }),
    ("exclusive limit as a flag", |document| {
        let at = "/components/schemas/Order/properties/count";
        set(set(document, &format!("{at}/minimum"), json!(0)), &format!("{at}/exclusiveMinimum"), json!(true))
    }),
    ("flags with their defaults", |document| {
        let at = format!("{ORDER}/parameters/0");
        let document = set(document, &format!("{at}/required"), json!(false));
        let document = set(document, &format!("{at}/style"), json!("form"));
        let document = set(document, &format!("{at}/explode"), json!(true));
        set(document, &format!("{ORDER}/deprecated"), json!(false))
    }),
    ("server with a slash", |document| set(document, "/servers/0/url", json!("https://shop.example/v2/"))),
    ("prefix of the server in the paths", |mut document| {
        let paths = std::mem::take(document["paths"].as_object_mut().unwrap());
        document["paths"] = paths.into_iter().map(|(path, item)| (format!("/v2{path}"), item)).collect();
        set(document, "/servers/0/url", json!("https://shop.example"))
    }),
    ("success as a class", |document| {
        shift(document, &format!("{ORDER}/responses/200"), &format!("{ORDER}/responses/2XX"))
    }),
    ("type as a list", |document| {
        set(document, "/components/schemas/Order/properties/customer/type", json!(["string"]))
    }),
    ("null as a type", |document| {
        let at = "/components/schemas/Order/properties/comment";
        set(cut(document, &format!("{at}/nullable")).0, &format!("{at}/type"), json!(["string", "null"]))
    }),
    ("implied type", |document| cut(document, "/components/schemas/Address/type").0),
    ("alternatives in another order", |mut document| {
        let at = "/components/schemas/Invoice/properties/either/oneOf";
        document.pointer_mut(at).unwrap().as_array_mut().unwrap().reverse();
        document
    }),
    ("any of the alternatives", |document| {
        let at = "/components/schemas/Invoice/properties/either";
        shift(document, &format!("{at}/oneOf"), &format!("{at}/anyOf"))
    }),
    ("parts in another order", |mut document| {
        document.pointer_mut("/components/schemas/Person/allOf").unwrap().as_array_mut().unwrap().reverse();
        document
    }),
    ("parts merged", |document| {
        let properties =
            json!({"id": {"type": "string"}, "since": {"type": "string"}, "name": {"type": "string"}});
        set(document, "/components/schemas/Person", json!({"type": "object", "properties": properties}))
    }),
    ("reference in a list of one", |document| {
        let wrapped = json!({"allOf": [{"$ref": "#/components/schemas/Note"}]});
        set(document, "/components/schemas/Invoice/properties/note", wrapped)
    }),
    ("additional properties allowed explicitly", |document| {
        set(document, "/components/schemas/Order/additionalProperties", json!(true))
    }),
    ("scalar as a component", |document| {
        let document = set(document, "/components/schemas/Name", json!({"type": "string"}));
        let reference = json!({"$ref": "#/components/schemas/Name"});
        set(document, "/components/schemas/Line/properties/sku", reference)
    }),
    ("repeated enum value", |document| set(document, "/components/schemas/Kind/enum/-", json!("big"))),
    ("extensions", |document| {
        let document = set(document, "/components/schemas/Order/x-a", json!({"b": 1}));
        set(document, &format!("{ORDER}/x-b"), json!(true))
    }),
];

/// Edits of the real document.
const REAL: &[(&str, Edit)] = &[
    ("parameters moved to the path", |mut document| {
        let item = document.pointer_mut("/paths/~1customers~1{id}").unwrap();
        let mut shared = Vec::new();
        for method in ["get", "patch"] {
            let list = item[method]["parameters"].as_array_mut().unwrap();
            shared = list.iter().filter(|parameter| parameter["in"] == "path").cloned().collect();
            list.retain(|parameter| parameter["in"] != "path");
        }
        item["parameters"] = shared.into();
        document
    }),
    ("schema split", |document| split(document, false)),
    ("schema split, with type", |document| split(document, true)),
    ("header parameters in lower case", |mut document| {
        walk::operations_mut(&mut document, |_, _, node| {
            for parameter in node.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
                if parameter["in"] == "header" {
                    parameter["name"] = parameter["name"].as_str().unwrap().to_lowercase().into();
                }
            }
        });
        document
    }),
];

fn to_component(document: Value, at: &str, section: &str) -> Value {
    let (document, node) = cut(document, at);
    let mut document = document;
    document["components"][section]["Moved"] = node;
    set(document, at, json!({"$ref": format!("#/components/{section}/Moved")}))
}

fn respelled(document: Value, body: &str, media: &str) -> Value {
    let content = format!("{ORDER}/{body}/content");
    let to = media.replace('~', "~0").replace('/', "~1");
    shift(document, &format!("{content}/application~1json"), &format!("{content}/{to}"))
}

fn split(mut document: Value, typed: bool) -> Value {
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    let properties = schemas["Subscription"]["properties"].as_object().unwrap().clone();
    let half = properties.len() / 2;
    let part = |skip: usize, take: usize| -> Value {
        let part: Map<String, Value> = properties.clone().into_iter().skip(skip).take(take).collect();
        json!({"type": "object", "properties": part})
    };
    let base = json!({"$ref": "#/components/schemas/SubscriptionBase"});
    let mut whole = json!({"allOf": [base, part(half, properties.len())]});
    if typed {
        whole["type"] = json!("object");
    }
    schemas.insert("SubscriptionBase".into(), part(0, half));
    schemas.insert("Subscription".into(), whole);
    document
}

#[test]
fn equal_meaning_is_no_change() {
    let mut wrong = Vec::new();
    for (base, edits) in [(shop(), SHOP), (version("1.15").document, REAL)] {
        for (name, edit) in edits {
            let edited = edit(base.clone());
            assert_ne!(base, edited, "{name}");
            for (direction, old, new) in [("->", &base, &edited), ("<-", &edited, &base)] {
                let above =
                    compare(old, new).into_iter().filter(|finding| finding.severity != Severity::Docs);
                let above =
                    above.map(|finding| format!("{name} {direction} {} {}", finding.rule, finding.subject));
                wrong.extend(above);
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}
