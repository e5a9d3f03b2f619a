### The results of `doctor`: a line for each check, and what to fix.

doctor-mode-certificate = mode: platform certificates
doctor-mode-public-key = mode: WeChat Pay public key
doctor-mode-both = mode: platform certificates and WeChat Pay public key
doctor-mode-unknown = mode: not known
doctor-profile = { $profile } ({ $file })
doctor-healthy = healthy, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}
doctor-problems = { $problems ->
    [one] { $problems } problem to fix
   *[other] { $problems } problems to fix
}

doctor-skipped = skipped: { $check } failed
doctor-not-checked = not checked, because { $cause } failed: { $checks }
doctor-offline = skipped: offline, nothing is sent
doctor-certificate-not-set = not set; with certificate = "…/apiclient_cert.pem" it is checked that key, serial_no and mchid belong together
doctor-insecure-permissions = skipped: --insecure-permissions
doctor-no-file-modes = not checked on this system; keep keys in a folder that only your account can open
doctor-no-sub-mchid = no sub_mchid: a direct merchant
doctor-no-backup-host = there is no backup host
doctor-same-host = the same host as base_url
doctor-plain-http = plain http on this machine
doctor-proxy = left to the proxy
doctor-no-date = the response has no Date
doctor-no-key = no usable key of this kind is available

doctor-mchid = { $mchid } has { $digits } digits, not 10
    .help = compare mchid with the merchant console: 账户中心 → 商户信息
doctor-appid = { $appid } is not wx and 16 characters
    .help = copy appid again from the Mini Program's settings
doctor-appid-not-set = appid is not set; orders and pay params need it
doctor-private-key = it can be used
doctor-apiv3-key = 32 characters
doctor-same-secrets = apiv3_key and app_secret are the same text
    .help = apiv3_key is the APIv3密钥 of the merchant console (账户中心 → API安全), app_secret the AppSecret of the Mini Program
doctor-app-secret = set
doctor-app-secret-not-set = app_secret is not set; only `wechatpay openid` needs it
doctor-secret-permissions = secret files are readable only by their owner
doctor-file-owners = only you and root can change the profile, its keys and its certificates
doctor-partner = a service provider for { $sub_mchid }

doctor-certificate-old-issuer = issued by WeChat Pay's own old CA, which API v3 does not accept
    .help = apply for a new API certificate in the merchant console (账户中心 → API安全), and set private_key, certificate and serial_no together
doctor-certificate-not-yet-valid = not valid before { $start }
    .help = sync the local clock with NTP
doctor-certificate-expired = expired on { $end }
    .help = apply for a new API certificate in the merchant console (账户中心 → API安全), and set private_key, certificate and serial_no together
doctor-certificate-valid = valid until { $end }, { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
    .help = apply for a new API certificate in the merchant console (账户中心 → API安全), and set private_key, certificate and serial_no together

doctor-notify-url-not-set = notify_url is not set; create-order then needs --notify-url
doctor-notify-url-whitespace = it contains whitespace
doctor-notify-url-not-url = it is not a URL
doctor-notify-url-credentials = it must not contain credentials
doctor-notify-url-scheme = it must begin with https://
doctor-notify-url-query = it must not have a query or a fragment
doctor-notify-url-too-long = it is longer than 255 characters
doctor-notify-url-plain-http = it must be https; http on this machine is for the sandbox only
doctor-notify-url-loopback = it is this machine, which WeChat Pay cannot reach
doctor-notify-url-not-public = its host cannot be reached from outside
doctor-notify-url-no-path = it is a host alone, without a path
doctor-notify-url-help = set notify_url to a public address such as https://pay.example.com/notify

doctor-platform-public-key = public key { $id }
doctor-platform-certificate = certificate { $serial_no }, { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
doctor-platform-certificate-expired = certificate { $serial_no } expired on { $end }
doctor-other-public-key = the digits of public_key_id look like another merchant's than { $mchid }: compare public_key_id and pub_key.pem with the merchant console (账户中心 → API安全)
doctor-help-prune = run `wechatpay download-certs --prune`

doctor-host = { $peer } in { $millis } ms
doctor-host-timeout = no response in time
doctor-host-unresolved = cannot resolve { $host }: { $reason }
    .help = check the network and this machine's name servers, or use --proxy
doctor-host-unconnected = cannot connect to { $host }: { $reason }
    .help = let this machine connect there (firewall, security group), or use --proxy; check base_url and mp_base_url
doctor-host-local = cannot connect to { $host } on this machine: { $reason }
    .help = if this is a sandbox, start it: `{ $command }`; else correct base_url and mp_base_url
doctor-help-proxy = start the proxy, or correct --proxy, HTTPS_PROXY and ALL_PROXY; NO_PROXY names hosts that are reached without it
doctor-help-plain-host = check that base_url is WeChat Pay or a sandbox, and the proxy between
doctor-help-tls-host = check --ca-file and the system's root certificates (DigiCert Global Root G2), --proxy, and whether something on the way opens TLS
doctor-clock-exact = exact to the second
doctor-clock-behind = { $seconds } s behind the server's
    .help = sync the local clock with NTP: WeChat Pay refuses what is signed five minutes off
doctor-clock-ahead = { $seconds } s ahead of the server's
    .help = sync the local clock with NTP: WeChat Pay refuses what is signed five minutes off

doctor-listed = the signature is accepted, apiv3_key opens the platform certificate { $serials }
doctor-listed-new = WeChat Pay has a certificate that is not stored here: { $serials }
    .help = run `wechatpay download-certs`
doctor-listed-not-opened = the signature is accepted; not opened, since apiv3-key failed
doctor-listed-none = the signature is accepted; this merchant has no platform certificates, and verifies with the WeChat Pay public key
doctor-help-expired-at-wechat-pay = the platform certificate has expired at WeChat Pay: apply for the WeChat Pay public key in the merchant console (账户中心 → API安全), and set public_key and public_key_id
doctor-help-no-apiv3-key = set the APIv3密钥 in the merchant console (账户中心 → API安全), and apiv3_key to the same text
doctor-help-again = run it again; --timeout waits longer, and a proxy may be in between

doctor-echo = signed, verified and encrypted both ways with { $serial_no } ({ $hash })
doctor-echo-not-encrypted = the platform key cannot encrypt
    .help = run `wechatpay download-certs`, or copy pub_key.pem again from the merchant console (账户中心 → API安全)
doctor-echo-too-long = { $length } bytes cannot be encrypted; this key encrypts at most { $max_bytes }
    .help = run `wechatpay download-certs`, or copy pub_key.pem again from the merchant console (账户中心 → API安全)
doctor-help-public-key = copy public_key_id and pub_key.pem again from the merchant console (账户中心 → API安全) of this mchid
doctor-echo-other-text = another text came back than was sent
    .help = run it again; if it stays so, ask WeChat Pay's support with the Request-ID that -v shows
doctor-echo-other-signer = the request named { $requested }, and { $signed_by } signed the response
    .help = keep both kinds of key until WeChat Pay responds with one of them only
doctor-echo-no-text = the encrypted text did not come back
    .help = run it again; if it stays so, ask WeChat Pay's support with the Request-ID that -v shows
doctor-echo-not-opened = what WeChat Pay encrypted does not open with private_key
    .help = it is encrypted for the merchant's newest API certificate: set private_key, certificate and serial_no to that one
