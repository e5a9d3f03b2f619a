# `serve-notify`: the log of the server, and what keeps it from starting.

receive-ack-without-target = --ack after-forward needs --forward-to or --exec
    .help = name a target, or leave --ack out: a notification is then acknowledged once it is stored
receive-socket-unusable = the socket that was handed over cannot be used
    .help = check the socket unit: it needs one ListenStream for TCP
receive-several-sockets = more than one socket was handed over
    .help = one ListenStream in the socket unit is enough: [::]:8080 accepts IPv4, too
receive-cannot-listen = cannot listen on { $address }
    .help = choose another address with { $option }; port 0 picks a free one
receive-no-address = the listener has no address
receive-interrupted = the profile could not be read
receive-expected-event-missing = the expected event did not arrive
    .help = run `wechatpay events list` to see what arrived, or wait longer with --for
receive-server-ended = the server ended
receive-printer-failed = the event printer failed

receive-listening = listening on { $url }
receive-admin-listening = /healthz and /metrics on { $url }
receive-short-keep = --keep is shorter than two days: WeChat Pay repeats for a day, and a deleted notification is processed again
receive-stray-deliveries = { $count ->
        [one] { $count } notification waits
       *[other] { $count } notifications wait
    } for { $target }, which is not a target now
receive-event = { $received } { $event } { $order } { $transaction } { $total } fen ({ $id })

receive-reloaded = profile and keys read again
receive-not-reloaded = reload failed, keeping the previous configuration: { $why }
receive-reload-slow = the profile was not read within { $seconds } s
    .help = does a secret's command wait for input, or is a file a pipe?
receive-certificate-reloaded = certificate read again
receive-with-help = { $text }; help: { $help }
receive-with-cause = { $text }: { $cause }
receive-more-lines = { $count } more like it within { $seconds } s ({ $kind })

receive-duplicate = duplicate: { $id }
receive-altered = two notifications with one id and different content; the second is stored and processed as { $id }
receive-not-stored = not stored, and not acknowledged: { $why }
receive-stored-late = not acknowledged, as the store did not finish in time: { $id }
receive-not-forwarded = not acknowledged, as not every target has accepted it yet: { $id }
receive-target-down = cannot deliver to { $target }: { $why }; retrying
receive-target-up = notifications are delivered to { $target } again
receive-declined = { $target } rejected { $id }: { $outcome }
receive-dead = { $target } rejected { $id }; giving up (dead letter): { $outcome }; `wechatpay events replay { $id }` queues it again
receive-not-claimed = nothing is forwarded: { $why }
receive-certificates-fetched = platform certificates fetched for an unknown serial number: { $serials }
receive-certificates-not-fetched = platform certificates cannot be fetched: { $why }
receive-order-placed = order placed: { $number } { $total }
receive-checkout-failed = the checkout API failed: { $why }

receive-tls-read = cannot read { $path }
    .help = check the paths of --tls-cert and --tls-key
receive-tls-slow = { $certificate } and { $key } were not read within { $seconds } s
    .help = name regular files: a pipe ends only when its writer does
receive-tls-not-file = { $path } is not a regular file now
    .help = put a regular file there; the old certificate is served until then
receive-tls-content = { $path } contains no { $what } in PEM
    .help = --tls-cert takes certificates in PEM, --tls-key a key in PEM without a password
receive-tls-pair = { $path } and its key cannot be used
    .help = the key must belong to the first certificate of the file

