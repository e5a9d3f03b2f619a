//! One order: its state, what happened to it, and what can be done with it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::Value;

use crate::ambient;
use crate::protocol::endpoint::segment;
use crate::protocol::order::TradeType;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::combined::Combination;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::page::cashier;
use crate::sandbox::page::command::Commands;
use crate::sandbox::page::data::{self, OrderDetail};
use crate::sandbox::page::form::Number;
use crate::sandbox::page::format::{
    command, copyable, fen_text, moment, order_state, refund_status, yuan,
};
use crate::sandbox::page::layout::{self, Section};
use crate::sandbox::page::notice::Notice;
use crate::sandbox::page::orders::{deliveries_path, order_path, requests_path};
use crate::sandbox::page::qr;
use crate::sandbox::page::text::{Lang, words};
use crate::sandbox::page::time_line;
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

/// How a refund can end.
const OUTCOMES: [RefundStatus; 3] = [
    RefundStatus::Success,
    RefundStatus::Abnormal,
    RefundStatus::Closed,
];

pub(crate) async fn show(
    State(sandbox): State<Arc<Sandbox>>,
    viewer: Viewer,
    Number(number): Number,
) -> Response {
    match data::order(&sandbox, &number) {
        Ok(Some(detail)) => {
            let content = content(&sandbox, &viewer, &detail);
            layout::page(
                &sandbox,
                &viewer,
                Section::Orders,
                number.as_str(),
                &content,
            )
        }
        Ok(None) => layout::missing(&viewer),
        Err(why) => layout::broken(&viewer, &why),
    }
}

fn content(sandbox: &Sandbox, viewer: &Viewer, detail: &OrderDetail) -> Markup {
    let (lang, order) = (viewer.lang, &detail.order);
    let now = ambient::now();
    let state = order_state(order, now, lang);
    let notice = viewer
        .parameter("notice")
        .and_then(|text| Notice::named(&text));
    let is_open = order.state == TradeState::NotPay && !order.expired(now);
    html! {
        p .back { a href="/" { "← " (lang.say(words!("page-orders"))) } }
        @if let Some(notice) = notice { (notice.draw(lang)) }
        div #summary .summary data-live="" {
            div {
                p .what { (order.text("description").unwrap_or_default()) }
                h1 { (yuan(order.total())) " " span .fen { (fen_text(order.total(), lang)) } " " (state.pill()) }
                p .which { (copyable(order.out_trade_no.as_str(), lang)) }
            }
            (actions(order, is_open, lang))
        }
        div .columns {
            div .main {
                section .card aria-labelledby="h-time" {
                    h2 #h-time { (lang.say(words!("page-time-line"))) }
                    div #time-line data-live="" { (time_line::draw(detail, now, lang)) }
                }
                @if let Some(all) = &detail.combination { (combination(all, order, now, lang)) }
                div #refunds data-live="" {
                    (refunds(order, lang))
                }
                section .card aria-labelledby="h-request" {
                    h2 #h-request { (lang.say(words!("page-request-body"))) }
                    pre .json { code { (pretty(&order.body)) } }
                }
            }
            aside {
                @if is_open { (scan(sandbox, viewer, order)) }
                section .card aria-labelledby="h-details" {
                    h2 #h-details { (lang.say(words!("page-details"))) }
                    div #details data-live="" { (details(order, &state.code, lang)) }
                    p .links {
                        a href=(requests_path(order.out_trade_no.as_str())) { (lang.say(words!("page-to-requests"))) }
                        " · "
                        a href=(deliveries_path(order.out_trade_no.as_str())) { (lang.say(words!("page-to-deliveries"))) }
                    }
                }
                section .card aria-labelledby="h-commands" {
                    h2 #h-commands { (lang.say(words!("page-commands"))) }
                    p .sub { (lang.say(words!("page-commands-about"))) }
                    div #commands data-live="" { (commands(sandbox, viewer, order)) }
                }
            }
        }
    }
}

