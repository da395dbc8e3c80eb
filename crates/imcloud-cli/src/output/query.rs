//! `--query`: JMESPath over all that a command gives.

use std::{collections::HashMap, rc::Rc};

use jmespath::{Context, DEFAULT_RUNTIME, Expression, Rcvar, Variable, interpret};
use serde_json::Number;

use crate::{failure::Failure, json::Json};

/// A compiled JMESPath expression.
#[derive(Clone)]
pub(crate) struct Query(Expression<'static>);

impl Query {
    /// Compiles an expression.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        jmespath::compile(text).map(Self).map_err(|error| error.to_string())
    }

    /// What the expression makes of a value.
    ///
    /// Numbers are `f64` in JMESPath: comparing and calculating is done with them. One that is only selected is recognised by where it lies in
    /// memory, and keeps its digits.
    pub(crate) fn apply(&self, value: &Json) -> Result<Json, Failure> {
        let failed = |error: String| {
            Failure::usage(format!("the query {:?} does not fit the data: {error}", self.0.as_str()))
                .remedy("Look at the data with --output json, and at https://jmespath.org for the language.")
        };
        let mut digits = Digits::default();
        let data = digits.variable(value);
        // `Expression::search` would copy the data.
        let mut context = Context::new(self.0.as_str(), &DEFAULT_RUNTIME);
        let found =
            interpret(&data, self.0.as_ast(), &mut context).map_err(|error| failed(error.to_string()))?;
        digits.json(&found).map_err(failed)
    }
}

/// The digits of the numbers that a query looks at, by where they lie. They stay there as long as the data do.
#[derive(Default)]
struct Digits<'v>(HashMap<*const Variable, &'v str>);

impl<'v> Digits<'v> {
    fn variable(&mut self, value: &'v Json) -> Rcvar {
        Rc::new(match value {
            Json::Null => Variable::Null,
            Json::Bool(value) => Variable::Bool(*value),
            Json::String(text) => Variable::String(text.clone()),
            Json::Number(digits) => {
                let number = Rc::new(Variable::Number(nearest(digits)));
                self.0.insert(Rc::as_ptr(&number), digits);
                return number;
            }
            Json::Array(elements) => {
                Variable::Array(elements.iter().map(|element| self.variable(element)).collect())
            }
            Json::Object(members) => Variable::Object(
                members.iter().map(|(name, member)| (name.clone(), self.variable(member))).collect(),
            ),
        })
    }

    fn json(&self, variable: &Rcvar) -> Result<Json, String> {
        Ok(match &**variable {
            Variable::Null => Json::Null,
            Variable::Bool(value) => Json::Bool(*value),
            Variable::String(text) => Json::String(text.clone()),
            Variable::Number(number) => {
                let digits = self.0.get(&Rc::as_ptr(variable)).map(|digits| (*digits).to_owned());
                Json::Number(digits.unwrap_or_else(|| number.to_string()).into())
            }
            Variable::Array(elements) => {
                Json::Array(elements.iter().map(|element| self.json(element)).collect::<Result<_, _>>()?)
            }
            Variable::Object(members) => {
                let member = |(name, member): (&String, &Rcvar)| Ok((name.clone(), self.json(member)?));
                Json::Object(members.iter().map(member).collect::<Result<_, String>>()?)
            }
            Variable::Expref(_) => return Err("its end is an expression, and no value".to_owned()),
        })
    }
}

/// The number to compare by. What is too large for an `f64` is as large as they get.
fn nearest(digits: &str) -> Number {
    let largest = if digits.starts_with('-') { f64::MIN } else { f64::MAX };
    let number = digits.parse().ok().or_else(|| Number::from_f64(largest));
    number.unwrap_or_else(|| Number::from(0))
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Query({:?})", self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn numbers_that_are_selected_keep_their_digits() {
        let data = read(r#"[{"a": 0.10, "b": [12345678901234567.89]}, {"a": 0.1, "b": [1e400]}]"#).unwrap();
        for (query, found) in [
            ("[].a", "[0.10,0.1]"),
            ("[].b[]", "[12345678901234567.89,1e400]"),
            ("[?a > `0.05`].{x: b[0]} | [0]", r#"{"x":12345678901234567.89}"#),
            ("sort_by(@, &b[0])[].b[0]", "[12345678901234567.89,1e400]"),
            ("max_by(@, &b[0]).b | [0]", "1e400"),
            ("reverse([].a)", "[0.1,0.10]"),
            ("sum([].a)", "0.2"),
            ("length(@)", "2"),
        ] {
            assert_eq!(Query::parse(query).unwrap().apply(&data).unwrap().to_string(), found, "{query}");
        }
    }
}
