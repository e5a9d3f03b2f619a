//! Delivers a notification to a program, through its standard input.

use std::ffi::OsString;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::transport::{DeliveryResult, ForwardTransport};
use crate::inbox::Delivery;
use crate::protocol::stamp::Timestamp;

const RUN_TIMEOUT: Duration = Duration::from_secs(60);

/// How long output may take to arrive after the program has ended.
const OUTPUT_TIMEOUT: Duration = Duration::from_millis(500);

/// A longer line is reported in pieces.
const MAX_LINE_BYTES: u64 = 8 * 1024;

/// How long a program may take to end after it was asked to.
#[cfg(unix)]
const TERMINATION_TIMEOUT: Duration = Duration::from_secs(1);

/// Runs a command line through the shell for each notification, which it reads from stdin.
pub struct ExecForward {
    command: String,
    secret_variables: SecretVariables,
    output: ExecOutput,
    cancelled: CancellationToken,
}

/// Returns the environment variables that hold secrets, which the program must not see.
type SecretVariables = Box<dyn Fn() -> Vec<OsString> + Send + Sync>;

/// Where the output of the program goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecOutput {
    /// To the stderr of this process.
    Stderr,
    /// Line by line to `tracing`, as events of the level INFO with the fields `stream` and `id`,
    /// the notification's.
    Tracing,
}

/// A run of the program that did not accept its notification.
#[derive(Debug, thiserror::Error)]
pub enum ExecError {
    /// The program could not be run.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The program ended with another status than success.
    #[error("{0}")]
    Status(ExitStatus),
    /// The program was ended since it took too long.
    #[error("no end within {} s", RUN_TIMEOUT.as_secs())]
    Timeout,
    /// The program was ended together with the forwarder.
    #[error("ended together with serve-notify")]
    Cancelled,
}

impl From<ExecError> for DeliveryResult {
    fn from(error: ExecError) -> Self {
        match error {
            ExecError::Io(_) | ExecError::Status(_) | ExecError::Timeout => {
                Self::Refused(error.to_string())
            }
            // It was not the program's fault, so the attempt does not count.
            ExecError::Cancelled => Self::Unreachable(error.to_string()),
        }
    }
}

impl ExecForward {
    /// The name that deliveries to a program have as their target: a changed command continues
    /// where the old one ended.
    pub const TARGET: &str = "exec";

    /// Runs `command`. The variables that `secret_variables` names are removed from its
    /// environment; programs that run when `cancelled` is cancelled are ended.
    #[must_use]
    pub fn new(
        command: String,
        secret_variables: impl Fn() -> Vec<OsString> + Send + Sync + 'static,
        output: ExecOutput,
        cancelled: CancellationToken,
    ) -> Self {
        Self {
            command,
            secret_variables: Box::new(secret_variables),
            output,
            cancelled,
        }
    }

    async fn run(&self, delivery: &Delivery) -> Result<ExitStatus, ExecError> {
        let mut group = self.start(delivery)?;
        let mut readers = self.read_output(&mut group.leader, &delivery.id);
        let ended = tokio::select! {
            ended = feed(&mut group.leader, delivery) => match ended {
                Ok(status) if status.success() => Ok(status),
                Ok(status) => Err(ExecError::Status(status)),
                Err(error) => Err(ExecError::Io(error)),
            },
            () = sleep(RUN_TIMEOUT) => {
                group.end().await;
                Err(ExecError::Timeout)
            }
            () = self.cancelled.cancelled() => {
                group.end().await;
                Err(ExecError::Cancelled)
            }
        };
        let _ = timeout(OUTPUT_TIMEOUT, async {
            while readers.join_next().await.is_some() {}
        })
        .await;
        // What the program has left running may hold its pipes open for as long as it likes.
        readers.detach_all();
        ended
    }

