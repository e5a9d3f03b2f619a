//! Keys, certificates and who controls them, in words: the Chinese of the library's errors, and
//! what is odd about files in both languages.

use wechatpay::profile::{
    ContainerFault, Control, Field, NotUsed, PassedOver, Problem, ProfileError, Remark, commands,
};
use wechatpay::protocol::key_material::MaterialKind;
use wechatpay::protocol::keys::{KeyError, UnusableKey};

use crate::ui::Lang;

/// An error in Chinese.
pub(super) struct Chinese {
    pub(super) message: String,
    pub(super) cause: Option<String>,
    pub(super) help: String,
}

/// Returns what is wrong with a key, a certificate or its file; none for other errors.
pub(super) fn chinese(error: &ProfileError) -> Option<Chinese> {
    let told = |message: String, help: String| Chinese {
        message,
        cause: None,
        help,
    };
    Some(match error {
        ProfileError::Invalid {
            field,
            from,
            path,
            problem: Problem::Key(problem),
        } => Chinese {
            message: format!("{field}（{from}）无法使用"),
            cause: Some(key_error(problem)),
            help: key_help(*field, problem, path.as_deref()),
        },
        ProfileError::Container {
            field,
            from,
            path,
            legacy,
            fault,
        } => {
            let run =
                commands::of_container(*field == Field::Certificate, path.as_deref(), *legacy);
            let (message, help) = match fault {
                ContainerFault::Name => (
                    "文件名却表明它是 PEM 文件",
                    format!(
                        "运行：{run} （密码默认为商户号）；或将文件改名为 .p12 结尾，即可直接读取"
                    ),
                ),
                ContainerFault::Password => (
                    "p12_password 无法打开它",
                    format!(
                        "用 p12_password、WECHATPAY_P12_PASSWORD 或 --p12-password 设置其密码；或运行：{run} （会询问密码）"
                    ),
                ),
                ContainerFault::Mchid => (
                    "以商户号为密码无法打开它",
                    format!(
                        "用 p12_password、WECHATPAY_P12_PASSWORD 或 --p12-password 设置其密码；或运行：{run} （会询问密码）"
                    ),
                ),
                ContainerFault::Unreadable => (
                    "无法读取",
                    format!(
                        "使用同一压缩包中的 apiclient_key.pem 与 apiclient_cert.pem；或运行：{run} （密码默认为商户号）"
                    ),
                ),
            };
            told(
                format!("{field}（{from}）是 PKCS#12 文件（.p12），{message}"),
                help,
            )
        }
        ProfileError::Untrusted { .. } => return untrusted(error),
        ProfileError::Permissions { what, path, mode } => told(
            format!(
                "{what} {} 含有密钥，却可被他人读取（权限 {mode:03o}）",
                path.display()
            ),
            format!(
                "运行：chmod 600 {} （若文件以只读方式挂载，可用 --insecure-permissions）",
                path.display()
            ),
        ),
        ProfileError::KeyMismatch {
            key,
            certificate,
            subject,
        } => told(
            format!(
                "私钥（{key}）与证书 {}（{subject}）不配套",
                certificate.display()
            ),
            "使用同一压缩包中的 apiclient_key.pem 与 apiclient_cert.pem；更换证书时私钥也会更换"
                .to_owned(),
        ),
        _ => return None,
    })
}

/// Returns who controls a file that decides what is run or trusted.
fn untrusted(error: &ProfileError) -> Option<Chinese> {
    let ProfileError::Untrusted {
        what,
        path,
        place,
        control,
        folder,
    } = error
    else {
        return None;
    };
    let (path, place, folder) = (path.display(), place.display(), folder.display());
    let trust = format!(
        "--trust-folder '{folder}'，或设置环境变量 WECHATPAY_TRUST_FOLDERS='{folder}'（例如在 CI 中）"
    );
    let (how, help) = match control {
        Control::Owner(uid) => (
            format!("{place} 属于 uid {uid}"),
            format!(
                "它决定运行什么、信任什么，因此必须属于您或 root；若信任该文件夹的内容：{trust}"
            ),
        ),
        Control::Writable(mode) => (
            format!("{place} 的权限为 {mode:03o}"),
            format!("运行：chmod go-w '{place}'；若信任所有可写入的用户：{trust}"),
        ),
    };
    Some(Chinese {
        message: format!("{what} {path} 可被其他用户更改：{how}"),
        cause: None,
        help,
    })
}

fn kind(kind: MaterialKind) -> &'static str {
    match kind {
        MaterialKind::PrivateKey => "私钥",
        MaterialKind::Encrypted => "加密的私钥",
        MaterialKind::Ec => "EC 私钥",
        MaterialKind::Sm2 => "SM2 国密私钥",
        MaterialKind::OtherPrivateKey => "非 RSA 算法的私钥",
        MaterialKind::PublicKey => "公钥",
        MaterialKind::OtherPublicKey => "非 RSA 算法的公钥",
        MaterialKind::Certificate => "证书",
        MaterialKind::CertificateRequest => "证书请求",
        MaterialKind::Pkcs7 => "PKCS#7 文件（.p7b）",
        MaterialKind::Pkcs12 => "PKCS#12 文件（.p12）",
        MaterialKind::Ssh => "SSH 密钥",
        MaterialKind::PublicKeyId => "微信支付公钥ID，而不是公钥本身",
        MaterialKind::ShortSecret => "32 个字符的文本，例如 APIv3密钥",
        MaterialKind::Path => "文件路径，而不是文件内容",
        MaterialKind::Empty => "空文件",
        MaterialKind::Unknown => "其他内容，不是 PEM 文件",
    }
}

