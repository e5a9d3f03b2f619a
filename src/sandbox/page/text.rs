//! The page's texts in all languages.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::diagnose::{Argument, Sentence};
use crate::in_each_language;
pub(crate) use crate::protocol::language::Lang;
use crate::sandbox::admin::guard::cookies;

/// The cookie that stores the language that was chosen.
pub(crate) const LANGUAGE_COOKIE: &str = "sandbox-language";

/// A text of the catalogue with its arguments.
pub(crate) struct Words {
    pub(crate) id: &'static str,
    pub(crate) args: Vec<(&'static str, FluentValue<'static>)>,
}

/// Names a text of `locales/*/page.ftl`, and its arguments: `words!("page-id", name = value)`.
macro_rules! words {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::sandbox::page::text::Words {
            id: $id,
            args: vec![$((stringify!($name), ($value).into())),*],
        }
    };
}
pub(crate) use words;

type Bundle = FluentBundle<FluentResource>;

/// The page's own texts, the findings of the diagnosis, the faults, and what a
/// receiver's status means.
const SOURCES: [[&str; Lang::ALL.len()]; 4] = [
    in_each_language!("page"),
    in_each_language!("finding"),
    in_each_language!("fault"),
    in_each_language!("refusal"),
];

static BUNDLES: [OnceLock<Bundle>; Lang::ALL.len()] = [const { OnceLock::new() }; Lang::ALL.len()];

fn bundle(lang: Lang) -> &'static Bundle {
    BUNDLES[lang as usize].get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
        // What is copied from the page must not contain invisible marks.
        bundle.set_use_isolating(false);
        for source in SOURCES {
            // The tests refuse a file with mistakes; what can be read of it is better than none.
            let resource = FluentResource::try_new(source[lang as usize].to_owned());
            bundle.add_resource_overriding(resource.unwrap_or_else(|(resource, _)| resource));
        }
        bundle
    })
}

impl Lang {
    /// Returns the language that was chosen on the page, else the browser's.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        if let Some(chosen) = cookies(headers, LANGUAGE_COOKIE).find_map(Self::of_code) {
            return chosen;
        }
        let accepted = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        accepted
            .split(',')
            .filter_map(|range| {
                let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
                let quality = rest.trim().strip_prefix("q=").unwrap_or("1");
                let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
                Some((Self::of_code(&primary)?, thousandths(quality)))
            })
            .filter(|(_, quality)| *quality > 0)
            // The first of equal ones wins.
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map_or(Self::En, |(lang, _)| lang)
    }

    /// Returns a text in this language.
    pub(crate) fn say(self, words: Words) -> String {
        let args: FluentArgs = words.args.into_iter().collect();
        self.format(words.id, &args)
            .unwrap_or_else(|| words.id.to_owned())
    }

    /// Returns a sentence of the diagnosis in this language.
    pub(crate) fn sentence(self, sentence: &Sentence) -> String {
        let args: FluentArgs = sentence
            .arguments()
            .map(|(name, argument)| {
                let value = match argument {
                    Argument::Value(value) => value.clone(),
                    Argument::Sentence(part) => self.sentence(part),
                };
                (name.to_owned(), FluentValue::from(value))
            })
            .collect();
        self.format(sentence.id(), &args)
            .unwrap_or_else(|| sentence.to_string())
    }

    fn format(self, id: &str, args: &FluentArgs) -> Option<String> {
        let bundle = bundle(self);
        let pattern = bundle.get_message(id)?.value()?;
        let text = bundle.format_pattern(pattern, Some(args), &mut Vec::new());
        Some(text.into_owned())
    }
}

/// Reads a quality such as `0.8` in thousandths.
fn thousandths(text: &str) -> u32 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: u32 = whole.parse().unwrap_or(0);
    let part = format!("{part:0<3}");
    whole.saturating_mul(1000) + part.get(..3).and_then(|p| p.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_that_was_chosen_else_the_browsers() {
        for (accepted, cookie, lang) in [
            ("", None, Lang::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", None, Lang::Zh),
            ("en-US,en;q=0.9,zh;q=0.8", None, Lang::En),
            ("de,zh;q=0.5,en;q=0.4", None, Lang::Zh),
            ("zh;q=0,en", None, Lang::En),
            ("fr", None, Lang::En),
            ("zh-CN", Some("en"), Lang::En),
            ("en", Some("zh"), Lang::Zh),
            ("zh", Some("<script>"), Lang::Zh),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, accepted.parse().unwrap());
            if let Some(cookie) = cookie {
                let cookie = format!("a=b; {LANGUAGE_COOKIE}={cookie}");
                headers.insert(axum::http::header::COOKIE, cookie.parse().unwrap());
            }
            assert_eq!(Lang::of(&headers), lang, "{accepted} {cookie:?}");
        }
    }
}
