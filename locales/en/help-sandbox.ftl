### The pages of sandbox.

help-sandbox = Run a local WeChat Pay: orders, payments, refunds, notifications
    .usage = [COMMAND] [OPTIONS]
    .long = Checks every caller's signature, signs its responses and delivers notifications, with a made-up merchant whose keys are created once. Without a command it runs until Ctrl-C. Other commands use it with --sandbox.
    .examples =
        wechatpay sandbox --write-profile merchant.toml
        # Pay each order after two seconds
        wechatpay sandbox --auto-pay 2s
        # Pay one order now, and deliver its notification
        wechatpay sandbox pay coffee-0001
    .exit = 0 2 3 130 143
help-sandbox--listen = Address to listen on; port 0 picks one
help-sandbox--auto-pay = Pay each order after this long
help-sandbox--time-scale = Speed up the notification retry schedule by this factor
help-sandbox--mode = Sign with the platform certificate, the WeChat Pay public key, or as the request asks
help-sandbox--write-profile = Write the profile to use as a TOML file, with its key files beside it
help-sandbox--open = Open the page in a browser
help-sandbox-out-trade-no = Merchant's order number
help-sandbox--attempts = Deliver at most N times if no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …
help-sandbox-pay = Pay an order and deliver its notification
    .examples =
        wechatpay sandbox pay coffee-0001
        wechatpay sandbox pay coffee-0001 --attempts 1
        wechatpay --json sandbox pay coffee-0001
    .exit = 0 2 3 5 9
    .exit-5 = the state of the order does not allow it
    .exit-9 = no such order
help-sandbox-refund = Complete a paid order's pending refunds (or refund the rest) and deliver the notification
    .long = A refund completes by itself a second later: with SUCCESS, or as its reason says, one of sandbox:ABNORMAL, sandbox:CLOSED and sandbox:PROCESSING, which stays until this command completes it. Other reasons make an error: sandbox:NOT_ENOUGH and sandbox:USER_ACCOUNT_ABNORMAL each time, sandbox:FREQUENCY_LIMITED and sandbox:SYSTEM_ERROR only the first time, although the refund was accepted. Without a running sandbox, refunds complete when they are next looked up, and this command delivers the notification.
    .examples =
        wechatpay sandbox refund coffee-0001
        wechatpay sandbox refund coffee-0001 --status ABNORMAL
        wechatpay --json sandbox refund coffee-0001
    .exit = 0 2 3 5 9
    .exit-5 = the state of the order does not allow it
    .exit-9 = no such order
help-sandbox-refund--status = How the refund ends: SUCCESS, ABNORMAL or CLOSED
help-sandbox-rotate = Create a new platform certificate, which signs from now on; the old one stays listed
    .exit = 0 2 3
    .examples =
        wechatpay sandbox rotate
        wechatpay --json sandbox rotate
        wechatpay sandbox rotate --data sandbox
help-sandbox-reset = Delete all orders; keep the merchant identity and keys
    .examples =
        wechatpay sandbox reset
        wechatpay sandbox reset --yes
        wechatpay sandbox reset --data sandbox --yes
    .exit = 0 2 3
help-sandbox-export = Print all orders as JSON
    .examples =
        wechatpay sandbox export
        wechatpay sandbox export > orders.json
        wechatpay sandbox export --data sandbox
    .exit = 0 2 3
help-sandbox-import = Replace all orders by exported ones
    .examples =
        wechatpay sandbox import orders.json
        wechatpay sandbox import orders.json --yes
        wechatpay sandbox import - --yes < orders.json
    .exit = 0 2 3
help-sandbox-import-file = What `sandbox export` printed; - for stdin
help-sandbox--fault = Let calls fail: NAME[:RATE|:xN][@PATH], such as http-503:x3
    .long = `wechatpay sandbox fault --list` lists the names.
help-sandbox--stub = Answer calls that the sandbox does not know from this file, or with {"{"}{"}"}
    .long = The signature of such a call is checked as usual. Without --stub, the answer is WeChat Pay's empty 404.
