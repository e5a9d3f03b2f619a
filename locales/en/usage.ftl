### Command lines and variables that cannot be understood.

usage-command-missing = a command is missing
usage-unknown-argument = unexpected argument '{ $argument }' found
usage-unknown-command = unrecognized subcommand '{ $name }'
usage-no-value = a value is required for '{ $argument }' but none was supplied
usage-invalid-value = invalid value '{ $value }' for '{ $argument }'
usage-invalid-value-because = invalid value '{ $value }' for '{ $argument }': { $reason }
usage-missing = the following required arguments were not provided: { $arguments }
usage-needs = an option that was given needs another beside it: { $arguments }
usage-needs-of = '{ $option }' needs { $arguments } beside it
usage-conflict = the argument '{ $argument }' cannot be used with '{ $other }'
usage-repeated = the argument '{ $argument }' cannot be used multiple times
usage-no-equals = '{ $argument }' takes its value after '='
usage-too-many-values = unexpected value '{ $value }' for '{ $argument }'
usage-not-utf8 = the command line is not UTF-8
usage-unknown-topic = '{ $word }' is neither a command nor a topic
    .help = did you mean `wechatpay help { $meant }`?
usage-unknown-page = '{ $word }' is neither a command nor a topic
    .help = run `wechatpay help`, which lists the commands
usage-or = {" "}or{" "}
usage-other = { $words }

usage-help = run `{ $path } --help`
usage-help-usage = usage: { $usage }; run `{ $path } --help`
usage-help-meant = did you mean '{ $suggested }'? { $rest }
usage-help-unit = did you mean '{ $fen }' ({ $of_fen }) or '{ $yuan }' ({ $of_yuan })? { $rest }
usage-help-one-of = give one of { $values }; { $rest }
usage-help-value = correct the value of { $argument }; { $rest }
usage-help-choose-profile = for one command: `wechatpay -p { $name } COMMAND`; for all: default_profile = "{ $name }" in merchant.toml, or WECHATPAY_PROFILE={ $name }
usage-help-change-profile = `wechatpay init` adds a profile; to change or remove one, edit merchant.toml (`wechatpay profile list` names the file)
usage-help-quotes = a shell does not know “ ” and ‘ ’: write "…" around a text with spaces
usage-help-line-ends = the command comes from a file with Windows line ends, and a carriage return is left on a word: save it with LF, or run it through tr -d '\r'
usage-help-pasted = leave out '{ $word }': it was pasted with the command
usage-help-end-sandbox = a sandbox that runs has no such command: Ctrl-C in its terminal ends it; what it stored stays (`wechatpay sandbox reset` deletes its orders)
usage-help-empty = give { $argument } a value; if it is a variable of your shell, nothing is in it

