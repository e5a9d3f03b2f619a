//! The contract of a Mini Program's back end behind the two endpoints.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use serde_json::{Map, Value};

use super::origin::AllowedHosts;
use crate::protocol::amount::Fen;
use crate::protocol::id::Openid;

/// An order as the Mini Program requests it.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Who pays.
    pub openid: Openid,
    /// How much.
    pub total_fee: Fen,
    /// What for.
    pub description: String,
}

/// A request of the Mini Program that failed, in words that it may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutError {
    /// The HTTP status.
    pub status: u16,
    /// A code that programs can tell apart.
    pub code: String,
    /// What is wrong.
    pub message: String,
}

/// A future of the Mini Program's back end.
pub type CheckoutFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, CheckoutError>> + Send + 'a>>;

/// Speaks to WeChat on behalf of the Mini Program.
pub trait Checkout: Send + Sync {
    /// Returns whether it serves requests from an address.
    fn serves(&self, peer: IpAddr) -> bool;

    /// Returns the hosts under which it is called.
    fn hosts(&self) -> &AllowedHosts;

    /// Exchanges a `wx.login` code.
    fn openid<'a>(&'a self, code: &'a str) -> CheckoutFuture<'a, Openid>;

    /// Creates an order, and returns what `wx.requestPayment` is given.
    fn create_order(&self, order: NewOrder) -> CheckoutFuture<'_, Map<String, Value>>;
}
