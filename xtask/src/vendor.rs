//! `cargo xtask vendor`: from the provider's document to the structure stored in `openapi/published/`.
//!
//! Broken documents are rejected, missing operation ids are added, the provider's extensions are set aside,
//! and descriptions and examples are replaced by fingerprints.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use openapi_review::{
    ApiVersion,
    document::{canonical, check, fingerprint, tree, walk},
};
use serde_json::{Map, Value, json};

use crate::workspace::Workspace;

fn provider_url(version: &ApiVersion) -> String {
    format!("https://apidocs.cloud.im/{version}/_specs/cmp.yaml")
}

/// Vendors a file or an `http(s)://` URL of up to 32 MiB, by default the provider's URL; returns the
/// location, too.
pub(crate) fn download(
    workspace: &Workspace,
    version: &ApiVersion,
    from: Option<&str>,
) -> Result<(String, Vendored)> {
    let from = from.map_or_else(|| provider_url(version), str::to_owned);
    let vendored =
        vendor(version, &read(workspace, &from)?).with_context(|| format!("could not vendor {from}"))?;
    Ok((from, vendored))
}

fn read(workspace: &Workspace, from: &str) -> Result<String> {
    if !from.starts_with("http://") && !from.starts_with("https://") {
        ensure!(Path::new(from).exists(), "cannot read {from}; pass an existing file or a URL with --from");
        return tree::read_file(Path::new(from));
    }
    tree::read_text(workspace.output("xtask-fetch", &["download", from])?.as_slice(), from)
}

/// A document ready to be written to `openapi/published/`.
#[derive(Debug)]
pub struct Vendored {
    /// The file, header included.
    pub text: String,
    /// Peculiarities, some of them fixed, one sentence each.
    pub(crate) warnings: Vec<String>,
    pub(crate) operations: usize,
    pub(crate) schemas: usize,
}

/// Converts the provider's text into the canonical structure. The same text gives the same bytes. Fails if
/// the text is not a complete OpenAPI 3 document.
pub fn vendor(version: &ApiVersion, text: &str) -> Result<Vendored> {
    let tree::Parsed { value: mut document, duplicates, .. } =
        tree::parse(text).context("could not read the document")?;
    check::complete(&document)?;
    let merged = duplicates.iter().map(|duplicate| format!("{duplicate}: the values were merged"));
    let mut warnings: Vec<String> = merged.collect();
    if let Some(stated) = document["openapi"].as_str().filter(|stated| !stated.starts_with("3.0")) {
        warnings.push(format!(
            "OpenAPI {stated}: the structure is stored and can be compared, but generating a client needs 3.0"
        ));
    }
    warnings.extend(check::oddities(version, &document));
    warnings.extend(walk::synthesize_ids(&mut document));
    set_extensions_aside(&mut document);
    fingerprint::replace_prose(&mut document);
    Ok(Vendored {
        text: canonical::to_yaml(&document, &header(version, text))?,
        warnings,
        operations: walk::operations(&document).count(),
        schemas: walk::schemas(&document).count(),
    })
}

fn header(version: &ApiVersion, text: &str) -> Vec<String> {
    vec![
        format!(
            "The structure of the published specification, version {version}. Do not edit; correct in openapi/overlays/."
        ),
        format!("Served by the publisher at {}", provider_url(version)),
        format!("SHA-256 of that file: {}", fingerprint::sha256(text)),
        format!("Made by: cargo xtask vendor {version}"),
        "In place of each text and example of the publisher stands its fingerprint (text:...).".into(),
    ]
}

/// The property under which a vendored document keeps the provider's extensions, which never steer the
/// passes.
const PUBLISHED: &str = "x-published";

/// Extensions written by vendoring itself.
const OUR_EXTENSIONS: &[&str] = &[PUBLISHED, "x-synthesised-operation-id"];

/// Moves every `x-` property of the provider into `x-published`.
fn set_extensions_aside(document: &mut Value) {
    extended(document, &mut |map| {
        let keys: Vec<String> = map.keys().filter(|key| is_theirs(key)).cloned().collect();
        for key in keys {
            let value = map.shift_remove(&key);
            let published = map.entry(PUBLISHED).or_insert_with(|| json!({})).as_object_mut();
            published.and_then(|published| published.insert(key, value?));
        }
    });
}

/// Removes the provider's extensions, set aside or not.
pub(crate) fn remove_extensions(document: &mut Value) {
    extended(document, &mut |map| map.retain(|key, _| key != PUBLISHED && !is_theirs(key)));
}

/// Calls `change` for every mapping that can have extensions.
fn extended(document: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    walk::operations_mut(document, |_, _, operation| {
        operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().for_each(&mut *change);
    });
    document.get_mut("paths").and_then(Value::as_object_mut).into_iter().for_each(&mut *change);
    walk::every_object_mut(document, &mut |place, map| {
        if !place.named {
            change(map);
        }
    });
}

