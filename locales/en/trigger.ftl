### Test notifications, and whether a receiver's responses follow WeChat Pay's rules.

trigger-not-json = --set-json { $path }: not JSON
trigger-shows-one = --dry-run and --curl show one notification: an EVENT, without --repeat, --fault duplicate and --fault refund-first
    .help = leave out --suite and these options
trigger-names-no-order = a { $event } cannot have the fault { $fault }: it is about no order
trigger-names-no-merchant = a { $event } cannot have the fault { $fault }: it names no merchant

trigger-verbose = -v shows the notification and the response
trigger-plaintext = plaintext of the resource
trigger-response = response: { $status } in { $milliseconds } ms
trigger-no-response = { $why } ({ $milliseconds } ms)
trigger-more = … and more

trigger-column-case = case
trigger-column-event = event
trigger-column-expected = expected
trigger-column-response = response
trigger-column-time = time
trigger-column-result = result
trigger-expected-refusal = 4xx or 5xx
trigger-passed = passed
trigger-failed = failed
trigger-totals = { $passed } passed, { $failed } failed
trigger-responses = { $number ->
    [one] 1 response
   *[other] { $number } responses
}
trigger-every-case = every case
trigger-case-passed = passed: the response follows WeChat Pay's rules
trigger-case-failed = failed: { $names }: { $message }
trigger-fix = {"  "}fix: { $fix }
trigger-responses-differ = note: the response to the duplicate differs from the first, which is allowed
trigger-unknown-keys = every genuine notification was refused: does the receiver have the sandbox's keys? `wechatpay sandbox --write-profile FILE` writes them

## What is wrong with a response

trigger-accepted = { $nature }, but it was acknowledged with { $status }
trigger-not-accepted = { $nature }, but it was refused with { $status }
trigger-redirected = the response is the redirect { $status }
trigger-odd-status = the response { $status } is neither 2xx nor 4xx nor 5xx
trigger-unreachable = cannot connect: { $cause }
trigger-too-slow = no complete response within 5 s
trigger-broken = no response: { $cause }

## What is wrong with a notification

trigger-genuine = genuine
trigger-bad-signature = the signature is wrong
trigger-wrong-serial = Wechatpay-Serial names a key that does not exist
trigger-stale = it was signed ten minutes ago
trigger-future = its timestamp is ten minutes in the future
trigger-signtest = it is a probe: the signature begins with WECHATPAY/SIGNTEST/
trigger-bad-tag = the resource cannot be decrypted
trigger-truncated = half of the body is missing
trigger-reserialized = the bytes of the body are not those that were signed
trigger-wrong-mchid = it is about another merchant
trigger-duplicate = the same notification twice
trigger-slow = genuine, with a pause of 2 s within the body
trigger-refund-first = genuine, a refund before its payment

## What to do about it

trigger-fix-redirected = respond at this URL itself, without login: WeChat Pay follows no redirect
trigger-fix-odd-status = acknowledge with 200 or 204, refuse with 4xx or 5xx
trigger-fix-too-slow = store the notification, respond, and do the work afterwards
trigger-fix-unreachable = check --to, and that the receiver listens there
trigger-fix-broken = respond with a status whatever arrives; the receiver's log says why it did not
trigger-fix-bad-signature = verify Wechatpay-Signature over timestamp, nonce and raw body, and respond with 401 if it does not verify
trigger-fix-wrong-serial = choose the key by Wechatpay-Serial, and refuse an unknown serial; never fall back to another key
trigger-fix-stale = refuse a Wechatpay-Timestamp that is five minutes or more from now
trigger-fix-future = refuse a Wechatpay-Timestamp that is five minutes or more from now
trigger-fix-signtest = treat it as any wrong signature, without a special case; WeChat Pay sends it again, correctly signed
trigger-fix-bad-tag = respond with 4xx or 5xx if the resource cannot be decrypted, so that WeChat Pay sends it again
trigger-fix-truncated = verify the bytes as they arrived, before any parsing
trigger-fix-reserialized = verify the bytes as they arrived, before any parsing
trigger-fix-wrong-mchid = compare mchid (sp_mchid for partners) with your own before storing anything
trigger-fix-path = check the path in --to
trigger-fix-duplicate = acknowledge what was already handled: WeChat Pay repeats a notification if it got no response
trigger-fix-slow = read the body up to its Content-Length, for up to 5 s
trigger-fix-refund-first = the order of notifications is not guaranteed: acknowledge a refund whose payment is not known yet
trigger-fix-genuine = respond with 200 or 204 to a genuine notification; the response and the receiver's log say why it was refused
trigger-trace = < { $outcome } in { $millis } ms
