//! The promise to consumers: what compiled against one version compiles against every later one that only added something.
//!
//! One small crate is compiled, unchanged, against the client of 1.6, against that of 1.15, and against 1.15 with additions of every kind
//! that a publisher can make.

use std::{fs, process::Command};

use serde_json::{Value, json};
use xtask::pipeline;

use crate::regeneration::{copy_folder, products, workspace};

/// Uses every kind of thing that could break: operations with and without parameters, constructors, setters, field access, matches.
const CONSUMER: &str = include_str!("../fixtures/consumer.rs");

fn compiles_against(name: &str, generated: &str, consumer: &str) {
    let root = workspace().root().to_owned();
    let folder = root.join("target/consumer").join(name);
    let raw = folder.join("imcloud-raw");
    let _ = fs::remove_dir_all(raw.join("src"));
    copy_folder(&root.join("crates/imcloud-raw/src"), &raw.join("src"));
    fs::copy(root.join("crates/imcloud-raw/README.md"), raw.join("README.md")).unwrap();
    fs::write(raw.join("src/generated.rs"), generated).unwrap();
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/lib.rs"), consumer).unwrap();

    // The raw crate's manifest as it is, in a workspace of its own with the same dependencies and the same lock file.
    fs::copy(root.join("crates/imcloud-raw/Cargo.toml"), raw.join("Cargo.toml")).unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let shared = &manifest[manifest.find("[workspace.package]").unwrap()..];
    let shared = shared.replace("crates/imcloud-raw", "imcloud-raw");
    let own = format!(
        "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nimcloud-raw = {{ path = \"imcloud-raw\", default-features = false }}\n\n[workspace]\nmembers = [\"imcloud-raw\"]\n\n{shared}"
    );
    fs::write(folder.join("Cargo.toml"), own).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--package", "consumer"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", root.join("target/consumer/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(output.status.success(), "against {name}:\n{}", String::from_utf8_lossy(&output.stderr));
}

/// The published 1.15 with additions of every kind.
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
        let members = published["components"]["schemas"][schema]["properties"].as_object_mut().unwrap();
        members.insert("aNewMember".into(), json!({"type": "string", "description": "New."}));
        members.insert("aNewPart".into(), json!({"$ref": "#/components/schemas/Coterming"}));
    }
    for list in ["ResultListOrder", "ResultListCustomer"] {
        let members = published["components"]["schemas"][list]["properties"].as_object_mut().unwrap();
        members.insert("hasMore".into(), json!({"type": "boolean", "description": "New."}));
        members.insert(
            "warnings".into(),
            json!({"type": "array", "description": "New.", "items": {"$ref": "#/components/schemas/Choice"}}),
        );
    }
    let mut enums = 0;
    add_values(&mut published["components"]["schemas"], &mut enums);
    assert!(enums > 30, "only {enums} enumerations were found");
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
fn one_consumer_compiles_against_1_6_and_1_15_and_whatever_is_added_to_it() {
    compiles_against("1.6", &products("1.6").generated.code, CONSUMER);
    compiles_against("1.15", &products("1.15").generated.code, CONSUMER);
    compiles_against("additions", &with_additions(), CONSUMER);
}

#[test]
fn what_is_generated_for_an_unusual_document_compiles() {
    let published =
        openapi_review::document::tree::parse_sorted(include_str!("../fixtures/unusual.yaml")).unwrap();
    let inputs = pipeline::Inputs { published, ..Default::default() };
    let code = pipeline::produce(inputs, &"1".parse().unwrap()).unwrap().generated.code;
    compiles_against("unusual", &code, include_str!("../fixtures/unusual_consumer.rs"));
}