receive-refused-near-path = a request came to { $path }; this server listens for { $notify }
    .help = have the proxy pass the path unchanged (nginx: proxy_pass http://127.0.0.1:8080; without a path or a slash behind the port), correct notify_url, or start with --path { $word }
receive-refused-path = a request came to { $path }; this server listens for { $notify }
    .help = if these are notifications, the notify_url of the order or the proxy names another path; otherwise it is a scanner
receive-refused-method = { $method } { $path } was refused: the path takes another method
    .help = WeChat Pay sends POST; a redirect in front (http to https, a missing slash) turns it into GET; GET /healthz is for checks
receive-refused-address = a request from { $peer } was refused, which --allow-ip does not have
    .help = add --allow-ip { $peer } if it is right; behind a proxy all requests come from the proxy's address, so let the proxy filter
receive-refused-rate = { $peer } sent more than { $limit } requests within a second
    .help = --rate-limit N allows more, 0 any number
receive-refused-requests-of-address = { $peer } has { $limit } requests without a response, and gets no more
    .help = --max-connections-per-ip N allows more; if all are notifications, the store is slow: check /healthz
receive-refused-requests = { $limit } requests have no response yet, and no more are accepted
    .help = --max-connections N allows more; if all are notifications, the store is slow: check /healthz
receive-refused-connections-of-address = a connection from { $peer } was refused: it has { $limit } open already
    .help = --max-connections-per-ip N allows more, for a reverse proxy for example
receive-refused-connections = a connection was refused: { $limit } are open already
    .help = --max-connections N allows more
receive-refused-body-large = a body of more than { $limit } bytes was refused
    .help = notifications of WeChat Pay have a few thousand bytes; --body-limit SIZE allows more
receive-refused-body-slow = a body did not arrive in time
    .help = the sender is slow; have the proxy read requests whole (nginx: proxy_request_buffering on)
receive-refused-body-broken = a body ended before its length, or is not framed as HTTP says
    .help = the sender or a proxy closed the connection: check the proxy's error log
receive-refused-head = a request was refused with { $status }: it is not HTTP, or its head is too large
    .help = up to 64 headers and 64 KiB are read; others are most likely a scanner's
receive-refused-apiv2 = an XML notification of API v2 came; this server receives API v3
    .help = the order or refund was created with API v2: create it with API v3, or have another program receive notifications of v2
receive-refused-checkout = a request to the checkout API was refused: { $why }
    .help = it is for a Mini Program under development: see --checkout-api in --help; --checkout-host NAME adds a name under which this server is called
receive-refused-tls-on-plain-port = a TLS connection came to this http port
    .help = serve https with --tls-cert and --tls-key, or have the proxy speak http to this port
receive-refused-plain-on-tls-port = a plain http request came to this https port
    .help = notify_url begins with https://; a proxy in front says proxy_pass https://…
receive-refused-handshake = a TLS handshake failed: { $why }
    .help = serve the whole chain (fullchain.pem) of a public CA for the name in notify_url; TLS 1.2 and 1.3 are spoken
receive-refused-merchant = a notification for merchant { $found } was refused; this is { $expected }
    .help = the notify_url of the other merchant's orders leads here: correct it, or start with that merchant's profile

receive-refused-sealed = the notification's resource does not open
    .help = check apiv3_key: it is the APIv3 key of the merchant console, not the API v2 key; WeChat Pay sends it again
receive-refused-shape = the body is not a notification of API v3
    .help = its signature is right, so it is WeChat Pay's: capture it and run `wechatpay verify-notify`
receive-refused-plaintext = the notification's plaintext is not JSON
    .help = its signature is right, so it is WeChat Pay's: capture it and run `wechatpay verify-notify`

receive-refused-headers = a notification was refused: signature headers are missing: { $names }
    .help = a proxy dropped the Wechatpay-* headers, or it is not WeChat Pay's
receive-refused-type = a notification was refused: the signature type is '{ $type }', not WECHATPAY2-SHA256-RSA2048
    .help = only WECHATPAY2-SHA256-RSA2048 is verified: have WeChat Pay sign with RSA, not SM2
receive-refused-timestamp = a notification was refused: Wechatpay-Timestamp is '{ $timestamp }', not a number of seconds
    .help = a proxy or framework changed it on the way, or it is forged: capture it and run `wechatpay verify-notify --request FILE`
receive-refused-stale = a notification was refused: it was signed { $seconds } s ago
    .help = set this machine's clock by NTP; an old notification that is sent again by hand is refused, too
receive-refused-early = a notification was refused: it was signed { $seconds } s ahead of this clock
    .help = set this machine's clock by NTP; an old notification that is sent again by hand is refused, too
receive-refused-probe = a notification was refused: the signature is one of WeChat Pay's probes
    .help = nothing is to be done: WeChat Pay tests whether signatures are checked
receive-refused-public-key = a notification was refused: no key is known for Wechatpay-Serial { $serial }
    .help = set public_key and public_key_id in the profile: WeChat Pay signs with its public key
receive-refused-serial = a notification was refused: no key is known for Wechatpay-Serial { $serial }
    .help = run `wechatpay download-certs` and send SIGHUP, or it is forged
receive-refused-encoding = a notification was refused: Wechatpay-Signature is not standard base64
    .help = a proxy or framework changed it on the way, or it is forged: capture it and run `wechatpay verify-notify --request FILE`
receive-refused-mismatch = a notification was refused: the signature does not match the body under key { $serial }
    .help = a proxy or framework changed it on the way, or it is forged: capture it and run `wechatpay verify-notify --request FILE`
