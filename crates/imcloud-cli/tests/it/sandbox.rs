//! `imcloud sandbox serve`, called by the command line and by programs in other languages.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::tool::{Run, Tool, files_in, kill};

/// A running `imcloud sandbox serve` and its variables. Dropping it ends the process.
struct Served {
    child: Child,
    variables: Value,
}

impl Served {
    fn start(tool: &Tool, options: &str) -> Self {
        let line = format!("sandbox serve --quiet --env-format json {options}");
        let mut command = tool.command(line.split_whitespace());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        Self { child, variables: serde_json::from_str(&first).unwrap() }
    }

    fn variable(&self, name: &str) -> &str {
        self.variables[name].as_str().unwrap_or_else(|| panic!("{name} in {}", self.variables))
    }

    /// Runs the command line against it, with exactly its variables.
    fn run(&self, tool: &Tool, line: &str) -> Run {
        let variables = self.variables.as_object().unwrap().iter();
        let mut command = tool.command(line.split_whitespace());
        Run::of(command.envs(variables.map(|(name, value)| (name, value.as_str().unwrap()))))
    }

    /// Sends a request without credentials to a path, and returns status and body.
    fn request(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let authority = self.variable("IMCLOUD_BASE_URL").split('/').nth(2).unwrap();
        let mut stream = TcpStream::connect(authority).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, body) = self.request(method, &format!("/__sandbox{path}"), &body.to_string());
        assert!((200..300).contains(&status), "{method} {path}: {status} {body}");
        serde_json::from_str(&body).unwrap_or_default()
    }

    fn stop(mut self) {
        kill("TERM", &self.child);
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn system_time() -> chrono::DateTime<chrono::Utc> {
    std::time::SystemTime::now().into()
}

#[test]
fn defaults_follow_wall_clock_and_documented_limits() {
    let tool = Tool::anonymous();
    let served = Served::start(&tool, "");
    let behavior = served.control("GET", "/behavior", &Value::Null);
    assert_eq!(behavior["tokenLifetimeSeconds"], 1500);
    let quota = json!({ "calls": 5000, "periodSeconds": 86400 });
    assert_eq!(behavior["rateLimit"], json!({ "calls": 60, "windowSeconds": 60, "quota": quota }));
    let now = system_time();
    let clock = served.control("GET", "/clock", &Value::Null);
    let reported: chrono::DateTime<chrono::Utc> = clock["now"].as_str().unwrap().parse().unwrap();
    assert!((reported - now).num_seconds().abs() < 60, "{clock}");
    assert_eq!(served.run(&tool, "customers list").code, Some(0));
}

#[test]
fn options_set_clock_limits_faults_and_credentials() {
    let tool = Tool::anonymous();
    let served = Served::start(
        &tool,
        "--clock 2030-05-06 --rate-limit 100/1m --quota off --token-lifetime 90s --username me.api --password PW \
         --subscription-key KEY --marketplace nl --fault status,status=418,operation=list_plans",
    );
    let clock = served.control("GET", "/clock", &Value::Null);
    assert!(clock["now"].as_str().unwrap().starts_with("2030-05-06T00:0"), "{clock}");
    let behavior = served.control("GET", "/behavior", &Value::Null);
    assert_eq!(behavior["rateLimit"], json!({ "calls": 100, "windowSeconds": 60, "quota": null }));
    assert_eq!(behavior["tokenLifetimeSeconds"], 90);
    for (name, value) in
        [("USERNAME", "me.api"), ("PASSWORD", "PW"), ("SUBSCRIPTION_KEY", "KEY"), ("MARKETPLACE", "nl")]
    {
        assert_eq!(served.variable(&format!("IMCLOUD_{name}")), value);
    }
    let run = served.run(&tool, "plans list");
    assert!(run.stderr.contains("418"), "{run:?}");
}

#[test]
fn rate_limit_off_also_removes_quota() {
    let tool = Tool::anonymous();
    let off = Served::start(&tool, "--rate-limit off");
    assert_eq!(off.control("GET", "/behavior", &Value::Null)["rateLimit"], Value::Null);
    let quota = Served::start(&tool, "--rate-limit off --quota 2/1h");
    assert_eq!(quota.control("GET", "/behavior", &Value::Null)["rateLimit"]["quota"]["calls"], 2);
}

#[test]
fn token_lives_wall_time_at_any_speed() {
    let tool = Tool::anonymous();
    let served = Served::start(&tool, "--speed 100000 --token-lifetime 1500s");
    // A token is cached by the first call, and 1500 s of the fast clock pass within 15 ms.
    assert_eq!(served.run(&tool, "plans list").code, Some(0));
    assert_eq!(served.run(&tool, "plans list").code, Some(0));
    let journal = served.control("GET", "/journal?operation=generate_auth_token", &Value::Null);
    assert_eq!(journal.as_array().unwrap().len(), 1, "{journal}");
}

#[test]
fn options_without_effect_are_rejected() {
    let tool = Tool::anonymous();
    for (options, message) in [
        ("--dry-run", "--dry-run has no effect on sandbox serve"),
        ("--base-url http://127.0.0.1:1", "--base-url has no effect"),
        ("--rate-limit 60", "expected a number of calls and a time"),
        ("--fault gateway_timeot", "unknown variant `gateway_timeot`"),
        ("--fault reset,operation=create_ordr", "unknown operation \"create_ordr\""),
        ("--clock yesterday", "--clock"),
        ("--data none.json", "none.json"),
        ("--host example.com", "--host"),
    ] {
        let run = tool.run(&format!("sandbox serve {options}"));
        assert!(run.failed(2).contains(message), "{options}: {run:?}");
    }
}

#[test]
fn state_file_is_loaded_and_saved_as_data_file() {
    let tool = Tool::anonymous();
    let first = Served::start(&tool, "--state shop.json --orders 10");
    let customer = r#"{"name":"Fabrikam","language":"en","address":{"streetAddress":"1 Quay","city":"X","postalCode":"1","countryCode":"NO"},"contactPersons":[{"type":"admin","firstName":"A","lastName":"B","email":"a@example.com","phoneNumber":"1##2125550100#"}]}"#;
    tool.file("customer.json", customer);
    assert_eq!(first.run(&tool, "customers create --from customer.json").code, Some(0));
    assert!(!files_in(tool.home.path()).contains(&"shop.json".to_owned()));
    first.control("PATCH", "/clock", &json!({ "advanceSeconds": 864_000 }));
    first.stop();
    for option in ["--state", "--data"] {
        let again = Served::start(&tool, &format!("{option} shop.json"));
        let found = again.run(&tool, "customers list --name Fabrikam -o json");
        assert_eq!(found.json().as_array().unwrap().len(), 1, "{found:?}");
        let clock = again.control("GET", "/clock", &Value::Null);
        let now: chrono::DateTime<chrono::Utc> = clock["now"].as_str().unwrap().parse().unwrap();
        assert!((now - system_time()).num_days() >= 9, "time does not go back: {clock}");
    }
    let early = tool.run("sandbox serve --data shop.json --clock 2020-01-01");
    assert!(early.failed(2).contains("--clock is before the time of the data"), "{early:?}");
}

#[test]
fn unwritable_state_file_is_an_error() {
    let tool = Tool::anonymous();
    let run = tool.run("sandbox serve --state none/shop.json");
    assert!(run.failed(2).contains("there is no directory none"), "{run:?}");
    fs::create_dir(tool.path("removed")).unwrap();
    let mut served = Served::start(&tool, "--state removed/shop.json");
    fs::remove_dir(tool.path("removed")).unwrap();
    kill("INT", &served.child);
    assert_eq!(served.child.wait().unwrap().code(), Some(1));
}

#[cfg(feature = "rustls")]
#[test]
fn https_is_verified_with_written_authority() {
    let tool = Tool::anonymous();
    let served = Served::start(&tool, "--tls ca.pem");
    assert!(served.variable("IMCLOUD_BASE_URL").starts_with("https://127.0.0.1:"));
    assert!(fs::read_to_string(tool.path("ca.pem")).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    let run = served.run(&tool, "customers list -o json");
    assert_eq!(run.json().as_array().unwrap().len(), 6);
    // Without the authority the same call fails.
    let mut command = tool.command(["customers", "list", "--timeout", "5s"]);
    for (name, value) in served.variables.as_object().unwrap() {
        if name.starts_with("IMCLOUD_") {
            command.env(name, value.as_str().unwrap());
        }
    }
    let run = Run::of(&mut command);
    assert!(run.code != Some(0) && run.stdout.is_empty(), "{run:?}");
}

#[test]
fn written_profile_reaches_sandbox() {
    let tool = Tool::anonymous();
    let _served = Served::start(&tool, "--write-profile local");
    let run = tool.run("--profile local customers list -o json");
    assert_eq!(run.json().as_array().unwrap().len(), 6, "{run:?}");
}

#[test]
fn shell_variables_have_chosen_syntax() {
    let tool = Tool::anonymous();
    for (format, line) in [
        ("sh", "export IMCLOUD_USERNAME='o''\\''brien'"),
        ("powershell", "$env:IMCLOUD_USERNAME = 'o''brien'"),
        ("cmd", "set \"IMCLOUD_USERNAME=o'brien\""),
        ("dotenv", "IMCLOUD_USERNAME=\"o'brien\""),
    ] {
        let arguments = ["sandbox", "serve", "--env-format", format, "--username", "o'brien"];
        let mut command = tool.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines.next().unwrap().unwrap();
        let second = lines.next().unwrap().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(second, line.replace("o''\\''", "o'\\''"), "{format}");
    }
}

#[test]
fn proxy_variables_do_not_affect_sandbox() {
    let tool = Tool::anonymous();
    let served = Served::start(&tool, "");
    let variables = served.variables.as_object().unwrap();
    for line in ["customers list", "auth check", "--sandbox customers list"] {
        let mut command = tool.command(line.split_whitespace());
        if !line.contains("--sandbox") {
            command.envs(variables.iter().map(|(name, value)| (name, value.as_str().unwrap())));
        }
        // Nothing listens there.
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(name, "http://127.0.0.1:9");
        }
        let run = Run::of(&mut command);
        assert_eq!(run.code, Some(0), "{line}: {run:?}");
    }
}

/// Runs an example of another language, if its interpreter is installed.
fn example(interpreter: &str, arguments: &[&str]) {
    if Command::new(interpreter).arg("--version").output().is_err() {
        eprintln!("skipped: {interpreter} is not installed");
        return;
    }
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../imcloud-sandbox/examples");
    let mut command = Command::new(interpreter);
    command.args(arguments).current_dir(examples).env("IMCLOUD_BIN", env!("CARGO_BIN_EXE_imcloud"));
    let output =
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("HTTP_PROXY", "http://127.0.0.1:9").output().unwrap();
    let run = Run::from(output);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("Ran 3 tests") || run.stdout.contains("pass 3"), "{run:?}");
}

#[test]
fn python_example_passes() {
    example("python3", &["-m", "unittest", "test_orders.py"]);
}

#[test]
fn node_example_passes() {
    example("node", &["--test", "orders.test.mjs"]);
}
