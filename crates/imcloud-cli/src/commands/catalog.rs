//! `imcloud products`, `imcloud plans` and `imcloud validate`.

use clap::{Args, Subcommand};
use imcloud::{
    ProductFilter, Secret,
    raw::operations::ValidateParameters,
    types::{
        Parameter, ParameterResult, ParameterValidationRequest, ParameterValidationResult, Product,
        ServicePlan, ServicePlanSummary,
    },
};
use serde_json::{Value, json};

use super::resource::{Objects as _, ResourceList, filter, resource};
use crate::{
    failure::{Exit, Failure, Result},
    global::ById,
    input::{Body, BodyValue as _, From},
    json::Json,
    output::Format,
    session::Session,
};

resource! {
    Products in products;
    list() -> Product,
        "id,mpn,name,vendor,serviceName,billingPeriod,subscriptionPeriod,price:prices[type=recurring]$",
        ProductFlags => ProductFilter;
}
resource! {
    Plans in plans;
    list() -> ServicePlanSummary, "id,name,billingModel,billingPeriod,published", () => ();
    get -> ServicePlan;
}

filter! { ProductFlags for [ProductFilter] {
    /// With this part number, which need not be unique
    mpn: String => mpn,
    /// With this name
    name: String => name,
    /// Of this service; an order has products of one service
    service "NAME": String => service_name,
    /// Of this vendor
    vendor: String => vendor,
}}

#[derive(Debug, Subcommand)]
pub(crate) enum Products {
    /// List products with their prices
    #[command(
        after_help = "Example:\n  imcloud products list --vendor 'Fjord Software' --columns mpn,name,price:prices[type=recurring]"
    )]
    List(ResourceList<Self>),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// List plans
    #[command(after_help = "Example:\n  imcloud plans list")]
    List(ResourceList<Self>),
    /// Show a plan with the switches it allows
    #[command(after_help = "Example:\n  imcloud plans get 1000007")]
    Get(ById),
}

pub(super) async fn products(session: &Session, Products::List(list): Products) -> Result {
    list.run(session).await
}

pub(super) async fn plans(session: &Session, command: Plans) -> Result {
    match command {
        Plans::List(list) => list.run(session).await,
        Plans::Get(ById { id }) => Plans::show(session, &id).await,
    }
}

const PARAMETERS: &str = "product,parameter,value,result,message";

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  imcloud validate --customer 1000042 --product mpn=FJ-DOCS-01,quantity=3,param.domain=example.com

Exit code 5 says that at least one parameter was rejected.")]
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
    product: Vec<Secret>,
}

pub(super) async fn validate(session: &Session, validate: Validate) -> Result {
    let mut products = validate.product.json("--product")?;
    if let Some(Json::Array(products)) = &mut products {
        for product in products.iter_mut().filter(|product| product.get("parameters").is_none()) {
            *product.property_mut("parameters") = Json::Array(Vec::new());
        }
    }
    let body: ParameterValidationRequest = Body::read(&validate.from)?
        .set("customerId", validate.customer)
        .set("type", validate.type_)
        .set("products", products)
        .check::<_, ParameterValidationRequest>(session, &ValidateParameters::OPERATION)?;
    let results = session.client().await?.validation().parameters(&body).await?.data.unwrap_or_default();
    // Users read one line for each parameter. Programs get the response.
    match session.printer.format {
        Format::Table | Format::Csv
            if session.printer.query.is_none() && session.printer.columns.is_none() =>
        {
            session.rows(&results.iter().flat_map(lines).collect::<Vec<_>>(), PARAMETERS)?;
        }
        _ => session.rows(&results, "mpn,id,vendor,draftRequestId")?,
    }
    let rejected = results
        .iter()
        .flat_map(|result| result.parameters.iter().flatten())
        .filter(|parameter| parameter.result == Some(ParameterResult::Error))
        .count();
    if rejected == 0 {
        return Ok(());
    }
    let noun = if rejected == 1 { "parameter was" } else { "parameters were" };
    Err(Failure::new(Exit::Rejected, format!("{rejected} {noun} rejected"))
        .hint("Correct them as the messages say, and check again."))
}

fn lines(result: &ParameterValidationResult) -> Vec<Value> {
    let product = result.mpn.clone().or_else(|| result.id.as_ref().map(ToString::to_string));
    let line = |parameter: &Parameter| {
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
