//! The report on payloads.

use std::{fs, io::Write};

use anyhow::{Context, Result};

use crate::{
    attempt,
    compare::{self, Change},
    exact::Json,
    members::{Members, Step, display},
    payload::{Kind, Payload},
};

/// Decodes every payload, writes one line for each with its problems and notes, and returns true if all fit.
///
/// # Errors
/// If a payload cannot be read or is not JSON.
pub fn write(payloads: &[Payload], members: &Members, out: &mut dyn Write) -> Result<bool> {
    let mut unfit = 0;
    for payload in payloads {
        let text = fs::read_to_string(&payload.path)
            .with_context(|| format!("cannot read {}", payload.path.display()))?;
        let received =
            Json::read(&text).with_context(|| format!("{} is not JSON", payload.path.display()))?;
        let attempt = attempt::payload(payload, &text)?;
        let verdict = classify(payload.kind, attempt.type_name, &received, &attempt.result, members);
        let word = if verdict.problems.is_empty() { "fits" } else { "DOES NOT FIT" };
        writeln!(out, "{word}: {} ({})", payload.path.display(), attempt.type_name)?;
        for problem in &verdict.problems {
            writeln!(out, "    {problem}")?;
        }
        for note in &verdict.notes {
            writeln!(out, "    note: {note}")?;
        }
        unfit += usize::from(!verdict.problems.is_empty());
    }
    writeln!(out, "{} payloads: {} fit, {unfit} do not", payloads.len(), payloads.len() - unfit)?;
    Ok(unfit == 0)
}

struct Verdict {
    problems: Vec<String>,
    notes: Vec<String>,
}

fn classify(
    kind: Kind,
    root: &str,
    received: &Json,
    result: &Result<Json, attempt::Failure>,
    members: &Members,
) -> Verdict {
    let mut verdict = Verdict { problems: Vec::new(), notes: Vec::new() };
    let place = |path: &[Step]| match members.field(root, path) {
        Some(field) => format!("{} -> {field}", display(path)),
        None => display(path),
    };
    let written = match result {
        Ok(written) => written,
        Err(failure) => {
            verdict.problems.push(format!("{}: {}", place(&failure.path), failure.message));
            return verdict;
        }
    };
    for difference in compare::differences(received, written) {
        let at = place(&difference.path);
        match difference.change {
            Change::Null => verdict.notes.push(format!("{at}: null is read as absent and left out when written")),
            Change::Rewritten(written) => verdict.notes.push(format!("{at}: written back as {written}")),
            Change::Dropped if members.is_left_out(root, &difference.path) => verdict.notes.push(match kind {
                Kind::Request => format!("{at}: a read-only property, left out of requests"),
                _ => format!("{at}: a write-only property, left out of responses"),
            }),
            Change::Dropped => verdict.problems.push(format!(
                "{at}: {} has no place for it and would drop it; if the service knows the property, declare it in an overlay",
                members.owner(root, &difference.path).unwrap_or(root)
            )),
            Change::Changed(written) => verdict.problems.push(format!("{at}: comes back as {written}")),
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload;

    fn report(files: &[(&str, &str)]) -> (bool, String) {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::File::create(directory.path().join(name)).unwrap().write_all(text.as_bytes()).unwrap();
        }
        let members = Members::read(include_str!("../../../openapi/effective.yaml")).unwrap();
        let payloads = payload::collect(&[directory.path().to_owned()]).unwrap();
        let mut out = Vec::new();
        let fits = write(&payloads, &members, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        (fits, text.replace(&format!("{}/", directory.path().display()), ""))
    }

    #[test]
    fn misfits_are_reported_with_path_and_field() {
        let (fits, text) = report(&[
            (
                "createOrder.request.lost.json",
                r#"{"type": "sales", "customerId": "1", "products": [{"mpn": "A", "colour": "red"}]}"#,
            ),
            (
                "createOrder.request.wrong.json",
                r#"{"type": "sales", "customerId": "1", "products": [{"billingPeriod": "month"}]}"#,
            ),
            ("createOrder.request.incomplete.json", r#"{"type": "sales"}"#),
        ]);
        assert!(!fits);
        assert_eq!(
            text,
            "DOES NOT FIT: createOrder.request.incomplete.json (OrderInput)\n    $: missing field `customerId` at line 1 column 17\n\
             DOES NOT FIT: createOrder.request.lost.json (OrderInput)\n    $.products[0].colour: OrderLineProductInput has no place for it and would drop it; \
             if the service knows the property, declare it in an overlay\n\
             DOES NOT FIT: createOrder.request.wrong.json (OrderInput)\n    $.products[0].billingPeriod -> OrderLineProductInput::billing_period: \
             invalid type: string \"month\", expected PeriodInput at line 1 column 75\n\
             3 payloads: 0 fit, 3 do not\n"
        );
    }

    #[test]
    fn every_fixture_fits_but_the_one_made_not_to() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures");
        let members = Members::read(include_str!("../../../openapi/effective.yaml")).unwrap();
        let payloads = payload::collect(&[directory.into()]).unwrap();
        let mut out = Vec::new();
        assert!(!write(&payloads, &members, &mut out).unwrap());
        let text = String::from_utf8(out).unwrap();
        let unfit: Vec<_> = text.lines().filter(|line| line.starts_with("DOES NOT FIT")).collect();
        assert!(matches!(unfit[..], [only] if only.contains("added-properties")), "{unfit:?}");
    }

    #[test]
    fn read_only_members_nulls_and_other_forms_are_notes() {
        let (fits, text) = report(&[(
            "createOrder.request.odd.json",
            r#"{"id": "9", "type": "sales", "customerId": 1, "poNumber": null, "products": [{"mpn": "A", "quantity": "2.0"}]}"#,
        )]);
        assert!(fits, "{text}");
        for note in [
            "note: $.id: a read-only property, left out of requests",
            "note: $.customerId -> OrderInput::customer_id: written back as \"1\"",
            "note: $.poNumber -> OrderInput::po_number: null is read as absent and left out when written",
            "note: $.products[0].quantity -> OrderLineProductInput::quantity: written back as 2.0",
        ] {
            assert!(text.contains(note), "{note} is not in\n{text}");
        }
    }
}
