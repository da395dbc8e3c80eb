//! Creates a customer, waits until it is active, sets its external id, and finds it by that.

use std::error::Error;

use imcloud::types::{
    AddressInput, AddressInputRequired, ContactPersonInput, ContactPersonInputRequired, ContactType,
    CustomerInput, CustomerInputRequired,
};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let address = AddressInput::new(AddressInputRequired {
        city: "Irvine".into(),
        country_code: "US".into(),
        postal_code: "92606".into(),
        street_address: "1 Main Street".into(),
    })
    .state("CA");
    let contact = |type_| {
        ContactPersonInput::new(ContactPersonInputRequired {
            email: "ada@harbour.example".into(),
            first_name: "Ada".into(),
            last_name: "Lane".into(),
            phone_number: "+1-949-5550100".into(),
            type_,
        })
    };
    let contacts = [ContactType::Admin, ContactType::Billing, ContactType::Technical].map(contact);
    let customer = CustomerInput::new(CustomerInputRequired {
        address,
        contact_persons: contacts.into(),
        language: "en".into(),
        name: "Harbour & Lane".into(),
    });

    let created = client.customers().create(&customer).await?;
    let id = created.id;
    println!("{id} is {:?}", created.status);
    let active = client.customers().wait_for(&id).await?;
    println!("{id} is {:?}", active.status);

    client.customers().set_external_id(&id, "CRM-4711").await?;
    let found = client.customers().find_by_external_id("CRM-4711").await?.ok_or("no such customer")?;
    println!("CRM-4711 is {}", found.name.unwrap_or_default());
    Ok(())
}
