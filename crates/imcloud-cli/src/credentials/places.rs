//! Where files of the user are.

use std::{env, path::PathBuf};

use etcetera::base_strategy::{BaseStrategy as _, choose_base_strategy};

use crate::failure::{Exit, Failure};

/// The configuration file.
pub(super) fn config_file() -> Result<PathBuf, Failure> {
    if let Some(path) = env::var_os("IMCLOUD_CONFIG").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    Ok(base()?.config_dir().join("imcloud").join("config.toml"))
}

/// The folder of what can be lost.
pub(super) fn cache_folder() -> Result<PathBuf, Failure> {
    Ok(base()?.cache_dir().join("imcloud"))
}

fn base() -> Result<impl etcetera::BaseStrategy, Failure> {
    choose_base_strategy().map_err(|error| {
        Failure::new(Exit::Credentials, format!("the user's folders cannot be found: {error}"))
            .remedy("Set HOME, or IMCLOUD_CONFIG to a file; or use the IMCLOUD_* variables alone.")
    })
}
