### Profiles: what is wrong with one, and what to do about it.

profile-column-profile = profile
profile-column-appid = appid
profile-column-money = money
profile-column-default = default
profile-column-field = field
profile-column-value = value
profile-column-set-by = set by
profile-column-mchid = mchid
profile-sandbox-only = --sandbox shows the built-in profile sandbox, not '{ $name }'
    .help = leave --sandbox out (and unset WECHATPAY_SANDBOX) to show another profile
profile-select = Which profile?
profile-not-selected = no profile was selected
    .help = name one with --profile NAME or WECHATPAY_PROFILE

profile-syntax = { $at }: not valid TOML: { $words }
    .help = correct this line; each is written as `key = "value"`, and merchant.example.toml shows every key
profile-not-toml = see the line
profile-wide-mark = { $at }: { $mark } is a Chinese (full-width) character
    .help = switch the input method to English: quotes are ", the equals sign is =, commas are ,
profile-bare-name = { $at }: a name with non-ASCII letters needs quotes
    .help = write [profiles."…"], or name the profile with letters, digits, - and _
profile-unquoted = { $at }: the value has no quotes
    .help = write it between double quotes: `key = "value"`
profile-unclosed-text = { $at }: the closing quote is missing
    .help = end the value with the quote that it begins with
profile-no-equals = { $at }: the = is missing
    .help = write `key = "value"`
profile-no-value = { $at }: the value is missing
    .help = write a value between double quotes, or remove the line
profile-duplicate = { $at }: this name is used a second time
    .help = keep one of the two; each profile has a name of its own, and each key one line
profile-unclosed = { $at }: a bracket or brace is not closed
    .help = close it: [profiles.NAME], {"{"} file = "…" {"}"}
profile-trailing = { $at }: something follows the value
    .help = end the line after the closing quote; a comment begins with #
profile-backslash = { $at }: a backslash between double quotes begins an escape
    .help = write the path in single quotes ('C:\cert\key.pem'), or with / or \\
profile-binary = { $file } is { $kind }, not a profile file
    .help = a profile file is text (TOML), such as `wechatpay init` writes; name it with --config or WECHATPAY_CONFIG
profile-encoding = { $at }: the file is not UTF-8
    .help = save the file as UTF-8 (in Notepad: Save as, Encoding: UTF-8)
profile-unknown-key = { $at }: unknown key '{ $key }' in { $table }
profile-wrong-type = { $at }: { $key } must be { $expected }, not { $found }
profile-none = no merchant profile is set up
    .help = run `wechatpay init`, name a file with --config FILE (looked for { $files }), or set WECHATPAY_MCHID, WECHATPAY_SERIAL_NO, WECHATPAY_PRIVATE_KEY_FILE and WECHATPAY_APIV3_KEY; --sandbox needs none of them
profile-none-named = no merchant profile is set up
    .help = name the file that contains profile '{ $profile }' with --config FILE (looked for { $files })
profile-empty = { $file } has no profile
    .help = add a [profiles.NAME] table to { $file }; merchant.example.toml shows every key
profile-unknown = { $file } has no profile '{ $name }'
    .help = its profiles: { $known }
profile-unknown-and-none = { $file } has no profile '{ $name }', nor any other
    .help = add [profiles.{ $name }] to { $file }; merchant.example.toml shows every key
profile-misspelt = { $file } has no profile '{ $name }'
    .help = did you mean '{ $nearest }'? its profiles: { $known }
profile-ambiguous = { $file } has several profiles and no default_profile: { $known }
    .help = give --profile NAME or WECHATPAY_PROFILE, or set default_profile in { $file }
profile-missing = { $field } is not set in profile '{ $profile }'
    .help = set { $variables } in the environment, or name a profile file that has { $field } (--config FILE){ $field ->
        [serial_no] , or set the certificate (WECHATPAY_CERTIFICATE_FILE)
       *[other] {""}
    }
profile-missing-in-file = { $field } is not set in profile '{ $profile }' of { $file }
    .help = set { $field } under [profiles.{ $profile }] in { $file }, or { $variables } in the environment{ $field ->
        [serial_no] , or set the certificate (WECHATPAY_CERTIFICATE_FILE)
       *[other] {""}
    }
profile-invalid = { $field } ({ $from }) cannot be used
profile-invalid-option = the value of { $option } cannot be used
profile-not-utf8 = the environment variable { $variable } is not UTF-8
    .help = set { $variable } to UTF-8 text, or name a file instead
profile-unset = { $field } is to be read from the environment variable { $variable }, which is not set
    .help = set { $variable }, or { $own }