    fn start(&self, delivery: &Delivery) -> io::Result<Group> {
        let [shell, option] = if cfg!(windows) {
            ["cmd", "/C"]
        } else {
            ["sh", "-c"]
        };
        let mut command = Command::new(shell);
        command.args([option, self.command.as_str()]);
        for name in (self.secret_variables)() {
            command.env_remove(name);
        }
        command
            .env("WECHATPAY_EVENT_ID", &delivery.id)
            .env("WECHATPAY_EVENT_TYPE", &delivery.event_type)
            .stdin(Stdio::piped());
        match self.output {
            // stdout is for the results of this process.
            ExecOutput::Stderr => command.stdout(io::stderr()),
            ExecOutput::Tracing => command.stdout(Stdio::piped()).stderr(Stdio::piped()),
        };
        Group::start(&mut command)
    }

    fn read_output(&self, child: &mut Child, id: &str) -> JoinSet<()> {
        let mut readers = JoinSet::new();
        match self.output {
            ExecOutput::Stderr => {}
            ExecOutput::Tracing => {
                if let Some(pipe) = child.stdout.take() {
                    readers.spawn(log_lines(pipe, "stdout", id.to_owned()));
                }
                if let Some(pipe) = child.stderr.take() {
                    readers.spawn(log_lines(pipe, "stderr", id.to_owned()));
                }
            }
        }
        readers
    }
}

impl ForwardTransport for ExecForward {
    fn deliver<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = DeliveryResult> + Send + 'd>> {
        Box::pin(async move {
            match self.run(delivery).await {
                Ok(status) => DeliveryResult::Delivered(status.to_string()),
                Err(error) => error.into(),
            }
        })
    }
}

/// Logs each line of an output stream of a program.
async fn log_lines(pipe: impl AsyncRead + Unpin, stream: &'static str, id: String) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while let Ok(1..) = (&mut pipe)
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', &mut line)
        .await
    {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if !text.is_empty() {
            tracing::info!(event = "exec", stream, id, "{text}");
        }
        line.clear();
    }
}

/// Writes the event to the program, and waits until it ends.
async fn feed(child: &mut Child, delivery: &Delivery) -> io::Result<ExitStatus> {
    if let Some(mut stdin) = child.stdin.take() {
        // A program need not read it.
        let _ = stdin.write_all(&event(delivery)).await;
        let _ = stdin.shutdown().await;
    }
    child.wait().await
}

/// Returns the event as the program reads it: one line of JSON.
fn event(delivery: &Delivery) -> Vec<u8> {
    let resource: Value = serde_json::from_str(&delivery.resource).unwrap_or_default();
    let received = Timestamp::from_millis(delivery.received_at);
    let event = json!({
        "schema": "wechatpay/event/v1",
        "id": delivery.id,
        "event_type": delivery.event_type,
        "received_at": received.to_rfc3339(),
        "resource": resource,
    });
    format!("{event}\n").into_bytes()
}

/// A program and all that it has started: a process group of its own, which a Ctrl-C at the
/// terminal does not reach. It is ended as a whole if it is dropped before the program ends.
struct Group {
    leader: Child,
    #[cfg(unix)]
    id: Option<Pid>,
}

