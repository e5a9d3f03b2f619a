//! `sandbox`: a local WeChat Pay that stays up, and what happens on it.

mod complain;
mod event_lines;
mod example;
mod fault;
mod merchants;
mod orders;
mod requests;
mod run;
mod transfer;
mod trust;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures_util::FutureExt;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use wechatpay::ambient;
use wechatpay::protocol::id::{IdError, OutTradeNo, SerialNo};
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::sandbox::{
    AccessToken, AdminClient, AdminError, CertificatesListed, DEFAULT_LISTEN, DeliveryReport,
    EventStream, FaultRule, HandleError, Identity, Mode, Options, ProfileFile, Rate, Running,
    Sandbox, SandboxHandle, StandInListeners, StandInOptions, Stubs, TLS_PORT, TlsAddress, Tricks,
};

use crate::args;
use crate::commands::sandbox::trust::Guide;
use crate::context::Context;
use crate::error::{CliError, Kind, ValueError, io_cause, reason};
use crate::exit_status::ExitStatus;
use crate::options::ProxyOption;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Output, Page, Render, Text, Tone};

/// How long requests under way may take once the sandbox is to end.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// How long the lines that are left may take to be printed.
const PRINT_TIMEOUT: Duration = Duration::from_millis(500);

/// No account and no network: a made-up merchant, its keys and a platform key are made once in
/// the data folder. Every command with --sandbox uses the sandbox that runs there.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[arg(long, value_name = "ADDRESS", default_value = DEFAULT_LISTEN, value_parser = args::listen)]
    listen: SocketAddr,
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = AUTOMATIC, value_parser = tls_address)]
    tls: Option<TlsAddress>,
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "8788", value_parser = ProxyOption::address)]
    proxy: Option<ProxyOption>,
    #[arg(long, value_name = "D", value_parser = args::duration)]
    auto_pay: Option<Duration>,
    #[arg(long, value_name = "X", default_value = "1", value_parser = run::scale)]
    time_scale: f64,
    #[arg(
        long,
        value_name = "certificate|public-key|both",
        default_value = "both"
    )]
    mode: Mode,
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = rate)]
    duplicates: Rate,
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = rate)]
    reorder: Rate,
    #[arg(long, value_name = "RATE", default_value = "0", value_parser = rate)]
    signtest: Rate,
    #[arg(long, value_name = "D", value_parser = args::duration)]
    migrate: Option<Duration>,
    #[arg(long, value_name = "FAULT")]
    fault: Vec<FaultRule>,
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        value_parser = StubFile::read
    )]
    stub: Option<StubFile>,
    #[arg(long, value_name = "FILE")]
    write_profile: Option<PathBuf>,
    #[arg(long)]
    open: bool,
}

/// Where stubs come from.
#[derive(Debug, Clone)]
enum StubFile {
    /// There are none.
    Empty,
    File(PathBuf),
}

impl StubFile {
    #[expect(clippy::unnecessary_wraps, reason = "clap reads values like this")]
    fn read(text: &str) -> Result<Self, String> {
        Ok(if text.is_empty() {
            Self::Empty
        } else {
            Self::File(text.into())
        })
    }
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Pay(Order),
    Refund(Refund),
    Run(run::Args),
    Trust(trust::Args),
    AddMerchant(merchants::Add),
    Merchants,
    Orders(orders::Args),
    Example(example::Args),
    Transfer(transfer::Args),
    Complain(complain::Args),
    Requests(requests::Args),
    Rotate {
        #[arg(long = "in", value_name = "D", value_parser = args::duration)]
        pause: Option<Duration>,
    },
    Fault(fault::Args),
    Reset,
    Export,
    Import {
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Order {
    out_trade_no: OutTradeNo,
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = args::within::<u32>(1, 16))]
    attempts: u32,
}

