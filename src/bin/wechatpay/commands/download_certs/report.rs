//! What `download-certs` has to show.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::profile::PassedOver;
use wechatpay::protocol::certificate::{Bootstrap, X509};

use super::reasons::Reason;
use super::stored::{Stored, file_name};
use super::trust::{self, Trust};
use crate::diagnostic::Failure;
use crate::lang::Lang;
use crate::output::{Page, Render, Tone};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Action {
    Written,
    Unchanged,
    Pruned,
    None,
}

impl Action {
    fn told(self, page: &Page) -> &'static str {
        match self {
            Self::Written => page.pick("written", "已写入"),
            Self::Unchanged => page.pick("unchanged", "未变"),
            Self::Pruned => page.pick("pruned", "已删除"),
            Self::None => page.pick("none", "无"),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) serial_no: String,
    sha256: String,
    not_before: String,
    not_after: String,
    days_left: i64,
    pub(super) path: Option<PathBuf>,
    pub(super) action: Action,
    verified_by: Vec<&'static str>,
}

/// What became of the file of `--bundle`.
#[derive(Serialize)]
pub(super) struct Bundle {
    pub(super) path: PathBuf,
    pub(super) action: Action,
}

#[derive(Serialize)]
pub(super) struct Report {
    pub(super) certificates: Vec<Entry>,
    pub(super) trust: Option<Trust>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bundle: Option<Bundle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<Reason>>,
    /// The files in `-c` and `platform_certs` that gave no key.
    pub(super) passed_over: Vec<Unused>,
    pub(super) request_id: Option<String>,
}

/// A file that gave no key to trust.
#[derive(Serialize)]
pub(super) struct Unused {
    path: PathBuf,
    reason: String,
}

pub(super) fn passed_over(files: &[PassedOver]) -> Vec<Unused> {
    let unused = |passed: &PassedOver| Unused {
        path: passed.path.clone(),
        reason: passed.why.to_string(),
    };
    files.iter().map(unused).collect()
}

impl Report {
    /// Says of each certificate what proves it, and what is to become of its file.
    pub(super) fn of(
        bootstrap: &Bootstrap,
        folder: &Path,
        stored: &[Stored],
        chained: bool,
    ) -> Self {
        let mut verified_by = vec!["timestamp"];
        verified_by.extend(bootstrap.pinned.then_some("trusted-key"));
        verified_by.extend(["aead", "serial", "validity"]);
        verified_by.extend(bootstrap.self_signed.then_some("own-signature"));
        verified_by.extend(chained.then_some("chain"));
        let entry = |x509: &X509| {
            let path = folder.join(file_name(x509.serial_no()));
            let same = |known: &Stored| known.path == path && known.x509.sha256() == x509.sha256();
            let action = if stored.iter().any(same) {
                Action::Unchanged
            } else {
                Action::Written
            };
            Entry::new(x509, Some(path), action, verified_by.clone())
        };
        Self {
            certificates: trust::distinct(bootstrap)
                .iter()
                .map(|certificate| entry(&certificate.x509))
                .collect(),
            trust: None,
            bundle: None,
            reasons: None,
            passed_over: Vec::new(),
            request_id: None,
        }
    }

    /// Returns the report of `--check`, which does nothing.
    pub(super) fn checked(mut self, reasons: Vec<Reason>) -> Self {
        for entry in &mut self.certificates {
            entry.action = Action::None;
        }
        self.reasons = Some(reasons);
        self
    }

    /// Returns the report of `--check` on an answer that does not verify.
    pub(super) fn unproved(failure: &Failure, lang: Lang) -> Self {
        Self {
            certificates: Vec::new(),
            trust: None,
            bundle: None,
            reasons: Some(vec![Reason::not_verified(failure, lang)]),
            passed_over: Vec::new(),
            request_id: failure.request_id.clone(),
        }
    }

    /// Takes note that what has expired is not written, since it would be removed again.
    pub(super) fn leave_expired(&mut self) {
        for entry in &mut self.certificates {
            if entry.days_left < 0 {
                entry.action = Action::None;
                entry.path = None;
            }
        }
    }

    /// Takes note of what was removed.
    pub(super) fn pruned(&mut self, removed: Vec<&Stored>) {
        for Stored { path, x509 } in removed {
            let serial_no = x509.serial_no().to_string();
            self.certificates
                .retain(|entry| entry.serial_no != serial_no);
            let entry = Entry::new(x509, Some(path.clone()), Action::Pruned, Vec::new());
            self.certificates.push(entry);
        }
    }
}

impl Entry {
    fn new(
        x509: &X509,
        path: Option<PathBuf>,
        action: Action,
        verified_by: Vec<&'static str>,
    ) -> Self {
        Self {
            serial_no: x509.serial_no().to_string(),
            sha256: x509.sha256(),
            not_before: x509.not_before().to_rfc3339(),
            not_after: x509.not_after().to_rfc3339(),
            days_left: days_left(x509),
            path,
            action,
            verified_by,
        }
    }
}

/// Returns the whole days until a certificate ends; negative where it has ended.
pub(super) fn days_left(x509: &X509) -> i64 {
    (x509.not_after().0 - ambient::now().0).div_euclid(86_400)
}

impl Render for Report {
    const SCHEMA: &'static str = "download-certs";

    fn render(&self, page: &mut Page) {
        let header = page.pick(
            ["serial_no", "valid until", "days left", "action", "file"],
            ["序列号", "有效期至", "剩余天数", "操作", "文件"],
        );
        let shown = |path: &Path| path.display().to_string();
        let rows: Vec<_> = self
            .certificates
            .iter()
            .map(|entry| {
                vec![
                    entry.serial_no.clone(),
                    entry.not_after.clone(),
                    entry.days_left.to_string(),
                    entry.action.told(page).to_owned(),
                    entry.path.as_deref().map(shown).unwrap_or_default(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            page.table(&header, rows);
        }
        if let Some(bundle) = &self.bundle {
            let (path, action) = (shown(&bundle.path), bundle.action.told(page));
            page.line(format!("{path}: {action}"));
        }
        let trust = match self.trust {
            Some(Trust::Pinned) => page.pick(
                "verified by a certificate that was trusted before",
                "由已信任的证书验证",
            ),
            Some(Trust::FirstUse) => page.pick(
                "first use: verified by the APIv3 key and by the certificate itself",
                "首次使用：由 APIv3 密钥与证书自身验证",
            ),
            Some(Trust::PublicKey) => page.pick(
                "verified by the WeChat Pay public key",
                "由微信支付公钥验证",
            ),
            None => "",
        };
        if self.trust.is_some() {
            page.toned(Tone::Good, trust);
        }
        for reason in self.reasons.iter().flatten() {
            page.toned(Tone::Bad, reason.told(page));
        }
        if self.reasons.as_ref().is_some_and(Vec::is_empty) {
            page.toned(Tone::Good, page.pick("nothing to do", "无需处理"));
        }
    }
}
