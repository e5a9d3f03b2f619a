//! What went wrong, for people and for scripts: kind, causes, help and exit code.

mod explain;
pub(crate) mod keys;
mod zh;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::io;

use serde_json::{Value, json};
use wechatpay::protocol::error_code::{self, AdviceText};

use crate::exit_status::ExitStatus;
use crate::ui::Lang;

/// The kinds of failure; each has an exit code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bug.
    Internal,
    /// Wrong arguments.
    Usage,
    /// A profile, key, certificate or file.
    Config,
    /// Something did not verify.
    Verification,
    /// WeChat refused.
    Api,
    /// WeChat was failing or limiting.
    Unavailable,
    /// DNS, connect, TLS or timeout.
    Network,
    /// A condition did not come.
    Condition,
    /// No such order, or no platform certificates.
    NotFound,
    /// The user ended it (Ctrl-C).
    Interrupted,
    /// The system ended it (SIGTERM).
    Terminated,
}

impl Kind {
    pub(crate) fn exit_status(self) -> ExitStatus {
        match self {
            Self::Internal => ExitStatus::Internal,
            Self::Usage => ExitStatus::Usage,
            Self::Config => ExitStatus::Config,
            Self::Verification => ExitStatus::Verification,
            Self::Api => ExitStatus::Api,
            Self::Unavailable => ExitStatus::Unavailable,
            Self::Network => ExitStatus::Network,
            Self::Condition => ExitStatus::Condition,
            Self::NotFound => ExitStatus::NotFound,
            Self::Interrupted => ExitStatus::Interrupted,
            Self::Terminated => ExitStatus::Terminated,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Usage => "usage",
            Self::Config => "config",
            Self::Verification => "verification",
            Self::Api => "api",
            Self::Unavailable => "unavailable",
            Self::Network => "network",
            Self::Condition => "condition",
            Self::NotFound => "not-found",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}

impl Kind {
    /// What helps with any failure of this kind, in both languages.
    fn help(self) -> (&'static str, &'static str) {
        match self {
            Self::Internal => (
                "this is a bug: run it again with -vv and report what it prints",
                "这是程序缺陷：请加 -vv 重新运行，并反馈输出内容",
            ),
            Self::Usage => (
                "run the command with --help to see what it takes",
                "使用 --help 查看该命令的用法",
            ),
            Self::Config => (
                "correct the file or setting that is named; `wechatpay doctor` checks a whole profile",
                "更正所指的文件或配置；`wechatpay doctor` 可检查整个配置",
            ),
            Self::Verification => (
                "do not trust it; `wechatpay doctor` checks the keys that it was verified with",
                "不要信任该内容；`wechatpay doctor` 可检查验签所用的密钥",
            ),
            Self::Api => (
                "`wechatpay explain code CODE` says what a code means and what to do",
                "`wechatpay explain code CODE` 可解释错误码及处理办法",
            ),
            Self::Unavailable => (
                "wait and run it again; nothing is wrong with the request itself",
                "稍后重试；请求本身没有问题",
            ),
            Self::Network => (
                "check the network, --proxy and the firewall; `wechatpay doctor` looks at each step",
                "检查网络、--proxy 与防火墙；`wechatpay doctor` 会逐步检查",
            ),
            Self::Condition => (
                "look at the current state, then run it again or wait longer",
                "查看当前状态，然后重试或延长等待",
            ),
            Self::NotFound => (
                "check the number, and that the profile is the merchant's that made it",
                "检查单号，并确认所用配置属于创建它的商户",
            ),
            Self::Interrupted | Self::Terminated => (
                "run the command again; if a request was already sent, query its number first",
                "可重新运行该命令；如请求已发出，请先查询该单号",
            ),
        }
    }
}

/// Takes off the number that the standard library adds to what the system says.
fn without_number(text: &str) -> &str {
    text.split(" (os error ").next().unwrap_or(text)
}

/// Why a file cannot be read or written, in Chinese.
fn file_cause(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind::{
        AlreadyExists, IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem,
        StorageFull,
    };
    match error.kind() {
        NotFound => Some("文件或目录不存在"),
        PermissionDenied => Some("权限不足"),
        IsADirectory => Some("这是一个目录"),
        NotADirectory => Some("路径中有一段不是目录"),
        AlreadyExists => Some("文件已存在"),
        StorageFull => Some("磁盘已满"),
        ReadOnlyFilesystem => Some("磁盘为只读"),
        _ => None,
    }
}

/// What helps with a file that cannot be read or written.
fn file_help(path: &std::path::Path, error: &io::Error) -> (String, String) {
    use io::ErrorKind::{
        IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull,
    };
    let both = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    match error.kind() {
        NotFound | NotADirectory if path.is_relative() => {
            let folder = std::env::current_dir().unwrap_or_default();
            let folder = folder.display();
            (
                format!("check the path; it is relative to {folder}"),
                format!("检查路径；相对于 {folder}"),
            )
        }
        NotFound | NotADirectory => both(
            "check the path; a folder on the way to it may be missing",
            "检查路径；途中的目录可能不存在",
        ),
        PermissionDenied => both(
            "check who may use the file and its folders: ls -ld PATH",
            "检查该文件及其目录的权限：ls -ld PATH",
        ),
        IsADirectory => both(
            "give the path of a file, not of a folder",
            "请指定文件而非目录",
        ),
        StorageFull => both(
            "free some disk space, then run it again",
            "清理磁盘空间后重试",
        ),
        ReadOnlyFilesystem => both(
            "the disk is mounted read-only: give a path elsewhere",
            "磁盘为只读：请指定其他位置",
        ),
        _ => both(
            "check that the path is a file that this user may use",
            "检查该路径是否为当前用户可用的文件",
        ),
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) kind: Kind,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) causes: Vec<String>,
    /// The message in Chinese.
    zh: Option<String>,
    /// Causes in Chinese, by their places.
    zh_causes: BTreeMap<usize, String>,
    help: Option<(String, String)>,
    http_status: Option<u16>,
    pub(crate) request_id: Option<String>,
    /// The reader of stdout has gone: nothing is to be said.
    pub(crate) silent: bool,
}

impl CliError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: None,
            message: message.into(),
            causes: Vec::new(),
            zh: None,
            zh_causes: BTreeMap::new(),
            help: None,
            http_status: None,
            request_id: None,
            silent: false,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config, message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    pub(crate) fn condition(message: impl Into<String>) -> Self {
        Self::new(Kind::Condition, message)
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(doing: &str, path: &std::path::Path, error: &io::Error) -> Self {
        let (name, zh_name) = if path == std::path::Path::new("-") {
            ("standard input".to_owned(), "标准输入".to_owned())
        } else {
            let shown = path.display().to_string();
            (shown.clone(), shown)
        };
        let zh_doing = match doing {
            "read" => "读取",
            "write" => "写入",
            _ => "处理",
        };
        let mut failure = Self::config(format!("cannot {doing} {name}"))
            .in_chinese(format!("无法{zh_doing} {zh_name}"));
        let said = error.to_string();
        let said = without_number(&said);
        failure.add_cause(said, file_cause(error).unwrap_or(said));
        let (en, zh) = file_help(path, error);
        failure.with_help(en, zh)
    }

    pub(crate) fn stdout(error: &io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        Self {
            silent,
            ..Self::config("cannot write to standard output").with_source(error)
        }
    }

    /// Adds an error and its sources as causes.
    pub(crate) fn with_source(mut self, error: &dyn StdError) -> Self {
        let mut next = Some(error);
        while let Some(cause) = next {
            let text = cause.to_string();
            let text = without_number(&text).to_owned();
            // Some libraries repeat their source in their own text.
            if self.causes.last().is_none_or(|last| !last.contains(&text)) {
                self.causes.push(text);
            }
            next = cause.source();
        }
        self
    }

    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub(crate) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.request_id = request_id;
        self
    }

