//! Refunds that are never sent twice: each is on disk before it is sent, so that a process that
//! was killed, or got no response, is known to the next, which goes on with the same number.
//!
//! ```no_run
//! use wechatpay::client::Client;
//! use wechatpay::protocol::endpoint::Payee;
//! use wechatpay::protocol::transaction::OrderNumber;
//! use wechatpay::refunds::{PendingRefundStore, RefundDraft, RefundService};
//!
//! # async fn refund(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//! let service = RefundService::new(PendingRefundStore::new("/var/lib/shop/refunds".into()));
//! let payee = Payee::Direct { mchid: "1900000001".parse()? };
//! let order = OrderNumber::OutTradeNo("order-1".parse()?);
//! let refund = RefundDraft::new(payee, order, "100".parse()?).prepare()?;
//! let submission = service.prepare(client, &refund).await?;
//! let response = service.submit(client, &submission).await?;
//! println!("{} is {}", submission.refund().out_refund_no, response.value.status);
//! service.confirm(&submission, &response).await?;
//! # Ok(())
//! # }
//! ```

mod draft;
mod pending;
mod sending;
mod service;
mod store;

pub use draft::{PreparedRefund, RefundDraft, RefundDraftError, RefundNumber};
pub use pending::{MissingField, Numbering, PendingRefund};
pub use sending::{RateLimit, RefundError, RefundOutcome};
pub use service::{AcceptedBefore, PrepareError, RefundService, Submission};
pub use store::{PendingRefundStore, RecordKind, Standing, StoreError};