fn is_theirs(key: &str) -> bool {
    key.starts_with("x-") && !OUR_EXTENSIONS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: &str = r##"
openapi: 3.0.1
info: {title: Tiny, version: "1.15", description: Some prose.}
paths:
  /things:
    get:
      summary: Lists things
      responses:
        default:
          description: ok
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
components:
  schemas:
    Thing: {type: object, properties: {since: {type: string, format: date, example: 2019-12-11}}}
"##;

    fn tiny(text: &str) -> Result<Vendored> {
        vendor(&"1.15".parse().unwrap(), text)
    }

    #[test]
    fn structure_is_kept_without_prose() {
        let vendored = tiny(TINY).unwrap();
        assert!(vendored.text.contains("operationId: getThings"), "{}", vendored.text);
        for prose in ["Some prose", "Lists things", "2019-12-11"] {
            assert!(!vendored.text.contains(prose), "{prose}");
        }
        assert_eq!(vendored.warnings.len(), 1, "{:?}", vendored.warnings);
        assert_eq!(vendored.text, tiny(TINY).unwrap().text, "same input, same bytes");
    }

    #[test]
    fn vendored_document_vendors_to_itself() {
        let body =
            |text: &str| text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
        let once = tiny(TINY).unwrap().text;
        let twice = tiny(&once).unwrap().text;
        assert_eq!(body(&once), body(&twice));
    }

    #[test]
    fn unusual_documents_are_vendored() {
        let text = TINY
            .replace("openapi: 3.0.1", "openapi: 3.1.0")
            .replace("summary: Lists things", "tags: [a]\n      tags: [a]\n      x-name: n");
        let vendored = tiny(&text).unwrap();
        assert!(vendored.text.contains("x-published:\n        x-name: "), "{}", vendored.text);
        let warnings = vendored.warnings.join("\n");
        assert!(warnings.starts_with("duplicate key at /paths/~1things/get/tags (lines 7 and 8): the values were merged\nOpenAPI 3.1.0: "), "{warnings}");
    }

    #[test]
    fn missing_items_are_vendored() {
        assert!(
            tiny(&TINY.replace("{type: string, format: date", "{type: array"))
                .unwrap()
                .text
                .contains("type: array\n")
        );
    }

    #[test]
    fn truncated_document_is_rejected() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/published/1.15.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert!(tiny(&text).is_ok());
        for keep in (0..lines.len()).rev().step_by(41).chain(lines.len() - 8..lines.len() - 1) {
            assert!(
                tiny(&lines[..keep].join("\n")).is_err(),
                "{keep} lines were read as a complete document"
            );
        }
    }

    #[test]
    fn other_files_are_rejected_with_reason() {
        for (text, expected) in [
            ("<!DOCTYPE html><html><body>Not found</body></html>", "HTML page"),
            ("", "no property `openapi`"),
            ("swagger: '2.0'\npaths: {}\n", "no property `openapi`"),
            ("openapi: 4.0.0\n", "#/openapi: the version is 4.0.0"),
            ("just text", "no property `openapi`"),
            ("{\"openapi\": \"3.0.1\", ", "may be truncated"),
        ] {
            let error = format!("{:#}", tiny(text).unwrap_err());
            assert!(error.contains(expected), "{text:?} gave: {error}");
        }
    }

    fn document() -> Value {
        json!({"x-root": 1, "paths": {"x-paths": 2, "/a": {"get": {"x-name": "n", "responses": {"x-r": 3, "200": {"headers": {"x-id": {"x-h": 4}}}}}}},
            "components": {"schemas": {"A": {"x-open-enum": true, "properties": {"x-code": {"type": "string"}}}}}})
    }

    #[test]
    fn extensions_are_set_aside_names_stay() {
        let mut moved = document();
        set_extensions_aside(&mut moved);
        let expected = json!({"x-published": {"x-root": 1}, "paths": {"x-published": {"x-paths": 2}, "/a": {"get": {"x-published": {"x-name": "n"},
                "responses": {"x-published": {"x-r": 3}, "200": {"headers": {"x-id": {"x-published": {"x-h": 4}}}}}}}},
            "components": {"schemas": {"A": {"x-published": {"x-open-enum": true}, "properties": {"x-code": {"type": "string"}}}}}});
        assert_eq!(moved, expected);
        set_extensions_aside(&mut moved);
        assert_eq!(moved, expected);
    }

    #[test]
    fn removed_extensions_leave_the_rest() {
        let mut bare = document();
        remove_extensions(&mut bare);
        assert_eq!(
            bare,
            json!({"paths": {"/a": {"get": {"responses": {"200": {"headers": {"x-id": {}}}}}}},
                "components": {"schemas": {"A": {"properties": {"x-code": {"type": "string"}}}}}})
        );
    }
}
