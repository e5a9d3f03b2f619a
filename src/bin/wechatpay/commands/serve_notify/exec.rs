//! `--exec`: an event goes to a program of the merchant's, through its standard input.

use std::future::Future;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use wechatpay::inbox::Delivery;
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::receiver::{Carried, Carrier};

/// How long the program may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The name under which deliveries know it, so that a changed command goes on where the old one
/// ended.
pub(super) const NAME: &str = "exec";

/// Runs a command line through the shell.
pub(super) struct ExecCarrier(pub(super) String);

impl Carrier for ExecCarrier {
    fn carry<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = Carried> + Send + 'd>> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.run(delivery)).await {
                Ok(Ok(status)) if status.success() => Carried::Taken(status.to_string()),
                Ok(Ok(status)) => Carried::Refused(status.to_string()),
                Ok(Err(error)) => Carried::Refused(error.to_string()),
                Err(_) => Carried::Refused(format!("no end within {} s", PATIENCE.as_secs())),
            }
        })
    }
}

impl ExecCarrier {
    async fn run(&self, delivery: &Delivery) -> std::io::Result<ExitStatus> {
        let shell = if cfg!(windows) {
            ["cmd", "/C"]
        } else {
            ["sh", "-c"]
        };
        let mut child = tokio::process::Command::new(shell[0])
            .args([shell[1], self.0.as_str()])
            .env("WECHATPAY_EVENT_ID", &delivery.id)
            .env("WECHATPAY_EVENT_TYPE", &delivery.event_type)
            .stdin(Stdio::piped())
            // What it prints is no result of ours.
            .stdout(std::io::stderr())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not read is free to.
            let _ = stdin.write_all(&event(delivery)).await;
            let _ = stdin.shutdown().await;
        }
        child.wait().await
    }
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
