//! Runs a listener until it ends.

use std::path::PathBuf;
use std::time::Duration;

use tokio::task::{JoinError, spawn_blocking};
use tokio_util::sync::CancellationToken;
use wechatpay::listen::{ListenState, Listening, RelaySource, RelayUrl};
use wechatpay::receiver::RelayToken;
use wechatpay::serving::SHUTDOWN_TIMEOUT;
use wechatpay::transport::Transport;

use super::args::Args;
use super::failure::token;
use super::print::print_all;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::shutdown;
use crate::text;

/// How long a server may be quiet, which sends something every 10 s.
const MIN_TIMEOUT: Duration = Duration::from_secs(30);

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let _flushed = context.output.queue_log();
    let relay = args.url()?;
    let token = read_token(args, context).await?;
    let mut options = context.transport_options()?;
    options.timeout = options.timeout.max(MIN_TIMEOUT);
    let transport = Transport::new(relay.base().clone(), &options)?;
    let routes = context.routes_to(&args.forward_to)?;
    let state = open_state(args, &relay).await?;
    let url = relay.to_string();
    let source = RelaySource::new(transport, relay, token);
    let (listening, events) = Listening::new(source, args.options(), state, routes);
    let output = context.output.clone();
    let end = CancellationToken::new();
    let printed = end.clone().drop_guard();
    let printing = spawn_blocking(move || {
        // If it fails, nothing is shown any more, and the listener ends.
        let _printed = printed;
        print_all(&output, &url, events)
    });
    let mut running = tokio::spawn(listening.run(end.clone()));
    let mut signals = context.signals();
    let status = tokio::select! {
        ended = &mut running => {
            let ended = joined(ended);
            joined(printing.await)?;
            return ended.map(|()| ExitStatus::Success);
        }
        () = shutdown::elapsed(args.duration) => ExitStatus::Success,
        () = end.cancelled() => ExitStatus::Success,
        signal = signals.next() => ExitStatus::Failed(signal),
    };
    shutdown::exit_after(SHUTDOWN_TIMEOUT, status);
    end.cancel();
    tokio::select! {
        ended = running => {
            joined(printing.await)?;
            joined(ended).map(|()| status)
        }
        signal = signals.next() => Ok(ExitStatus::Failed(signal)),
    }
}

/// Returns what a task came to, unless it was broken off.
fn joined<T, E: Into<CliError>>(ended: Result<Result<T, E>, JoinError>) -> Result<T, CliError> {
    match ended {
        Ok(ended) => ended.map_err(Into::into),
        Err(error) => Err(CliError::internal(text!("listen-interrupted")).with_source(error)),
    }
}

/// Reads the token on another thread: its file may be a pipe, and signals must be handled meanwhile.
async fn read_token(args: &Args, context: &Context) -> Result<RelayToken, CliError> {
    let (apart, path) = (context.clone(), args.token_file.clone());
    joined(spawn_blocking(move || token(&path, &apart)).await)
}

/// Opens what this listener has taken; nothing if it forwards nothing.
async fn open_state(args: &Args, relay: &RelayUrl) -> Result<Option<ListenState>, CliError> {
    if args.forward_to.is_empty() {
        return Ok(None);
    }
    let name = ListenState::folder_name(relay, args.selection());
    let folder = state_folder()?.join(name);
    joined(spawn_blocking(move || ListenState::open(&folder)).await).map(Some)
}

fn state_folder() -> Result<PathBuf, CliError> {
    let folder = dirs::state_dir().or_else(dirs::data_local_dir);
    let folder = folder.ok_or_else(|| CliError::config(text!("listen-no-state-folder")))?;
    Ok(folder.join("wechatpay").join("listen"))
}