impl Group {
    fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        command.process_group(0);
        let leader = command.kill_on_drop(true).spawn()?;
        Ok(Self {
            #[cfg(unix)]
            id: leader
                .id()
                .and_then(|id| Pid::from_raw(id.try_into().ok()?)),
            leader,
        })
    }

    /// Asks all processes of the group to end, and kills those that do not.
    #[cfg(unix)]
    async fn end(&mut self) {
        self.signal(Signal::TERM);
        let ended = async {
            let _ = self.leader.wait().await;
            while self
                .id
                .is_some_and(|id| test_kill_process_group(id).is_ok())
            {
                sleep(TERMINATION_TIMEOUT / 20).await;
            }
        };
        if timeout(TERMINATION_TIMEOUT, ended).await.is_err() {
            self.signal(Signal::KILL);
        }
    }

    #[cfg(not(unix))]
    async fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.leader.kill().await;
    }

    #[cfg(unix)]
    fn signal(&self, signal: Signal) {
        if let Some(id) = self.id {
            // It may have ended by itself.
            let _ = kill_process_group(id, signal);
        }
    }
}

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        // After the program has ended, what it has left running is meant to go on.
        if self.leader.id().is_some() {
            self.signal(Signal::KILL);
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::inbox::RawHeaders;

    fn delivery() -> Delivery {
        Delivery {
            seq: 1,
            target: ExecForward::TARGET.to_owned(),
            attempts: 0,
            id: "event-1".to_owned(),
            event_type: "TRANSACTION.SUCCESS".to_owned(),
            headers: RawHeaders::default(),
            body: Vec::new(),
            resource: r#"{"out_trade_no":"order-1"}"#.to_owned(),
            received_at: 1_700_000_000_999,
        }
    }

    async fn run(command: &str, cancelled: &CancellationToken) -> DeliveryResult {
        let exec = ExecForward::new(
            command.to_owned(),
            || vec!["CARGO_MANIFEST_DIR".into()],
            ExecOutput::Stderr,
            cancelled.clone(),
        );
        exec.deliver(&delivery()).await
    }

    #[tokio::test]
    async fn a_program_reads_its_event() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("event");
        let command = format!(
            "{{ cat; echo $WECHATPAY_EVENT_TYPE; }} > {}",
            file.display()
        );
        let result = run(&command, &CancellationToken::new()).await;
        assert_eq!(
            result,
            DeliveryResult::Delivered("exit status: 0".to_owned())
        );
        let event = r#"{"schema":"wechatpay/event/v1","id":"event-1","event_type":"TRANSACTION.SUCCESS","received_at":"2023-11-15T06:13:20+08:00","resource":{"out_trade_no":"order-1"}}"#;
        assert_eq!(
            std::fs::read_to_string(file).unwrap(),
            format!("{event}\nTRANSACTION.SUCCESS\n")
        );
    }

    #[tokio::test]
    async fn another_status_than_success_is_a_refusal() {
        let result = run("exit 3", &CancellationToken::new()).await;
        assert_eq!(result, DeliveryResult::Refused("exit status: 3".to_owned()));
    }

    #[tokio::test]
    async fn secret_variables_are_not_in_the_environment() {
        let command = r#"[ -z "${CARGO_MANIFEST_DIR+set}" ]"#;
        let result = run(command, &CancellationToken::new()).await;
        assert!(matches!(result, DeliveryResult::Delivered(_)), "{result:?}");
    }

    #[tokio::test]
    async fn a_cancelled_program_is_ended_with_all_that_it_started_and_does_not_count() {
        let cancelled = CancellationToken::new();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let command = format!("/bin/sleep 600 & echo $! > {}; wait", file.display());
        let started = std::time::Instant::now();
        let cancel = async {
            while !std::fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n')) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            cancelled.cancel();
        };
        let (result, ()) = tokio::join!(run(&command, &cancelled), cancel);
        assert!(
            matches!(result, DeliveryResult::Unreachable(_)),
            "{result:?}"
        );
        let child = std::fs::read_to_string(file).unwrap();
        // Its parent has gone, and it may be that no other process has collected it yet.
        let has_ended = || {
            let state = std::process::Command::new("ps")
                .args(["-o", "stat=", "-p", child.trim()])
                .output();
            let state = String::from_utf8(state.unwrap().stdout).unwrap();
            state.trim().is_empty() || state.starts_with('Z')
        };
        while !has_ended() {
            assert!(started.elapsed() < Duration::from_secs(120));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_program_that_takes_too_long_is_ended() {
        let result = run("exec /bin/sleep 600", &CancellationToken::new()).await;
        assert_eq!(
            result,
            DeliveryResult::Refused("no end within 60 s".to_owned())
        );
    }
}
