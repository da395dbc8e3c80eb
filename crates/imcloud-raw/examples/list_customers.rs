//! Logs in and lists customers with a plain `reqwest::Client`.
//!
//! Set `IMCLOUD_BASE_URL`, `IMCLOUD_USERNAME`, `IMCLOUD_PASSWORD`, `IMCLOUD_SUBSCRIPTION_KEY` and
//! `IMCLOUD_MARKETPLACE`, then `cargo run -p imcloud-raw --example list_customers`.

use std::{env, error::Error, process::ExitCode, time::Duration};

use imcloud_raw::{Client, types::TokenRequest};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let base_url = setting("IMCLOUD_BASE_URL")?;
    let key = setting("IMCLOUD_SUBSCRIPTION_KEY")?;

    // The token call takes the login, every other call takes the token; the key goes with all of them.
    let login = basic(&setting("IMCLOUD_USERNAME")?, &setting("IMCLOUD_PASSWORD")?)?;
    let marketplace = TokenRequest::new().marketplace(setting("IMCLOUD_MARKETPLACE")?);
    let token = Client::new(&base_url, http(&key, login)?).generate_auth_token(&marketplace).send().await?;
    let token = token.into_inner().token.ok_or("the response has no token")?;

    let bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose()))?;
    let client = Client::new(&base_url, http(&key, bearer)?);
    let page = client.list_customers().limit(100).send().await?;
    for customer in page.into_inner().data.unwrap_or_default() {
        let text = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        println!(
            "{}\t{}\t{}",
            customer.id,
            text(customer.status.map(|status| status.to_string())),
            text(customer.name)
        );
    }
    Ok(())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set; export it and run again"))
}

fn basic(username: &str, password: &str) -> Result<HeaderValue, Box<dyn Error>> {
    // reqwest writes the header; this borrows it from a request that is never sent.
    let request =
        reqwest::Client::new().get("http://localhost").basic_auth(username, Some(password)).build()?;
    Ok(request.headers().get(AUTHORIZATION).ok_or("reqwest wrote no login")?.clone())
}

fn http(key: &str, authorization: HeaderValue) -> Result<reqwest::Client, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    let mut key = HeaderValue::from_str(key)?;
    key.set_sensitive(true);
    headers.insert("X-Subscription-Key", key);
    let mut authorization = authorization;
    authorization.set_sensitive(true);
    headers.insert(AUTHORIZATION, authorization);
    // Placing an order can take over a minute.
    Ok(reqwest::Client::builder().default_headers(headers).timeout(Duration::from_secs(180)).build()?)
}
