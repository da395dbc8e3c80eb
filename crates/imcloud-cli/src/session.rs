//! The context of a command: client, printer, prompts and progress.

use std::{
    fmt,
    io::{IsTerminal as _, Write as _, stderr, stdout},
    time::SystemTime,
};

use chrono::{DateTime, Utc};
use imcloud::{
    Client, Listing, Timeouts,
    raw::Operation,
    wait::{Waitable, Waiting},
};
use imcloud_sandbox::{Clock as _, Credentials, ManualClock, Sandbox, ScaledClock};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::OnceCell;
use tracing::{
    Event, Metadata, Subscriber,
    field::Field,
    span::{Attributes, Id, Record},
};

use crate::{
    credentials,
    escape::escape,
    failure::{Context as _, Failure, Result, for_users},
    global::{Global, ListOptions, is_dumb},
    json::{self, Json},
    output::{self, Column, Format, Look, Printer, Query, Rows},
    progress::{self, ITEMS, Progress, Templates, WAITING},
    prompt,
};

/// Seconds that pass in the sandbox in a second of real time: orders that take a minute complete in a second.
const SANDBOX_SPEED: u32 = 60;

/// The context of a command. Nothing is connected before it is needed.
pub(crate) struct Session {
    pub(crate) global: Global,
    pub(crate) printer: Printer,
    /// True if the command waits for an object. `--timeout` then limits the wait instead of each call.
    waits: bool,
    /// A sandbox stops when it is dropped, so it is stored with its client.
    connected: OnceCell<Connection>,
}

pub(crate) trait Data: Serialize + DeserializeOwned + Send + 'static {}

impl<T: Serialize + DeserializeOwned + Send + 'static> Data for T {}

struct Connection {
    client: Client,
    base_url: String,
    sandbox: Option<Sandbox>,
}

impl Session {
    pub(crate) fn new(global: Global, format: Format, waits: bool) -> Result<Self> {
        // A CSV dialect implies the format.
        let format = match (global.output, global.csv_dialect) {
            (None | Some(Format::Csv), Some(_)) => Format::Csv,
            (Some(_), Some(_)) => return Err(Failure::usage("--csv-dialect requires --output csv")),
            (output, None) => output.unwrap_or(format),
        };
        let query = global.query.as_deref().map(Query::parse).transpose()?;
        let printer = Printer {
            format,
            dialect: global.csv_dialect,
            query,
            columns: global.columns.clone().map(Into::into),
            look: Look::of_stdout(global.wants_color()),
        };
        Ok(Self { global, printer, waits, connected: OnceCell::new() })
    }

    /// Returns the client, with the credentials of this command.
    pub(crate) async fn client(&self) -> Result<&Client> {
        Ok(&self.connection().await?.client)
    }

    async fn connection(&self) -> Result<&Connection> {
        self.connected.get_or_try_init(|| self.connect()).await
    }

    async fn connect(&self) -> Result<Connection> {
        if self.shows_spinner() {
            progress::enable_spinner();
        }
        let (mut builder, base_url, sandbox) = if self.global.sandbox {
            let sandbox =
                Sandbox::builder().clock(ScaledClock::new(ManualClock::default().now(), SANDBOX_SPEED));
            let sandbox = sandbox.start().await.context("could not start the sandbox")?;
            self.note("sandbox: demo data in this process; nothing is sent or stored");
            (sandbox_client(&sandbox), sandbox.base_url().to_owned(), Some(sandbox))
        } else {
            let (base_url, builder, no_cache) = credentials::find(&self.global.account).await?;
            if let Some(failure) = no_cache.filter(|_| self.global.verbose) {
                self.note(&format!("tokens are not cached: {}", failure.message));
            }
            (builder, base_url, None)
        };
        builder = builder.user_agent(concat!("imcloud-cli/", env!("CARGO_PKG_VERSION")));
        if let Some(limit) = self.global.timeout.filter(|_| !self.waits) {
            builder = builder.timeouts(Timeouts::new().total(limit));
        }
        if self.global.verbose {
            // Fails only if there is one already, which is this one.
            let _ = tracing::subscriber::set_global_default(Trace);
        }
        Ok(Connection { client: builder.build()?, base_url, sandbox })
    }

