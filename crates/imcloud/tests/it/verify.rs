use imcloud::{Client, CredentialProblem};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::service::{KEY, Service, gateway, html, ok, platform};

async fn problem_of(response: ResponseTemplate) -> CredentialProblem {
    let service = Service::without_tokens().await;
    service.on("POST", "/na/token", response).await;
    let error = service.client().verify().await.unwrap_err();
    let (text, hint) = (error.to_string(), error.problem().hint());
    assert!(hint.len() > 10 && text.contains(hint), "{text}");
    error.problem()
}

fn empty_list() -> ResponseTemplate {
    ok(json!({"data": [], "pagination": {"offset": 0, "limit": 1, "total": 0}}))
}

#[tokio::test]
async fn valid_credentials_are_verified() {
    let service = Service::start().await;
    service.on("GET", "/na/customers", empty_list()).await;
    let client = service.client();
    client.verify().await.unwrap();
    // The token that was fetched for it is not wasted, and a second check does not trust it.
    client.customers().list().first_page().await.unwrap();
    assert_eq!(service.count("/na/token").await, 1);
    client.verify().await.unwrap();
    assert_eq!(service.count("/na/token").await, 2);
}

#[tokio::test]
async fn missing_permission_does_not_fail_verification() {
    let service = Service::start().await;
    service.on("GET", "/na/customers", platform(403, "No access")).await;
    service.client().verify().await.unwrap();
}

#[tokio::test]
async fn native_login_problems_are_distinguished() {
    use CredentialProblem::*;
    for (response, problem) in [
        (gateway(401, "Access denied due to missing subscription key."), WrongKey),
        (gateway(401, "Access denied due to invalid subscription key."), WrongKey),
        (gateway(401, "Unauthorized"), WrongKey),
        (gateway(403, "Forbidden"), WrongKey),
        (platform(401, "Bad credentials"), WrongLogin),
        (ResponseTemplate::new(401), WrongLogin),
        (platform(400, "Unknown marketplace code"), WrongMarketplace),
        (platform(400, "Bad request"), Unclear),
        (platform(401, "User is not active"), InactiveUser),
        (platform(403, "The account is disabled."), InactiveUser),
        (platform(403, "Access is denied"), InactiveUser),
        (gateway(404, "Resource not found"), WrongBaseUrl),
        (html(404), WrongBaseUrl),
        (platform(401, "A bearer token is needed"), WrongBaseUrl),
        (html(200), WrongBaseUrl),
        (ok(json!({"welcome": true})), WrongBaseUrl),
        (ResponseTemplate::new(302).insert_header("location", "https://www.example/"), WrongBaseUrl),
        (gateway(403, "Out of call volume quota."), Unclear),
        (html(503), Unclear),
    ] {
        assert_eq!(problem_of(response).await, problem);
    }
}

#[tokio::test]
async fn closed_port_is_unreachable() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let service = Service::start().await;
    let client = service.builder().base_url(format!("http://{address}")).build().unwrap();
    assert_eq!(client.verify().await.unwrap_err().problem(), CredentialProblem::Unreachable);
}

#[tokio::test]
async fn oauth_problems_are_distinguished() {
    let service = Service::without_tokens().await;
    let login = imcloud::OAuthPassword::new(&format!("{}/oauth", service.url()), "u", "p", "c").unwrap();
    let client = Client::builder()
        .base_url(service.url())
        .credentials(login)
        .subscription_key(KEY)
        .runtime(service.runtime.clone())
        .build()
        .unwrap();
    let error = |code: &str, body: &str| {
        ResponseTemplate::new(400).set_body_json(json!({"error": code, "error_description": body}))
    };
    let responses = crate::service::in_turn([
        error("invalid_grant", "Invalid user credentials"),
        error("invalid_grant", "Account disabled"),
        error("unauthorized_client", "Invalid client secret"),
        ok(json!({"access_token": "t", "expires_in": 60})),
    ]);
    service.on("POST", "/na/oauth", responses).await;
    service.on("GET", "/na/customers", gateway(401, "Access denied due to invalid subscription key.")).await;
    use CredentialProblem::*;
    for problem in [WrongLogin, InactiveUser, WrongLogin, WrongKey] {
        assert_eq!(client.verify().await.unwrap_err().problem(), problem);
    }
}
