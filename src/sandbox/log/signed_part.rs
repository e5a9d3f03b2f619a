//! What an upload signs, for the record of its request.

use std::sync::{Arc, OnceLock};

/// What an upload signs, which is a part of its body.
#[derive(Clone, Default)]
pub(crate) struct SignedPart(Arc<OnceLock<Vec<u8>>>);

impl SignedPart {
    pub(crate) fn set(&self, part: &[u8]) {
        // A call is read once.
        let _ = self.0.set(part.to_vec());
    }

    pub(crate) fn get(&self) -> Option<Vec<u8>> {
        self.0.get().cloned()
    }
}
