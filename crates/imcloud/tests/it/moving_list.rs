use std::collections::BTreeSet;

use imcloud::Id;
use imcloud_sandbox::{Fault, Sandbox, Size};

use crate::test_env::TestEnv;

#[tokio::test]
async fn insertions_hide_none_of_20000_sandbox_orders() {
    let env = TestEnv::with(Sandbox::builder().size(Size::with_orders(20_000))).await;
    let orders = env.client.orders().list().collect(20_000).await.unwrap();
    let original: Vec<Id> = orders.into_iter().map(|order| order.id).collect();
    assert_eq!(original.iter().collect::<BTreeSet<_>>().len(), 20_000);

    env.sandbox.inject(Fault::inserted_items(7).on("list_orders")).unwrap();
    for prefetch in [0, 7] {
        let pages = env.sandbox.requests_served();
        let mut listed = env.client.orders().list().prefetch(prefetch).items();
        let (mut read, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(order) = listed.next().await {
            let id = order.unwrap().id;
            assert!(seen.insert(id.clone()), "{id:?} was returned twice, prefetch {prefetch}");
            read.push(id);
        }
        let of_original: BTreeSet<_> = original.iter().collect();
        read.retain(|id| of_original.contains(id));
        assert!(read == original, "prefetch {prefetch}: {} of 20,000, or in another order", read.len());
        println!("prefetch {prefetch}: {} pages", env.sandbox.requests_served() - pages);
    }
}
