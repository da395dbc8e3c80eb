//! Giving an id to operations that have none.

use serde_json::Value;

use crate::document::walk;

/// Fills in missing operation ids, made from method and path; returns one warning for each.
///
/// Such an id is marked with `x-synthesised-operation-id`, to distinguish it from the provider's.
pub fn synthesise(document: &mut Value) -> Vec<String> {
    let mut warnings = Vec::new();
    walk::operations_mut(document, |path, method, node| {
        let missing = node.get("operationId").and_then(Value::as_str).is_none_or(str::is_empty);
        if missing {
            let id = from_path(method, path);
            warnings.push(format!("{} {path} has no operation id; named it {id}", method.to_uppercase()));
            node.insert("operationId".into(), id.into());
            node.insert("x-synthesised-operation-id".into(), true.into());
        }
    });
    warnings
}

/// `get`, `/customers/{id}/orders` -> `getCustomersByIdOrders`
fn from_path(method: &str, path: &str) -> String {
    let mut id = method.to_owned();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let name = segment.trim_matches(['{', '}']);
        if segment.starts_with('{') {
            id.push_str("By");
        }
        for word in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            let (first, rest) = word.split_at(1);
            id.push_str(&first.to_ascii_uppercase());
            id.push_str(rest);
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fills_in_missing_ids_and_leaves_others_alone() {
        let mut document =
            json!({"paths": {"/customers/{id}/tax-data": {"get": {}, "post": {"operationId": "given"}}}});
        let warnings = synthesise(&mut document);
        let item = &document["paths"]["/customers/{id}/tax-data"];
        assert_eq!(item["get"]["operationId"], "getCustomersByIdTaxData");
        assert_eq!(item["get"]["x-synthesised-operation-id"], true);
        assert_eq!(item["post"], json!({"operationId": "given"}));
        assert_eq!(
            warnings,
            ["GET /customers/{id}/tax-data has no operation id; named it getCustomersByIdTaxData"]
        );
    }
}
