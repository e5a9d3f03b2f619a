### Help pages: their words, headings and topics.

help-wechatpay = WeChat Pay on the command line, with a local sandbox
    .usage = <COMMAND> [OPTIONS]

help-word-usage = Usage:{ " " }
help-word-commands = Commands:
help-word-arguments = Arguments:
help-word-own-options = Options:
help-word-command = <COMMAND>
help-word-options = [OPTIONS]
help-word-values = values:{ " " }
help-word-default = default:{ " " }
help-word-env = env:{ " " }
help-word-colon = :{ " " }
help-word-examples = Examples:
help-word-exit-codes = Exit codes:
help-word-official = Official documentation:{ " " }
help-word-variables-options = Options:
help-word-variables-fields = Fields of a profile:
help-word-fix = fix:{ " " }
help-word-man-name = NAME
help-word-man-synopsis = SYNOPSIS
help-word-man-description = DESCRIPTION
help-word-man-see-also = SEE ALSO
help-word-footer = Global options: -p/--profile, --sandbox, --json, --get, --dry-run, --lang …; see `wechatpay help options`
help-word-more = More, with examples: `wechatpay COMMAND --help`
help-word-footer-first =
    No account yet? Start with `wechatpay demo`. More: `wechatpay help COMMAND|TOPIC`
    Topics: options environment exit-codes formatting findings schemas
help-word-footer-topic = Other topics: `wechatpay help options|environment|exit-codes|formatting|findings|schemas`

help-group-start = First steps:
help-group-payments = Payments:
help-group-notifications = Notifications:
help-group-debugging = Debugging:
help-group-sandbox = Sandbox:
help-group-setup = Setup:

help-heading-payer = Payer:
help-heading-amount = Amount:
help-heading-answers = Answers:
help-heading-secrets = Where secrets are kept:
help-heading-wait = Wait:
help-heading-filter = Filter:
help-heading-forward = Forward:
help-heading-stop = Stop:
help-heading-server = Server:
help-heading-checkout = Checkout API:
help-heading-signature = Signature headers:
help-heading-checks = Checks:
help-heading-trust = Trust:
help-heading-java = Options of CertificateDownloader:
help-heading-pages = Pages:
help-heading-signing = Signing and retries:
help-heading-load = Load:
help-heading-partner = Partner:
help-heading-batch = Batch:
help-heading-body = Request body:

help-exit-0 = done
help-exit-1 = unexpected; a bug
help-exit-2 = wrong arguments
help-exit-3 = a profile, key, certificate or file is missing or does not match; nothing was sent
help-exit-4 = a signature, timestamp, serial number or hash did not verify
help-exit-5 = WeChat Pay refused the request (4xx)
help-exit-6 = WeChat Pay was failing or limiting, after retries (5xx, 429)
help-exit-7 = network: DNS, connection, TLS, timeout
help-exit-8 = the condition that was asked for did not come
help-exit-9 = no such order, refund or bill; or no platform certificates exist
help-exit-130 = interrupted (Ctrl-C)
help-exit-143 = terminated (SIGTERM)

help-topic-options = Options that every command takes
    .long = They may stand before or after the command. An option wins over its environment variable, and the variable over merchant.toml.
help-topic-environment = Environment variables
    .long =
        An empty variable counts as unset. A value that cannot be used is an error that names the variable.

        A profile can also come from the environment alone; each of its fields has a variable:
        WECHATPAY_MCHID, WECHATPAY_APPID, WECHATPAY_SERIAL_NO, WECHATPAY_NOTIFY_URL
        WECHATPAY_PRIVATE_KEY or WECHATPAY_PRIVATE_KEY_FILE, WECHATPAY_CERTIFICATE_FILE
        WECHATPAY_APIV3_KEY or WECHATPAY_APIV3_KEY_FILE
        WECHATPAY_APP_SECRET or WECHATPAY_APP_SECRET_FILE
        WECHATPAY_PLATFORM_CERTS, WECHATPAY_PUBLIC_KEY_FILE, WECHATPAY_PUBLIC_KEY_ID
        WECHATPAY_SUB_MCHID, WECHATPAY_SUB_APPID

        TERM=dumb, NO_COLOR and COLUMNS are respected. A program that serve-notify starts with --exec gets WECHATPAY_EVENT_ID and WECHATPAY_EVENT_TYPE.
help-topic-exit-codes = Exit codes
    .long =
        The error's kind under --json: 1 internal, 2 usage, 3 config, 4 verification, 5 api, 6 unavailable, 7 network, 8 condition, 9 not-found, 130 interrupted, 143 terminated.

        A result is not an error: verify-notify, pay-params --check, explain, doctor and download-certs --check print their result on stdout whatever it says, and exit 0, 4 or 8 by it.
help-topic-formatting = Output for people and for programs
    .long =
        Results go to stdout; progress, questions, warnings and errors go to stderr. So `wechatpay … > file` holds the result alone.

        --json prints one JSON object, or one per line for a stream. Keys and codes are never translated, and fields of WeChat Pay keep their names. An error is {"{"}"error":{"{"}"kind","code","message","hint","http_status","request_id","exit_code"{"}"}{"}"} on stderr, and stdout stays empty.

        --get PATH prints one field, raw: wechatpay query --out-trade-no coffee-0001 --get amount.total
        A path that cannot exist is refused before anything is sent.

        --lang en or zh chooses the language of everything else; without it WECHATPAY_LANG, LC_ALL, LC_MESSAGES and LANG decide. --color auto, always or never; auto is off in a file and if TERM is dumb. Tables fit the width of the terminal, or COLUMNS: cells are wrapped, serial numbers shortened, and rows that are still too wide stand one below the other. In a file nothing is cut. A locale without UTF-8, such as LC_ALL=C, has frames of ASCII.

        Amounts are whole fen (1 yuan is 100 fen). `-` stands for stdin if a FILE is taken.
help-topic-findings = Findings: why a signature does not verify
    .long =
        `pay-params --check`, `verify-notify` and `explain` give findings, most certain first. Under --json: findings[] of {"{"}"cause", "proof", "message", "fix"{"}"}.

        proof is "verified" if the signature verifies once that mistake is assumed, or the fact was compared; "inferred" otherwise. If nothing fits, the cause is unknown-message (the right key signed other bytes) or wrong-key (no configured key made the signature).

        The causes:

help-topic-schemas = Schemas of JSON results
    .long =
        Every JSON object begins with "schema": "wechatpay/COMMAND/v1". A name stands for one shape; fields may be added, and none is removed or changes its meaning under the same name.

        wechatpay/create-order/v1: out_trade_no, prepay_id | code_url | h5_url, expires_at, pay_params, request_id
        wechatpay/pay-params/v1: the object for the client, appId, timeStamp, nonceStr, package, signType, paySign
        wechatpay/query/v1: WeChat Pay's order, and request_id
        wechatpay/openid/v1: openid, unionid
        wechatpay/download-certs/v1: certificates[], trust, reasons[], request_id
        wechatpay/verify-notify/v1: verified, serial, age_seconds, event, resource, findings[]
        wechatpay/listen/v1: type (listening, notification, delivery, gap); id, event_type, received_at, resource, headers, body; id, target, status, outcome, is_delivered, elapsed_ms

        Errors: {"{"}"error":{"{"}"kind","code","message","hint","http_status","request_id","exit_code"{"}"}{"}"}, absent fields are null. To see the fields of any other result, run it with --sandbox --json.
