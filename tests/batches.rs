//! Batches by the library: resumed, limited and stopped, on paused time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;
use wechatpay::batch::{
    Batch, BatchError, Command, Defaults, Job, JobError, JobNumber, LineFailure, LineResult,
    LineState, Observer, ParsedRow, Plan, Row, RowProblem, RunEnd, RunError, RunOptions, RunReport,
    SentRequest, Source, Stop, StopSignals, Tally,
};
use wechatpay::client::{Client, Merchant};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::sandbox::{Identity, Options, Sandbox};
use wechatpay::transport::{BaseUrl, Transport, TransportOptions};

/// What WeChat Pay does with each line, one response per request; then the line is done.
type Script = Arc<Mutex<BTreeMap<String, Vec<Response>>>>;

/// The numbers that were sent, in their order, and since the start.
type Sent = Arc<Mutex<Vec<(String, Duration)>>>;

#[derive(Debug, Clone, Copy)]
enum Response {
    Refused,
    Unreachable,
    Lost,
    RateLimited,
    Never,
}

#[derive(Debug)]
struct TestFailure(&'static str);

impl LineFailure for TestFailure {
    fn to_json(&self) -> Value {
        json!({"kind": "test", "code": self.0, "exit_code": 5})
    }

    fn code(&self) -> &str {
        self.0
    }

    fn exit_code(&self, _: LineState) -> u8 {
        5
    }

    fn is_waiting(&self) -> bool {
        false
    }

    fn in_doubt(self) -> Self {
        Self("IN_DOUBT")
    }

    fn given_up(_: Option<Stop>) -> Self {
        Self("GIVEN_UP")
    }
}

struct Orders {
    script: Script,
    sent: Sent,
    start: Instant,
}

#[derive(Clone)]
struct Order {
    number: String,
    group: Option<String>,
    script: Script,
    sent: Sent,
    start: Instant,
}

impl Command for Orders {
    const NAME: &'static str = "test-batch";
    const LINE_SCHEMA: &'static str = "test-line";
    const FIELDS: &'static [&'static str] = &["out_trade_no", "order"];
    const CHANGES: bool = true;

    type Job = Order;

    fn read(&self, row: &Row, defaults: &Defaults) -> Result<ParsedRow<Order>, RowProblem> {
        let unique = row.text("out_trade_no")?;
        Ok(ParsedRow {
            job: Order {
                number: unique.clone().unwrap_or_else(|| defaults.number.clone()),
                group: row.text("order")?,
                script: Arc::clone(&self.script),
                sent: Arc::clone(&self.sent),
                start: self.start,
            },
            unique,
            relative: false,
        })
    }
}

impl Job for Order {
    type Failure = TestFailure;

    fn number(&self) -> JobNumber<'_> {
        JobNumber {
            name: "out_trade_no",
            value: &self.number,
        }
    }

    fn request(&self) -> SentRequest<'_> {
        SentRequest {
            target: "/orders".to_owned(),
            body: Cow::Borrowed(self.number.as_bytes()),
        }
    }

    fn order(&self) -> Option<String> {
        self.group.clone()
    }

    async fn run(self, _: Arc<Client>) -> Result<Map<String, Value>, JobError<TestFailure>> {
        let at = self.start.elapsed();
        self.sent.lock().unwrap().push((self.number.clone(), at));
        let next = {
            let mut script = self.script.lock().unwrap();
            script
                .get_mut(&self.number)
                .filter(|responses| !responses.is_empty())
                .map(|responses| responses.remove(0))
        };
        let row = |state, code| {
            Err(JobError::Row {
                state,
                failure: TestFailure(code),
            })
        };
        match next {
            None => Ok(Map::new()),
            Some(Response::Refused) => row(LineState::Failed, "REFUSED"),
            Some(Response::Unreachable) => row(LineState::Pending, "UNREACHABLE"),
            Some(Response::Lost) => row(LineState::Unknown, "NO_RESPONSE"),
            Some(Response::RateLimited) => Err(JobError::RateLimited {
                retry_after: None,
                state: LineState::Pending,
                failure: TestFailure("FREQUENCY_LIMITED"),
            }),
            Some(Response::Never) => std::future::pending().await,
        }
    }
}

struct Silent;

impl Observer for Silent {
    type Failure = TestFailure;

    fn confirm(&mut self, _: &Plan) -> Result<(), TestFailure> {
        Ok(())
    }

    fn damaged(&mut self, _: u64) {}

