//! Every action of the workflow product, with every property, against the served sandbox.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use crate::tool::{Run, Tool};

/// `imcloud sandbox serve` as a process, with a proxy that records requests.
struct Served {
    tool: Tool,
    child: Child,
    variables: HashMap<String, String>,
    requests: Arc<Mutex<Vec<u8>>>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start() -> Self {
        let tool = Tool::anonymous();
        let mut command = tool.command(["sandbox", "serve", "-o", "json"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut text = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while !text.ends_with('}') {
            text.push_str(lines.next().unwrap().unwrap().trim());
        }
        let mut variables: HashMap<String, String> = serde_json::from_str(&text).unwrap();
        let base_url = variables.get_mut("IMCLOUD_BASE_URL").unwrap();
        let target = base_url.split('/').nth(2).unwrap().to_owned();
        let requests = Arc::default();
        *base_url = base_url.replace(&target, &record(target.clone(), Arc::clone(&requests)));
        Self { tool, child, variables, requests }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.tool.command(arguments).envs(&self.variables).stdin(Stdio::null()))
    }

    fn find(&self, line: &str, path: &str) -> String {
        let query = format!(".{path}");
        let arguments: Vec<&str> = line.split_whitespace().chain(["--query", &query]).collect();
        let found = self.run(&arguments).data().lines().next().unwrap_or_default().trim().to_owned();
        assert!(!found.is_empty() && found != "null", "{line} {path}");
        found
    }

    /// Runs an action, and returns the request line and body of its last request with this method and path.
    fn request(&self, action: &str, method: &str, path: &str, arguments: &[&str]) -> String {
        self.requests.lock().unwrap().clear();
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{action}: {run:?}");
        let requests = self.requests.lock().unwrap();
        let text = String::from_utf8_lossy(&requests).into_owned();
        let start = text.rfind(&format!("{method} ")).unwrap_or_else(|| panic!("{action}: {text}"));
        let request = text[start..].to_owned();
        let line = request.lines().next().unwrap();
        let target = line.split([' ', '?']).nth(1).unwrap();
        assert!(target.ends_with(path), "{action}: {line}");
        request
    }
}

/// Forwards connections, and records what clients send.
fn record(target: String, requests: Arc<Mutex<Vec<u8>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            let server = TcpStream::connect(&target).unwrap();
            let (from_server, to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            let requests = Arc::clone(&requests);
            thread::spawn(move || copy(from_server, to_client, |_| {}));
            thread::spawn(move || copy(client, server, |bytes| requests.lock().unwrap().extend(bytes)));
        }
    });
    address
}