    pub(crate) fn with_help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.help = Some((en.into(), zh.into()));
        self
    }

    /// Adds to the help that is there; each language joins its own.
    pub(crate) fn with_more_help(mut self, en: &str, zh: &str) -> Self {
        self.help = Some(match self.help.take() {
            Some((known_en, known_zh)) => {
                (format!("{known_en}; {en}"), format!("{known_zh}；{zh}"))
            }
            None => (en.to_owned(), zh.to_owned()),
        });
        self
    }

    /// Says it in Chinese, too.
    pub(crate) fn in_chinese(mut self, message: impl Into<String>) -> Self {
        self.zh = Some(message.into());
        self
    }

    /// Adds a cause that is a text.
    pub(crate) fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Adds a cause in both languages.
    pub(crate) fn add_cause(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        self.zh_causes.insert(self.causes.len(), zh.into());
        self.causes.push(en.into());
    }

    /// Returns what went wrong, for people.
    pub(crate) fn message(&self, lang: Lang) -> &str {
        let zh = self.zh.as_ref().filter(|_| lang == Lang::Zh);
        zh.unwrap_or(&self.message)
    }

    /// Returns why, for people.
    pub(crate) fn causes(&self, lang: Lang) -> impl Iterator<Item = &String> {
        let zh = move |place| self.zh_causes.get(&place).filter(|_| lang == Lang::Zh);
        let causes = self.causes.iter().enumerate();
        causes.map(move |(place, en)| zh(place).unwrap_or(en))
    }

    /// Returns what to do about this one in particular.
    pub(crate) fn help(&self, lang: Lang) -> Option<String> {
        self.help.as_ref().map(|(en, zh)| lang.pick(en, zh).clone())
    }

    /// Returns what to do now: there is always something.
    pub(crate) fn advice(&self, lang: Lang) -> String {
        self.help(lang).unwrap_or_else(|| {
            let (en, zh) = self.kind.help();
            lang.pick(en, zh).to_owned()
        })
    }

    /// What the number at the end of `Request-ID` says, where it is known and no success.
    pub(crate) fn request_id_meaning(&self, lang: Lang) -> Option<&'static str> {
        let number = error_code::number_of(self.request_id.as_deref()?)?;
        let advice = &error_code::by_number(number)
            .filter(|_| number != 0)?
            .advice;
        let AdviceText { meaning, .. } = lang.pick(advice.en, advice.zh);
        Some(meaning)
    }

    /// Returns what went wrong and why, in one line.
    pub(crate) fn text(&self) -> String {
        let meaning = self.request_id_meaning(Lang::En).map(str::to_owned);
        std::iter::once(&self.message)
            .chain(&self.causes)
            .cloned()
            .chain(meaning)
            .collect::<Vec<_>>()
            .join(": ")
    }

    /// The error object of `--json`.
    pub(crate) fn to_json(&self) -> Value {
        let message = self.text();
        json!({"error": {
            "kind": self.kind.name(),
            "code": self.code,
            "message": message,
            "hint": self.advice(Lang::En),
            "http_status": self.http_status,
            "request_id": self.request_id,
            "exit_code": self.kind.exit_status().code(),
        }})
    }
}

/// Returns an error and its sources in one line, for a log.
pub(crate) fn with_sources(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}
