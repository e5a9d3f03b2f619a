//! The list of orders.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use url::form_urlencoded;

use crate::ambient;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::page::command::Commands;
use crate::sandbox::page::data::{self, Filter, OrderPage, StateFilter};
use crate::sandbox::page::format::{command, fen_text, moment, order_state, yuan};
use crate::sandbox::page::layout::{self, Section};
use crate::sandbox::page::text::{Lang, words};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

pub(crate) async fn show(State(sandbox): State<Arc<Sandbox>>, viewer: Viewer) -> Response {
    let filter = Filter {
        search: viewer
            .parameter("q")
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty()),
        state: viewer
            .parameter("state")
            .and_then(|text| StateFilter::named(&text)),
        before: viewer
            .parameter("before")
            .and_then(|text| text.parse().ok()),
    };
    let found = data::orders(&sandbox, &filter)
        .and_then(|page| Ok((page.orders.is_empty() && !data::has_orders(&sandbox)?, page)));
    let lang = viewer.lang;
    let content = match found {
        Err(why) => return layout::broken(&viewer, &why),
        Ok((is_empty, page)) => html! {
            div .heading {
                div {
                    h1 { (lang.say(words!("page-orders"))) }
                    p .sub { (lang.say(words!("page-orders-about"))) }
                }
            }
            (toolbar(&filter, lang))
            div #orders data-live="" {
                @if is_empty { (nothing_yet(Commands::new(&sandbox, &viewer), lang)) }
                @else if page.orders.is_empty() { (nothing_found(lang)) }
                @else { (table(&page, &filter, lang)) }
            }
        },
    };
    let title = lang.say(words!("page-orders"));
    layout::page(&sandbox, &viewer, Section::Orders, &title, &content)
}

fn toolbar(filter: &Filter, lang: Lang) -> Markup {
    let search = filter.search.as_deref().unwrap_or_default();
    let only = |state| Filter {
        state,
        before: None,
        ..filter.clone()
    };
    html! {
        div .toolbar {
            form .search role="search" method="get" action="/" data-search="" {
                @if let Some(state) = filter.state { input type="hidden" name="state" value=(state.name()); }
                label .hidden for="search" { (lang.say(words!("page-search"))) }
                input #search type="search" name="q" value=(search) autocomplete="off" spellcheck="false"
                    placeholder=(lang.say(words!("page-search-hint")));
                kbd aria-hidden="true" { "/" }
            }
            div .filters role="group" aria-label=(lang.say(words!("page-filter"))) {
                a href=(link(&only(None))) aria-current=[filter.state.is_none().then_some("true")] {
                    (lang.say(words!("page-filter-all")))
                }
                @for state in StateFilter::ALL {
                    a href=(link(&only(Some(state)))) aria-current=[(filter.state == Some(state)).then_some("true")] {
                        (lang.say(match state {
                            StateFilter::Unpaid => words!("page-state-unpaid"),
                            StateFilter::Paid => words!("page-state-paid"),
                            StateFilter::Refunded => words!("page-state-refunded"),
                            StateFilter::Closed => words!("page-state-closed"),
                        }))
                    }
                }
            }
        }
    }
}

fn table(page: &OrderPage, filter: &Filter, lang: Lang) -> Markup {
    let now = ambient::now();
    html! {
        div .card .list {
            table .orders {
                thead {
                    tr {
                        th scope="col" .number { (lang.say(words!("page-amount"))) }
                        th scope="col" { (lang.say(words!("page-status"))) }
                        th scope="col" { (lang.say(words!("page-order"))) }
                        th scope="col" .product { (lang.say(words!("page-product"))) }
                        th scope="col" .when { (lang.say(words!("page-created"))) }
                    }
                }
                tbody {
                    @for order in &page.orders { (row(order, now, lang)) }
                }
            }
        }
        nav .pages aria-label=(lang.say(words!("page-pages"))) {
            @if filter.before.is_some() {
                a .button href=(link(&Filter { before: None, ..filter.clone() })) { (lang.say(words!("page-newest"))) }
            }
            @if let Some(older) = &page.older {
                a .button rel="next" href=(link(&Filter { before: Some(*older), ..filter.clone() })) { (lang.say(words!("page-older"))) }
            }
        }
    }
}

fn row(order: &Order, now: Timestamp, lang: Lang) -> Markup {
    let number = order.out_trade_no.as_str();
    let state = order_state(order, now, lang);
    html! {
        tr data-key=(number) {
            td .number { span .money { (yuan(order.total())) } span .fen { (fen_text(order.total(), lang)) } }
            td .status { (state.pill()) }
            td .what {
                a .row href=(order_path(number)) { (number) }
                span .sub {
                    (order.text("description").unwrap_or_default())
                    @if let Some(part_of) = &order.part_of {
                        " · " (lang.say(words!("page-part-of", number = part_of.combine_out_trade_no.to_string())))
                    }
                }
            }
            td .product { (order.trade_type.wire()) }
            td .when { (moment(order.ordered_at)) }
        }
    }
}

fn nothing_yet(commands: Commands<'_>, lang: Lang) -> Markup {
    let place = commands.merchant(&[
        "create-order",
        "--openid",
        "o1",
        "--total",
        "1",
        "--description",
        &lang.say(words!("page-example-goods")),
    ]);
    html! {
        div .card .empty {
            h2 { (lang.say(words!("page-no-orders"))) }
            p { (lang.say(words!("page-no-orders-help"))) }
            (command(&lang.say(words!("page-no-orders-place")), &place, lang))
            (command(&lang.say(words!("page-no-orders-profile")), &commands.sandbox(&["--write-profile", "profile.toml"]), lang))
        }
    }
}

fn nothing_found(lang: Lang) -> Markup {
    html! {
        div .card .empty {
            h2 { (lang.say(words!("page-no-match"))) }
            p { (lang.say(words!("page-no-match-help"))) }
            p { a .button href="/" { (lang.say(words!("page-show-all"))) } }
        }
    }
}

/// Returns the path of the requests about an order.
pub(crate) fn requests_path(number: &str) -> String {
    with_number("/requests", number)
}

/// Returns the path of the notifications about an order.
pub(crate) fn deliveries_path(number: &str) -> String {
    with_number("/deliveries", number)
}

fn with_number(path: &str, number: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("number", number);
    format!("{path}?{}", pairs.finish())
}

/// Returns the path of an order's page.
pub(crate) fn order_path(number: &str) -> String {
    format!("/orders/{}", crate::protocol::endpoint::segment(number))
}

fn link(filter: &Filter) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    if let Some(text) = &filter.search {
        pairs.append_pair("q", text);
    }
    if let Some(state) = filter.state {
        pairs.append_pair("state", state.name());
    }
    if let Some(before) = &filter.before {
        pairs.append_pair("before", &before.to_string());
    }
    let query = pairs.finish();
    if query.is_empty() {
        "/".to_owned()
    } else {
        format!("/?{query}")
    }
}
