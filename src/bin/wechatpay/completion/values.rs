//! The values of an argument: by its type, else by the name of its value in the help.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Arg, Command, ValueHint};
use wechatpay::inbox::{RecentEvent, State, recent_events};
use wechatpay::profile::{FileOutline, ProfileOutline};
use wechatpay::protocol::error_code;
use wechatpay::protocol::event_type::EventType;
use wechatpay::protocol::id::{OutRefundNo, OutTradeNo, TransactionId};
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::protocol::transaction::TradeState;
use wechatpay::sandbox::{
    FaultKind, FaultRule, Field, MappedVariable, NumberKind, Runtime, recent_numbers,
};

use super::candidate::{Candidate, Candidates, Kind};
use super::line::Cursor;
use crate::args::in_home;
use crate::ui::Lang;
use crate::{context, environment, help, sandbox_handle, tree};

/// How many of those that are stored are read.
const MAX_STORED: u32 = 100;

/// The longest `merchant.toml` that is read.
const MAX_CONFIG_BYTES: u64 = 1024 * 1024;

/// Returns the values that an argument may have; `about` describes one of a fixed list.
pub(super) fn of(
    root: &Command,
    cursor: &Cursor,
    arg: &Arg,
    about: impl Fn(&str) -> String + Copy,
) -> Candidates {
    if !arg.get_action().takes_values() {
        return Candidates::default();
    }
    let fixed = arg.get_possible_values().into_iter();
    let fixed: Vec<_> = fixed
        .filter(|value| !value.is_hide_set())
        .map(|value| Candidate::new(value.get_name(), about(value.get_name())))
        .collect();
    if !fixed.is_empty() {
        return Candidates::of(fixed);
    }
    by_type(cursor, arg)
        .or_else(|| by_name(root, cursor, arg))
        .or_else(|| by_placeholder(arg, about))
        .unwrap_or_else(|| Candidates::of_shell(path_kind(arg)))
}

fn by_type(cursor: &Cursor, arg: &Arg) -> Option<Candidates> {
    let found = arg.get_value_parser().type_id();
    let sources = Sources(cursor);
    let is = |known: TypeId| found == known;
    Some(if is(TypeId::of::<OutTradeNo>()) {
        Candidates::of(sources.orders())
    } else if is(TypeId::of::<TransactionId>()) {
        Candidates::of(sources.sandbox_numbers(NumberKind::TransactionId))
    } else if is(TypeId::of::<OutRefundNo>()) {
        Candidates::of(sources.sandbox_numbers(NumberKind::OutRefundNo))
    } else if is(TypeId::of::<TradeState>()) {
        Candidates::named(TradeState::KNOWN)
    } else if is(TypeId::of::<RefundStatus>()) {
        Candidates::named(RefundStatus::KNOWN)
    } else if is(TypeId::of::<EventType>()) {
        Candidates::named(EventType::ALL)
    } else if is(TypeId::of::<State>()) {
        Candidates::named(State::ALL.map(State::as_str))
    } else if is(TypeId::of::<FaultRule>()) {
        Candidates::named(FaultKind::ALL)
    } else if is(TypeId::of::<Runtime>()) {
        Candidates::named(Runtime::ALL.map(Runtime::as_str))
    } else if is(TypeId::of::<Lang>()) {
        let named = Lang::ALL.map(|lang| Candidate::new(lang.code(), lang.own_name()));
        Candidates::of(named.into())
    } else if is(TypeId::of::<MappedVariable>()) {
        let (name, _) = cursor.text.split_once('=')?;
        Candidates {
            prefix: format!("{name}="),
            ..Candidates::named(Field::names())
        }
    } else {
        return None;
    })
}

