//! The parameters of a payer's client, read in any spelling.

use serde_json::Value;

use crate::diagnose::{Cause, Finding, Subject, sentence};
use crate::protocol::pay_params::PayClient;
use crate::protocol::stamp::Timestamp;

/// A field of the object: the name that a Mini Program or JSAPI reads, the name that an app is
/// given, and other names that programs use.
struct Field {
    request: &'static str,
    app: &'static str,
    others: &'static [&'static str],
}

const APPID: Field = field("appId", "appid", &[]);
const TIMESTAMP: Field = field("timeStamp", "timestamp", &[]);
const NONCE: Field = field("nonceStr", "noncestr", &["nonce"]);
const PACKAGE: Field = field("package", "package", &["packageval", "packagevalue"]);
const PREPAY_ID: Field = field("prepayid", "prepayid", &[]);
const PARTNER: Field = field("partnerid", "partnerid", &[]);
const SIGN_TYPE: Field = field("signType", "signtype", &[]);
const SIGNATURE: Field = field("paySign", "sign", &["sign", "paysign"]);

const fn field(request: &'static str, app: &'static str, others: &'static [&'static str]) -> Field {
    Field {
        request,
        app,
        others,
    }
}

/// A value and the name of its field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FieldValue {
    pub(super) name: String,
    pub(super) value: Value,
}

impl FieldValue {
    fn is_empty(&self) -> bool {
        self.value.is_null() || self.value.as_str() == Some("")
    }

    /// Whether it is what programs print for a missing value.
    fn is_nothing(&self) -> bool {
        let nothing = ["null", "undefined", "none", "nil", "nan"];
        let text = self.value.as_str().unwrap_or_default();
        nothing.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// Returns the value as text, as a program that joins strings would.
    pub(super) fn text(&self) -> String {
        self.value
            .as_str()
            .map_or_else(|| self.value.to_string(), str::to_owned)
    }
}

/// Whose names the fields of an object have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Names {
    /// Those that `wx.requestPayment`, `getBrandWCPayRequest` or an app reads.
    #[default]
    Client,
    /// Those that `wx.chooseWXPay` reads: `timestamp`, also as a number.
    ChooseWxPay,
    /// Those of a program's own type, of which a printed object does not tell what the client
    /// gets.
    Program,
}

/// The parameters of a client: the signed values, in any spelling.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The kind of client, if that is known.
    pub(super) client: Option<PayClient>,
    pub(super) names: Names,
    /// Whether the client is an app, whose fourth line is the bare id.
    pub(super) is_app: bool,
    pub(super) appid: Option<FieldValue>,
    pub(super) timestamp: FieldValue,
    pub(super) nonce: FieldValue,
    /// `package`, or `prepayid` of an app.
    pub(super) fourth: FieldValue,
    pub(super) signature: FieldValue,
    pub(super) sign_type: Option<FieldValue>,
    /// `package` of an app.
    pub(super) app_package: Option<FieldValue>,
    pub(super) partner: Option<FieldValue>,
    /// Other timestamps and nonces in the object, under other spellings.
    pub(super) other_timestamps: Vec<String>,
    pub(super) other_nonces: Vec<String>,
    /// Whether nonce and signature were in each other's place; they are back in their own.
    pub(super) restored: bool,
    /// What the user's code signed, according to its log.
    pub(super) signed_string: Option<Vec<u8>>,
}

impl Claim {
    /// Tells whether the object names the App ID.
    #[must_use]
    pub fn has_appid(&self) -> bool {
        self.appid.is_some()
    }
}

impl Field {
    /// Returns every value of this field, the one under the client's own name first.
    fn all(&self, object: &Value, is_app: bool) -> Vec<FieldValue> {
        let own = if is_app { self.app } else { self.request };
        let plain = |name: &str| name.to_ascii_lowercase().replace('_', "");
        let fits = |name: &str| {
            let name = plain(name);
            name == plain(own) || name == plain(self.request) || self.others.contains(&&*name)
        };
        let pairs = object.as_object().into_iter().flatten();
        let mut all: Vec<FieldValue> = pairs
            .filter(|(name, _)| fits(name))
            .map(|(name, value)| FieldValue {
                name: name.clone(),
                value: value.clone(),
            })
            .collect();
        all.sort_by_key(|given| (given.is_empty(), given.name != own));
        all
    }

