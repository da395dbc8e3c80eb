//! Checks of requests against the specification.
//!
//! `contract.json` is derived from the effective document by `cargo xtask generate`. Unknown query parameters
//! are ignored (observed), and so are unknown properties of bodies (documented for `id`, otherwise assumed).

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    sync::{LazyLock, OnceLock},
};

use chrono::{DateTime, NaiveDate};
use imcloud_raw::Operation;
use jsonschema::{
    ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind as Kind},
    paths::LocationSegment,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is a part of this crate, and tests read it")]
    serde_json::from_str(include_str!("contract.json")).expect("contract.json fits")
});

/// Number of faults that an error message names.
const NAMED: usize = 5;

#[derive(Deserialize)]
struct Contract {
    operations: HashMap<String, RequestSchema>,
    #[serde(rename = "$defs")]
    defs: Map<String, Value>,
    enumerations: HashMap<String, HashSet<String>>,
}

#[derive(Deserialize)]
struct RequestSchema {
    query: HashMap<String, ParameterSchema>,
    body: Option<Value>,
    /// Compiled when it is first needed.
    #[serde(skip)]
    validator: OnceLock<Validator>,
}

#[derive(Deserialize)]
struct ParameterSchema {
    #[serde(rename = "type")]
    types: Value,
    format: Option<String>,
    minimum: Option<i64>,
    #[serde(rename = "enum")]
    values: Option<Vec<String>>,
}

/// The message for an invalid request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation(pub(crate) String);

/// Returns true if a property of this name is an enum that lists this value.
pub(crate) fn is_listed(property: &str, value: &str) -> bool {
    CONTRACT.enumerations.get(property).is_some_and(|values| values.contains(value))
}

/// Returns true if requests of this operation have a body.
pub(crate) fn takes_body(operation: &Operation) -> bool {
    CONTRACT.operations.get(operation.name).is_some_and(|request| request.body.is_some())
}

/// Checks the body of a request against the specification. Returns a message for each fault with the path of
/// the property, such as `products[0].quantity must be a number, not text`. Empty for a valid body, and for
/// operations without a body. Unknown properties are allowed.
///
/// # Examples
///
/// ```
/// use imcloud_raw::operations::CreateOrder;
///
/// let faults = imcloud_sandbox::body_faults(&CreateOrder::OPERATION, &serde_json::json!({ "type": "sale" }));
/// assert_eq!(faults[0], "customerId is missing");
/// assert!(faults[1].starts_with("type must be one of "));
/// ```
#[must_use]
pub fn body_faults(operation: &Operation, body: &Value) -> Vec<String> {
    let mut faults = Faults::default();
    if let Some(validator) = CONTRACT.operations.get(operation.name).and_then(RequestSchema::validator) {
        validator.iter_errors(body).for_each(|error| faults.error(&error));
    }
    faults.0.sort();
    faults.0
}

/// Checks a request, and decodes its query. An empty parameter that is not a string counts as absent.
pub(crate) fn check(
    operation: &Operation,
    query: Option<&str>,
    body: &[u8],
) -> Result<Vec<(String, String)>, Violation> {
    let Some(request) = CONTRACT.operations.get(operation.name) else {
        return Ok(Vec::new());
    };
    let mut faults = Faults::default();
    let mut decoded = Vec::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        if let Some(expected) = request.query.get(&*name).and_then(|parameter| parameter.rejects(&value)) {
            if value.is_empty() {
                continue;
            }
            faults.0.push(format!("query parameter {name} {expected}; {value:?} is not"));
        }
        decoded.push((name.into_owned(), value.into_owned()));
    }
    if let Some(validator) = request.validator() {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Violation("The body is missing; a JSON object is required.".to_owned()));
        }
        let body: Value = serde_json::from_slice(body).map_err(|error| {
            Violation(format!("The body is not JSON: line {}, column {}.", error.line(), error.column()))
        })?;
        validator.iter_errors(&body).for_each(|error| faults.error(&error));
    }
    if faults.0.is_empty() { Ok(decoded) } else { Err(Violation(faults.message())) }
}

impl RequestSchema {
    fn validator(&self) -> Option<&Validator> {
        let schema = self.body.as_ref()?;
        Some(self.validator.get_or_init(|| {
            let options = jsonschema::draft202012::options()
                .should_validate_formats(true)
                .with_format("decimal", |text: &str| text.parse::<Decimal>().is_ok());
            #[allow(
                clippy::expect_used,
                reason = "the schemas are a part of this crate, and tests compile them all"
            )]
            options
                .build(&json!({ "allOf": [schema], "$defs": CONTRACT.defs }))
                .expect("contract.json holds schemas")
        }))
    }
}

