//! `--query`: JMESPath over all that a command gives.

use jmespath::{Expression, Variable};
use serde_json::Value;

use crate::failure::Failure;

/// A compiled JMESPath expression.
#[derive(Clone)]
pub(crate) struct Query(Expression<'static>);

impl Query {
    /// Compiles an expression.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        jmespath::compile(text).map(Self).map_err(|error| error.to_string())
    }

    /// What the expression makes of a value.
    pub(crate) fn apply(&self, value: &Value) -> Result<Value, Failure> {
        let failed = |error: String| {
            Failure::usage(format!("the query {:?} does not fit the data: {error}", self.0.as_str()))
                .remedy("Look at the data with --output json, and at https://jmespath.org for the language.")
        };
        let data = Variable::try_from(value).map_err(|error| failed(error.to_string()))?;
        let found = self.0.search(data).map_err(|error| failed(error.to_string()))?;
        serde_json::to_value(&*found).map_err(|error| failed(error.to_string()))
    }
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Query({:?})", self.0.as_str())
    }
}
