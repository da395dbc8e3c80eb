//! Credentials: where they come from, where they are kept, and the tokens they got.
//!
//! In this order, and never mixed:
//!
//! 1. `--profile NAME`;
//! 2. the five `IMCLOUD_*` variables, if any of them is set;
//! 3. `IMCLOUD_PROFILE`, or the default profile of the configuration file.
//!
//! The file is TOML, `imcloud/config.toml` in the user's configuration folder (`$XDG_CONFIG_HOME`, by default `~/.config`; `%APPDATA%` on Windows), or what
//! `IMCLOUD_CONFIG` names. Nobody else may be able to read it. Secrets of a profile are in the system's keyring, or, where there is none, in the file itself.
//! Tokens are cached in `imcloud/tokens.json` in the user's cache directory, and shared by concurrent
//! processes.

mod find;
mod keyring;
mod places;
mod private_file;
mod profiles;
mod token_cache;

pub(crate) use find::{Source, find, source};
pub(crate) use keyring::Keyring;
pub(crate) use profiles::{Profile, Profiles, SecretPlace, Secrets};
pub(crate) use token_cache::TokenCache;
