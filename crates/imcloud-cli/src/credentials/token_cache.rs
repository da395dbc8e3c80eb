//! The token cache, shared by processes.
//!
//! Token calls count against the key's limit, and a script starts one process per call. The cache is one
//! small file that is replaced atomically. A token is only used with the credentials that it was fetched
//! with. A process that finds no token locks a file next to the cache until it has saved one, so that one of
//! many concurrent processes fetches a token and the others wait. Every wait has a limit: after it, a process
//! fetches its own token.

use std::{
    collections::BTreeMap,
    error::Error,
    fs::{self, File},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use etcetera::BaseStrategy as _;
use imcloud::{AccessToken, Secret, StoreFuture, TokenStore};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Secrets, base, read_private, write_private};
use crate::{
    failure::{Context as _, Result},
    system::create_private_directory,
};

/// Time limit for the lock. The client waits five seconds for a token store.
const LOCK_TIMEOUT: Duration = Duration::from_secs(4);
const LOCK_POLL: Duration = Duration::from_millis(20);

/// Time limit for an operation on the files, such as on a file system that does not respond.
const TIMEOUT: Duration = Duration::from_secs(5);

const UNUSABLE: &str = "could not use the token cache";

type Failed = Box<dyn Error + Send + Sync>;

#[derive(Clone, Debug)]
pub(crate) struct TokenCache {
    directory: PathBuf,
    lock_timeout: Duration,
    timeout: Duration,
}

#[derive(Default, Deserialize, Serialize)]
struct Content {
    /// Random, so that fingerprints of two files cannot be compared.
    salt: String,
    accounts: BTreeMap<String, Entry>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    /// The fingerprint of the credentials.
    credentials: String,
    token: Secret,
    obtained_at: SystemTime,
    expires_at: SystemTime,
}

impl TokenCache {
    /// Opens the user's cache and creates its directory.
    pub(crate) fn open() -> Result<Self> {
        let directory = base()?.cache_dir().join("imcloud");
        create_private_directory(&directory).context(format!("could not create {}", directory.display()))?;
        Ok(Self { directory, lock_timeout: LOCK_TIMEOUT, timeout: TIMEOUT })
    }

    /// Returns the expiry of the first valid token of an account.
    pub(crate) async fn expiry(
        &self,
        is_account: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Option<SystemTime>> {
        let expiry = self.run(move |cache| {
            let content = cache.read()?;
            let entries = content.accounts.iter().filter(|(account, _)| is_account(account));
            Ok(entries.map(|(_, entry)| entry.expires_at).find(|expiry| *expiry > SystemTime::now()))
        });
        expiry.await.context(UNUSABLE)
    }

    pub(crate) async fn remove(&self, is_account: impl Fn(&str) -> bool + Send + 'static) -> Result {
        let removed = self.run(move |cache| {
            let _lock = cache.lock(cache.lock_timeout)?;
            let mut content = cache.read().unwrap_or_default();
            content.accounts.retain(|account, _| !is_account(account));
            cache.write(&content)
        });
        removed.await.context(UNUSABLE)
    }

    /// Returns a store of tokens that were fetched with these credentials.
    pub(crate) fn store(self, secrets: Secrets) -> CredentialTokens {
        let (lock, responsive) = (Mutex::default(), AtomicBool::new(false));
        CredentialTokens(Arc::new(Held { cache: self, secrets, lock, responsive }))
    }

    /// Runs blocking work in another thread, with a time limit.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Failed> + Send + 'static,
    ) -> Result<T, Failed> {
        let cache = self.clone();
        let work = tokio::task::spawn_blocking(move || work(&cache));
        match tokio::time::timeout(self.timeout, work).await {
            Ok(result) => result?,
            Err(_) => Err(format!("no response of the file system within {:?}", self.timeout).into()),
        }
    }

