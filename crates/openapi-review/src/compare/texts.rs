//! Comparing the publisher's words, or the fingerprints that stand for them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::fingerprint;

/// Keys under which words and examples stand.
pub(crate) const KEYS: &[&str] = &["description", "summary", "title", "example", "examples", "externalDocs"];

/// Words that often change behaviour.
const HINTS: &[&str] =
    &["required", "must", "deprecated", "only", "maximum", "default", "possible values", "format"];

/// Whether two texts say the same; a fingerprint is the same as the text it was made of.
pub(crate) fn same(old: Option<&Value>, new: Option<&Value>) -> bool {
    match (old, new) {
        // Fingerprints fold white space: a text that was only wrapped anew is not a new text.
        (Some(old), Some(new)) => old == new || whole(old) == whole(new),
        (None, None) => true,
        _ => false,
    }
}

/// The fingerprint of a text; mappings such as `examples` keep their names.
fn whole(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.values().all(Value::is_object) => map
            .iter()
            .map(|(key, value)| (key.clone(), value.get("value").map_or(value.clone(), fingerprint::of)))
            .collect(),
        other => fingerprint::of(other),
    }
}

fn readable(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str).filter(|text| !fingerprint::is(text))
}

/// Whether words were changed that often change behaviour. Fingerprints do not tell.
pub(crate) fn hints_at_behaviour(old: Option<&Value>, new: Option<&Value>) -> bool {
    let changed: BTreeSet<String> = match (readable(old), readable(new)) {
        (Some(old), Some(new)) => {
            let words = |text: &str| -> BTreeSet<String> {
                text.to_lowercase().split_whitespace().map(str::to_owned).collect()
            };
            words(old).symmetric_difference(&words(new)).cloned().collect()
        }
        _ => return false,
    };
    let text = changed.into_iter().collect::<Vec<_>>().join(" ");
    HINTS.iter().any(|hint| text.contains(hint.split(' ').next().unwrap_or(hint)))
}

/// The values that a text lists after "values", in quotes or between commas.
pub(crate) fn listed_values(text: Option<&Value>) -> BTreeSet<String> {
    let Some(text) = readable(text) else { return BTreeSet::new() };
    let Some((_, list)) = text.split_once("alues").filter(|(before, _)| before.ends_with(['v', 'V'])) else {
        return BTreeSet::new();
    };
    let list = list.split_once(':').map_or(list, |(_, list)| list);
    let list = list.split(". ").next().unwrap_or(list);
    list.split([',', '|', ';', '\n'])
        .map(|value| value.trim_matches(|c: char| !c.is_alphanumeric() && c != '_'))
        .map(|value| value.trim_start_matches("or ").trim_start_matches("and ").trim())
        .filter(|value| !value.is_empty() && !value.contains(' '))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_and_its_fingerprint_are_the_same() {
        let text = json!("Some\n words");
        assert!(same(Some(&text), Some(&fingerprint::of(&json!("Some words")))));
        assert!(
            !same(Some(&text), Some(&json!("Other words"))) && !same(None, Some(&text)) && same(None, None)
        );
    }

    #[test]
    fn finds_words_that_change_behaviour_and_values_in_a_list() {
        let hint = |old: &str, new: &str| hints_at_behaviour(Some(&json!(old)), Some(&json!(new)));
        assert!(hint("The name.", "The name; must be unique."));
        assert!(!hint("The name, required.", "A name, required."));
        let values = |text: &str| listed_values(Some(&json!(text))).into_iter().collect::<Vec<_>>();
        assert_eq!(values("State. Possible values: `on`, off. Read it."), ["off", "on"]);
        assert!(values("The valuable one, two").is_empty());
    }
}
