//! Tests of the exact request of every operation, with all and with none of its optional parameters and
//! properties.

use imcloud_raw::{
    Date, DateTime,
    types::{
        AccountStatus, CustomerUpdate, OrderStatus, OrderStatusCode, OrderType, OrderUpdate, ReportFormat,
        ReportInput, ReportStatus, ReportType, ResellerUpdate, SubscriptionStatus, SubscriptionUpdate,
        TokenRequest,
    },
};

use super::{bodies, record};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[tokio::test]
async fn list_customers() {
    record("list_customers.no-parameter", async |client| client.list_customers().send().await).await;
    record("list_customers.every-parameter", async |client| {
        let request = client.list_customers().email("ebba+faktura@bageri.example").external_id("FJL 0201/B");
        request.limit(500).name("Bageri & Kafé").offset(1000).reseller_id("730010").send().await
    })
    .await;
}

#[tokio::test]
async fn create_customer() {
    record("create_customer.required-properties", async |client| {
        client.create_customer(&bodies::customer()).send().await
    })
    .await;
    record("create_customer.every-property", async |client| {
        client.create_customer(&bodies::customer_with_every_property()).send().await
    })
    .await;
}

#[tokio::test]
async fn get_customer() {
    record("get_customer", async |client| client.get_customer("730201").send().await).await;
}

#[tokio::test]
async fn update_customer() {
    record("update_customer.one-property", async |client| {
        let update = CustomerUpdate::new().status(AccountStatus::CreditHold);
        client.update_customer("730201", &update).send().await
    })
    .await;
    record("update_customer.every-property", async |client| {
        client.update_customer(730_201, &bodies::customer_update_with_every_property()).send().await
    })
    .await;
}

#[tokio::test]
async fn list_orders() {
    record("list_orders.no-parameter", async |client| client.list_orders().send().await).await;
    record("list_orders.every-parameter", async |client| {
        let request = client.list_orders().creation_time_from(time("2026-05-01T00:00:00Z"));
        let request = request.creation_time_to(time("2026-05-31T23:59:59.999+02:00")).customer_id("730201");
        let request = request.limit(100).offset(200).order_number("SO048113").status(OrderStatus::Processing);
        request.status_code(OrderStatusCode::Lo).subscription_id("860101").send().await
    })
    .await;
}

#[tokio::test]
async fn create_order() {
    record("create_order.required-properties", async |client| {
        client.create_order(&bodies::order(OrderType::Sales)).send().await
    })
    .await;
    record("create_order.every-property", async |client| {
        client.create_order(&bodies::order_with_every_property()).send().await
    })
    .await;
    record("create_order.typical-sale", async |client| client.create_order(&bodies::sale()).send().await)
        .await;
}

#[tokio::test]
async fn estimate_order() {
    record("estimate_order", async |client| client.estimate_order(&bodies::sale()).send().await).await;
}

#[tokio::test]
async fn get_order() {
    record("get_order", async |client| client.get_order("910113").send().await).await;
}

#[tokio::test]
async fn update_order() {
    record("update_order.no-property", async |client| {
        client.update_order("910116", &OrderUpdate::new()).send().await
    })
    .await;
    record("update_order.every-property", async |client| {
        let update = OrderUpdate::new().credit_check(false).status_code(OrderStatusCode::Cl);
        client.update_order("910116", &update).send().await
    })
    .await;
}

#[tokio::test]
async fn list_plans() {
    record("list_plans.no-parameter", async |client| client.list_plans().send().await).await;
    record("list_plans.every-parameter", async |client| client.list_plans().limit(50).offset(0).send().await)
        .await;
}

#[tokio::test]
async fn get_plan() {
    record("get_plan", async |client| client.get_plan(5501).send().await).await;
}

#[tokio::test]
async fn list_products() {
    record("list_products.no-parameter", async |client| client.list_products().send().await).await;
    record("list_products.every-parameter", async |client| {
        let request =
            client.list_products().limit(500).mpn("QW-DRAFT/PRO").name("Draft Pro 100 %").offset(500);
        request.service_name("Quillworks Draft").vendor("quillworks").send().await
    })
    .await;
}

#[tokio::test]
async fn list_reports() {
    record("list_reports.no-parameter", async |client| client.list_reports().send().await).await;
    record("list_reports.every-parameter", async |client| {
        let request = client.list_reports().format(ReportFormat::Xlsx).from(date("2026-05-01"));
        let request = request.name("fjordlys-usage").status(ReportStatus::Completed).to(date("2026-05-31"));
        request.type_(ReportType::OnInvoice).send().await
    })
    .await;
}

