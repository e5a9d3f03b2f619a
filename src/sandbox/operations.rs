//! What the owner of a sandbox can do with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;

use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::sandbox::admin::report::{
    CertificatesListed, ComplaintReport, DeliveryReport, TransferReport,
};
use crate::sandbox::error::{PayError, SandboxError, TransferError};
use crate::sandbox::faults::{ActiveFault, FaultError, FaultRule};
use crate::sandbox::http::connection::TlsServer;
use crate::sandbox::http::server;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::transfer::TransferEnd;
use crate::sandbox::log::attempt::{Delivery, DeliverySummary};
use crate::sandbox::log::event::{EventStream, SandboxEvent};
use crate::sandbox::log::filter::RequestFilter;
use crate::sandbox::log::request::{RequestRecord, RequestSummary};
use crate::sandbox::notifier::{
    attempt, complaints, deliver, deliveries, payments, refund_progress, transfers,
};
use crate::sandbox::proxy::ProxyServer;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::database::Database;
use crate::sandbox::tls::authority::Authority;
use crate::sandbox::tls::config;
use crate::sandbox::{admin, export, router};

impl Sandbox {
    /// Answers calls until `shutdown`, then finishes those under way. Repetitions of
    /// notifications and automatic payments are [`Sandbox::deliver_pending`]'s.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) {
        let router = router::router(Arc::clone(&self), server::spelled_names().await);
        let shutdown = async move {
            shutdown.await;
            // Streams of events and live pages would otherwise keep their connection open.
            self.recorder.events.close();
            self.stopping.send_replace(true);
        };
        server::serve(listener, router, shutdown).await;
    }

    /// Returns what answers calls over TLS, as [`HOSTS`](super::HOSTS), with certificates of
    /// `authority`.
    ///
    /// # Errors
    /// Returns an error if TLS cannot be set up.
    pub async fn tls(
        self: &Arc<Self>,
        authority: Arc<Authority>,
    ) -> Result<TlsServer, SandboxError> {
        let router = router::router(Arc::clone(self), server::spelled_names().await);
        Ok(TlsServer::new(router, config::acceptor(authority)?))
    }

    /// Returns an HTTP proxy that answers for [`HOSTS`](super::HOSTS) itself, in tunnels with
    /// certificates of `authority`, and refuses all other hosts.
    ///
    /// # Errors
    /// Returns an error if TLS cannot be set up.
    pub async fn proxy(
        self: &Arc<Self>,
        authority: Arc<Authority>,
    ) -> Result<ProxyServer, SandboxError> {
        let router = router::router(Arc::clone(self), server::spelled_names().await);
        Ok(ProxyServer::new(router, config::acceptor(authority)?))
    }

    /// Repeats notifications that are due, those of earlier processes too, and pays orders if
    /// [`Options::auto_pay`](super::Options::auto_pay) says so. Never ends: a sandbox that stays
    /// up drops it.
    pub async fn deliver_pending(self: Arc<Self>) {
        deliver::deliver_pending(self).await;
    }

    /// Pays an order and posts the notification once. A paid order is only reported.
    ///
    /// # Errors
    /// Says why the order cannot be paid.
    pub async fn pay(&self, out_trade_no: &OutTradeNo) -> Result<DeliveryReport, PayError> {
        payments::pay(self, out_trade_no).await
    }

    /// Ends the refunds of an order with `status` that have not ended, or refunds what remains of
    /// it if there are none, and posts each notification once. If nothing remains either, the
    /// order is only reported.
    ///
    /// # Errors
    /// Says why the order cannot be refunded.
    pub async fn refund(
        &self,
        out_trade_no: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<DeliveryReport, PayError> {
        refund_progress::refund(self, out_trade_no, status).await
    }

    /// Ends a transfer that waits for its user, and posts the notification once.
    ///
    /// # Errors
    /// Says why the transfer cannot end.
    pub async fn end_transfer(
        &self,
        out_bill_no: &str,
        end: TransferEnd,
    ) -> Result<TransferReport, TransferError> {
        transfers::end(self, out_bill_no, end).await
    }

    /// Complains about a paid order as its payer would, and posts the notification once, to the
    /// address that the merchant has named.
    ///
    /// # Errors
    /// Returns an error if there is no such order, or it is not paid.
    pub async fn complain(
        &self,
        out_trade_no: &OutTradeNo,
        detail: &str,
    ) -> Result<ComplaintReport, PayError> {
        complaints::complain(self, out_trade_no, detail).await
    }

    /// Posts an order's last notification again, now, unless it was acknowledged or another
    /// process is just posting it.
    ///
    /// # Errors
    /// Returns an error if there is no such order, or it is not paid.
    pub async fn retry_once(&self, out_trade_no: &OutTradeNo) -> Result<DeliveryReport, PayError> {
        payments::retry_once(self, out_trade_no).await
    }

    /// Repeats a delivery on WeChat Pay's schedule until it is acknowledged, was posted `attempts`
    /// times in all, or nothing listens for it. Before each pause, `pausing` is called with the
    /// delivery and the pause. Only for a sandbox that does not stay up: see
    /// [`Sandbox::deliver_pending`].
    ///
    /// # Errors
    /// Returns an error if the order cannot be found any more, or the ledger cannot be used.
    pub async fn retry(
        &self,
        mut delivery: DeliveryReport,
        attempts: u32,
        mut pausing: impl FnMut(&DeliveryReport, Duration),
    ) -> Result<DeliveryReport, PayError> {
        while let Some(pause) = delivery.next_attempt_in
            && !delivery.acknowledged
            && delivery.attempts < attempts
            && delivery
                .last_outcome
                .as_ref()
                .is_none_or(PostOutcome::may_recover)
        {
            pausing(&delivery, pause);
            tokio::time::sleep(pause).await;
            delivery = self.retry_once(&delivery.out_trade_no).await?;
        }
        Ok(delivery)
    }

    /// Reports the state of an order and of its last notification.
    ///
    /// # Errors
    /// Returns an error if there is no such order, or it is not paid.
    pub fn report(&self, out_trade_no: &OutTradeNo) -> Result<DeliveryReport, PayError> {
        payments::report(self, out_trade_no)
    }

    /// Generates another platform certificate, which signs from now on. The one before it stays
    /// listed, until there is a third.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read and written.
    pub fn rotate(&self) -> Result<CertificatesListed, SandboxError> {
        self.identity.rotate()?;
        let listed = self.certificates_listed();
        let event = SandboxEvent::Rotated(listed.newest.clone());
        self.recorder.events.send(event);
        Ok(listed)
    }

    /// Returns the requests that a filter lets through, the newest first.
    ///
    /// # Errors
    /// Returns an error if the records cannot be read.
    pub async fn requests(
        &self,
        filter: &RequestFilter,
    ) -> Result<Vec<RequestSummary>, SandboxError> {
        self.recorder.settled().await;
        self.recorder.log.list(filter)
    }

    /// Returns a request by its number or its `Request-ID`, and why its signature was refused.
    ///
    /// # Errors
    /// Returns an error if the records cannot be read.
    pub async fn request(&self, key: &str) -> Result<Option<RequestRecord>, SandboxError> {
        self.recorder.settled().await;
        let Some(mut record) = self.recorder.log.find(key)? else {
            return Ok(None);
        };
        if record.summary.is_signature_refused() && record.summary.check.is_none() {
            let merchants = Arc::clone(&self.merchants);
            let checked = tokio::task::spawn_blocking(move || {
                record.summary.check = record.check(&merchants);
                record
            });
            // It fails only if the runtime ends.
            return Ok(checked.await.ok());
        }
        Ok(Some(record))
    }

    /// Returns the notifications about the number of an order, a transfer or a complaint, or about
    /// any, the newest first.
    ///
    /// # Errors
    /// Returns an error if the ledger cannot be read.
    pub fn deliveries(
        &self,
        number: Option<&str>,
        limit: usize,
    ) -> Result<Vec<DeliverySummary>, SandboxError> {
        deliveries::list(self, number, limit)
    }

    /// Returns a notification with all attempts to deliver it.
    ///
    /// # Errors
    /// Returns an error if the records cannot be read.
    pub fn delivery(&self, notification_id: &str) -> Result<Option<Delivery>, SandboxError> {
        deliveries::find(self, notification_id)
    }

    /// Posts a notification again, now, whether it was acknowledged or not; `None` if there is no
    /// such notification, or it goes nowhere.
    ///
    /// # Errors
    /// Returns an error if the records cannot be read or written.
    pub async fn resend(&self, notification_id: &str) -> Result<Option<Delivery>, SandboxError> {
        if !attempt::resend(self, notification_id).await? {
            return Ok(None);
        }
        self.delivery(notification_id)
    }

    /// Returns what happens from now on.
    #[must_use]
    pub fn events(&self) -> EventStream {
        self.recorder.events.subscribe()
    }

    /// Stores the records that are left, ends every stream of events, and closes the databases, so
    /// that nothing is left open when the process ends. Calls fail from then on.
    pub fn close(&self) {
        self.recorder.close();
        self.database.end();
    }

    /// Returns the serial numbers of the platform certificates that are listed.
    #[must_use]
    pub fn certificates_listed(&self) -> CertificatesListed {
        admin::routes::certificates_listed(self)
    }

    /// Returns every order as a query returns it, with its `prepay_id` and `notify_url`.
    ///
    /// # Errors
    /// Returns an error if the ledger cannot be read.
    pub fn orders(&self) -> Result<Vec<Value>, SandboxError> {
        admin::routes::all_orders(self)
    }

    /// Sets faults beside those that are set; if one of them names no path of a call, none.
    ///
    /// # Errors
    /// Returns an error if no call has a path.
    pub fn add_faults(&self, rules: Vec<FaultRule>) -> Result<(), FaultError> {
        self.faults.set_routes(|| router::call_paths(&self.options));
        self.faults.add(rules)
    }

    /// Returns the faults that are set.
    #[must_use]
    pub fn active_faults(&self) -> Vec<ActiveFault> {
        self.faults.all()
    }

    /// Removes every fault.
    pub fn clear_faults(&self) {
        self.faults.clear();
    }

    /// Checks that the state can be read as a whole, for a server that is about to use it all day.
    /// It is not checked if that would take long.
    ///
    /// # Errors
    /// Returns an error if it is damaged.
    pub fn check_state(&self) -> Result<(), SandboxError> {
        self.database.check()
    }

    /// Checks the state of a data folder as [`Sandbox::check_state`] does.
    ///
    /// # Errors
    /// Returns an error if it is damaged or cannot be used.
    pub fn check_data(data: &Path) -> Result<(), SandboxError> {
        Database::open(data)?.check()
    }

    /// Removes all orders, notifications and used login codes; the identity stays.
    ///
    /// # Errors
    /// Returns an error if the ledger cannot be written.
    pub fn reset(&self) -> Result<(), SandboxError> {
        Self::reset_folder(&self.data).map(drop)
    }

    /// Does the same for a data folder, whose sandbox need not run and may be unable to: files that
    /// are damaged get another name beside the old one, which is returned.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written, or a newer version has written it.
    pub fn reset_folder(data: &Path) -> Result<Vec<PathBuf>, SandboxError> {
        export::reset(data)
    }

    /// Returns all orders, notifications and used login codes as JSON.
    ///
    /// # Errors
    /// Returns an error if the ledger cannot be read.
    pub fn export(&self) -> Result<Vec<u8>, SandboxError> {
        export::export(self)
    }

    /// Checks that [`Sandbox::import`] can read what was exported, and changes nothing.
    ///
    /// # Errors
    /// Returns an error if the bytes are not an export.
    pub fn check_import(bytes: &[u8]) -> Result<(), SandboxError> {
        export::check(bytes)
    }

    /// Replaces everything by what was exported.
    ///
    /// # Errors
    /// Returns an error if the bytes are not an export, which changes nothing, or cannot be
    /// written.
    pub fn import(&self, bytes: &[u8]) -> Result<(), SandboxError> {
        export::import(self, bytes)
    }
}
