//! `explain`: what went wrong, and what to do; one file a kind of evidence.

mod code;
mod reply;
mod request;
mod sandbox_record;
mod text;

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;

/// Nothing is sent.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    subject: Option<Subject>,
    /// Anything pasted: an error text, a code, a status, a Request-ID, a reply, a request, pay
    /// params or a notification
    #[arg(value_name = "TEXT|FILE|-")]
    text: Vec<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Subject {
    /// Judge a signed request: would WeChat Pay accept it, and why not
    Request(request::Args),
    /// Read the JSON of a 401 reply and compare it with what was signed
    Reply(reply::Args),
    /// Say what an error code means, what to do, and whether repeating is safe
    Code(code::Args),
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match &args.subject {
        Some(Subject::Request(args)) => request::run(args, context),
        Some(Subject::Reply(args)) => reply::run(args, context),
        Some(Subject::Code(args)) => code::run(args, context),
        None if args.text.is_empty() => Err(CliError::usage("nothing to explain was given")
            .in_chinese("没有给出要解释的内容")
            .with_help(Text::pair(
                "wechatpay explain TEXT, FILE, or - for standard input",
                "wechatpay explain 文本、文件，或用 - 从标准输入读取",
            ))),
        None => text::run(&args.text, context),
    }
}
