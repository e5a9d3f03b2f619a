//! The messages that may have been signed for a payer's client.

use super::{Claim, Known, PREFIX};
use crate::diagnose::Cause;
use crate::diagnose::layouts::{layouts, only};
use crate::diagnose::puzzle::{Puzzle, nonces, timestamps};
use crate::diagnose::search::{Choice, Line, Space};

impl Claim {
    pub(super) fn puzzle(&self, known: &Known<'_>) -> Puzzle {
        let labels = if self.is_app {
            ["appid", "timestamp", "noncestr", "prepayid"]
        } else {
            ["appId", "timeStamp", "nonceStr", "package"]
        };
        let own = self
            .appid
            .clone()
            .or_else(|| known.appids.first().cloned())
            .unwrap_or_default();
        let mut appid = Line::new(labels[0], own.as_str());
        // In partner mode either App ID is right where the client did not say which it is.
        for allowed in &known.appids {
            let choice = Choice {
                bytes: allowed.clone().into_bytes(),
                mistakes: u8::from(self.appid.is_some()),
                causes: if self.appid.is_some() {
                    &[Cause::WrongAppid]
                } else {
                    &[]
                },
                base: 0,
                common: true,
            };
            appid.push(choice);
        }
        for other in &known.other_appids {
            appid.often(&[Cause::WrongAppid], other.as_str());
        }
        for other in ["", "undefined", "null"] {
            appid.or(&[Cause::WrongAppid], other);
        }
        appid.or(&[Cause::WrongAppid], own.to_lowercase());
        appid.or(&[Cause::WrongAppid], own.to_uppercase());
        appid.or(&[Cause::WrongAppid], own.trim());

        let mut timestamp = Line::new(labels[1], self.timestamp.as_str());
        for other in &self.other_timestamps {
            timestamp.or(&[Cause::TimestampMismatch], other.as_str());
        }
        timestamps(&mut timestamp);
        let mut nonce = Line::new(labels[2], self.nonce.as_str());
        nonces(&mut nonce, &self.other_nonces);
        let package = self.fourth_line(labels[3]);
        let stamp = [timestamp.clone(), nonce.clone()];
        let mut spaces = vec![Space {
            lines: vec![appid.clone(), timestamp, nonce, package.clone()],
            layouts: layouts(4, |_| Some(Cause::FieldMissing)),
        }];
        spaces.extend(longer(&appid, &stamp, &package));
        spaces.push(self.as_request(&stamp, known));
        spaces.push(self.as_version_2(&own));
        Puzzle::new(spaces, None, Some(1))
    }

    fn fourth_line(&self, label: &'static str) -> Line {
        let mut line = Line::new(label, self.package.as_str());
        let bare = self.package.trim_start_matches(PREFIX);
        if self.is_app {
            line.or(&[Cause::WrongClientString], format!("{PREFIX}{bare}"));
        } else {
            line.often(&[Cause::MissingPrepayPrefix], bare);
            line.or(&[Cause::MissingPrepayPrefix], format!("{PREFIX}{bare}"));
        }
        line.or(
            &[Cause::ExtraPrepayPrefix],
            format!("{PREFIX}{PREFIX}{bare}"),
        );
        line.or(&[Cause::WrongClientString], "Sign=WXPay");
        let encoding: &[Cause] = &[Cause::PathEncoding];
        line.or(encoding, format!("prepay_id%3D{bare}"));
        line.or(encoding, format!("prepay_id%3d{bare}"));
        for other in [
            format!("prepay_id={bare} "),
            format!("prepay_id= {bare}"),
            format!("prepayid={bare}"),
            format!("prepay_id:{bare}"),
            format!("prepay_id=\"{bare}\""),
            format!("package=prepay_id={bare}"),
            format!("\"{}\"", self.package),
            "prepay_id=".to_owned(),
            "prepay_id=undefined".to_owned(),
            "prepay_id=null".to_owned(),
            "undefined".to_owned(),
            String::new(),
        ] {
            line.or(&[Cause::WrongClientString], other);
        }
        line
    }

    /// Five lines, as a request has them.
    fn as_request(&self, [timestamp, nonce]: &[Line; 2], known: &Known<'_>) -> Space {
        let bare = self.package.trim_start_matches(PREFIX);
        let mut method = Line::new("method", "POST");
        method.also("GET");
        let mut url = Line::new("URL", "/v3/pay/transactions/jsapi");
        for other in [
            "/v3/pay/transactions/app",
            "/v3/pay/transactions/native",
            "/v3/pay/transactions/h5",
            "/v3/pay/partner/transactions/jsapi",
            "/v3/pay/partner/transactions/app",
            "/v3/certificates",
            "https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi",
            "/",
            "",
        ] {
            url.also(other);
        }
        for appid in known.appids.iter().chain(&self.appid) {
            url.also(appid.as_str());
        }
        let mut body = Line::new("body", "");
        body.also(self.package.as_str());
        body.also(bare);
        body.also(format!("{{\"prepay_id\":\"{bare}\"}}"));
        body.also(format!("{{\"prepay_id\": \"{bare}\"}}"));
        body.also(format!("{{\"package\":\"{}\"}}", self.package));
        body.also("{}");
        Space {
            lines: vec![method, url, timestamp.clone(), nonce.clone(), body],
            layouts: only(5, 1, &[Cause::SignedAsRequest]),
        }
    }

    /// `key=value` pairs joined by '&', as API v2 signs them.
    fn as_version_2(&self, own: &str) -> Space {
        let sign_types = ["RSA", "MD5", "HMAC-SHA256"];
        let mut whole = Line::new("string", "");
        for sign_type in sign_types {
            let Self {
                timestamp,
                nonce,
                package,
                ..
            } = self;
            for text in [
                format!(
                    "appId={own}&nonceStr={nonce}&package={package}&signType={sign_type}&timeStamp={timestamp}"
                ),
                format!(
                    "appId={own}&timeStamp={timestamp}&nonceStr={nonce}&package={package}&signType={sign_type}"
                ),
                format!("appId={own}&nonceStr={nonce}&package={package}&timeStamp={timestamp}"),
                format!("appId={own}&timeStamp={timestamp}&nonceStr={nonce}&package={package}"),
                format!("appid={own}&noncestr={nonce}&package={package}&timestamp={timestamp}"),
                format!(
                    "appid={own}&noncestr={nonce}&package=Sign=WXPay&prepayid={package}&timestamp={timestamp}"
                ),
            ] {
                whole.also(text);
            }
        }
        let mut layouts = only(1, 1, &[Cause::WrongSeparator]);
        for layout in &mut layouts {
            layout.mistakes = 1;
            layout.causes = vec![Cause::WrongSeparator];
        }
        Space {
            lines: vec![whole],
            layouts,
        }
    }
}

/// The four lines and one more, and the whole APP string.
fn longer(appid: &Line, [timestamp, nonce]: &[Line; 2], package: &Line) -> Vec<Space> {
    let lines = |last: Line, package: &Line| {
        vec![
            appid.clone(),
            timestamp.clone(),
            nonce.clone(),
            package.clone(),
            last,
        ]
    };
    let mut sign_type = Line::new("signType", "RSA");
    for other in [
        "MD5",
        "HMAC-SHA256",
        "SHA256-RSA",
        "WECHATPAY2-SHA256-RSA2048",
    ] {
        sign_type.also(other);
    }
    vec![Space {
        lines: lines(sign_type, package),
        layouts: only(5, 1, &[Cause::WrongClientString]),
    }]
}