fn key_error(error: &KeyError) -> String {
    match error {
        KeyError::OtherKind { found, .. } => format!("这是{}", kind(*found)),
        KeyError::Damaged => "文件已损坏：内容无法解码".to_owned(),
        KeyError::CutOff { found, expected } => {
            format!("内容不完整：应有 {expected} 字节，实有 {found} 字节")
        }
        KeyError::Unusable(why) => match why {
            UnusableKey::Size(bits) => format!("这是 {bits} 位的 RSA 密钥；微信支付使用 2048 位"),
            UnusableKey::NotRsa => "这不是 RSA 密钥，微信支付的签名需要 RSA".to_owned(),
            UnusableKey::Exponent => "密钥的公钥指数不是通常的 65537".to_owned(),
            UnusableKey::ManyPrimes => "密钥含有两个以上的质数，支付软件均不使用".to_owned(),
            UnusableKey::Inconsistent => "密钥已损坏：其中的数值互相矛盾".to_owned(),
        },
    }
}

fn key_help(field: Field, error: &KeyError, path: Option<&std::path::Path>) -> String {
    let file = match field {
        Field::PrivateKey => "apiclient_key.pem",
        Field::Certificate => "apiclient_cert.pem",
        Field::PublicKey => "pub_key.pem",
        _ => "该文件",
    };
    match error {
        KeyError::OtherKind { found, .. } => match (field, found) {
            (Field::PrivateKey, MaterialKind::Encrypted) => format!(
                "去除密码：{} ，并将 private_key 设为生成的文件",
                commands::of_encrypted(path)
            ),
            (Field::PrivateKey, MaterialKind::ShortSecret) => {
                "APIv3密钥应填写在 apiv3_key；private_key 应为 apiclient_key.pem".to_owned()
            }
            (Field::PrivateKey, MaterialKind::Path) => {
                "WECHATPAY_PRIVATE_KEY 填写 apiclient_key.pem 的内容，WECHATPAY_PRIVATE_KEY_FILE 填写其路径".to_owned()
            }
            (Field::PublicKey, MaterialKind::PublicKeyId) => {
                "公钥ID应填写在 public_key_id；public_key 应为文件 pub_key.pem".to_owned()
            }
            (Field::PublicKey, MaterialKind::Certificate) => {
                "平台证书应放在 platform_certs 文件夹；public_key 应为文件 pub_key.pem".to_owned()
            }
            _ => format!("{field} 应为 {file}"),
        },
        KeyError::Damaged | KeyError::CutOff { .. } if field == Field::PlatformCerts => {
            "删除该文件，然后运行 `wechatpay download-certs`".to_owned()
        }
        KeyError::Damaged | KeyError::CutOff { .. } => {
            format!("请重新完整复制 {file}：从 BEGIN 行到 END 行，包括其间的全部内容")
        }
        KeyError::Unusable(UnusableKey::Inconsistent) => {
            format!("请重新复制 {file}：其内容在传输中被改动")
        }
        KeyError::Unusable(_) => format!(
            "微信支付使用 2048 位 RSA 密钥：请使用商户平台（账户中心 → API安全）或证书工具生成的 {file}"
        ),
    }
}

/// Says why a file gives no key to verify with.
fn not_used(why: &NotUsed, lang: Lang) -> String {
    let zh = match why {
        NotUsed::Merchant(mchid) => format!("商户 {mchid} 的证书，而不是微信支付的平台证书"),
        NotUsed::OwnPublicKey => "商户自己的公钥，而不是微信支付公钥".to_owned(),
        NotUsed::NoId => "公钥ID未知的公钥：请配置 public_key 与 public_key_id".to_owned(),
        NotUsed::Other(found) => kind(*found).to_owned(),
        NotUsed::Invalid(error) => key_error(error),
    };
    lang.pick(why.to_string(), zh)
}

/// Says that a file is not used, and why.
pub(crate) fn passed_over(passed: &PassedOver, lang: Lang) -> String {
    let (path, why) = (passed.path.display(), not_used(&passed.why, lang));
    lang.pick(
        format!("{path} is passed over: {why}"),
        format!("{path} 未使用：{why}"),
    )
}

/// Says what is odd about a profile's files.
pub(crate) fn remark(remark: &Remark, lang: Lang) -> String {
    let (en, zh) = match remark {
        Remark::NoEndLine { key } => (
            format!(
                "the private key ({key}) has no END line; it is whole and is used, but other programs need the line -----END PRIVATE KEY-----"
            ),
            format!(
                "私钥（{key}）缺少 END 行；其内容完整，可以使用，但其他程序需要 -----END PRIVATE KEY----- 一行"
            ),
        ),
        Remark::Expired { serial_no, end } => (
            format!(
                "the merchant certificate {serial_no} expired on {}: WeChat Pay refuses what is signed with its key; apply for a new one (账户中心 → API安全)",
                end.to_rfc3339()
            ),
            format!(
                "商户API证书 {serial_no} 已于 {} 过期：微信支付会拒绝用其私钥签名的请求；请在「账户中心 → API安全」申请新证书",
                end.to_rfc3339()
            ),
        ),
        Remark::NotYetValid { serial_no, start } => (
            format!(
                "the merchant certificate {serial_no} is not valid before {}: is this machine's clock right?",
                start.to_rfc3339()
            ),
            format!(
                "商户API证书 {serial_no} 在 {} 之前无效：本机时间是否正确？",
                start.to_rfc3339()
            ),
        ),
        Remark::PassedOver(passed) => return passed_over(passed, lang),
    };
    lang.pick(en, zh)
}
