//! Downloads: signed requests whose responses are of any length, and not signed.

use std::time::Duration;

use bytes::Bytes;

use super::calls::Client;
use super::hosts::Hosts;
use super::retry::never_left;
use super::step::Step;
use crate::error::Error;
use crate::protocol::call::Call;
use crate::transport::{BODY_LIMIT, BaseUrl, Incoming, Transport, TransportError};

/// A response that is being downloaded. It is not signed, so its reader must know its hash.
#[derive(Debug)]
pub struct Download<'c> {
    incoming: Incoming,
    /// The host that sends it, if it is one of the client's; it counts as failed if the transfer
    /// breaks off.
    host: Option<(&'c Hosts, &'c Transport)>,
}

impl Download<'_> {
    /// Returns how many bytes the body has, if that is announced.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.incoming.length()
    }

    /// Returns the next piece of the body; none at its end.
    ///
    /// # Errors
    /// Returns an error if nothing arrives in time, or the connection breaks before the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.incoming.chunk().await;
        if chunk.is_err()
            && let Some((hosts, host)) = self.host
        {
            hosts.failed(host);
        }
        Ok(chunk?)
    }
}

impl Client {
    /// Returns the host that calls go to.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        self.hosts.primary().base()
    }

    /// Signs and sends a request once, to this client's hosts or to another, and returns the
    /// response as it arrives. A request that did not leave may go to the backup.
    ///
    /// # Errors
    /// Returns an error if WeChat Pay refused or did not respond.
    pub async fn download<'c>(
        &'c self,
        call: impl Into<Call>,
        elsewhere: Option<&'c Transport>,
    ) -> Result<Download<'c>, Error> {
        let call = call.into();
        if let Some(transport) = elsewhere {
            let incoming = self.open(&call, transport).await?;
            return Ok(Download {
                incoming,
                host: None,
            });
        }
        match self.open_own(&call).await {
            Err((reason, true)) if never_left(&reason) => {
                let (pause, reason) = (Duration::ZERO, &reason);
                (self.observer)(&Step::Repeating { reason, pause });
                self.open_own(&call).await
            }
            opened => opened,
        }
        .map_err(|(error, _)| error)
    }

    /// Opens the download from the current host; an error has whether another host may respond.
    async fn open_own(&self, call: &Call) -> Result<Download<'_>, (Error, bool)> {
        let transport = self.hosts.choose();
        match self.open(call, transport).await {
            Ok(incoming) => {
                self.hosts.answered(transport);
                let host = Some((&self.hosts, transport));
                Ok(Download { incoming, host })
            }
            Err(error) => {
                let silent = matches!(
                    &error,
                    Error::Transport(why) if !matches!(why, TransportError::TooLarge { .. })
                );
                if !silent {
                    self.hosts.answered(transport);
                }
                let another = silent && self.hosts.failed(transport);
                let error = if let Error::Transport(error) = error {
                    self.hosts.named(error, transport).into()
                } else {
                    error
                };
                Err((error, another))
            }
        }
    }

    async fn open(&self, call: &Call, transport: &Transport) -> Result<Incoming, Error> {
        let mut signed = self.sign_for(transport.base(), call, self.asks());
        for (name, value) in &mut signed.request.headers {
            if *name == "Accept" {
                "*/*".clone_into(value);
            }
        }
        (self.observer)(&Step::Sending { request: &signed });
        let began = tokio::time::Instant::now();
        let incoming = transport.open(&signed.request).await?;
        let head = incoming.head();
        let host = transport.base().host();
        (self.observer)(&Step::Answered {
            host: &host,
            response: &head,
            elapsed: began.elapsed(),
        });
        match head.status {
            200 => Ok(incoming),
            status @ 300..=399 => Err(Error::Redirect { host, status }),
            _ => {
                let response = incoming.whole(BODY_LIMIT).await?;
                Err(self.refused(&response, call))
            }
        }
    }
}
