//! What `download-certs` has to show.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::certificates::{
    CertificateChange, Change, Downloaded, FilePlan, FileState, StoredCertificate, Trust, days_left,
};
use wechatpay::profile::PassedOver;
use wechatpay::protocol::certificate::X509;

use crate::error::CliError;
use crate::ui::Lang;
use crate::ui::{Page, Render, Tone};

fn state_text(state: FileState, page: &Page) -> &'static str {
    match state {
        FileState::Written => page.pick("written", "已写入"),
        FileState::Unchanged => page.pick("unchanged", "未变"),
        FileState::Pruned => page.pick("pruned", "已删除"),
        FileState::None => page.pick("none", "无"),
    }
}

/// Something that must be done about a certificate, or what is wrong with all of them.
#[derive(Serialize)]
pub(super) struct Reason {
    serial_no: Option<String>,
    #[serde(rename = "reason")]
    why: Why,
    days_left: Option<i64>,
    /// What did not verify.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// What to do about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Why {
    /// The response does not verify, so that it says nothing about any certificate.
    NotVerified,
    #[serde(untagged)]
    Changed(Change),
}

impl From<CertificateChange> for Reason {
    fn from(changed: CertificateChange) -> Self {
        Self {
            serial_no: Some(changed.serial_no.to_string()),
            why: Why::Changed(changed.change),
            days_left: Some(changed.days_left),
            message: None,
            fix: None,
        }
    }
}

impl Reason {
    fn text(&self, page: &Page) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let serial_no = text(&self.serial_no);
        let days_left = self.days_left.unwrap_or_default();
        let (en, zh) = match self.why {
            Why::Changed(Change::ExpiresSoon) => (
                format!("{serial_no} expires in {days_left} days"),
                format!("{serial_no} 将在 {days_left} 天后到期"),
            ),
            Why::Changed(Change::Expired) => (
                format!("{serial_no} has expired"),
                format!("{serial_no} 已过期"),
            ),
            Why::Changed(Change::New) => (
                format!("{serial_no} is new: run `wechatpay download-certs`"),
                format!("{serial_no} 是新证书：请运行 `wechatpay download-certs`"),
            ),
            Why::Changed(Change::Gone) => (
                format!("{serial_no} is no longer listed: remove it with --prune"),
                format!("{serial_no} 已不在列表中：可用 --prune 删除"),
            ),
            Why::NotVerified => {
                let (message, fix) = (text(&self.message), text(&self.fix));
                return format!("{message}; {fix}");
            }
        };
        page.pick(en, zh)
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
    pub(super) action: FileState,
    verified_by: Vec<&'static str>,
}

/// What became of the file of `--bundle`.
#[derive(Serialize)]
pub(super) struct Bundle {
    pub(super) path: PathBuf,
    pub(super) action: FileState,
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

impl Report {
    /// Says of each certificate what proves it, and what becomes of its file.
    pub(super) fn of(
        plans: &[FilePlan<'_>],
        downloaded: &Downloaded,
        passed_over: &[PassedOver],
    ) -> Self {
        let mut verified_by = vec!["timestamp"];
        verified_by.extend((downloaded.trust != Trust::FirstUse).then_some("trusted-key"));
        verified_by.extend(["aead", "serial", "validity"]);
        verified_by.extend(downloaded.self_signed.then_some("own-signature"));
        verified_by.extend(downloaded.chained.then_some("chain"));
        let entry = |plan: &FilePlan<'_>| {
            let x509 = &plan.certificate.x509;
            Entry::new(x509, plan.path.clone(), plan.state, verified_by.clone())
        };
        let unused = |passed: &PassedOver| Unused {
            path: passed.path.clone(),
            reason: passed.why.to_string(),
        };
        Self {
            certificates: plans.iter().map(entry).collect(),
            trust: Some(downloaded.trust),
            bundle: None,
            reasons: None,
            passed_over: passed_over.iter().map(unused).collect(),
            request_id: downloaded.request_id.clone(),
        }
    }

    /// Makes it the report of `--check`, which changes no file.
    pub(super) fn check(&mut self, reasons: Vec<Reason>) {
        for entry in &mut self.certificates {
            entry.action = FileState::None;
        }
        self.reasons = Some(reasons);
    }

    /// Returns the report of `--check` if the response does not verify.
    pub(super) fn unverified(failure: &CliError, lang: Lang) -> Self {
        let reason = Reason {
            serial_no: None,
            why: Why::NotVerified,
            days_left: None,
            message: Some(failure.text()),
            fix: failure.help(lang),
        };
        Self {
            certificates: Vec::new(),
            trust: None,
            bundle: None,
            reasons: Some(vec![reason]),
            passed_over: Vec::new(),
            request_id: failure.request_id.clone(),
        }
    }

    pub(super) fn add_pruned(&mut self, removed: &[&StoredCertificate]) {
        for StoredCertificate { path, x509 } in removed {
            let serial_no = x509.serial_no().to_string();
            self.certificates
                .retain(|entry| entry.serial_no != serial_no);
            let entry = Entry::new(x509, Some(path.clone()), FileState::Pruned, Vec::new());
            self.certificates.push(entry);
        }
    }
}

impl Entry {
    fn new(
        x509: &X509,
        path: Option<PathBuf>,
        action: FileState,
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
                    state_text(entry.action, page).to_owned(),
                    entry.path.as_deref().map(shown).unwrap_or_default(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            page.table(&header, rows);
        }
        if let Some(bundle) = &self.bundle {
            let (path, action) = (shown(&bundle.path), state_text(bundle.action, page));
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
            page.toned(Tone::Bad, reason.text(page));
        }
        if self.reasons.as_ref().is_some_and(Vec::is_empty) {
            page.toned(Tone::Good, page.pick("nothing to do", "无需处理"));
        }
    }
}
