//! The files that pages load, which are part of the program.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::sandbox::api::response::typed;

const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");
const ICON: &str = include_str!("assets/icon.svg");

/// What changes with the files, so that no browser uses those of an earlier version.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = digest(&SHA256, [STYLE, SCRIPT, ICON].concat().as_bytes());
    hash.as_ref()[..6]
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
});

pub(crate) async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

pub(crate) async fn script() -> Response {
    asset("text/javascript; charset=utf-8", SCRIPT)
}

pub(crate) async fn icon() -> Response {
    asset("image/svg+xml", ICON)
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    let mut response = typed(StatusCode::OK, content_type, text.into());
    let lasting = HeaderValue::from_static("private, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, lasting);
    response
}

#[cfg(test)]
#[expect(
    clippy::float_arithmetic,
    reason = "the formula of contrast, not money"
)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The least contrast of a text with what is behind it, of WCAG 2 at level AA.
    const MIN_CONTRAST: f64 = 4.5;

    /// The colours of the light theme, then of the dark one.
    fn themes() -> [BTreeMap<&'static str, &'static str>; 2] {
        let (light, rest) = STYLE.split_once("@media").expect("a dark theme");
        let dark = rest.split("\n}").next().unwrap_or_default();
        [light, dark].map(|block| {
            let declarations = block.split(['{', ';']).filter_map(|part| {
                let (name, value) = part.trim().strip_prefix("--")?.split_once(": #")?;
                Some((name, value))
            });
            declarations.collect()
        })
    }

    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&color[at..at + 2], 16).expect("six hex digits");
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    #[test]
    fn every_text_colour_can_be_read_on_every_surface() {
        const SURFACES: [&str; 5] = ["bg", "surface", "raised", "hover", "code"];
        for colors in themes() {
            let on_surfaces = ["text", "soft", "faint", "accent"]
                .into_iter()
                .flat_map(|text| SURFACES.map(|surface| (text, surface)));
            let pills = ["good", "waiting", "bad", "returned", "quiet"];
            let pills = pills.map(|tone| (tone.to_owned(), format!("{tone}-bg")));
            let pairs = on_surfaces
                .map(|(text, surface)| (text.to_owned(), surface.to_owned()))
                .chain(pills);
            for (text, surface) in pairs {
                let (a, b) = (
                    luminance(colors[text.as_str()]),
                    luminance(colors[surface.as_str()]),
                );
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= MIN_CONTRAST, "{text} on {surface}: {contrast}");
            }
        }
        let [_, dark] = themes();
        let (text, button) = (
            luminance(dark["accent-text"]),
            luminance(dark["accent-strong"]),
        );
        assert!((text + 0.05) / (button + 0.05) >= MIN_CONTRAST);
    }
}
