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
    let written: Written = serde_json::from_str(include_str!("contract.json")).expect("contract.json fits");
    Contract::new(written)
});

/// Number of faults that an error message names.
const NAMED: usize = 5;

#[derive(Deserialize)]
struct Written {
    operations: HashMap<String, WrittenOperation>,
    #[serde(rename = "$defs")]
    defs: Map<String, Value>,
    enumerations: HashMap<String, HashSet<String>>,
}

#[derive(Deserialize)]
struct WrittenOperation {
    query: HashMap<String, ParameterSchema>,
    body: Option<Value>,
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

struct Contract {
    operations: HashMap<String, Request>,
    defs: Map<String, Value>,
    enumerations: HashMap<String, HashSet<String>>,
}

struct Request {
    query: HashMap<String, Parameter>,
    /// Compiled when it is first needed.
    body: Option<(Value, OnceLock<Validator>)>,
}

/// The type of a query parameter.
enum Parameter {
    Text,
    Integer { minimum: i64 },
    Date,
    DateTime,
    OneOf(Vec<String>),
}

/// The message for an invalid request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation(pub(crate) String);

/// Returns true if a property of this name is an enum that lists this value.
pub(crate) fn is_listed(member: &str, value: &str) -> bool {
    CONTRACT.enumerations.get(member).is_some_and(|values| values.contains(value))
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
    let request = CONTRACT.operations.get(operation.name);
    let Some((schema, validator)) = request.and_then(|request| request.body.as_ref()) else {
        return Vec::new();
    };
    let validator = validator.get_or_init(|| CONTRACT.compile(schema));
    let mut faults = Faults::default();
    for error in validator.iter_errors(body) {
        faults.error(&error);
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
        let parameter = request.query.get(&*name).unwrap_or(&Parameter::Text);
        if value.is_empty() && !matches!(parameter, Parameter::Text) {
            continue;
        }
        if let Some(wanted) = parameter.refuses(&value) {
            faults.add(|text| {
                let _ = write!(text, "query parameter {name} {wanted}; {value:?} is not");
            });
        }
        decoded.push((name.into_owned(), value.into_owned()));
    }
    if let Some((schema, validator)) = &request.body {
        let validator = validator.get_or_init(|| CONTRACT.compile(schema));
        check_body(validator, body, &mut faults)?;
    }
    if faults.0.is_empty() { Ok(decoded) } else { Err(Violation(faults.text())) }
}

impl Contract {
    fn new(written: Written) -> Self {
        let request = |operation: WrittenOperation| Request {
            query: operation.query.into_iter().map(|(name, schema)| (name, schema.into())).collect(),
            body: operation.body.map(|schema| (schema, OnceLock::new())),
        };
        let operations = written.operations.into_iter().map(|(name, operation)| (name, request(operation)));
        Self { operations: operations.collect(), defs: written.defs, enumerations: written.enumerations }
    }

    fn compile(&self, schema: &Value) -> Validator {
        let schema = json!({ "allOf": [schema], "$defs": self.defs });
        let options = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .with_format("decimal", |text: &str| text.parse::<Decimal>().is_ok());
        #[allow(
            clippy::expect_used,
            reason = "the schemas are a part of this crate, and tests compile them all"
        )]
        options.build(&schema).expect("contract.json holds schemas")
    }
}

impl From<ParameterSchema> for Parameter {
    fn from(schema: ParameterSchema) -> Self {
        match (schema.values, schema.format.as_deref()) {
            (Some(values), _) => Self::OneOf(values),
            (None, Some("date")) => Self::Date,
            (None, Some("date-time")) => Self::DateTime,
            (None, _) if schema.types == "integer" => {
                Self::Integer { minimum: schema.minimum.unwrap_or(i64::MIN) }
            }
            _ => Self::Text,
        }
    }
}

impl Parameter {
    /// Returns the expected form, if this value does not have it.
    fn refuses(&self, value: &str) -> Option<String> {
        let number = value.parse::<i64>();
        match self {
            Self::Text => None,
            Self::Integer { .. } if number.is_err() => Some("must be a whole number".to_owned()),
            Self::Integer { minimum } => {
                let low = number.is_ok_and(|number| number < *minimum);
                low.then(|| format!("must be {minimum} or more"))
            }
            Self::Date => NaiveDate::parse_from_str(value, "%Y-%m-%d")
                .is_err()
                .then(|| "must be a date such as 2026-01-31".to_owned()),
            Self::DateTime => DateTime::parse_from_rfc3339(value)
                .is_err()
                .then(|| "must be a date and time such as 2026-01-31T08:00:00Z".to_owned()),
            Self::OneOf(values) => (!values.iter().any(|listed| listed == value)).then(|| {
                let known = values.iter().map(String::as_str).filter(|value| *value != "unknown");
                format!("must be one of {}", known.collect::<Vec<_>>().join(", "))
            }),
        }
    }
}

fn check_body(validator: &Validator, body: &[u8], faults: &mut Faults) -> Result<(), Violation> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Violation("The body is missing; a JSON object is required.".to_owned()));
    }
    let body: Value = serde_json::from_slice(body).map_err(|error| {
        Violation(format!("The body is not JSON: line {}, column {}.", error.line(), error.column()))
    })?;
    for error in validator.iter_errors(&body) {
        faults.error(&error);
    }
    Ok(())
}

