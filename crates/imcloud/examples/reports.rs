//! Schedules a report, waits for it, downloads its file and reads its rows.

use std::error::Error;

use imcloud::{Decimal, types::ReportInput};

mod local;

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Charge {
    customer_name: String,
    amount: Decimal,
    currency: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let start = client.orders().list().collect(1_000).await?.pop().and_then(|oldest| oldest.creation_date);
    let input = ReportInput::new("Charges on demand", start.ok_or("no order")?);
    let scheduled = client.reports().create(&input).await?;
    let report = client.reports().wait_for(scheduled.id).await?;

    let directory = tempfile::tempdir()?;
    let path = directory.path().join("charges.json");
    let download = client.reports().download(&report);
    let bytes =
        download.on_progress(|now| println!("{} of {:?} bytes", now.bytes, now.total)).to_file(&path).await?;
    println!("saved {bytes} bytes");

    // The rows, without a local file.
    let mut charges = client.reports().download(&report).rows::<Charge>();
    let mut count = 0;
    while let Some(charge) = charges.next().await.transpose()? {
        if count < 3 {
            println!("{}: {} {}", charge.customer_name, charge.amount, charge.currency);
        }
        count += 1;
    }
    println!("{count} charges");
    Ok(())
}