    /// Returns the time of the service: that of the sandbox, or of this machine.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        match self.connected.get() {
            Some(Connection { sandbox: Some(sandbox), .. }) => sandbox.now(),
            _ => SystemTime::now().into(),
        }
    }

    /// Writes a line to standard error, unless `--quiet` was given. It can contain text of the service.
    pub(crate) fn note(&self, text: &str) {
        if !self.global.quiet {
            progress::clear();
            // If standard error is closed, the user does not want to read it.
            let _ = writeln!(stderr(), "{}", escape(&for_users(text.to_owned())));
        }
    }

    fn shows_spinner(&self) -> bool {
        !self.global.quiet && !self.global.verbose && !is_dumb()
    }

    pub(crate) fn progress(&self, what: &str, templates: Templates) -> Progress {
        Progress::new(self.shows_spinner(), what, templates)
    }

    /// Shows the progress of a list, unless its rows are written to the same terminal.
    pub(crate) fn list_progress(&self, what: &str) -> Progress {
        let is_visible = self.printer.is_held_back() || !stdout().is_terminal();
        Progress::new(self.shows_spinner() && is_visible, what, ITEMS)
    }

    pub(crate) async fn with_progress<T>(&self, what: &str, call: impl IntoFuture<Output = T>) -> T {
        let _progress = self.progress(what, WAITING);
        call.await
    }

    /// Writes a list whose items are changed by `prepare`. Without columns, it has those of its first page.
    pub(crate) async fn list_with<T: Serialize + Send + 'static, F>(
        &self,
        listing: Listing<T, F>,
        options: &ListOptions,
        columns: Option<&str>,
        prepare: impl Fn(&mut T),
    ) -> Result {
        let mut rows = columns.map(|columns| self.printer.rows(columns, true)).transpose()?;
        let progress = self.list_progress("reading");
        let limit = options.limit.unwrap_or(u64::MAX);
        // At least two, so that inserted items are noticed.
        let page_size = u32::try_from(limit.clamp(2, 500)).unwrap_or(500);
        let mut pages = listing.from_offset(options.offset).page_size(page_size).pages();
        let (mut written, mut missing) = (0, 0);
        while written < limit
            && let Some(page) = pages.next().await
        {
            let page = page.map_err(|error| match (written, columns) {
                (0, None) if error.is_decode() => {
                    Failure::from(error).hint("Read an object without --paginate.")
                }
                (0, _) => error.into(),
                (_, Some(_)) if self.printer.is_held_back() => error.into(),
                (_, Some(_)) => {
                    let next = options.offset + written;
                    Failure::from(error).or_hint(format!("Continue after the written items: --offset {next}"))
                }
                (_, None) => Failure::from(error).hint(format!("{written} rows were read.")),
            })?;
            if let Some(total) = page.total {
                progress.total(total.saturating_sub(options.offset).min(limit));
            }
            missing = page.missing;
            let mut items = page.items;
            items.truncate(usize::try_from(limit - written).unwrap_or(usize::MAX));
            items.iter_mut().for_each(&prepare);
            let items: Vec<Json> = items.iter().map(json::of).collect::<Result<_, _>>()?;
            let rows = rows.get_or_insert_with(|| self.printer.rows_like(&items));
            let count = items.len() as u64;
            items.into_iter().try_for_each(|item| rows.write(item))?;
            rows.flush()?;
            written += count;
            progress.advance(count);
        }
        drop(progress);
        self.finish(rows.unwrap_or_else(|| self.printer.rows_like(&[])))?;
        self.note_missing(missing);
        Ok(())
    }

    /// Prints a warning if the service counts more items than it lists.
    pub(crate) fn note_missing(&self, missing: u64) {
        if missing > 0 {
            self.note(&format!(
                "warning: {missing} items are missing: the service counts them but does not list them"
            ));
        }
    }

    /// Rejects columns of `--columns` that the output type does not have.
    pub(crate) fn check_columns<T: DeserializeOwned>(&self) -> Result {
        // After a query, the columns are those of its result.
        let columns = self.printer.columns.iter().flatten().filter(|_| self.printer.query.is_none());
        for column in columns {
            if !json::has_property::<T>(&column.path.sample()) {
                let known = json::properties_of::<T>().join(", ");
                return Err(Failure::usage(format!("unknown column {:?}", column.name))
                    .hint(format!("Known columns: {known}")));
            }
        }
        Ok(())
    }

    pub(crate) async fn base_url(&self) -> Result<&str> {
        Ok(&self.connection().await?.base_url)
    }

    pub(crate) fn rows<T: Serialize>(&self, rows: &[T], columns: &str) -> Result {
        let mut out = self.printer.rows(columns, true)?;
        rows.iter().try_for_each(|row| out.push(row))?;
        self.finish(out)
    }

    /// Ends a list, and explains missing columns.
    pub(crate) fn finish(&self, rows: Rows) -> Result {
        let (count, unseen) = (rows.count, rows.unseen.clone());
        let omitted = rows.finish()?;
        if count == 0 {
            self.note("no items");
        }
        self.note_omitted(&omitted);
        for Column { name, .. } in unseen.iter().filter(|_| count > 0) {
            self.note(&format!("no item has the property {name}; see the names with --output json"));
        }
        Ok(())
    }

    pub(crate) fn note_omitted(&self, names: &[String]) {
        if !names.is_empty() {
            let names = names.join(", ");
            self.note(&format!("omitted for lack of space: {names}; select columns with --columns, or see all with --output yaml"));
        }
    }

    pub(crate) fn show<T: Serialize + ?Sized>(&self, value: &T) -> Result {
        self.printer.value(value)
    }

    pub(crate) async fn get<T: Data>(&self, call: impl AsyncFnOnce(&Client) -> imcloud::Result<T>) -> Result {
        self.check_columns::<T>()?;
        self.show(&call(self.client().await?).await?)
    }

    /// Sends a change of the object with this id and writes the response. With `--dry-run`, prints the
    /// request instead.
    pub(crate) async fn send<B: Serialize, T: Serialize>(
        &self,
        operation: &Operation,
        id: &str,
        body: &B,
        call: impl AsyncFnOnce(&Client, &B) -> imcloud::Result<T>,
    ) -> Result {
        if self.is_dry_run(operation.method, &operation.path.replace("{id}", id), body)? {
            return Ok(());
        }
        self.show(&call(self.client().await?, body).await?)
    }

    /// With `--dry-run`, prints the request without secrets and returns true.
    pub(crate) fn is_dry_run(
        &self,
        method: &str,
        path: &str,
        body: &(impl Serialize + ?Sized),
    ) -> Result<bool> {
        if !self.global.dry_run {
            return Ok(false);
        }
        let mut body = json::of(body)?;
        body.for_each_mut(&mut |value| {
            if let Some(password) = value.as_object_mut().and_then(|object| object.get_mut("password"))
                && !password.is_null()
            {
                *password = "[hidden]".into();
            }
        });
        if self.printer.format == Format::Table {
            let body = if body.is_null() { String::new() } else { format!("{body:#}\n") };
            output::write_all(format!("{method} {path}\n{body}").as_bytes())?;
        } else {
            self.show(&Json::object([("method", method.into()), ("path", path.into()), ("body", body)]))?;
        }
        self.note("dry run: nothing was sent");
        Ok(true)
    }

    /// Returns true if changes of costs, prices or states need confirmation: without `--yes` and `--dry-run`.
    pub(crate) fn needs_confirmation(&self) -> bool {
        !self.global.yes && !self.global.dry_run
    }

    /// Asks for confirmation if it is needed.
    pub(crate) async fn confirm(&self, what: &str, question: &str) -> Result {
        if self.needs_confirmation() { prompt::confirm(what, question).await } else { Ok(()) }
    }

    pub(crate) async fn show_final<T: Waitable + Data>(&self, waiting: Waiting<T>, kind: &str) -> Result {
        self.check_columns::<T>()?;
        self.show(&self.wait(waiting, kind).await?)
    }

    pub(crate) async fn wait<T: Waitable>(&self, mut waiting: Waiting<T>, kind: &str) -> Result<T> {
        if let Some(limit) = self.global.timeout {
            waiting = waiting.timeout(limit);
        }
        let progress = self.progress(&format!("waiting for the {kind}"), WAITING);
        let set_text = progress.text_setter();
        let kind = kind.to_owned();
        let waiting = waiting.on_progress(move |update| {
            let state = update.current.state().unwrap_or("unknown").to_owned();
            set_text(format!("the {kind} is {state}, next check in {}s", update.delay.as_secs()));
        });
        Ok(waiting.await?)
    }
}

pub(crate) fn sandbox_client(sandbox: &Sandbox) -> imcloud::Builder {
    let Credentials { username, password, subscription_key, marketplace, .. } = sandbox.credentials();
    Client::builder()
        .base_url(sandbox.base_url())
        .login(username, password)
        .subscription_key(subscription_key)
        .marketplace(marketplace)
}

/// Writes a line for each request and delay, without secrets and ids, to standard error.
struct Trace;

impl Subscriber for Trace {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target() == "imcloud::telemetry"
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut |field: &Field, value: &dyn fmt::Debug| {
            if field.name() == "message" {
                let _ = writeln!(stderr(), "{}", for_users(format!("{value:?}")));
            }
        });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