/// Shows the orders that were placed together with one.
fn combination(all: &Combination, shown: &Order, now: Timestamp, lang: Lang) -> Markup {
    let number = all.combined.combine_out_trade_no.as_str();
    html! {
        section .card #combined aria-labelledby="h-combined" data-live="" {
            h2 #h-combined { (lang.say(words!("page-combined"))) }
            p .sub { (lang.say(words!("page-combined-about", amount = yuan(all.total())))) " " code { (number) } }
            ul .items {
                @for order in &all.orders {
                    li {
                        div .row {
                            strong .money { (yuan(order.total())) }
                            (order_state(order, now, lang).pill())
                        }
                        div .sub {
                            @if order.out_trade_no == shown.out_trade_no { code { (order.out_trade_no) } }
                            @else { a href=(order_path(order.out_trade_no.as_str())) { code { (order.out_trade_no) } } }
                            " · " (order.text("description").unwrap_or_default())
                        }
                    }
                }
            }
        }
    }
}

fn actions(order: &Order, is_open: bool, lang: Lang) -> Markup {
    let path = order_path(order.out_trade_no.as_str());
    let has_open_refund = order.refunds.iter().any(|refund| {
        matches!(
            refund.status,
            RefundStatus::Processing | RefundStatus::Abnormal
        )
    });
    html! {
        div .actions {
            @if is_open {
                form method="post" action=(format!("{path}/pay")) {
                    button .primary #pay type="submit" { (lang.say(words!("page-pay"))) }
                }
                a .button href=(cashier::path(order.out_trade_no.as_str())) target="cashier" { (lang.say(words!("page-open-cashier"))) }
                details .menu #more {
                    summary .button { (lang.say(words!("page-more"))) }
                    div .sheet {
                        form method="post" action=(format!("{path}/decline")) {
                            button type="submit" name="why" value="cancelled" { (lang.say(words!("page-payer-cancels"))) }
                            button type="submit" name="why" value="failed" { (lang.say(words!("page-payment-fails"))) }
                        }
                        form method="post" action=(format!("{path}/expire")) {
                            button #expire type="submit" { (lang.say(words!("page-expire-order"))) }
                        }
                        form method="post" action=(format!("{path}/close")) {
                            button type="submit" { (lang.say(words!("page-close-order"))) }
                        }
                    }
                }
            } @else if order.state == TradeState::NotPay {
                form method="post" action=(format!("{path}/close")) {
                    button type="submit" { (lang.say(words!("page-close-order"))) }
                }
            }
            @if has_open_refund {
                details .menu #end-refunds {
                    summary .button { (lang.say(words!("page-end-refunds"))) }
                    form .sheet .fields method="post" action=(format!("{path}/end-refunds")) {
                        (outcome_field("end-outcome", lang))
                        button .primary type="submit" { (lang.say(words!("page-end-refunds"))) }
                    }
                }
            }
            @if order.payment.is_some() && order.remaining() > 0 {
                (refund_form(order, &path, lang))
            }
        }
    }
}

fn refund_form(order: &Order, path: &str, lang: Lang) -> Markup {
    html! {
        details .menu #refund {
            summary .button { (lang.say(words!("page-refund"))) }
            form .sheet .fields method="post" action=(format!("{path}/refund")) {
                label for="refund-amount" { (lang.say(words!("page-refund-amount"))) }
                div .money-field {
                    span aria-hidden="true" { "¥" }
                    input #refund-amount name="amount" inputmode="decimal" autocomplete="off" required
                        pattern="[0-9]+([.][0-9]{1,2})?" value=(yuan(order.remaining()).trim_start_matches('¥'));
                }
                p .sub { (lang.say(words!("page-refund-up-to", amount = yuan(order.remaining())))) }
                (outcome_field("refund-outcome", lang))
                button .primary type="submit" { (lang.say(words!("page-refund"))) }
            }
        }
    }
}

fn outcome_field(id: &str, lang: Lang) -> Markup {
    html! {
        label for=(id) { (lang.say(words!("page-refund-outcome"))) }
        select id=(id) name="status" {
            @for status in &OUTCOMES {
                option value=(status) { (refund_status(status, lang).label) " · " (status) }
            }
        }
    }
}

fn refunds(order: &Order, lang: Lang) -> Markup {
    if order.refunds.is_empty() {
        return html! {};
    }
    html! {
        section .card aria-labelledby="h-refunds" {
            h2 #h-refunds { (lang.say(words!("page-refunds"))) }
            ul .items {
                @for refund in &order.refunds {
                    li {
                        div .row {
                            strong .money { (yuan(refund.amount(order.total()))) }
                            (refund_status(&refund.status, lang).pill())
                            span .when { (moment(if refund.requested_at > 0 { refund.requested_at } else { refund.at.0.saturating_mul(1000) })) }
                        }
                        div .sub { code { (refund.out_refund_no) } @if refund.body.is_none() { " · " (lang.say(words!("page-refund-console"))) } }
                    }
                }
            }
        }
    }
}

