//! What callers compile against, in a form that a person reviews in a pull request.

use xtask::generator::surface::{Entry, Shape, Surface};

use crate::regeneration::products;

/// The surface of what `cargo xtask generate --check` compares with the committed code.
fn committed() -> Surface {
    products("1.15").generated.surface
}

#[test]
fn operations_and_their_signatures() {
    let text: Vec<String> = committed().operations.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn types_that_are_sent() {
    insta::assert_snapshot!(listed(is_sent));
}

#[test]
fn types_that_are_received() {
    insta::assert_snapshot!(listed(|name| !is_sent(name)));
}

#[test]
fn open_enumerations_and_their_values() {
    let enums = committed().types.into_iter().filter(|entry| matches!(entry.shape, Shape::OpenEnum(_)));
    insta::assert_snapshot!(enums.map(|entry| entry.to_string()).collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_money_and_no_quantity_is_a_float() {
    let mut checked = 0;
    for Entry { name, shape, .. } in committed().types {
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
    assert!(
        checked > 30,
        "only {checked} members looked like money or quantities; the test no longer finds them"
    );
}

#[test]
fn everything_received_is_optional_and_nothing_that_is_set_by_the_service_is_sent() {
    for Entry { name, shape, .. } in committed().types {
        let Shape::Struct(fields) = shape else { continue };
        if is_sent(&name) {
            let names: Vec<_> = fields.iter().map(|field| field.wire.as_str()).collect();
            assert!(!names.contains(&"orderNumber") && !names.contains(&"downloadUrl"), "{name}: {names:?}");
        } else {
            for field in fields {
                assert!(field.ty.starts_with("Option<"), "{name}::{}: {}", field.name, field.ty);
                assert_ne!(field.wire, "password", "{name}");
            }
        }
    }
}

fn is_sent(name: &str) -> bool {
    ["Input", "Request", "Update"].iter().any(|suffix| name.ends_with(suffix))
}

fn listed(keep: impl Fn(&str) -> bool) -> String {
    let structs = committed().types.into_iter().filter(|entry| !matches!(entry.shape, Shape::OpenEnum(_)));
    structs.filter(|entry| keep(&entry.name)).map(|entry| entry.to_string()).collect::<Vec<_>>().join("\n")
}
