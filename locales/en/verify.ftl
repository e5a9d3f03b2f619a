# verify-notify: one captured notification

verify-verified = verified: WeChat Pay signed these bytes
verify-help-no-decrypt = or verify without decrypting: verify-notify --no-decrypt
verify-not-verified = not verified
verify-age = age
verify-nothing = --request, or --body with the headers, is needed
verify-one-file = --headers and --body must be two files
    .help = use --request for one file with both
