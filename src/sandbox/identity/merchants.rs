//! The merchants of a data folder: the first, which every folder has, and those that were added.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::fs::create_folder;
use crate::protocol::id::{Appid, Mchid};
use crate::sandbox::error::{MerchantError, SandboxError};
use crate::sandbox::identity::account::Identity;
use crate::sandbox::identity::generate::{self, NewNumbers};
use crate::sandbox::identity::layout::NUMBERS;
use crate::sandbox::store::files;

const FOLDER: &str = "merchants";
const LOCK: &str = "merchants.lock";

/// How many digits the number of a merchant has.
const MCHID_DIGITS: usize = 10;

/// The merchants of a data folder.
#[derive(Debug)]
pub(crate) struct Merchants {
    data: PathBuf,
    first: Arc<Identity>,
    /// Those that were read since they were added, maybe by another process.
    added: RwLock<BTreeMap<Mchid, Arc<Identity>>>,
}

/// A merchant to add.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewMerchant {
    /// 商户号, of 10 digits that begin with a zero, as no real one does; the next one that is free
    /// if it is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mchid: Option<Mchid>,
    /// Its own sub-merchant to try the partner's API with; the next number that is free if it is
    /// not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<Mchid>,
    /// The service provider whose sub-merchant it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_provider: Option<Mchid>,
}

impl Merchants {
    /// Reads the merchants of a data folder; the first is generated if there is none.
    pub(crate) fn open(data: &Path) -> Result<Self, SandboxError> {
        let merchants = Self {
            data: data.to_owned(),
            first: Arc::new(Identity::open(data)?),
            added: RwLock::default(),
        };
        merchants.all()?;
        Ok(merchants)
    }

    /// Returns the merchant that every data folder has.
    pub(crate) fn first(&self) -> &Arc<Identity> {
        &self.first
    }

    /// Returns the merchant of this number, also one that another process has just added.
    pub(crate) fn find(&self, mchid: &Mchid) -> Option<Arc<Identity>> {
        if mchid == self.first.mchid() {
            return Some(Arc::clone(&self.first));
        }
        let added = self.added.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = added.get(mchid) {
            return Some(Arc::clone(found));
        }
        drop(added);
        // One whose files are damaged is reported when the folder is opened.
        self.load(mchid).ok().flatten()
    }

    /// Returns the merchant of this number; the first one if there is none.
    pub(crate) fn find_or_first(&self, mchid: Option<&str>) -> Arc<Identity> {
        mchid
            .and_then(|mchid| self.find(&mchid.parse().ok()?))
            .unwrap_or_else(|| Arc::clone(&self.first))
    }

