//! What is wrong with a file of a sandbox's data folder.

use wechatpay::sandbox::{AuthorityDamage, DatabaseError, IdentityDamage};

use super::keys;
use super::system::{io_cause, json_cause};
use super::value::reason;
use crate::text;
use crate::ui::Text;

/// Returns what is wrong with a file of an identity.
pub(crate) fn identity(error: &IdentityDamage) -> Text {
    match error {
        IdentityDamage::Json(error) => json_cause(error),
        IdentityDamage::Id(error) => reason(error),
        IdentityDamage::Key(error) => keys::problem(error),
        IdentityDamage::Certificate(error) => reason(error),
        IdentityDamage::ApiV3Key(error) => {
            let length = error.length;
            if error.has_spaces {
                text!("profile-apiv3-key-spaces", length)
            } else {
                text!("profile-apiv3-key-length", length)
            }
        }
        IdentityDamage::Text => text!("sandbox-damage-not-text"),
        IdentityDamage::Missing => text!("sandbox-damage-missing"),
        IdentityDamage::Mismatch(name) => text!("sandbox-damage-other-key", name),
    }
}

/// Returns what is wrong with a file of the authority for TLS; `None` if its message says it.
pub(crate) fn authority(error: &AuthorityDamage) -> Option<Text> {
    Some(match error {
        AuthorityDamage::Missing(name) => text!("sandbox-ca-missing", name),
        AuthorityDamage::Pem(_) => text!("sandbox-ca-not-pem"),
        AuthorityDamage::Certificate(error) => keys::problem(error),
        AuthorityDamage::Key(_) => text!("sandbox-ca-not-key"),
        AuthorityDamage::Exposed => return None,
        AuthorityDamage::Foreign { subject } => text!("sandbox-ca-foreign", subject),
        AuthorityDamage::Names => text!("sandbox-ca-names"),
        AuthorityDamage::Mismatch => text!("sandbox-ca-mismatch"),
        AuthorityDamage::Validity { from, to, now } => {
            text!("sandbox-ca-validity", from, to, now)
        }
    })
}

/// Returns why a database cannot be used; `None` if its message says it.
pub(crate) fn database(error: &DatabaseError) -> Option<Text> {
    Some(match error {
        DatabaseError::Damaged(source) => reason(source.as_ref()),
        DatabaseError::Schema { name } => text!("sandbox-database-schema", name),
        DatabaseError::Newer { found, known } => text!("sandbox-database-format", found, known),
        DatabaseError::ReadOnly | DatabaseError::LogOverwritten(_) => return None,
        DatabaseError::Busy => text!("sandbox-database-busy"),
        DatabaseError::Full => text!("error-file-disk-full"),
        DatabaseError::Ended => text!("sandbox-database-ended"),
        DatabaseError::System(why) => io_cause(why),
        DatabaseError::Failed(words) => Text::verbatim(words.clone()),
    })
}