fn by_name(root: &Command, cursor: &Cursor, arg: &Arg) -> Option<Candidates> {
    let sources = Sources(cursor);
    let names = arg.get_value_names().unwrap_or_default();
    let name = names.first().map_or("", |name| name.as_str());
    let words: Vec<_> = cursor.words().collect();
    Some(match (words.as_slice(), arg.get_id().as_str(), name) {
        (_, "profile", "NAME") | (["profile", ..], "name", _) => Candidates::of(sources.profiles()),
        (["help" | "man"], "words", _) => Candidates::of(pages(root, cursor, arg)),
        (["events", ..], _, "ID") => Candidates::of(sources.event_ids()),
        (["events", ..], "order", _) => Candidates::of(sources.orders_of_events()),
        (_, _, "EVENT" | "PATTERN") => {
            let families = ["TRANSACTION.*", "REFUND.*"];
            let own = EventType::ALL.map(|event| Candidate::new(event, event.summary()));
            let families = families.map(|family| Candidate::new(family, ""));
            Candidates::of(own.into_iter().chain(families).collect())
        }
        (["explain", "code"], _, _) => {
            let codes = error_code::codes().iter();
            Candidates::of(codes.map(|code| Candidate::new(code.code, "")).collect())
        }
        (_, _, "METHOD") => Candidates::named(["GET", "POST", "PUT", "PATCH", "DELETE"]),
        _ => return None,
    })
}

/// Returns the words in a placeholder such as `certificate|public-key|both` that stand for
/// themselves.
fn by_placeholder(arg: &Arg, about: impl Fn(&str) -> String) -> Option<Candidates> {
    let names = arg.get_value_names().unwrap_or_default();
    let words = names.iter().flat_map(|name| name.split('|'));
    let is_value = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let values: Vec<_> = words
        .filter(is_value)
        .map(|word| Candidate::new(word, about(word)))
        .collect();
    (!values.is_empty()).then(|| Candidates::of(values))
}

/// Returns which of the shell's own words an argument takes; none if it takes a text.
fn path_kind(arg: &Arg) -> Kind {
    if arg.is_trailing_var_arg_set() {
        return Kind::Commands;
    }
    let names = arg.get_value_names().unwrap_or_default();
    let mut words = names.iter().flat_map(|name| name.split('|'));
    let has = |word| words.clone().any(|known| known == word);
    let is_path = matches!(
        arg.get_value_hint(),
        ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath
    );
    if has("FILE") {
        Kind::Files
    } else if has("DIR") || has("FOLDER") || arg.get_value_hint() == ValueHint::DirPath {
        Kind::Folders
    } else if is_path || words.any(|word| ["ZIP", "P12"].contains(&word)) {
        Kind::Files
    } else {
        Kind::Values
    }
}

/// Returns the commands, or the topics, that a page can be about.
fn pages(root: &Command, cursor: &Cursor, arg: &Arg) -> Vec<Candidate> {
    let typed = cursor.arguments.iter();
    let typed = typed.filter(|(given, _)| given.get_id() == arg.get_id());
    let Ok(path) = tree::path(root, typed.filter_map(|(_, value)| value.as_deref())) else {
        return Vec::new();
    };
    let inner = path.last().into_iter();
    let inner = inner.flat_map(|command| command.get_subcommands());
    let inner = inner.map(|inner| Candidate::new(inner.get_name(), ""));
    let topics = help::TOPICS.iter().map(|topic| Candidate::new(topic, ""));
    let topics = topics.filter(|_| path.len() == 1);
    inner.chain(topics).collect()
}

/// What is stored on this machine, as the options before the cursor name it.
struct Sources<'c>(&'c Cursor<'c>);

