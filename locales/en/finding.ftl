# Findings: what broke a signature, and what to do. The English is the library's own, as JSON has it.

## How findings are shown

finding-expected = expected
finding-received = received
finding-signed = signed
finding-should-be-signed = what should have been signed:
finding-no-strings = no string is known that had to be signed
finding-strings-saved = the strings are in { $folder }: { $names }
finding-compared = what was signed, line by line:
finding-tried = messages tried: { $count }
finding-tried-until-time-was-up = messages tried: { $count }, until time was up
finding-proved = { $cause } (proved)
finding-inferred = { $cause } (inferred)
finding-brief = {"    "}{ $cause }: { $message }
finding-of-commands = ({ $commands }) { $text }
finding-fix = fix: { $fix }
finding-merchant-certificate = the merchant certificate { $path }
finding-platform-certificate = the platform certificate { $path }
finding-file-expired = { $certificate } expired on { $date }
finding-file-not-yet-valid = { $certificate } is not valid before { $date }: is this clock right?
finding-public-key-of-other = public_key_id { $id } does not contain the merchant number { $mchid }: is it another merchant's key?

## What each cause means

finding-changed-line = { $what }: signed '{ $signed }', expected '{ $expected }'
finding-wrong-key = no configured key made this signature
finding-other-known-key = another configured key made this signature
finding-serial-mismatch = the serial number is not the signing key's
finding-unknown-serial = no configured key has this serial number
finding-malformed-serial = the serial number is not 40 hexadecimal digits alone
finding-platform-and-merchant-swapped = the merchant's key is used in place of WeChat Pay's, or the reverse
finding-unknown-message = the right key signed other bytes than these
finding-wrong-digest = another hash than SHA-256 was signed
finding-wrong-padding = the hash was not padded with PKCS#1 v1.5
finding-wrong-sign-type = it is not an RSA signature
finding-v2-signature = the string of API v2 was signed, key=value joined by &
finding-signature-encoding = the signature's text was changed after it was made
finding-signature-truncated = a part of the signature is missing
finding-values-swapped = a value is in the place of another one
finding-missing-final-newline = the line feed after the last line was not signed
finding-extra-final-newline = an extra line feed was signed at the end
finding-crlf = lines were ended with CR LF, as on Windows
finding-literal-backslash-n = a backslash and an 'n' were signed in place of each line feed
finding-wrong-separator = the lines were not joined by one line feed each
finding-fields-out-of-order = the lines were signed in another order
finding-timestamp-milliseconds = the timestamp was taken in milliseconds
finding-timestamp-mismatch = another timestamp was signed than the one that was passed on
finding-timestamp-timezone = the timestamp is off by whole hours, as if a local time were UTC
finding-nonce-mismatch = another nonce was signed than the one that was passed on
finding-nonce-case = the nonce was signed in other upper and lower case than it was passed on
finding-wrong-appid = another App ID was signed
finding-missing-prepay-prefix = the bare prepay_id was signed, without 'prepay_id='
finding-extra-prepay-prefix = 'prepay_id=' was signed where it does not belong
finding-package-encoded = package was percent-encoded before it was signed
finding-package-changed-after-signing = package was signed rightly and changed on the way to the client
finding-wrong-client-string-pay-params = the string of another kind of client was signed: APP signs the bare prepay_id, Mini Program and JSAPI sign 'prepay_id=' and the id
finding-wrong-client-string = the string of a payer's client was signed
finding-signed-as-request = it was signed like a request, with method, URL or body
finding-timestamp-not-string = timeStamp is a number, not a string
finding-field-missing = a line was left out of what was signed
finding-unusable-value = what was signed is not a value that the client can use
finding-missing-header = a signature header is missing
finding-signtest-probe = WeChat Pay sent a wrong signature on purpose
finding-stale = it was signed too long ago
finding-clock-skew = it was signed ahead of this clock
finding-wrong-apiv3-key = the resource is genuine, and this APIv3 key does not open it
finding-ciphertext-damaged = the ciphertext is not what was sealed
finding-wrong-merchant = the notification is for another merchant
finding-sm2-signature = the signature is of the SM2 scheme
finding-not-a-notification = the body is not a notification of API v3
finding-plaintext-instead-of-body = this is the decrypted resource, not the body that was signed
finding-empty-body = the body is empty
finding-body-reserialized = the body was parsed and serialised again, or changed in between
finding-body-key-order = the body's keys are in another order
finding-body-unicode-escapes = characters beyond ASCII are escaped as \uXXXX on one side only
finding-body-slash-escapes = slashes are escaped as \/ on one side only, as PHP does
finding-body-whitespace = spaces or line breaks between the values differ
finding-body-newline = there is a line end at the end of the body on one side only
finding-body-bom = a byte order mark is before the body on one side only
finding-body-html-escaped = <, >, & and the like are escaped for HTML on one side only
finding-body-url-decoded = the body was percent- or form-decoded on one side only
finding-body-charset = the body went through another charset
finding-body-base64 = the body is encoded in base64
finding-body-compressed = the body is compressed (gzip), and the signature covers it uncompressed
finding-body-gzip-signed = the signature covers the compressed bytes (gzip)
finding-body-not-signed = a body is sent, and none was signed
finding-query-not-signed = the query is sent, and was not signed
finding-query-order = the query's parameters were signed in another order than they are sent
finding-url-with-host = the URL was signed with its scheme or host
finding-path-encoding = path or query were signed in another form than they are sent
finding-path-prefix = the path was signed with or without a prefix that is not so on the wire
finding-wrong-method = another method was signed
finding-get-with-body = a body was signed for a GET
finding-body-not-json = the body is not JSON
finding-authorization-malformed = the Authorization header is malformed
finding-mchid-mismatch = the merchant number is another one
finding-certificate-expired = the merchant certificate has expired

