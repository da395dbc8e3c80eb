//! Payload files and what their names say.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

/// The direction of a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A request body.
    Request,
    /// The body of a success.
    Response,
    /// The body of an error.
    Error,
}

/// A payload file.
#[derive(Debug, Clone)]
pub struct Payload {
    /// The file.
    pub path: PathBuf,
    /// The operation id, or `any` for an error of any operation.
    pub operation: String,
    /// The direction.
    pub kind: Kind,
}

/// The payload files behind the given paths; directories are searched at every depth.
///
/// # Errors
/// If a path cannot be read, a name is not understood, or there is no payload at all.
pub fn collect(paths: &[PathBuf]) -> Result<Vec<Payload>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            list(path, &mut files)?;
        } else {
            ensure!(path.is_file(), "{} is neither a file nor a directory", path.display());
            files.push(path.clone());
        }
    }
    ensure!(!files.is_empty(), "there is no .json file in what was given");
    files.iter().map(|path| of_name(path)).collect()
}

fn list(directory: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}

fn of_name(path: &Path) -> Result<Payload> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut parts = name.split('.');
    let (operation, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let kind = match kind {
        "request" => Kind::Request,
        "response" => Kind::Response,
        "error" => Kind::Error,
        _ => bail!(
            "{} does not say what it holds; call it OPERATION_ID.request.LABEL.json, .response. or .error.",
            path.display()
        ),
    };
    Ok(Payload { path: path.to_owned(), operation: operation.to_owned(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_operation_and_kind_from_the_name() {
        let payload = of_name(Path::new("x/getOrders.response.thin.rows.json")).unwrap();
        assert_eq!((payload.operation.as_str(), payload.kind), ("getOrders", Kind::Response));
    }

    #[test]
    fn a_name_that_says_nothing_is_an_error_and_not_skipped() {
        let error = of_name(Path::new("orders.json")).unwrap_err().to_string();
        assert!(error.starts_with("orders.json does not say what it holds"), "{error}");
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let directory = tempfile::tempdir().unwrap();
        assert!(collect(&[directory.path().to_owned()]).is_err());
        assert!(
            collect(&[directory.path().join("gone")])
                .unwrap_err()
                .to_string()
                .contains("neither a file nor a directory")
        );
    }
}