#[tokio::test]
async fn create_report() {
    record("create_report.required-properties", async |client| {
        let report = ReportInput::new("fjordlys-usage", time("2026-04-01T00:00:00Z"));
        client.create_report(&report).send().await
    })
    .await;
    record("create_report.every-property", async |client| {
        let report = ReportInput::new("fjordlys-usage", time("2026-04-01T00:00:00Z"));
        let report = report.end_date(time("2026-04-30T23:59:59Z")).format(ReportFormat::Csv);
        client.create_report(&report.customization_name("with cost centers")).send().await
    })
    .await;
}

#[tokio::test]
async fn get_report() {
    record("get_report", async |client| {
        client.get_report("c0ffee00-1d2e-4b3f-8a4c-5d6e7f809102").send().await
    })
    .await;
}

#[tokio::test]
async fn list_resellers() {
    record("list_resellers.no-parameter", async |client| client.list_resellers().send().await).await;
    record("list_resellers.every-parameter", async |client| {
        let request = client.list_resellers().email("priya@marlow.example").external_id("MRL").limit(20);
        request.name("Marlow").offset(40).send().await
    })
    .await;
}

#[tokio::test]
async fn create_reseller() {
    record("create_reseller.required-properties", async |client| {
        client.create_reseller(&bodies::reseller()).send().await
    })
    .await;
    record("create_reseller.every-property", async |client| {
        client.create_reseller(&bodies::reseller_with_every_property()).send().await
    })
    .await;
}

#[tokio::test]
async fn get_reseller() {
    record("get_reseller", async |client| client.get_reseller("730020").send().await).await;
}

#[tokio::test]
async fn update_reseller() {
    record("update_reseller.one-property", async |client| {
        client.update_reseller("730020", &ResellerUpdate::new().status(AccountStatus::Active)).send().await
    })
    .await;
    record("update_reseller.every-property", async |client| {
        client.update_reseller("730020", &bodies::reseller_update_with_every_property()).send().await
    })
    .await;
}

#[tokio::test]
async fn list_reseller_customers() {
    record("list_reseller_customers.no-parameter", async |client| {
        client.list_reseller_customers("730020").send().await
    })
    .await;
    record("list_reseller_customers.every-parameter", async |client| {
        let request =
            client.list_reseller_customers("730020").email("dana@ottercreek.example").external_id("MRL-0003");
        request.limit(10).name("Otter").offset(10).send().await
    })
    .await;
}

#[tokio::test]
async fn create_reseller_customer() {
    record("create_reseller_customer", async |client| {
        client.create_reseller_customer("730020", &bodies::customer()).send().await
    })
    .await;
}

#[tokio::test]
async fn list_reseller_orders() {
    record("list_reseller_orders.no-parameter", async |client| {
        client.list_reseller_orders("730020").send().await
    })
    .await;
    record("list_reseller_orders.every-parameter", async |client| {
        let request = client.list_reseller_orders("730020").creation_time_from(time("2026-06-01T00:00:00Z"));
        let request = request.creation_time_to(time("2026-06-30T23:59:59Z")).customer_id("730311").limit(10);
        request.offset(0).status("awaitingApproval").subscription_id("860111").send().await
    })
    .await;
}

#[tokio::test]
async fn list_subscriptions() {
    record("list_subscriptions.no-parameter", async |client| client.list_subscriptions().send().await).await;
    record("list_subscriptions.every-parameter", async |client| {
        let request = client.list_subscriptions().creation_date_from(date("2026-01-01"));
        let request = request.creation_date_to(date("2026-06-30")).customer_id("730202").limit(500).offset(0);
        request.status(SubscriptionStatus::Active).send().await
    })
    .await;
}

#[tokio::test]
async fn get_subscription() {
    record("get_subscription", async |client| client.get_subscription("860103").send().await).await;
}

#[tokio::test]
async fn update_subscription() {
    record("update_subscription.one-property", async |client| {
        client.update_subscription("860103", &SubscriptionUpdate::new().renewal_status(false)).send().await
    })
    .await;
    record("update_subscription.every-property", async |client| {
        client.update_subscription("860103", &bodies::subscription_update_with_every_property()).send().await
    })
    .await;
}

#[tokio::test]
async fn update_subscription_special_pricing() {
    record("update_subscription_special_pricing", async |client| {
        client.update_subscription_special_pricing("860103", &bodies::special_pricing()).send().await
    })
    .await;
}

#[tokio::test]
async fn generate_auth_token() {
    record("generate_auth_token.no-property", async |client| {
        client.generate_auth_token(&TokenRequest::new()).send().await
    })
    .await;
    record("generate_auth_token.every-property", async |client| {
        client.generate_auth_token(&TokenRequest::new().marketplace("se")).send().await
    })
    .await;
}

#[tokio::test]
async fn validate_parameters() {
    record("validate_parameters.required-properties", async |client| {
        client.validate_parameters(&bodies::validation()).send().await
    })
    .await;
    record("validate_parameters.every-property", async |client| {
        client.validate_parameters(&bodies::validation_with_every_property()).send().await
    })
    .await;
}