/// Shows what a payer would scan or open.
fn scan(sandbox: &Sandbox, viewer: &Viewer, order: &Order) -> Markup {
    let lang = viewer.lang;
    let url = cashier::payer_url(sandbox, viewer, order);
    let (title, about) = match order.trade_type {
        TradeType::Native => (words!("page-scan"), words!("page-scan-about")),
        TradeType::H5 => (words!("page-h5"), words!("page-h5-about")),
        TradeType::Jsapi | TradeType::App => return html! {},
    };
    html! {
        section .card .scan aria-labelledby="h-scan" {
            h2 #h-scan { (lang.say(title)) }
            a href=(url) target="cashier" { (qr::draw(&url, &lang.say(words!("page-open-cashier")))) }
            p .sub { (lang.say(about)) }
            (copyable(&url, lang))
        }
    }
}

fn details(order: &Order, code: &str, lang: Lang) -> Markup {
    let pairs = [
        (words!("page-trade-state"), Some(code.to_owned())),
        (
            words!("page-transaction-id"),
            order
                .payment
                .as_ref()
                .map(|paid| paid.transaction_id.to_string()),
        ),
        (words!("page-prepay-id"), Some(order.prepay_id.to_string())),
        (words!("page-merchant"), Some(merchant(order))),
        (
            words!("page-product"),
            Some(order.trade_type.wire().to_owned()),
        ),
        (words!("page-payer"), Some(order.payer_openid())),
        (
            words!("page-notify-url"),
            Some(order.notify_url().to_owned()),
        ),
        (
            words!("page-time-expire"),
            order.text("time_expire").map(str::to_owned),
        ),
        (
            words!("page-attach"),
            order.text("attach").map(str::to_owned),
        ),
    ];
    html! {
        dl .details {
            @for (name, value) in pairs {
                @if let Some(value) = value.filter(|value| !value.is_empty()) {
                    div { dt { (lang.say(name)) } dd { code { (value) } } }
                }
            }
            div { dt { (lang.say(words!("page-created"))) } dd { (moment(order.ordered_at)) } }
        }
    }
}

/// Returns the merchant's number, and that of its sub-merchant.
fn merchant(order: &Order) -> String {
    match order.text("sub_mchid") {
        Some(sub_mchid) => format!("{} → {sub_mchid}", order.mchid()),
        None => order.mchid().to_owned(),
    }
}

fn commands(sandbox: &Sandbox, viewer: &Viewer, order: &Order) -> Markup {
    let lang = viewer.lang;
    let number = order.out_trade_no.as_str();
    let commands = Commands::new(sandbox, viewer);
    let control = |action: &str| commands.control(&format!("/_sandbox/{action}"));
    let path = segment(number);
    html! {
        @if order.state == TradeState::NotPay {
            (command(&lang.say(words!("page-pay")), &commands.sandbox(&["pay", number]), lang))
            (command("", &control(&format!("pay/{path}")), lang))
            @if order.part_of.is_none() {
                (command(&lang.say(words!("page-close-order")), &commands.merchant(&["close", number]), lang))
            }
            (command("", &control(&format!("close/{path}")), lang))
            (command(&lang.say(words!("page-expire-order")), &control(&format!("expire/{path}")), lang))
        }
        @if order.payment.is_some() && order.remaining() > 0 {
            (command(&lang.say(words!("page-refund")), &commands.sandbox(&["refund", number, "--status", "SUCCESS"]), lang))
            (command("", &control(&format!("refund/{path}?amount={}&status=SUCCESS", order.remaining())), lang))
        }
        (command(&lang.say(words!("page-query")), &query(order, commands), lang))
    }
}

/// Returns the command that queries an order, or those that it was placed together with.
fn query(order: &Order, commands: Commands<'_>) -> String {
    let Some(part_of) = &order.part_of else {
        let number = order.out_trade_no.as_str();
        return commands.merchant(&["query", number]);
    };
    let number = segment(part_of.combine_out_trade_no.as_str());
    let path = format!("/v3/combine-transactions/out-trade-no/{number}");
    commands.merchant(&["api", "GET", &path])
}

/// Writes JSON over several lines, for people.
fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
