//! Snapshots of the generated API, for review in pull requests.

use xtask::generator::{Entry, Kind, Operation, Part, Surface};

use crate::regeneration::products;

/// Returns the API of the generated code.
fn generated() -> Surface {
    products("1.15").generated.surface
}

#[test]
fn operation_signatures() {
    let text: Vec<String> = generated().operations.iter().map(operation_text).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn request_types() {
    insta::assert_snapshot!(list(is_request));
}

#[test]
fn response_types() {
    insta::assert_snapshot!(list(|name| !is_request(name)));
}

#[test]
fn open_enums_and_their_values() {
    let enums = generated().types.into_iter().filter(|entry| entry.kind == Kind::OpenEnum);
    insta::assert_snapshot!(enums.map(|entry| entry_text(&entry)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn money_and_quantities_are_decimals() {
    let mut checked = 0;
    for Entry { name, parts, .. } in structs() {
        for field in parts {
            assert!(
                !field.text.contains("f64") && !field.text.contains("f32"),
                "{name}::{}: {}",
                field.name,
                field.text
            );
            let is_number =
                field.name.contains("quantity") || field.name == "amount" || field.name.ends_with("_limit");
            if is_number {
                assert!(field.text.contains("crate::Decimal"), "{name}::{}: {}", field.name, field.text);
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "only {checked} amounts and quantities found");
}

#[test]
fn received_fields_are_optional_except_ids() {
    for Entry { name, parts, .. } in structs() {
        if is_request(&name) {
            let names: Vec<_> = parts.iter().map(|field| field.wire.as_str()).collect();
            assert!(!names.contains(&"orderNumber") && !names.contains(&"downloadUrl"), "{name}: {names:?}");
        } else {
            for field in parts {
                // A missing id decodes to an empty one.
                let is_id = field.name == "id" && field.text == "crate::Id";
                assert!(is_id || field.text.starts_with("Option<"), "{name}::{}: {}", field.name, field.text);
                assert_ne!(field.wire, "password", "{name}");
            }
        }
    }
}

fn is_request(name: &str) -> bool {
    ["Input", "Request", "Update"].iter().any(|suffix| name.ends_with(suffix))
}

fn list(filter: impl Fn(&str) -> bool) -> String {
    let structs = generated().types.into_iter().filter(|entry| entry.kind != Kind::OpenEnum);
    structs.filter(|entry| filter(&entry.name)).map(|entry| entry_text(&entry)).collect::<Vec<_>>().join("\n")
}

fn operation_text(operation: &Operation) -> String {
    let Operation { name, published_id, method, path, required, optional, response } = operation;
    let required: Vec<_> = required.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    let optional: String = optional.iter().map(|(name, ty)| format!("        .{name}({ty})\n")).collect();
    format!(
        "{method} {path}  ({published_id})\n    {name}({}) -> {response}\n{optional}",
        required.join(", ")
    )
}

fn structs() -> impl Iterator<Item = Entry> {
    generated().types.into_iter().filter(|entry| matches!(entry.kind, Kind::Sent | Kind::Received))
}

fn entry_text(Entry { name, kind, parts, code, .. }: &Entry) -> String {
    let part = |Part { name, text, wire, .. }: &Part| match kind {
        Kind::OpenEnum => format!("    {name} {text}\n"),
        _ if name == wire => format!("    {name}: {text}\n"),
        _ => format!("    {name}: {text}  ({wire})\n"),
    };
    let parts: String = parts.iter().map(part).collect();
    match kind {
        Kind::Sent | Kind::Received => format!("struct {name}\n{parts}"),
        Kind::OpenEnum => format!("enum {name}\n{parts}"),
        Kind::Alternatives | Kind::Other => format!("{name}: {code}\n"),
    }
}
