//! Tests of compatibility: code of consumers compiles with every later version that only adds something.
//!
//! A small crate is compiled with the client of 1.6, with the client of 1.15, and with 1.15 plus all types of
//! additions.

use std::{fs, process::Command};

use serde_json::{Value, json};
use xtask::pipeline;

use crate::regeneration::{copy_directory, products, workspace};

/// Code that uses operations with and without parameters, constructors, setters, fields and matches.
const CONSUMER: &str = include_str!("../fixtures/consumer.rs");

fn compiles_against(name: &str, generated: &str, consumer: &str) {
    let root = workspace().root().to_owned();
    let directory = root.join("target/consumer").join(name);
    let raw = directory.join("imcloud-raw");
    let _ = fs::remove_dir_all(raw.join("src"));
    copy_directory(&root.join("crates/imcloud-raw/src"), &raw.join("src"));
    fs::copy(root.join("crates/imcloud-raw/README.md"), raw.join("README.md")).unwrap();
    fs::write(raw.join("src/generated.rs"), generated).unwrap();
    fs::create_dir_all(directory.join("src")).unwrap();
    fs::write(directory.join("src/lib.rs"), consumer).unwrap();

    // The unchanged manifest of the raw crate, in another workspace with the same dependencies and lock file.
    fs::copy(root.join("crates/imcloud-raw/Cargo.toml"), raw.join("Cargo.toml")).unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let shared = &manifest[manifest.find("[workspace.package]").unwrap()..];
    let shared = shared.replace("crates/imcloud-raw", "imcloud-raw");
    let manifest = format!(
        "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nimcloud-raw = {{ path = \"imcloud-raw\", default-features = false }}\n\n[workspace]\nmembers = [\"imcloud-raw\"]\n\n{shared}"
    );
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();

    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--package", "consumer"])
        .current_dir(&directory)
        .env("CARGO_TARGET_DIR", root.join("target/consumer/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(output.status.success(), "against {name}:\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Returns the code generated for 1.15 with all types of additions.
fn with_additions() -> String {
    let version = "1.15".parse().unwrap();
    let mut inputs = pipeline::inputs(&workspace(), &version).unwrap();
    let published = &mut inputs.published;
    let optional = |name: &str| json!({"name": name, "in": "query", "description": "New.", "schema": {"type": "string"}});
    for (pointer, parameter) in [
        ("/paths/~1orders/get/parameters", optional("aNewFilter")),
        ("/paths/~1customers~1{id}/get/parameters", optional("expand")),
        ("/paths/~1orders/post/parameters", optional("dryRun")),
    ] {
        published.pointer_mut(pointer).unwrap().as_array_mut().unwrap().insert(0, parameter);
    }
    for schema in
        ["OrderDetailed", "Order", "OrderLineProduct", "Address", "TokenRequest", "Pagination", "Period"]
    {
        let properties = published["components"]["schemas"][schema]["properties"].as_object_mut().unwrap();
        properties.insert("aNewProperty".into(), json!({"type": "string", "description": "New."}));
        properties.insert("aNewPart".into(), json!({"$ref": "#/components/schemas/Coterming"}));
    }
    for list in ["ResultListOrder", "ResultListCustomer"] {
        let properties = published["components"]["schemas"][list]["properties"].as_object_mut().unwrap();
        properties.insert("hasMore".into(), json!({"type": "boolean", "description": "New."}));
        properties.insert(
            "warnings".into(),
            json!({"type": "array", "description": "New.", "items": {"$ref": "#/components/schemas/Choice"}}),
        );
    }
    let mut enums = 0;
    add_values(&mut published["components"]["schemas"], &mut enums);
    assert!(enums > 30, "only {enums} enums found");
    let mut operation = published["paths"]["/plans/{id}"]["get"].clone();
    operation["operationId"] = "getProductById".into();
    published["paths"]["/products/{id}"] = json!({"get": operation});
    let mut operation = published["paths"]["/token"]["post"].clone();
    operation["operationId"] = "revokeToken".into();
    published["paths"]["/token/revoke"] = json!({"post": operation});
    pipeline::produce(inputs, &version).unwrap().generated.code
}

fn add_values(node: &mut Value, count: &mut usize) {
    match node {
        Value::Object(map) => {
            if let Some(Value::Array(values)) = map.get_mut("enum") {
                values.insert(0, "aNewValue".into());
                *count += 1;
            }
            map.values_mut().for_each(|value| add_values(value, count));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| add_values(value, count)),
        _ => {}
    }
}

#[test]
fn consumer_compiles_against_all_versions() {
    compiles_against("1.6", &products("1.6").generated.code, CONSUMER);
    compiles_against("1.15", &products("1.15").generated.code, CONSUMER);
    compiles_against("additions", &with_additions(), CONSUMER);
}

#[test]
fn client_of_unusual_document_compiles() {
    let published =
        openapi_review::document::tree::parse_sorted(include_str!("../fixtures/unusual.yaml")).unwrap();
    let inputs = pipeline::Inputs { published, ..Default::default() };
    let code = pipeline::produce(inputs, &"1".parse().unwrap()).unwrap().generated.code;
    compiles_against("unusual", &code, include_str!("../fixtures/unusual_consumer.rs"));
}
