//! The answers of `init`, as options and on the terminal, and what is wrong with them.

use std::error::Error as StdError;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use wechatpay::profile::{Secret, secret_command};
use wechatpay::setup::{Answer, AnswerError, GivenAnswers, Question, Respondent};

use super::super::doctor;
use super::args::Args;
use crate::args;
use crate::context::Context;
use crate::environment;
use crate::error::{CliError, by_variant, failures, reason};
use crate::half_width::plain;
use crate::text;
use crate::ui::Text;

impl Args {
    /// Returns the answers that options give.
    pub(super) fn given(&self, context: &Context) -> GivenAnswers {
        GivenAnswers {
            account: self.account.clone(),
            appid: self.appid.clone(),
            apiv3_key_file: self.apiv3_key_file.clone(),
            app_secret_file: self.app_secret_file.clone(),
            notify_url: self.notify_url.clone(),
            public_key: self.public_key.clone(),
            public_key_id: self.public_key_id.clone(),
            private_key_in: self.private_key_in.clone(),
            apiv3_key_in: self.apiv3_key_in.clone(),
            app_secret_in: self.app_secret_in.clone(),
            of_sandbox: context.global.base_url.is_some(),
        }
    }
}

impl Respondent for Context {
    type Failure = CliError;

    fn may_ask(&self) -> bool {
        Self::may_ask(self)
    }

    fn line(&self, question: Question<'_>) -> Result<Option<String>, CliError> {
        // What a Chinese input method may have written in full width.
        let is_ascii = matches!(
            question,
            Question::Appid
                | Question::PublicKeyId(_)
                | Question::NotifyUrl
                | Question::Variable(_)
        );
        let typed = self.ask_line(&words(question))?;
        Ok(typed.map(|text| if is_ascii { plain(&text) } else { text }))
    }

    fn secret(&self, question: Question<'_>) -> Result<Option<Secret>, CliError> {
        self.ask_secret(&words(question))
    }

    fn choice(&self, question: Question<'_>) -> Result<Option<usize>, CliError> {
        let items: Vec<Text> = match question {
            Question::Merchant(mchids) => mchids.iter().map(|one| one.as_str().into()).collect(),
            _ => vec![
                text!("init-place-file"),
                text!("init-place-env"),
                text!("init-place-command"),
                text!("init-place-keyring"),
            ],
        };
        self.ask_choice(&words(question), &items)
    }

    fn complain(&self, why: &CliError) {
        let lang = self.output.lang;
        let words: Vec<String> = std::iter::once(why.message(lang))
            .chain(why.causes(lang))
            .collect();
        self.output.warn(words.join(": "));
    }

    fn file(&self, path: &Path) -> Result<Vec<u8>, CliError> {
        args::file(&args::in_home(path.to_owned()))
    }

    fn variable(&self, name: &str) -> Option<String> {
        environment::text(name)
    }

    fn withheld(&self) -> Vec<OsString> {
        environment::secrets().collect()
    }

    fn command_timeout(&self) -> Duration {
        secret_command::timeout(environment::has_desktop())
    }
}

fn words(question: Question<'_>) -> Text {
    by_variant!(question: Question {
        Account => text!("init-ask-account"),
        Merchant(_) => text!("init-ask-merchant"),
        ContainerPassword(path) => text!("init-ask-p12-password", path),
        Appid => text!("init-ask-appid"),
        PrivateKeyPlace => text!("init-ask-place", what = text!("init-the-private-key")),
        ApiV3KeyPlace => text!("init-ask-place", what = text!("init-the-apiv3-key")),
        Variable(variable) => text!("init-ask-variable", variable),
        Command => text!("init-ask-command"),
        ApiV3Key => text!("init-ask-apiv3-key"),
        PublicKeyId(path) => text!("init-ask-public-key-id", path),
        NotifyUrl => text!("init-ask-notify-url"),
    })
}

/// Returns the option that gives an answer.
fn option(answer: Answer) -> &'static str {
    match answer {
        Answer::Appid => "--appid",
        Answer::ApiV3KeyFile => "--apiv3-key-file",
        Answer::AppSecretFile => "--app-secret-file",
        Answer::PublicKeyId => "--public-key-id",
        Answer::PrivateKeyPlace => "--private-key-in",
        Answer::ApiV3KeyPlace => "--apiv3-key-in",
        Answer::AppSecretPlace => "--app-secret-in",
    }
}

failures!(error: AnswerError {
    NoAccount => Self::usage(text!("init-no-account")),
    Missing(answers) => {
        let options: Vec<_> = answers.into_iter().map(option).collect();
        Self::usage(text!("init-missing", options = Text::list(&options)))
    },
    Unanswered => Self::usage(text!("init-unanswered")),
    LeftOut(answer) => Self::usage(text!("init-unanswered"))
        .with_cause(text!("init-missing", options = option(answer))),
    Needed => Self::usage(text!("init-needed")),
    Appid(why) => Self::usage(reason(&why as &dyn StdError)),
    Variable { name, source } => Self::usage(text!("usage-variable", name))
        .with_cause(reason(&source as &dyn StdError)),
    VariableName => Self::usage(text!("init-reason-variable")),
    Place(answer) => Self::usage(text!("init-place", option = option(answer)))
        .with_cause(text!("init-reason-place")),
    NotifyUrl(fault) => {
        let reason = doctor::notify_url_fault(fault);
        Self::usage(text!("init-notify-url", reason))
    },
    PublicKeyId => Self::usage(text!("init-public-key-id")),
    NoPublicKey => Self::usage(text!("init-no-public-key")),
    Profile(error) => error.into(),
});
