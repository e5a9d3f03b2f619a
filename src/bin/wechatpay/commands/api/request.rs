//! From options to the call that is made of them.

use std::path::Path;

use crate::error::Kind;
use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::profile::Profile;
use wechatpay::protocol::call::{Call, Place, PlaceError};
use wechatpay::protocol::json as strict;
use wechatpay::protocol::keys::VerifyingKey;
use wechatpay::protocol::sensitive::{self, FieldError};
use wechatpay::protocol::signed::SERIAL;
use wechatpay::protocol::upload::{self, Media, Meta};

use super::args::Args;
use super::fields::{self, Field};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::ui::Text;

/// A call, and the host it was given with.
pub(super) struct Planned {
    pub(super) base: Option<String>,
    pub(super) call: Call,
}

/// Builds the call.
pub(super) fn build(args: &Args, context: &Context) -> Result<Planned, CliError> {
    let profile = context.profile()?;
    let mut place = Place::parse(&args.path, |name| value_of(name, profile))?;
    let key = encryption_key(args, profile)?;
    let fields = read_fields(args, profile)?;
    let body = if args.method.asks_in_query() || args.data.is_some() {
        ask(&mut place, fields, args, key.as_ref())?;
        data(args, context)?
    } else {
        object(fields)?
    };
    let mut call = match &args.upload {
        Some(path) => uploaded(path, args, place.target, context)?,
        None => Call {
            body: sealed(body, args, key.as_ref())?,
            ..Call::new(args.method, place.target)
        },
    };
    call.serial = key.map(|key| key.serial_no().clone());
    call.repeatable |= args.idempotent;
    call.headers = headers(args)?;
    Ok(Planned {
        base: place.base,
        call,
    })
}

/// Returns what a name between braces stands for.
fn value_of(name: &str, profile: &Profile) -> Option<Result<String, CliError>> {
    match name {
        "mchid" => Some(profile.mchid().map(String::from).map_err(CliError::from)),
        "appid" => Some(profile.appid().map(String::from).map_err(CliError::from)),
        "sub_mchid" => Some(match profile.sub_mchid() {
            Ok(Some(mchid)) => Ok(mchid.into()),
            Ok(None) => Err(CliError::config(
                "{sub_mchid} stands for nothing: the profile has no sub_mchid",
            )),
            Err(error) => Err(error.into()),
        }),
        _ => None,
    }
}

fn encryption_key(args: &Args, profile: &Profile) -> Result<Option<VerifyingKey>, CliError> {
    if args.encrypt.is_empty() {
        return Ok(None);
    }
    if args.header.iter().any(|header| header.is(SERIAL)) {
        return Err(CliError::usage(
            "--encrypt sends Wechatpay-Serial itself: leave that --header out",
        ));
    }
    match profile.encryption_key(ambient::now())? {
        Some(key) => Ok(Some(key)),
        None => Err(Context::no_platform_key(profile)),
    }
}

/// Reads the values of all fields, the raw ones first as `gh api` does.
fn read_fields(args: &Args, profile: &Profile) -> Result<Vec<(String, Option<Value>)>, CliError> {
    let raw = args.raw_field.iter().map(|Field { name, value }| {
        let value = value.clone().map(Value::String);
        Ok((name.clone(), value))
    });
    let typed = args.field.iter().map(|Field { name, value }| {
        let value = value.as_deref().map(|text| typed(name, text, profile));
        Ok((name.clone(), value.transpose()?))
    });
    raw.chain(typed).collect()
}

fn typed(name: &str, text: &str, profile: &Profile) -> Result<Value, CliError> {
    let inner = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    if let Some(value) = inner.and_then(|inner| value_of(inner, profile)) {
        return Ok(value?.into());
    }
    if let Some(path) = text.strip_prefix('@') {
        let bytes = args::file(Path::new(path))?;
        return String::from_utf8(bytes)
            .map(Value::String)
            .map_err(|_| CliError::config(format!("--field {name}: {path} is not UTF-8")));
    }
    Ok(match text {
        "true" => json!(true),
        "false" => json!(false),
        "null" => Value::Null,
        // 007 is not a number but a text of digits.
        _ => match text.parse::<i64>().ok().filter(|n| n.to_string() == text) {
            Some(number) => json!(number),
            None => json!(text),
        },
    })
}

