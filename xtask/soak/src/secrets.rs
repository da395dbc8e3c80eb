//! Secrets of a round, and their search in logs and messages.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use imcloud::{AccessToken, StoreFuture, TokenStore};
use imcloud_sandbox::Credentials;
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    fmt::format::FmtSpan,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// The known secrets, and where one was found. Clones share both.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    secrets: Vec<String>,
    found: Vec<String>,
    log_lines: u64,
}

/// The newest tokens are searched for. Older ones are no longer in use.
const MAX_SECRETS: usize = 64;

impl Secrets {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, secret: &str) {
        let mut state = self.state();
        if state.secrets.len() == MAX_SECRETS {
            state.secrets.remove(0);
        }
        state.secrets.push(secret.to_owned());
    }

    pub(crate) fn add_credentials(&self, credentials: &Credentials) {
        let password = credentials.password.expose();
        self.add(password);
        self.add(&STANDARD.encode(format!("{}:{password}", credentials.username)));
        self.add(credentials.subscription_key.expose());
    }

    /// Records a violation if a secret is in this text. The violation does not repeat the secret.
    pub(crate) fn check(&self, place: &str, text: &str) {
        let mut state = self.state();
        if let Some(secret) = state.secrets.iter().find(|secret| text.contains(secret.as_str())) {
            let masked = text.replace(secret.as_str(), "[SECRET]");
            let start: String = masked.chars().take(300).collect();
            state.found.push(format!("a secret is in {place}: {start}"));
        }
    }

    /// Removes and returns the violations.
    pub(crate) fn take_found(&self) -> Vec<String> {
        let mut state = self.state();
        state.secrets.clear();
        std::mem::take(&mut state.found)
    }

    /// Resets and returns the number of log lines.
    pub(crate) fn take_log_lines(&self) -> u64 {
        std::mem::take(&mut self.state().log_lines)
    }

    /// Searches the logs of this process from now on.
    pub(crate) fn watch_logs(&self) {
        let writer = self.clone();
        let layer = tracing_subscriber::fmt::layer()
            .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(move || writer.clone());
        let targets =
            Targets::new().with_default(LevelFilter::DEBUG).with_target("imcloud", LevelFilter::TRACE);
        // A test can have installed one.
        let _ = tracing_subscriber::registry().with(layer.with_filter(targets)).try_init();
    }
}

impl io::Write for Secrets {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.check("the log", &String::from_utf8_lossy(line));
        self.state().log_lines += 1;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Learns the tokens of a client.
impl TokenStore for Secrets {
    fn load<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
        Box::pin(async { Ok(None) })
    }

    fn save<'a>(&'a self, _: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
        self.add(token.secret().expose());
        Box::pin(async { Ok(()) })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn secret_in_text_is_a_masked_violation() {
        let mut secrets = Secrets::default();
        secrets.add("hunter2");
        secrets.check("an error", "all is well");
        writeln!(secrets, "DEBUG sent hunter2").unwrap();
        assert_eq!(secrets.take_found(), ["a secret is in the log: DEBUG sent [SECRET]\n"]);
    }
}
