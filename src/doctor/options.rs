//! How a profile is examined.

use crate::client::{Client, Merchant};
use crate::transport::{Transport, TransportOptions};

/// How a profile is examined.
pub struct DoctorOptions<'o> {
    /// Whether nothing is sent.
    pub offline: bool,
    /// Whether it does not matter who can read the files of secrets.
    pub insecure_permissions: bool,
    /// Whether requests may go to hosts that are not WeChat's.
    pub allow_foreign_host: bool,
    /// How hosts are connected to; nothing, if these options are wrong themselves.
    pub transport: Option<TransportOptions>,
    /// Makes the client for signed calls.
    pub client: &'o dyn Fn(Merchant, Transport) -> Client,
}
