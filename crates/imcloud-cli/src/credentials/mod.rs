//! Credentials, their sources and the tokens fetched with them.
//!
//! Sources in this order, never mixed:
//!
//! 1. `--profile NAME`;
//! 2. the five `IMCLOUD_*` variables, if any of them is set, or files named by variables such as
//!    `IMCLOUD_PASSWORD_FILE`;
//! 3. `IMCLOUD_PROFILE`, or the default profile of the configuration file.
//!
//! The configuration file is TOML: the file named by `IMCLOUD_CONFIG`, or `imcloud/config.toml` in the user's
//! configuration directory (`$XDG_CONFIG_HOME`, by default `~/.config`; `%APPDATA%` on Windows). Only its
//! owner may be able to read it. Secrets of a profile are in the keyring of the system, in the file, or
//! printed by `password_command` and `subscription_key_command`. Tokens are cached in `imcloud/tokens.json`
//! in the user's cache directory, and shared by concurrent processes.

mod command;
mod files;
mod find;
mod keyring;
mod profiles;
mod token_cache;

pub(crate) use find::{Source, find, source, variable};
pub(crate) use keyring::Keyring;
pub(crate) use profiles::{Profile, Profiles, SecretPlace, Secrets};
pub(crate) use token_cache::TokenCache;