    fn progress(&mut self, _: &Tally) {}

    fn tick(&mut self) {}

    fn paused(&mut self, _: Duration) {}

    fn stopping(&mut self, _: usize, _: Duration) {}

    fn result(&mut self, _: &LineResult) -> Result<(), TestFailure> {
        Ok(())
    }
}

/// Interrupts after a time, if there is one.
struct InterruptAfter(Option<Duration>);

impl StopSignals for InterruptAfter {
    async fn next(&mut self) -> Stop {
        match self.0 {
            Some(after) => tokio::time::sleep(after).await,
            None => std::future::pending().await,
        }
        self.0 = None;
        Stop::Interrupt
    }
}

/// A folder with an input, and what is sent for it.
struct Shop {
    folder: tempfile::TempDir,
    sandbox: Arc<Sandbox>,
    orders: Orders,
}

fn client(identity: &Identity) -> Client {
    let pem = std::fs::read(identity.private_key_path()).unwrap();
    let merchant = Merchant {
        mchid: identity.mchid().clone(),
        key: SigningKey::from_pem(identity.serial_no().clone(), &pem).unwrap(),
        keyring: Keyring::default(),
        public_key_id: None,
        platform_serial: None,
        apiv3_key: None,
    };
    let base = BaseUrl::parse("http://127.0.0.1:1", false).unwrap();
    let transport = Transport::new(base, &TransportOptions::default()).unwrap();
    Client::new(transport, merchant).with_retries(0)
}