/// Which refund, and its end.
#[derive(Debug, clap::Args)]
struct Refund {
    #[command(flatten)]
    order: Order,
    #[arg(long, value_name = "STATUS", default_value = "SUCCESS", value_parser = final_status)]
    status: RefundStatus,
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match &self.action {
            None => &["sandbox"],
            Some(Action::Pay(_) | Action::Refund(_)) => &["sandbox-delivery"],
            Some(Action::Run(_) | Action::Export) => &[],
            Some(Action::Trust(_)) => &["sandbox-trust"],
            Some(Action::AddMerchant(_)) => &["sandbox-merchant"],
            Some(Action::Merchants) => &["sandbox-merchants"],
            Some(Action::Orders(_)) => &["sandbox-orders"],
            Some(Action::Example(_)) => &["sandbox-example"],
            Some(Action::Transfer(_)) => &["sandbox-transfer"],
            Some(Action::Complain(_)) => &["sandbox-complaint"],
            Some(Action::Requests(args)) => args.schemas(),
            Some(Action::Rotate { .. }) => &["sandbox-rotate"],
            Some(Action::Fault(_)) => &["sandbox-faults"],
            Some(Action::Reset | Action::Import { .. }) => &["sandbox-done"],
        }
    }

    fn options(&self, data: &Path) -> Result<Options, CliError> {
        Ok(Options {
            is_default_folder: sandbox_handle::is_builtin_data(data),
            mode: self.mode,
            auto_pay: self.auto_pay,
            time_scale: self.time_scale,
            tricks: Tricks {
                duplicates: self.duplicates,
                reordered: self.reorder,
                probes: self.signtest,
                migration: self.migrate,
            },
            stub: self.stub.as_ref().map(stubs).transpose()?,
        })
    }

    fn stand_in(&self) -> StandInOptions {
        StandInOptions {
            tls: self.tls,
            proxy: match self.proxy {
                Some(ProxyOption::Listen(address)) => Some(address),
                Some(ProxyOption::Use(_)) | None => None,
            },
        }
    }
}

/// What `--tls` without an address stands for.
const AUTOMATIC: &str = "auto";

fn tls_address(text: &str) -> Result<TlsAddress, ValueError> {
    if text == AUTOMATIC {
        return Ok(TlsAddress::Automatic);
    }
    args::listen(text).map(TlsAddress::At)
}

fn final_status(text: &str) -> Result<RefundStatus, ValueError> {
    let status: RefundStatus = text.parse().map_err(|error: IdError| reason(&error))?;
    let error = || text!("usage-reason-not-final", value = &status).into();
    status.is_final().then(|| status.clone()).ok_or_else(error)
}

fn rate(text: &str) -> Result<Rate, ValueError> {
    text.parse()
        .map_err(|_| text!("usage-reason-rate", value = text).into())
}

#[derive(Serialize)]
struct Up {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<String>,
    listening: String,
    /// The URL of the page, which contains the token.
    page: String,
    /// What control calls send as `Authorization: Bearer …`.
    token: AccessToken,
    data: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    stand_in: Option<Guide>,
    profile: ProfileFile,
}

impl Render for Up {
    const SCHEMA: &'static str = "sandbox";

    fn render(&self, page: &mut Page) {
        let url = &self.listening;
        page.toned(Tone::Bold, text!("sandbox-listening", url));
        page.line(text!("sandbox-page", url = &self.page));
        page.line(text!("sandbox-data-folder", path = self.data.display()));
        if let Some(stand_in) = &self.stand_in {
            stand_in.render(page);
        }
        for fault in &self.faults {
            page.toned(Tone::Bad, text!("sandbox-fault-set", fault));
        }
        page.line(text!("sandbox-profile"));
        page.lines(self.profile.to_toml());
    }
}

impl Render for DeliveryReport {
    const SCHEMA: &'static str = "sandbox-delivery";

