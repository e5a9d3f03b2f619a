### The sandbox: starting it, paying and refunding its orders, and what can go wrong.

sandbox-listening = sandbox on { $url }
sandbox-page = page on { $url }
sandbox-cannot-open = no browser can be opened ({ $reason }): open { $url }
sandbox-opened = the sandbox on { $url } is running; its page opens in the browser
sandbox-data-folder = data in { $path }
sandbox-profile = commands with --sandbox use it; for your own code, this profile:
sandbox-profile-written = profile written to { $path }
sandbox-runs-already = a sandbox already runs on { $path }: { $url }
    .help = use that one (--open shows its page), or another folder with --data
sandbox-cannot-listen-on = cannot listen on { $address }
    .help = if another program (perhaps another sandbox) uses it, end that one; or choose another address with --listen; port 0 picks a free one
sandbox-no-address = the address that the sandbox listens on is not known

sandbox-response = response
sandbox-acknowledged = the notification was acknowledged
sandbox-not-acknowledged = the notification was not acknowledged
sandbox-connection-refused = Connection refused
sandbox-not-posted = not posted: the refund names no notify_url, and WeChat Pay would send a notice of v2 to the URL in its console
sandbox-pause = { $outcome }: { $seconds } s
sandbox-repeats = { $url }: { $outcome }; a running `wechatpay sandbox` repeats it on WeChat Pay's schedule

sandbox-signs = { $serial_no } signs from now on
sandbox-still-listed = { $serial_no } is still listed
sandbox-confirm-reset = Delete all orders of the sandbox?
sandbox-confirm-import = Replace all orders of the sandbox?

sandbox-response-time = took
sandbox-response-body = response body
sandbox-signed-by = signed by
sandbox-verify-with = verify with
sandbox-next-attempt = next attempt in

## The log

sandbox-request-more = {"    "}{ $command }
sandbox-request-faults = {"    "}fault that was set: { $faults }
sandbox-request-unknown-path = {"    "}the sandbox does not know this path
sandbox-request-other-method = {"    "}this path takes another method
sandbox-attempt-next = ; next attempt in { $pause }
sandbox-attempt-last = ; no further attempt
sandbox-attempt-probe = {" "}(a probe: its signature is wrong)
sandbox-attempt-duplicate = {" "}(posted again)
sandbox-attempt-body = {"    "}{ $body }
sandbox-attempt-signed = {"    "}signed by { $serial_no }; verify with { $path }
sandbox-probe-accepted = {"    "}the receiver accepted a wrong signature: it must verify before it believes anything, and answer this with 4xx or 5xx
sandbox-left-out = {"    "}{ $count } lines were not shown, since they came too fast: `wechatpay sandbox requests` has them
sandbox-not-recorded = {"    "}{ $count } requests were answered but not recorded, since they came too fast
sandbox-log-failed = {"    "}requests are no longer stored, the sandbox goes on: { $reason }
sandbox-log-restored = {"    "}requests are stored again; { $count } are missing
sandbox-request-failed = {"    "}the sandbox itself failed: { $reason }
sandbox-no-requests = no request yet
sandbox-no-request = the sandbox has no request { $id }
    .help = `wechatpay sandbox requests` lists the last 10,000
sandbox-request-number = number
sandbox-request-received = received
sandbox-request-signed = the signature is right; it covers:
sandbox-request-sent = received:
sandbox-request-answered = answered:
sandbox-request-binary = {"  "}{ $bytes } bytes that are not text
sandbox-request-cut = {"  "}the first { $shown } of { $bytes } bytes
sandbox-tls-listening = stands in for WeChat Pay's names on { $url }
sandbox-proxy-listening = proxy for WeChat Pay's names on { $url }
sandbox-ca-file = certificate of its CA: { $path }
sandbox-hosts = line for /etc/hosts (C:\Windows\System32\drivers\etc\hosts), for programs that use no proxy:
sandbox-trust = variables that make programs trust it:
sandbox-port-refused = cannot listen on port 443 ({ $reason }), so TLS is on { $address }; names in /etc/hosts lead to port 443: start it with sudo, or allow the port with `sudo setcap cap_net_bind_service=+ep "$(command -v wechatpay)"`, or forward it to { $address }, or use --proxy
sandbox-other-port = names in /etc/hosts lead to port 443: forward it to { $address }, or use --proxy
sandbox-run = sandbox on { $url }, proxy on { $proxy }
sandbox-cannot-run = cannot run { $name }
    .help = check the name and that the file may be executed; what follows `--` is run without a shell
sandbox-run-lost = the command's end is not known

## Faults and stubs

sandbox-fault-set = fault { $fault }
sandbox-fault-none = no fault is set
sandbox-fault-occurred = { $fault }: occurred { $occurred } ×
sandbox-fault-remaining = { $fault }: occurred { $occurred } ×, { $remaining } to come
sandbox-fault-none-runs = no sandbox runs on { $path }
    .help = start one with `wechatpay sandbox`; its option --fault sets faults from the beginning