## What to do about each cause

finding-fix-other-key-pay-params = sign with the merchant private key that also signed the order; look for a second server with an older key
finding-fix-other-key-notification = check that the platform certificate or public key belongs to this merchant number; the notification may be forged
finding-fix-sandbox-key = sign with the key of the sandbox's merchant, { $path }, and serial_no { $serial }
finding-fix-other-key = key, certificate and serial number come from one ZIP: change them together
finding-fix-serial-no-notification = pass Wechatpay-Serial on unchanged; check under which serial number each key is saved
finding-fix-serial-no = serial_no is the merchant certificate's, 40 hexadecimal digits in upper case and nothing else: `openssl x509 -in apiclient_cert.pem -noout -serial` prints it after 'serial='
finding-fix-swapped-notification = WeChat Pay signs with its own key: verify with a platform certificate or the WeChat Pay public key, never with the merchant certificate
finding-fix-swapped = sign with the merchant private key (apiclient_key.pem)
finding-fix-wrong-digest = sign the message itself with SHA256withRSA: the function hashes it, once
finding-fix-wrong-padding = sign with RSASSA-PKCS1-v1_5 and SHA-256 (SHA256withRSA), not with PSS and not with a bare private-key encryption
finding-fix-wrong-sign-type = sign with the merchant private key, SHA256withRSA; MD5 and HMAC-SHA256 belong to API v2, and the APIv3 key only decrypts
finding-fix-v2-pay-params = sign the four lines of API v3: App ID, timeStamp, nonceStr and package, each ended by a line feed, with no names, no '&' and no key; signType is not signed
finding-fix-v2 = API v3 signs lines, each ended by a line feed, not key=value pairs: see SignatureMessage in the documentation of API v3
finding-fix-signature-encoding = pass the signature on as one line of standard base64: no line breaks, no URL decoding, no second encoding
finding-fix-signature-truncated = pass the whole signature on: 344 characters for a 2048-bit key; look for a column, log or field that cuts it
finding-fix-values-swapped = put each value under its own name
finding-fix-line-ends = end every line, the last too, with one line feed (0x0A): in single-quoted PHP and shell strings \n is two characters
finding-fix-whole-seconds = use whole seconds since 1970, ten digits
finding-fix-timestamp-mismatch = read the clock once, as whole seconds since 1970 (ten digits); sign that, and pass the same digits on
finding-fix-timezone = Unix time has no time zone: take it from the clock (time(), Date.now() / 1000), not from a formatted local time
finding-fix-nonce-mismatch = make the nonce once, and pass on the one that was signed
finding-fix-nonce-case = pass the nonce on as it was signed: its case counts
finding-fix-wrong-appid = sign with the App ID of the app that calls requestPayment
finding-fix-missing-prefix = sign 'prepay_id=' and the id in the fourth line, exactly as in package
finding-fix-extra-prefix = write 'prepay_id=' once in package; an APP's fourth line is the bare id
finding-fix-package-encoded = sign package as it is passed to the client, 'prepay_id=' and the id, with nothing encoded
finding-fix-package-changed = the server's signature is right: pass its package to the client unchanged, and do not build it again there
finding-fix-client-string = sign appId, timeStamp, nonceStr and 'prepay_id=…' for Mini Program and JSAPI; App ID, timestamp, noncestr and the bare prepay_id for APP (pay-params --for app)
finding-fix-signed-as-request = the payer's parameters have four lines of their own: App ID, timestamp, nonce, package
finding-fix-timestamp-string = pass timeStamp as a string, such as "1554208460"
finding-fix-unusable-value = pass the value that WeChat Pay returned, unchanged; log the response of the order before it is used
finding-fix-lines-pay-params = sign four lines: App ID, timestamp, nonce, package
finding-fix-lines-notification = verify three lines: timestamp, nonce, body
finding-fix-lines-request = sign five lines: method, URL, timestamp, nonce, body
finding-fix-missing-header = capture all Wechatpay-* headers; a CDN or gateway that drops them must pass them on; without them it may be forged
finding-fix-probe = refuse it with 4xx or 5xx, as here; the right one follows
finding-fix-stale-notification = verify on arrival; for an old capture use --at TIME or --no-max-age
finding-fix-stale = sign right before sending, and set the clock by NTP
finding-fix-clock = set the clock by NTP
finding-fix-apiv3-key = set apiv3_key to the APIv3 key of the merchant console; it is not the v2 API key, and a reset voids the old one
finding-fix-ciphertext = capture the raw body again: copying and form decoding damage base64
finding-fix-wrong-merchant = use the profile of that merchant, or another notify_url for each
finding-fix-sm2 = this merchant number uses the SM2 scheme, which this tool does not verify
finding-fix-not-a-notification = give the body of a notification of API v3, the JSON with id, event_type and resource
finding-fix-plaintext = verify the body as it arrived, the JSON with id, event_type and resource, before it is decrypted
finding-fix-empty-body = read the body once, before any middleware does, and verify those bytes
finding-fix-body-gzip-notification = decompress the body, as Content-Encoding: gzip says, and verify what comes out, before any text decoding
finding-fix-body-gzip = send the body as it was signed, without Content-Encoding: gzip
finding-fix-body-gzip-signed = verify these bytes first, and decompress them afterwards
finding-fix-body-base64 = decode the body before it is verified: cloud functions pass it in base64 and say so in isBase64Encoded
finding-fix-url = sign path and query exactly as in the request line: from the first '/' on, '?' and query included, nothing decoded or encoded again
finding-fix-method = sign the method that is sent, in capitals
finding-fix-get-with-body = a GET has no body: its fifth line is empty
finding-fix-body-not-json = serialise JSON once, sign that text, and send the same text with Content-Type: application/json
finding-fix-body-not-signed = sign the body that is sent as the fifth line
finding-fix-authorization = write WECHATPAY2-SHA256-RSA2048, one space, and mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…": straight double quotes, commas without spaces, one line
finding-fix-mchid = put the merchant number whose key signs into mchid: in partner mode the service provider's
finding-fix-certificate-expired = apply for a new merchant certificate in the merchant console, and change key, certificate and serial number together
finding-fix-body-notification = verify the bytes as they arrived, before any parser or filter touches them: express.raw({ "{" }type: 'application/json'{ "}" }) in Express, ctx.req in Koa, @RequestBody byte[] in Spring, c.GetRawData() in Gin, request.get_data() in Flask, request.body in Django, $request->getContent() in Laravel, php://input in ThinkPHP, Request.Body in ASP.NET
finding-fix-body = serialise the body once, sign those bytes, and send the same bytes
finding-fix-unknown-pay-params = if the App ID is another one, try --appid; else log the string that your code signs, and compare it byte by byte: pay-params --check FILE --signed-string FILE
finding-fix-unknown-notification = capture the raw bytes and headers, before any parsing (tcpdump, a logging proxy, or serve-notify), and verify those
finding-fix-unknown-request = log the exact string that is signed beside the request that is sent, and compare them byte by byte with what is expected here; a nonce or timestamp that is generated twice, once for the signature and once for the header, is a common cause

