//! `api`: any call of API v3, signed and verified, the response as it came.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value, json};
use wechatpay::ambient;
use wechatpay::client::{
    AnyAnswer, CallDraft, CallDraftError, Client, Field, Header, PageError, Pages, TextField,
    Upload,
};
use wechatpay::error::Error;
use wechatpay::fs::OutputFile;
use wechatpay::profile::Profile;
use wechatpay::protocol::api_error::ApiError;
use wechatpay::protocol::call::{self, ApiPath, ApiPathError, Call, Method};
use wechatpay::protocol::json as strict;
use wechatpay::protocol::keys::{OaepHash, SigningKey, VerifyingKey};
use wechatpay::protocol::sensitive::{self, FieldError};
use wechatpay::protocol::signed::{SERIAL, VerifyError};
use wechatpay::protocol::upload::Media;

use super::waiting::asking_failed;
use super::{dry_run, outcome};
use crate::context::Context;
use crate::error::{CliError, Kind, by_variant, failures, json_cause};
use crate::exit_status::ExitStatus;
use crate::ui::{Output, Page, Render, Text};
use crate::{args, text};

/// The call that the options describe.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "METHOD")]
    method: Method,
    #[arg(value_name = "PATH")]
    path: String,
    #[arg(short, long, value_name = "FILE|-|TEXT", allow_hyphen_values = true)]
    data: Option<String>,
    #[arg(short = 'F', long, value_name = "NAME=VALUE")]
    field: Vec<TextField>,
    #[arg(short = 'f', long, value_name = "NAME=TEXT")]
    raw_field: Vec<TextField>,
    #[arg(short = 'H', long, value_name = "NAME: VALUE")]
    header: Vec<Header>,
    #[arg(long, help_heading = "signing")]
    own_authorization: bool,
    #[arg(long, help_heading = "signing", value_name = "PATH")]
    encrypt: Vec<String>,
    #[arg(long, help_heading = "signing", value_name = "PATH")]
    decrypt: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "field", "raw_field", "encrypt"])]
    upload: Option<PathBuf>,
    #[arg(long, help_heading = "pages", conflicts_with = "upload")]
    paginate: bool,
    #[arg(
        long,
        help_heading = "pages",
        value_name = "N",
        default_value_t = 100,
        requires = "paginate"
    )]
    max_pages: usize,
    #[arg(long, help_heading = "pages", requires = "paginate")]
    offset_in_pages: bool,
    #[arg(long, help_heading = "signing")]
    idempotent: bool,
    #[arg(long, help_heading = "signing")]
    no_verify: bool,
    #[arg(short, long)]
    include: bool,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report {
    status: u16,
    request_id: Option<String>,
    /// Whether the response was signed; if it was, the signature is valid.
    verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
}

impl Render for Report {
    const SCHEMA: &'static str = "api";

