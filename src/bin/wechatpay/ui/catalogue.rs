//! The texts of both languages, read when the first text of an area is shown.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::Lang;

/// The texts whose ids begin with one word, such as `refund-`.
struct Area {
    name: &'static str,
    en: Language,
    zh: Language,
}

struct Language {
    source: &'static str,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

macro_rules! areas {
    ($($name:literal,)*) => {
        [$(Area {
            name: $name,
            en: Language::new(include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/locales/en/", $name, ".ftl"
            ))),
            zh: Language::new(include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/locales/zh-CN/", $name, ".ftl"
            ))),
        },)*]
    };
}

static AREAS: [Area; 61] = areas![
    "api",
    "batch",
    "bill",
    "call",
    "certs",
    "completions",
    "demo",
    "doctor",
    "dry-run",
    "error",
    "events",
    "explain",
    "fault",
    "finding",
    "help",
    "help-api",
    "help-bill",
    "help-close",
    "help-common",
    "help-completions",
    "help-create-order",
    "help-demo",
    "help-doctor",
    "help-download-certs",
    "help-events",
    "help-explain",
    "help-field",
    "help-help",
    "help-init",
    "help-man",
    "help-listen",
    "help-openid",
    "help-options",
    "help-pay-params",
    "help-profile",
    "help-query",
    "help-refund",
    "help-sandbox",
    "help-serve-notify",
    "help-trigger",
    "help-verify-notify",
    "init",
    "keys",
    "listen",
    "live",
    "man",
    "openid",
    "order",
    "outcome",
    "params",
    "profile",
    "receive",
    "refund",
    "refusal",
    "sandbox",
    "store",
    "trigger",
    "ui",
    "usage",
    "verify",
    "wait",
];

impl Language {
    const fn new(source: &'static str) -> Self {
        Self {
            source,
            bundle: OnceLock::new(),
        }
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| {
            let mut bundle =
                FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
            // Terminals show the marks that would isolate an argument's direction.
            bundle.set_use_isolating(false);
            let resource = FluentResource::try_new(self.source.to_owned());
            // The tests refuse a file with mistakes; what can be read of it is better than none.
            let resource = resource.unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
            bundle
        })
    }
}

/// Returns how many catalogues were read.
#[cfg(test)]
pub(crate) fn read_so_far() -> usize {
    let languages = AREAS.iter().flat_map(|area| [&area.en, &area.zh]);
    languages
        .filter(|language| language.bundle.get().is_some())
        .count()
}

/// Returns a text, or one of its attributes; none if there is no such attribute.
pub(super) fn format(
    lang: Lang,
    id: &str,
    attribute: Option<&str>,
    args: &FluentArgs,
) -> Option<String> {
    let is_of = |area: &&Area| {
        let rest = id.strip_prefix(area.name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let areas = AREAS.iter().filter(is_of);
    let area = areas.max_by_key(|area| area.name.len())?;
    let bundle = lang.pick(&area.en, &area.zh).bundle(lang);
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let text = bundle.format_pattern(pattern, Some(args), &mut Vec::new());
    Some(text.into_owned())
}
