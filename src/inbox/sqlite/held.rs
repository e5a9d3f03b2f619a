//! Which deliveries are under way.

use crate::inbox::Delivery;

/// A delivery that is being attempted: its place, which is another notification's once the file
/// was replaced, the notification's id, and the target.
pub(super) type Held = (i64, String, String);

pub(super) fn of(delivery: &Delivery) -> Held {
    (delivery.seq, delivery.id.clone(), delivery.target.clone())
}
