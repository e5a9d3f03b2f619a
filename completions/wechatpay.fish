# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_wechatpay_global_optspecs
    string join \n config= p/profile= sandbox json get= q/quiet v/verbose color= lang= base-url= backup-base-url= mp-base-url= allow-foreign-host timeout= connect-timeout= retries= deadline= ca-file= proxy= dry-run curl no-input insecure-permissions p12-password= trust-folder= h/help V/version
end

function __fish_wechatpay_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_wechatpay_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_wechatpay_using_subcommand
    set -l cmd (__fish_wechatpay_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c wechatpay -n "__fish_wechatpay_needs_command" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "demo" -d 'Walk a whole Mini Program payment against the embedded sandbox'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "download-certs" -d 'Fetch, decrypt, verify and store the platform certificates'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "openid" -d 'Exchange a wx.login code for an openid'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "create-order" -d 'Create a prepay order'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "pay-params" -d 'Make the parameters of wx.requestPayment, or check some'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "query" -d 'Ask for an order by either number'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "close" -d 'Close an unpaid order'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "refund" -d 'Refund a paid order, whole or in part, or ask for a refund'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "api" -d 'Make any API v3 call, signed and verified'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "bill" -d 'Download a day\'s trade bill or fund-flow bill, and check its hash'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "verify-notify" -d 'Verify and decrypt one captured notification'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "explain" -d 'Say why a signature fails or what an error code means'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "serve-notify" -d 'Receive notifications: verify, decrypt, store, acknowledge'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "events" -d 'Look into what serve-notify stored, and send it again'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "trigger" -d 'Send a test notification, good or faulty, to an endpoint and judge its answer'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "sandbox" -d 'Run a local WeChat Pay'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "doctor" -d 'Check a profile end to end, and say what to mend'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "profile" -d 'List or show profiles, secrets redacted'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "completions" -d 'Print a shell completion script'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s k -l key -d 'APIv3 key; better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s m -l mchid -d 'Merchant number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s f -l privatekey -d 'Merchant private key file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s s -l serialno -d 'Serial number of the merchant certificate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s o -l output -d 'Write here [default: the profile\'s platform_certs, or .]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s c -l wechatpay-cert -d 'Certificates that are trusted already' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l min-days -d 'Days before expiry from which --check warns' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l chain -d 'Check that each certificate leads to a root in this file, PEM or .p7b' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l first-use -d 'Whether to accept certificates that no trusted key vouches for' -r -f -a "allow\t''
refuse\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l bundle -d 'Write all certificates that are still valid into this one PEM file, too' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l check -d 'Write nothing; exit 8 if a certificate expires soon, is new or gone, and 4 if the response does not verify'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l prune -d 'Remove the wechatpay_*.pem files of certificates that have expired or are no longer listed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l sub-appid -d 'The sub-merchant\'s Mini Program that the code is of; app_secret is then that app\'s' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l include-session-key -d 'Print session_key too, in JSON; it must not leave the server'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l openid -d 'The payer, under the profile\'s App ID (jsapi); in partner mode, the service provider\'s' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sub-openid -d 'The payer, under the sub-merchant\'s App ID (jsapi in partner mode)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sub-mchid -d 'Act for this sub-merchant, as a service provider [default: the profile\'s sub_mchid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sub-appid -d 'The sub-merchant\'s own App ID [default: the profile\'s sub_appid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l total -d 'Amount in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l yuan -d 'Amount in yuan, at most two decimal places' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l description -d 'What the payer sees on the bill' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l trade-type -d 'How it is paid; a Mini Program uses jsapi' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l out-trade-no -d 'The merchant\'s number for the order [default: a new one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l notify-url -d 'Where the notification goes [default: the profile\'s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l attach -d 'Comes back in queries and notifications' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l time-expire -d 'Until when it can be paid: 30m, or RFC 3339' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l goods-tag -d 'Promotion tag' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l detail -d 'detail, as JSON' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l scene-info -d 'scene_info, as JSON' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l client-ip -d 'The payer\'s address (required for h5)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l h5-type -d 'The payer\'s device (h5)' -r -f -a "Wap\t''
iOS\t''
Android\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l body -d 'Send this body byte for byte' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l set -d 'Set a field of the body to a text' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l set-json -d 'Set a field of the body to a JSON value' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l wait -d 'Ask again until the state is final, for at most this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l interval -d 'Pause this long at first; the pauses grow' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l batch -d 'Do this for each line of a file: JSON Lines, or CSV with a header, named as the options are (out_trade_no, …); the options apply to lines that do not give a value' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l concurrency -d 'Maximum concurrent requests' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l rate -d 'Maximum requests started per second' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s o -l output -d 'Write one JSON object per line here; the same command resumes the batch' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l profit-sharing -d 'Freeze the money for profit sharing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l support-fapiao -d 'Offer an e-invoice'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l qr -d 'Show the payment link as a QR code (native)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l retry-failed -d 'When resuming, send refused lines again, with the same numbers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l pay-params -d 'Sign pay_params for each line too, which takes as long as signing the order'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l for -d 'The client that pays [default: miniprogram; with --check: read from the object]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l appid -d 'The App ID of that client [default: the profile\'s; --sub-appid where that is given]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l sub-mchid -d 'Act for this sub-merchant, as a service provider [default: the profile\'s sub_mchid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l sub-appid -d 'The sub-merchant\'s own App ID [default: the profile\'s sub_appid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l timestamp -d 'Unix seconds [default: now]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l nonce -d '1 to 32 letters and digits [default: random]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l check -d 'Check the object that a client got, and say what is wrong with it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l signed-string -d 'With --check: the string that your code signed, to compare byte by byte' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l explain -d 'Show each signed line, its length, the SHA-256 and the key'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l out-trade-no -d 'The merchant\'s number for the order' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l transaction-id -d 'WeChat Pay\'s number for the payment' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l sub-mchid -d 'Act for this sub-merchant, as a service provider [default: the profile\'s sub_mchid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l wait -d 'Ask again until the state is final, for at most this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l interval -d 'Pause this long at first; the pauses grow' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l expect -d 'Exit 8 unless the order is in one of these states' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l fail-on -d 'Stop with exit 8 as soon as the order is in one of these states' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l batch -d 'Do this for each line of a file: JSON Lines, or CSV with a header, named as the options are (out_trade_no, …); the options apply to lines that do not give a value' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l concurrency -d 'Maximum concurrent requests' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l rate -d 'Maximum requests started per second' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s o -l output -d 'Write one JSON object per line here; the same command resumes the batch' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l retry-failed -d 'When resuming, send refused lines again, with the same numbers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l out-trade-no -d 'The same, as an option' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l sub-mchid -d 'Act for this sub-merchant, as a service provider [default: the profile\'s sub_mchid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -f -a "create" -d 'Give a payment back, whole or in part'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -f -a "query" -d 'Ask for a refund, and wait until it has ended'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l out-trade-no -d 'The merchant\'s number for the order' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l transaction-id -d 'WeChat Pay\'s number for the payment' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l refund -d 'How much to give back, in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l refund-yuan -d 'How much to give back, in yuan, at most two decimal places' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l total -d 'What the order came to, in fen [default: as a query of the order says]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l out-refund-no -d 'The merchant\'s number for the refund; a new number refunds again [default: the unfinished refund\'s of this order, else a new one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l reason -d 'Shown to the payer' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l notify-url -d 'Where the notification goes [default: the profile\'s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l funds-account -d 'Which account pays for it' -r -f -a "AVAILABLE\t''
UNSETTLED\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l goods-detail -d 'goods_detail, as a JSON array' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l sub-mchid -d 'The sub-merchant who took the payment [default: the profile\'s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l body -d 'Send this body byte for byte' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l set -d 'Set a field of the body to a text' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l set-json -d 'Set a field of the body to a JSON value' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l batch -d 'Do this for each line of a file: JSON Lines, or CSV with a header, named as the options are (out_trade_no, …); the options apply to lines that do not give a value' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l concurrency -d 'Maximum concurrent requests' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l rate -d 'Maximum requests started per second' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s o -l output -d 'Write one JSON object per line here; the same command resumes the batch' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l new-refund -d 'Refund again: beside this order\'s unfinished refunds, which are forgotten, and beside one of the same amount that was accepted within a day; the payer may get the money twice'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l retry-failed -d 'When resuming, send refused lines again, with the same numbers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l out-refund-no -d 'The merchant\'s number for the refund' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l sub-mchid -d 'The sub-merchant who took the payment [default: the profile\'s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l wait -d 'Ask again until the state is final, for at most this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l interval -d 'Pause this long at first; the pauses grow' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l expect -d 'Exit 8 unless the refund has one of these statuses' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from help" -f -a "create" -d 'Give a payment back, whole or in part'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from help" -f -a "query" -d 'Ask for a refund, and wait until it has ended'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s d -l data -d 'Send these bytes: a file\'s (also @FILE), - for stdin, or the text itself' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s F -l field -d 'Add a field: a[b]=1, a.b=true, list[]=x, text=@FILE; to the query with GET, DELETE and --data' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s f -l raw-field -d 'Add a field whose value is always a string, such as mchid=1900000001' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s H -l header -d 'Send a header too, or instead of the usual one' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l encrypt -d 'Encrypt this field of the body for WeChat Pay, such as receivers.*.name' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l decrypt -d 'Decrypt this field of the verified answer with the merchant\'s key' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l upload -d 'Upload a picture or a video; only its meta is signed' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l max-pages -d 'Ask for this many pages at the most' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s o -l output -d 'Write the body to a file that only its owner may read' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l own-authorization -d 'Let --header replace Authorization'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l paginate -d 'Go on to the last page: links.next, next_page_token, or offset, limit and total_count'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l offset-in-pages -d 'Add one to the offset for each page, where an API counts pages [default: in /v3/marketing/favor]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l idempotent -d 'Repeat the request where no answer comes: it names itself by a number'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l no-verify -d 'Accept an answer without a signature [default: for bill files and pictures]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s i -l include -d 'Print status and headers too'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -f -a "trade" -d 'Payments and refunds, one row each (交易账单)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -f -a "fundflow" -d 'What came into an account of the merchant and went out of it (资金账单)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s o -l output -d 'Write to this file instead of stdout, whole or not at all; FILE.gz stays compressed' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l parse -d 'Take it apart: json has a row a line and amounts in fen, then the summary, where `text_columns` names those with an amount that is no whole number of fen, which stays a text in yuan; csv and table keep WeChat Pay\'s yuan [default with --json or --get and no FILE: json]' -r -f -a "table\t'For people'
json\t'One object a line'
csv\t'Without back-quotes, byte order mark and summary; an apostrophe stands before what a spreadsheet would compute'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l type -d 'Only these trades' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l sub-mchid -d 'A service provider\'s: of this sub-merchant alone, or of all [default: the profile\'s sub_mchid, else all]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l gzip -d 'Transfer it compressed; it is inflated unless it is written to FILE.gz'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s o -l output -d 'Write to this file instead of stdout, whole or not at all; FILE.gz stays compressed' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l parse -d 'Take it apart: json has a row a line and amounts in fen, then the summary, where `text_columns` names those with an amount that is no whole number of fen, which stays a text in yuan; csv and table keep WeChat Pay\'s yuan [default with --json or --get and no FILE: json]' -r -f -a "table\t'For people'
json\t'One object a line'
csv\t'Without back-quotes, byte order mark and summary; an apostrophe stands before what a spreadsheet would compute'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l account -d 'Of this account' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l gzip -d 'Transfer it compressed; it is inflated unless it is written to FILE.gz'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from help" -f -a "trade" -d 'Payments and refunds, one row each (交易账单)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from help" -f -a "fundflow" -d 'What came into an account of the merchant and went out of it (资金账单)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l request -d 'A whole request: raw HTTP, a copied curl command, a log, or JSON with headers and body' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l headers -d 'The headers, as lines, JSON, or as a program or framework prints them' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l body -d 'The raw body' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l timestamp -d 'Wechatpay-Timestamp' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l nonce -d 'Wechatpay-Nonce' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l signature -d 'Wechatpay-Signature' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l serial -d 'Wechatpay-Serial' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l at -d 'Judge the age at this moment: RFC 3339 or Unix seconds [default: now]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l max-age -d 'The oldest signature to accept' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l no-max-age -d 'Accept a signature of any age'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l no-decrypt -d 'Verify only'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -a "request" -d 'Judge a signed request: would WeChat Pay accept it, and why not'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -a "reply" -d 'Read the JSON of a 401 reply and compare it with what was signed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -a "code" -d 'Say what an error code means, what to do, and whether repeating is safe'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l method -d 'The method as sent' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l url -d 'The URL as sent, or its path and query' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l body -d 'The raw body as sent' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l authorization -d 'The Authorization header, or a line, log or curl command with it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l authorization-file -d 'A file that holds it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l at -d 'When it was sent, in RFC 3339 or Unix seconds: the age of its timestamp is checked then' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l method -d 'The method as sent' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l url -d 'The URL as sent, or its path and query' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l body -d 'The raw body as sent' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l authorization -d 'The value of the Authorization header' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l authorization-file -d 'A file that holds it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from help" -f -a "request" -d 'Judge a signed request: would WeChat Pay accept it, and why not'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from help" -f -a "reply" -d 'Read the JSON of a 401 reply and compare it with what was signed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from help" -f -a "code" -d 'Say what an error code means, what to do, and whether repeating is safe'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l listen -d 'Listen here: 8080, :8080 or localhost:8080 for this machine alone, 0.0.0.0:8080 for all; port 0 picks one. A socket handed over by systemd comes first' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l admin-listen -d 'Serve GET /healthz and /metrics here, and only here [default: on --listen, under --allow-ip]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l path -d 'The path of the notify_url' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l store -d 'Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user\'s data folder]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l keep -d 'Forget notifications that came so long before the newest and have arrived everywhere' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l forward-to -d 'Pass notifications on: a port, /path, host:port/path or a URL; TRANSACTION.*=URL for some' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l forward-attempts -d 'Give a notification up after a target refused it this often' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l ack -d 'When WeChat Pay is told that a notification has arrived' -r -f -a "after-store\t'Once it is on disk'
after-forward\t'Once every target has taken it, too'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l exec -d 'Run this through the shell for each event, which it reads as JSON from its stdin, with WECHATPAY_EVENT_ID and WECHATPAY_EVENT_TYPE and without our secrets in its environment' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l tls-cert -d 'Serve https with this certificate chain; it is read again when it changes' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l tls-key -d 'The certificate\'s private key' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l allow-ip -d 'Accept requests from these addresses only; behind a reverse proxy that is the proxy\'s address' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l body-limit -d 'The largest body to read' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-connections -d 'How many connections may be open at once, and as many requests without a response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-connections-per-ip -d 'How many of them one address may have [default: an eighth, at least 16; seven eighths for this machine and private networks, where a reverse proxy such as nginx connects from]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l rate-limit -d 'How many requests a second each address but this machine\'s may send; 0 for any number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l sub-mchid -d 'Act for this sub-merchant, as a service provider [default: the profile\'s sub_mchid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l sub-appid -d 'The sub-merchant\'s own App ID [default: the profile\'s sub_appid]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-total -d 'The largest order that the checkout API places, in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l checkout-host -d 'Another name of this machine under which the checkout API is called, such as a tunnel\'s' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l log-format -d 'How notes and warnings are written on stderr' -r -f -a "text\t'For people'
json\t'One JSON object a line: time, level, message, and what else there is'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-events -d 'End after this many notifications' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l for -d 'End after this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l expect -d 'End when this arrives, and exit 8 if it has not: EVENT[,out_trade_no=N], where EVENT may be a pattern such as REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l no-store -d 'Keep nothing; for trying things out'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l checkout-api -d 'Add the back end of a Mini Program: POST /wechat/getOpenid and /wechat/createOrder'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l once -d 'End after the first notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -f -a "list" -d 'List notifications'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -f -a "show" -d 'Show one with everything that is known of it'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -f -a "replay" -d 'Send notifications once more'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -f -a "export" -d 'Write notifications as JSON Lines or CSV'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -f -a "stats" -d 'Count what is kept'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l store -d 'Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user\'s data folder]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l since -d 'Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l until -d 'Received before this time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l order -d 'With this out_trade_no, transaction_id, refund_id or out_refund_no' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l type -d 'With this event type, such as TRANSACTION.SUCCESS or REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l state -d 'In this state: stored, pending, delivered, dead or duplicate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l limit -d 'The newest so many' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l store -d 'Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user\'s data folder]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l store -d 'Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user\'s data folder]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l since -d 'Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l until -d 'Received before this time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l order -d 'With this out_trade_no, transaction_id, refund_id or out_refund_no' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l type -d 'With this event type, such as TRANSACTION.SUCCESS or REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l state -d 'In this state: stored, pending, delivered, dead or duplicate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l to -d 'Send them there now; without it, what has not arrived is queued for its own targets again' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l data -d 'The sandbox\'s data folder, for --resign' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l resign -d 'Sign the bytes anew with the sandbox\'s key, for receivers that check the time'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l store -d 'Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user\'s data folder]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l since -d 'Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l until -d 'Received before this time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l order -d 'With this out_trade_no, transaction_id, refund_id or out_refund_no' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l type -d 'With this event type, such as TRANSACTION.SUCCESS or REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l state -d 'In this state: stored, pending, delivered, dead or duplicate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s o -l output -d 'Write to this file instead of stdout' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l format -d 'How to write them [default: by the file\'s name, else jsonl]' -r -f -a "jsonl\t'One JSON object a line'
csv\t'A header and one line each; an apostrophe stands before what a spreadsheet would compute'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l store -d 'Keep notifications in this file or database [env: WECHATPAY_STORE] [default: a file for each merchant in the user\'s data folder]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "list" -d 'List notifications'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one with everything that is known of it'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "replay" -d 'Send notifications once more'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write notifications as JSON Lines or CSV'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Count what is kept'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l to -d 'Send it there: a port, /path, host:port/path or a URL' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l fault -d 'Make it odd in this way' -r -f -a "bad-signature\t''
wrong-serial\t''
stale\t''
future\t''
signtest\t''
bad-tag\t''
truncated\t''
reserialized\t''
wrong-mchid\t''
duplicate\t''
slow\t''
refund-first\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l set -d 'Set a field of the plaintext to a text' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l set-json -d 'Set a field of the plaintext to a JSON value' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l key -d 'Sign with this key of the sandbox\'s' -r -f -a "certificate\t''
public-key\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l repeat -d 'Send so many of them, and count' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l concurrency -d 'How many of them at once' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l data -d 'The sandbox\'s data folder' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l suite -d 'Send every event and every fault, and judge the endpoint'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l partner -d 'Tell a service provider of a sub-merchant\'s order'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l listen -d 'Listen here; port 0 picks one' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l auto-pay -d 'Pay each order after this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l time-scale -d 'Let the notification schedule run this many times faster' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l mode -d 'Sign with the platform certificate, the WeChat Pay public key, or as the request asks' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l fault -d 'Let calls fail: NAME[:RATE|:xN][@PATH], such as http-503:x3; see sandbox fault --list' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l stub -d 'Answer calls that the sandbox does not know, their signature checked, from this file or with {}' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l write-profile -d 'Save the profile to use as a TOML file, with its key files beside it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "pay" -d 'Pay an order and deliver its notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "refund" -d 'Let a paid order\'s refunds end, or refund what remains of it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "transfer" -d 'Let the user of a transfer confirm it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "complain" -d 'Complain about a paid order as its payer would, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "rotate" -d 'Make another platform certificate, which signs from now on; the old one stays listed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "fault" -d 'Let calls of a running sandbox fail, and list the faults that there are'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "reset" -d 'Forget all orders; the identity stays'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "export" -d 'Print all orders as JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "import" -d 'Replace all orders by exported ones'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund transfer complain rotate fault reset export import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l attempts -d 'Deliver at most this often where no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l attempts -d 'Deliver at most this often where no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l status -d 'How the refund ends: SUCCESS, ABNORMAL or CLOSED' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l fail -d 'Let it fail: the user\'s account takes no money'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l detail -d 'What the payer complains about' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l list -d 'List the faults that are set, and those that there are'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l clear -d 'Remove those that are set, first'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l yes -d 'Ask nothing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l data -d 'Keep identity and orders here [env: WECHATPAY_SANDBOX_DATA] [default: wechatpay/sandbox in the user\'s data folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l yes -d 'Ask nothing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "pay" -d 'Pay an order and deliver its notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "refund" -d 'Let a paid order\'s refunds end, or refund what remains of it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "transfer" -d 'Let the user of a transfer confirm it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "complain" -d 'Complain about a paid order as its payer would, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Make another platform certificate, which signs from now on; the old one stays listed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "fault" -d 'Let calls of a running sandbox fail, and list the faults that there are'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Forget all orders; the identity stays'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "export" -d 'Print all orders as JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "import" -d 'Replace all orders by exported ones'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l offline -d 'Check files and settings only, and send nothing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -f -a "list" -d 'List the profiles'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -f -a "show" -d 'Show a profile\'s fields and where each was set'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the profiles'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a profile\'s fields and where each was set'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l config -d 'Read profiles from this file [env: WECHATPAY_CONFIG] [default: ./merchant.toml, then wechatpay/merchant.toml in the user\'s config folder]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s p -l profile -d 'Use this profile [env: WECHATPAY_PROFILE] [default: the file\'s default_profile, or its only one]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l color -d 'Use colours [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set; anywhere, if `CLICOLOR_FORCE` is'
always\t'Always'
never\t'Never'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l lang -d 'Use this language [env: WECHATPAY_LANG] [default: by locale]' -r -f -a "en\t'English'
zh\t'简体中文'"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l base-url -d 'Send API v3 calls to this host [env: WECHATPAY_BASE_URL] [default: https://api.mch.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l backup-base-url -d 'Ask this host while the first cannot be reached; none for no other [env: WECHATPAY_BACKUP_BASE_URL] [default: https://api2.mch.weixin.qq.com, beside the default base URL]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l mp-base-url -d 'Send the Mini Program login to this host [env: WECHATPAY_MP_BASE_URL] [default: https://api.weixin.qq.com]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l timeout -d 'Wait this long for each answer [env: WECHATPAY_TIMEOUT] [default: 10s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l connect-timeout -d 'Wait this long for a connection [env: WECHATPAY_CONNECT_TIMEOUT] [default: 5s]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l retries -d 'Repeat a request up to N times where that is safe [env: WECHATPAY_RETRIES] [default: 2]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l deadline -d 'Give a call up after this long, all its attempts included; a bill with its file [env: WECHATPAY_DEADLINE] [default: 60s; for a bill 1h]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l ca-file -d 'Trust these PEM certificates instead of the system\'s [env: SSL_CERT_FILE]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l proxy -d 'Send everything through this proxy, all but what stays on this machine [env: HTTPS_PROXY, ALL_PROXY, NO_PROXY]' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l p12-password -d 'Password of a .p12 file that private_key or certificate names; without it, the mchid is tried. Better kept out of the command line, where other processes can read it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l trust-folder -d 'Use the profiles, keys and certificates in this folder whoever owns it [env: WECHATPAY_TRUST_FOLDERS=, a list as PATH is one]' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l sandbox -d 'Use the embedded sandbox and its built-in profile [env: WECHATPAY_SANDBOX]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l json -d 'Print JSON [env: WECHATPAY_FORMAT=json]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s q -l quiet -d 'Print no notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s v -l verbose -d 'Show requests and answers; twice: also the signed message and the headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l allow-foreign-host -d 'Let requests go to hosts that are not WeChat\'s'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l no-input -d 'Ask no questions [env: CI]'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "demo" -d 'Walk a whole Mini Program payment against the embedded sandbox'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "download-certs" -d 'Fetch, decrypt, verify and store the platform certificates'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "openid" -d 'Exchange a wx.login code for an openid'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "create-order" -d 'Create a prepay order'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "pay-params" -d 'Make the parameters of wx.requestPayment, or check some'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "query" -d 'Ask for an order by either number'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "close" -d 'Close an unpaid order'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "refund" -d 'Refund a paid order, whole or in part, or ask for a refund'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "api" -d 'Make any API v3 call, signed and verified'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "bill" -d 'Download a day\'s trade bill or fund-flow bill, and check its hash'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "verify-notify" -d 'Verify and decrypt one captured notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "explain" -d 'Say why a signature fails or what an error code means'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "serve-notify" -d 'Receive notifications: verify, decrypt, store, acknowledge'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "events" -d 'Look into what serve-notify stored, and send it again'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "trigger" -d 'Send a test notification, good or faulty, to an endpoint and judge its answer'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "sandbox" -d 'Run a local WeChat Pay'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "doctor" -d 'Check a profile end to end, and say what to mend'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "profile" -d 'List or show profiles, secrets redacted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "completions" -d 'Print a shell completion script'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and not __fish_seen_subcommand_from demo download-certs openid create-order pay-params query close refund api bill verify-notify explain serve-notify events trigger sandbox doctor profile completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from refund" -f -a "create" -d 'Give a payment back, whole or in part'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from refund" -f -a "query" -d 'Ask for a refund, and wait until it has ended'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from bill" -f -a "trade" -d 'Payments and refunds, one row each (交易账单)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from bill" -f -a "fundflow" -d 'What came into an account of the merchant and went out of it (资金账单)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from explain" -f -a "request" -d 'Judge a signed request: would WeChat Pay accept it, and why not'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from explain" -f -a "reply" -d 'Read the JSON of a 401 reply and compare it with what was signed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from explain" -f -a "code" -d 'Say what an error code means, what to do, and whether repeating is safe'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "list" -d 'List notifications'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "show" -d 'Show one with everything that is known of it'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "replay" -d 'Send notifications once more'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "export" -d 'Write notifications as JSON Lines or CSV'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "stats" -d 'Count what is kept'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "pay" -d 'Pay an order and deliver its notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "refund" -d 'Let a paid order\'s refunds end, or refund what remains of it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "transfer" -d 'Let the user of a transfer confirm it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "complain" -d 'Complain about a paid order as its payer would, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "rotate" -d 'Make another platform certificate, which signs from now on; the old one stays listed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "fault" -d 'Let calls of a running sandbox fail, and list the faults that there are'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "reset" -d 'Forget all orders; the identity stays'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "export" -d 'Print all orders as JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "import" -d 'Replace all orders by exported ones'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "list" -d 'List the profiles'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "show" -d 'Show a profile\'s fields and where each was set'