impl Sources<'_> {
    /// Returns the value of an option, else of its variable.
    fn setting(&self, option: &str, variable: &str) -> Option<String> {
        let typed = self.0.value(option).filter(|value| !value.is_empty());
        typed
            .map(str::to_owned)
            .or_else(|| environment::text(variable))
    }

    /// Returns what can be read of the profile file that would be used.
    fn outline(&self) -> FileOutline {
        let chosen = self
            .setting("config", "WECHATPAY_CONFIG")
            .map(|file| in_home(file.into()));
        let file = chosen.or_else(|| {
            let mut candidates = context::profile_files().into_iter();
            candidates.find(|file| file.exists())
        });
        let text = file.and_then(|file| {
            let found = std::fs::metadata(&file).ok()?;
            // Reading a pipe could wait for ever.
            let is_read = found.is_file() && found.len() <= MAX_CONFIG_BYTES;
            is_read.then(|| std::fs::read(&file).ok()).flatten()
        });
        FileOutline::of(&String::from_utf8_lossy(&text.unwrap_or_default()))
    }

    fn profile(&self) -> Option<ProfileOutline> {
        let name = self.setting("profile", "WECHATPAY_PROFILE");
        self.outline().profile(name.as_deref()).cloned()
    }

    fn profiles(&self) -> Vec<Candidate> {
        let profiles = self.outline().profiles.into_iter();
        let named =
            profiles.map(|profile| Candidate::new(profile.name, profile.mchid.unwrap_or_default()));
        // A word that begins with a minus would be taken for an option.
        named
            .filter(|candidate| !candidate.value.starts_with('-'))
            .collect()
    }

    /// Tells whether the command line means the sandbox, or a profile that does.
    fn means_sandbox(&self) -> bool {
        let by_variable = || {
            let text = environment::text("WECHATPAY_SANDBOX");
            text.and_then(|text| environment::switch(&text).ok()) == Some(true)
        };
        let is_own = matches!(self.0.words().next(), Some("sandbox" | "demo"));
        is_own
            || self.0.has("sandbox")
            || self.0.value("profile").is_none() && by_variable()
            || self.profile().is_some_and(|profile| profile.is_local)
    }

    fn data(&self) -> Option<PathBuf> {
        let typed = self.0.value("data").filter(|value| !value.is_empty());
        typed
            .map(|text| in_home(text.into()))
            .or_else(|| sandbox_handle::default_data().ok())
    }

    fn sandbox_numbers(&self, kind: NumberKind) -> Vec<Candidate> {
        let data = self.data().filter(|_| self.means_sandbox());
        let found = data.map(|data| recent_numbers(&data, kind, &self.0.text, MAX_STORED));
        let found = found.unwrap_or_default().into_iter();
        found
            .map(|found| Candidate::new(found.number, found.about))
            .collect()
    }

    /// Returns the sandbox's orders; of a real merchant, those that notifications were about.
    fn orders(&self) -> Vec<Candidate> {
        if self.means_sandbox() {
            return self.sandbox_numbers(NumberKind::OutTradeNo);
        }
        self.orders_of_events()
    }

    fn orders_of_events(&self) -> Vec<Candidate> {
        let mut seen = BTreeSet::new();
        let events = self.events().into_iter();
        let orders = events.filter_map(|event| Some((event.out_trade_no?, event.event_type)));
        orders
            .filter(|(number, _)| seen.insert(number.clone()))
            .map(|(number, event)| Candidate::new(number, event))
            .collect()
    }

    fn event_ids(&self) -> Vec<Candidate> {
        let about = |event: &RecentEvent| {
            let order = event.out_trade_no.as_deref().unwrap_or_default();
            format!("{} {order}", event.event_type)
        };
        let events = self.events().into_iter();
        events
            .map(|event| Candidate::new(&event.id, about(&event)))
            .collect()
    }

    fn events(&self) -> Vec<RecentEvent> {
        let store = self.store();
        store.map_or_else(Vec::new, |file| recent_events(&file, MAX_STORED))
    }

    /// Returns the file of the store; a database elsewhere is not asked.
    fn store(&self) -> Option<PathBuf> {
        if let Some(store) = self.setting("store", "WECHATPAY_STORE") {
            return (!store.contains("://")).then(|| in_home(store.into()));
        }
        if self.0.has("sandbox") {
            return Some(self.data()?.join("inbox.db"));
        }
        let mchid = environment::text("WECHATPAY_MCHID").or_else(|| self.profile()?.mchid)?;
        // What the file calls a number must not lead out of the folder.
        let is_number = mchid.bytes().all(|byte| byte.is_ascii_digit());
        let folder = dirs::data_dir().filter(|_| is_number)?;
        Some(folder.join("wechatpay").join(format!("inbox-{mchid}.db")))
    }
}