/// Messages for an invalid request.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, describe: impl FnOnce(&mut String)) {
        let mut text = String::new();
        describe(&mut text);
        self.0.push(text);
    }

    /// Sorted, because the order of the validator depends on features of `serde_json` that other crates enable.
    fn text(mut self) -> String {
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
        self.add(|text| {
            let path = path(error);
            let path = if path.is_empty() { "The body" } else { &path };
            let _ = match error.kind() {
                Kind::Required { property } => {
                    let name = property.as_str().unwrap_or_default();
                    let owner = if path == "The body" { String::new() } else { format!("{path}.") };
                    write!(text, "{owner}{name} is missing")
                }
                Kind::Type { kind } => {
                    write!(text, "{path} must be {}, not {}", wanted(kind), type_name(error.instance()))
                }
                Kind::Enum { options } => {
                    let options = options.as_array().into_iter().flatten().filter_map(Value::as_str);
                    // A placeholder of the document. No request has it.
                    let options = options.filter(|option| *option != "unknown");
                    let options = options.collect::<Vec<_>>().join(", ");
                    write!(text, "{path} must be one of {options}, not {}", error.instance())
                }
                Kind::Format { format } => write!(text, "{path} must be {}", form(format)),
                Kind::Minimum { limit } => write!(text, "{path} must be {limit} or more"),
                Kind::Maximum { limit } => write!(text, "{path} must be {limit} or less"),
                Kind::MinLength { limit } => write!(text, "{path} must have {limit} or more characters"),
                Kind::MaxLength { limit } => write!(text, "{path} must have {limit} characters or fewer"),
                Kind::MinItems { limit } => write!(text, "{path} must have {limit} or more elements"),
                Kind::MaxItems { limit } => write!(text, "{path} must have {limit} elements or fewer"),
                // Other messages of jsonschema quote the value, which may be a secret.
                kind => write!(text, "{path} does not fit the specification ({})", kind.keyword()),
            };
        });
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

fn wanted(kind: &TypeKind) -> String {
    let names: Vec<_> = match kind {
        TypeKind::Single(one) => vec![article(&one.to_string())],
        TypeKind::Multiple(set) => {
            // Null is not a useful suggestion.
            set.iter()
                .map(|one| one.to_string())
                .filter(|name| name != "null")
                .map(|name| article(&name))
                .collect()
        }
    };
    names.join(" or ")
}

fn article(name: &str) -> String {
    let name = if name == "string" { "text" } else { name };
    match name {
        "text" | "null" => name.to_owned(),
        "array" | "object" | "integer" => format!("an {name}"),
        _ => format!("a {name}"),
    }
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

    fn refused(operation: &Operation, query: &str, body: &str) -> String {
        check(operation, Some(query), body.as_bytes()).unwrap_err().0
    }

    fn order(body: &Value) -> Result<(), String> {
        check(&CreateOrder::OPERATION, None, body.to_string().as_bytes())
            .map(drop)
            .map_err(|violation| violation.0)
    }

    #[test]
    fn every_operation_is_described_and_every_schema_compiles() {
        for operation in OPERATIONS {
            let request = &CONTRACT.operations[operation.name];
            if let Some((schema, _)) = &request.body {
                assert!(!CONTRACT.compile(schema).is_valid(&json!([])), "{operation}");
            }
        }
        assert_eq!(CONTRACT.operations.len(), OPERATIONS.len());
    }

    #[test]
    fn what_clients_are_known_to_send_is_accepted() {
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
        let said = refused(
            &CreateCustomer::OPERATION,
            "",
            r#"{"name":"A","language":"en","address":{},"contactPersons":[]}"#,
        );
        assert!(said.contains("address.city is missing"), "{said}");
        assert_eq!(refused(&CreateOrder::OPERATION, "", "[]"), "The body must be an object, not an array.");
    }

    #[test]
    fn what_is_no_json_is_refused_with_line_and_column() {
        assert_eq!(
            refused(&CreateOrder::OPERATION, "", "{\n  \"type\": sales\n}"),
            "The body is not JSON: line 2, column 11."
        );
        assert_eq!(
            refused(&CreateOrder::OPERATION, "", " \n"),
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
            refused(&CreateCustomer::OPERATION, "", &body.to_string()),
            "contactPersons[0].password must be text, not an array."
        );
    }

    #[test]
    fn query_parameters_are_checked_by_their_type() {
        let said = |query| refused(&ListOrders::OPERATION, query, "");
        assert_eq!(said("limit=0"), "query parameter limit must be 1 or more; \"0\" is not.");
        assert_eq!(said("offset=x"), "query parameter offset must be a whole number; \"x\" is not.");
        assert!(said("status=completed,error").starts_with("query parameter status must be one of "));
        assert!(said("creationTimeFrom=2026-01-31").contains("2026-01-31T08:00:00Z"));
        let fine = "limit=5&offset=0&status=completed&customerId=7&creationTimeFrom=2026-01-31T00%3A00%3A00Z&dateFrom=never&statusCode=";
        let query = check(&ListOrders::OPERATION, Some(fine), b"").unwrap();
        assert_eq!(query.len(), 6);
        assert_eq!(query[4], ("creationTimeFrom".to_owned(), "2026-01-31T00:00:00Z".to_owned()));
        for format in ["XLSX", "xlsx"] {
            check(&ListReports::OPERATION, Some(&format!("format={format}&from=2026-01-01")), b"").unwrap();
        }
    }
}
