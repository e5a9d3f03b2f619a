//! `sandbox` itself: a server until a signal ends it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tokio::net::TcpListener;
use wechatpay::ambient;
use wechatpay::sandbox::{
    AccessToken, AdminClient, Identity, ProfileFile, Running, Sandbox, SandboxServer,
    StandInListeners, TLS_PORT, TrustGuide,
};

use super::args::Args;
use super::merchants;
use super::printing::Printing;
use crate::context::Context;
use crate::error::{CliError, fault_refused, io_cause};
use crate::exit_status::ExitStatus;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Page, Render, Tone};

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
    stand_in: Option<TrustGuide>,
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

pub(super) async fn serve(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let data = context.sandbox_data()?;
    if let Some(other) = Running::find(&data) {
        if args.open {
            return open_running(&other, context).await;
        }
        return Err(runs_already(&data, &other.url));
    }
    let sandbox = Sandbox::open(&data, args.options(&data)?)?;
    sandbox.check_state()?;
    note_validity(sandbox.identity(), &data, context);
    sandbox
        .add_faults(args.fault.clone())
        .map_err(|why| fault_refused(&why))?;
    let (listener, address) = bind(args.listen).await?;
    let listening = format!("http://{address}");
    let stand_in = StandInListeners::bind(&data, args.stand_in()).await?;
    let mut running = Running::new(address, args.mode).with_token(sandbox.access_token());
    if let Some(stand_in) = &stand_in {
        running = stand_in.announce(running);
        note_port(stand_in, context);
    }
    let Some(claim) = running.claim(&data)? else {
        let url = Running::find(&data).map_or_else(String::new, |other| other.url);
        return Err(runs_already(&data, &url));
    };
    let profile = ProfileFile::new(sandbox.identity(), &running);
    if let Some(file) = &args.write_profile {
        merchants::write_profile(file, &sandbox, &running, context)?;
    }
    let events = sandbox.events();
    let up = Up {
        stand_in: stand_in.as_ref().map(|stand_in| {
            TrustGuide::new(stand_in.authority(), stand_in.files(), Some(&running), None)
        }),
        faults: args.fault.iter().map(ToString::to_string).collect(),
        listening,
        page: page_url(running.page_url(), context),
        token: sandbox.access_token().clone(),
        data,
        profile,
    };
    let ticket = args.open.then(|| sandbox.page_ticket());
    let server = SandboxServer::start(sandbox, listener, stand_in);
    // What reads that it is up may end it at once.
    let signal = context.take_signals();
    context.output.show(&up)?;
    let printed = Printing::all(events, &up.data, &context.output);
    if let Some(ticket) = ticket {
        open_page(&running, &ticket, context);
    }
    let signal = signal.await;
    server.shut_down().await;
    printed.finish().await;
    drop(claim);
    Ok(ExitStatus::Failed(signal))
}

fn runs_already(data: &Path, url: &str) -> CliError {
    CliError::config(text!("sandbox-runs-already", path = data, url))
}

/// Listens on an address, and returns it with the port that the system chose.
async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), CliError> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        CliError::config(text!("sandbox-cannot-listen-on", address)).with_source(error)
    })?;
    let bound = listener
        .local_addr()
        .map_err(|error| CliError::internal(text!("sandbox-no-address")).with_source(error))?;
    Ok((listener, bound))
}

/// Opens the page in a browser. Others can read a program's arguments, so it gets a ticket that is
/// good once.
fn open_page(running: &Running, ticket: &str, context: &Context) {
    let url = page_url(format!("{}/?token={ticket}", running.url), context);
    if let Err(why) = open::that_detached(url) {
        let (reason, url) = (why, running.page_url());
        context
            .output
            .warn(text!("sandbox-cannot-open", reason, url));
    }
}

/// Returns the URL that opens the page, in the language that was chosen; a locale chooses none, since
/// a browser has its own.
fn page_url(url: String, context: &Context) -> String {
    match context.chosen_language() {
        Some(lang) if url.contains('?') => format!("{url}&lang={}", lang.code()),
        Some(_) | None => url,
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