impl Shop {
    fn new(input: &str, script: &[(&str, &[Response])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("input.jsonl"), input).unwrap();
        let path = folder.path().join("sandbox");
        let script = script
            .iter()
            .map(|(number, responses)| ((*number).to_owned(), responses.to_vec()))
            .collect();
        Self {
            sandbox: Sandbox::open(path, Options::default()).unwrap(),
            folder,
            orders: Orders {
                script: Arc::new(Mutex::new(script)),
                sent: Sent::default(),
                start: Instant::now(),
            },
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn check(&self) -> Result<Batch<'_, Orders>, BatchError> {
        let source = Source::open(&self.path("input.jsonl")).await?;
        let results: &Path = &self.path("results.jsonl");
        Batch::check(&self.orders, source, Some(results), |_| {}).await
    }

    async fn run(&self, interrupt: Option<Duration>) -> Result<RunReport, RunError<TestFailure>> {
        let options = RunOptions {
            concurrency: 2,
            rate: None,
            retry_failed: false,
            confirm: false,
        };
        let client = client(self.sandbox.identity());
        self.check()
            .await?
            .run(client, &options, &mut Silent, InterruptAfter(interrupt))
            .await
    }

    /// The numbers that were sent since this was last asked.
    fn sent(&self) -> Vec<String> {
        let sent = std::mem::take(&mut *self.orders.sent.lock().unwrap());
        sent.into_iter().map(|(number, _)| number).collect()
    }

    fn state(&self, number: &str) -> Value {
        let results = std::fs::read_to_string(self.path("results.jsonl")).unwrap();
        results
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .find(|line| line["out_trade_no"] == number)
            .unwrap()["state"]
            .take()
    }
}

fn lines(numbers: impl IntoIterator<Item = u32>) -> String {
    numbers
        .into_iter()
        .map(|number| format!("{{\"out_trade_no\":\"order-{number}\"}}\n"))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_resumed_batch_sends_only_the_open_lines_again() {
    let shop = Shop::new(
        &lines(1..=4),
        &[
            ("order-2", &[Response::Refused]),
            ("order-3", &[Response::Unreachable]),
        ],
    );
    let report = shop.run(None).await.unwrap();
    assert_eq!((report.tally.done, report.tally.failed), (2, 1));
    assert_eq!((report.tally.pending, report.end), (1, RunEnd::Complete));
    assert_eq!(shop.sent().len(), 4);
    let report = shop.run(None).await.unwrap();
    assert_eq!((report.tally.done, report.skipped), (3, 3));
    assert_eq!(shop.sent(), ["order-3"]);
}

#[tokio::test(start_paused = true)]
async fn a_line_without_a_number_has_the_same_number_in_each_run() {
    let shop = Shop::new("{}\n", &[]);
    shop.run(None).await.unwrap();
    let first = shop.sent();
    std::fs::write(shop.path("results.jsonl"), "").unwrap();
    shop.run(None).await.unwrap();
    assert_eq!(shop.sent(), first);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_does_not_settle_what_an_earlier_run_may_have_done() {
    let responses = [Response::Lost, Response::Refused];
    let shop = Shop::new(&lines([1]), &[("order-1", &responses)]);
    let report = shop.run(None).await.unwrap();
    assert_eq!(report.tally.unknown, 1);
    shop.run(None).await.unwrap();
    assert_eq!(shop.state("order-1"), "unknown");
    shop.run(None).await.unwrap();
    assert_eq!(shop.state("order-1"), "done");
}

#[tokio::test(start_paused = true)]
async fn rate_limited_lines_are_sent_again_after_longer_pauses() {
    let shop = Shop::new(&lines([1]), &[("order-1", &[Response::RateLimited; 9])]);
    let report = shop.run(None).await.unwrap();
    assert_eq!(report.tally.pending, 1);
    assert_eq!(report.tally.codes["FREQUENCY_LIMITED"], 1);
    let sent = std::mem::take(&mut *shop.orders.sent.lock().unwrap());
    assert_eq!(sent.len(), 7);
    assert!(sent[6].1 > sent[0].1 + Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn lines_of_one_order_are_sent_one_after_the_other() {
    let input: String = (1..=3)
        .map(|number| format!("{{\"out_trade_no\":\"order-{number}\",\"order\":\"a\"}}\n"))
        .collect();
    let shop = Shop::new(&input, &[("order-1", &[Response::RateLimited])]);
    shop.run(None).await.unwrap();
    assert_eq!(shop.sent(), ["order-1", "order-1", "order-2", "order-3"]);
}

#[tokio::test(start_paused = true)]
async fn consecutive_failures_end_a_batch() {
    let numbers: Vec<String> = (1..=40).map(|number| format!("order-{number}")).collect();
    let script: Vec<(&str, &[Response])> = numbers
        .iter()
        .map(|number| (number.as_str(), &[Response::Unreachable][..]))
        .collect();
    let shop = Shop::new(&lines(1..=40), &script);
    let report = shop.run(None).await.unwrap();
    assert_eq!(report.end, RunEnd::Futile);
    assert!((16..20).contains(&shop.sent().len()));
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_gives_lines_under_way_up_after_some_time() {
    let shop = Shop::new(&lines(1..=3), &[("order-1", &[Response::Never])]);
    let report = shop.run(Some(Duration::from_secs(1))).await.unwrap();
    assert_eq!(report.end, RunEnd::Stopped(Stop::Interrupt));
    assert_eq!(report.tally.unknown, 1);
    assert_eq!(shop.state("order-1"), "unknown");
    assert!(shop.orders.start.elapsed() >= Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn an_invalid_line_sends_nothing_and_leaves_no_file() {
    let shop = Shop::new(&format!("{}{{\"x\":1}}\n", lines([1, 1])), &[]);
    let Err(BatchError::Rows { errors, .. }) = shop.check().await else {
        panic!("the line was accepted");
    };
    assert_eq!(errors[0].line, 3);
    std::fs::write(shop.path("input.jsonl"), lines([1, 2, 1])).unwrap();
    let Err(BatchError::Row { error, .. }) = shop.check().await else {
        panic!("the number was accepted");
    };
    assert!(matches!(
        error.problem,
        RowProblem::DuplicateNumber { first: 1, .. }
    ));
    assert!(shop.sent().is_empty() && !shop.path("results.jsonl.journal").exists());
}

#[tokio::test(start_paused = true)]
async fn another_input_or_an_edited_result_is_refused() {
    let shop = Shop::new(&lines(1..=2), &[]);
    shop.run(None).await.unwrap();
    shop.sent();
    std::fs::write(shop.path("input.jsonl"), lines(1..=3)).unwrap();
    let refused = shop.run(None).await.unwrap_err();
    assert!(matches!(
        refused,
        RunError::Batch(BatchError::OtherInput { saved: Some(_), .. })
    ));
    std::fs::write(shop.path("input.jsonl"), lines(1..=2)).unwrap();
    let results = std::fs::read_to_string(shop.path("results.jsonl")).unwrap();
    let edited = results.replacen("\"done\"", "\"failed\"", 1);
    std::fs::write(shop.path("results.jsonl"), edited).unwrap();
    let refused = shop.run(None).await.unwrap_err();
    assert!(matches!(
        refused,
        RunError::Batch(BatchError::EditedResult { number: 1, .. })
    ));
    assert!(shop.sent().is_empty());
}