    /// Returns all, the first first and the others by their numbers.
    pub(crate) fn all(&self) -> Result<Vec<Arc<Identity>>, SandboxError> {
        let folder = self.data.join(FOLDER);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(why) if why.kind() == io::ErrorKind::NotFound => {
                return Ok(vec![Arc::clone(&self.first)]);
            }
            Err(why) => return Err(SandboxError::read(&folder)(why)),
        };
        for entry in entries {
            let name = entry.map_err(SandboxError::read(&folder))?.file_name();
            if let Some(mchid) = name.to_str().and_then(|name| name.parse().ok()) {
                self.load(&mchid)?;
            }
        }
        let added = self.added.read().unwrap_or_else(PoisonError::into_inner);
        let first = std::iter::once(&self.first);
        Ok(first.chain(added.values()).cloned().collect())
    }

    /// Returns the App ID of a service provider's sub-merchant; `None` if it is not one.
    pub(crate) fn sub_appid(&self, provider: &Identity, sub_mchid: &str) -> Option<Appid> {
        if sub_mchid == provider.sub_mchid().as_str() {
            return Some(provider.sub_appid().clone());
        }
        let merchant = self.find(&sub_mchid.parse().ok()?)?;
        (merchant.service_provider() == Some(provider.mchid())).then(|| merchant.appid().clone())
    }

    /// Returns the App ID of the sub-merchant of an order. Any number that is not a merchant's counts
    /// as one of a service provider to which none was added, so that partner mode can be tried with
    /// numbers as they are.
    pub(crate) fn payee_appid(&self, provider: &Identity, sub_mchid: &str) -> Option<Appid> {
        self.sub_appid(provider, sub_mchid).or_else(|| {
            let is_merchant = sub_mchid
                .parse()
                .is_ok_and(|mchid| self.find(&mchid).is_some());
            (!is_merchant && !self.has_sub_merchants(provider))
                .then(|| provider.sub_appid().clone())
        })
    }

    fn has_sub_merchants(&self, provider: &Identity) -> bool {
        let is_sub =
            |merchant: &Arc<Identity>| merchant.service_provider() == Some(provider.mchid());
        self.all().is_ok_and(|all| all.iter().any(is_sub))
    }

    /// Returns those that were added, for another data folder, where they will have other keys; the
    /// service providers first.
    pub(crate) fn added(&self) -> Result<Vec<NewMerchant>, SandboxError> {
        let all = self.all()?;
        let mut added: Vec<_> = all[1..]
            .iter()
            .map(|merchant| NewMerchant {
                mchid: Some(merchant.mchid().clone()),
                sub_mchid: Some(merchant.sub_mchid().clone()),
                service_provider: merchant.service_provider().cloned(),
            })
            .collect();
        added.sort_by_key(|merchant| merchant.service_provider.is_some());
        Ok(added)
    }

    /// Adds those of `new` that are not there.
    pub(crate) fn add_missing(&self, new: &[NewMerchant]) -> Result<(), MerchantError> {
        for merchant in new {
            let mchid = merchant.mchid.as_ref();
            if mchid.is_none_or(|mchid| self.find(mchid).is_none()) {
                self.add(merchant)?;
            }
        }
        Ok(())
    }

    /// Adds a merchant, with keys of its own.
    pub(crate) fn add(&self, new: &NewMerchant) -> Result<Arc<Identity>, MerchantError> {
        let path = self.data.join(LOCK);
        let lock = files::lock(&path).map_err(SandboxError::from)?;
        lock.lock().map_err(SandboxError::write(&path))?;
        let all = self.all()?;
        let is_taken = |mchid: &Mchid| {
            all.iter()
                .any(|known| known.mchid() == mchid || known.sub_mchid() == mchid)
        };
        if let Some(provider) = &new.service_provider
            && !all.iter().any(|known| known.mchid() == provider)
        {
            return Err(MerchantError::NoProvider(provider.clone()));
        }
        let mut free = (1..).map(number).filter(|mchid| !is_taken(mchid));
        let mut next = || free.next().expect("there are more numbers than merchants");
        for named in [&new.mchid, &new.sub_mchid].into_iter().flatten() {
            if !is_made_up(named) {
                return Err(MerchantError::MayBeReal(named.clone()));
            }
            if is_taken(named) {
                return Err(MerchantError::Taken(named.clone()));
            }
        }
        let mchid = new.mchid.clone().unwrap_or_else(&mut next);
        let sub_mchid = new.sub_mchid.clone().filter(|named| *named != mchid);
        let sub_mchid = sub_mchid.unwrap_or_else(|| {
            let sub_mchid = next();
            if sub_mchid == mchid {
                next()
            } else {
                sub_mchid
            }
        });
        let numbers = NewNumbers {
            appid: appid(&mchid),
            sub_appid: appid(&sub_mchid),
            service_provider: new.service_provider.clone(),
            mchid,
            sub_mchid,
        };
        self.create(numbers).map_err(MerchantError::from)
    }

    fn create(&self, numbers: NewNumbers) -> Result<Arc<Identity>, SandboxError> {
        let mchid = numbers.mchid.clone();
        let folder = self.data.join(FOLDER);
        create_folder(&folder, files::FOLDER_MODE)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".merchant-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let temporary = builder
            .tempdir_in(&folder)
            .map_err(SandboxError::write(&folder))?;
        generate::merchant(temporary.path(), &self.first.root_key_path(), numbers)?;
        let target = folder.join(mchid.as_str());
        fs::rename(temporary.path(), &target).map_err(SandboxError::write(&target))?;
        // It was renamed: there is nothing left to clean up.
        let _ = temporary.keep();
        let loaded = self.load(&mchid)?;
        Ok(loaded.unwrap_or_else(|| Arc::clone(&self.first)))
    }

    /// Reads an added merchant, unless it was read before.
    fn load(&self, mchid: &Mchid) -> Result<Option<Arc<Identity>>, SandboxError> {
        let folder = self.data.join(FOLDER).join(mchid.as_str());
        if !folder.join(NUMBERS).exists() {
            return Ok(None);
        }
        let mut added = self.added.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = added.get(mchid) {
            return Ok(Some(Arc::clone(known)));
        }
        let read = Arc::new(Identity::beside(&self.first, folder)?);
        added.insert(mchid.clone(), Arc::clone(&read));
        Ok(Some(read))
    }
}

