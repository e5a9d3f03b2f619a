# pay-params: what the payer's client gets

params-nothing = a prepay_id is needed, or --check FILE
params-file = { $file } is a file, not a prepay_id
    .help = to check what is in it: --check { $file }
params-signed = Signed, each line with its line feed:
params-line = line
params-value = value
params-bytes = bytes
params-signer = signed with the key of
params-service-provider = signed for the service provider's { $own }; if the order names the payer by sub_openid, give --appid { $sub_appid }
params-valid = valid: the client will accept these parameters
params-invalid = invalid: the client will refuse these parameters
params-byte = 0x{ $hex }
params-end = the end
params-string-differs = your string differs from what had to be signed at line { $line }, byte { $column }: { $found }, expected { $expected }
params-string-equal = your string is, byte by byte, what had to be signed
params-string-signed = the signature covers your string
params-string-not-signed = the signature does not cover your string: other bytes were signed, or with another key
params-both-standard-input = --check - and --signed-string - cannot both read standard input
    .help = save one of them in a file
params-milliseconds = { $timestamp } is in milliseconds: the client takes seconds, and refuses these parameters