## Keys, by where they were found

finding-owner-platform-key = platform key { $serial }
finding-owner-profile-certificate = the merchant certificate of profile '{ $name }'
finding-owner-profile-key = the merchant private key of profile '{ $name }'
finding-owner-profile-platform-key = platform key { $serial } of profile '{ $name }'
finding-owner-certificate = the certificate in { $file }
finding-owner-private-key = the private key in { $file }
finding-owner-public-key = the public key in { $file }

## The text of a signature

finding-unknown-message-searched = the signature was made over other bytes than these; { $searched } messages that common mistakes lead to were ruled out
finding-signature-not-base64 = the signature is not standard base64, nor anything that base64 turns into on the way
finding-signature-damaged = the signature's text is damaged: { $list }
finding-sign-type-length = it has the length of an { $what }, the signature of API v2, not of an RSA signature
finding-sign-type-hmac = it is an HMAC-SHA256 with the APIv3 key, not an RSA signature
finding-digest-other = it was made with { $hash }, not with SHA-256
finding-digest-without-info = the hash was padded and encrypted without the DigestInfo that says which hash it is
finding-padding-pss = it is padded with PSS, not with PKCS#1 v1.5
finding-digest-twice = the hash of the message was hashed again
finding-digest-hex = the hash in hex was signed instead of the message
finding-digest-upper-hex = the hash in upper-case hex was signed instead of the message
finding-digest-base64 = the hash in base64 was signed instead of the message
finding-signature-type-sm2 = the signature is of type { $other }
finding-signature-type-other = Wechatpay-Signature-Type is '{ $other }'
finding-signature-length = the signature has { $characters } characters, which is { $bytes } bytes; a key of { $bits } bits makes { $whole } characters, { $expected } bytes
finding-signature-cut = the signature is cut off: { $missing } of its { $expected } bytes are missing
finding-damage-percent = it is percent-encoded
finding-damage-backslash-n = line breaks are written in it as \n
finding-damage-escaped = characters in it are escaped
finding-damage-lines = it is broken into lines
finding-damage-breaks-as-spaces = line breaks in it became spaces
finding-damage-quotes = spaces or quotes are around it
finding-damage-shell = the shell's % is at its end
finding-damage-hex = it is in hex, not in base64
finding-damage-plus = a '+' in it became a space
finding-damage-url-safe = it is in the URL-safe alphabet
finding-damage-padding = its padding is cut off
finding-damage-twice = it is encoded twice

