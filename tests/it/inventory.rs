//! Snapshots of the generated API, for review in pull requests.

use xtask::generator::surface::{Entry, Field, Operation, Shape, Surface};

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
    let enums = generated().types.into_iter().filter(|entry| matches!(entry.shape, Shape::OpenEnum(_)));
    insta::assert_snapshot!(enums.map(|entry| entry_text(&entry)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn money_and_quantities_are_decimals() {
    let mut checked = 0;
    for Entry { name, shape, .. } in generated().types {
        let Shape::Struct(fields) = shape else { continue };
        for field in fields {
            assert!(
                !field.ty.contains("f64") && !field.ty.contains("f32"),
                "{name}::{}: {}",
                field.name,
                field.ty
            );
            let is_number =
                field.name.contains("quantity") || field.name == "amount" || field.name.ends_with("_limit");
            if is_number {
                assert!(field.ty.contains("crate::Decimal"), "{name}::{}: {}", field.name, field.ty);
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "only {checked} amounts and quantities found");
}

#[test]
fn received_fields_are_optional_except_ids() {
    for Entry { name, shape, .. } in generated().types {
        let Shape::Struct(fields) = shape else { continue };
        if is_request(&name) {
            let names: Vec<_> = fields.iter().map(|field| field.wire.as_str()).collect();
            assert!(!names.contains(&"orderNumber") && !names.contains(&"downloadUrl"), "{name}: {names:?}");
        } else {
            for field in fields {
                // A missing id decodes to an empty one.
                let is_id = field.name == "id" && field.ty == "crate::Id";
                assert!(is_id || field.ty.starts_with("Option<"), "{name}::{}: {}", field.name, field.ty);
                assert_ne!(field.wire, "password", "{name}");
            }
        }
    }
}

fn is_request(name: &str) -> bool {
    ["Input", "Request", "Update"].iter().any(|suffix| name.ends_with(suffix))
}

fn list(filter: impl Fn(&str) -> bool) -> String {
    let structs = generated().types.into_iter().filter(|entry| !matches!(entry.shape, Shape::OpenEnum(_)));
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

fn entry_text(entry: &Entry) -> String {
    let name = &entry.name;
    match &entry.shape {
        Shape::Struct(fields) => {
            let field = |field: &Field| {
                let wire =
                    if field.name == field.wire { String::new() } else { format!("  ({})", field.wire) };
                format!("    {}: {}{wire}\n", field.name, field.ty)
            };
            format!("struct {name}\n{}", fields.iter().map(field).collect::<String>())
        }
        Shape::OpenEnum(values) => {
            let values = values.iter().map(|(variant, value)| format!("    {variant} = {value:?}\n"));
            format!("enum {name}\n{}", values.collect::<String>())
        }
        Shape::Other(code) => format!("{name}: {code}\n"),
    }
}