usage-reason-fen = it must be a whole number of fen above 0 (1 yuan is 100 fen)
usage-reason-fen-large = it must be at most { $fen } fen ({ $max })
usage-reason-yuan = it must be an amount in yuan above 0 with at most two decimal places, such as 12.34
usage-reason-yuan-large = it must be at most { $max }
usage-reason-expiry = it must be a duration with its unit, such as 30m, or a time as in RFC 3339, such as 2018-06-08T10:34:56+08:00
usage-reason-date = it must be a date as yyyy-MM-dd, such as 2019-06-11, or yesterday or today
usage-reason-out-trade-no = out_trade_no must be 6 to 32 letters, digits, '_', '-', '|' or '*'
usage-reason-out-refund-no = out_refund_no must be 1 to 64 letters, digits, '_', '-', '|', '*' or '@'
usage-reason-target = it must be a port, /path, host:port/path or an http(s) URL
usage-reason-port = { $value } is not a port: the highest is 65535
usage-reason-full-width = a URL is written in half-width characters
usage-reason-listen = it must be PORT, :PORT, localhost:PORT or ADDRESS:PORT, such as 8080 or 0.0.0.0:8080
usage-reason-event = it is not an event that can be sent
usage-reason-values = '{ $value }' is not one of { $values }
usage-reason-duration = '{ $value }' is not a duration such as 10s, 5m or 250ms
usage-reason-event-type = '{ $value }' is not an event type
usage-reason-no-unit = '{ $value }' has no unit; for days, write { $value }d
usage-reason-no-time = '{ $value }' leaves no time; use more than zero, such as 10s
usage-reason-count = '{ $value }' is not a whole number such as 2
usage-reason-whole-number = it must be a whole number
usage-reason-at-least = it must be a whole number of at least { $min }
usage-reason-at-most = it must be at most { $max }
usage-reason-too-large = the number is too large
usage-reason-range = it must be a whole number from { $min } to { $max }
usage-reason-size = '{ $value }' is not a size such as 256KiB or 65536
usage-reason-empty = it must not be empty
usage-reason-whole-target = a pattern cannot be used here: every notification is sent there
usage-reason-moment = '{ $value }' is not a time: Unix seconds, or RFC 3339 with an offset such as 2018-06-08T10:34:56+08:00
usage-reason-moment-or-ago = '{ $value }' is not a time: Unix seconds, RFC 3339 with an offset, 2h for two hours ago, or a day such as 2019-06-11, today or yesterday
usage-reason-assignment = '{ $value }' is not path=value, such as scene_info.device_id=pos-1
usage-reason-json = not valid JSON: { $reason }
usage-reason-path-taken = { $value } is reserved; choose another path
usage-reason-path = '{ $value }' is not a path such as /notify
usage-reason-host = '{ $value }' is not a host name such as dev.example.com
usage-reason-network = '{ $value }' is not an address or network such as 101.226.103.0/25
usage-reason-ip = it must be an IP address, such as 203.0.113.7
usage-reason-variable = '{ $value }' is not NAME=FIELD, such as WXPAY_MCHID=mchid
usage-reason-not-final = { $value } is not final; use SUCCESS, ABNORMAL or CLOSED
usage-reason-rate = '{ $value }' is not a share such as 0.25 or 25%
usage-reason-scale = '{ $value }' is not a number above 0
usage-reason-proxy = it is not a proxy such as http://127.0.0.1:3128 or socks5://127.0.0.1:1080
usage-reason-text-field = it is not name=value, such as amount.total=1; name[] is an empty array
usage-reason-expectation = '{ $value }' is not out_trade_no=NUMBER
usage-reason-target-patterns = '{ $value }' is not one pattern; give the option once for each pattern
usage-reason-target-login = a target's URL must not hold a login
usage-reason-header = it is not 'Name: value'
usage-reason-header-name = the part before ':' is not a header name
usage-reason-header-of-client = { $name } is sent by the client itself
usage-reason-header-value = the value of { $name } must be visible ASCII and spaces
usage-reason-code = expected a code such as SIGN_ERROR, an HTTP status, a Request-ID or the number that ends it, or an errcode such as 40029; any other text: `wechatpay explain TEXT`
usage-reason-code-cut = a Request-ID ends in '-' and a number; this one was cut
usage-reason-mchid = mchid must be 1 to 32 digits
usage-reason-appid = appid must be 1 to 32 letters and digits, such as wx8888888888888888
usage-reason-openid = openid must be 1 to 128 visible characters, without spaces
usage-reason-transaction-id = transaction_id must be 1 to 32 letters and digits
usage-reason-refund-id = refund_id must be 1 to 32 letters and digits
usage-reason-prepay-id = prepay_id must be 1 to 64 visible characters, such as wx201410272009395522657a690389285100, without 'prepay_id='
usage-reason-serial-no = serial_no must be up to 40 hexadecimal digits (openssl x509 -noout -serial prints it) or PUB_KEY_ID_ and digits
usage-reason-public-key-id = a WeChat Pay public key id is PUB_KEY_ID_ and digits
usage-reason-not-serial-no = a WeChat Pay public key id begins with PUB_KEY_ID_
usage-reason-nonce = a nonce must be 1 to 32 letters and digits
usage-reason-unix-seconds = it must be a time in Unix seconds
usage-reason-rfc3339 = it must be an RFC 3339 time with an offset, such as 2018-06-08T10:34:56+08:00
usage-reason-fault = no fault is called '{ $name }'; `wechatpay sandbox fault --list` lists them
usage-reason-fault-path = no call has the path { $path }
usage-reason-fault-status = '{ $value }' is not a status from 400 to 599
usage-reason-fault-delay = '{ $value }' is not a duration such as 250ms, 2s or 1m, of an hour at most
usage-reason-fault-frequency = '{ $value }' is neither a rate such as 0.2, nor a number of calls such as x3
usage-reason-meant = { $reason }; did you mean { $meant }?

usage-variable = the environment variable { $name } cannot be used
    .help = correct { $name }, or unset it
usage-contradiction = { $sandbox } uses the built-in profile and the sandbox's address, so { $profile } would have no effect
    .help = drop one of the two: { $sandbox } or { $profile }
usage-this-command = this command
usage-file-too-large = { $path } is larger than { $bytes } bytes
    .help = check the path: a file that is read as an argument is small
usage-file-empty = { $path } is empty
    .help = check the path
usage-stdin-empty = standard input is empty
    .help = pipe into the command what it is to read, or name a file instead of -
usage-not-confirmed = not confirmed: { $question } (--yes confirms)
    .help = run it again with --yes
