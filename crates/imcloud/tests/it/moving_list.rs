use std::collections::BTreeSet;

use imcloud::Id;
use imcloud_sandbox::{Fault, Sandbox, Size};

use crate::test_env::TestEnv;

#[tokio::test]
async fn of_twenty_thousand_orders_none_comes_twice_and_none_is_missed_while_others_come_in() {
    let env = TestEnv::with(Sandbox::builder().size(Size::with_orders(20_000))).await;
    let rows = env.client.orders().list(()).collect(20_000).await.unwrap();
    let original: Vec<Id> = rows.into_iter().map(|row| row.id.unwrap()).collect();
    assert_eq!(original.iter().collect::<BTreeSet<_>>().len(), 20_000);

    env.sandbox.inject(Fault::inserted_rows(7).on("list_orders")).unwrap();
    for width in [1, 8] {
        let pages = env.sandbox.requests_served();
        let mut listed = env.client.orders().list(()).prefetch(width).items();
        let (mut read, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(row) = listed.next().await {
            let id = row.unwrap().id.unwrap();
            assert!(seen.insert(id.clone()), "{id:?} came twice at width {width}");
            read.push(id);
        }
        let of_original: BTreeSet<_> = original.iter().collect();
        read.retain(|id| of_original.contains(id));
        assert!(read == original, "width {width}: {} of 20,000, or in another order", read.len());
        println!("width {width}: {} pages", env.sandbox.requests_served() - pages);
    }
}