fn copy(mut from: TcpStream, mut to: TcpStream, seen: impl Fn(&[u8])) {
    let mut buffer = [0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        seen(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}

const ACCOUNT: &[&str] = &[
    "--external-id",
    "key-1",
    "--name",
    "Example Inc",
    "--language",
    "en",
    "--tax-reg-id",
    "T-1",
    "--status",
    "active",
    "--attribute",
    "costCenter=7",
    "--street",
    "Main 1",
    "--address-extension",
    "Floor 2",
    "--city",
    "Toronto",
    "--state",
    "ON",
    "--postal-code",
    "M5V",
    "--country",
    "CA",
];

const ACCOUNT_KEYS: &str = "externalId name language taxRegId status attributes costCenter address streetAddress \
    addressExtension city state postalCode countryCode contactPersons type firstName lastName email phoneNumber";

/// A file for the properties that are not accepted on the command line, with all seven of a contact.
const CONTACTS: &str = "contactPersons:
- {type: admin, firstName: Ada, lastName: Smit, email: ada@example.com, phoneNumber: '+1', login: ada.smit,
   password: Secret-123}
";

const RESELLER: &[&str] =
    &["--currency", "CAD", "--taxation-provider", "Vertex", "--customer-class", "Default"];
const RESELLER_KEYS: &str = "currency taxationProviderName customerClass";

/// The parameters that the product needs.
const PARAMETERS: &str = "param.mail_domain=example.com,param.admin_email=it@example.com";

#[test]
fn thirty_actions_send_every_property() {
    let served = Served::start();
    served.tool.file("contacts.yaml", CONTACTS);
    let customer = served.find("customers list", r#"[] | select(.status == "active") | .id"#);
    let reseller = served.find("resellers list", "[0].id");
    let own_reseller = served.find(&format!("customers get {customer}"), "resellerId");
    let product =
        served.find("products list", r#"[] | select(.name == "Korthane Mail Shield Mailbox") | .id"#);
    let mpn = served.find("products list", r#"[] | select(.name == "Korthane Mail Shield Mailbox") | .mpn"#);
    let vendor =
        served.find("products list", r#"[] | select(.name == "Korthane Mail Shield Mailbox") | .vendor"#);
    let plans = served.run(&["plans", "list", "-o", "ndjson", "--query", ".[].id"]).data().to_owned();
    let has_product = |plan: &&str| {
        let line = format!(
            "orders estimate --type sales --customer {customer} --product id={product},quantity=5,{PARAMETERS} --plan {plan}"
        );
        served.run(&line.split_whitespace().collect::<Vec<_>>()).code == Some(0)
    };
    let plan = plans.lines().map(|id| id.trim_matches('"')).find(has_product).unwrap().to_owned();
    let order = served.find("orders list --status completed", "[0].id");
    let open = served.find("orders list", r#"[] | select(.status != "completed") | .id"#);
    let subscription = served.find("subscriptions list --status active", "[0].id");
    let subscribed = served.find(&format!("subscriptions get {subscription}"), "products[0].mpn");
    let currency =
        served.find(&format!("subscriptions get {subscription}"), "products[0].unitPrice.currency");
    let report = served.find("reports list", "[0].id");
    let report_name = served.find("reports list", "[0].name");
    let price = format!("{{amount: '1.50', currency: {currency}}}");
    served.tool.file(
        "prices.yaml",
        &format!("products:\n- mpn: {subscribed}\n  unitPrice: {price}\n  unitCost: {price}\n  unitProviderCost: {price}\n"),
    );
    served.tool.file(
        "order.yaml",
        &format!(
            "type: migration\ncustomerId: '{customer}'\nautorenewal: true\nstartDate: 2025-06-01\n\
             migrationDate: 2026-01-10\nexpirationDate: 2026-12-31\nmigrationProgram: Program\nplanId: '{plan}'\n\
             billingModel: chargeBeforeBillingPeriod\nattributes: {{costCenter: '7'}}\nproducts:\n- id: {product}\n  \
             mpn: {mpn}\n  vendor: {vendor}\n  quantity: 5\n  parameters: [{{name: mail_domain, value: example.com}}, {{name: admin_email, value: it@example.com}}]\n"
        ),
    );
    let order_flags = [
        "--from",
        "order.yaml",
        "--po-number",
        "PO-1",
        "--credit-check",
        "true",
        "--last-billing-date",
        "2026-01-01",
        "--next-billing-date",
        "2026-02-01",
    ];
    let order_keys = "type customerId autorenewal startDate migrationDate expirationDate migrationProgram planId \
        billingModel attributes costCenter products id mpn vendor quantity parameters name value poNumber creditCheck \
        lastBillingDate nextBillingDate";
    let validated = format!("id={product},mpn={mpn},vendor={vendor},quantity=5,{PARAMETERS}");
    let contacts = ["--from", "contacts.yaml"];
    let filter = ["--name", "Example", "--email", "ada@example.com", "--external-id", "key-1"];
    let period = ["--created-from", "2026-01-01", "--created-to", "2026-01-31"];
    let filter_keys = "name email externalId";
    let period_keys = "creationTimeFrom creationTimeTo";

    let account = format!("{ACCOUNT_KEYS} login password");
    let reseller_account = format!("{ACCOUNT_KEYS} login password {RESELLER_KEYS}");
    let path = |noun: &str, id: &str| format!("/{noun}/{id}");
    let sub_path = |noun: &str, id: &str, rest: &str| format!("/{noun}/{id}/{rest}");
    let prices = format!("{subscribed}=1.50:{currency}");
    // Number and name of the action, the request, its query parameters or properties, and the command.
    let actions: Vec<(&str, &str, String, String, Vec<&str>)> = vec![
        ("1 List Customers", "GET", "/customers".into(), format!("{filter_keys} resellerId"),
            [&["customers", "list", "--reseller", &own_reseller][..], &filter].concat()),
        ("2 Create Customer", "POST", "/customers".into(), account.clone(),
            [&["customers", "create"][..], &contacts, ACCOUNT].concat()),
        ("3 Get Customer", "GET", path("customers", &customer), String::new(), vec!["customers", "get", &customer]),
        ("4 Update Customer", "PATCH", path("customers", &customer), account.clone(),
            [&["customers", "update", &customer, "--yes"][..], &contacts, ACCOUNT].concat()),
        ("5 List Reseller Customers", "GET", sub_path("resellers", &reseller, "customers"), filter_keys.into(),
            [&["resellers", "customers", "list", &reseller][..], &filter].concat()),
        ("6 Get Reseller's Customers", "GET", sub_path("resellers", &reseller, "customers"), String::new(),
            vec!["resellers", "customers", "list", &reseller]),
        ("7 Create Reseller Customer", "POST", sub_path("resellers", &reseller, "customers"), account,
            [&["resellers", "customers", "create", &reseller][..], &contacts, ACCOUNT].concat()),
        ("8 List Resellers", "GET", "/resellers".into(), filter_keys.into(),
            [&["resellers", "list"][..], &filter].concat()),
        ("9 Create Reseller", "POST", "/resellers".into(), reseller_account.clone(),
            [&["resellers", "create"][..], &contacts, ACCOUNT, RESELLER].concat()),
        ("10 Get Reseller", "GET", path("resellers", &reseller), String::new(), vec!["resellers", "get", &reseller]),
        ("11 Update Reseller", "PATCH", path("resellers", &reseller), reseller_account,
            [&["resellers", "update", &reseller, "--yes"][..], &contacts, ACCOUNT, RESELLER].concat()),
        ("12 List Reseller's Orders", "GET", sub_path("resellers", &reseller, "orders"),
            format!("customerId subscriptionId status {period_keys}"),
            [&["resellers", "orders", "list", &reseller, "--customer", &customer, "--subscription", &subscription,
                "--status", "completed"][..], &period].concat()),
        ("13 List Products", "GET", "/products".into(), "name serviceName mpn vendor".into(),
            vec!["products", "list", "--name", "a", "--service", "b", "--mpn", &mpn, "--vendor", &vendor]),
        ("14 List Service Plans", "GET", "/plans".into(), String::new(), vec!["plans", "list"]),
        ("15 Get Service Plan", "GET", path("plans", &plan), String::new(), vec!["plans", "get", &plan]),
        ("16 List Orders", "GET", "/orders".into(),
            format!("customerId subscriptionId orderNumber status statusCode {period_keys}"),
            [&["orders", "list", "--customer", &customer, "--subscription", &subscription, "--number", "SO000001",
                "--status", "completed", "--status-code", "CP"][..], &period].concat()),
        ("17 Get Order", "GET", path("orders", &order), String::new(), vec!["orders", "get", &order]),
        ("18 Create Order", "POST", "/orders".into(), order_keys.into(),
            [&["orders", "place", "--yes"][..], &order_flags].concat()),
        ("19 Estimate an Order Price", "POST", "/orders/estimate".into(), order_keys.into(),
            [&["orders", "estimate"][..], &order_flags].concat()),
        ("20 Update Order", "PATCH", path("orders", &open), "statusCode creditCheck".into(),
            vec!["orders", "update", &open, "--status-code", "CL", "--credit-check", "false", "--yes"]),
        ("21 List Subscriptions", "GET", "/subscriptions".into(),
            "customerId status creationDateFrom creationDateTo".into(),
            [&["subscriptions", "list", "--customer", &customer, "--status", "active"][..], &period].concat()),
        ("22 Get Subscription", "GET", path("subscriptions", &subscription), String::new(),
            vec!["subscriptions", "get", &subscription]),
        ("23 Update Subscription", "PATCH", path("subscriptions", &subscription),
            "attributes costCenter renewalStatus products mpn unitPrice unitCost unitProviderCost amount currency".into(),
            vec!["subscriptions", "update", &subscription, "--yes", "--attribute", "costCenter=7",
                "--renewal-status", "true", "--from", "prices.yaml"]),
        ("24 Update Some of the Description Details", "PATCH", path("subscriptions", &subscription),
            "attributes".into(), vec!["subscriptions", "update", &subscription, "--attribute", "costCenter=8"]),
        ("25 Update Subscription Pricing Details", "POST", sub_path("subscriptions", &subscription, "specialPricing"),
            "products mpn unitPrice unitCost amount currency".into(),
            vec!["subscriptions", "special-pricing", &subscription, "--yes", "--price", &prices, "--cost", &prices]),
        ("26 List Reports", "GET", "/reports".into(), "name format status type from to".into(),
            vec!["reports", "list", "--name", "a", "--format", "csv", "--status", "completed", "--type", "daily",
                "--from", "2026-01-01", "--to", "2026-01-31"]),
        ("27 Get Report", "GET", path("reports", &report), String::new(), vec!["reports", "get", &report]),
        ("28 Schedule a One Time Report", "POST", "/reports".into(),
            "name startDate endDate format customizationName".into(),
            vec!["reports", "schedule", "--name", &report_name, "--start", "2026-01-01", "--end", "2026-01-02",
                "--format", "csv", "--customization", "Custom"]),
        ("29 Validate Product Activation Parameters", "POST", "/validation/parameters".into(),
            "customerId type products id mpn vendor quantity parameters name value".into(),
            vec!["validate", "--customer", &customer, "--type", "sales", "--product", &validated]),
        ("30 Ingram Micro API Request", "GET", "/customers".into(), "limit name".into(),
            vec!["api", "GET", "customers", "--param", "limit=2", "--param", "name=a"]),
    ];
    assert_eq!(actions.len(), 30);
    for (action, method, path, keys, arguments) in actions {
        let request = served.request(action, method, &path, &arguments);
        for key in keys.split_whitespace() {
            let (query, body) = (format!("{key}="), format!("\"{key}\":"));
            assert!(request.contains(&query) || request.contains(&body), "{action} lacks {key}: {request}");
        }
    }
}
