//! Which deliveries are under way.

use crate::inbox::Delivery;

/// A delivery that is being attempted: its place, which is another notification's once the file
/// was replaced, the notification's id, and the target.
pub(super) type DeliveryKey = (i64, String, String);

pub(super) fn of(delivery: &Delivery) -> DeliveryKey {
    (delivery.seq, delivery.id.clone(), delivery.target.clone())
}
