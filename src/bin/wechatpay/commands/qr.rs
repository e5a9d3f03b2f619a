//! A QR code that a phone reads off a terminal.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::error::CliError;

/// Draws a text, dark on light, with the quiet zone that cameras need.
pub(crate) fn draw(text: &str) -> Result<String, CliError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| {
        CliError::internal("the link does not fit into a QR code").with_source(error)
    })?;
    // On the usual dark terminal, light modules are the ones that are drawn.
    Ok(code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .quiet_zone(true)
        .build())
}