help-sandbox-fault = Let calls of a running sandbox fail, or list the faults
    .long = A fault is NAME[:RATE|:xN][@PATH]: http-503 affects every call, http-503:0.2 a fifth of them, http-503:x3 the next three, and http-503@/v3/certificates those of a path, in which * stands for any part.
    .examples =
        wechatpay sandbox fault --list
        wechatpay sandbox fault http-503:x3
        wechatpay sandbox fault --clear
    .exit = 0 2 3
    .exit-3 = no sandbox runs on this data folder
help-sandbox-fault-faults = Faults to set: NAME[:RATE|:xN][@PATH]
help-sandbox-fault--list = List the faults that are set, and those that can be
help-sandbox-fault--clear = Remove the faults that are set, first
help-sandbox--duplicates = Deliver this share of the acknowledged notifications once more, such as 0.1 or 10%
help-sandbox--reorder = Hold back this share of the notifications, so that later ones overtake them
help-sandbox--signtest = Precede this share of the notifications by one with a wrong signature, as WeChat Pay's probes are
help-sandbox--migrate = Move the signing of notifications from certificate to public key over this long, in seven steps
help-sandbox-rotate--in = Wait this long first
help-sandbox-requests = List the requests that were received, and why their signatures were refused
    .usage = [COMMAND] [OPTIONS]
    .long = The last 10,000 are kept in the data folder, whether a sandbox runs or not.
    .examples =
        wechatpay sandbox requests
        wechatpay sandbox requests --refused
        wechatpay --json sandbox requests --limit 10
    .exit = 0 2 3
help-sandbox-requests--follow = Show new requests and notifications as they come, until Ctrl-C
help-sandbox-requests--limit = List at most N, the newest
help-sandbox-requests--number = Only those about this order or refund
help-sandbox-requests--refused = Only those that were refused
help-sandbox-requests-show = Show one request: what was signed, what was received and what was answered
    .examples =
        wechatpay sandbox requests show 1
        wechatpay --json sandbox requests show 1
        wechatpay sandbox requests show 1 --data sandbox
    .exit = 0 2 3 9
    .exit-9 = there is no such request
help-sandbox-requests-show-id = Its number, or the Request-ID of its response
help-sandbox--tls = Stand in for WeChat Pay's host names over TLS
    .default = 127.0.0.1:443, or 8443 if that port is not available
help-sandbox--proxy = HTTP proxy that answers for these names and refuses all others
    .default = 127.0.0.1:8788
help-sandbox-run = Run a command that takes the sandbox for WeChat Pay
    .usage = [OPTIONS] -- COMMAND [ARGUMENTS]
    .long = Starts a sandbox, or uses the running one if it is a proxy, and ends with the command's exit code. The command finds the proxy, the CA and the made-up merchant in the variables that Go, Java, Node, Python, PHP, Ruby, .NET, Rust and curl read, and in WECHATPAY_MCHID and the like. Through the proxy only WeChat Pay's names can be reached; other hosts belong in NO_PROXY. A request whose signature is refused is explained on stderr, between what the command prints; so is a notification that the command refuses.
    .examples =
        wechatpay sandbox run -- npm test
        wechatpay sandbox run --auto-pay 1s -- go test ./...
        # Under the names that your code reads
        wechatpay sandbox run --env WXPAY_MCHID=mchid --env WXPAY_KEY=apiv3_key -- pytest
    .exit = 0 2 3
help-sandbox-run--env = Set a variable to a value of the made-up merchant: NAME=FIELD
    .long = Fields: mchid, appid, serial_no, private_key, private_key_file, certificate, certificate_file, apiv3_key, apiv3_key_file, app_secret, app_secret_file, public_key, public_key_file, public_key_id, platform_certificate, platform_certificate_file, platform_serial_no, notify_url, sub_mchid, sub_appid, base_url, proxy_url, ca_file.