    fn first(&self, object: &Value, is_app: bool) -> Option<FieldValue> {
        self.present(object, is_app)
            .filter(|given| !given.is_empty())
    }

    /// Returns the value that is there, also if it is empty.
    fn present(&self, object: &Value, is_app: bool) -> Option<FieldValue> {
        self.all(object, is_app).into_iter().next()
    }
}

impl Claim {
    /// Reads the object in any of the clients' spellings.
    ///
    /// # Errors
    /// Returns a finding for each field that is missing.
    pub fn read(object: &Value) -> Result<Self, Vec<Finding>> {
        Self::read_for(object, None, Names::Client)
    }

    /// Reads the object of one kind of client, with its names.
    ///
    /// # Errors
    /// Returns a finding for each field that is missing.
    pub fn read_for(
        object: &Value,
        client: Option<PayClient>,
        names: Names,
    ) -> Result<Self, Vec<Finding>> {
        let is_app = client.map_or_else(|| is_app(object), |client| client == PayClient::App);
        let first = |field: &Field| field.first(object, is_app);
        let fourth = if is_app { &PREPAY_ID } else { &PACKAGE };
        let present = |field: &Field| field.present(object, is_app);
        let [timestamp, mut nonce, fourth] = [&TIMESTAMP, &NONCE, fourth].map(present);
        let mut signature = first(&SIGNATURE).filter(|given| !given.is_nothing());
        let restored = restore(&mut nonce, &mut signature);
        let (Some(timestamp), Some(nonce), Some(fourth), Some(signature)) =
            (timestamp, nonce, fourth, signature)
        else {
            let needed: &[&Field] = if is_app {
                &[
                    &APPID, &PARTNER, &PREPAY_ID, &PACKAGE, &NONCE, &TIMESTAMP, &SIGNATURE,
                ]
            } else {
                &[&TIMESTAMP, &NONCE, &PACKAGE, &SIGN_TYPE, &SIGNATURE]
            };
            let absent = needed.iter().filter(|field| present(field).is_none());
            let own = |field: &Field| match (is_app, names) {
                (true, _) => field.app,
                (false, Names::ChooseWxPay) if field.request == TIMESTAMP.request => field.app,
                (false, _) => field.request,
            };
            let mut findings: Vec<Finding> = absent.map(|field| missing(own(field))).collect();
            findings.extend(present(&SIGNATURE).and_then(|given| {
                if given.is_nothing() {
                    return Some(nothing(&given.name, &given.text()));
                }
                given.is_empty().then(|| empty(&given.name))
            }));
            return Err(findings);
        };
        let others = |field: &Field| {
            let all = field.all(object, is_app).into_iter().skip(1);
            all.map(|given| given.text()).collect()
        };
        Ok(Self {
            client,
            names,
            is_app,
            appid: first(&APPID),
            timestamp,
            nonce,
            fourth,
            signature,
            sign_type: first(&SIGN_TYPE),
            app_package: first(&PACKAGE).filter(|_| is_app),
            partner: first(&PARTNER),
            other_timestamps: others(&TIMESTAMP),
            other_nonces: others(&NONCE),
            restored,
            signed_string: None,
        })
    }

    /// Adds the string that the user's code signed, according to its log.
    #[must_use]
    pub fn with_signed_string(mut self, string: Vec<u8>) -> Self {
        self.signed_string = Some(string);
        self
    }

    /// Returns when it was signed; `None` if the timestamp is not in whole seconds.
    #[must_use]
    pub fn signed_at(&self) -> Option<Timestamp> {
        let [timestamp, _] = self.stamp();
        let is_seconds = timestamp.len() == 10;
        timestamp.parse().ok().filter(|_| is_seconds)
    }