profile-command = the command that prints { $field } failed
    .help = run the command of { $field } by hand; it must print the secret and exit 0
profile-keyring = the keyring gives no { $field } under the name '{ $name }'
profile-keyring-unsupported = this system's keyring is not supported
profile-keyring-no-program = { $program } is not installed
profile-keyring-not-started = { $program } cannot be started: { $reason }
profile-keyring-timed-out = { $program } did not end within { $seconds } s, and was ended
profile-keyring-no-entry = there is no such entry, or the keyring is locked
profile-keyring-refused = it is locked, or the access was refused
profile-keyring-refused-with = it says: { $message }
profile-keyring-not-kept = it does not give back what was stored
profile-help-keyring-unsupported = use { "{" } file = "…" { "}" }, { "{" } env = "…" { "}" } or { "{" } command = "…" { "}" } instead
profile-help-keyring-no-program = install { $program } (Debian and Ubuntu: libsecret-tools; Fedora and Arch: libsecret), or use file, env or command instead
profile-help-keyring-store = unlock the keyring, or store the entry: `{ $command }`
profile-help-keyring-refused = unlock the keyring; without a desktop session there is none: use file, env or command instead
profile-secret-as-path = { $field } names a file that does not exist; it looks like the secret itself
    .help = put the secret in { $variable }, or write the path of a file that contains it
profile-read = cannot read { $file }
    .help = check the path: those in merchant.toml are relative to its folder, all others to the working directory
profile-folder = { $file } is a folder, not a file
    .help = name the file itself
profile-too-large = { $file } is larger than 1 MiB
    .help = keys, certificates and profiles are a few kilobytes; check the path
profile-permissions = { $file } contains a secret and can be read by others (mode { $mode })
    .help = run `chmod 600 { $path }` (or give --insecure-permissions if the file is mounted read-only)
profile-p12-name = { $field } ({ $from }) is a PKCS#12 container (.p12), and not the PEM file that its name says
    .help = run: { $command } (its password is the mchid, unless it was changed); or rename the file so that it ends in .p12, and it is read as it is
profile-p12-password = { $field } ({ $from }) is a PKCS#12 container (.p12), which p12_password does not open
    .help = set its password with p12_password, WECHATPAY_P12_PASSWORD or --p12-password; or run: { $command } (it asks for the password)
profile-p12-mchid = { $field } ({ $from }) is a PKCS#12 container (.p12), which the mchid does not open as its password
    .help = set its password with p12_password, WECHATPAY_P12_PASSWORD or --p12-password; or run: { $command } (it asks for the password)
profile-p12-unreadable = { $field } ({ $from }) is a PKCS#12 container (.p12), which cannot be read
    .help = take apiclient_key.pem and apiclient_cert.pem from the ZIP that it came in; or run: { $command } (its password is the mchid, unless it was changed)
profile-foreign-owner = { $file } can be changed by another user: { $controlled } belongs to uid { $uid }
    .help = it decides what is run and what is trusted, so it must be yours or root's; if you trust what is in that folder: --trust-folder '{ $folder }', or WECHATPAY_TRUST_FOLDERS='{ $folder }' in the environment (as in a CI job)
profile-writable = { $file } can be changed by other users: { $controlled } can be written by them (mode { $mode })
    .help = run `chmod go-w '{ $controlled }'`; or, if you trust everyone who can write there: --trust-folder '{ $folder }', or WECHATPAY_TRUST_FOLDERS='{ $folder }' in the environment (as in a CI job)
profile-key-mismatch = the private key ({ $key }) does not belong to the certificate { $certificate } ({ $subject })
    .help = take apiclient_key.pem and apiclient_cert.pem from the same ZIP; a renewed certificate comes with a new key
profile-serial-mismatch = serial_no is { $serial_no } ({ $from }), but the certificate { $certificate } has { $actual }
    .help = set serial_no to { $actual }, or leave it out: it is read from the certificate
profile-serial-public-key-id = serial_no ({ $from }) is { $id }, the id of WeChat Pay's public key, not the serial number of the merchant's certificate
    .help = PUB_KEY_ID_… belongs in public_key_id; serial_no is the serial number of apiclient_cert.pem: `openssl x509 -noout -serial -in apiclient_cert.pem`
profile-serial-platform = serial_no is { $serial_no }, which is WeChat Pay's platform certificate { $certificate }, not the merchant's
    .help = serial_no is the serial number of apiclient_cert.pem: `openssl x509 -noout -serial -in apiclient_cert.pem`
profile-other-merchant = the certificate { $certificate } belongs to merchant { $actual }, but mchid is { $mchid }
    .help = use the private key, certificate and mchid of the same merchant