impl ParameterSchema {
    /// Returns the expected form, if this value does not have it.
    fn rejects(&self, value: &str) -> Option<String> {
        if let Some(values) = &self.values {
            return (!values.iter().any(|listed| listed == value))
                .then(|| format!("must be one of {}", listing(values.iter().map(String::as_str))));
        }
        let (valid, expected) = match self.format.as_deref() {
            Some(format @ "date") => {
                (NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(), form(format).to_owned())
            }
            Some(format @ "date-time") => {
                (DateTime::parse_from_rfc3339(value).is_ok(), form(format).to_owned())
            }
            _ if self.types == "integer" => match (value.parse::<i64>(), self.minimum) {
                (Ok(number), Some(minimum)) => (number >= minimum, format!("{minimum} or more")),
                (number, _) => (number.is_ok(), "a whole number".to_owned()),
            },
            _ => return None,
        };
        (!valid).then(|| format!("must be {expected}"))
    }
}

/// Lists values, without a placeholder of the document that no request has.
fn listing<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.filter(|value| *value != "unknown").collect::<Vec<_>>().join(", ")
}

/// Messages for an invalid request.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    /// Sorted, because the order of the validator depends on features of `serde_json` that other crates
    /// enable.
    fn message(mut self) -> String {
        self.0.sort();
        let more = self.0.len().saturating_sub(NAMED);
        self.0.truncate(NAMED);
        if more > 0 {
            self.0.push(format!("and {more} more"));
        }
        format!("{}.", self.0.join("; "))
    }

    fn error(&mut self, error: &ValidationError<'_>) {
        // A nullable property: describes the type next to null.
        if let Kind::AnyOf { context } = error.kind()
            && let Some(first) = context.first()
        {
            first.iter().for_each(|error| self.error(error));
            return;
        }
        let path = path(error);
        let owner = if path.is_empty() { String::new() } else { format!("{path}.") };
        let subject = if path.is_empty() { "The body".to_owned() } else { path };
        let fault = match error.kind() {
            Kind::Required { property } => {
                return self.0.push(format!("{owner}{} is missing", property.as_str().unwrap_or_default()));
            }
            Kind::Type { kind } => {
                format!("must be {}, not {}", expected_type(kind), type_name(error.instance()))
            }
            Kind::Enum { options } => {
                let options = options.as_array().into_iter().flatten().filter_map(Value::as_str);
                format!("must be one of {}, not {}", listing(options), error.instance())
            }
            Kind::Format { format } => format!("must be {}", form(format)),
            Kind::Minimum { limit } => format!("must be {limit} or more"),
            Kind::Maximum { limit } => format!("must be {limit} or less"),
            Kind::MinLength { limit } => format!("must have {limit} or more characters"),
            Kind::MaxLength { limit } => format!("must have {limit} characters or fewer"),
            Kind::MinItems { limit } => format!("must have {limit} or more elements"),
            Kind::MaxItems { limit } => format!("must have {limit} elements or fewer"),
            // Other messages of jsonschema quote the value, which may be a secret.
            kind => format!("does not fit the specification ({})", kind.keyword()),
        };
        self.0.push(format!("{subject} {fault}"));
    }
}

/// `products[0].quantity`.
fn path(error: &ValidationError<'_>) -> String {
    let mut path = String::new();
    for segment in error.instance_path() {
        let _ = match segment {
            LocationSegment::Property(name) if path.is_empty() => write!(path, "{name}"),
            LocationSegment::Property(name) => write!(path, ".{name}"),
            LocationSegment::Index(index) => write!(path, "[{index}]"),
        };
    }
    path
}

