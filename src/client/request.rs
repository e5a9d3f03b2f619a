//! A call of any API from its parts, as a person describes it.

use std::str::FromStr;

use reqwest::header::HeaderName;
use serde_json::{Map, Value, json};

use crate::ambient;
use crate::protocol::call::{self, ApiPath, Call, Method};
use crate::protocol::keys::VerifyingKey;
use crate::protocol::sensitive::{self, FieldError};
use crate::protocol::upload::{self, Meta};

/// Headers that only the client can know.
const CLIENT_HEADERS: [&str; 5] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "expect",
];

/// Letters and digits in the boundary of an upload's form.
const BOUNDARY_CHARS: usize = 32;

/// A value under a name that leads to its place: `amount.total`, `a[b]`, `list[]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The value; none makes an empty array of a name such as `list[]`.
    pub value: Option<Value>,
}

/// A field as a person writes it: `name=text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextField {
    /// The name.
    pub name: String,
    /// The text of the value; none for `name[]`, an empty array.
    pub text: Option<String>,
}

/// A text is not a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not name=value, such as amount.total=1; name[] is an empty array")]
pub struct TextFieldError(String);

impl FromStr for TextField {
    type Err = TextFieldError;

    /// Reads `name=text` or `name[]`.
    fn from_str(text: &str) -> Result<Self, TextFieldError> {
        let (name, text) = match text.split_once('=') {
            Some((name, text)) if !name.is_empty() => (name, Some(text.to_owned())),
            None if text.ends_with("[]") => (text, None),
            Some(_) | None => return Err(TextFieldError(text.to_owned())),
        };
        let name = name.to_owned();
        Ok(Self { name, text })
    }
}

/// A header that is sent beside the client's own, or instead of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    name: String,
    value: String,
}

/// Why a text is not a header that can be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// There is no colon.
    #[error("it is not 'Name: value'")]
    Shape,
    /// The name cannot be one.
    #[error("the name before ':' is not a header's name")]
    Name,
    /// Only the client can know the value.
    #[error("{0} is for the client to send")]
    OfClient(String),
    /// The value could end the header and start another.
    #[error(
        "the value of {0} must be visible ASCII and spaces: control characters could smuggle in a header"
    )]
    Value(String),
}

impl FromStr for Header {
    type Err = HeaderError;