profile-sub-merchant-certificate = the certificate { $certificate } belongs to the sub-merchant { $actual }; in partner mode the service provider { $mchid } signs, with its own certificate
    .help = mchid, key and certificate are the service provider's; only sub_mchid and sub_appid are the sub-merchant's
profile-own-sub-merchant = sub_mchid ({ $from }) is { $mchid }, the service provider's own number
    .help = mchid is the service provider's number and sub_mchid the sub-merchant's; a merchant that acts for itself has no sub_mchid
profile-own-public-key = public_key { $path } is the merchant's own public key, not WeChat Pay's
    .help = download pub_key.pem in the merchant console: 账户中心 → API安全 → 微信支付公钥
profile-unpaired = { $given } is set in { $profile }, but { $missing } is not
    .help = set { $missing } too ({ $variable }); the merchant console shows both: 账户中心 → API安全 → 微信支付公钥

profile-help-nearest = did you mean '{ $nearest }'?
profile-help-known = known here: { $known }
profile-help-known-at-top = known here: { $known }; profiles are under [profiles.NAME]
profile-help-quotes = write it in quotes: `{ $key } = "…"`
profile-help-leave-out = leave the key out if it has no value
profile-help-secret = for example: { $key } = {"{"} env = "SHOP_{ $variable }" {"}"}
profile-help-text = for example: { $key } = "…"
profile-help-example = merchant.example.toml shows every key
profile-help-serial-no = serial_no is the serial number of apiclient_cert.pem: `openssl x509 -noout -serial -in apiclient_cert.pem`
profile-help-apiv3-key = it is the APIv3密钥 of the merchant console (账户中心 → API安全), unchanged; the APIv2 key and the AppSecret are different secrets
profile-help-url = for example: { $field } = "https://…"
profile-help-url-option = for example: { $option } https://…
profile-help-mchid = it is the 商户号 of the merchant console, such as 1900000109
profile-help-appid = it is the App ID of the Mini Program or app that is bound to the merchant number, such as wx8888888888888888
profile-help-public-key-id = it is shown beside the WeChat Pay public key in the merchant console (账户中心 → API安全)
profile-help-scheme = did you mean { $url }?
profile-help-source = check what { $field } is read from

profile-table-top = the top level
profile-type-text = a text
profile-type-table = a table
profile-type-profiles = tables: [profiles.NAME]
profile-type-secret = a text, or a table with one of env, file, command and keyring
profile-type-empty-text = an empty one
profile-type-integer = an integer
profile-type-float = a float
profile-type-boolean = a boolean
profile-type-date = a date
profile-type-array = an array
profile-type-empty-table = an empty table
profile-type-several-sources = a table with several of them
profile-source-default = default
profile-source-answer = as typed
profile-source-option = given as an option
profile-source-preset = built in
profile-source-command = from its command
profile-source-keyring = in the keyring under { $name }
profile-source-profile = in { $file }
profile-file = the profile file { $path }
profile-variables = { $first } or { $second }
profile-of-file = profile '{ $profile }' of { $file }
profile-of-environment = profile '{ $profile }'

profile-rule-mchid = mchid must be 1 to 32 digits
profile-rule-appid = appid must be 1 to 32 letters and digits, such as wx8888888888888888
profile-rule-sub-mchid = sub_mchid must be 1 to 32 digits
profile-rule-sub-appid = sub_appid must be 1 to 32 letters and digits, such as wx8888888888888888
profile-rule-public-key-id = a WeChat Pay public key id is PUB_KEY_ID_ and digits
profile-rule-serial-no = serial_no must be up to 40 hexadecimal digits (openssl x509 -noout -serial prints it)
profile-apiv3-key-length = an APIv3 key has exactly 32 characters; this text has { $length }
profile-apiv3-key-spaces = an APIv3 key has exactly 32 characters; this text has { $length }, with a space or line break at an end
profile-url-not-url = it is not a URL
profile-url-scheme = it must begin with https:// (or http://)
profile-url-credentials = it must not contain a user name or a password
profile-url-query = it must not have a query or a fragment
profile-url-no-scheme = it does not begin with https:// (or http://)
profile-not-text = it is not text
profile-empty-value = it is empty

profile-set-by-option = option
profile-set-by-environment = environment { $name }
profile-set-by-file = file
profile-set-by-preset = built-in
profile-in-variable = env { $name }
profile-in-file = file { $path }
profile-in-command = command
profile-in-keyring = keyring { $name }
profile-in-profile-file = in merchant.toml
