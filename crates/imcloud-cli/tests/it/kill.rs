//! Commands that are killed at any time, and repeated.
//!
//! The times are random. Each test prints its seed, and `KILL_SEED` repeats it. Other kills follow requests
//! that the service sees: while it works on one, or right after its response.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant, SystemTime},
};

use imcloud_sandbox::{Fault, Sandbox, Size, SystemClock};
use serde_json::Value;

use crate::tool::{Run, Tool, files_in, piped};

/// Random numbers from a printed seed.
struct Rng(u64);

impl Rng {
    fn new() -> Self {
        let by_time = || SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
        let seed = std::env::var("KILL_SEED").map_or_else(|_| by_time(), |seed| seed.parse().unwrap());
        println!("KILL_SEED={seed}");
        Self(seed | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        // The xorshift generator of Marsaglia.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn delay(&mut self, milliseconds: u64) -> Duration {
        Duration::from_micros(self.below(milliseconds * 1_000))
    }
}

/// Time of a kill.
#[derive(Clone, Copy, Debug)]
enum Point {
    After(Duration),
    /// While the service works on the next request of this operation.
    Requested(&'static str),
    /// Right after the response to it.
    Responded(&'static str),
}

/// Polls until something is true or the process has ended.
fn wait_until(child: &mut Child, reached: impl Fn() -> bool) {
    let start = Instant::now();
    while !reached() && child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(30), "the command does not get there");
        thread::sleep(Duration::from_micros(200));
    }
}

/// Runs a command and kills it. Returns whether it ended before.
fn killed(tool: &Tool, command: &mut Command, point: Point) -> bool {
    let count = |operation: &str, responded: bool| {
        let requests = tool.sandbox.journal().of(operation).unwrap();
        requests.iter().filter(|request| !responded || request.status().is_some()).count()
    };
    let before = match point {
        Point::Requested(operation) => {
            tool.sandbox.inject(Fault::delay(Duration::from_millis(100)).on(operation).once()).unwrap();
            count(operation, false)
        }
        Point::Responded(operation) => count(operation, true),
        Point::After(_) => 0,
    };
    let mut child = piped(command);
    match point {
        Point::After(delay) => thread::sleep(delay),
        Point::Requested(operation) => wait_until(&mut child, || count(operation, false) > before),
        Point::Responded(operation) => wait_until(&mut child, || count(operation, true) > before),
    }
    let has_ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    tool.sandbox.clear_faults();
    has_ended
}

/// Returns the points of kills: those of the operations, and random ones within a time.
fn points(rng: &mut Rng, operations: &[&'static str], milliseconds: u64, count: usize) -> Vec<Point> {
    let named = operations.iter().flat_map(|name| [Point::Requested(name), Point::Responded(name)]);
    let mut points: Vec<Point> = named.collect();
    points.extend((0..count).map(|_| Point::After(rng.delay(milliseconds))));
    points
}

fn files(tool: &Tool) -> Vec<String> {
    let mut names = files_in(tool.home.path());
    names.retain(|name| ![".cache", ".config"].contains(&name.as_str()));
    names
}

#[test]
fn killed_order_exists_once_when_repeated() {
    // An order of a custom number is only found if the clocks agree.
    let tool = Tool::with(Sandbox::builder().seed(7).clock(SystemClock));
    let (customer, product) = tool.account();
    let mut rng = Rng::new();
    let operations = ["list_orders", "create_order"];
    for (number, point) in points(&mut rng, &operations, 60, 12).into_iter().enumerate() {
        let line = format!(
            "orders place --yes --type sales --customer {customer} --product id={product},quantity=2 \
             --po-number K-{number} --reference order.ref --search-timeout 0s -o json"
        );
        let command = || tool.command(line.split(' '));
        // The first run only searches if it has a reference.
        if !matches!(point, Point::Requested("list_orders") | Point::Responded("list_orders")) {
            killed(&tool, &mut command(), point);
        } else {
            killed(&tool, &mut command(), Point::Responded("create_order"));
            killed(&tool, &mut command(), point);
        }
        killed(&tool, &mut command(), Point::After(rng.delay(60)));
        let placed = tool.run(&line).json();
        let data: Value = serde_json::from_str(&tool.sandbox.dataset().to_json().unwrap()).unwrap();
        let orders = data["orders"].as_array().unwrap().iter();
        let found: Vec<String> = orders
            .filter(|order| order["poNumber"] == format!("K-{number}"))
            .map(|order| order["id"].to_string())
            .collect();
        assert_eq!(found, [placed["id"].as_str().unwrap()], "{point:?}");
        assert_eq!(files(&tool), ["order.ref"], "{point:?}");
        fs::remove_file(tool.path("order.ref")).unwrap();
    }
}

/// Runs the list of licenses once more. Its rows are appended to a file.
fn append_licenses(tool: &Tool) -> Command {
    let rows = OpenOptions::new().append(true).create(true).open(tool.path("rows.ndjson")).unwrap();
    let line = "licenses list --concurrency 1 --checkpoint sweep.json -o ndjson";
    let mut command = tool.command(line.split(' '));
    command.stdin(Stdio::null()).stdout(rows).stderr(Stdio::piped());
    command
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

#[test]
fn killed_license_list_has_every_row_once() {
    let lists: Vec<_> = (0..4).map(|_| thread::spawn(kill_license_list)).collect();
    lists.into_iter().for_each(|list| list.join().unwrap());
}

/// Kills a list when rows appear, which is before their checkpoint is stored, and at random times.
fn kill_license_list() {
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(100)));
    let expected = tool.run("licenses list -o ndjson");
    let expected: Vec<&str> = expected.data().lines().collect();
    let delay = Duration::from_millis(2_000) / u32::try_from(expected.len()).unwrap();
    tool.sandbox.inject(Fault::delay(delay).on("get_subscription")).unwrap();
    let mut rng = Rng::new();
    let rows = tool.path("rows.ndjson");
    for number in 0..2 {
        let before = length(&rows);
        let mut child = append_licenses(&tool).spawn().unwrap();
        if number == 0 {
            wait_until(&mut child, || length(&rows) > before);
            thread::sleep(rng.delay(4));
        } else {
            thread::sleep(rng.delay(1_500));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if number == 0 && !tool.path("sweep.json").exists() {
            break;
        }
    }
    tool.sandbox.clear_faults();
    // On a busy machine, the list can be complete before it is killed.
    if tool.path("sweep.json").exists() || length(&rows) == 0 {
        let run = Run::of(append_licenses(&tool).stderr(Stdio::piped()));
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    let found = fs::read_to_string(&rows).unwrap();
    let mut found: Vec<&str> = found.lines().collect();
    let mut expected = expected.clone();
    found.sort_unstable();
    expected.sort_unstable();
    assert!(found == expected, "{} rows, expected {}", found.len(), expected.len());
    assert_eq!(files(&tool), ["rows.ndjson"]);
}

#[test]
fn killed_download_is_complete_when_repeated() {
    let tool = Tool::new();
    let id = tool.find("reports list", r#"[] | select(.status == "completed") | .id"#);
    tool.run(&format!("reports download {id} --to expected.csv")).data();
    let expected = fs::read(tool.path("expected.csv")).unwrap();
    let mut rng = Rng::new();
    for point in points(&mut rng, &["get_report", "download"], 120, 20) {
        let slow = Fault::slow_body(20, Duration::from_millis(3)).on("download");
        tool.sandbox.inject(slow).unwrap();
        let line = format!("reports download {id} --to report.csv");
        let path = tool.path("report.csv");
        if !killed(&tool, &mut tool.command(line.split(' ')), point) && !path.exists() {
            tool.run(&line).data();
        }
        assert_eq!(fs::read(&path).unwrap(), expected, "{point:?}");
        assert_eq!(files(&tool), ["expected.csv", "report.csv"], "{point:?}");
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn killed_login_leaves_usable_profile() {
    let tool = Tool::anonymous();
    let credentials = tool.sandbox.credentials();
    let line = format!(
        "auth login --secrets file --base-url {} --marketplace {} --username {}",
        tool.sandbox.base_url(),
        credentials.marketplace,
        credentials.username
    );
    let secrets = format!("{}\n{}\n", credentials.password.expose(), credentials.subscription_key.expose());
    tool.file("secrets", &secrets);
    let command = || {
        let mut command = tool.command(line.split(' '));
        command.stdin(File::open(tool.path("secrets")).unwrap());
        command
    };
    let mut rng = Rng::new();
    let (directory, cache) = (tool.path(".config/imcloud"), tool.path(".cache/imcloud"));
    for point in points(&mut rng, &["generate_auth_token"], 60, 22) {
        killed(&tool, &mut command(), point);
        let config = directory.join("config.toml");
        if config.exists() {
            tool.run("customers list --limit 1 -o json").json();
        }
        let run = Run::of(command().stdout(Stdio::piped()).stderr(Stdio::piped()));
        assert_eq!(run.code, Some(0), "{point:?}: {run:?}");
        tool.run("customers list --limit 1 -o json").json();
        let mode = fs::metadata(&config).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{point:?}");
        let temporary = |directory: &Path| {
            let names = files_in(directory);
            names.into_iter().filter(|name| name.starts_with('.')).collect::<Vec<_>>()
        };
        assert_eq!(temporary(&directory), Vec::<String>::new(), "{point:?}");
        assert_eq!(temporary(&cache), Vec::<String>::new(), "{point:?}");
        fs::remove_dir_all(&directory).unwrap();
        fs::remove_dir_all(&cache).unwrap();
    }
}