    /// Reads `Name: value`.
    fn from_str(text: &str) -> Result<Self, HeaderError> {
        let (name, value) = text.split_once(':').ok_or(HeaderError::Shape)?;
        // Only spaces: a line feed at an end is an attempt, not a slip.
        let (name, value) = (name.trim_matches(' '), value.trim_matches(' '));
        if HeaderName::from_bytes(name.as_bytes()).is_err() {
            return Err(HeaderError::Name);
        }
        if CLIENT_HEADERS
            .iter()
            .any(|own| name.eq_ignore_ascii_case(own))
        {
            return Err(HeaderError::OfClient(name.to_owned()));
        }
        if value.chars().any(|c| !c.is_ascii_graphic() && c != ' ') {
            return Err(HeaderError::Value(name.to_owned()));
        }
        Ok(Self {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }
}

impl Header {
    /// Tells whether this header has a name, in any case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// A file to upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The file's name, as it is signed and sent.
    pub filename: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What is to be called.
#[derive(Debug)]
#[non_exhaustive]
pub struct CallDraft {
    /// The method.
    pub method: Method,
    /// Where the call goes.
    pub place: ApiPath,
    /// An object's fields; parameters of the query if there is a `body`, or the method has none.
    pub fields: Vec<Field>,
    /// The bytes of the body, sent as they are but for encrypted fields.
    pub body: Option<Vec<u8>>,
    /// The paths of fields that are encrypted for WeChat Pay, such as `receivers.*.name`.
    pub encrypt: Vec<String>,
    /// A file that is sent instead of a body.
    pub upload: Option<Upload>,
    /// Further headers.
    pub headers: Vec<Header>,
    /// Whether WeChat Pay recognises a repetition, whatever the method.
    pub is_idempotent: bool,
}

/// Why a draft cannot become a call.
#[derive(Debug, thiserror::Error)]
pub enum CallDraftError {
    /// A field's name leads nowhere.
    #[error("'{0}' is not a name such as amount.total, a[b] or list[]")]
    FieldName(String),
    /// Two fields have one place, or a field's place is inside another's value.
    #[error("'{0}' contradicts an earlier field")]
    FieldConflict(String),
    /// A body of GET, which has none.
    #[error("GET carries no body")]
    BodyOfGet,
    /// A field cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] FieldError),
}

impl CallDraft {
    /// Starts the draft of a call without a body.
    #[must_use]
    pub fn new(method: Method, place: ApiPath) -> Self {
        Self {
            method,
            place,
            fields: Vec::new(),
            body: None,
            encrypt: Vec::new(),
            upload: None,
            headers: Vec::new(),
            is_idempotent: false,
        }
    }

    /// Builds the call; `key` is WeChat Pay's, for which fields are encrypted.
    ///
    /// # Errors
    /// Returns an error if a field has no place, or cannot be encrypted.
    pub fn prepare(mut self, key: Option<&VerifyingKey>) -> Result<Call, CallDraftError> {
        if self.body.is_some() && self.method == Method::GET {
            return Err(CallDraftError::BodyOfGet);
        }
        let body = match self.body.take() {
            Some(body) => {
                self.add_query(key)?;
                body
            }
            None if self.method.asks_in_query() => {
                self.add_query(key)?;
                Vec::new()
            }
            None => object(&self.fields)?,
        };
        let mut call = match &self.upload {
            Some(Upload { filename, content }) => upload::call(
                self.method,
                self.place.target,
                &Meta::new(filename, content),
                content,
                &ambient::letters(BOUNDARY_CHARS),
            ),
            None => Call {
                body: self.sealed(body, key)?,
                ..Call::new(self.method, self.place.target)
            },
        };
        call.serial = key.map(|key| key.serial_no().clone());
        call.repeatable |= self.is_idempotent;
        call.headers = self
            .headers
            .into_iter()
            .map(|Header { name, value }| call::Header { name, value })
            .collect();
        Ok(call)
    }

    fn add_query(&mut self, key: Option<&VerifyingKey>) -> Result<(), CallDraftError> {
        for Field { name, value } in &self.fields {
            let text = match value {
                Some(Value::String(text)) => text.clone(),
                Some(value) => value.to_string(),
                None => String::new(),
            };
            let key = key.filter(|_| self.is_sealed_in_query(name));
            let text = match key.map(|key| key.encrypt(text.as_bytes())) {
                Some(Ok(sealed)) => sealed.to_string(),
                Some(Err(source)) => {
                    let path = name.clone();
                    return Err(FieldError::Encrypt { path, source }.into());
                }
                None => text,
            };
            self.place.add(name, &text);
        }
        Ok(())
    }

    fn is_sealed_in_query(&self, path: &str) -> bool {
        self.method.asks_in_query()
            && self.encrypt.iter().any(|sealed| sealed == path)
            && self.fields.iter().any(|field| field.name == path)
    }

    /// Encrypts fields of the body; every other byte stays.
    fn sealed(
        &self,
        mut body: Vec<u8>,
        key: Option<&VerifyingKey>,
    ) -> Result<Vec<u8>, CallDraftError> {
        let Some(key) = key else { return Ok(body) };
        for path in &self.encrypt {
            if !self.is_sealed_in_query(path) {
                body = sensitive::seal(&body, path, key)?;
            }
        }
        Ok(body)
    }
}

/// Returns the object of all fields; nothing if there are none.
fn object(fields: &[Field]) -> Result<Vec<u8>, CallDraftError> {
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let mut object = json!({});
    for Field { name, value } in fields {
        let steps = steps(name).ok_or_else(|| CallDraftError::FieldName(name.clone()))?;
        insert(&mut object, &steps, value.as_ref())
            .ok_or_else(|| CallDraftError::FieldConflict(name.clone()))?;
    }
    Ok(object.to_string().into_bytes())
}

/// A step into a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'n> {
    Key(&'n str),
    /// `[]`, the next element of an array.
    Next,
}

fn steps(name: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let step = if let Some(inner) = rest.strip_prefix('[').filter(|_| !steps.is_empty()) {
            let (inner, after) = inner.split_once(']')?;
            rest = after;
            if inner.is_empty() {
                Step::Next
            } else {
                Step::Key(inner)
            }
        } else {
            let bare = if steps.is_empty() {
                rest
            } else {
                rest.strip_prefix('.')?
            };
            let (key, after) = bare.split_at(bare.find(['.', '[']).unwrap_or(bare.len()));
            rest = after;
            (!key.is_empty() && !key.contains(']')).then_some(Step::Key(key))?
        };
        steps.push(step);
    }
    (!steps.is_empty()).then_some(steps)
}

/// Inserts a value, or an empty array; none if something else is in its place.
fn insert(target: &mut Value, steps: &[Step<'_>], value: Option<&Value>) -> Option<()> {
    match steps {
        [] => {
            let is_free = target.is_null();
            *target = value?.clone();
            is_free.then_some(())
        }
        [Step::Key(key), rest @ ..] => {
            let object = or_empty(target, Value::Object(Map::new())).as_object_mut()?;
            if rest.is_empty() && object.contains_key(*key) {
                return None;
            }
            insert(object.entry(*key).or_insert(Value::Null), rest, value)
        }
        [Step::Next, rest @ ..] => {
            let array = or_empty(target, Value::Array(Vec::new())).as_array_mut()?;
            if rest.is_empty() && value.is_none() {
                return Some(());
            }
            // A key that the last element has already begins the next one.
            let belongs_to_last = match (rest.first(), array.last()) {
                (Some(Step::Key(key)), Some(Value::Object(last))) => !last.contains_key(*key),
                (Some(Step::Key(_) | Step::Next) | None, _) => false,
            };
            if !belongs_to_last {
                array.push(Value::Null);
            }
            insert(array.last_mut()?, rest, value)
        }
    }
}

fn or_empty(target: &mut Value, empty: Value) -> &mut Value {
    if target.is_null() {
        *target = empty;
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: Value) -> Field {
        Field {
            name: name.to_owned(),
            value: Some(value),
        }
    }

    fn draft(method: &str, fields: &[Field]) -> CallDraft {
        let place = ApiPath {
            base: None,
            target: "/v3/x".to_owned(),
        };
        CallDraft {
            fields: fields.to_vec(),
            ..CallDraft::new(method.parse().unwrap(), place)
        }
    }

    fn body(fields: &[Field]) -> Result<Value, CallDraftError> {
        let call = draft("POST", fields).prepare(None)?;
        Ok(serde_json::from_slice(&call.body).unwrap())
    }

    #[test]
    fn names_lead_into_objects_and_arrays() {
        let fields = [
            field("amount.total", json!(1)),
            field("amount[currency]", json!("CNY")),
            field("list[]", json!("a")),
            field("list[]", json!("b")),
            field("goods[][id]", json!(1)),
            field("goods[].name", json!("x")),
            field("goods[][id]", json!(2)),
            field("a.b[c].d", json!(null)),
        ];
        let expected = json!({
            "amount": {"total": 1, "currency": "CNY"},
            "list": ["a", "b"],
            "goods": [{"id": 1, "name": "x"}, {"id": 2}],
            "a": {"b": {"c": {"d": null}}},
        });
        assert_eq!(body(&fields).unwrap(), expected);
        let empty = Field {
            name: "list[]".to_owned(),
            value: None,
        };
        assert_eq!(body(&[empty]).unwrap(), json!({"list": []}));
    }

    #[test]
    fn what_contradicts_or_leads_nowhere_is_refused() {
        for [first, second] in [["a", "a"], ["a", "a.b"], ["a.b", "a[]"], ["a[]", "a[b]"]] {
            let fields = [field(first, json!(1)), field(second, json!(2))];
            let error = body(&fields).unwrap_err();
            assert!(matches!(error, CallDraftError::FieldConflict(_)), "{error}");
        }
        for name in [
            "", "[]", "[a]", ".a", "a.", "a..b", "a[", "a]", "a[b]c", "a[b",
        ] {
            let error = body(&[field(name, json!(1))]).unwrap_err();
            assert!(matches!(error, CallDraftError::FieldName(_)), "{name}");
        }
    }

    #[test]
    fn fields_beside_a_body_or_without_one_are_parameters() {
        let fields = [field("a b", json!("张")), field("n", json!(1))];
        let target = "/v3/x?a%20b=%E5%BC%A0&n=1";
        let call = draft("GET", &fields).prepare(None).unwrap();
        assert_eq!((&*call.target, &*call.body), (target, &b""[..]));
        let mut with_body = draft("POST", &fields);
        with_body.body = Some(b"{ }".to_vec());
        let call = with_body.prepare(None).unwrap();
        assert_eq!((&*call.target, &*call.body), (target, &b"{ }"[..]));
        let mut wrong = draft("GET", &[]);
        wrong.body = Some(Vec::new());
        let error = wrong.prepare(None).unwrap_err();
        assert!(matches!(error, CallDraftError::BodyOfGet));
    }

    #[test]
    fn a_field_has_a_name_and_a_text() {
        let text = |text: &str| text.parse::<TextField>().map(|field| field.text);
        assert_eq!(text("a=b=c").unwrap().as_deref(), Some("b=c"));
        assert_eq!(text("a[]").unwrap(), None);
        assert!(text("a").is_err() && text("=a").is_err());
    }

    #[test]
    fn a_header_cannot_smuggle_in_another() {
        let header: Header = "X-Trace:  a: b ".parse().unwrap();
        assert_eq!((&*header.name, &*header.value), ("X-Trace", "a: b"));
        for text in [
            "X-Trace",
            ": a",
            "X Trace: a",
            "X: a\r\nAuthorization: b",
            "X: a\tb",
            "X: 张",
            "X\n: a",
            "Host: example.com",
            "content-length: 0",
        ] {
            assert!(text.parse::<Header>().is_err(), "{text}");
        }
    }
}