    fn render(&self, page: &mut Page) {
        page.line(format!("HTTP {}", self.status));
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    context.ensure_local().await?;
    let profile = context.profile()?;
    let draft = draft(args, context)?;
    let base = draft.place.base.clone();
    let call = draft.prepare(encryption_key(args, profile)?.as_ref())?;
    let client = client(base.as_deref(), context)?;
    if context.is_dry() {
        let signed = client.sign(call);
        return match &args.upload {
            Some(path) => dry_run::show_upload(&signed, path, context),
            None => dry_run::show(&signed, context),
        };
    }
    let decryption_key = match args.decrypt.as_slice() {
        [] => None,
        _ => Some(profile.signing_key()?),
    };
    // A file that cannot be written is found before anything is sent.
    let path = args.output.as_deref().filter(|path| *path != "-");
    let mut file = path.map(OutputFile::create).transpose()?;
    let mut pages = Pages::new(&call.target, args.max_pages, args.offset_in_pages);
    let mut next = Some(call);
    while let Some(call) = next {
        let sending = send(&client, &call, args, context);
        let mut answer = if call.method == Method::GET {
            sending.await?
        } else {
            outcome::guarded(context, sending, |signal| interrupted(signal, &call)).await?
        };
        let following = if args.paginate {
            pages.next(&call, &answer.body)
        } else {
            Ok(None)
        };
        if let Some(key) = &decryption_key {
            decrypt(&mut answer.body, args, key, context)?;
        }
        show(answer, args, file.as_mut(), context)?;
        next = following?;
    }
    if let Some(file) = file {
        file.finish()?;
    }
    pages.finish()?;
    Ok(ExitStatus::Success)
}

/// Returns the call that the options describe.
fn draft(args: &Args, context: &Context) -> Result<CallDraft, CliError> {
    let profile = context.profile()?;
    let place = ApiPath::parse(&args.path, |name| placeholder(name, profile))?;
    let is_authorization = |header: &Header| header.is("Authorization");
    if args.header.iter().any(is_authorization) && !args.own_authorization {
        return Err(CliError::usage(text!("api-own-authorization")));
    }
    let raw_fields = args.raw_field.iter().map(|TextField { name, text }| {
        Ok(Field {
            name: name.clone(),
            value: text.clone().map(Value::String),
        })
    });
    let fields = args.field.iter().map(|TextField { name, text }| {
        let value = text.as_deref().map(|text| typed(name, text, profile));
        Ok(Field {
            name: name.clone(),
            value: value.transpose()?,
        })
    });
    let mut draft = CallDraft::new(args.method, place);
    // The raw ones first, as `gh api` does.
    draft.fields = raw_fields.chain(fields).collect::<Result<_, CliError>>()?;
    draft.body = data(args, context)?;
    draft.upload = match &args.upload {
        Some(path) => Some(upload(path, &draft.place.target, context)?),
        None => None,
    };
    draft.encrypt.clone_from(&args.encrypt);
    draft.headers.clone_from(&args.header);
    draft.is_idempotent = args.idempotent;
    Ok(draft)
}

/// Returns the value of a placeholder; none for an unknown one.
fn placeholder(name: &str, profile: &Profile) -> Option<Result<String, CliError>> {
    match name {
        "mchid" => Some(profile.mchid().map(String::from).map_err(CliError::from)),
        "appid" => Some(profile.appid().map(String::from).map_err(CliError::from)),
        "sub_mchid" => Some(match profile.sub_mchid() {
            Ok(Some(mchid)) => Ok(mchid.into()),
            Ok(None) => Err(CliError::config(text!("api-no-sub-mchid"))),
            Err(error) => Err(error.into()),
        }),
        _ => None,
    }
}

fn typed(name: &str, text: &str, profile: &Profile) -> Result<Value, CliError> {
    let inner = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    if let Some(value) = inner.and_then(|inner| placeholder(inner, profile)) {
        return Ok(value?.into());
    }
    if let Some(path) = text.strip_prefix('@') {
        let bytes = args::file(&args::in_home(path.into()))?;
        return String::from_utf8(bytes)
            .map(Value::String)
            .map_err(|_| CliError::config(text!("api-field-not-utf8", name, path)));
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

/// Returns the bytes of `--data`.
fn data(args: &Args, context: &Context) -> Result<Option<Vec<u8>>, CliError> {
    let Some(text) = &args.data else {
        return Ok(None);
    };
    let path = match text.strip_prefix('@') {
        Some(path) => Some(path),
        None => Some(&**text).filter(|path| *path == "-" || args::in_home(path.into()).is_file()),
    };
    let bytes = match path {
        Some(path) => args::file(&args::in_home(path.into()))?,
        None => text.clone().into_bytes(),
    };
    if let Err(error) = strict::parse(&bytes) {
        let is_file_name = path.is_none() && !text.trim_start().starts_with(['{', '[']);
        context.output.warn(if is_file_name {
            text!("api-data-no-file", error = json_cause(&error))
        } else {
            text!("api-data-not-json", error = json_cause(&error))
        });
    }
    Ok(Some(bytes))
}

fn upload(path: &Path, target: &str, context: &Context) -> Result<Upload, CliError> {
    let content = args::file(path)?;
    let filename = path
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| CliError::usage(text!("api-upload-name")))?
        .to_owned();
    if let Some(media) = Media::of_path(target.split('?').next().unwrap_or_default()) {
        if !media.takes(&filename) {
            let endings = Text::list(media.endings());
            context.output.warn(text!("api-upload-ending", endings));
        }
        let (bytes, max) = (content.len(), media.max_bytes());
        if bytes > max {
            context.output.warn(text!("api-upload-size", bytes, max));
        }
    }
    Ok(Upload { filename, content })
}

fn encryption_key(args: &Args, profile: &Profile) -> Result<Option<VerifyingKey>, CliError> {
    if args.encrypt.is_empty() {
        return Ok(None);
    }
    if args.header.iter().any(|header| header.is(SERIAL)) {
        return Err(CliError::usage(text!("api-own-serial")));
    }
    match profile.encryption_key(ambient::now())? {
        Some(key) => Ok(Some(key)),
        None => Err(Context::no_platform_key(profile)),
    }
}

/// Returns a client for the host of a URL, which must be one that requests may go to.
fn client(base: Option<&str>, context: &Context) -> Result<Client, CliError> {
    let profile = context.profile()?;
    match base {
        Some(base) if base == profile.base_url()?.as_str().trim_end_matches('/') => {
            context.client_of(profile)
        }
        Some(_) if context.global.sandbox => Err(CliError::usage(text!("api-sandbox-url"))),
        Some(base) => context.client_to(profile, base),
        None => context.client_of(profile),
    }
}

/// Sends a call, and returns only a response that may be shown.
async fn send(
    client: &Client,
    call: &Call,
    args: &Args,
    context: &Context,
) -> Result<AnyAnswer, CliError> {
    let is_unsigned = call.is_answered_unsigned();
    let answer = if args.no_verify || is_unsigned {
        client.call_unsigned(call.clone()).await
    } else {
        client.call_raw(call.clone()).await.map(AnyAnswer::from)
    };
    match answer {
        Ok(answer) => {
            if !answer.is_verified && !is_unsigned {
                context.output.warn(text!("api-not-signed"));
            }
            Ok(answer)
        }
        Err(error) => {
            if let Error::Api(refused) = &error {
                show_refusal(refused, args, context)?;
            }
            Err(failure(error, call))
        }
    }
}

/// The failure of an interrupted call, which may have been carried out.
fn interrupted(signal: Kind, call: &Call) -> CliError {
    let path = call.target.split('?').next().unwrap_or_default();
    let doing = text!("api-under-way", method = &call.method, path);
    outcome::interrupted(signal, &doing).with_help(text!("api-interrupted-help"))
}

/// The failure of a call; one that only reads may be repeated, and a signature may be missing by
/// design.
fn failure(error: Error, call: &Call) -> CliError {
    if call.method != Method::GET {
        // The help of the others says it.
        let is_silent_about_outcome = matches!(
            error,
            Error::Untrusted { .. } | Error::Redirect { .. } | Error::Answer { .. }
        );
        let failure = CliError::from(error);
        return if is_silent_about_outcome {
            failure.with_more_help(text!("call-help-may-have-arrived"))
        } else {
            failure
        };
    }
    let is_unsigned = matches!(
        &error,
        Error::Untrusted {
            source: VerifyError::MissingHeaders(_),
            ..
        }
    );
    asking_failed(error).with_better_help(is_unsigned.then(|| text!("api-unsigned-help")))
}

/// Shows the refused response itself if that is asked for.
fn show_refusal(refused: &ApiError, args: &Args, context: &Context) -> Result<(), CliError> {
    let output = &context.output;
    if args.include && !output.json && output.get.is_none() {
        Output::remote(head(refused.status, &refused.headers).as_bytes())?;
        return Output::remote(&refused.body);
    }
    if !refused.body.is_empty() {
        for line in String::from_utf8_lossy(&refused.body).lines() {
            output.trace(1, format!("< {line}"));
        }
    }
    Ok(())
}

fn head(status: u16, headers: &[call::Header]) -> String {
    let lines: String = headers
        .iter()
        .map(|header| format!("{}: {}\n", header.name, header.value))
        .collect();
    format!("HTTP {status}\n{lines}\n")
}

/// Decrypts fields of a verified response.
fn decrypt(
    body: &mut Vec<u8>,
    args: &Args,
    key: &SigningKey,
    context: &Context,
) -> Result<(), CliError> {
    let mut hashes = Vec::new();
    for path in &args.decrypt {
        *body = sensitive::open(body, path, key, &mut hashes)
            .map_err(|error| sealed_field(Kind::Verification, error))?;
    }
    if hashes.contains(&OaepHash::Sha256) {
        context.output.note(text!("api-oaep-sha256"));
    }
    Ok(())
}

/// Shows a response, or adds its body to a file.
fn show(
    answer: AnyAnswer,
    args: &Args,
    file: Option<&mut OutputFile>,
    context: &Context,
) -> Result<(), CliError> {
    let output = &context.output;
    let is_json = output.json || output.get.is_some();
    if args.include && !is_json {
        Output::remote(head(answer.status, &answer.headers).as_bytes())?;
    }
    // Each of many pages is on a line of its own.
    let needs_line_end = args.paginate && !answer.body.is_empty() && !answer.body.ends_with(b"\n");
    let is_saved = file.is_some();
    if let Some(file) = file {
        file.write(&answer.body)?;
        if needs_line_end {
            file.write(b"\n")?;
        }
    } else if !is_json {
        Output::remote(&answer.body)?;
        if needs_line_end {
            Output::raw(b"\n")?;
        }
    }
    if is_json {
        output.show_line(&report(answer, args, is_saved))?;
    }
    Ok(())
}

fn report(answer: AnyAnswer, args: &Args, is_saved: bool) -> Report {
    let headers = answer
        .headers
        .into_iter()
        .map(|header| (header.name, header.value.into()))
        .collect();
    let (body, body_base64) = if is_saved {
        (None, None)
    } else if answer.body.is_empty() {
        (Some(Value::Null), None)
    } else {
        match (strict::parse(&answer.body), String::from_utf8(answer.body)) {
            (Ok(value), _) => (Some(value), None),
            (Err(_), Ok(text)) => (Some(text.into()), None),
            (Err(_), Err(error)) => (None, Some(STANDARD.encode(error.into_bytes()))),
        }
    };
    Report {
        status: answer.status,
        request_id: answer.request_id,
        verified: answer.is_verified,
        headers: args.include.then_some(headers),
        body,
        body_base64,
        file: args.output.clone().filter(|_| is_saved),
    }
}

failures!(error: ApiPathError {
    Shape => Self::usage(text!("api-path-shape")),
    NotV3(path) => Self::usage(text!("api-path-not-v3", path)),
    Part(part) => Self::usage(text!("api-path-part", part)),
    Placeholder(name) => Self::usage(text!("api-path-placeholder", name)),
});

failures!(error: CallDraftError {
    FieldName(name) => Self::usage(text!("api-field-name", name)),
    FieldConflict(name) => Self::usage(text!("api-field-conflict", name)),
    BodyOfGet => Self::usage(text!("api-body-of-get")),
    Encrypt(error) => sealed_field(Kind::Usage, error),
});

/// The failure of a field that cannot be encrypted or decrypted.
fn sealed_field(kind: Kind, error: FieldError) -> CliError {
    let failure = |text| CliError::new(kind, text);
    by_variant!(error: FieldError {
        Json(source) => failure(text!("api-sealed-not-json")).with_source(source),
        Missing(path) => failure(text!("api-sealed-missing", path)),
        NotText(path) => failure(text!("api-sealed-not-text", path)),
        Encrypt { path, source } => failure(text!("api-not-encrypted", path)).with_source(source),
        Decrypt { path, source } => failure(text!("api-not-decrypted", path)).with_source(source),
        NotUtf8(path) => failure(text!("api-decrypted-not-utf8", path)),
    })
}

failures!(error: PageError {
    NextLink(source) => Self::new(Kind::Unavailable, text!("api-next-link")).with_source(source),
    Circle => Self::new(Kind::Unavailable, text!("api-page-circle")),
    TooMany { max_pages } => Self::condition(text!("api-too-many-pages", max_pages)),
    Missing { total, received, skipped, counts_items } => {
        let help = counts_items.then(|| text!("api-items-missing-help"));
        Self::condition(text!("api-items-missing", total, received, skipped))
            .with_better_help(help)
    },
});