    fn render(&self, page: &mut Page) {
        let mut rows = vec![
            ("out_trade_no".into(), self.out_trade_no.to_string()),
            ("trade_state".into(), self.trade_state.to_string()),
            ("transaction_id".into(), shown(self.transaction_id.as_ref())),
        ];
        for order in &self.sub_orders {
            let id = shown(order.transaction_id.as_ref());
            let (number, state) = (&order.out_trade_no, &order.trade_state);
            let text = format!("{number} {state} {id}");
            rows.push(("sub_order".into(), text.trim_end().to_owned()));
        }
        if let Some(number) = &self.out_refund_no {
            rows.push(("out_refund_no".into(), number.to_string()));
        }
        if let Some(status) = &self.refund_status {
            rows.push(("refund_status".into(), status.to_string()));
        }
        rows.push(("notify_url".into(), self.notify_url.clone()));
        let outcome = outcome(self).show(page.lang);
        let attempts = self.attempts;
        rows.push((text!("sandbox-response"), format!("{outcome} ({attempts})")));
        if let Some(attempt) = &self.last_attempt {
            let took = event_lines::milliseconds(attempt.elapsed);
            rows.push((text!("sandbox-response-time"), took));
            let body = attempt.response_body.clone().unwrap_or_default();
            if !self.acknowledged && !body.is_empty() {
                rows.push((text!("sandbox-response-body"), body));
            }
            rows.push((text!("sandbox-signed-by"), attempt.signed_by.to_string()));
            let path = attempt.verify_with.display().to_string();
            rows.push((text!("sandbox-verify-with"), path));
        }
        if let Some(pause) = self.next_attempt_in.filter(|_| !self.acknowledged) {
            rows.push((
                text!("sandbox-next-attempt"),
                event_lines::pause_text(pause),
            ));
        }
        page.fields(rows);
        if self.acknowledged {
            page.toned(Tone::Good, text!("sandbox-acknowledged"));
        } else {
            page.toned(Tone::Bad, text!("sandbox-not-acknowledged"));
        }
    }
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Returns what came of the last attempt to post a notification.
fn outcome(delivery: &DeliveryReport) -> Text {
    let outcome = delivery.last_outcome.as_ref();
    outcome.map_or_else(|| Text::verbatim(""), event_lines::outcome)
}

impl Render for CertificatesListed {
    const SCHEMA: &'static str = "sandbox-rotate";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Good, text!("sandbox-signs", serial_no = &self.newest));
        let is_old = |serial_no: &&SerialNo| **serial_no != self.newest;
        for serial_no in self.listed.iter().filter(is_old) {
            page.line(text!("sandbox-still-listed", serial_no));
        }
    }
}

#[derive(Serialize)]
struct Done {
    done: Change,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    Reset,
    Import,
}

impl Render for Done {
    const SCHEMA: &'static str = "sandbox-done";

