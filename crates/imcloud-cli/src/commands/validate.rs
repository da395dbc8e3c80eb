//! `imcloud validate`.

use clap::Args;
use imcloud::{
    raw::operations::ValidateParameters,
    types::{ParameterResult, ParameterValidationRequest, ParameterValidationResult},
};
use serde_json::{Value, json};

use crate::{
    failure::{Exit, Failure},
    input::{Body, Fields, From},
    json::Json,
    output::Format,
    session::Session,
};

const COLUMNS: &str = "product,parameter,value,result,message";

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  imcloud validate --customer 1000042 --product mpn=FJ-DOCS-01,quantity=3,param.domain=example.com

Exit code 5 says that at least one parameter was refused.")]
pub(crate) struct Validate {
    #[command(flatten)]
    from: From,
    /// Id of the customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Type of the order to come, such as sales
    #[arg(long = "type", value_name = "TYPE")]
    type_: Option<String>,
    /// Product, as mpn=.. or id=.., param.NAME=..; repeatable
    #[arg(long, value_name = "FIELDS")]
    product: Vec<Fields>,
}

pub(super) async fn run(session: &Session, validate: Validate) -> Result<(), Failure> {
    let products = Fields::objects("--product", &validate.product)?.into_iter().map(|mut product| {
        if product.get("parameters").is_none() {
            *product.member("parameters") = Json::Array(Vec::new());
        }
        product
    });
    let body: ParameterValidationRequest = Body::read(&validate.from)?
        .set("customerId", validate.customer)
        .set("type", validate.type_)
        .set_list("products", products.collect())
        .check::<_, ParameterValidationRequest>(session, &ValidateParameters::OPERATION)?;
    let results = session.client().await?.validation().parameters(&body).await?.data.unwrap_or_default();
    // Users read one line for each parameter. Programs get the response.
    match session.printer.format {
        Format::Table | Format::Csv
            if session.printer.query.is_none() && session.printer.columns.is_none() =>
        {
            session.rows(&results.iter().flat_map(lines).collect::<Vec<_>>(), COLUMNS)?;
        }
        _ => session.rows(&results, "mpn,id,vendor,draftRequestId")?,
    }
    let refused = results
        .iter()
        .flat_map(|result| result.parameters.iter().flatten())
        .filter(|parameter| parameter.result == Some(ParameterResult::Error))
        .count();
    if refused == 0 {
        return Ok(());
    }
    let noun = if refused == 1 { "parameter was" } else { "parameters were" };
    Err(Failure::new(Exit::Rejected, format!("{refused} {noun} refused"))
        .hint("Correct them as the messages say, and check again."))
}

fn lines(result: &ParameterValidationResult) -> Vec<Value> {
    let product = result.mpn.clone().or_else(|| result.id.as_ref().map(ToString::to_string));
    let line = |parameter: &imcloud::types::Parameter| {
        json!({
            "product": product,
            "parameter": parameter.name,
            "value": parameter.value,
            "result": parameter.result,
            "message": parameter.message.clone().or_else(|| parameter.value_error.clone()),
        })
    };
    result.parameters.iter().flatten().map(line).collect()
}
