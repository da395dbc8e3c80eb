//! Differences between a payload and its decoded and encoded form.

use crate::{exact::Json, members::Step};

/// A difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The location in the payload.
    pub path: Vec<Step>,
    /// The kind of the difference.
    pub change: Change,
}

/// The kind of a difference.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The type has no place for the property.
    Dropped,
    /// A null is left out when written.
    Null,
    /// The same value in another form: a number for a numeric text, another case, the long form of a short
    /// one.
    Rewritten(Json),
    /// Another value.
    Changed(Json),
}

/// Every difference between what came and what is written back.
#[must_use]
pub fn differences(came: &Json, written: &Json) -> Vec<Difference> {
    let mut found = Vec::new();
    go(came, written, &mut Vec::new(), &mut found);
    found
}

fn go(came: &Json, written: &Json, path: &mut Vec<Step>, found: &mut Vec<Difference>) {
    match (came, written) {
        (Json::Object(came), Json::Object(written)) => {
            for (name, value) in came {
                path.push(Step::Member(name.clone()));
                match written.get(name) {
                    Some(counterpart) => go(value, counterpart, path, found),
                    None if *value == Json::Null => {
                        found.push(Difference { path: path.clone(), change: Change::Null })
                    }
                    None => found.push(Difference { path: path.clone(), change: Change::Dropped }),
                }
                path.pop();
            }
        }
        (Json::List(came), Json::List(written)) if came.len() == written.len() => {
            for (index, (value, counterpart)) in came.iter().zip(written).enumerate() {
                path.push(Step::Element(index));
                go(value, counterpart, path, found);
                path.pop();
            }
        }
        (came, written) if came == written => {}
        (came, written) => {
            let change = if same_meaning(came, written) {
                Change::Rewritten(written.clone())
            } else {
                Change::Changed(written.clone())
            };
            found.push(Difference { path: path.clone(), change });
        }
    }
}

fn same_meaning(came: &Json, written: &Json) -> bool {
    // A text that stands for an object with this one property.
    if let (Json::Text(_), Json::Object(long)) = (came, written) {
        return long.len() == 1 && long.values().all(|only| only == came);
    }
    let text = |value: &Json| match value {
        Json::Text(text) | Json::Plain(text) => Some(text.clone()),
        _ => None,
    };
    match (text(came), text(written)) {
        (Some(came), Some(written)) => came.eq_ignore_ascii_case(&written) || same_number(&came, &written),
        _ => false,
    }
}

fn same_number(came: &str, written: &str) -> bool {
    let number = |text: &str| text.parse::<imcloud_raw::Decimal>().ok();
    number(came).is_some() && number(came) == number(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(came: &str, written: &str) -> Vec<(String, Change)> {
        differences(&Json::read(came).unwrap(), &Json::read(written).unwrap())
            .into_iter()
            .map(|found| (crate::members::display(&found.path), found.change))
            .collect()
    }

    #[test]
    fn tells_losses_from_other_forms_of_the_same() {
        let came = r#"{"a": 1, "gone": {"x": 1}, "none": null, "rows": [{"quantity": "2.0"}, {"format": "XLSX"}, "MPN"], "odd": "x"}"#;
        let written =
            r#"{"a": 1, "rows": [{"quantity": 2.0}, {"format": "xlsx"}, {"mpn": "MPN"}], "odd": "y"}"#;
        assert_eq!(
            changes(came, written),
            [
                ("$.gone".into(), Change::Dropped),
                ("$.none".into(), Change::Null),
                ("$.odd".into(), Change::Changed(Json::Text("y".into()))),
                ("$.rows[0].quantity".into(), Change::Rewritten(Json::Plain("2.0".into()))),
                ("$.rows[1].format".into(), Change::Rewritten(Json::Text("xlsx".into()))),
                ("$.rows[2]".into(), Change::Rewritten(Json::read(r#"{"mpn": "MPN"}"#).unwrap())),
            ]
        );
    }

    #[test]
    fn a_list_of_another_length_is_a_change() {
        assert_eq!(changes("[1, 2]", "[1]"), [("$".into(), Change::Changed(Json::read("[1]").unwrap()))]);
    }
}