/// Puts fields into the query.
fn ask(
    place: &mut Place,
    fields: Vec<(String, Option<Value>)>,
    args: &Args,
    key: Option<&VerifyingKey>,
) -> Result<(), CliError> {
    let in_query = args.method.asks_in_query();
    for (name, value) in fields {
        let text = match value {
            Some(Value::String(text)) => text,
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let sealed = key.filter(|_| in_query && args.encrypt.contains(&name));
        let text = match sealed.map(|key| key.encrypt(text.as_bytes())) {
            Some(Ok(sealed)) => sealed.to_string(),
            Some(Err(source)) => return Err(FieldError::Encrypt { path: name, source }.into()),
            None => text,
        };
        place.add(&name, &text);
    }
    Ok(())
}

/// Makes an object of the fields; nothing of none.
fn object(fields: Vec<(String, Option<Value>)>) -> Result<Vec<u8>, CliError> {
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let mut object = json!({});
    for (name, value) in fields {
        fields::put(&mut object, &name, value).map_err(CliError::usage)?;
    }
    Ok(object.to_string().into_bytes())
}

/// Returns the bytes of `--data`, which are sent as they are.
fn data(args: &Args, context: &Context) -> Result<Vec<u8>, CliError> {
    let Some(text) = &args.data else {
        return Ok(Vec::new());
    };
    if args.method == wechatpay::protocol::call::Method::GET {
        return Err(CliError::usage("GET carries no body").with_help(Text::pair(
            "put parameters into the query, or use --field",
            "请将参数放入查询串，或使用 --field",
        )));
    }
    let file = match text.strip_prefix('@') {
        Some(path) => Some(path),
        None => Some(&**text).filter(|path| *path == "-" || Path::new(path).is_file()),
    };
    let bytes = match file {
        Some(path) => args::file(Path::new(path))?,
        None => text.clone().into_bytes(),
    };
    if let Err(error) = strict::parse(&bytes) {
        let said = if file.is_none() && !text.trim_start().starts_with(['{', '[']) {
            let lang = context.output.lang;
            lang.pick(", and no file has that name", "，且没有此文件")
        } else {
            ""
        };
        context.output.warn(context.output.lang.pick(
            format!("the body is not JSON{said}; it is sent as it is: {error}"),
            format!("请求体不是 JSON{said}，将原样发送：{error}"),
        ));
    }
    Ok(bytes)
}

/// Encrypts fields of the body; every other byte stays.
fn sealed(mut body: Vec<u8>, args: &Args, key: Option<&VerifyingKey>) -> Result<Vec<u8>, CliError> {
    let Some(key) = key else { return Ok(body) };
    let in_query = |path: &String| {
        args.method.asks_in_query()
            && (args.field.iter().chain(&args.raw_field)).any(|field| field.name == *path)
    };
    for path in args.encrypt.iter().filter(|path| !in_query(path)) {
        body = sensitive::seal(&body, path, key)?;
    }
    Ok(body)
}

fn uploaded(path: &Path, args: &Args, target: String, context: &Context) -> Result<Call, CliError> {
    let content = args::file(path)?;
    let filename = path
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| CliError::usage("--upload needs a file whose name is UTF-8"))?;
    let lang = context.output.lang;
    if let Some(media) = Media::of_path(target.split('?').next().unwrap_or_default()) {
        if !media.takes(filename) {
            let endings = media.endings().join(", ");
            context.output.warn(lang.pick(
                format!("WeChat Pay takes files that end in {endings} here"),
                format!("此接口支持的文件后缀：{endings}"),
            ));
        }
        let (size, longest) = (content.len(), media.longest());
        if size > longest {
            context.output.warn(lang.pick(
                format!("the file has {size} bytes; WeChat Pay takes {longest} at the most here"),
                format!("文件大小为 {size} 字节，此接口最多支持 {longest} 字节"),
            ));
        }
    }
    let meta = Meta::new(filename, &content);
    let boundary = ambient::letters(32);
    Ok(upload::call(
        args.method,
        target,
        &meta,
        &content,
        &boundary,
    ))
}

fn headers(args: &Args) -> Result<Vec<(String, String)>, CliError> {
    let signs = |header: &super::headers::Header| header.is("Authorization");
    if args.header.iter().any(signs) && !args.own_authorization {
        return Err(
            CliError::usage("--header would replace the signature in Authorization").with_help(
                Text::pair(
                    "leave it out, or add --own-authorization where that is what is meant",
                    "请去掉该请求头；如确需替换签名，请加 --own-authorization",
                ),
            ),
        );
    }
    let pairs = args.header.iter();
    Ok(pairs
        .map(|header| (header.name.clone(), header.value.clone()))
        .collect())
}

impl From<PlaceError> for CliError {
    fn from(error: PlaceError) -> Self {
        Self::usage(format!("PATH: {error}"))
    }
}

impl From<FieldError> for CliError {
    fn from(error: FieldError) -> Self {
        Self::of_error(Kind::Usage, error)
    }
}
