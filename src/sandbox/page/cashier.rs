//! The cashier: what a payer sees on a phone.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use url::{Url, form_urlencoded};

use crate::ambient;
use crate::loopback::is_loopback;
use crate::protocol::endpoint::segment;
use crate::protocol::id::{OutTradeNo, PrepayId};
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::admin::guard;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::page::data::{self, OrderDetail};
use crate::sandbox::page::form::Number;
use crate::sandbox::page::format::{fen_text, yuan};
use crate::sandbox::page::layout::{self, language_switch, symbol};
use crate::sandbox::page::orders::order_path;
use crate::sandbox::page::payers::Decline;
use crate::sandbox::page::session::see_other;
use crate::sandbox::page::text::{Lang, words};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::access::AccessToken;

const TICK: &str = r#"<path d="M3.5 8.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>"#;
const CROSS: &str = r#"<path d="M4.5 4.5l7 7m0-7l-7 7" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>"#;
const CLOCK: &str = r#"<g fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"><circle cx="8" cy="8" r="5.5"/><path d="M8 5v3l2 1.5"/></g>"#;

/// Where `h5_url` leads, as at WeChat Pay.
pub(crate) const H5_PATH: &str = "/cgi-bin/mmpayweb-bin/checkmweb";

/// What the payer sees.
enum Screen {
    Pay,
    Paid,
    Declined(Decline),
    Expired,
    Closed,
}