/// Tells whether a number cannot be a real merchant's.
fn is_made_up(mchid: &Mchid) -> bool {
    mchid.as_str().len() == MCHID_DIGITS && mchid.as_str().starts_with('0')
}

fn number(place: u32) -> Mchid {
    format!("{place:010}")
        .parse()
        .expect("ten digits make a merchant number")
}

/// Returns the App ID of a made-up merchant.
fn appid(mchid: &Mchid) -> Appid {
    let digits = mchid.as_str();
    format!("wxsandbox{}", &digits[digits.len() - 9..])
        .parse()
        .expect("letters and digits make an App ID")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchant_is_added_once_and_every_process_finds_it() {
        let data = tempfile::tempdir().unwrap();
        let merchants = Merchants::open(data.path()).unwrap();
        let other = Merchants::open(data.path()).unwrap();
        let added = merchants.add(&NewMerchant::default()).unwrap();
        assert_eq!(added.mchid().as_str(), "0000000003");
        assert_eq!(added.sub_mchid().as_str(), "0000000004");
        assert_eq!(added.appid().as_str(), "wxsandbox000000003");
        let found = other.find(added.mchid()).unwrap();
        assert_eq!(found.serial_no(), added.serial_no());
        assert_eq!(found.apiv3_key(), added.apiv3_key());
        let first = merchants.first();
        assert_ne!(found.serial_no(), first.serial_no());
        assert_ne!(found.apiv3_key(), first.apiv3_key());
        assert_ne!(found.public_key_id(), first.public_key_id());
        assert!(found.public_key_id().as_str().contains("0000000003"));
        // One rotation is all merchants'.
        first.rotate().unwrap();
        let newest = |identity: &Identity| identity.platform_certificate().serial_no.clone();
        assert_eq!(newest(&added), newest(first));
        let mode = |new: NewMerchant| merchants.add(&new);
        let named = |mchid: &str| NewMerchant {
            mchid: Some(mchid.parse().unwrap()),
            ..NewMerchant::default()
        };
        for real in ["1900000109", "000000009", "00000000009"] {
            assert!(matches!(
                mode(named(real)),
                Err(MerchantError::MayBeReal(_))
            ));
        }
        for taken in ["0000000001", "0000000002", "0000000003", "0000000004"] {
            assert!(matches!(mode(named(taken)), Err(MerchantError::Taken(_))));
        }
        let sub = NewMerchant {
            service_provider: Some("0000000009".parse().unwrap()),
            ..named("0000000055")
        };
        assert!(matches!(mode(sub), Err(MerchantError::NoProvider(_))));
        let sub = NewMerchant {
            service_provider: Some(first.mchid().clone()),
            ..named("0000000055")
        };
        let sub = mode(sub).unwrap();
        let of = |provider: &Identity| other.sub_appid(provider, "0000000055");
        assert_eq!(of(first).as_ref(), Some(sub.appid()));
        assert_eq!(of(&added), None);
        let numbers = |all: Vec<Arc<Identity>>| {
            let numbers = all.iter().map(|one| one.mchid().to_string());
            numbers.collect::<Vec<_>>()
        };
        let all = numbers(other.all().unwrap());
        assert_eq!(all, ["0000000001", "0000000003", "0000000055"]);
    }

    #[test]
    fn a_damaged_merchant_is_named_when_the_folder_is_opened() {
        let data = tempfile::tempdir().unwrap();
        let merchants = Merchants::open(data.path()).unwrap();
        let added = merchants.add(&NewMerchant::default()).unwrap();
        fs::write(added.certificate_path(), "x").unwrap();
        let why = Merchants::open(data.path()).unwrap_err().to_string();
        assert!(why.contains("0000000003"), "{why}");
    }
}
