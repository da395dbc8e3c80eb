use imcloud_sandbox::Fault;
use tokio::task::JoinSet;

use crate::test_env::TestEnv;

fn logins(env: &TestEnv) -> usize {
    env.sandbox.journal().of("generate_auth_token").unwrap().len()
}

#[tokio::test]
async fn early_expiry_causes_one_token_request() {
    let env = TestEnv::open().await;
    assert_eq!(logins(&env), 1);
    for round in 2..5 {
        env.sandbox.kill_tokens();
        let mut tasks = JoinSet::new();
        for _ in 0..100 {
            let (client, id) = (env.client.clone(), env.customers[0].clone());
            tasks.spawn(async move { client.customers().get(id).await });
        }
        while let Some(end) = tasks.join_next().await {
            end.unwrap().unwrap();
        }
        assert_eq!(logins(&env), round);
    }
}

#[tokio::test]
async fn order_with_expired_token_is_placed_once() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::dead_token().on("create_order").once()).unwrap();
    let placed = env.client.orders().place(&env.order()).await.unwrap();
    assert!(!placed.found && placed.attempts == 1);
    assert_eq!((logins(&env), env.create_order_requests()), (2, 2));
    assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1);
}