    /// Returns what the client does not find, whatever was signed.
    pub(super) fn names(&self) -> Vec<Finding> {
        if self.is_app {
            let needed = [
                (&APPID, &self.appid),
                (&PARTNER, &self.partner),
                (&PACKAGE, &self.app_package),
            ];
            // The app itself knows its App ID, and the SDKs' objects have none.
            let by_app = |field: &Field| self.names == Names::Program && field.app == APPID.app;
            let absent = needed
                .iter()
                .filter(|(field, given)| given.is_none() && !by_app(field));
            return absent.map(|(field, _)| missing(field.app)).collect();
        }
        let mut given = vec![
            (&TIMESTAMP, Some(&self.timestamp)),
            (&NONCE, Some(&self.nonce)),
            (&PACKAGE, Some(&self.fourth)),
            (&SIGN_TYPE, self.sign_type.as_ref()),
            (&SIGNATURE, Some(&self.signature)),
        ];
        if self.client == Some(PayClient::Jsapi) {
            given.push((&APPID, self.appid.as_ref()));
        }
        let own = |field: &Field| {
            if self.names == Names::ChooseWxPay && field.request == TIMESTAMP.request {
                field.app
            } else {
                field.request
            }
        };
        let read_so = |field: &Field, name: &str| {
            // With --for jsapi it may be the argument of wx.chooseWXPay.
            let choose = self.client == Some(PayClient::Jsapi)
                && field.request == TIMESTAMP.request
                && name == field.app;
            name == own(field) || choose || self.names == Names::Program
        };
        let findings = given.into_iter().filter_map(|(field, given)| match given {
            None if field.request == SIGN_TYPE.request => Some(no_sign_type()),
            None => Some(missing(field.request)),
            Some(given) if !read_so(field, &given.name) => Some(misspelt(own(field), &given.name)),
            Some(_) => None,
        });
        findings.collect()
    }
}

/// Puts a nonce and a signature back that are in each other's place.
fn restore(nonce: &mut Option<FieldValue>, signature: &mut Option<FieldValue>) -> bool {
    /// A signature by the smallest key in use has 344 characters.
    const MIN_SIGNATURE_CHARS: usize = 300;
    const MAX_NONCE_CHARS: usize = 64;
    let (Some(nonce), Some(signature)) = (nonce, signature) else {
        return false;
    };
    let is_swapped = nonce.text().len() >= MIN_SIGNATURE_CHARS
        && (1..=MAX_NONCE_CHARS).contains(&signature.text().len());
    if is_swapped {
        std::mem::swap(&mut nonce.value, &mut signature.value);
    }
    is_swapped
}

fn is_app(object: &Value) -> bool {
    let package = PACKAGE.first(object, true);
    // A Mini Program's own names say more than the package of an app.
    let is_named_app = !object.get(SIGNATURE.request).is_some_and(Value::is_string)
        || PREPAY_ID.first(object, true).is_some();
    let is_app_package =
        package.as_ref().and_then(|given| given.value.as_str()) == Some("Sign=WXPay");
    PARTNER.first(object, true).is_some()
        || (is_app_package && is_named_app)
        || (package.is_none() && PREPAY_ID.first(object, true).is_some())
}

fn missing(name: &str) -> Finding {
    Finding::verified(
        Cause::FieldMissing,
        sentence!(
            "finding-field-absent",
            "the object has no {name}",
            name = name
        ),
        sentence!(
            "finding-fix-field-absent",
            "pass {name} to the client as it was signed",
            name = name
        ),
    )
}

fn empty(name: &str) -> Finding {
    Finding::verified(
        Cause::FieldMissing,
        sentence!("finding-field-empty", "{name} is empty", name = name),
        sentence!(
            "finding-fix-field-empty",
            "pass {name} to the client as the server made it",
            name = name
        ),
    )
}

fn nothing(name: &str, given: &str) -> Finding {
    Finding::verified(
        Cause::FieldMissing,
        sentence!(
            "finding-field-nothing",
            "{name} is '{given}', which programs print for a missing value",
            name = name,
            given = given
        ),
        sentence!(
            "finding-fix-field-empty",
            "pass {name} to the client as the server made it",
            name = name
        ),
    )
}

fn no_sign_type() -> Finding {
    Finding::verified(
        Cause::FieldMissing,
        sentence!(
            "finding-no-sign-type",
            "the object has no signType; without it the client does not check an RSA signature"
        ),
        sentence!(
            "finding-fix-no-sign-type",
            "pass signType with the value 'RSA'; it is not part of what is signed"
        ),
    )
}

fn misspelt(right: &str, given: &str) -> Finding {
    Finding::fact(
        Cause::FieldMissing,
        Subject::PayParams,
        sentence!(
            "finding-field-misspelt",
            "the client reads '{right}', and the object has '{given}'",
            right = right,
            given = given
        ),
    )
    .with_fix(sentence!(
        "finding-fix-field-misspelt",
        "name the field {right}, in this upper and lower case",
        right = right
    ))
}
