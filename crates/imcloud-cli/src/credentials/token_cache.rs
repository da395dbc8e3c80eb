//! TokenCache between calls, shared by processes.
//!
//! Token calls count against the key's limit, and a script makes a process a call. The cache is one small file, replaced as a whole. A lock file beside it
//! is held from looking for a token in vain until the new one is written, so that of many processes that start together one fetches and the others wait for
//! it. A process that dies gives its lock back; one that takes too long is not waited for.

use std::{
    collections::BTreeMap,
    error::Error,
    fs::{self, File},
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use imcloud::{AccessToken, Secret, StoreFuture, TokenStore};
use serde::{Deserialize, Serialize};

use super::{places, private_file};
use crate::failure::{Exit, Failure};

/// How long another process may take to fetch a token before this one fetches its own.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// The cache in the user's cache folder.
#[derive(Debug)]
pub(crate) struct TokenCache {
    folder: PathBuf,
    /// Held while this process fetches a token.
    lock: Mutex<Option<File>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    token: Secret,
    obtained_at: u64,
    expires_at: u64,
}

type Entries = BTreeMap<String, Entry>;
type Failed = Box<dyn Error + Send + Sync>;

impl TokenCache {
    /// The user's cache; makes its folder.
    pub(crate) fn open() -> Result<Self, Failure> {
        let folder = places::cache_folder()?;
        private_file::make_folder(&folder).map_err(|error| {
            Failure::new(Exit::Failed, format!("{} cannot be made: {error}", folder.display()))
        })?;
        Ok(Self { folder, lock: Mutex::default() })
    }

    /// Until when the cached token of an account lives; `None` without one.
    pub(crate) fn expiry(&self, account: impl Fn(&str) -> bool) -> Result<Option<SystemTime>, Failure> {
        let entries = self.read().map_err(failed)?;
        let found = entries.iter().find(|(name, _)| account(name));
        Ok(found.map(|(_, entry)| time(entry.expires_at)).filter(|end| *end > SystemTime::now()))
    }

    /// Forgets the tokens of an account.
    pub(crate) async fn forget(&self, account: impl Fn(&str) -> bool) -> Result<(), Failure> {
        let _lock = self.acquire().await?;
        let mut entries = self.read().unwrap_or_default();
        entries.retain(|name, _| !account(name));
        self.write(&entries).map_err(failed)
    }

    fn file(&self) -> PathBuf {
        self.folder.join("tokens.json")
    }

    fn read(&self) -> Result<Entries, Failed> {
        let text = private_file::read(&self.file()).map_err(|failure| failure.to_string())?;
        // A file that is none is as good as no file: it is written anew.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    fn write(&self, entries: &Entries) -> Result<(), Failed> {
        Ok(private_file::write(&self.file(), &serde_json::to_string(entries)?)?)
    }

    /// The lock; `None` when another process has had it for too long.
    async fn acquire(&self) -> Result<Option<File>, std::io::Error> {
        let file = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join("tokens.lock"))?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(fs::TryLockError::WouldBlock) if waited < PATIENCE => {}
                Err(fs::TryLockError::WouldBlock) => return Ok(None),
                Err(fs::TryLockError::Error(error)) => return Err(error),
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
            waited += BETWEEN_TRIES;
        }
    }

    fn held(&self) -> MutexGuard<'_, Option<File>> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn lookup(&self, account: &str) -> Result<Option<AccessToken>, Failed> {
        // A first look without the lock: most calls find a token.
        if let Some(token) = self.find(account)?.filter(is_fresh) {
            return Ok(Some(token));
        }
        if self.held().is_none() {
            let lock = self.acquire().await?;
            // Whoever had the lock may have fetched one meanwhile.
            if let Some(token) = self.find(account)?.filter(is_fresh) {
                return Ok(Some(token));
            }
            *self.held() = lock;
        }
        self.find(account)
    }

    fn find(&self, account: &str) -> Result<Option<AccessToken>, Failed> {
        let entry = self.read()?.remove(account);
        Ok(entry.map(|entry| AccessToken::new(entry.token, time(entry.obtained_at), time(entry.expires_at))))
    }

    async fn keep(&self, account: &str, token: &AccessToken) -> Result<(), Failed> {
        let held = self.held().take();
        let _lock = match held {
            Some(lock) => Some(lock),
            None => self.acquire().await?,
        };
        let mut entries = self.read().unwrap_or_default();
        let now = seconds(SystemTime::now());
        entries.retain(|_, entry| now < entry.expires_at);
        let entry = Entry {
            token: token.secret().clone(),
            obtained_at: seconds(token.obtained_at()),
            expires_at: seconds(token.expires_at()),
        };
        entries.insert(account.to_owned(), entry);
        self.write(&entries)
    }
}

impl TokenStore for TokenCache {
    fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
        Box::pin(self.lookup(account))
    }

    fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
        Box::pin(self.keep(account, token))
    }
}

fn failed(error: Failed) -> Failure {
    Failure::new(Exit::Failed, format!("the token cache cannot be used: {error}"))
}

fn is_fresh(token: &AccessToken) -> bool {
    SystemTime::now() < token.renew_at()
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn time(seconds: u64) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(UNIX_EPOCH)
}
