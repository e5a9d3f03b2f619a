# explain: what went wrong, and what to do

## What was read of a pasted text

explain-standard-input = standard input
explain-file = { $path }
explain-line = line { $line }
explain-lines = lines { $first }–{ $last }
explain-read = read: { $names } from { $lines }, { $form }
explain-read-at = read: { $names } from { $lines } ({ $path }), { $form }
explain-read-undone = { $read }, { $undone }
explain-form-http = an HTTP message
explain-form-curl-verbose = the output of curl -v
explain-form-curl-command = a curl command
explain-form-httpie = an HTTPie command
explain-form-powershell = a PowerShell command
explain-form-lines = lines of names and values
explain-form-json = JSON
explain-form-literal = an object as a program prints it
explain-form-query = a query string
explain-form-text = the text around it
explain-form-option = the options
explain-form-file = the file itself
explain-undone-utf16 = converted from UTF-16
explain-undone-bom = without the byte order mark
explain-undone-gbk = in a text that is GBK
explain-undone-colours = without the terminal's colours
explain-undone-escapes = with string escapes undone
explain-undone-shell-quotes = with shell quotes undone
explain-undone-base64 = decoded from base64
explain-undone-byte-list = from a list of bytes
explain-undone-chunked = with the chunks joined
explain-undone-line-wrap = with line breaks removed
explain-undone-html = with HTML entities undone
explain-undone-percent = with percent-encoding undone
explain-undone-final-newline = without the line end at the end
explain-undone-curly-quotes = with curly quotes read as straight ones
explain-undone-content-length = as long as Content-Length says
explain-undone-next-message = up to the response behind it
explain-undone-prefix = without what stands in front
explain-not-read = not read: line { $line } ({ $why }): { $text }
explain-why-unknown-form = not in a known form
explain-why-no-value = a name without a readable value
explain-why-cut-short = the text ends too early
explain-why-code = code, not a value
explain-why-another-value = a second value of what was read already
explain-why-too-long = too long or nested too deeply

## What could not be read

explain-no-notification = { $source }: no signature headers and no body could be read
    .help = paste the whole request: raw HTTP, header lines and a body, a copied curl command, JSON with headers and body (Lambda, SCF, FC, HAR), or headers as a program prints them; or pass --headers FILE --body FILE
explain-html-notification = { $source }: an HTML page, which is not a notification
    .help = a gateway, proxy or error page wrote it: save the body of the POST request that your server receives at notify_url, with its headers
explain-xml-notification = { $source }: XML, which is a notification of API v2; one of API v3 is JSON with Wechatpay-* headers
    .help = the order was placed with API v2: place it with a /v3/… path, or verify its sign field as API v2 says
explain-no-signature-headers = { $source }: no signature headers could be read
    .help = paste the whole request: raw HTTP, header lines and a body, a copied curl command, JSON with headers and body (Lambda, SCF, FC, HAR), or headers as a program prints them; or pass --headers FILE --body FILE
explain-some-headers = { $source }: some headers could not be read
    .help = paste the whole request: raw HTTP, header lines and a body, a copied curl command, JSON with headers and body (Lambda, SCF, FC, HAR), or headers as a program prints them; or pass --headers FILE --body FILE
explain-no-notification-body = { $source }: no body could be read
    .help = paste the whole request: raw HTTP, header lines and a body, a copied curl command, JSON with headers and body (Lambda, SCF, FC, HAR), or headers as a program prints them; or pass --headers FILE --body FILE
explain-no-pay-params = { $source }: no pay params are in it
    .help = paste the values that the client got: the object passed to wx.requestPayment, such as { "{" }"timeStamp":"…","nonceStr":"…","package":"prepay_id=…","signType":"RSA","paySign":"…"{ "}" }, or the back end's response or a log line with it
explain-some-pay-params = { $source }: a part of the pay params could not be read
    .help = paste the values that the client got: the object passed to wx.requestPayment, such as { "{" }"timeStamp":"…","nonceStr":"…","package":"prepay_id=…","signType":"RSA","paySign":"…"{ "}" }, or the back end's response or a log line with it
