//! Snapshots of the generated API, for review in pull requests.

use xtask::generator::surface::{Entry, Shape, Surface};

use crate::regeneration::products;

/// Returns the API of the generated code.
fn generated() -> Surface {
    products("1.15").generated.surface
}

#[test]
fn operation_signatures() {
    let text: Vec<String> = generated().operations.iter().map(ToString::to_string).collect();
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
    insta::assert_snapshot!(enums.map(|entry| entry.to_string()).collect::<Vec<_>>().join("\n"));
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
    structs.filter(|entry| filter(&entry.name)).map(|entry| entry.to_string()).collect::<Vec<_>>().join("\n")
}