help-sandbox-run-command = Command to run, and its arguments
help-sandbox-trust = Show how a program comes to trust the sandbox: hosts, certificates, proxy
    .long = The CA is created once for the data folder, and its own certificate limits it to the names that a sandbox stands in for.
    .examples =
        wechatpay sandbox trust
        wechatpay sandbox trust --for java
        wechatpay sandbox trust --for python -o trusted.pem
    .exit = 0 2 3
help-sandbox-trust--for = Only for this language: go, node, python, php, ruby, dotnet, rust, curl or java
help-sandbox-trust--output = Write what the language reads to this file: PEM certificates, or a PKCS#12 trust store for Java
    .long = Without --for, it is the certificate of the CA alone. A file that no sandbox wrote is not overwritten.
help-sandbox-add-merchant = Add a merchant with its own keys, or a sub-merchant
    .long = Each merchant has its own private key, certificate, APIv3 key, App ID and WeChat Pay public key, and sees its own orders only. Platform certificates are shared. Once a service provider has sub-merchants, it may order for those only.
    .examples =
        wechatpay sandbox add-merchant --write-profile merchant.toml
        # A sub-merchant of the first merchant
        wechatpay sandbox add-merchant 0000000055 --sub-of 0000000001
    .exit = 0 2 3
help-sandbox-add-merchant-mchid = Merchant number: 10 digits that begin with 0
    .default = the next free number
help-sandbox-add-merchant--sub-of = Make it a sub-merchant of this service provider
help-sandbox-add-merchant--write-profile = Write the profiles of all merchants to this TOML file, with their key files beside it
help-sandbox-orders = List the orders of the sandbox, with their state and notification
    .long = Those in the data folder, whether a sandbox runs or not; the newest is last.
    .examples =
        wechatpay sandbox orders
        wechatpay sandbox orders --state NOTPAY
        # The number of the newest order
        wechatpay sandbox orders --limit 1 --get orders.0.out_trade_no
    .exit = 0 2 3
help-sandbox-orders--limit = List at most N, the newest
help-sandbox-orders--state = Only those in this state
help-sandbox-orders--number = Only those whose out_trade_no begins like this, or with this transaction_id or refund number
help-sandbox-example = Write a small shop for a framework, which runs against the sandbox
    .long = It places orders, signs pay params and receives notifications, without an SDK. A file with other contents is not replaced.
    .examples =
        wechatpay sandbox example flask
        wechatpay sandbox example express my-shop
        wechatpay --json sandbox example go
    .exit = 0 2 3
help-sandbox-example-framework = What it is written for
    .value-express = Node.js with Express
    .value-flask = Python with Flask
    .value-go = Go, with its standard library alone
    .value-laravel = PHP, for a Laravel project that exists
    .value-spring = Java with Spring Boot
help-sandbox-example-folder = Where it is written
    .default = a folder with the name of the framework
help-sandbox-merchants = List the sandbox's merchants
    .examples =
        wechatpay sandbox merchants
        wechatpay --json sandbox merchants
    .exit = 0 3
help-sandbox-transfer = Let the user of a transfer confirm it, and deliver the notification
    .examples =
        wechatpay sandbox transfer bill0001
        wechatpay sandbox transfer bill0001 --fail
        wechatpay --json sandbox transfer bill0001
    .exit = 0 2 3 5 9
    .exit-5 = the transfer does not wait for its user
    .exit-9 = no such transfer
help-sandbox-transfer-out-bill-no = Merchant's number for the transfer (out_bill_no)
help-sandbox-transfer--fail = Let the transfer fail: the user's account takes no money
help-sandbox-complain = Complain about a paid order as its payer would, and deliver the notification
    .long = The notification goes to the URL that POST /v3/merchant-service/complaint-notifications has set.
    .examples =
        wechatpay sandbox complain coffee-0001
        wechatpay sandbox complain coffee-0001 --detail 没有收到货
        wechatpay --json sandbox complain coffee-0001
    .exit = 0 2 3 5 9
    .exit-5 = the state of the order does not allow it
    .exit-9 = no such order
help-sandbox-complain--detail = What the payer complains about
