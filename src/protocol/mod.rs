//! API v3 in both directions, as values: nothing here reads a file, a socket, a clock or
//! randomness.

pub mod amount;
pub mod answer;
pub mod api_error;
pub mod authorization;
pub mod bill;
pub mod call;
pub mod certificate;
pub mod code2session;
pub mod echo;
pub mod endpoint;
pub mod error_code;
pub mod event_type;
pub mod field;
pub mod file_kind;
pub mod id;
pub mod json;
pub mod key_material;
pub mod keyring;
pub mod keys;
pub mod language;
pub mod notification;
pub mod order;
pub mod pay_params;
mod pem;
pub mod pkcs12;
pub mod plaintext;
pub mod refund;
pub mod resource;
pub mod sensitive;
pub mod signature_message;
pub mod signed;
pub mod stamp;
pub mod transaction;
pub mod upload;