sandbox-fault-known = faults that can be set, as NAME[:RATE|:xN][@PATH]:
sandbox-fault-http = this status without a body, from 400 to 599; nothing takes effect
sandbox-fault-http-after = this status without a body, although the call took effect
sandbox-fault-system-error = 500 SYSTEM_ERROR; nothing takes effect
sandbox-fault-system-error-after = 500 SYSTEM_ERROR, although the call took effect
sandbox-fault-frequency-limited = 429 FREQUENCY_LIMITED or RATELIMIT_EXCEEDED; nothing takes effect
sandbox-fault-frequency-limited-after = the same, although the call took effect
sandbox-fault-reset-before = the connection ends without a response; nothing takes effect
sandbox-fault-reset-after = the connection ends without a response, although the call took effect
sandbox-fault-delay = the call takes effect, and its response comes this much later
sandbox-fault-wrong-clock = WeChat Pay's clock is ten minutes ahead: 401, as if the call's timestamp were too old
sandbox-fault-html = 200 with a page of HTML; nothing takes effect
sandbox-fault-redirect = 302 to another path; nothing takes effect
sandbox-fault-empty-body = the response without its body; the call took effect
sandbox-fault-truncated-body = half of the response's body, then the connection ends; the call took effect
sandbox-fault-forged-signature = the response's signature is wrong; the call took effect
sandbox-fault-missing-signature = the response has no signature; the call took effect
sandbox-fault-unknown-serial = the response names a key that does not exist; the call took effect
sandbox-fault-stale-timestamp = the response was signed ten minutes ago; the call took effect
sandbox-fault-signature-probe = the response's signature is a probe (WECHATPAY/SIGNTEST/); the call took effect
sandbox-stubs-unreadable = { $path } cannot be used as stubs
    .help = it must be a JSON list of objects with path, and perhaps method, status, body and headers

sandbox-merchant-sub-of = sub-merchant of
sandbox-merchant-keys = keys
sandbox-merchant-added = merchant { $mchid } is added; a sandbox that runs on the same data folder knows it
sandbox-merchant-may-be-real = { $mchid } may be a real merchant's number
    .help = use 10 digits that begin with 0, or none for the next free number
sandbox-merchant-taken = the sandbox has a merchant { $mchid } already
    .help = wechatpay sandbox merchants lists the numbers
sandbox-merchant-unknown = the sandbox has no merchant { $mchid }
    .help = wechatpay sandbox merchants lists the numbers
sandbox-transfer-no-notify-url = not posted: the transfer names no notify_url
sandbox-complaint-no-address = not posted: no address is named; POST /v3/merchant-service/complaint-notifications names one
sandbox-transfer-unknown = the sandbox has no transfer { $number }
sandbox-transfer-not-waiting = transfer { $number } does not wait for its user: its state is { $state }

## Errors

sandbox-no-data-folder = no folder for the sandbox's data is known: HOME is not set
    .help = set HOME, or WECHATPAY_SANDBOX_DATA to a folder that you may write to, such as /tmp/wechatpay-sandbox
sandbox-cannot-generate-keys = cannot generate the sandbox's keys
sandbox-identity-damaged = the sandbox's identity in { $path } is damaged
    .help = remove the folder of this file; the next command generates a new merchant and new keys
sandbox-ledger-damaged = { $path } is damaged
    .help = run `{ $command }`, which moves this file aside and begins without orders
sandbox-database-newer = a newer version of wechatpay has written { $path }
    .help = update wechatpay, or choose another folder with --data
sandbox-database-unusable = cannot use { $path }
sandbox-moved-aside = what was damaged is now { $path }
sandbox-not-an-export = this is not an export of a sandbox: { $reason }
sandbox-time-scale-range = the time scale must be between 0.001 and 1000000, not { $scale }
sandbox-cannot-listen = the sandbox cannot listen on { $address }
sandbox-order-unknown = the sandbox has no order { $number }
    .help = check the number: the page of the sandbox lists its orders
sandbox-order-closed = order { $number } is closed
sandbox-order-expired = order { $number } may no longer be paid: its time_expire has passed
sandbox-order-not-paid = order { $number } is not paid
sandbox-order-paid = order { $number } is paid; refund it instead
sandbox-refund-too-much = less remains of order { $number } than is to be refunded
sandbox-cannot-store = the sandbox cannot store its state
sandbox-no-response = the sandbox at { $url } does not respond
sandbox-response-too-large = the response of the sandbox at { $url } is longer than { $limit } bytes
sandbox-response-unreadable = the sandbox's response cannot be read
sandbox-file-exists = { $path } exists, and no sandbox wrote it
    .help = choose another file; it is not overwritten
sandbox-ca-unusable = the CA of the sandbox cannot be used: { $path }
    .help = put the file back, or move the folder { $authority } away; the next start makes another CA, which programs have to be set to trust
sandbox-ca-exposed = other users can read the key of the sandbox's CA, { $path }
    .help = run `chmod 600` on it; if others may have copied it, move its folder away, and let programs trust the next CA instead
sandbox-no-tls = cannot set up TLS
sandbox-not-found = the sandbox does not have it
sandbox-refused = the sandbox refused: { $message }
sandbox-reset-done = all orders of the sandbox are deleted
sandbox-import-done = import
sandbox-refused-closed = the order is closed
sandbox-refused-expired = the order may no longer be paid: its time_expire has passed
sandbox-refused-not-paid = the order is not paid
sandbox-refused-paid = the order is paid
sandbox-refused-amount = less remains of the order than is to be refunded
sandbox-refused-transfer = the transfer does not wait for its user any more
sandbox-refused-access = this caller may not control the sandbox
sandbox-fault-list-none-runs = no sandbox runs on { $path }, so no fault is set; start one with `wechatpay sandbox`
sandbox-help-data-folder = set HOME, or WECHATPAY_SANDBOX_DATA to a folder that you may write to, such as /tmp/wechatpay-sandbox
