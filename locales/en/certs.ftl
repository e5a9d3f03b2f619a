### Platform certificates: downloading, verifying and storing them.

certs-key-on-command-line = the APIv3 key on the command line can be read by other processes and stays in the shell's history; use WECHATPAY_APIV3_KEY or a profile
certs-first-use = first use: no platform certificate is trusted yet
certs-vouched-by-apiv3-key = { $signed_by } signed the response, and no trusted key vouches for it; only the APIv3 key does
certs-bundle-unchanged = no certificate is valid: the bundle stays as it is

certs-written = written
certs-unchanged = unchanged
certs-pruned = pruned
certs-none = none
certs-column-serial-no = serial_no
certs-column-valid-until = valid until
certs-column-days-left = days left
certs-column-action = action
certs-column-file = file
certs-trust-pinned = verified by a certificate that was trusted before
certs-trust-first-use = first use: verified by the APIv3 key and by the certificate itself
certs-trust-public-key = verified by the WeChat Pay public key
certs-nothing-to-do = nothing to do
certs-expires-soon = { $serial_no } expires in { $days ->
    [one] { $days } day
   *[other] { $days } days
}
certs-expired = { $serial_no } has expired
certs-new = { $serial_no } is new: run `wechatpay download-certs`
certs-gone = { $serial_no } is no longer listed: remove it with --prune

certs-chain-file = { $path } cannot be used as a chain
    .help = name WeChat Pay's CertTrustChain.p7b (https://wx.gtimg.com/mch/files/CertTrustChain.p7b), or a PEM file of its certificates up to the root
certs-chain-file-empty = it contains no certificate, neither as PEM nor as PKCS#7 (.p7b)
certs-chain-file-damaged = certificate { $number } in it is damaged
certs-chain-file-no-root = it contains no root: none of its certificates is signed with its own key
certs-without-key = -c { $path } contains no WeChat Pay key to trust
    .help = name a platform certificate (wechatpay_….pem), a folder of them, or the WeChat Pay public key under the name PUB_KEY_ID_….pem (or set public_key and public_key_id); without -c, the first download is trusted on first use
certs-without-file = no file in it is a certificate or key
certs-too-large = { $path } is larger than { $bytes } bytes
    .help = check the path: a certificate takes a few KB
certs-unusable = certificate { $serial_no } ({ $subject }) cannot be trusted
certs-first-use-refused = no trusted key vouches for these certificates, and --first-use is refuse
    .help = name a certificate that is trusted already with -c, or set the WeChat Pay public key

certs-untrusted = cannot trust the platform certificates
certs-shape = the list of certificates cannot be read
certs-none-listed = WeChat Pay has no platform certificate for this merchant
certs-sealed = certificate { $serial_no } cannot be decrypted
certs-sealed-algorithm = its algorithm is '{ $algorithm }', not AEAD_AES_256_GCM
certs-sealed-nonce = its nonce has { $length } bytes, not 12
certs-sealed-ciphertext = its ciphertext is damaged: { $reason }
certs-sealed-tag = this APIv3 key does not open it (the authentication tag does not match)
certs-not-a-certificate = what was encrypted as certificate { $serial_no } is not a certificate
certs-serial = the response calls a certificate '{ $named }' whose X.509 serial number is { $actual }
certs-validity = certificate { $serial_no }: { $field } in the response is '{ $named }', in the certificate { $actual }
certs-signer-expired = certificate { $serial_no }, which signed the response, is expired or not valid yet
certs-merchant = certificate { $serial_no } is a merchant's ({ $subject }), not WeChat Pay's
certs-chain = certificate { $serial_no } does not lead to a root of the given chain
certs-not-signed = the response is not signed by WeChat Pay
certs-chain-no-issuer = its issuer '{ $issuer }' is not in the chain
certs-chain-not-valid = the certificate of '{ $subject }' is valid from { $from } to { $to } only
certs-chain-not-authority = '{ $subject }' is not an authority: its certificate does not allow it to issue others
certs-chain-too-deep = the certificate of '{ $subject }' does not allow that many authorities below it
certs-chain-signature = '{ $subject }' of the chain did not sign it: another authority has the same name
certs-chain-too-long = there are too many links to the root
certs-help-apiv3-key = check apiv3_key: it is the APIv3 key of the merchant console, not the v2 API key
certs-help-no-apiv3-key = set the APIv3 key in the merchant console (账户中心 → API安全 → APIv3密钥), and the same as apiv3_key in the profile
certs-help-unknown-signer = do not trust this response: its signer is neither trusted already nor in the list that it signed; look for a proxy, and try again later
certs-help-not-written = nothing was written; do not use these certificates
certs-help-public-key-set = nothing is to be downloaded: this merchant number uses the WeChat Pay public key, and the profile has public_key and public_key_id
certs-help-public-key-mode = this merchant number uses the WeChat Pay public key: download pub_key.pem in the merchant console (账户中心 → API安全) and set public_key and public_key_id
