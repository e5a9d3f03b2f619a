//! The options of `api`.

use std::path::PathBuf;

use wechatpay::protocol::call::Method;

use super::fields::{self, Field};
use super::headers::{self, Header};

/// What `--help` says after the options.
const HELP: &str = r"The body is printed byte for byte, once its signature has been verified. With --json it stands in
`body` of one object, or in `body_base64` where it is no text, beside status, request_id, verified
and, with --include, headers; `--get body.NAME` prints one field. Pages are one after another, each
on a line of its own.

A refusal (4xx, 5xx) prints only why; -v adds its body on stderr, and -i prints all of it.

Where no answer comes only GET is repeated, and what --idempotent says names itself by a number.
--data is sent byte for byte; --encrypt changes nothing but the field. What stands on the command
line can be seen by others: --field name=@FILE reads a text from a file, @- from stdin.

Examples:
  wechatpay api GET '/v3/pay/transactions/out-trade-no/A-1?mchid={mchid}'
  wechatpay api POST /v3/refund/domestic/refunds --data refund.json --idempotent
  wechatpay api POST /v3/security/echo -f echo_message=hi \
    -f encrypted_echo_message=hi --encrypt encrypted_echo_message --decrypt encrypted_echo_message
  wechatpay api POST /v3/merchant/media/upload --upload licence.png --get body.media_id";

/// A call, as it is asked for.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Args {
    /// GET, POST, PUT, PATCH or DELETE
    #[arg(value_name = "METHOD")]
    pub(super) method: Method,
    /// Path and query, or a URL; {mchid}, {appid} and {sub_mchid} stand for the profile's
    #[arg(value_name = "PATH")]
    pub(super) path: String,
    /// Send these bytes: a file's (also @FILE), - for stdin, or the text itself
    #[arg(short, long, value_name = "FILE|-|TEXT", allow_hyphen_values = true)]
    pub(super) data: Option<String>,
    /// Add a field: a[b]=1, a.b=true, list[]=x, text=@FILE; to the query with GET, DELETE and --data
    #[arg(short = 'F', long, value_name = "NAME=VALUE", value_parser = fields::field)]
    pub(super) field: Vec<Field>,
    /// Add a field whose value is always a string, such as mchid=1900000001
    #[arg(short = 'f', long, value_name = "NAME=TEXT", value_parser = fields::field)]
    pub(super) raw_field: Vec<Field>,
    /// Send a header too, or instead of the usual one
    #[arg(short = 'H', long, value_name = "NAME: VALUE", value_parser = headers::header)]
    pub(super) header: Vec<Header>,
    /// Let --header replace Authorization
    #[arg(long)]
    pub(super) own_authorization: bool,
    /// Encrypt this field of the body for WeChat Pay, such as receivers.*.name
    #[arg(long, value_name = "PATH")]
    pub(super) encrypt: Vec<String>,
    /// Decrypt this field of the verified answer with the merchant's key
    #[arg(long, value_name = "PATH")]
    pub(super) decrypt: Vec<String>,
    /// Upload a picture or a video; only its meta is signed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "field", "raw_field", "encrypt"])]
    pub(super) upload: Option<PathBuf>,
    /// Go on to the last page: links.next, next_page_token, or offset, limit and total_count
    #[arg(long, conflicts_with = "upload")]
    pub(super) paginate: bool,
    /// Ask for this many pages at the most
    #[arg(long, value_name = "N", default_value_t = 100, requires = "paginate")]
    pub(super) max_pages: usize,
    /// Add one to the offset for each page, where an API counts pages [default: in /v3/marketing/favor]
    #[arg(long, requires = "paginate")]
    pub(super) offset_in_pages: bool,
    /// Repeat the request where no answer comes: it names itself by a number
    #[arg(long)]
    pub(super) idempotent: bool,
    /// Accept an answer without a signature [default: for bill files and pictures]
    #[arg(long)]
    pub(super) no_verify: bool,
    /// Print status and headers too
    #[arg(short, long)]
    pub(super) include: bool,
    /// Write the body to a file that only its owner may read
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}
