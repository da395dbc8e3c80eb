//! Creates a customer, waits until it is active, sets an external id, and finds the customer by it.

use std::error::Error;

use imcloud::{
    CustomerFilter,
    types::{AddressInput, ContactPersonInput, ContactType, CustomerInput, CustomerUpdate},
};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let address = AddressInput::new("Irvine", "US", "92606", "1 Main Street").state("CA");
    let contact =
        |type_| ContactPersonInput::new("ada@harbour.example", "Ada", "Lane", "+1-949-5550100", type_);
    let contacts = [ContactType::Admin, ContactType::Billing, ContactType::Technical].map(contact);
    let customer = CustomerInput::new(address, contacts, "en", "Harbour & Lane");

    let created = client.customers().create(&customer).await?;
    let id = created.id.ok_or("a customer without an id")?;
    println!("{id} is {:?}", created.status);
    let active = client.customers().wait_for(&id).await?;
    println!("{id} is {:?}", active.status);

    client.customers().update(&id, &CustomerUpdate::new().external_id("CRM-4711")).await?;
    let filter = CustomerFilter::new().external_id("CRM-4711");
    let mut found = client.customers().list(filter).items();
    while let Some(customer) = found.next().await {
        println!("CRM-4711 is {}", customer?.name.unwrap_or_default());
    }
    Ok(())
}
