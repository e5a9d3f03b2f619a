//! What a text means that is known by its words.

use serde::Serialize;
use wechatpay::protocol::error_code::{AdviceText, KnownText, Repeat, TextOrigin};

use super::code::repeat_text;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

#[derive(Serialize)]
struct Report {
    kind: &'static str,
    name: &'static str,
    codes: &'static [&'static str],
    #[serde(flatten)]
    words: AdviceText,
    repeat: Repeat,
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-text";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Bold, self.words.meaning);
        if !self.codes.is_empty() {
            let codes = self.codes.join(", ");
            page.line(text!("explain-codes", codes));
        }
        page.line(text!("explain-cause", cause = self.words.cause));
        page.line(text!("explain-fix", fix = self.words.fix));
        if !self.codes.is_empty() {
            let repeat = repeat_text(self.repeat);
            page.line(text!("explain-repeat", repeat));
        }
    }
}

/// Says what the text means; there is nothing to check.
pub(super) fn explain(
    known: &'static KnownText,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    context.output.show(&Report {
        kind: match known.origin {
            TextOrigin::Client => "client-text",
            TextOrigin::WechatPay => "message",
            TextOrigin::Program => "program-text",
            TextOrigin::Several => "unclear-text",
        },
        name: known.name,
        codes: &known.codes,
        words: known.advice.text(context.output.lang),
        repeat: known.advice.repeat,
    })
}
