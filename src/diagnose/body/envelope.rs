//! A notification whose parts were read into a program's own type, which was written again under
//! the type's names and with its dates.

use serde_json::{Map, Value};

use crate::protocol::stamp::Timestamp;

const FIELDS: [&str; 6] = [
    "id",
    "create_time",
    "resource_type",
    "event_type",
    "summary",
    "resource",
];
const RESOURCE_FIELDS: [&str; 5] = [
    "original_type",
    "algorithm",
    "ciphertext",
    "associated_data",
    "nonce",
];

/// Returns the notifications, as WeChat Pay writes them, that a text was read from; none if that
/// is the text itself, or if it is not a notification.
pub(super) fn rebuilt(text: &str) -> Vec<String> {
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else {
        return Vec::new();
    };
    let Some(resource) = find(&fields, "resource").and_then(object_of) else {
        return Vec::new();
    };
    let resource = &resource;
    if find(resource, "ciphertext").is_none() {
        return Vec::new();
    }
    let times: Vec<String> = find(&fields, "create_time").map_or_else(Vec::new, |time| {
        [text_of(time), moment(time)]
            .into_iter()
            .flatten()
            .collect()
    });
    let write = |time: &String| {
        let resource = object(&RESOURCE_FIELDS, |name| find(resource, name).cloned());
        object(&FIELDS, |name| match name {
            "create_time" => Some(Value::from(time.as_str())),
            "resource" => Some(Value::from(resource.as_str())),
            _ => find(&fields, name).cloned(),
        })
        .replace(&Value::from(resource.as_str()).to_string(), &resource)
    };
    times
        .iter()
        .map(write)
        .filter(|whole| whole != text)
        .collect()
}

/// The object, or that which a text holds.
fn object_of(value: &Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object.clone()),
        Value::String(text) => serde_json::from_str(text).ok(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}

/// Finds a field by its name in any spelling: `create_time`, `createTime`, `CreateTime`.
fn find<'v>(fields: &'v Map<String, Value>, wanted: &str) -> Option<&'v Value> {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let wanted = plain(wanted);
    let found = fields.iter().find(|(name, _)| plain(name) == wanted);
    found.map(|(_, value)| value)
}

/// Writes the fields that have a value, in their order.
fn object(names: &[&str], value: impl Fn(&str) -> Option<Value>) -> String {
    let pairs = names.iter().filter_map(|name| {
        let value = value(name).filter(|value| !value.is_null())?;
        Some(format!("\"{name}\":{value}"))
    });
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Reads a date as programs write it, and returns it as WeChat Pay does, in China's time zone.
fn moment(value: &Value) -> Option<String> {
    if let Some(number) = value.as_i64() {
        let seconds = if Timestamp(number).is_in_milliseconds() {
            Timestamp::from_millis(number)
        } else {
            Timestamp(number)
        };
        return Some(seconds.to_rfc3339());
    }
    let text = value.as_str()?.trim().replacen(' ', "T", 1);
    let zone = text.rfind(['+', '-']).filter(|at| *at > 10);
    let zoned = match zone {
        Some(at) if !text[at..].contains(':') && text.len() - at == 5 => {
            format!("{}:{}", &text[..at + 3], &text[at + 3..])
        }
        None if !text.ends_with('Z') => format!("{text}+08:00"),
        Some(_) | None => text,
    };
    Some(Timestamp::from_rfc3339(&zoned).ok()?.to_rfc3339())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = r#"{"id":"EV-1","create_time":"2026-01-01T10:00:00+08:00","resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS","summary":"支付成功","resource":{"original_type":"transaction","algorithm":"AEAD_AES_256_GCM","ciphertext":"a+/b==","associated_data":"transaction","nonce":"fdasflkja484"}}"#;

    #[test]
    fn what_a_programs_type_holds_is_written_as_it_was_received() {
        let camel = SENT
            .replace("create_time", "createTime")
            .replace("resource_type", "resourceType")
            .replace("event_type", "eventType")
            .replace("original_type", "originalType")
            .replace("associated_data", "associatedData");
        assert!(rebuilt(&camel).contains(&SENT.to_owned()));
        for date in [
            "\"2026-01-01T02:00:00Z\"",
            "\"2026-01-01T02:00:00.000Z\"",
            "\"2026-01-01T10:00:00+0800\"",
            "\"2026-01-01 10:00:00\"",
            "1767232800000",
            "1767232800",
        ] {
            let dated = SENT.replace("\"2026-01-01T10:00:00+08:00\"", date);
            assert!(rebuilt(&dated).contains(&SENT.to_owned()), "{date}");
        }
        let inner = &SENT[SENT.find("{\"original").unwrap()..SENT.len() - 1];
        let quoted = SENT.replace(inner, &Value::from(inner).to_string());
        assert!(rebuilt(&quoted).contains(&SENT.to_owned()));
        assert!(rebuilt(SENT).is_empty());
        for other in ["", "[]", "{\"resource\":{}}", "{\"resource\":1}"] {
            assert!(rebuilt(other).is_empty(), "{other}");
        }
    }
}
