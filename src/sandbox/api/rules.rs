//! The fields that bodies have, and what WeChat Pay says if one breaks its rule.

use serde_json::{Map, Value, json};

use crate::protocol::json as strict;
use crate::sandbox::api::fault::{ApiFault, number};

/// One documented field.
pub(crate) struct Field {
    name: &'static str,
    title: &'static str,
    required: bool,
    rule: Rule,
}

/// What a field may hold.
pub(crate) enum Rule {
    /// Text of at least and at most this many bytes.
    Text(usize, usize),
    /// A whole number that is not less.
    Whole(i64),
    Flag,
    Object(&'static [Field]),
    /// At least one object.
    List(&'static [Field]),
    /// Texts of at most this many bytes.
    Words(usize),
}

/// A field that must be there.
pub(crate) const fn required(name: &'static str, title: &'static str, rule: Rule) -> Field {
    Field {
        name,
        title,
        required: true,
        rule,
    }
}

/// A field that may be left out.
pub(crate) const fn optional(name: &'static str, title: &'static str, rule: Rule) -> Field {
    Field {
        name,
        title,
        required: false,
        rule,
    }
}

/// Reads a body that may have these fields.
pub(crate) fn read(body: &[u8], fields: &[&[Field]]) -> Result<Value, ApiFault> {
    if std::str::from_utf8(body).is_err() {
        let message = "请求体不是合法的UTF-8编码";
        return Err(ApiFault::parameter(number::PARAMETER, message));
    }
    let value = strict::parse(body)
        .map_err(|_| ApiFault::parameter(number::PARAMETER, "请求体不是合法的JSON格式"))?;
    check(&value, fields)?;
    Ok(value)
}

/// Checks an object that may have these fields.
pub(crate) fn check(value: &Value, fields: &[&[Field]]) -> Result<(), ApiFault> {
    let object = value
        .as_object()
        .ok_or_else(|| ApiFault::parameter(number::PARAMETER, "请求体不是JSON对象"))?;
    walk("", object, fields)
}

fn walk(place: &str, object: &Map<String, Value>, fields: &[&[Field]]) -> Result<(), ApiFault> {
    let known = || fields.iter().copied().flatten();
    for (name, value) in object {
        if !known().any(|field| field.name == name) {
            let place = format!("{place}/{name}");
            let message = "参数中含有非法的额外参数";
            return Err(
                ApiFault::parameter(number::EXTRA, message).with(detail(&place, value, message))
            );
        }
    }
    for field in known() {
        let place = || format!("{place}/{}", field.name);
        match object.get(field.name) {
            Some(value) => field.check(&place(), value)?,
            None if field.required => return Err(missing(&place(), field.title)),
            None => {}
        }
    }
    Ok(())
}

impl Field {
    fn check(&self, place: &str, value: &Value) -> Result<(), ApiFault> {
        match (&self.rule, value) {
            (Rule::Text(least, most), Value::String(text)) => {
                self.check_text(place, text, *least, *most)
            }
            (Rule::Whole(least), value) if value.is_i64() || value.is_u64() => {
                if value.as_i64().is_some_and(|whole| whole < *least) {
                    let why = format!("值低于最小值 {least}");
                    return Err(broken(place, self.title, "数值字段", "", &why, value));
                }
                Ok(())
            }
            (Rule::Flag, Value::Bool(_)) => Ok(()),
            (Rule::Object(fields), Value::Object(object)) => walk(place, object, &[fields]),
            (Rule::List(fields), Value::Array(items)) if !items.is_empty() => {
                items.iter().enumerate().try_for_each(|(at, item)| {
                    let place = format!("{place}/{at}");
                    let object = item.as_object();
                    let object = object.ok_or_else(|| self.other_type(&place, item))?;
                    walk(&place, object, &[fields])
                })
            }
            (Rule::Words(most), Value::Array(items)) => {
                items.iter().enumerate().try_for_each(|(at, item)| {
                    let place = format!("{place}/{at}");
                    let text = item.as_str();
                    let text = text.ok_or_else(|| self.other_type(&place, item))?;
                    self.check_text(&place, text, 1, *most)
                })
            }
            (
                Rule::Text(..)
                | Rule::Whole(_)
                | Rule::Flag
                | Rule::Object(_)
                | Rule::List(_)
                | Rule::Words(_),
                _,
            ) => Err(self.other_type(place, value)),
        }
    }

    fn check_text(
        &self,
        place: &str,
        text: &str,
        least: usize,
        most: usize,
    ) -> Result<(), ApiFault> {
        let size = text.len();
        let why = if size < least {
            format!("字节数 {size}，小于最小值 {least}")
        } else if size > most {
            format!("字节数 {size}，大于最大值 {most}")
        } else if text.chars().any(|c| c.len_utf8() == 4) {
            "含有不支持的4字节UTF-8字符".to_owned()
        } else {
            return Ok(());
        };
        Err(wrong_text(place, self.title, &why, text))
    }

    fn other_type(&self, place: &str, value: &Value) -> ApiFault {
        let wanted = match self.rule {
            Rule::Text(..) => "字符串",
            Rule::Whole(_) => " 64 位有符号整数",
            Rule::Flag => "布尔值",
            Rule::Object(_) => "对象",
            Rule::List(_) | Rule::Words(_) => "非空数组",
        };
        let title = self.title;
        let why = format!("此字段需要一个合法的{wanted}");
        ApiFault::parameter(
            number::PARAMETER,
            format!("无法将 JSON 输入源“/body{place}”映射到目标字段“{title}”中，{why}"),
        )
        .with(detail(place, value, &why))
    }
}

/// Says that a field is missing.
pub(crate) fn missing(place: &str, title: &str) -> ApiFault {
    let why = "此字段为必填项";
    broken(place, title, "值字段", "必填性", why, &Value::Null)
}

/// Says that a text breaks its rule.
pub(crate) fn wrong_text(place: &str, title: &str, why: &str, text: &str) -> ApiFault {
    broken(place, title, "值字段", "字符串", why, &json!(text))
}

fn broken(place: &str, title: &str, kind: &str, rule: &str, why: &str, value: &Value) -> ApiFault {
    ApiFault::parameter(
        number::RANGE,
        format!("输入源“/body{place}”映射到{kind}“{title}”{rule}规则校验失败，{why}"),
    )
    .with(detail(place, value, why))
}

fn detail(place: &str, value: &Value, issue: &str) -> Value {
    json!({ "field": place, "value": value, "issue": issue, "location": "body" })
}
