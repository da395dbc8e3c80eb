//! Checks the activation parameters of a product before ordering it.

use std::error::Error;

use imcloud::types::{ParameterValidationRequest, ParameterValueInput, ProductWithParametersInput};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let customers = client.customers().list().collect(1_000).await?;
    let customer = &customers.first().ok_or("no customer")?.id;
    let products = client.products().list().collect(1_000).await?;
    let product = &products.first().ok_or("no product")?.id;

    let parameter = ParameterValueInput::new("domain").value("harbour.example");
    let product = ProductWithParametersInput::new([parameter]).id(product).quantity(1);
    let request = ParameterValidationRequest::new(customer, [product]);
    for product in client.validation().parameters(&request).await?.data.unwrap_or_default() {
        for parameter in product.parameters.unwrap_or_default() {
            println!("{:?}: {:?} {:?}", parameter.name, parameter.result, parameter.message);
        }
    }
    Ok(())
}