    fn render(&self, page: &mut Page) {
        page.line(match self.done {
            Change::Reset => text!("sandbox-reset-done"),
            Change::Import => text!("sandbox-import-done"),
        });
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.global.sandbox = true;
    context.use_sandbox_data(args.data.clone());
    let Some(action) = &args.action else {
        return serve(args, context).await;
    };
    let data = context.sandbox_data()?;
    let open = || Sandbox::open(&data, Options::default());
    match action {
        Action::Pay(order) => {
            let sandbox = sandbox_handle::start(&data, false).await?;
            let first = sandbox.pay(&order.out_trade_no).await;
            let first = first.map_err(|error| not_found(error, &order.out_trade_no))?;
            deliver(&sandbox, first, order.attempts, context).await?;
        }
        Action::Refund(Refund { order, status }) => {
            let sandbox = sandbox_handle::start(&data, false).await?;
            let first = sandbox.refund(&order.out_trade_no, status).await;
            let first = first.map_err(|error| not_found(error, &order.out_trade_no))?;
            deliver(&sandbox, first, order.attempts, context).await?;
        }
        Action::Run(run) => {
            let options = run.options(args.options(&data)?);
            return run::run(run, &data, options, &args.fault, context).await;
        }
        Action::Trust(trust) => return trust::run(trust, &data, context),
        Action::AddMerchant(args) => merchants::add(args, &data, context)?,
        Action::Merchants => merchants::list(&data, context)?,
        Action::Orders(args) => orders::run(args, &data, context)?,
        Action::Example(args) => example::run(args, context)?,
        Action::Transfer(args) => transfer::run(args, &data, context).await?,
        Action::Complain(args) => complain::run(args, &data, context).await?,
        Action::Requests(args) => return requests::run(args, &data, context).await,
        Action::Rotate { pause } => {
            tokio::time::sleep(pause.unwrap_or_default()).await;
            let sandbox = sandbox_handle::start(&data, false).await?;
            context.output.show(&sandbox.rotate().await?)?;
        }
        Action::Fault(args) => fault::run(args, &data, context).await?,
        Action::Reset => {
            context.confirm(text!("sandbox-confirm-reset"))?;
            for path in Sandbox::reset_folder(&data)? {
                let path = path.display();
                context.output.warn(text!("sandbox-moved-aside", path));
            }
            context.output.show(&Done {
                done: Change::Reset,
            })?;
        }
        Action::Export => Output::raw(&open()?.export()?)?,
        Action::Import { file } => {
            let bytes = args::file(file)?;
            context.confirm(text!("sandbox-confirm-import"))?;
            open()?.import(&bytes)?;
            context.output.show(&Done {
                done: Change::Import,
            })?;
        }
    }
    Ok(ExitStatus::Success)
}

/// Names the order that a running sandbox does not know.
fn not_found(error: HandleError, number: &OutTradeNo) -> CliError {
    match error {
        HandleError::Admin(AdminError::NotFound(_)) => {
            CliError::new(Kind::NotFound, text!("sandbox-order-unknown", number))
        }
        error => error.into(),
    }
}

/// Repeats a delivery on WeChat Pay's schedule, unless a running sandbox does that; if nothing
/// listens at all, repeating at once would not help.
async fn deliver(
    handle: &SandboxHandle,
    first: DeliveryReport,
    attempts: u32,
    context: &Context,
) -> Result<(), CliError> {
    let pausing = |delivery: &DeliveryReport, pause: Duration| {
        let seconds = format!("{:.0}", pause.as_secs_f64());
        let outcome = outcome(delivery);
        context
            .output
            .note(text!("sandbox-pause", outcome, seconds));
    };
    let delivery = match handle.embedded() {
        Some(sandbox) => sandbox.retry(first, attempts, pausing).await?,
        None => first,
    };
    if !delivery.acknowledged {
        let (url, outcome) = (&delivery.notify_url, outcome(&delivery));
        context.output.warn(if url.is_empty() {
            outcome
        } else {
            text!("sandbox-repeats", url, outcome)
        });
    }
    context.output.show(&delivery)
}

/// Prints what happens on a thread of its own, so that a reader of stdout that does not read holds
/// up nothing; returns what waits for its end.
fn print(events: EventStream, data: &Path, output: &Output) -> oneshot::Receiver<()> {
    let (done, printed) = oneshot::channel();
    if !output.quiet {
        let (output, data) = (output.clone(), data.to_owned());
        thread::spawn(move || {
            // A closed pipe ends the log, not the sandbox.
            let _ = event_lines::print_all(events, &data, &output);
            drop(done);
        });
    }
    printed
}

/// Prints what is refused while a command runs, unless the run is quiet or its reader wants JSON;
/// returns what waits for its end.
fn print_refused(events: EventStream, data: &Path, output: &Output) -> oneshot::Receiver<()> {
    let (done, printed) = oneshot::channel();
    if !output.quiet && !output.json {
        let (output, data) = (output.clone(), data.to_owned());
        thread::spawn(move || {
            event_lines::print_refused(events, &data, &output);
            drop(done);
        });
    }
    printed
}

/// Reads the stubs of a file; without one, there are none.
fn stubs(file: &StubFile) -> Result<Stubs, CliError> {
    let StubFile::File(file) = file else {
        return Ok(Stubs::default());
    };
    let path = file.display();
    Stubs::from_json(&args::file(file)?)
        .map_err(|why| CliError::config(text!("sandbox-stubs-unreadable", path)).with_source(why))
}

async fn serve(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let data = context.sandbox_data()?;
    if let Some(other) = Running::find(&data) {
        if args.open {
            return open_running(&other, context).await;
        }
        let path = data.display();
        return Err(CliError::config(text!(
            "sandbox-runs-already",
            path,
            url = other.url
        )));
    }
    let sandbox = Sandbox::open(&data, args.options(&data)?)?;
    sandbox.check_state()?;
    note_validity(sandbox.identity(), &data, context);
    sandbox
        .add_faults(args.fault.clone())
        .map_err(|why| fault::refused(&why))?;
    let listener = TcpListener::bind(args.listen).await.map_err(|error| {
        CliError::config(text!("sandbox-cannot-listen-on", address = args.listen))
            .with_source(error)
    })?;
    let address = listener
        .local_addr()
        .map_err(|error| CliError::internal(text!("sandbox-no-address")).with_source(error))?;
    let listening = format!("http://{address}");
    let stand_in = StandInListeners::bind(&data, args.stand_in()).await?;
    let mut running = Running::new(address, args.mode).with_token(sandbox.access_token());
    if let Some(stand_in) = &stand_in {
        running = stand_in.announce(running);
        note_port(stand_in, context);
    }
    let Some(claim) = running.claim(&data)? else {
        let url = Running::find(&data).map_or_else(String::new, |other| other.url);
        let path = data.display();
        return Err(CliError::config(text!("sandbox-runs-already", path, url)));
    };
    let profile = ProfileFile::new(sandbox.identity(), &running);
    if let Some(file) = &args.write_profile {
        merchants::write_profile(file, &sandbox, &running, context)?;
    }
    let events = sandbox.events();
    let up = Up {
        stand_in: stand_in.as_ref().map(|stand_in| {
            Guide::new(stand_in.authority(), stand_in.files(), Some(&running), None)
        }),
        faults: args.fault.iter().map(ToString::to_string).collect(),
        listening,
        page: running.page_url(),
        token: sandbox.access_token().clone(),
        data,
        profile,
    };
    let ticket = args.open.then(|| sandbox.page_ticket());
    let deliveries = tokio::spawn(Arc::clone(&sandbox).deliver_pending());
    let stop = CancellationToken::new();
    let server = serve_all(Arc::clone(&sandbox), listener, stand_in, stop.clone());
    let server = tokio::spawn(server);
    // What reads that it is up may end it at once.
    let signal = context.take_signals();
    context.output.show(&up)?;
    let printed = print(events, &up.data, &context.output);
    if let Some(ticket) = ticket {
        open_page(&running, &ticket, context);
    }
    let signal = signal.await;
    stop.cancel();
    deliveries.abort();
    // Connections that clients keep open must not delay the end.
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, server).await;
    sandbox.close();
    let _ = tokio::time::timeout(PRINT_TIMEOUT, printed).await;
    drop(claim);
    Ok(ExitStatus::Failed(signal))
}