/// Null is not a useful suggestion.
fn expected_type(kind: &TypeKind) -> String {
    let names: Vec<String> = match kind {
        TypeKind::Single(name) => vec![name.to_string()],
        TypeKind::Multiple(names) => names.iter().map(|name| name.to_string()).collect(),
    };
    let named = names.iter().filter(|name| *name != "null").map(|name| match name.as_str() {
        "string" => "text".to_owned(),
        "array" | "object" | "integer" => format!("an {name}"),
        _ => format!("a {name}"),
    });
    named.collect::<Vec<_>>().join(" or ")
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn form(format: &str) -> &str {
    match format {
        "date" => "a date such as 2026-01-31",
        "date-time" => "a date and time such as 2026-01-31T08:00:00Z",
        "decimal" => "a number, or a number as text such as \"2.5\"",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use imcloud_raw::operations::{CreateCustomer, CreateOrder, ListOrders, ListReports, OPERATIONS};

    use super::*;

    fn violation(operation: &Operation, query: &str, body: &str) -> String {
        check(operation, Some(query), body.as_bytes()).unwrap_err().0
    }

    fn order(body: &Value) -> Result<(), String> {
        check(&CreateOrder::OPERATION, None, body.to_string().as_bytes())
            .map(drop)
            .map_err(|violation| violation.0)
    }

    #[test]
    fn every_operation_has_a_valid_schema() {
        for operation in OPERATIONS {
            let request = &CONTRACT.operations[operation.name];
            assert!(request.validator().is_none_or(|schema| !schema.is_valid(&json!([]))), "{operation}");
        }
        assert_eq!(CONTRACT.operations.len(), OPERATIONS.len());
    }

    #[test]
    fn bodies_of_known_clients_are_accepted() {
        for quantity in [json!(2), json!("2.0"), json!(-0.125), json!("0.125"), json!(null)] {
            let product = json!({ "mpn": "A", "quantity": quantity, "addedUpstream": 1, "parameters": [{"name": "a", "value": {"b": []}}] });
            order(&json!({ "id": "7", "type": "sales", "customerId": 1000177, "poNumber": null, "products": [product] })).unwrap();
        }
    }

    #[test]
    fn error_names_property_and_expected_value() {
        let product =
            json!({ "quantity": "many", "billingPeriod": { "type": "fortnight", "duration": 1 }, "mpn": 5 });
        assert_eq!(
            order(&json!({ "type": "sale", "products": [product], "migrationDate": "soon" })).unwrap_err(),
            "customerId is missing; \
             migrationDate must be a date such as 2026-01-31; \
             products[0].billingPeriod.type must be one of statement_day, month, year, day, not \"fortnight\"; \
             products[0].mpn must be text, not a number; \
             products[0].quantity must be a number, or a number as text such as \"2.5\"; and 1 more."
        );
    }

    #[test]
    fn missing_property_is_named_with_path() {
        let message = violation(
            &CreateCustomer::OPERATION,
            "",
            r#"{"name":"A","language":"en","address":{},"contactPersons":[]}"#,
        );
        assert!(message.contains("address.city is missing"), "{message}");
        assert_eq!(violation(&CreateOrder::OPERATION, "", "[]"), "The body must be an object, not an array.");
    }

    #[test]
    fn invalid_json_is_rejected_with_line_and_column() {
        assert_eq!(
            violation(&CreateOrder::OPERATION, "", "{\n  \"type\": sales\n}"),
            "The body is not JSON: line 2, column 11."
        );
        assert_eq!(
            violation(&CreateOrder::OPERATION, "", " \n"),
            "The body is missing; a JSON object is required."
        );
    }

    #[test]
    fn passwords_are_never_repeated() {
        let contact = json!({
            "email": "a", "firstName": "b", "lastName": "c", "phoneNumber": "d", "type": "admin", "password": ["PRIVATE"],
        });
        let address = json!({ "city": "a", "countryCode": "US", "postalCode": "1", "streetAddress": "b" });
        let body = json!({ "name": "a", "language": "en", "address": address, "contactPersons": [contact] });
        assert_eq!(
            violation(&CreateCustomer::OPERATION, "", &body.to_string()),
            "contactPersons[0].password must be text, not an array."
        );
    }

    #[test]
    fn query_parameters_are_checked_by_their_type() {
        let message = |query| violation(&ListOrders::OPERATION, query, "");
        assert_eq!(message("limit=0"), "query parameter limit must be 1 or more; \"0\" is not.");
        assert_eq!(message("offset=x"), "query parameter offset must be a whole number; \"x\" is not.");
        assert!(message("status=completed,error").starts_with("query parameter status must be one of "));
        assert!(message("creationTimeFrom=2026-01-31").contains("2026-01-31T08:00:00Z"));
        let valid = "limit=5&offset=0&status=completed&customerId=7&creationTimeFrom=2026-01-31T00%3A00%3A00Z&dateFrom=never&statusCode=";
        let query = check(&ListOrders::OPERATION, Some(valid), b"").unwrap();
        assert_eq!(query.len(), 6);
        assert_eq!(query[4], ("creationTimeFrom".to_owned(), "2026-01-31T00:00:00Z".to_owned()));
        for format in ["XLSX", "xlsx"] {
            check(&ListReports::OPERATION, Some(&format!("format={format}&from=2026-01-01")), b"").unwrap();
        }
    }
}
