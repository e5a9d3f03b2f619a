//! Verifies and opens notifications in an axum handler.
//!
//! `cargo run --example verify_a_notification`
#![allow(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::net::TcpListener;
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::orders::{self, OrderDraft};
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::signed::MAX_AGE;
use wechatpay::receiver::{VerifiedEvent, Verifier};
use wechatpay::sandbox::Sandbox;

/// Answers WeChat Pay: 204 once the notification is processed, else a status that makes it send the
/// notification again.
async fn notify(
    State(verifier): State<Arc<Verifier>>,
    headers: HeaderMap,
    body: Bytes, // the raw bytes; JSON that was parsed and written again does not verify
) -> StatusCode {
    let header = |name| headers.get(name)?.to_str().ok();
    match verifier.verify(header, body.into(), ambient::now(), Some(MAX_AGE)) {
        Ok(VerifiedEvent { event, .. }) => {
            // Notifications are repeated: store `event.notification.id` with what it changes.
            let text = event.plaintext.as_str();
            println!("{}: {text}", event.notification.event_type);
            StatusCode::NO_CONTENT
        }
        Err(rejection) => {
            println!("{}: {rejection}", rejection.kind());
            StatusCode::UNAUTHORIZED
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let profile = sandbox.profile()?;
    let verifier = Arc::new(Verifier {
        keyring: profile.keyring()?,
        apiv3_key: profile.apiv3_key()?,
        mchid: profile.mchid()?,
    });
    let router = Router::new()
        .route("/notify", post(notify))
        .with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let notify_url = format!("http://{}/notify", listener.local_addr()?).parse()?;
    tokio::spawn(async move { axum::serve(listener, router).await });

    // The sandbox signs, seals and posts as WeChat Pay does.
    let mut draft = OrderDraft::new(
        profile.payee()?,
        profile.appid()?,
        TradeType::Native,
        "100".parse()?,
        notify_url,
    );
    draft.description = "Tea".into();
    draft.out_trade_no = Some("order-1".parse()?);
    let client = Client::from_profile(&profile)?;
    orders::place(&client, &draft.prepare(ambient::now())?).await?;
    let delivery = sandbox.pay(&"order-1".parse()?).await?;
    assert!(delivery.acknowledged, "{}", delivery.outcome_text());
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