    fn read(&self) -> Result<Content, Failed> {
        let text = read_private(&self.directory.join("tokens.json"));
        let text = text.map_err(|failure| failure.to_string())?;
        // An invalid file is replaced with the next token.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    fn write(&self, content: &Content) -> Result<(), Failed> {
        Ok(write_private(&self.directory.join("tokens.json"), &serde_json::to_string(content)?)?)
    }

    /// Returns the lock, or `None` if another process holds it for too long.
    fn lock(&self, timeout: Duration) -> Result<Option<File>, std::io::Error> {
        let path = self.directory.join("tokens.lock");
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(fs::TryLockError::WouldBlock) if start.elapsed() < timeout => thread::sleep(LOCK_POLL),
                Err(fs::TryLockError::WouldBlock) => return Ok(None),
                Err(fs::TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

#[derive(Debug)]
pub(crate) struct CredentialTokens(Arc<Held>);

#[derive(Debug)]
struct Held {
    cache: TokenCache,
    secrets: Secrets,
    /// Held while this process fetches a token.
    lock: Mutex<Option<File>>,
    responsive: AtomicBool,
}

impl Held {
    /// Returns a fingerprint of the credentials. The subscription key is random, so that guesses of the
    /// password cannot be tested without it.
    fn fingerprint(&self, salt: &str) -> String {
        let Secrets { password, subscription_key } = &self.secrets;
        let mut hash = Sha256::new();
        for part in [salt, subscription_key.expose(), password.expose()] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Option<File>> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, account: &str) -> Result<Option<AccessToken>, Failed> {
        let mut content = self.cache.read()?;
        let credentials = self.fingerprint(&content.salt);
        let entry = content.accounts.remove(account).filter(|entry| entry.credentials == credentials);
        Ok(entry.map(|entry| AccessToken::new(entry.token, entry.obtained_at, entry.expires_at)))
    }

    fn load(&self, account: &str) -> Result<Option<AccessToken>, Failed> {
        let is_fresh = |token: &AccessToken| SystemTime::now() < token.refresh_at();
        // Without the lock first: most calls find a token.
        if let Some(token) = self.find(account)?.filter(is_fresh) {
            return Ok(Some(token));
        }
        if self.lock().is_none() {
            let lock = self.cache.lock(self.cache.lock_timeout)?;
            // The holder of the lock may have saved one in the meantime.
            if let Some(token) = self.find(account)?.filter(is_fresh) {
                return Ok(Some(token));
            }
            *self.lock() = lock;
        }
        self.find(account)
    }

    fn save(&self, account: String, token: &AccessToken) -> Result<(), Failed> {
        let held = self.lock().take();
        // Without the lock, a token that another process saves at this time may be lost.
        let _lock = held.map_or_else(|| self.cache.lock(Duration::ZERO), |lock| Ok(Some(lock)))?;
        let mut content = self.cache.read().unwrap_or_default();
        if content.salt.is_empty() {
            content.salt = Uuid::new_v4().to_string();
        }
        let now = SystemTime::now();
        content.accounts.retain(|_, entry| now < entry.expires_at);
        let entry = Entry {
            credentials: self.fingerprint(&content.salt),
            token: token.secret().clone(),
            obtained_at: token.obtained_at(),
            expires_at: token.expires_at(),
        };
        content.accounts.insert(account, entry);
        self.cache.write(&content)
    }
}

impl TokenStore for CredentialTokens {
    fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
        let (held, account) = (Arc::clone(&self.0), account.to_owned());
        Box::pin(self.0.cache.run(move |_| {
            let loaded = held.load(&account);
            held.responsive.store(true, Ordering::Relaxed);
            loaded
        }))
    }

    fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
        let (held, account, token) = (Arc::clone(&self.0), account.to_owned(), token.clone());
        Box::pin(async move {
            // At once where possible: the command may end, and with it this future, before another thread is
            // done.
            if held.responsive.load(Ordering::Relaxed) {
                return held.save(account, &token);
            }
            self.0.cache.run(move |_| held.save(account, &token)).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "https://host/na us acme.api";
    const PASSWORD: &str = "correct horse";

    fn cache(directory: &tempfile::TempDir) -> TokenCache {
        let limit = Duration::from_millis(100);
        TokenCache { directory: directory.path().to_owned(), lock_timeout: limit, timeout: 10 * limit }
    }

    fn store(cache: &TokenCache, password: &str) -> CredentialTokens {
        cache.clone().store(Secrets { password: password.into(), subscription_key: "key".into() })
    }

    fn token() -> AccessToken {
        let now = SystemTime::now();
        AccessToken::new("token-1".into(), now, now + Duration::from_secs(1_500))
    }

    #[tokio::test]
    async fn token_of_other_password_is_not_used() {
        let directory = tempfile::tempdir().unwrap();
        let cache = cache(&directory);
        store(&cache, PASSWORD).save(ACCOUNT, &token()).await.unwrap();
        let found = store(&cache, PASSWORD).load(ACCOUNT).await.unwrap().unwrap();
        assert_eq!(found.secret().expose(), "token-1");
        assert!(store(&cache, "other").load(ACCOUNT).await.unwrap().is_none());
        assert!(store(&cache, PASSWORD).load("https://host/na nl acme.api").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn file_reveals_no_password() {
        let directories = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let mut fingerprints = Vec::new();
        for directory in &directories {
            store(&cache(directory), PASSWORD).save(ACCOUNT, &token()).await.unwrap();
            let text = fs::read_to_string(directory.path().join("tokens.json")).unwrap();
            assert!(!text.contains(PASSWORD) && !text.contains("\"key\""), "{text}");
            let content: Content = serde_json::from_str(&text).unwrap();
            fingerprints.push(content.accounts[ACCOUNT].credentials.clone());
        }
        assert_ne!(fingerprints[0], fingerprints[1], "the salt is random");
    }

    #[tokio::test]
    async fn held_lock_delays_only_until_timeout() {
        let directory = tempfile::tempdir().unwrap();
        let cache = cache(&directory);
        let lock = cache.lock(Duration::ZERO).unwrap().unwrap();
        let waiting = store(&cache, PASSWORD);
        assert!(waiting.load(ACCOUNT).await.unwrap().is_none());
        waiting.save(ACCOUNT, &token()).await.unwrap();
        assert!(store(&cache, PASSWORD).load(ACCOUNT).await.unwrap().is_some());
        drop(lock);
    }

    #[tokio::test]
    async fn waiting_process_uses_saved_token() {
        let directory = tempfile::tempdir().unwrap();
        let cache =
            TokenCache { lock_timeout: Duration::from_secs(60), timeout: TIMEOUT, ..cache(&directory) };
        let (first, second) = (store(&cache, PASSWORD), store(&cache, PASSWORD));
        assert!(first.load(ACCOUNT).await.unwrap().is_none());
        let (found, saved) = tokio::join!(second.load(ACCOUNT), async {
            tokio::time::sleep(5 * LOCK_POLL).await;
            first.save(ACCOUNT, &token()).await
        });
        saved.unwrap();
        assert!(found.unwrap().is_some());
    }

    /// A pipe without a reader blocks whoever opens it, like a file system that does not respond.
    #[cfg(unix)]
    #[tokio::test]
    async fn blocked_lock_file_ends_at_timeout() {
        let directory = tempfile::tempdir().unwrap();
        let cache = cache(&directory);
        let pipe = directory.path().join("tokens.lock");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let error = store(&cache, PASSWORD).load(ACCOUNT).await.unwrap_err().to_string();
        assert!(error.contains("no response of the file system"), "{error}");
        let failure = cache.remove(|_| true).await.unwrap_err();
        assert!(failure.message.contains("no response"), "{}", failure.message);
        // Lets the blocked threads go.
        drop(File::open(pipe).unwrap());
    }
}