## Serial numbers

finding-serial-decimal = it is in decimal
finding-serial-openssl = it begins with the name that openssl prints
finding-serial-0x = it begins with 0x
finding-serial-colons = it has colons
finding-serial-spaces = it has spaces
finding-serial-long = it is longer than 40 digits
finding-serial-cut = digits of it are missing
finding-serial-not-hex = it has characters that are not hexadecimal digits
finding-serial-malformed = { $name } '{ $shown }' is not written as it must be on the wire: { $why }
finding-serial-must-be = { $says }; it must be { $right }

## Notifications

finding-missing-headers = missing: { $names }
finding-fix-signature-type = WECHATPAY2-SHA256-RSA2048 is expected
finding-clock-skew-seconds = it was signed { $ahead } s ahead of this clock
finding-stale-seconds = it was signed { $seconds } s ago; five minutes are allowed
finding-serial-names-other = Wechatpay-Serial is { $serial }, but platform key { $named } signed
finding-header-milliseconds = Wechatpay-Timestamp { $timestamp } is in milliseconds
finding-fix-header-milliseconds = WeChat Pay sends whole seconds: pass the header on as it was received
finding-header-not-seconds = Wechatpay-Timestamp is '{ $timestamp }', which is not Unix seconds
finding-nonce-of-body = Wechatpay-Nonce is '{ $nonce }', which is { $path } of the body, not the header's nonce
finding-fix-nonce-of-body = take the nonce from the header Wechatpay-Nonce: that of resource belongs to the decryption alone
finding-merchant-key-signed = a merchant's key made this signature: { $owner }
finding-other-key-signed = Wechatpay-Serial names { $serial }, but { $owner } signed
finding-fix-other-key-signed = verify with the key that signed; check under which serial number each key is saved, and that Wechatpay-Serial is passed on unchanged
finding-serial-is-not-signers = Wechatpay-Serial is { $serial }, but { $owner } signed
finding-fix-set-public-key = set public_key and public_key_id in the profile: this is a WeChat Pay public key
finding-fix-download-certs = run download-certs: the platform certificate is new, or another merchant's
finding-serial-unknown = no key is known for Wechatpay-Serial { $serial }
finding-stored-key-is-merchants = the key stored under { $serial } is a merchant's: { $owner }
finding-other-merchant = the notification is for merchant { $theirs }, the profile is of { $ours }
finding-resource-other-aad = the APIv3 key is right: the resource opens with associated_data '{ $right }', and it has '{ $given }'
finding-resource-other-tag = the APIv3 key is right, and associated_data, the ciphertext or its tag (the last 16 bytes) is not what was sealed
finding-resource-without-tag = the APIv3 key is right, and the ciphertext has no tag: its last 16 bytes are missing
finding-resource-damaged-text = the APIv3 key is right: the text begins as it should, and the ciphertext is damaged or cut off behind that
finding-fix-resource-parts = take ciphertext, nonce and associated_data from one notification, unchanged; the ciphertext's last 16 bytes are the tag
finding-resource-not-sealed-so = the resource does not open either: its ciphertext or nonce is not what was sealed, or the APIv3 key is another
finding-apiv3-key-is-other = the signature holds, so the ciphertext is genuine: the APIv3 key is another
finding-sealed-with-other = the resource is sealed with { $other }
finding-fix-sm-not-opened = this merchant number uses the SM scheme, which this tool does not open
finding-resource-nonce-bytes = the resource's nonce has { $bytes } bytes, not 12
finding-ciphertext-damaged-why = the resource's ciphertext is damaged: { $why }
finding-plaintext-not-json = the notification's plaintext is not JSON
finding-shape-timestamp = a timestamp
finding-shape-nonce = a nonce
finding-shape-signature = a signature
finding-shape-serial = a serial number
finding-shape-other = another value
finding-shape-belongs = { $at } holds { $shape }, which belongs into { $header }
finding-body-empty = the body is empty ({ $bytes } bytes): something had read it before it was captured
finding-body-xml-v2 = the body is XML, a notification of API v2, which has no Wechatpay-* headers
finding-body-html = the body is an HTML page: a gateway, proxy or error page, not WeChat Pay, wrote it
finding-body-xml = the body is XML, not JSON
finding-body-printed = the body is '{ $text }', which a program prints for an object or a missing value, not the bytes that arrived
finding-body-v2 = the body is key=value pairs with a sign, as in API v2
finding-fix-send-notify-url = send notify_url with every order and refund of API v3: an order made by API v2, or the notify_url of the merchant console, leads to notifications of API v2
finding-body-is-resource = this is the resource alone, not the body around it that was signed
finding-body-without-resource = the body has no resource, which every notification has
finding-body-not-uncompressed = the body is compressed (gzip), not the JSON that was signed
finding-body-not-object = the body is not a JSON object, and WeChat Pay sends one: a program printed or changed it
finding-header-is-value = { $name } is { $value }
finding-name = { $name }
finding-names = { $one }, { $other }
finding-header-absent = the application found no such header: { $names }
finding-fix-header-absent = read the header under its own name, in any case, from the request itself; a CDN or gateway must pass Wechatpay-* on; the notification of an order placed with API v2 has none
finding-verifies-here = the text says that a program refused the signature, and these bytes verify with key { $serial }: that program checked something else, other bytes or with another key
finding-fix-verifies-here = give that program key { $serial }, and let it verify the raw bytes as they were received, with the headers of the same message