/// Opens the page in a browser. Others can read a program's arguments, so it gets a ticket that is
/// good once.
fn open_page(running: &Running, ticket: &str, context: &Context) {
    let url = format!("{}/?token={ticket}", running.url);
    if let Err(why) = open::that_detached(url) {
        let (reason, url) = (why, running.page_url());
        context
            .output
            .warn(text!("sandbox-cannot-open", reason, url));
    }
}

/// Opens the page of a sandbox that another process runs.
async fn open_running(running: &Running, context: &Context) -> Result<ExitStatus, CliError> {
    let ticket = AdminClient::new(running)?.page_ticket().await?;
    let url = &running.url;
    context.output.note(text!("sandbox-opened", url));
    open_page(running, &ticket, context);
    Ok(ExitStatus::Success)
}

/// Answers on every listener until `stop`.
async fn serve_all(
    sandbox: Arc<Sandbox>,
    listener: TcpListener,
    stand_in: Option<StandInListeners>,
    stop: CancellationToken,
) {
    let plain = Arc::clone(&sandbox).serve(listener, stop.clone().cancelled_owned());
    let names = async {
        if let Some(stand_in) = stand_in {
            let stopped = stop.clone();
            let stopped = async move { stopped.cancelled().await }.boxed().shared();
            // TLS was set up with the same authority before.
            let _ = stand_in.serve(sandbox, stopped).await;
        }
    };
    let _ = tokio::join!(plain, names);
}

/// Says that programs will refuse the platform certificate, if the clock is outside of its validity.
fn note_validity(identity: &Identity, data: &Path, context: &Context) {
    let certificate = identity.platform_certificate();
    let now = ambient::now();
    if !certificate.x509.is_valid_at(now) {
        context.output.warn(text!(
            "sandbox-certificate-not-valid",
            serial_no = certificate.serial_no,
            from = certificate.x509.not_before().to_rfc3339(),
            to = certificate.x509.not_after().to_rfc3339(),
            now = now.to_rfc3339(),
            command = sandbox_handle::command("rotate", data)
        ));
    }
}

/// Says what to do if the port that WeChat Pay's names lead to could not be had.
fn note_port(stand_in: &StandInListeners, context: &Context) {
    let Some(address) = stand_in.tls_address() else {
        return;
    };
    if address.port() == TLS_PORT {
        return;
    }
    match stand_in.refused_port() {
        Some(why) => {
            let reason = io_cause(why);
            let note = text!("sandbox-port-refused", reason, address);
            context.output.warn(note);
        }
        None => context.output.note(text!("sandbox-other-port", address)),
    }
}
