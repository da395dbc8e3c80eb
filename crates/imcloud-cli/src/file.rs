//! Reading of text files in any encoding that can be recognized, and atomic writes.

use std::{
    fs,
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use imcloud::reports::temporary_file;
use serde::de::DeserializeOwned;

use crate::{
    failure::{Context as _, Failure, Result},
    json, system,
};

const MAX_BYTES: u64 = 256 << 20;

/// Reads a file, or standard input for `-`, in UTF-8 or in UTF-16 with a byte order mark.
pub(crate) fn read_text(path: &str) -> Result<String> {
    let name = name_of(path);
    decode(&read(path)?).map_err(|probable| {
        Failure::usage(format!("could not read {name}: not UTF-8, but probably {}", probable.name()))
            .hint("Save it as UTF-8.")
    })
}

/// Reads the bytes of a file that is not empty, or of standard input for `-`.
pub(crate) fn read(path: &str) -> Result<Vec<u8>> {
    let content = if path == "-" {
        read_limited(io::stdin().lock())
    } else {
        fs::File::open(path).and_then(read_limited)
    };
    let name = name_of(path);
    let content = content.context(format!("could not read {name}"))?;
    if content.trim_ascii().is_empty() {
        return Err(Failure::usage(format!("{name} is empty")));
    }
    Ok(content)
}

pub(crate) fn read_limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    let size = source.take(MAX_BYTES + 1).read_to_end(&mut content)?;
    if size as u64 > MAX_BYTES {
        return Err(io::Error::other(format!("larger than {} MiB", MAX_BYTES >> 20)));
    }
    Ok(content)
}

/// Reads a JSON file that this program wrote, `None` if it is missing. Duplicate keys are errors.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path, kind: &str) -> Result<Option<T>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = read_text(&path.to_string_lossy())?;
    let value = json::read(&text).and_then(|_| serde_json::from_str(&text));
    value.map(Some).map_err(|error| {
        Failure::usage(format!("{} is not a valid {kind}: {error}", path.display()))
            .hint("Name the file of the earlier run, or one that does not exist.")
    })
}

/// Decodes UTF-8 with or without a byte order mark, and UTF-16 with one.
///
/// # Errors
/// The probable encoding of anything else.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, &'static Encoding> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let content = bytes.get(mark..).unwrap_or_default();
    match encoding.decode_without_bom_handling_and_without_replacement(content) {
        Some(text) if !text.contains('\0') => Ok(text.into_owned()),
        _ => Err(probable_encoding(content)),
    }
}

/// Returns UTF-16 if every other byte is mostly zero, as in western languages.
fn probable_encoding(bytes: &[u8]) -> &'static Encoding {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > even && odd > bytes.len() / 4 => UTF_16LE,
        (even, odd) if even > odd && even > bytes.len() / 4 => UTF_16BE,
        _ => WINDOWS_1252,
    }
}

pub(crate) fn name_of(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

/// Replaces a file atomically. An interrupt leaves the previous file.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result {
    replace(path, content, false).context(format!("could not write {}", path.display()))
}

/// Replaces a file atomically with one that only its owner can read.
pub(crate) fn replace_private(path: &Path, content: &[u8]) -> io::Result<()> {
    replace(path, content, true)
}

fn replace(path: &Path, content: &[u8], is_private: bool) -> io::Result<()> {
    // The target of a symbolic link is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if is_special_file(&path) {
        return fs::OpenOptions::new().write(true).open(&path)?.write_all(content);
    }
    // In the same directory, so that the rename is atomic. Removed on errors.
    let directory = directory_of(&path);
    let mut file = temporary_file(&directory, is_private)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    // Not supported by all file systems, and the file is complete anyway.
    let _ = system::sync_directory(&directory);
    Ok(())
}

/// Returns true for a pipe, a device or the like, which are written to and never replaced.
pub(crate) fn is_special_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

pub(crate) fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn unicode_with_mark_is_decoded() {
        for bytes in [
            "state: Zürich".as_bytes().to_vec(),
            "\u{feff}state: Zürich".as_bytes().to_vec(),
            utf16("\u{feff}state: Zürich", u16::to_le_bytes),
            utf16("\u{feff}state: Zürich", u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes).unwrap(), "state: Zürich", "{bytes:?}");
        }
    }

    #[test]
    fn other_encodings_are_named() {
        assert_eq!(decode(b"state: Z\xfcrich").unwrap_err(), WINDOWS_1252);
        assert_eq!(decode(&utf16("state: ON", u16::to_le_bytes)).unwrap_err(), UTF_16LE);
        assert_eq!(decode(&utf16("state: ON", u16::to_be_bytes)).unwrap_err(), UTF_16BE);
    }
}
