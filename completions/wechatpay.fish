# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_wechatpay_global_optspecs
    string join \n config= p/profile= sandbox json get= q/quiet v/verbose color= lang= base-url= backup-base-url= mp-base-url= allow-foreign-host timeout= connect-timeout= retries= deadline= ca-file= proxy= dry-run curl yes no-input insecure-permissions p12-password= trust-folder= h/help V/version
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

complete -c wechatpay -n "__fish_wechatpay_needs_command" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "demo" -d 'Run a complete Mini Program payment in the built-in sandbox'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "download-certs" -d 'Download, verify and store the platform certificates'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "openid" -d 'Exchange a wx.login code for an openid'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "create-order" -d 'Create a prepay order: Mini Program, JSAPI, Native, APP or H5'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "pay-params" -d 'Generate wx.requestPayment parameters, or diagnose existing ones'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "query" -d 'Look up an order by out_trade_no or transaction_id'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "close" -d 'Close an unpaid order'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "refund" -d 'Create or look up a refund, full or partial'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "api" -d 'Make any API v3 call, signed and verified'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "bill" -d 'Download a day\'s trade or fund-flow bill, and check its hash'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "verify-notify" -d 'Verify and decrypt one captured notification'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "explain" -d 'Explain why a signature fails, or what an error code means'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "serve-notify" -d 'Receive notifications: verify, decrypt, store, acknowledge'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "events" -d 'Inspect and replay the notifications that serve-notify stored'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "trigger" -d 'Send a valid or broken test notification and check the response'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "sandbox" -d 'Run a local WeChat Pay: orders, payments, refunds, notifications'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "init" -d 'Set up a profile from the files of the merchant console'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "doctor" -d 'Check a profile end to end and report what to fix'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "profile" -d 'List or show profiles, secrets redacted'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "completions" -d 'Print a shell completion script'
complete -c wechatpay -n "__fish_wechatpay_needs_command" -f -a "help" -d 'Show the page of a command or a topic'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand demo" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s k -l key -d 'APIv3 key; other processes can read it on the command line, so prefer the profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s m -l mchid -d 'Merchant ID' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s f -l privatekey -d 'Merchant private key file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s s -l serialno -d 'Serial number of the merchant certificate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s o -l output -d 'Write here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s c -l wechatpay-cert -d 'Certificates that are trusted already' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l min-days -d 'For --check: warn this many days before expiry' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l chain -d 'Check that each certificate leads to a root in this file, PEM or .p7b' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l first-use -d 'Whether to accept certificates that no locally trusted key has signed' -r -f -a "allow\t''
refuse\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l bundle -d 'Also write all valid certificates into this one PEM file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l check -d 'Write nothing; exit 8 if a certificate expires soon, is new or gone'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l prune -d 'Remove the wechatpay_*.pem files of certificates that expired or are no longer listed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand download-certs" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l sub-appid -d 'The sub-merchant\'s Mini Program that the code is of; app_secret is then that app\'s' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l include-session-key -d 'Also print session_key, in JSON; it must not leave the server'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand openid" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l openid -d 'The payer, under the profile\'s App ID' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sub-openid -d 'The payer, under the sub-merchant\'s App ID' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sub-mchid -d 'Act for this sub-merchant, as a service provider' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sub-appid -d 'The sub-merchant\'s own App ID' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l total -d 'Amount in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l yuan -d 'Amount in yuan, at most two decimal places' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l description -d 'Description shown to the payer' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l trade-type -d 'Trade type; jsapi is for Mini Programs too' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l out-trade-no -d 'Merchant\'s order number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l notify-url -d 'Where the notification is sent' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l attach -d 'Text that is returned in queries and notifications' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l time-expire -d 'Payment deadline: a duration (30m) or an RFC 3339 time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l goods-tag -d 'Promotion tag' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l detail -d 'File with the JSON of `detail`' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l scene-info -d 'File with the JSON of `scene_info`' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l client-ip -d 'The payer\'s IP address; required for h5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l h5-type -d 'The payer\'s device, for h5' -r -f -a "Wap\t''
iOS\t''
Android\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l body -d 'Send this body byte for byte' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l set -d 'Set a field of the body to a text' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l set-json -d 'Set a field of the body to a JSON value' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l wait -d 'Query until the state is final, for at most D (5m if left out)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l interval -d 'First pause between queries; the pauses grow' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l batch -d 'Process each line of a file: JSON Lines, or CSV with a header' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l concurrency -d 'Process up to N lines in parallel' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l rate -d 'Start at most R lines per second' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s o -l output -d 'Write one JSON object per line here; the same command resumes the batch' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l profit-sharing -d 'Allow profit sharing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l support-fapiao -d 'Offer an electronic invoice'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l qr -d 'Draw code_url as a QR code, for native'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l retry-failed -d 'When resuming, send refused lines again, with the same numbers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l pay-params -d 'Also sign pay_params for each line, which takes as long as signing the order'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand create-order" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l for -d 'The client that pays' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l appid -d 'The App ID of that client' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l sub-mchid -d 'Act for this sub-merchant, as a service provider' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l sub-appid -d 'The sub-merchant\'s own App ID' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l timestamp -d 'Unix seconds' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l nonce -d '1 to 32 letters and digits' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l check -d 'Check the object that a client got, and report what is wrong' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l signed-string -d 'With --check: the string that your code signed, to compare byte by byte' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l explain -d 'Show each signed line, its length, the SHA-256 and the key'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand pay-params" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l out-trade-no -d 'Merchant\'s order number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l transaction-id -d 'WeChat Pay\'s order number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l sub-mchid -d 'Act for this sub-merchant, as a service provider' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l wait -d 'Query until the state is final, for at most D (5m if left out)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l interval -d 'First pause between queries; the pauses grow' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l expect -d 'Exit 8 unless the order is in one of these states' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l fail-on -d 'Stop with exit 8 as soon as the order is in one of these states' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l batch -d 'Process each line of a file: JSON Lines, or CSV with a header' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l concurrency -d 'Process up to N lines in parallel' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l rate -d 'Start at most R lines per second' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s o -l output -d 'Write one JSON object per line here; the same command resumes the batch' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l retry-failed -d 'When resuming, send refused lines again, with the same numbers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand query" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l out-trade-no -d 'The same, as an option' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l sub-mchid -d 'Act for this sub-merchant, as a service provider' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand close" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -f -a "create" -d 'Refund a payment, fully or partially'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and not __fish_seen_subcommand_from create query" -f -a "query" -d 'Look up a refund, optionally waiting until it completes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l out-trade-no -d 'Merchant\'s order number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l transaction-id -d 'WeChat Pay\'s order number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l refund -d 'Amount to refund, in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l refund-yuan -d 'Amount to refund, in yuan, at most two decimal places' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l total -d 'Total of the order, in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l out-refund-no -d 'Merchant\'s refund number; a new one refunds again' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l reason -d 'Reason shown to the payer' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l notify-url -d 'Where the notification is sent' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l funds-account -d 'Account that pays the refund' -r -f -a "AVAILABLE\t''
UNSETTLED\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l goods-detail -d 'File with the JSON array of `goods_detail`' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l sub-mchid -d 'The sub-merchant who took the payment' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l body -d 'Send this body byte for byte' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l set -d 'Set a field of the body to a text' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l set-json -d 'Set a field of the body to a JSON value' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l batch -d 'Process each line of a file: JSON Lines, or CSV with a header' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l concurrency -d 'Process up to N lines in parallel' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l rate -d 'Start at most R lines per second' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s o -l output -d 'Write one JSON object per line here; the same command resumes the batch' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l new-refund -d 'Refund again, although a refund of this order is unfinished or was just accepted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l retry-failed -d 'When resuming, send refused lines again, with the same numbers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l out-refund-no -d 'Merchant\'s refund number' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l sub-mchid -d 'The sub-merchant who took the payment' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l wait -d 'Query until the state is final, for at most D (5m if left out)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l interval -d 'First pause between queries; the pauses grow' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l expect -d 'Exit 8 unless the refund has one of these statuses' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand refund; and __fish_seen_subcommand_from query" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s d -l data -d 'Send this body: a file (also @FILE), - for stdin, or the text itself' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s F -l field -d 'Add a field: a[b]=1, a.b=true, list[]=x, text=@FILE' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s f -l raw-field -d 'Add a field whose value is always a string, such as mchid=1900000001' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s H -l header -d 'Send this header, too, or instead of the usual one' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l encrypt -d 'Encrypt this field of the body for WeChat Pay, such as receivers.*.name' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l decrypt -d 'Decrypt this field of the verified response with the merchant\'s key' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l upload -d 'Upload a picture or a video; only its meta is signed' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l max-pages -d 'Fetch at most N pages' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s o -l output -d 'Write the body to a file that only its owner may read' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l own-authorization -d 'Let --header replace Authorization'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l paginate -d 'Follow to the last page: links.next, next_page_token, or offset, limit and total_count'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l offset-in-pages -d 'Add one to the offset for each page, for an API that counts pages'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l idempotent -d 'Repeat the request if no response comes: it names itself by a number'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l no-verify -d 'Accept a response without a signature'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s i -l include -d 'Also print status and headers'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand api" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -f -a "trade" -d 'Trade bill (交易账单): payments and refunds, one row each'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and not __fish_seen_subcommand_from trade fundflow" -f -a "fundflow" -d 'Fund-flow bill (资金账单): all movements on a merchant account'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s o -l output -d 'Write to this file instead of stdout, whole or not at all; FILE.gz stays compressed' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l parse -d 'Parse it' -r -f -a "table\t''
json\t''
csv\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l type -d 'Only these trades' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l sub-mchid -d 'For a service provider: this sub-merchant alone, or all' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l gzip -d 'Transfer it compressed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from trade" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s o -l output -d 'Write to this file instead of stdout, whole or not at all; FILE.gz stays compressed' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l parse -d 'Parse it' -r -f -a "table\t''
json\t''
csv\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l account -d 'Account' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l gzip -d 'Transfer it compressed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand bill; and __fish_seen_subcommand_from fundflow" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l request -d 'A whole request: raw HTTP, a copied curl command, a log, or JSON with headers and body' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l headers -d 'The headers: lines, JSON, or as a framework prints them' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l body -d 'The raw body' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l timestamp -d 'Wechatpay-Timestamp' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l nonce -d 'Wechatpay-Nonce' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l signature -d 'Wechatpay-Signature' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l serial -d 'Wechatpay-Serial' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l at -d 'Check the age at this time: RFC 3339 or Unix seconds' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l max-age -d 'Oldest signature to accept' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l no-max-age -d 'Accept a signature of any age'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l no-decrypt -d 'Verify only'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand verify-notify" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -a "request" -d 'Check a signed request: would WeChat Pay accept it, and if not, why'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -a "reply" -d 'Read the JSON of a 401 reply and compare it with what was signed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and not __fish_seen_subcommand_from request reply code" -a "code" -d 'Explain an error code: its meaning, what to do, and whether repeating is safe'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l method -d 'The method as sent' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l url -d 'The URL as sent, or its path and query' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l body -d 'The raw body as sent' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l authorization -d 'The Authorization header, or a line, log or curl command with it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l authorization-file -d 'A file that holds it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l at -d 'When it was sent: RFC 3339 or Unix seconds; the age of its timestamp is checked then' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from request" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l method -d 'The method as sent' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l url -d 'The URL as sent, or its path and query' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l body -d 'The raw body as sent' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l authorization -d 'The Authorization header, or a line, log or curl command with it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l authorization-file -d 'A file that holds it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from reply" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand explain; and __fish_seen_subcommand_from code" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l listen -d 'Address to listen on; 8080 and localhost:8080 are this machine alone' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l admin-listen -d 'Serve GET /healthz and /metrics here, and only here' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l path -d 'Path of the notify_url' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l store -d 'Where notifications are stored: a SQLite file or a PostgreSQL database' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l keep -d 'Delete delivered notifications older than this' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l forward-to -d 'Forward to a port, /path, host:port/path or URL; TRANSACTION.*=URL for some events' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l forward-attempts -d 'Give up on a target after N failed deliveries' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l ack -d 'When to acknowledge a notification to WeChat Pay' -r -f -a "after-store\t''
after-forward\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l exec -d 'Run this shell command for each event, with its JSON on stdin' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l tls-cert -d 'Serve https with this certificate chain; it is read again when it changes' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l tls-key -d 'Private key of that certificate' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l allow-ip -d 'Accept requests from these addresses only; behind a reverse proxy, that is the proxy\'s' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l body-limit -d 'Largest body to read' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-connections -d 'Maximum open connections, and requests without a response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-connections-per-ip -d 'Maximum connections per address' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l rate-limit -d 'Maximum requests per second per remote address; 0 for unlimited' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l sub-mchid -d 'Act for this sub-merchant, as a service provider' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l sub-appid -d 'The sub-merchant\'s own App ID' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-total -d 'Largest order that the checkout API creates, in fen' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l checkout-host -d 'Another name of this machine under which the checkout API is called, such as a tunnel\'s' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l log-format -d 'How notes and warnings are written on stderr' -r -f -a "text\t''
json\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l max-events -d 'End after N notifications' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l for -d 'End after this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l expect -d 'End when EVENT[,out_trade_no=N] arrives; exit 8 if it does not' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l no-store -d 'Do not store notifications (for experiments)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l checkout-api -d 'Add the back end of a Mini Program: POST /wechat/getOpenid and /wechat/createOrder'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l once -d 'End after the first notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand serve-notify" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -f -a "list" -d 'List notifications'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -f -a "show" -d 'Show one notification with everything that is known of it'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -f -a "replay" -d 'Send notifications again'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -f -a "export" -d 'Write notifications as JSON Lines or CSV'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and not __fish_seen_subcommand_from list show replay export stats" -f -a "stats" -d 'Count the stored notifications'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l store -d 'Where notifications are stored: a SQLite file or a PostgreSQL database' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l since -d 'Received at this time or later: RFC 3339, Unix seconds, or a time ago (2h, 7d)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l until -d 'Received before this time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l order -d 'With this out_trade_no, transaction_id, refund_id or out_refund_no' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l type -d 'Of this event type, such as TRANSACTION.SUCCESS or REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l state -d 'In this state: stored, pending, delivered, dead or duplicate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l limit -d 'Show the newest N' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l store -d 'Where notifications are stored: a SQLite file or a PostgreSQL database' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l store -d 'Where notifications are stored: a SQLite file or a PostgreSQL database' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l since -d 'Received at this time or later: RFC 3339, Unix seconds, or a time ago (2h, 7d)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l until -d 'Received before this time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l order -d 'With this out_trade_no, transaction_id, refund_id or out_refund_no' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l type -d 'Of this event type, such as TRANSACTION.SUCCESS or REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l state -d 'In this state: stored, pending, delivered, dead or duplicate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l to -d 'Send them to a port, /path, host:port/path or URL now' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l data -d 'The sandbox\'s data folder, for --resign' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l resign -d 'Sign the bytes again with the sandbox\'s key, for receivers that check the time'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from replay" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l store -d 'Where notifications are stored: a SQLite file or a PostgreSQL database' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l since -d 'Received at this time or later: RFC 3339, Unix seconds, or a time ago (2h, 7d)' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l until -d 'Received before this time' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l order -d 'With this out_trade_no, transaction_id, refund_id or out_refund_no' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l type -d 'Of this event type, such as TRANSACTION.SUCCESS or REFUND.*' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l state -d 'In this state: stored, pending, delivered, dead or duplicate' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s o -l output -d 'Write to this file instead of stdout' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l format -d 'Format' -r -f -a "jsonl\t''
csv\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l store -d 'Where notifications are stored: a SQLite file or a PostgreSQL database' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand events; and __fish_seen_subcommand_from stats" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l to -d 'Send to a port, /path, host:port/path or URL' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l fault -d 'Inject this fault' -r -f -a "bad-signature\t''
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
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l key -d 'Key to sign with' -r -f -a "certificate\t''
public-key\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l repeat -d 'Send N notifications and report totals' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l concurrency -d 'Number to send in parallel' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l data -d 'The sandbox\'s data folder' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l suite -d 'Send every event of orders and refunds and every fault, and check each response'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l partner -d 'Send a service provider\'s notification, of a sub-merchant\'s order'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand trigger" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l listen -d 'Address to listen on; port 0 picks one' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l tls -d 'Stand in for WeChat Pay\'s host names over TLS' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l proxy -d 'HTTP proxy that answers for these names and refuses all others' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l auto-pay -d 'Pay each order after this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l time-scale -d 'Speed up the notification retry schedule by this factor' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l mode -d 'Sign with the platform certificate, the WeChat Pay public key, or as the request asks' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l duplicates -d 'Deliver this share of the acknowledged notifications once more, such as 0.1 or 10%' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l reorder -d 'Hold back this share of the notifications, so that later ones overtake them' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l signtest -d 'Precede this share of the notifications by one with a wrong signature, as WeChat Pay\'s probes are' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l migrate -d 'Move the signing of notifications from certificate to public key over this long, in seven steps' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l fault -d 'Let calls fail: NAME[:RATE|:xN][@PATH], such as http-503:x3' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l stub -d 'Answer calls that the sandbox does not know from this file, or with {}' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l write-profile -d 'Write the profile to use as a TOML file, with its key files beside it' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l open -d 'Open the page in a browser'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "pay" -d 'Pay an order and deliver its notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "refund" -d 'Complete a paid order\'s pending refunds (or refund the rest) and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "run" -d 'Run a command that takes the sandbox for WeChat Pay'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "trust" -d 'Show how a program comes to trust the sandbox: hosts, certificates, proxy'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "transfer" -d 'Let the user of a transfer confirm it, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "complain" -d 'Complain about a paid order as its payer would, and deliver the notification'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "requests" -d 'List the requests that were received, and why their signatures were refused'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "rotate" -d 'Create a new platform certificate, which signs from now on; the old one stays listed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "fault" -d 'Let calls of a running sandbox fail, or list the faults'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "reset" -d 'Delete all orders; keep the merchant identity and keys'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "export" -d 'Print all orders as JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and not __fish_seen_subcommand_from pay refund run trust transfer complain requests rotate fault reset export import" -f -a "import" -d 'Replace all orders by exported ones'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l attempts -d 'Deliver at most N times if no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from pay" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l attempts -d 'Deliver at most N times if no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l status -d 'How the refund ends: SUCCESS, ABNORMAL or CLOSED' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from refund" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l auto-pay -d 'Pay each order after this long' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l time-scale -d 'Speed up the notification retry schedule by this factor' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l mode -d 'Sign with the platform certificate, the WeChat Pay public key, or as the request asks' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l env -d 'Set a variable to a value of the made-up merchant: NAME=FIELD' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l for -d 'Only for this language: go, node, python, php, ruby, dotnet, rust, curl or java' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -s o -l output -d 'Write what the language reads to this file: PEM certificates, or a PKCS#12 trust store for Java' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from trust" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l fail -d 'Let the transfer fail: the user\'s account takes no money'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from transfer" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l detail -d 'What the payer complains about' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from complain" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l limit -d 'List at most N, the newest' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l number -d 'Only those about this order or refund' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l follow -d 'Show new requests and notifications as they come, until Ctrl-C'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l refused -d 'Only those that were refused'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from requests" -f -a "show" -d 'Show one request: what was signed, what was received and what was answered'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l in -d 'Wait this long first' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from rotate" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l list -d 'List the faults that are set, and those that can be'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l clear -d 'Remove the faults that are set, first'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from fault" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from reset" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l data -d 'Keep identity and orders here' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand sandbox; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l appid -d 'App ID of the Mini Program, official account or app' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l apiv3-key-file -d 'Read the APIv3 key from this file; - is stdin' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l app-secret-file -d 'Read the AppSecret from this file, for openid' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l notify-url -d 'Public https address of notifications' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l public-key -d 'WeChat Pay public key, if not in the folder' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l public-key-id -d 'Its PUB_KEY_ID_…; none leaves the key out' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l mchid -d 'Choose this merchant, or name it for a key alone' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l serial-no -d 'Choose this certificate, or name it for a key alone' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l private-key-in -d 'Keep the private key: file, env:NAME, command:LINE' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l apiv3-key-in -d 'Keep the APIv3 key: file, env:NAME, command:LINE' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l app-secret-in -d 'Keep the AppSecret: file, env:NAME, command:LINE' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l force -d 'Replace a profile of the same name'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l offline -d 'Send nothing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand init" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l offline -d 'Check files and settings only; send nothing'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -f -a "list" -d 'List the profiles'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and not __fish_seen_subcommand_from list show" -f -a "show" -d 'Show a profile\'s fields and where each was set'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand profile; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand completions" -s V -l version -d 'Print version'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l config -d 'Read profiles from this file' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -s p -l profile -d 'Use this profile' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l get -d 'Print one field, raw, such as pay_params.paySign' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l lang -d 'Language of everything that is not JSON' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l base-url -d 'Send API v3 calls to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l backup-base-url -d 'Fall back to this host when the primary is unreachable; "none" disables it' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l mp-base-url -d 'Send the Mini Program login (openid) to this host' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l timeout -d 'Time limit for each response' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l connect-timeout -d 'Time limit for a connection' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l retries -d 'Retry up to N times where it is safe to do so' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l deadline -d 'Total time limit for a call, retries included' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l ca-file -d 'Trust these PEM certificates instead of the system\'s' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l proxy -d 'Proxy for all requests but those to this machine: http, https or socks5' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l p12-password -d 'Password of a .p12 file; prefer the variable, since other processes can read the command line' -r
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l trust-folder -d 'Use the profiles, keys and certificates in this folder, regardless of its owner' -r -F
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l sandbox -d 'Use the built-in sandbox and its profile; no account needed'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l json -d 'Print JSON'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -s q -l quiet -d 'Suppress notes and warnings'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -s v -l verbose -d 'Show requests and responses (-vv: also headers and the signed message)'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l allow-foreign-host -d 'Allow requests to hosts that do not belong to WeChat'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l dry-run -d 'Build and sign, send nothing, and print what would be sent'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l curl -d 'Send nothing, and print a curl command that works for five minutes'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l yes -d 'Do not ask before real money moves or something is deleted'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l no-input -d 'Never prompt'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -l insecure-permissions -d 'Accept secret files that other users can read'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -s h -l help -d 'Print help'
complete -c wechatpay -n "__fish_wechatpay_using_subcommand help" -s V -l version -d 'Print version'
