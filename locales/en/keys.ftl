### Keys, certificates and their files.

keys-kind-private = a private key
keys-kind-encrypted = an encrypted private key
keys-kind-ec = an EC private key
keys-kind-sm2 = an SM2 private key
keys-kind-other-private = a private key of another algorithm than RSA
keys-kind-public = a public key
keys-kind-other-public = a public key of another algorithm than RSA
keys-kind-certificate = a certificate
keys-kind-request = a certificate request
keys-kind-pkcs7 = a PKCS#7 container (.p7b)
keys-kind-pkcs12 = a PKCS#12 container (.p12)
keys-kind-ssh = an SSH key
keys-kind-public-key-id = the id of a WeChat Pay public key, not the key
keys-kind-short-secret = a text of 32 characters, such as an APIv3 key
keys-kind-path = the path of a file, not its content
keys-kind-empty = empty
keys-kind-unknown = not a PEM file

keys-other-kind = expected { $expected }, but this is { $found }
keys-other-file = expected { $expected }, but this is { $found }
keys-damaged = the file is damaged: its content cannot be decoded
keys-cut-off = a part of it is missing: { $found } of { $expected } bytes are there
keys-size = this is an RSA key of { $bits } bits; WeChat Pay uses 2048
keys-not-rsa = this is not an RSA key, and WeChat Pay's signatures need one
keys-exponent = the key's public exponent is not the usual 65537
keys-many-primes = the key has more than two primes, which no payment software uses
keys-inconsistent = the key is damaged: its numbers do not belong together

keys-help-download = delete the file, then run `wechatpay download-certs`
keys-help-damaged = copy { $file } again, whole: from the BEGIN line to the END line and everything between
keys-help-inconsistent = copy { $file } again: a byte of it was changed on the way
keys-help-rsa = WeChat Pay uses RSA of 2048 bits here: { $file } comes from the merchant console (账户中心 → API安全) or its certificate tool
keys-help-encrypted = remove the password: `{ $command }`, and set private_key to the file that it makes
keys-help-short-secret = an APIv3 key belongs in apiv3_key; private_key is apiclient_key.pem
keys-help-path = WECHATPAY_PRIVATE_KEY takes the text of apiclient_key.pem, WECHATPAY_PRIVATE_KEY_FILE its path
keys-help-unknown = apiclient_key.pem begins with -----BEGIN PRIVATE KEY-----; WECHATPAY_PRIVATE_KEY takes that text, WECHATPAY_PRIVATE_KEY_FILE a path
keys-help-public-key-id = the id belongs in public_key_id; public_key is the file pub_key.pem
keys-help-platform-certs = platform certificates belong in the folder platform_certs; public_key is the file pub_key.pem
keys-help-archive = unpack it: { $name } is the file to use
keys-help-file = { $field ->
    [private_key] private_key is apiclient_key.pem, from the ZIP that contains apiclient_cert.pem
    [certificate] certificate is apiclient_cert.pem
    [public_key] public_key is the file pub_key.pem of the merchant console (账户中心 → API安全 → 微信支付公钥)
   *[other] check the file of { $field }
}

keys-unused = { $path } is not used: { $reason }
keys-unused-merchant = the certificate of merchant { $mchid }, and not WeChat Pay's
keys-unused-own-public-key = the merchant's own public key, and not WeChat Pay's
keys-unused-no-id = a public key whose id is not known: set public_key and public_key_id

keys-no-end-line = the private key ({ $key }) has no END line; it is complete and is used, but other programs need the line -----END PRIVATE KEY-----
keys-expired = the merchant certificate { $serial_no } expired on { $end }: WeChat Pay refuses what is signed with its key; apply for a new one (账户中心 → API安全)
keys-not-yet-valid = the merchant certificate { $serial_no } is not valid before { $start }: is this machine's clock right?

keys-none = no platform certificate and no WeChat Pay public key is configured to verify with
    .help = run `wechatpay download-certs`, or set public_key and public_key_id in the profile
