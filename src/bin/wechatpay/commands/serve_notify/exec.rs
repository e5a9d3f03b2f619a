//! `--exec`: an event goes to a program of the merchant's, through its standard input.

use std::ffi::OsString;
use std::future::Future;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use wechatpay::inbox::Delivery;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::receiver::{Carried, Carrier};

use super::group::Group;
use super::keys::Shared;
use crate::environment;
use crate::output::{Level, LogFormat, Output};

/// How long the program may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long what it has printed may take to arrive after its end.
const REST: Duration = Duration::from_millis(500);

/// How many bytes of a line are told at once.
const LINE: u64 = 8 * 1024;

/// The name under which deliveries know it, so that a changed command goes on where the old one
/// ended.
pub(super) const NAME: &str = "exec";

/// Runs a command line through the shell.
pub(super) struct ExecCarrier {
    pub(super) command: String,
    /// Whose secrets the program must not see.
    pub(super) source: Shared,
    pub(super) output: Output,
    /// Set once there is no time left.
    pub(super) over: watch::Receiver<bool>,
}

impl Carrier for ExecCarrier {
    fn carry<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = Carried> + Send + 'd>> {
        Box::pin(async move {
            let mut group = match self.start(delivery) {
                Ok(group) => group,
                Err(error) => return Carried::Refused(error.to_string()),
            };
            let printed = self.tell_printed(&mut group.leader, delivery);
            let carried = tokio::select! {
                ended = run(&mut group.leader, delivery) => match ended {
                    Ok(status) if status.success() => Carried::Taken(status.to_string()),
                    Ok(status) => Carried::Refused(status.to_string()),
                    Err(error) => Carried::Refused(error.to_string()),
                },
                () = sleep(PATIENCE) => {
                    group.end().await;
                    Carried::Refused(format!("no end within {} s", PATIENCE.as_secs()))
                }
                () = told(self.over.clone()) => {
                    group.end().await;
                    // It was not the program's fault, so it does not count.
                    Carried::Unreached("ended together with serve-notify".to_owned())
                }
            };
            // What it has left running may hold the pipes for as long as it likes.
            let _ = timeout(REST, join_all(printed)).await;
            carried
        })
    }
}

impl ExecCarrier {
    fn start(&self, delivery: &Delivery) -> std::io::Result<Group> {
        let shell = if cfg!(windows) {
            ["cmd", "/C"]
        } else {
            ["sh", "-c"]
        };
        let mut command = Command::new(shell[0]);
        command.args([shell[1], self.command.as_str()]);
        for name in self.secret_variables() {
            command.env_remove(name);
        }
        command
            .env("WECHATPAY_EVENT_ID", &delivery.id)
            .env("WECHATPAY_EVENT_TYPE", &delivery.event_type)
            .stdin(Stdio::piped());
        match self.output.log_format {
            // What it prints is no result of ours.
            LogFormat::Text => command.stdout(std::io::stderr()),
            LogFormat::Json => command.stdout(Stdio::piped()).stderr(Stdio::piped()),
        };
        Group::start(&mut command)
    }

    /// Returns the environment variables that hold secrets of ours.
    fn secret_variables(&self) -> Vec<OsString> {
        let source = self.source.load();
        let named = source.profile.secret_variables();
        let named = named.into_iter().map(OsString::from);
        let own = std::env::vars_os().filter(|(name, value)| {
            environment::is_secret(&name.to_string_lossy(), &value.to_string_lossy())
        });
        named.chain(own.map(|(name, _)| name)).collect()
    }

    /// Tells what the program prints in lines of the log, where that is JSON.
    fn tell_printed(&self, child: &mut Child, delivery: &Delivery) -> Vec<JoinHandle<()>> {
        let tell = |stream| (stream, delivery.id.clone(), self.output.clone());
        let out = child.stdout.take();
        let out = out.map(|pipe| tokio::spawn(tell_lines(pipe, tell("stdout"))));
        let err = child.stderr.take();
        let err = err.map(|pipe| tokio::spawn(tell_lines(pipe, tell("stderr"))));
        out.into_iter().chain(err).collect()
    }
}

/// Waits until it is told; for ever where nobody is there to tell it.
async fn told(mut over: watch::Receiver<bool>) {
    if over.wait_for(|over| *over).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Tells lines as they come, a long one in pieces.
async fn tell_lines(
    pipe: impl AsyncRead + Unpin,
    (stream, id, output): (&'static str, String, Output),
) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while let Ok(1..) = (&mut pipe).take(LINE).read_until(b'\n', &mut line).await {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if !text.is_empty() {
            let fields = json!({"event": "exec", "stream": stream, "id": id});
            output.log(Level::Info, text, fields);
        }
        line.clear();
    }
}

/// Gives the program its event, and waits for its end.
async fn run(child: &mut Child, delivery: &Delivery) -> std::io::Result<ExitStatus> {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read is free to.
        let _ = stdin.write_all(&event(delivery)).await;
        let _ = stdin.shutdown().await;
    }
    child.wait().await
}

/// Returns the event as the program reads it: one line of JSON.
fn event(delivery: &Delivery) -> Vec<u8> {
    let resource: Value = serde_json::from_str(&delivery.resource).unwrap_or_default();
    let received = Timestamp(delivery.received_at.div_euclid(1000));
    let event = json!({
        "schema": "wechatpay/event/v1",
        "id": delivery.id,
        "event_type": delivery.event_type,
        "received_at": received.to_rfc3339(),
        "resource": resource,
    });
    format!("{event}\n").into_bytes()
}