## The parameters of a payment

finding-field-absent = the object has no { $name }
finding-fix-field-absent = pass { $name } to the client as it was signed
finding-field-empty = { $name } is empty
finding-fix-field-empty = pass { $name } to the client as the server made it
finding-field-nothing = { $name } is '{ $given }', which programs print for a missing value
finding-no-sign-type = the object has no signType; without it the client does not check an RSA signature
finding-fix-no-sign-type = pass signType with the value 'RSA'; it is not part of what is signed
finding-field-misspelt = the client reads '{ $right }', and the object has '{ $given }'
finding-fix-field-misspelt = name the field { $right }, in this upper and lower case
finding-json-was-signed = a JSON text was signed, not four lines
finding-platform-key-signed-pay-params = WeChat Pay's key { $serial } made this signature ({ $owner })
finding-other-key = another key made this signature: { $owner }
finding-nonce-and-timestamp-swapped = { $timestamp } holds the nonce and { $nonce } the timestamp
finding-nonce-and-signature-swapped = { $nonce } holds the signature and { $signature } the nonce
finding-five-lines = five lines were signed, as for a request: { $value } after package
finding-field-is-number = { $name } is a number, not a string
finding-field-milliseconds = { $name } { $text } is in milliseconds
finding-fix-field-milliseconds = use whole seconds since 1970, ten digits, both in { $name } and in what is signed
finding-field-not-seconds = { $name } is '{ $text }', not Unix seconds of ten digits
finding-fix-field-not-seconds = use whole seconds since 1970, ten digits, as a string
finding-fix-nonce = use 1 to 32 random letters and digits, as a string, and sign the same ones
finding-nonce-too-long = { $name } has { $length } characters; the client takes 32
finding-nonce-unusable = { $name } is '{ $text }', which is not a random string of visible characters
finding-appid-differs = the App ID is '{ $given }', the profile's is { $own }
finding-fix-appid-differs = use the App ID of the app that calls requestPayment, which placed the order; if the profile's is another app, give --appid
finding-app-package = package is '{ $package }'; an app's is always { $app_package }
finding-fix-app-package = pass package { $app_package } and the bare prepay_id as prepayid
finding-partnerid-differs = partnerid is '{ $partner }', the profile's merchant number is { $mchid }
finding-fix-partnerid = partnerid is the merchant number that signs: in partner mode the service provider's
finding-kind-number = a number
finding-kind-boolean = true or false
finding-kind-object = an object
finding-kind-list = a list
finding-kind-null = null
finding-field-not-string = { $name } is { $kind }, not a string
finding-fix-field-not-string = pass { $name } as a string
finding-sign-type-not-rsa = signType is '{ $other }', not 'RSA'
finding-fix-sign-type-rsa = pass signType 'RSA', in capitals: MD5 and HMAC-SHA256 belong to API v2
finding-package-unusable = { $name } is '{ $given }', which holds no prepay_id
finding-package-bare = { $name } is '{ $given }', without 'prepay_id='
finding-package-twice = { $name } is '{ $given }': 'prepay_id=' is there once too often
finding-package-encoded-value = { $name } is '{ $given }', percent-encoded
finding-package-altered = { $name } is '{ $given }', which the client cannot use: '{ $right }' is meant
finding-package-signed-so = { $message }, and it was signed so
finding-fix-package-signed-so = sign '{ $right }' as the fourth line, and pass exactly that as { $name }
finding-package-changed-to = '{ $right }' was signed, rightly, and the client got '{ $given }'
finding-fix-package-decode = the server's signature is right: decode { $name } before it is passed to the client (it was encoded on the way, as page parameters are), so that it is '{ $right }'
finding-fix-package-pass-unchanged = the server's signature is right: pass its { $name } '{ $right }' to the client unchanged, and do not build it again there
finding-package-changed-on-the-way = { $message } on the way to the client; '{ $right }' was signed, rightly

