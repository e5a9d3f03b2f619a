//! 小程序登录: exchanges a `wx.login` code for an openid, once.

use reqwest::header::HeaderValue;

use crate::error::Error;
use crate::protocol::api_error::ApiError;
use crate::protocol::code2session::{self, Session, SessionError};
use crate::protocol::id::Appid;
use crate::protocol::json;
use crate::transport::{Request, Response, Transport};

/// An answer of the exchange is a few hundred bytes.
const LIMIT: usize = 64 * 1024;

/// A shorter text is not an app secret, and may be in a response by chance.
const SHORTEST: usize = 8;

/// Exchanges a code. One attempt: a code is good for one, and a lost answer has used it up.
///
/// # Errors
/// No error holds the URL, where the app secret is.
pub async fn exchange(
    transport: &Transport,
    appid: &Appid,
    secret: &str,
    code: &str,
) -> Result<Session, Error> {
    exchange_seen(transport, appid, secret, code, |_| ()).await
}

/// Does as [`exchange`], and shows the answer before it is read.
///
/// # Errors
/// As [`exchange`].
pub async fn exchange_seen(
    transport: &Transport,
    appid: &Appid,
    secret: &str,
    code: &str,
    see: impl FnOnce(&Response),
) -> Result<Session, Error> {
    let mut response = transport.send(&request(appid, secret, code), LIMIT).await?;
    hide(&mut response, secret);
    see(&response);
    match response.status {
        200 => read(&response.body),
        status @ 300..=399 => Err(Error::Redirect {
            host: transport.base().host(),
            status,
        }),
        status => Err(Error::Api(ApiError::read(
            status,
            &response.body,
            response.request_id(),
        ))),
    }
}

/// Returns the request of an exchange; its target holds the app secret.
#[must_use]
pub fn request(appid: &Appid, secret: &str, code: &str) -> Request {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(code2session::query(appid, secret, code))
        .finish();
    let headers = vec![("Accept".into(), "application/json".to_owned())];
    Request {
        method: "GET",
        target: format!("{}?{query}", code2session::PATH),
        headers,
        body: Vec::new(),
    }
}

/// Hides the app secret, which was in the URL, where the other side sends it back: in the
/// `Location` of a redirect, in a message.
fn hide(response: &mut Response, secret: &str) {
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    for spelling in [secret, &encoded] {
        if spelling.len() < SHORTEST {
            continue;
        }
        response.body = without(&response.body, spelling.as_bytes());
        for value in response.headers.values_mut() {
            let hidden = without(value.as_bytes(), spelling.as_bytes());
            *value = HeaderValue::from_bytes(&hidden).unwrap_or(HeaderValue::from_static("***"));
        }
    }
}

fn without(mut text: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut hidden = Vec::with_capacity(text.len());
    while let Some(at) = text.windows(secret.len()).position(|part| part == secret) {
        hidden.extend_from_slice(&text[..at]);
        hidden.extend_from_slice(b"***");
        text = &text[at + secret.len()..];
    }
    hidden.extend_from_slice(text);
    hidden
}

fn read(body: &[u8]) -> Result<Session, Error> {
    let unreadable = || Error::Answer {
        what: "it is not the JSON of a login".to_owned(),
        request_id: None,
    };
    let value = json::parse(body).map_err(|_| unreadable())?;
    match serde_json::from_value::<SessionError>(value.clone()) {
        Ok(refused) if refused.errcode != 0 => Err(Error::Login(refused)),
        _ => serde_json::from_value(value).map_err(|_| unreadable()),
    }
}
