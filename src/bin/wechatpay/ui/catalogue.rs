//! The texts of all languages, read when the first text of an area is shown.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::Lang;

/// The texts whose ids begin with one word, such as `refund-`, in each language.
struct Area {
    name: &'static str,
    sources: [&'static str; Lang::ALL.len()],
    bundles: [OnceLock<FluentBundle<FluentResource>>; Lang::ALL.len()],
}

macro_rules! areas {
    ($($name:literal,)*) => {
        [$(Area {
            name: $name,
            sources: wechatpay::in_each_language!($name),
            bundles: [const { OnceLock::new() }; Lang::ALL.len()],
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

impl Area {
    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        let place = lang as usize;
        self.bundles[place].get_or_init(|| {
            let mut bundle =
                FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
            // Terminals show the marks that would isolate an argument's direction.
            bundle.set_use_isolating(false);
            let resource = FluentResource::try_new(self.sources[place].to_owned());
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
    let bundles = AREAS.iter().flat_map(|area| &area.bundles);
    bundles.filter(|bundle| bundle.get().is_some()).count()
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
    let bundle = area.bundle(lang);
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let text = bundle.format_pattern(pattern, Some(args), &mut Vec::new());
    Some(text.into_owned())
}