## What is passed for a prepay_id

finding-prepay-id-fix-log = print the response of the order and take its field prepay_id: an order that failed has none, and the response of `await` or a callback must be waited for
finding-prepay-id-empty = the prepay_id is empty
finding-prepay-id-fix-alone = pass the id alone: { $id }
finding-prepay-id-package = '{ $shown }' is the whole package, not the prepay_id alone
finding-prepay-id-code-url = '{ $shown }' is the code_url of a Native order, not a prepay_id
finding-prepay-id-fix-code-url = show it as a QR code; for a Mini Program place the order with --trade-type jsapi, which returns a prepay_id
finding-prepay-id-url = '{ $shown }' is a URL, not a prepay_id
finding-prepay-id-fix-url = an h5_url is opened in the browser; for a Mini Program place the order with --trade-type jsapi, which returns a prepay_id
finding-prepay-id-json = '{ $shown }' is JSON, not the prepay_id alone
finding-prepay-id-fix-json = pass the value of its field prepay_id
finding-prepay-id-spaces = the prepay_id has spaces or line breaks around it
finding-prepay-id-fix-spaces = pass it without them: { $trimmed }
finding-prepay-id-transaction = '{ $shown }' is a transaction_id, the number of an order that has been paid
finding-prepay-id-no-value = '{ $shown }' is what a program writes for a value that is not there, or is not a text
finding-prepay-id-other = '{ $shown }' is not a prepay_id, which has up to 64 letters and digits