/// Returns the key that opens the cashier of one `prepay_id` without the token: the `package` of
/// `h5_url`.
fn payer_key(token: &AccessToken, prepay_id: &PrepayId) -> u64 {
    let key = hmac::Key::new(hmac::HMAC_SHA256, token.reveal().as_bytes());
    let tag = hmac::sign(&key, format!("cashier\n{prepay_id}").as_bytes());
    let (first, _) = tag.as_ref().split_at(8);
    first
        .iter()
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Returns the `h5_url` of an order: the cashier if its request used a name of this machine, else a
/// name that never resolves.
pub(crate) fn h5_url(
    token: &AccessToken,
    origin: Option<&str>,
    number: &OutTradeNo,
    prepay_id: &PrepayId,
) -> String {
    let own = origin
        .and_then(|origin| Url::parse(origin).ok())
        .filter(is_loopback)
        .map(|url| url.origin().ascii_serialization());
    let host = own.as_deref().unwrap_or("https://sandbox.invalid");
    let (package, number) = (payer_key(token, prepay_id), segment(number.as_str()));
    format!("{host}{H5_PATH}?prepay_id={prepay_id}&package={package}&out_trade_no={number}")
}

/// Tells whether a caller may see an order's cashier: the owner, and who has its key.
pub(crate) fn may_see(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    viewer: &Viewer,
    number: &OutTradeNo,
    field: Option<&str>,
) -> bool {
    if guard::has_token(&sandbox.access, headers) {
        return true;
    }
    let Some(key) = field.map(str::to_owned).or_else(|| viewer.parameter("key")) else {
        return false;
    };
    let Ok(Some(OrderDetail { order, .. })) = data::order(sandbox, number) else {
        return false;
    };
    opens(sandbox, &order, &key)
}

/// Tells whether a key is that of an order, as it is placed now.
fn opens(sandbox: &Sandbox, order: &Order, key: &str) -> bool {
    let own = payer_key(&sandbox.access, &order.prepay_id).to_string();
    verify_slices_are_equal(own.as_bytes(), key.as_bytes()).is_ok()
}

/// Returns the path of an order's cashier.
pub(crate) fn path(number: &str) -> String {
    format!("/cashier/{}", segment(number))
}

/// Returns the URL of an order's cashier for a payer, who has no token.
pub(crate) fn payer_url(sandbox: &Sandbox, viewer: &Viewer, order: &Order) -> String {
    let key = payer_key(&sandbox.access, &order.prepay_id);
    let path = path(order.out_trade_no.as_str());
    format!("{}{path}?key={key}", viewer.origin)
}

/// Leads from an `h5_url` to the cashier.
pub(crate) async fn h5(State(sandbox): State<Arc<Sandbox>>, viewer: Viewer) -> Response {
    let number: Option<OutTradeNo> = viewer
        .parameter("out_trade_no")
        .and_then(|text| text.parse().ok());
    let (Some(number), Some(key)) = (number, viewer.parameter("package")) else {
        return layout::missing(&viewer);
    };
    match data::order(&sandbox, &number) {
        Ok(Some(OrderDetail { order, .. })) if opens(&sandbox, &order, &key) => {
            let back = viewer.parameter("redirect_url");
            let parameters = [
                ("key", Some(key.as_str())),
                ("redirect_url", back.as_deref()),
            ];
            see_other(&with(&path(number.as_str()), &parameters))
        }
        Ok(_) => layout::locked(&sandbox, &viewer),
        Err(why) => layout::broken(&viewer, &why),
    }
}

/// Adds parameters to a path.
pub(crate) fn with(path: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters {
        if let Some(value) = value {
            pairs.append_pair(name, value);
        }
    }
    let query = pairs.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

pub(crate) async fn show(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    viewer: Viewer,
    Number(number): Number,
) -> Response {
    if !may_see(&sandbox, &headers, &viewer, &number, None) {
        return layout::locked(&sandbox, &viewer);
    }
    match data::order(&sandbox, &number) {
        Ok(Some(detail)) => {
            let is_owner = guard::has_token(&sandbox.access, &headers);
            let content = content(&viewer, &detail, is_owner, ambient::now());
            let title = viewer.lang.say(words!("page-cashier"));
            let live = with(
                &format!("{}/live", path(number.as_str())),
                &[("key", viewer.parameter("key").as_deref())],
            );
            layout::payer_page(&viewer, &title, &live, &content)
        }
        Ok(None) => layout::missing(&viewer),
        Err(why) => layout::broken(&viewer, &why),
    }
}

fn content(viewer: &Viewer, detail: &OrderDetail, is_owner: bool, now: Timestamp) -> Markup {
    let (lang, order) = (viewer.lang, &detail.order);
    let screen = screen(viewer, order, now);
    html! {
        div .stage {
            div .phone {
                div .phone-bar {
                    span .secure { (lang.say(words!("page-cashier-title"))) }
                    (language_switch(viewer))
                }
                div #screen .screen data-live="" { (draw(&screen, viewer, detail, lang)) }
                p .fine { (lang.say(words!("page-cashier-fine"))) }
            }
            aside .panel {
                h2 { (lang.say(words!("page-payer-side"))) }
                p .sub { (lang.say(words!("page-payer-side-about"))) }
                div #panel data-live="" {
                    @if matches!(screen, Screen::Pay | Screen::Declined(_)) { (simulate(viewer, order, lang)) }
                    @else { p .sub { (lang.say(words!("page-payer-side-done"))) } }
                }
                @if is_owner {
                    p { a href=(order_path(order.out_trade_no.as_str())) { "← " (lang.say(words!("page-to-order"))) } }
                }
            }
        }
    }
}

fn screen(viewer: &Viewer, order: &Order, now: Timestamp) -> Screen {
    match &order.state {
        TradeState::NotPay if order.expired(now) => Screen::Expired,
        TradeState::NotPay => viewer
            .parameter("result")
            .and_then(|text| Decline::named(&text))
            .map_or(Screen::Pay, Screen::Declined),
        TradeState::Success | TradeState::Refund => Screen::Paid,
        TradeState::Closed
        | TradeState::Revoked
        | TradeState::UserPaying
        | TradeState::PayError
        | TradeState::Other(_) => Screen::Closed,
    }
}

fn draw(screen: &Screen, viewer: &Viewer, detail: &OrderDetail, lang: Lang) -> Markup {
    let order = &detail.order;
    let again = here(viewer, order, "", &[]);
    match screen {
        Screen::Pay => html! {
            (bill(detail, lang))
            dl .lines {
                div { dt { (lang.say(words!("page-cashier-method"))) } dd { (lang.say(words!("page-cashier-balance"))) } }
                div { dt { (lang.say(words!("page-order"))) } dd { (order.out_trade_no) } }
            }
            form method="post" action=(here(viewer, order, "/pay", &[])) {
                button .pay #pay-now type="submit" { (lang.say(words!("page-cashier-pay", amount = yuan(detail.total())))) }
            }
        },
        Screen::Paid => html! {
            (result("good", TICK, &lang.say(words!("page-cashier-paid")), ""))
            p .total .money { (yuan(detail.total())) }
            dl .lines {
                div { dt { (lang.say(words!("page-cashier-goods"))) } dd { (order.text("description").unwrap_or_default()) } }
                @if let Some(payment) = &order.payment {
                    div { dt { (lang.say(words!("page-transaction-id"))) } dd { (payment.transaction_id) } }
                }
            }
            (back(viewer, lang))
        },
        Screen::Declined(why) => html! {
            @match why {
                Decline::Cancelled => (result("quiet", CROSS, &lang.say(words!("page-cashier-cancelled")), &lang.say(words!("page-cashier-cancelled-note")))),
                Decline::Failed => (result("bad", CROSS, &lang.say(words!("page-cashier-failed")), &lang.say(words!("page-cashier-failed-note")))),
            }
            p .sub .centre { code { (why.message()) } }
            a .pay href=(again) { (lang.say(words!("page-cashier-again"))) }
            (back(viewer, lang))
        },
        Screen::Expired => html! {
            (result("quiet", CLOCK, &lang.say(words!("page-cashier-expired")), &lang.say(words!("page-cashier-expired-note"))))
            (back(viewer, lang))
        },
        Screen::Closed => html! {
            (result("quiet", CROSS, &lang.say(words!("page-cashier-closed")), &lang.say(words!("page-cashier-closed-note"))))
            (back(viewer, lang))
        },
    }
}

fn bill(detail: &OrderDetail, lang: Lang) -> Markup {
    let order = &detail.order;
    html! {
        @match &detail.combination {
            None => p .goods { (order.text("description").unwrap_or_default()) },
            Some(all) => {
                p .goods { (lang.say(words!("page-cashier-combined", count = all.orders.len()))) }
                dl .lines {
                    @for one in &all.orders {
                        div { dt { (one.text("description").unwrap_or_default()) } dd { (yuan(one.total())) } }
                    }
                }
            }
        }
        p .total .money { (yuan(detail.total())) }
        p .sub .centre { (fen_text(detail.total(), lang)) }
    }
}

fn result(tone: &str, drawing: &'static str, title: &str, note: &str) -> Markup {
    html! {
        div .result .(tone) role="status" {
            span .disc { (symbol(drawing)) }
            h1 { (title) }
            @if !note.is_empty() { p .sub { (note) } }
        }
    }
}

/// Leads back to the merchant, who appended the address to `h5_url`.
fn back(viewer: &Viewer, lang: Lang) -> Markup {
    let target = viewer
        .parameter("redirect_url")
        .and_then(|text| Url::parse(&text).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    html! {
        @if let Some(target) = target {
            a .pay .plain href=(target) rel="noreferrer" { (lang.say(words!("page-cashier-back"))) }
        }
    }
}

fn simulate(viewer: &Viewer, order: &Order, lang: Lang) -> Markup {
    html! {
        form .choices method="post" action=(here(viewer, order, "/decline", &[])) {
            button #cancel type="submit" name="why" value="cancelled" { (lang.say(words!("page-payer-cancels"))) }
            button #fail type="submit" name="why" value="failed" { (lang.say(words!("page-payment-fails"))) }
        }
    }
}

/// Returns a path of this cashier that keeps the payer's key and the way back.
pub(crate) fn here(
    viewer: &Viewer,
    order: &Order,
    action: &str,
    more: &[(&str, Option<&str>)],
) -> String {
    let path = format!("{}{action}", path(order.out_trade_no.as_str()));
    let (key, back) = (viewer.parameter("key"), viewer.parameter("redirect_url"));
    let mut parameters = vec![("key", key.as_deref()), ("redirect_url", back.as_deref())];
    parameters.extend_from_slice(more);
    with(&path, &parameters)
}