explain-no-method-and-url = { $source }: an Authorization header is in it, but no method and URL could be read
    .help = paste the whole request as raw HTTP or as a curl command with its body, or use wechatpay explain request --method M --url U --body FILE --authorization-file FILE
explain-no-request-body = { $source }: the body of the request could not be read
    .help = paste the whole request as raw HTTP or as a curl command with its body, or use wechatpay explain request --method M --url U --body FILE --authorization-file FILE
explain-no-reply = { $source }: no reply of WeChat Pay was found in it
    .help = paste the JSON with code and message that WeChat Pay sent, alone or inside an exception's text or a log line
explain-html = { $source }: an HTML page, which is not a reply of API v3
    .help = it was sent by a proxy, gateway or firewall on the way: check the host, the path (/v3/…) and the proxy
explain-html-with-status = { $source }: an HTML page, which is not a reply of API v3
    .help = it was sent by a proxy, gateway or firewall on the way (HTTP { $status }): check the host, the path (/v3/…) and the proxy
explain-xml = { $source }: XML, which is of API v2; API v3 replies in JSON
    .help = the request went to an API v2 path (/pay/…, /secapi/…), or the text is a notification of an API v2 order: use the /v3/… path
explain-unclear = { $source }: it is not clear what this is
    .help = paste the client's error text (requestPayment:fail …), an error code, an HTTP status, a Request-ID, a reply of WeChat Pay, a curl command or dump of a signed request, the object passed to wx.requestPayment, or a notification with its headers
explain-nothing = nothing to explain was given
    .help = give a text or a file: `wechatpay explain TEXT`; - is standard input

## Requests

explain-request-valid = valid: WeChat Pay accepts this signature, within five minutes of its timestamp
explain-request-invalid = invalid: WeChat Pay refuses this request
explain-signed-at = signed at { $at }, { $seconds } s ago
explain-signed-at-hours = signed at { $at }, { $seconds } s ({ $hours } h) ago
explain-too-old = sent now, WeChat Pay refuses it as too old: if it was made just now, its clock or time zone is wrong; for the moment of sending give --at TIME
explain-request-compressed = the signature covers the compressed body (gzip): it is right only if exactly these bytes are sent, and WeChat Pay documents only uncompressed JSON

## Replies

explain-server-received = what the server received:
explain-body-begins = body begins
explain-body-bytes = body bytes
explain-message-bytes = message bytes
explain-from-record = explained from the sandbox's record of request { $id }, received { $at }

## Codes

explain-without-profile = no merchant profile is set up, so nothing of the request can be compared with what you signed; this is what the reply says
explain-codes = codes   { $codes }
explain-cause = cause   { $cause }
explain-fix = fix     { $fix }
explain-repeat = repeat  { $repeat }
explain-did-you-mean = did you mean { $code }?
explain-on-prepay = on ordering: { $meaning }
explain-on-refund = on refunds: { $meaning }
explain-on-bill = on bills: { $meaning }
explain-on-certificates = on platform certificates: { $meaning }
explain-repeat-not-needed = not needed
explain-repeat-same-request = safe: the same request with the same number, 2 or 3 times with growing pauses, signed again each time; never with a new number
explain-repeat-later = safe after a pause: the same request with the same number
explain-repeat-after-query = query first; then only with the same number and parameters
explain-repeat-after-fix = safe once the cause is fixed, with the same number; before that it fails again
explain-repeat-new-number = not as it is: with a new out_trade_no, after closing the old order
explain-repeat-new-login-code = only with a new code of wx.login
explain-repeat-never = not as it is: the same request is refused again

explain-key-material = { $name } is { $kind }: there is nothing in it to explain
    .help = `wechatpay doctor` checks the keys and certificates of a profile; explain takes a request, a reply, a notification, an error text or a code