## Requests

finding-header-value-malformed = { $why }
finding-header-spaces-around = spaces or line breaks are around it
finding-header-name-space = a space is in the header's name
finding-header-odd-character = it has a character that no header may have: { $odd }
finding-header-not-digits = { $name } is '{ $value }', which is not digits alone
finding-header-field-missing = { $name } is missing
finding-header-not-a-pair = '{ $pair }' is not key="value"
finding-header-separator = '{ $separator }' is between two fields, not a comma
finding-header-separator-spaces = spaces are around a comma or '='
finding-header-unknown-field = '{ $name }' is not one of mchid, nonce_str, signature, timestamp, serial_no
finding-header-field-case = '{ $name }' must be written { $right }
finding-header-field-twice = { $right } is there twice
finding-header-no-scheme = the scheme { $scheme } is missing
finding-header-none = there is no Authorization header, or it is empty
finding-header-typographic = its quotes are typographic (“…”): WeChat Pay refuses it if it was sent so, and not if only this copy went through an editor or a chat
finding-header-other-scheme = the scheme is '{ $other }', not { $scheme }
finding-header-scheme-space = one space must follow the scheme
finding-header-value-spaces = spaces are in the value of { $name }
finding-header-quotes = the value of { $name } is not in straight double quotes
finding-header-swapped = { $one } and { $other } are in each other's place
finding-request-milliseconds = timestamp { $timestamp } is in milliseconds
finding-authorization-mchid = Authorization names merchant { $theirs }, the profile is of { $ours }
finding-body-mchid = Authorization names merchant { $mchid }, the body { $other }
finding-fix-body-mchid = the body's mchid (sp_mchid in partner mode) must be the one that signs
finding-sent-get-with-body = a GET is sent with a body
finding-sent-xml = the body that is sent is XML, as of API v2
finding-sent-form = the body that is sent is a form, { $name }=…, not JSON
finding-serial-no-is-of = the profile's key signed, and serial_no names { $serial } ({ $owner }); the key's is { $own }
finding-serial-no-is-not-signers = the profile's key signed, and serial_no names { $serial }; the key's is { $own }
finding-platform-key-signed-request = WeChat Pay's key made this signature: { $owner }
finding-serial-no-unknown = serial_no { $serial } is not of a configured certificate; the profile's is { $own }
finding-moment-ahead = the timestamp is { $moment }, { $seconds } s ahead of this clock; WeChat Pay allows 300 s
finding-fix-moment-ahead = take the timestamp from the clock as Unix seconds, and set the clocks of server and this machine by NTP
finding-moment-late = the timestamp is { $moment }, { $seconds } s before the request was sent; WeChat Pay allows 300 s
finding-moment-timezone = the difference is { $whole } h, as if a local time had been converted as UTC, or the reverse
finding-certificate-expired-at = the merchant certificate { $serial } expired at { $end }, before this was signed at { $moment }

