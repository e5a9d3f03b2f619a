//! What a failed bill means to the user.

use wechatpay::bills::{BillsError, UnreadableBill};
use wechatpay::error::Error;
use wechatpay::protocol::error_code::{self, Api};
use wechatpay::transport::TransportError;

use crate::commands::waiting::asking_failed;
use crate::error::{CliError, Kind};
use crate::ui::Text;

impl From<BillsError> for CliError {
    fn from(error: BillsError) -> Self {
        let message = error.to_string();
        match error {
            BillsError::Request(error) => request(error),
            BillsError::Download(error) => download(error),
            BillsError::Host(error) => error.into(),
            BillsError::Setup(error) => error.into(),
            BillsError::Deadline { deadline } => Self::new(Kind::Network, message)
                .in_chinese(format!("账单未能在 {deadline:?} 内下载完成"))
                .with_help(Text::pair(
                    "nothing was kept; run the command again with a longer --deadline",
                    "未保留任何内容；请加大 --deadline 后重试",
                )),
            BillsError::HashMismatch {
                promised,
                text,
                raw,
                ..
            } => {
                let mut failure = unverified(message);
                failure.causes = vec![
                    format!("SHA1 {promised} was promised").into(),
                    format!("SHA1 {text} arrived").into(),
                ];
                failure
                    .causes
                    .extend(raw.map(|raw| format!("SHA1 {raw} before it was inflated").into()));
                failure
            }
            BillsError::Damaged(source) => unverified(message).with_source(source),
            BillsError::TooLarge => unverified(message),
            BillsError::File(error) => error.into(),
            BillsError::Spool(source) => {
                let folder = std::env::temp_dir();
                Self::config(format!("{message} in {}", folder.display()))
                    .with_source(source)
                    .with_help(Text::pair(
                        "make room there, or name another folder in TMPDIR",
                        "请清理该目录，或用 TMPDIR 指定其他目录",
                    ))
            }
            BillsError::Unreadable { source, request_id } => unreadable(&source, request_id),
        }
    }
}

fn unverified(message: String) -> CliError {
    CliError::new(Kind::Verification, message).with_help(Text::pair(
        "nothing was kept; run the command again, and if that does not help, look for what changes the file on its way",
        "未保留任何内容；请重试，若仍失败请检查传输途中是否有代理改动文件"))
}

fn unreadable(source: &UnreadableBill, request_id: Option<String>) -> CliError {
    CliError::from(Error::Answer {
        what: source.to_string(),
        request_id,
    })
    .with_help(Text::pair(
        "its hash was right; download it without --parse to look at it",
        "哈希校验已通过；去掉 --parse 下载原文查看",
    ))
}

/// Some codes mean something else when the file is fetched.
fn download(error: Error) -> CliError {
    let code = match &error {
        Error::Api(refused) => refused.code.as_deref().and_then(error_code::by_code),
        Error::Transport(_)
        | Error::AfterUnknown { .. }
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => None,
    };
    let advice = code.and_then(|code| code.cases.iter().find(|case| case.api == Api::Bill));
    match advice {
        Some(case) => request(error).with_help(Text::pair(case.advice.en.fix, case.advice.zh.fix)),
        None => request(error),
    }
}

fn request(error: Error) -> CliError {
    // Not refused for good: a script should try again, though not at once.
    let creating = matches!(&error, Error::Api(refused) if refused.is("STATEMENT_CREATING"));
    let broken = matches!(
        &error,
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. })
    );
    let mut failure = asking_failed(error);
    if creating {
        failure.kind = Kind::Unavailable;
    }
    if broken {
        return failure.with_help(Text::pair(
            "nothing was kept; run the command again, with a longer --timeout or --deadline, or more --retries",
            "未保留任何内容；请重试，可加大 --timeout、--deadline 或 --retries"));
    }
    failure
}
