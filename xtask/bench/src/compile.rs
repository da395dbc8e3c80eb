//! Time of builds: the raw crate next to progenitor's client, and a program next to one with `reqwest` alone.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context as _, Result, ensure};

use crate::measure::{Row, command_time};

const STOCK: &str = include_str!(concat!(env!("OUT_DIR"), "/stock.rs"));

/// A workspace outside this one, with the same versions of dependencies.
struct Packages {
    root: tempfile::TempDir,
    target: PathBuf,
}

impl Packages {
    fn new(repository: &Path) -> Result<Self> {
        let root = tempfile::tempdir()?;
        let path = |name: &str| format!("path = {:?}", repository.join("crates").join(name));
        let (raw, client) = (path("imcloud-raw"), path("imcloud"));
        let tokio = r#"tokio = { version = "1", features = ["macros", "rt-multi-thread"] }"#;
        let packages = [
            (
                "raw",
                format!("imcloud-raw = {{ {raw}, default-features = false }}"),
                "pub use imcloud_raw::Client;",
            ),
            (
                "stock",
                r#"chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
bytes = "1"
futures-core = "0.3"
progenitor-client = "0.15"
reqwest = { version = "0.13", default-features = false, features = ["form", "json", "query", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde"] }"#
                    .into(),
                STOCK,
            ),
            (
                "consumer",
                format!("imcloud = {{ {client} }}\n{tokio}"),
                "#[tokio::main]
async fn main() -> imcloud::Result<()> {
    let client = imcloud::Client::from_env()?;
    let mut customers = client.customers().list().items();
    while let Some(customer) = customers.try_next().await? {
        println!(\"{}\", customer.id);
    }
    Ok(())
}
",
            ),
            (
                "bare",
                format!(
                    "reqwest = {{ version = \"0.13\", features = [\"json\"] }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n{tokio}"
                ),
                "#[derive(serde::Deserialize)]
struct Customer {
    id: String,
}

#[tokio::main]
async fn main() -> reqwest::Result<()> {
    let customers: Vec<Customer> = reqwest::get(\"http://localhost/customers\").await?.json().await?;
    for customer in customers {
        println!(\"{}\", customer.id);
    }
    Ok(())
}
",
            ),
        ];
        let names: Vec<&str> = packages.iter().map(|(name, ..)| *name).collect();
        fs::write(
            root.path().join("Cargo.toml"),
            format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n"),
        )?;
        fs::copy(repository.join("Cargo.lock"), root.path().join("Cargo.lock"))?;
        for (name, dependencies, code) in packages {
            let folder = root.path().join(name).join("src");
            fs::create_dir_all(&folder)?;
            let file = if code.contains("fn main()") { "main.rs" } else { "lib.rs" };
            fs::write(folder.join(file), code)?;
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n"
            );
            fs::write(root.path().join(name).join("Cargo.toml"), manifest)?;
        }
        let target = root.path().join("target");
        Ok(Self { root, target })
    }

    fn cargo(&self, command: &str, package: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args([command, "--quiet", "--package", package]).current_dir(self.root.path());
        cargo.env("CARGO_TARGET_DIR", &self.target).env_remove("RUSTFLAGS");
        cargo
    }

    /// Builds a package whose dependencies are built, first from nothing, then after a change of a file.
    fn alone(
        &self,
        work: &str,
        side: &str,
        package: &str,
        changed: &Path,
        rows: &mut Vec<Row>,
    ) -> Result<()> {
        command_time(&mut self.cargo("build", package))?;
        command_time(&mut self.cargo("clean", package))?;
        for kind in ["cold", "warm"] {
            let (time, cpu) = command_time(&mut self.cargo("build", package))?;
            rows.push(Row {
                work: format!("{kind} build of {work}"),
                side: side.into(),
                time: time.as_secs_f64() * 1e6,
                cpu: cpu.map(|cpu| cpu.as_secs_f64() * 1e6),
                baseline: package == "stock",
                ..Row::default()
            });
            let file = fs::File::options().append(true).open(changed);
            file.and_then(|file| file.set_modified(SystemTime::now()))
                .with_context(|| format!("could not touch {}", changed.display()))?;
        }
        Ok(())
    }
}

pub(crate) fn compile(quick: bool) -> Result<Vec<Row>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let packages = Packages::new(&repository)?;
    let mut rows = Vec::new();
    let raw = repository.join("crates/imcloud-raw/src/lib.rs");
    let work = "the types and operations";
    packages.alone(work, "progenitor", "stock", &packages.root.path().join("stock/src/lib.rs"), &mut rows)?;
    packages.alone(work, "imcloud-raw", "imcloud-raw", &raw, &mut rows)?;
    if quick {
        return Ok(rows);
    }
    for (side, package) in [("reqwest", "bare"), ("imcloud", "consumer")] {
        // Downloads are not measured.
        command_time(&mut packages.cargo("build", package))?;
        fs::remove_dir_all(&packages.target)?;
        ensure!(!packages.target.exists(), "the target directory could not be removed");
        let (time, cpu) = command_time(&mut packages.cargo("build", package))?;
        rows.push(Row {
            work: "cold build of a program with all dependencies".into(),
            side: side.into(),
            time: time.as_secs_f64() * 1e6,
            cpu: cpu.map(|cpu| cpu.as_secs_f64() * 1e6),
            baseline: package == "bare",
            ..Row::default()
        });
    }
    Ok(rows)
}