## Replies that refuse a request

finding-reply-says = the reply says: { $message }
finding-fix-reply-authorization = print the header that is sent and check it with `explain request`: scheme, one space, five pairs in straight double quotes joined by commas without spaces; a missing last line feed gets this reply too
finding-fix-reply-clock = set the clock by NTP, use whole seconds, and sign right before sending; this check comes first and hides others
finding-fix-reply-serial = serial_no must be the merchant certificate's that belongs to the private key: not a platform certificate's, not a PUB_KEY_ID_…
finding-fix-reply-certificate = take the merchant certificate that is valid in the merchant console, with its key and serial number
finding-fix-reply-mchid = the body's mchid (sp_mchid in partner mode) must be the one in Authorization
finding-fix-reply-platform-serial = send the serial of a platform certificate or WeChat Pay public key of this merchant number in Wechatpay-Serial
finding-fix-reply-apiv3-key = set the APIv3 key in the merchant console
finding-received-milliseconds = the server received timestamp { $timestamp }, in milliseconds
finding-fix-request-milliseconds = use whole seconds since 1970, ten digits, in the header and in what is signed
finding-received-get-with-body = the server received a GET with a body
finding-fix-get-without-body = send a GET without a body, and sign an empty fifth line
finding-received-without-body = the server received a { $method } without a body: what was signed was not sent
finding-fix-received-without-body = pass the body to the HTTP client as raw bytes, from a stream that was not read before, and let no redirect turn the POST into a GET
finding-received-bom = the body that the server received begins with a byte order mark
finding-fix-received-bom = write the body without a byte order mark, and sign the bytes that are sent
finding-query-mchid = the query names merchant { $mchid }, the profile is of { $ours }
finding-fix-query-mchid = query with the merchant number that signs
finding-received-without-query = the server received the URL without ?mchid=…: if it was signed, it was not sent
finding-fix-received-without-query = send and sign the same path and query
finding-received-encoded-twice = the server received { $url }, in which a percent sign is encoded once more
finding-fix-received-encoded-twice = encode path and query once, sign that, and send that
finding-length-equal = both bodies are equally long and begin differently
finding-length-zero = the server received no body
finding-length-bom = a byte order mark is on one side only
finding-length-line-end = a line end at the end of the body is on one side only
finding-length-escapes = each character beyond ASCII takes three bytes more there, as \uXXXX does
finding-length-charset = each character beyond ASCII takes one byte less there, as in GBK
finding-length-whitespace = the lengths differ as compact and pretty JSON do
finding-lengths-differ = the given body has { $length } bytes, the server received { $arrived }: { $why }
finding-fix-check-request = check the request itself: `explain request --method … --url … --body … --authorization …`, or give those options here
finding-reply-to-right-request = the request that was given is signed correctly with the profile's key: WeChat Pay received other bytes, or another request was refused
finding-fix-reply-to-right-request = compare this request with the one that was sent: what an HTTP client, a proxy or a middleware changes behind the signing; and check in the merchant console that the certificate of serial_no is valid
finding-question-marks = the body that is sent has question marks in a row and no character beyond ASCII, as a charset without Chinese characters leaves them
finding-reply-without-body = the right key made the signature, over other bytes than the { $length } that the server received; the text has only the beginning of the body
finding-fix-reply-without-body = give the body as it was sent, too: `explain reply … --body FILE`, or paste the whole request beside the reply
finding-reply-shows-message = the server checked a message of { $length } bytes, shown above: if yours is equal byte by byte, key or serial number are wrong, else what differs
finding-reply-shows-nothing = the reply does not say what the server received: key, serial number and message may each be wrong
finding-sandbox-refused = the sandbox refused the request: { $message }
finding-fix-compare-authorization = compare each value of Authorization with the documentation of the header

## Lists

finding-list = { $one }; { $other }
