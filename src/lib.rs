//! WeChat Pay API v3 for merchants: the library under the `wechatpay` command.
//!
//! It signs calls and verifies responses, receives notifications durably, refunds without paying
//! back twice, downloads bills, says what broke a signature, and brings a WeChat Pay of its own to
//! test against. Amounts are whole fen ([`Fen`](protocol::amount::Fen)), keys are used and never
//! shown, and a timeout means "no response", not "not done".
//!
//! # Calling the API
//!
//! A [`Profile`](profile::Profile) names a merchant's numbers and keys, a
//! [`Client`](client::Client) signs with them, and an [`Endpoint`](protocol::endpoint::Endpoint) is
//! a call. What comes back is verified before it is read; the exact bytes stay beside the value.
//!
//! ```no_run
//! use wechatpay::client::Client;
//! use wechatpay::profile::{Inputs, Profile};
//! use wechatpay::protocol::transaction::{OrderNumber, QueryOrder};
//!
//! # async fn query() -> Result<(), Box<dyn std::error::Error>> {
//! let inputs = Inputs {
//!     config: Some("merchant.toml".into()),
//!     ..Inputs::default()
//! };
//! let profile = Profile::load(&inputs)?;
//! let client = Client::from_profile(&profile)?;
//! let query = QueryOrder {
//!     number: OrderNumber::OutTradeNo("order-1".parse()?),
//!     payee: profile.payee()?,
//!     appid: None,
//! };
//! let answered = client.call(&query).await?;
//! println!("{}: {}", answered.value.trade_state, String::from_utf8_lossy(answered.raw.body()));
//! # Ok(())
//! # }
//! ```
//!
//! # Signing a call yourself
//!
//! [`protocol`] has no HTTP in it: every message is a value that can be written and read.
//!
//! ```
//! # let data = tempfile::tempdir()?;
//! # let identity = wechatpay::sandbox::Identity::open(data.path())?;
//! # let (serial_no, pem_file) = (identity.serial_no().clone(), identity.private_key_path());
//! use wechatpay::ambient;
//! use wechatpay::protocol::authorization::Authorization;
//! use wechatpay::protocol::keys::SigningKey;
//!
//! let key = SigningKey::from_pem(serial_no, &std::fs::read(pem_file)?)?;
//! let mchid = "1900000001".parse()?;
//! let target = "/v3/pay/transactions/out-trade-no/order-1?mchid=1900000001";
//! let authorization = Authorization::sign(&key, &mchid, &ambient::stamp(), "GET", target, b"");
//! assert!(authorization.to_string().starts_with("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Verifying and opening a notification
//!
//! [`SignedBody`](protocol::signed::SignedBody) becomes [`Verified`](protocol::signed::Verified),
//! and only that can be opened: the other order does not compile. Take the raw bytes of the body,
//! not JSON that was parsed and written again.
//!
//! ```
//! # use wechatpay::ambient;
//! # use wechatpay::protocol::event_type::EventType;
//! # use wechatpay::protocol::keyring::Keyring;
//! # use wechatpay::protocol::notification::NotificationHead;
//! # use wechatpay::sandbox::Identity;
//! # let data = tempfile::tempdir()?;
//! # let identity = Identity::open(data.path())?;
//! # let mut keyring = Keyring::default();
//! # keyring.add_certificate(&identity.platform_certificate().x509)?;
//! # let head = NotificationHead {
//! #     id: "EV-1".to_owned(),
//! #     create_time: "2026-01-01T00:00:00+08:00".to_owned(),
//! #     event_type: EventType::TransactionSuccess,
//! # };
//! # let order = serde_json::json!({"out_trade_no": "order-1"});
//! # let apiv3_key = wechatpay::protocol::resource::ApiV3Key::new(identity.apiv3_key())?;
//! # let sealed = Notification::seal(head, &order, &apiv3_key, "abcdefghijkl");
//! # let signed = identity.sign(&ambient::stamp(), sealed.to_bytes());
//! # let header = |name: &str| {
//! #     signed.headers().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
//! # };
//! # let raw_body = signed.body.clone();
//! use wechatpay::protocol::notification::Notification;
//! use wechatpay::protocol::signed::{MAX_AGE, SignedBody};
//!
//! // `header` looks a header up by its name.
//! let verified = SignedBody::from_parts(header, raw_body)?
//!     .verify(&keyring, ambient::now(), Some(MAX_AGE))?;
//! let event = Notification::open(&verified, &apiv3_key)?;
//! assert_eq!(event.plaintext.out_trade_no.as_deref(), Some("order-1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `receiver` is a server around this: it stores a notification in an `inbox` before it
//! acknowledges it, and forwards it until it has arrived.
//!
//! # Pay params
//!
//! `orders::place` returns them with the order. To sign them for a `prepay_id` from elsewhere:
//!
//! ```
//! # let data = tempfile::tempdir()?;
//! # let identity = wechatpay::sandbox::Identity::open(data.path())?;
//! # let pem = std::fs::read(identity.private_key_path())?;
//! # let key = wechatpay::protocol::keys::SigningKey::from_pem(identity.serial_no().clone(), &pem)?;
//! # let (mchid, appid) = (identity.mchid(), identity.appid());
//! use wechatpay::ambient;
//! use wechatpay::protocol::pay_params::{PayClient, PayParams};
//!
//! let prepay_id = "wx201410272009395522657a690389285100".parse()?;
//! let client = PayClient::MiniProgram;
//! let params = PayParams::sign(client, &key, mchid, appid, &ambient::stamp(), &prepay_id);
//! let params = serde_json::to_value(&params)?;
//! assert_eq!(params["package"], "prepay_id=wx201410272009395522657a690389285100");
//! assert!(params["paySign"].is_string());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Refunding safely
//!
//! `refunds::RefundService` writes each refund to disk before it is sent. A program that was
//! killed, or got no response, prepares the same refund again and goes on under the same number.
//! See `examples/refund_safely.rs`.
//!
//! # Diagnosing a signature
//!
//! A signature that does not verify is opened with the public key, which yields the digest that was
//! signed, and the messages that common mistakes lead to are searched for it. A finding is
//! [`Proof::Verified`](diagnose::Proof::Verified) only if the signature verifies under it.
//!
//! ```
//! # use wechatpay::ambient;
//! # use wechatpay::protocol::keyring::Keyring;
//! # let data = tempfile::tempdir()?;
//! # let identity = wechatpay::sandbox::Identity::open(data.path())?;
//! # let mut keyring = Keyring::default();
//! # keyring.add_certificate(&identity.platform_certificate().x509)?;
//! # let body = br#"{"id":"EV-1","summary":"ok"}"#;
//! # let mut received = identity.sign(&ambient::stamp(), body.to_vec());
//! use wechatpay::diagnose::notification::{NotificationContext, diagnose};
//! use wechatpay::diagnose::{Cause, Limits, Proof};
//!
//! // Somewhere on the way, the body was parsed and written again with spaces.
//! received.body = br#"{"id": "EV-1", "summary": "ok"}"#.to_vec();
//! let known = NotificationContext {
//!     platform: &keyring,
//!     candidate_keys: Vec::new(),
//!     apiv3_key: None,
//!     mchid: None,
//! };
//! let limits = Limits {
//!     max_messages: 100_000,
//!     expired: Box::new(|| false),
//! };
//! let diagnosis = diagnose(&received, &known, &limits);
//! assert_eq!(diagnosis.findings[0].cause, Cause::BodyWhitespace);
//! assert_eq!(diagnosis.findings[0].proof, Proof::Verified);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Testing against a sandbox
//!
//! [`Sandbox::start`](sandbox::Sandbox::start) starts WeChat Pay's side of the API in the same
//! process: it checks signatures, keeps orders, posts notifications, and makes bills.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use wechatpay::client::Client;
//! use wechatpay::protocol::certificate::Certificates;
//! use wechatpay::sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start().await?;
//! let client = Client::from_profile(&sandbox.profile()?)?;
//! let listed = client.call(&Certificates).await?;
//! assert_eq!(listed.status, 200);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | modules |
//! | --- | --- |
//! | none | [`protocol`], [`ambient`], [`backoff`], [`loopback`], [`error_chain`], [`shell`] |
//! | `client` | [`client`], [`profile`], [`orders`], [`refunds`], [`bills`], [`certificates`], [`doctor`], [`login`], [`transport`], [`error`], [`mod@fs`] |
//! | `batch` | [`batch`]: one call per line of a file; [`spreadsheet`] |
//! | `diagnose` | [`diagnose`], and [`capture`], which reads what people paste |
//! | `client` and `diagnose` | [`explain`]: a diagnosis with the keys of a profile |
//! | `receiver` | [`receiver`], and [`inbox`] in memory |
//! | `client` and `receiver` | [`serving`]: a receiver made of a profile |
//! | `sqlite`, `postgres` | the durable inboxes |
//! | `client` and `sqlite` | [`listen`]: what a receiver elsewhere accepts, on a developer's machine |
//! | `sandbox` | [`sandbox`] |
//! | `diagnose`, `receiver` and `sandbox` | [`demo`]: a whole payment, step by step |
//! | `cli` (default) | the command, and all of the above |
//!
//! A program takes what it uses: `default-features = false, features = ["client"]`.
//!
//! Each layer uses what stands below it: services (`orders`, `refunds`, `bills`, `certificates`,
//! `batch`, `doctor`, `explain`, `serving`, `listen`, `demo`), edges (`client`, `login`, `receiver`, `sandbox`), ground
//! (`profile`, `inbox`, `transport`, `notify_url`, `fs`, `shell`, `spreadsheet`, `backoff`, `loopback`, `ambient`,
//! `error`), and the pure core (`protocol`, `diagnose`, `capture`).
// docs.rs shows which feature a thing needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod ambient;
pub mod backoff;
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "client")]
pub mod bills;
#[cfg(feature = "diagnose")]
pub mod capture;
#[cfg(feature = "client")]
pub mod certificates;
#[cfg(feature = "client")]
pub mod client;
#[cfg(all(feature = "diagnose", feature = "receiver", feature = "sandbox"))]
pub mod demo;
#[cfg(feature = "diagnose")]
pub mod diagnose;
#[cfg(feature = "client")]
pub mod doctor;
#[cfg(feature = "client")]
pub mod error;
pub mod error_chain;
#[cfg(all(feature = "client", feature = "diagnose"))]
pub mod explain;
#[cfg(any(feature = "client", feature = "receiver"))]
pub mod fs;
#[cfg(feature = "receiver")]
pub mod inbox;
#[cfg(all(feature = "client", feature = "sqlite"))]
pub mod listen;
#[cfg(feature = "client")]
pub mod login;
pub mod loopback;
#[cfg(any(feature = "sqlite", feature = "sandbox"))]
mod migration;
#[cfg(feature = "client")]
pub mod notify_url;
#[cfg(feature = "client")]
pub mod orders;
#[cfg(feature = "client")]
pub mod profile;
pub mod protocol;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "client")]
pub mod refunds;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(all(feature = "client", feature = "receiver"))]
pub mod serving;
#[cfg(feature = "setup")]
pub mod setup;
pub mod shell;
#[cfg(feature = "batch")]
pub mod spreadsheet;
#[cfg(feature = "client")]
pub mod transport;
