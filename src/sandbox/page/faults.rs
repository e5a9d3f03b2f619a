//! What is to go wrong with the calls that follow.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use crate::sandbox::faults::{ActiveFault, FaultError, FaultKind, FaultRule};
use crate::sandbox::page::command::Commands;
use crate::sandbox::page::form::Form;
use crate::sandbox::page::format::command;
use crate::sandbox::page::layout::{self, FAULTS_PATH, Section};
use crate::sandbox::page::session::see_other;
use crate::sandbox::page::text::{Lang, words};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

pub(crate) async fn show(State(sandbox): State<Arc<Sandbox>>, viewer: Viewer) -> Response {
    page(&sandbox, &viewer, None)
}

/// Sets a fault, or says why it cannot occur.
pub(crate) async fn add(
    State(sandbox): State<Arc<Sandbox>>,
    viewer: Viewer,
    form: Form,
) -> Response {
    let set = rule(&form).and_then(|rule| sandbox.faults.add(vec![rule]));
    match set {
        Ok(()) => see_other(FAULTS_PATH),
        Err(why) => page(&sandbox, &viewer, Some(&why)),
    }
}

/// Removes the fault that the form names, or all of them.
pub(crate) async fn remove(State(sandbox): State<Arc<Sandbox>>, form: Form) -> Response {
    match form.field("id").map(str::parse) {
        Some(Ok(id)) => {
            sandbox.faults.remove(id);
        }
        Some(Err(_)) => {}
        None => sandbox.faults.clear(),
    }
    see_other(FAULTS_PATH)
}

/// Puts together what the fields say, as the command line writes it.
fn rule(form: &Form) -> Result<FaultRule, FaultError> {
    let mut text = form.field("name").unwrap_or_default().to_owned();
    if let Some(count) = form.field("count") {
        text.push(':');
        text.push_str(count);
    }
    if let Some(path) = form.field("path") {
        text.push('@');
        text.push_str(path);
    }
    text.parse()
}

fn page(sandbox: &Sandbox, viewer: &Viewer, wrong: Option<&FaultError>) -> Response {
    let lang = viewer.lang;
    let title = lang.say(words!("page-faults"));
    let active = sandbox.faults.all();
    let example = active
        .first()
        .map_or_else(|| "http-503:x3".to_owned(), |set| set.fault.clone());
    let commands = Commands::new(sandbox, viewer);
    let json = serde_json::json!({ "faults": [example.clone()] }).to_string();
    let content = html! {
        div .heading {
            div {
                h1 { (title) }
                p .sub { (lang.say(words!("page-faults-about"))) }
            }
        }
        @if let Some(why) = wrong {
            p .flash .bad role="alert" { (lang.say(words!("page-fault-refused", reason = why.to_string()))) }
        }
        div .columns {
            div .main {
                section .card aria-labelledby="h-active" {
                    h2 #h-active { (lang.say(words!("page-faults-active"))) }
                    div #faults data-live="" { (list(&active, lang)) }
                }
                section .card aria-labelledby="h-known" {
                    h2 #h-known { (lang.say(words!("page-faults-known"))) }
                    dl .known {
                        @for kind in FaultKind::ALL {
                            div { dt { code { (kind) } } dd { (lang.sentence(&kind.description())) } }
                        }
                    }
                }
            }
            aside {
                section .card aria-labelledby="h-add" {
                    h2 #h-add { (lang.say(words!("page-fault-add"))) }
                    (form(lang))
                }
                section .card aria-labelledby="h-commands" {
                    h2 #h-commands { (lang.say(words!("page-commands"))) }
                    p .sub { (lang.say(words!("page-commands-about"))) }
                    (command(&lang.say(words!("page-fault-add")), &commands.sandbox(&["fault", &example]), lang))
                    (command("", &commands.control_with("/_sandbox/faults", &json), lang))
                    (command(&lang.say(words!("page-faults-clear")), &commands.sandbox(&["fault", "--clear"]), lang))
                }
            }
        }
    };
    layout::page(sandbox, viewer, Section::Faults, &title, &content)
}

fn list(active: &[ActiveFault], lang: Lang) -> Markup {
    if active.is_empty() {
        return html! { p .sub { (lang.say(words!("page-faults-none"))) } };
    }
    html! {
        ul .items {
            @for set in active {
                li .fault data-key=(set.id) {
                    div {
                        code { (set.fault) }
                        span .sub {
                            (lang.say(words!("page-fault-occurred", count = set.occurred.to_string())))
                            @if let Some(left) = set.remaining {
                                " · " (lang.say(words!("page-fault-left", count = left.to_string())))
                            }
                        }
                    }
                    @if set.remaining == Some(0) {
                        span .pill .quiet { (lang.say(words!("page-fault-over"))) }
                    } @else {
                        span .pill .bad { (lang.say(words!("page-fault-on"))) }
                    }
                    form method="post" action="/faults/remove" {
                        input type="hidden" name="id" value=(set.id);
                        button id=(format!("remove-{}", set.id)) type="submit"
                            aria-label=(lang.say(words!("page-fault-remove-this", fault = set.fault.clone()))) {
                            (lang.say(words!("page-fault-remove")))
                        }
                    }
                }
            }
        }
        @if active.len() > 1 {
            form .after method="post" action="/faults/remove" {
                button #remove-all type="submit" { (lang.say(words!("page-faults-clear"))) }
            }
        }
    }
}

fn form(lang: Lang) -> Markup {
    html! {
        form .fields #fault-form method="post" action=(FAULTS_PATH) {
            label for="fault-name" { (lang.say(words!("page-fault-name"))) }
            input #fault-name name="name" list="fault-names" value="http-503" required autocomplete="off" spellcheck="false";
            datalist #fault-names {
                @for kind in FaultKind::ALL { option value=(kind) { (lang.sentence(&kind.description())) } }
            }
            label for="fault-count" { (lang.say(words!("page-fault-count"))) }
            select #fault-count name="count" {
                option value="x1" { (lang.say(words!("page-fault-next", count = 1))) }
                option value="x3" { (lang.say(words!("page-fault-next", count = 3))) }
                option value="x10" { (lang.say(words!("page-fault-next", count = 10))) }
                option value="0.2" { (lang.say(words!("page-fault-rate", percent = "20"))) }
                option value="0.5" { (lang.say(words!("page-fault-rate", percent = "50"))) }
                option value="" { (lang.say(words!("page-fault-always"))) }
            }
            label for="fault-path" { (lang.say(words!("page-fault-path"))) }
            input #fault-path name="path" placeholder="/v3/pay/transactions/*" autocomplete="off" spellcheck="false";
            p .sub { (lang.say(words!("page-fault-path-hint"))) }
            button .primary type="submit" { (lang.say(words!("page-fault-add"))) }
        }
    }
}
