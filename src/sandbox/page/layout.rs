//! The frame of every page, and the pages that say why there is nothing else.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::form_urlencoded;

use crate::protocol::json::is_control;
use crate::sandbox::api::response::typed;
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::options::Mode;
use crate::sandbox::page::assets::VERSION;
use crate::sandbox::page::command::Commands;
use crate::sandbox::page::format::command;
use crate::sandbox::page::text::{Lang, Words, words};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

/// The page of faults.
pub(crate) const FAULTS_PATH: &str = "/faults";

const HTML: &str = "text/html; charset=utf-8";

/// A part of the page that the navigation leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Orders,
    Requests,
    Deliveries,
    Faults,
}

impl Section {
    const ALL: [Self; 4] = [Self::Orders, Self::Requests, Self::Deliveries, Self::Faults];

    fn path(self) -> &'static str {
        match self {
            Self::Orders => "/",
            Self::Requests => "/requests",
            Self::Deliveries => "/deliveries",
            Self::Faults => FAULTS_PATH,
        }
    }

    fn name(self, lang: Lang) -> String {
        lang.say(match self {
            Self::Orders => words!("page-orders"),
            Self::Requests => words!("page-requests"),
            Self::Deliveries => words!("page-deliveries"),
            Self::Faults => words!("page-faults"),
        })
    }
}

/// Returns a page of the owner's.
pub(crate) fn page(
    sandbox: &Sandbox,
    viewer: &Viewer,
    section: Section,
    title: &str,
    content: &Markup,
) -> Response {
    let lang = viewer.lang;
    let body = html! {
        a .skip href="#main" { (lang.say(words!("page-skip"))) }
        header .top {
            div .bar {
                (brand(lang))
                nav aria-label=(lang.say(words!("page-navigation"))) {
                    @for one in Section::ALL {
                        a href=(one.path()) aria-current=[(one == section).then_some("page")] { (one.name(lang)) }
                    }
                }
                div .tools {
                    span .live data-live-state="" hidden
                        data-on=(lang.say(words!("page-live"))) data-on-hint=(lang.say(words!("page-live-hint")))
                        data-off=(lang.say(words!("page-live-off"))) data-off-hint=(lang.say(words!("page-live-off-hint"))) {}
                    (language_switch(viewer))
                }
            }
        }
        main #main tabindex="-1" data-live-url="/live" { (content) }
        (footer(sandbox, viewer))
    };
    document(StatusCode::OK, lang, title, "owner", &body)
}

/// Returns a page of the payer's.
pub(crate) fn payer_page(viewer: &Viewer, title: &str, live: &str, content: &Markup) -> Response {
    let body = html! {
        main #main tabindex="-1" data-live-url=(live) { (content) }
    };
    document(StatusCode::OK, viewer.lang, title, "payer", &body)
}

fn brand(lang: Lang) -> Markup {
    html! {
        a .brand href="/" {
            img src=(asset("icon.svg")) alt="" width="26" height="26";
            span { (lang.say(words!("page-brand"))) }
            span .badge { (lang.say(words!("page-sandbox"))) }
        }
    }
}

/// Leads to the same page in each other language.
pub(crate) fn language_switch(viewer: &Viewer) -> Markup {
    let (path, query) = viewer
        .target
        .split_once('?')
        .unwrap_or((&viewer.target, ""));
    let url = |lang: Lang| {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            if key != "lang" && key != "token" {
                pairs.append_pair(&key, &value);
            }
        }
        pairs.append_pair("lang", lang.code());
        format!("{path}?{}", pairs.finish())
    };
    html! {
        @for other in Lang::ALL.into_iter().filter(|lang| *lang != viewer.lang) {
            a .language href=(url(other)) lang=(other.tag()) hreflang=(other.tag()) { (other.own_name()) }
        }
    }
}

/// Returns which keys sign in a mode.
fn signers(mode: Mode) -> Words {
    match mode {
        Mode::Certificate => words!("page-signs-certificate"),
        Mode::PublicKey => words!("page-signs-public-key"),
        Mode::Both => words!("page-signs-both"),
    }
}

fn footer(sandbox: &Sandbox, viewer: &Viewer) -> Markup {
    let lang = viewer.lang;
    html! {
        footer .bottom {
            dl {
                div { dt { (lang.say(words!("page-merchant"))) } dd { @for merchant in sandbox.merchants().unwrap_or_default() { code { (merchant.mchid()) } " " } } }
                div { dt { (lang.say(words!("page-base-url"))) } dd { code { (viewer.origin) } } }
                div { dt { (lang.say(words!("page-signs-with"))) } dd { (lang.say(signers(sandbox.options.mode))) } }
                div { dt { (lang.say(words!("page-data-folder"))) } dd { code { (sandbox.data.display()) } } }
            }
            p { (lang.say(words!("page-no-money"))) }
        }
    }
}

