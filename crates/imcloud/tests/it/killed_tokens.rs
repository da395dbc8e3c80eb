use imcloud_sandbox::Fault;
use tokio::task::JoinSet;

use crate::shop::Shop;

fn logins(shop: &Shop) -> usize {
    shop.sandbox.journal().of("generate_auth_token").unwrap().len()
}

#[tokio::test]
async fn a_token_that_is_killed_early_costs_one_renewal_however_many_use_it() {
    let shop = Shop::open().await;
    assert_eq!(logins(&shop), 1);
    for round in 2..5 {
        shop.sandbox.kill_tokens();
        let mut tasks = JoinSet::new();
        for _ in 0..100 {
            let (client, id) = (shop.client.clone(), shop.customers[0].clone());
            tasks.spawn(async move { client.customers().get(id).await });
        }
        while let Some(end) = tasks.join_next().await {
            end.unwrap().unwrap();
        }
        assert_eq!(logins(&shop), round);
    }
}

#[tokio::test]
async fn an_order_whose_token_dies_on_the_way_is_placed_once_after_one_renewal() {
    let shop = Shop::open().await;
    shop.sandbox.inject(Fault::dead_token().on("create_order").once()).unwrap();
    let placed = shop.client.orders().place(&shop.order()).await.unwrap();
    assert!(!placed.found && placed.sends == 1);
    assert_eq!((logins(&shop), shop.sends()), (2, 2));
    assert_eq!(shop.orders_by_number()[placed.reference.po_number()].len(), 1);
}
