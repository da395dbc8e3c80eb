//! The discriminator of a `oneOf`.

use std::collections::BTreeMap;

use openapi_review::document::pointer;
use serde_json::Value;

/// Returns the clause of `alternatives!` that selects a variant by its discriminator; empty without one.
///
/// `variants` are pairs of name and type. A schema is selected by the values of `mapping` and by its
/// published name.
#[must_use]
pub fn clause<'a>(
    schema: Option<&Value>,
    find: impl Fn(&str) -> Option<&'a Value>,
    variants: &[(String, String)],
) -> String {
    let discriminator = schema.and_then(|schema| schema.get("discriminator"));
    let Some(property) = discriminator.and_then(|node| node.get("propertyName")?.as_str()) else {
        return String::new();
    };
    let variant_of = |ty: &str| {
        variants.iter().find(|(_, known)| known == ty || *known == format!("Box<{ty}>")).map(|(name, _)| name)
    };
    let mut values: BTreeMap<&str, &String> = BTreeMap::new();
    let mapping = discriminator.and_then(|node| node.get("mapping")?.as_object());
    for (value, target) in mapping.into_iter().flatten() {
        let target = target.as_str().and_then(|target| target.strip_prefix(pointer::SCHEMAS));
        values.extend(target.and_then(variant_of).map(|variant| (value.as_str(), variant)));
    }
    for (variant, ty) in variants {
        let ty = ty.trim_start_matches("Box<").trim_end_matches('>');
        if let Some(schema) = find(ty) {
            let published = schema.get("x-published-name").and_then(Value::as_str);
            values.entry(published.unwrap_or(ty)).or_insert(variant);
        }
    }
    let values: String =
        values.iter().map(|(value, variant)| format!("        {value:?} => {variant},\n")).collect();
    format!("    by {property:?} {{\n{values}    }}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_of_the_mapping_come_before_published_names() {
        let schema = json!({"discriminator": {"propertyName": "kind", "mapping": {
            "cat": "#/components/schemas/CatInput", "Dog": "#/components/schemas/CatInput", "fish": "#/components/schemas/Fish"}}});
        let schemas =
            json!({"CatInput": {"x-published-name": "Cat"}, "DogInput": {"x-published-name": "Dog"}});
        let variants = [("CatInput", "CatInput"), ("DogInput", "Box<DogInput>"), ("String", "String")]
            .map(|(name, ty)| (name.to_owned(), ty.to_owned()));
        assert_eq!(
            clause(Some(&schema), |name| schemas.get(name), &variants),
            "    by \"kind\" {\n        \"Cat\" => CatInput,\n        \"Dog\" => CatInput,\n        \"cat\" => CatInput,\n    }\n"
        );
        assert_eq!(clause(Some(&json!({})), |name| schemas.get(name), &variants), "");
    }
}
