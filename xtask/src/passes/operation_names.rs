//! Operation names are derived from method and path: `list_customers`, `get_customer`, `create_customer`, ...
//!
//! Reason: published ids follow no scheme, can mislead, and change between versions although the operation
//! does not. The verb depends on the method, and on a list as the response. The nouns are those of the path. A
//! POST to another path than that of a collection keeps its published id, in snake case. An overlay can set
//! the name with `x-name`. The published id is stored as `x-published-operation-id`.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use heck::ToSnakeCase;
use serde_json::Value;

use super::rows;
use openapi_review::document::walk;

/// Names every operation.
///
/// # Errors
/// If two operations would have the same name.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let name = |operation: walk::Operation<'_>| match operation.node.get("x-name").and_then(Value::as_str) {
        Some(given) => given.to_owned(),
        None => derive(document, &operation),
    };
    let mut new_names = walk::operations(document).map(name).collect::<Vec<_>>().into_iter();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut clash = None;
    let mut changes = 0;
    walk::operations_mut(document, |path, method, node| {
        node.remove("x-name");
        let name = new_names.next().unwrap_or_default();
        let title = format!("{} {path}", method.to_uppercase());
        if let Some(other) = names.insert(name.clone(), title.clone()) {
            clash.get_or_insert(format!(
                "{other} and {title} would both be called {name}; name one of them with `x-name` in an overlay"
            ));
        }
        let published = node.insert("operationId".into(), name.clone().into());
        if let Some(published) = published.filter(|published| *published != Value::String(name)) {
            node.insert("x-published-operation-id".into(), published);
            changes += 1;
        }
    });
    match clash {
        Some(clash) => bail!(clash),
        None => Ok(changes),
    }
}

fn derive(document: &Value, operation: &walk::Operation<'_>) -> String {
    let walk::Operation { path, method, .. } = *operation;
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_parameter = |segment: &&str| segment.starts_with('{');
    let nouns: Vec<&str> = segments.iter().filter(|segment| !is_parameter(segment)).copied().collect();
    let on_item = segments.last().is_some_and(is_parameter);
    let published = || operation.id().unwrap_or_default().to_snake_case();
    let Some((last, parents)) = nouns.split_last() else { return published() };

    let collection = is_plural(last);
    let is_list = rows::is_list(document, operation);
    let (verb, noun) = match method {
        "get" if on_item || !is_list => ("get", if on_item { singular(last) } else { (*last).to_owned() }),
        "get" => ("list", (*last).to_owned()),
        "post" if collection && !on_item => ("create", singular(last)),
        "post" => return published(),
        "patch" => ("update", if on_item { singular(last) } else { (*last).to_owned() }),
        "put" => ("replace", if on_item { singular(last) } else { (*last).to_owned() }),
        other => (other, if on_item { singular(last) } else { (*last).to_owned() }),
    };
    let mut words = vec![verb.to_owned()];
    words.extend(parents.iter().map(|parent| singular(parent)));
    words.push(noun);
    words.join("_").to_snake_case()
}

/// `customers` -> `customer`, `categories` -> `category`, `addresses` -> `address`; anything else as it is.
#[must_use]
pub fn singular(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("ies") {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|ending| noun.ends_with(ending)) {
        noun[..noun.len() - 2].to_owned()
    } else if noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") {
        noun[..noun.len() - 1].to_owned()
    } else {
        noun.to_owned()
    }
}

/// Returns true if a segment of a path is a plural.
#[must_use]
pub fn is_plural(noun: &str) -> bool {
    !noun.starts_with('{') && singular(noun) != noun
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(paths: Value) -> Result<Vec<String>> {
        let mut document = json!({"paths": paths, "components": {"schemas": {
            "List": {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}, "pagination": {}}},
            "Row": {"type": "object", "properties": {}}}}});
        rewrite(&mut document)?;
        Ok(walk::operations(&document).filter_map(|operation| operation.id()).map(str::to_owned).collect())
    }

    fn responding(id: &str, schema: &str) -> Value {
        json!({"operationId": id, "responses": {"2XX": {"content": {"application/json": {"schema":
            {"$ref": format!("#/components/schemas/{schema}")}}}}}})
    }

    #[test]
    fn follows_one_scheme_of_verbs() {
        let names = names(json!({
            "/customers": {"get": responding("getCustomers", "List"), "post": responding("x", "Row")},
            "/customers/{id}": {"get": responding("getCustomerById", "Row"), "patch": responding("x", "Row"), "put": {}, "delete": {}},
            "/resellers/{id}/customers": {"get": responding("x", "List"), "post": responding("x", "Row")},
            "/orders/estimate": {"post": responding("estimateOrder", "Row")},
            "/service-categories": {"get": responding("x", "List"), "post": {}},
            "/health": {"get": responding("x", "Row")},
        }))
        .unwrap();
        assert_eq!(
            names,
            [
                "list_customers",
                "create_customer",
                "get_customer",
                "replace_customer",
                "delete_customer",
                "update_customer",
                "list_reseller_customers",
                "create_reseller_customer",
                "estimate_order",
                "list_service_categories",
                "create_service_category",
                "get_health",
            ]
        );
    }

    #[test]
    fn an_overlay_has_the_last_word_and_clashes_are_named() {
        assert_eq!(
            names(json!({"/a": {"get": {"operationId": "b", "x-name": "see_a"}}})).unwrap(),
            ["see_a"]
        );
        let clash = json!({"/a": {"get": {"x-name": "n"}}, "/b": {"get": {"x-name": "n"}}});
        assert!(
            names(clash).unwrap_err().to_string().starts_with("GET /a and GET /b would both be called n")
        );
    }

    #[test]
    fn keeps_the_published_id() {
        let mut document = json!({"paths": {"/a": {"patch": {"operationId": "getB_1"}}}});
        rewrite(&mut document).unwrap();
        assert_eq!(document["paths"]["/a"]["patch"]["x-published-operation-id"], "getB_1");
    }

    #[test]
    fn knows_the_plurals_of_paths() {
        for (plural, one) in [
            ("customers", "customer"),
            ("service-categories", "service-category"),
            ("addresses", "address"),
            ("boxes", "box"),
        ] {
            assert_eq!(singular(plural), one);
            assert!(is_plural(plural));
        }
        for noun in ["token", "status", "access", "specialPricing", "{ids}"] {
            assert!(!is_plural(noun), "{noun}");
        }
    }
}