pub(crate) fn asset(name: &str) -> String {
    format!("/assets/{name}?v={}", &*VERSION)
}

fn document(status: StatusCode, lang: Lang, title: &str, kind: &str, body: &Markup) -> Response {
    respond(status, &head(lang, title, &html! {}), lang, kind, body)
}

fn head(lang: Lang, title: &str, more: &Markup) -> Markup {
    let site = lang.say(words!("page-site"));
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) " · " (site) }
            link rel="icon" href=(asset("icon.svg")) type="image/svg+xml";
            link rel="stylesheet" href=(asset("page.css"));
            (more)
            script src=(asset("page.js")) defer {}
        }
    }
}

fn respond(status: StatusCode, head: &Markup, lang: Lang, kind: &str, body: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head)
            body .(kind) { (body) }
        }
    };
    typed(status, HTML, visible(page.into_string()).into_bytes())
}

/// Escapes what could show a caller's text in another place or not at all: control characters, and
/// those that turn the direction of text.
fn visible(page: String) -> String {
    let is_hidden = |c: char| is_control(c) && c != '\n' && c != '\t';
    if !page.contains(is_hidden) {
        return page;
    }
    page.chars()
        .map(|c| {
            if is_hidden(c) {
                format!("\\u{{{:x}}}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// A page that says one thing.
fn notice(status: StatusCode, viewer: &Viewer, title: &str, content: &Markup) -> Response {
    let body = html! {
        main #main .notice tabindex="-1" {
            div .card {
                (brand(viewer.lang))
                h1 { (title) }
                (content)
                p .end { (language_switch(viewer)) }
            }
        }
    };
    document(status, viewer.lang, title, "alone", &body)
}

/// Says that the token is missing or wrong.
pub(crate) fn locked(sandbox: &Sandbox, viewer: &Viewer) -> Response {
    let lang = viewer.lang;
    let content = html! {
        p { (lang.say(words!("page-locked-why"))) }
        p { (lang.say(words!("page-locked-help"))) }
        (command("", &Commands::new(sandbox, viewer).sandbox(&["--open"]), lang))
    };
    let title = lang.say(words!("page-locked"));
    notice(StatusCode::FORBIDDEN, viewer, &title, &content)
}

/// Says that the request comes from elsewhere.
pub(crate) fn foreign(viewer: &Viewer) -> Response {
    let lang = viewer.lang;
    let content = html! { p { (lang.say(words!("page-foreign-why"))) } };
    let title = lang.say(words!("page-foreign"));
    notice(StatusCode::FORBIDDEN, viewer, &title, &content)
}

/// Says that there is no such page.
pub(crate) fn missing(viewer: &Viewer) -> Response {
    let lang = viewer.lang;
    let content = html! {
        p { (lang.say(words!("page-missing-why"))) }
        p { a .button href="/" { (lang.say(words!("page-to-orders"))) } }
    };
    let title = lang.say(words!("page-missing"));
    notice(StatusCode::NOT_FOUND, viewer, &title, &content)
}

/// Says that the sandbox cannot read or write its state.
pub(crate) fn broken(viewer: &Viewer, why: &SandboxError) -> Response {
    let lang = viewer.lang;
    let content = html! {
        p { (lang.say(words!("page-broken-why"))) }
        pre { code { (why) } }
    };
    let title = lang.say(words!("page-broken"));
    notice(StatusCode::INTERNAL_SERVER_ERROR, viewer, &title, &content)
}

/// Says why an action failed whose page cannot be shown.
pub(crate) fn failed(viewer: &Viewer, why: &PayError) -> Response {
    match why {
        PayError::Storage(why) => broken(viewer, why),
        PayError::Unknown(_)
        | PayError::Closed(_)
        | PayError::Expired(_)
        | PayError::NotPaid(_)
        | PayError::Paid(_)
        | PayError::TooMuch(_) => missing(viewer),
    }
}

/// Leads on to a page of this site, by the browser and not by a redirect.
pub(crate) fn welcome(viewer: &Viewer, target: &str) -> Response {
    let lang = viewer.lang;
    let title = lang.say(words!("page-welcome"));
    let refresh = html! { meta http-equiv="refresh" content=(format!("0; url={target}")); };
    let body = html! {
        main .notice { div .card { p { a href=(target) { (title) } } } }
    };
    respond(
        StatusCode::OK,
        &head(lang, &title, &refresh),
        lang,
        "alone",
        &body,
    )
}

/// A symbol that repeats what stands beside it.
pub(crate) fn symbol(path: &'static str) -> Markup {
    html! {
        svg .symbol viewBox="0 0 16 16" aria-hidden="true" { (PreEscaped(path)) }
    }
}
