//! TLS for WeChat Pay's own host names, by an authority that exists in one data folder.
//!
//! - `hosts`: the names; `authority`: who issues their certificate; `leaf`: that certificate, and
//!   how it is renewed; `config`: the server's settings

pub(crate) mod authority;
pub(crate) mod config;
pub(crate) mod hosts;
pub(crate) mod leaf;
