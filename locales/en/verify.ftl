# verify-notify: one captured notification

verify-verified = verified: WeChat Pay signed these bytes
verify-not-verified = not verified
verify-age = age
verify-nothing = --request, or --body with the headers, is needed
verify-one-file = --headers and --body must be two files
    .help = use --request for one file with both
