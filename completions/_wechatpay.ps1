
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'wechatpay' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'wechatpay'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'wechatpay' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Walk a whole Mini Program payment against the embedded sandbox')
            [CompletionResult]::new('download-certs', 'download-certs', [CompletionResultType]::ParameterValue, 'Fetch, decrypt, verify and store the platform certificates')
            [CompletionResult]::new('openid', 'openid', [CompletionResultType]::ParameterValue, 'Exchange a wx.login code for an openid')
            [CompletionResult]::new('create-order', 'create-order', [CompletionResultType]::ParameterValue, 'Create a prepay order')
            [CompletionResult]::new('pay-params', 'pay-params', [CompletionResultType]::ParameterValue, 'Make the parameters of wx.requestPayment, or check some')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Ask for an order by either number')
            [CompletionResult]::new('close', 'close', [CompletionResultType]::ParameterValue, 'Close an unpaid order')
            [CompletionResult]::new('api', 'api', [CompletionResultType]::ParameterValue, 'Make any API v3 call, signed and verified')
            [CompletionResult]::new('verify-notify', 'verify-notify', [CompletionResultType]::ParameterValue, 'Verify and decrypt one captured notification')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say why a signature fails or what an error code means')
            [CompletionResult]::new('serve-notify', 'serve-notify', [CompletionResultType]::ParameterValue, 'Receive notifications: verify, decrypt, store, acknowledge')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Look into what serve-notify stored, and send it again')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local WeChat Pay')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check a profile end to end, and say what to mend')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List or show profiles, secrets redacted')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;demo' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;download-certs' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'APIv3 key; better kept out of the command line, where other processes can read it')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'APIv3 key; better kept out of the command line, where other processes can read it')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Merchant number')
            [CompletionResult]::new('--mchid', '--mchid', [CompletionResultType]::ParameterName, 'Merchant number')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Merchant private key file')
            [CompletionResult]::new('--privatekey', '--privatekey', [CompletionResultType]::ParameterName, 'Merchant private key file')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Serial number of the merchant certificate')
            [CompletionResult]::new('--serialno', '--serialno', [CompletionResultType]::ParameterName, 'Serial number of the merchant certificate')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write here [default: the profile''s platform_certs, or .]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write here [default: the profile''s platform_certs, or .]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Certificates that are trusted already')
            [CompletionResult]::new('--wechatpay-cert', '--wechatpay-cert', [CompletionResultType]::ParameterName, 'Certificates that are trusted already')
            [CompletionResult]::new('--min-days', '--min-days', [CompletionResultType]::ParameterName, 'How soon is soon, for --check, in days')
            [CompletionResult]::new('--chain', '--chain', [CompletionResultType]::ParameterName, 'Check that each certificate was issued by an authority in this PEM file')
            [CompletionResult]::new('--first-use', '--first-use', [CompletionResultType]::ParameterName, 'Whether certificates are accepted that no key at hand vouches for')
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'Write all certificates into this one PEM file, too')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; exit 8 where a certificate expires soon, is new, or has gone')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove certificates from the folder that WeChat Pay no longer lists')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;openid' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--include-session-key', '--include-session-key', [CompletionResultType]::ParameterName, 'Print session_key too, in JSON; it must not leave the server')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;create-order' {
            [CompletionResult]::new('--openid', '--openid', [CompletionResultType]::ParameterName, 'The payer, under the profile''s App ID (jsapi)')
            [CompletionResult]::new('--sub-openid', '--sub-openid', [CompletionResultType]::ParameterName, 'The payer, under the sub-merchant''s App ID (partner mode)')
            [CompletionResult]::new('--total', '--total', [CompletionResultType]::ParameterName, 'Amount in fen')
            [CompletionResult]::new('--yuan', '--yuan', [CompletionResultType]::ParameterName, 'Amount in yuan, at most two decimal places')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What the payer sees on the bill')
            [CompletionResult]::new('--trade-type', '--trade-type', [CompletionResultType]::ParameterName, 'How it is paid; a Mini Program uses jsapi')
            [CompletionResult]::new('--out-trade-no', '--out-trade-no', [CompletionResultType]::ParameterName, 'The merchant''s number for the order [default: a new one]')
            [CompletionResult]::new('--notify-url', '--notify-url', [CompletionResultType]::ParameterName, 'Where the notification goes [default: the profile''s]')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Comes back in queries and notifications')
            [CompletionResult]::new('--time-expire', '--time-expire', [CompletionResultType]::ParameterName, 'Until when it can be paid: 30m, or RFC 3339')
            [CompletionResult]::new('--goods-tag', '--goods-tag', [CompletionResultType]::ParameterName, 'Promotion tag')
            [CompletionResult]::new('--detail', '--detail', [CompletionResultType]::ParameterName, 'detail, as JSON')
            [CompletionResult]::new('--scene-info', '--scene-info', [CompletionResultType]::ParameterName, 'scene_info, as JSON')
            [CompletionResult]::new('--client-ip', '--client-ip', [CompletionResultType]::ParameterName, 'The payer''s address (required for h5)')
            [CompletionResult]::new('--h5-type', '--h5-type', [CompletionResultType]::ParameterName, 'The payer''s device (h5)')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Send this body byte for byte')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a field of the body to a text')
            [CompletionResult]::new('--set-json', '--set-json', [CompletionResultType]::ParameterName, 'Set a field of the body to a JSON value')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Ask again until the state is final, for at most this long')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Pause this long at first; the pauses grow')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--profit-sharing', '--profit-sharing', [CompletionResultType]::ParameterName, 'Freeze the money for profit sharing')
            [CompletionResult]::new('--support-fapiao', '--support-fapiao', [CompletionResultType]::ParameterName, 'Offer an e-invoice')
            [CompletionResult]::new('--qr', '--qr', [CompletionResultType]::ParameterName, 'Show the payment link as a QR code (native)')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;pay-params' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'The client that pays')
            [CompletionResult]::new('--appid', '--appid', [CompletionResultType]::ParameterName, 'The App ID of that client [default: the profile''s]')
            [CompletionResult]::new('--timestamp', '--timestamp', [CompletionResultType]::ParameterName, 'Unix seconds [default: now]')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, '1 to 32 letters and digits [default: random]')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check the object that a client got, and say what is wrong with it')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Show each signed line, its length, the SHA-256 and the key')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;query' {
            [CompletionResult]::new('--out-trade-no', '--out-trade-no', [CompletionResultType]::ParameterName, 'The merchant''s number for the order')
            [CompletionResult]::new('--transaction-id', '--transaction-id', [CompletionResultType]::ParameterName, 'WeChat Pay''s number for the payment')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Ask again until the state is final, for at most this long')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Pause this long at first; the pauses grow')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Exit 8 unless the order is in one of these states')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Stop with exit 8 as soon as the order is in one of these states')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;close' {
            [CompletionResult]::new('--out-trade-no', '--out-trade-no', [CompletionResultType]::ParameterName, 'The same, as an option')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;api' {
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Send these bytes: a file''s (also @FILE), - for stdin, or the text itself')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Send these bytes: a file''s (also @FILE), - for stdin, or the text itself')
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'Add a field: a[b]=1, a.b=true, list[]=x, text=@FILE; to the query with GET, DELETE and --data')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'Add a field: a[b]=1, a.b=true, list[]=x, text=@FILE; to the query with GET, DELETE and --data')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Add a field whose value is always a string, such as mchid=1900000001')
            [CompletionResult]::new('--raw-field', '--raw-field', [CompletionResultType]::ParameterName, 'Add a field whose value is always a string, such as mchid=1900000001')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Send a header too, or instead of the usual one')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Send a header too, or instead of the usual one')
            [CompletionResult]::new('--encrypt', '--encrypt', [CompletionResultType]::ParameterName, 'Encrypt this field of the body for WeChat Pay, such as receivers.*.name')
            [CompletionResult]::new('--decrypt', '--decrypt', [CompletionResultType]::ParameterName, 'Decrypt this field of the verified answer with the merchant''s key')
            [CompletionResult]::new('--upload', '--upload', [CompletionResultType]::ParameterName, 'Upload a picture or a video; only its meta is signed')
            [CompletionResult]::new('--max-pages', '--max-pages', [CompletionResultType]::ParameterName, 'Ask for this many pages at the most')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the body to a file that only its owner may read')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the body to a file that only its owner may read')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--own-authorization', '--own-authorization', [CompletionResultType]::ParameterName, 'Let --header replace Authorization')
            [CompletionResult]::new('--paginate', '--paginate', [CompletionResultType]::ParameterName, 'Go on to the last page: links.next, next_page_token, or offset, limit and total_count')
            [CompletionResult]::new('--offset-in-pages', '--offset-in-pages', [CompletionResultType]::ParameterName, 'Add one to the offset for each page, where an API counts pages [default: in /v3/marketing/favor]')
            [CompletionResult]::new('--idempotent', '--idempotent', [CompletionResultType]::ParameterName, 'Repeat the request where no answer comes: it names itself by a number')
            [CompletionResult]::new('--no-verify', '--no-verify', [CompletionResultType]::ParameterName, 'Accept an answer without a signature [default: for bill files and pictures]')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Print status and headers too')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Print status and headers too')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;verify-notify' {
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'A whole HTTP request: request line, headers, blank line, body')
            [CompletionResult]::new('--headers', '--headers', [CompletionResultType]::ParameterName, 'Headers as `Name: value` lines, a JSON map, or HTTP_WECHATPAY_* pairs')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'The raw body')
            [CompletionResult]::new('--timestamp', '--timestamp', [CompletionResultType]::ParameterName, 'Wechatpay-Timestamp')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'Wechatpay-Nonce')
            [CompletionResult]::new('--signature', '--signature', [CompletionResultType]::ParameterName, 'Wechatpay-Signature')
            [CompletionResult]::new('--serial', '--serial', [CompletionResultType]::ParameterName, 'Wechatpay-Serial')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge the age at this moment: RFC 3339 or Unix seconds [default: now]')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'The oldest signature to accept')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--no-max-age', '--no-max-age', [CompletionResultType]::ParameterName, 'Accept a signature of any age')
            [CompletionResult]::new('--no-decrypt', '--no-decrypt', [CompletionResultType]::ParameterName, 'Verify only')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;explain' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Judge a signed request: would WeChat Pay accept it, and why not')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Read the JSON of a 401 reply and compare it with what was signed')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Say what an error code means, what to do, and whether repeating is safe')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;explain;request' {
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The method as sent')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL as sent, or its path and query')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'The raw body as sent')
            [CompletionResult]::new('--authorization', '--authorization', [CompletionResultType]::ParameterName, 'The value of the Authorization header')
            [CompletionResult]::new('--authorization-file', '--authorization-file', [CompletionResultType]::ParameterName, 'A file that holds it')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;explain;reply' {
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The method as sent')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL as sent, or its path and query')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'The raw body as sent')
            [CompletionResult]::new('--authorization', '--authorization', [CompletionResultType]::ParameterName, 'The value of the Authorization header')
            [CompletionResult]::new('--authorization-file', '--authorization-file', [CompletionResultType]::ParameterName, 'A file that holds it')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;explain;code' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;explain;help' {
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Judge a signed request: would WeChat Pay accept it, and why not')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Read the JSON of a 401 reply and compare it with what was signed')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Say what an error code means, what to do, and whether repeating is safe')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;explain;help;request' {
            break
        }
        'wechatpay;explain;help;reply' {
            break
        }
        'wechatpay;explain;help;code' {
            break
        }
        'wechatpay;explain;help;help' {
            break
        }
        'wechatpay;serve-notify' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen here; port 0 picks one. A socket handed over by systemd comes first')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The path of the notify_url')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep notifications in this file or database [default: a file for each merchant in the user''s data folder]')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Forget notifications that came so long before the newest and have arrived everywhere')
            [CompletionResult]::new('--forward-to', '--forward-to', [CompletionResultType]::ParameterName, 'Pass notifications on: a port, /path, host:port/path or a URL; TRANSACTION.*=URL for some')
            [CompletionResult]::new('--forward-attempts', '--forward-attempts', [CompletionResultType]::ParameterName, 'Give a notification up after a target refused it this often')
            [CompletionResult]::new('--ack', '--ack', [CompletionResultType]::ParameterName, 'When WeChat Pay is told that a notification has arrived')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this through the shell for each event, which it reads as JSON from its stdin')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'Serve https with this certificate chain; it is read again when it changes')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The certificate''s private key')
            [CompletionResult]::new('--allow-ip', '--allow-ip', [CompletionResultType]::ParameterName, 'Accept notifications from these addresses only')
            [CompletionResult]::new('--body-limit', '--body-limit', [CompletionResultType]::ParameterName, 'The largest body to read')
            [CompletionResult]::new('--max-connections', '--max-connections', [CompletionResultType]::ParameterName, 'How many connections may be open at once')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'How many requests a second each address but this machine''s may send; 0 for any number')
            [CompletionResult]::new('--max-total', '--max-total', [CompletionResultType]::ParameterName, 'The largest order that the checkout API places, in fen')
            [CompletionResult]::new('--log-format', '--log-format', [CompletionResultType]::ParameterName, 'How notes and warnings are written on stderr')
            [CompletionResult]::new('--max-events', '--max-events', [CompletionResultType]::ParameterName, 'End after this many notifications')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'End after this long')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'End when this arrives, and exit 8 if it has not: EVENT[,out_trade_no=N]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Keep nothing; for trying things out')
            [CompletionResult]::new('--checkout-api', '--checkout-api', [CompletionResultType]::ParameterName, 'Add the back end of a Mini Program: POST /wechat/getOpenid and /wechat/createOrder')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'End after the first notification')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;events' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List notifications')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one with everything that is known of it')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send notifications once more')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write notifications as JSON Lines or CSV')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count what is kept')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;events;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep notifications in this file or database [default: a file for each merchant in the user''s data folder]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Received before this time')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'With this out_trade_no, transaction_id, refund_id or out_refund_no')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'With this event type, such as TRANSACTION.SUCCESS or REFUND.*')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'In this state: stored, pending, delivered, dead or duplicate')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'The newest so many')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;events;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep notifications in this file or database [default: a file for each merchant in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;events;replay' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep notifications in this file or database [default: a file for each merchant in the user''s data folder]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Received before this time')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'With this out_trade_no, transaction_id, refund_id or out_refund_no')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'With this event type, such as TRANSACTION.SUCCESS or REFUND.*')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'In this state: stored, pending, delivered, dead or duplicate')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Send them there now; without it, what has not arrived is queued for its own targets again')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The sandbox''s data folder, for --resign')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--resign', '--resign', [CompletionResultType]::ParameterName, 'Sign the bytes anew with the sandbox''s key, for receivers that check the time')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;events;export' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep notifications in this file or database [default: a file for each merchant in the user''s data folder]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Received before this time')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'With this out_trade_no, transaction_id, refund_id or out_refund_no')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'With this event type, such as TRANSACTION.SUCCESS or REFUND.*')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'In this state: stored, pending, delivered, dead or duplicate')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file instead of stdout')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write them [default: by the file''s name, else jsonl]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;events;stats' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Keep notifications in this file or database [default: a file for each merchant in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;events;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List notifications')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one with everything that is known of it')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send notifications once more')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write notifications as JSON Lines or CSV')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count what is kept')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;events;help;list' {
            break
        }
        'wechatpay;events;help;show' {
            break
        }
        'wechatpay;events;help;replay' {
            break
        }
        'wechatpay;events;help;export' {
            break
        }
        'wechatpay;events;help;stats' {
            break
        }
        'wechatpay;events;help;help' {
            break
        }
        'wechatpay;sandbox' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen here; port 0 picks one')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Keep identity and orders here [default: wechatpay/sandbox in the user''s data folder]')
            [CompletionResult]::new('--auto-pay', '--auto-pay', [CompletionResultType]::ParameterName, 'Pay each order after this long')
            [CompletionResult]::new('--time-scale', '--time-scale', [CompletionResultType]::ParameterName, 'Let the notification schedule run this many times faster')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'Sign with the platform certificate, the WeChat Pay public key, or as the request asks')
            [CompletionResult]::new('--write-profile', '--write-profile', [CompletionResultType]::ParameterName, 'Save the profile to use as a TOML file, with its key files beside it')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('pay', 'pay', [CompletionResultType]::ParameterValue, 'Pay an order and deliver its notification')
            [CompletionResult]::new('refund', 'refund', [CompletionResultType]::ParameterValue, 'Refund a paid order and deliver its notification')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget all orders; the identity stays')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print all orders as JSON')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Replace all orders by exported ones')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;sandbox;pay' {
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'Deliver at most this often where no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Keep identity and orders here [default: wechatpay/sandbox in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;sandbox;refund' {
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'Deliver at most this often where no sandbox runs; WeChat Pay pauses 15 s, 15 s, 30 s …')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Keep identity and orders here [default: wechatpay/sandbox in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;sandbox;reset' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Keep identity and orders here [default: wechatpay/sandbox in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;sandbox;export' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Keep identity and orders here [default: wechatpay/sandbox in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;sandbox;import' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Keep identity and orders here [default: wechatpay/sandbox in the user''s data folder]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;sandbox;help' {
            [CompletionResult]::new('pay', 'pay', [CompletionResultType]::ParameterValue, 'Pay an order and deliver its notification')
            [CompletionResult]::new('refund', 'refund', [CompletionResultType]::ParameterValue, 'Refund a paid order and deliver its notification')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget all orders; the identity stays')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print all orders as JSON')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Replace all orders by exported ones')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;sandbox;help;pay' {
            break
        }
        'wechatpay;sandbox;help;refund' {
            break
        }
        'wechatpay;sandbox;help;reset' {
            break
        }
        'wechatpay;sandbox;help;export' {
            break
        }
        'wechatpay;sandbox;help;import' {
            break
        }
        'wechatpay;sandbox;help;help' {
            break
        }
        'wechatpay;doctor' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Look at files and settings only, and send nothing')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;profile' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s fields and where each was set')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;profile;list' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;profile;show' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s fields and where each was set')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;profile;help;list' {
            break
        }
        'wechatpay;profile;help;show' {
            break
        }
        'wechatpay;profile;help;help' {
            break
        }
        'wechatpay;completions' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read profiles from this file [default: ./merchant.toml, then wechatpay/merchant.toml in the user''s config folder]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile [default: the file''s default_profile, or its only one]')
            [CompletionResult]::new('--get', '--get', [CompletionResultType]::ParameterName, 'Print one field, raw, such as pay_params.paySign')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Use this language [default: by locale]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send API v3 calls to this host [default: https://api.mch.weixin.qq.com]')
            [CompletionResult]::new('--mp-base-url', '--mp-base-url', [CompletionResultType]::ParameterName, 'Send the Mini Program login to this host [default: https://api.weixin.qq.com]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each answer')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Wait this long for a connection')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Repeat a request this often where that is safe')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust these PEM certificates instead of the system''s')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'Send everything through this proxy [default: HTTPS_PROXY, ALL_PROXY, NO_PROXY]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the embedded sandbox and its built-in profile')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes and warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show requests and answers; twice: also the signed message and the headers')
            [CompletionResult]::new('--allow-foreign-host', '--allow-foreign-host', [CompletionResultType]::ParameterName, 'Let requests go to hosts that are not WeChat''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Build and sign, send nothing, and print what would be sent')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Send nothing, and print a curl command that works for five minutes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask no questions')
            [CompletionResult]::new('--insecure-permissions', '--insecure-permissions', [CompletionResultType]::ParameterName, 'Accept secret files that other users can read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'wechatpay;help' {
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Walk a whole Mini Program payment against the embedded sandbox')
            [CompletionResult]::new('download-certs', 'download-certs', [CompletionResultType]::ParameterValue, 'Fetch, decrypt, verify and store the platform certificates')
            [CompletionResult]::new('openid', 'openid', [CompletionResultType]::ParameterValue, 'Exchange a wx.login code for an openid')
            [CompletionResult]::new('create-order', 'create-order', [CompletionResultType]::ParameterValue, 'Create a prepay order')
            [CompletionResult]::new('pay-params', 'pay-params', [CompletionResultType]::ParameterValue, 'Make the parameters of wx.requestPayment, or check some')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Ask for an order by either number')
            [CompletionResult]::new('close', 'close', [CompletionResultType]::ParameterValue, 'Close an unpaid order')
            [CompletionResult]::new('api', 'api', [CompletionResultType]::ParameterValue, 'Make any API v3 call, signed and verified')
            [CompletionResult]::new('verify-notify', 'verify-notify', [CompletionResultType]::ParameterValue, 'Verify and decrypt one captured notification')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say why a signature fails or what an error code means')
            [CompletionResult]::new('serve-notify', 'serve-notify', [CompletionResultType]::ParameterValue, 'Receive notifications: verify, decrypt, store, acknowledge')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Look into what serve-notify stored, and send it again')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local WeChat Pay')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check a profile end to end, and say what to mend')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List or show profiles, secrets redacted')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'wechatpay;help;demo' {
            break
        }
        'wechatpay;help;download-certs' {
            break
        }
        'wechatpay;help;openid' {
            break
        }
        'wechatpay;help;create-order' {
            break
        }
        'wechatpay;help;pay-params' {
            break
        }
        'wechatpay;help;query' {
            break
        }
        'wechatpay;help;close' {
            break
        }
        'wechatpay;help;api' {
            break
        }
        'wechatpay;help;verify-notify' {
            break
        }
        'wechatpay;help;explain' {
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Judge a signed request: would WeChat Pay accept it, and why not')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Read the JSON of a 401 reply and compare it with what was signed')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Say what an error code means, what to do, and whether repeating is safe')
            break
        }
        'wechatpay;help;explain;request' {
            break
        }
        'wechatpay;help;explain;reply' {
            break
        }
        'wechatpay;help;explain;code' {
            break
        }
        'wechatpay;help;serve-notify' {
            break
        }
        'wechatpay;help;events' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List notifications')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one with everything that is known of it')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send notifications once more')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write notifications as JSON Lines or CSV')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count what is kept')
            break
        }
        'wechatpay;help;events;list' {
            break
        }
        'wechatpay;help;events;show' {
            break
        }
        'wechatpay;help;events;replay' {
            break
        }
        'wechatpay;help;events;export' {
            break
        }
        'wechatpay;help;events;stats' {
            break
        }
        'wechatpay;help;sandbox' {
            [CompletionResult]::new('pay', 'pay', [CompletionResultType]::ParameterValue, 'Pay an order and deliver its notification')
            [CompletionResult]::new('refund', 'refund', [CompletionResultType]::ParameterValue, 'Refund a paid order and deliver its notification')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget all orders; the identity stays')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print all orders as JSON')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Replace all orders by exported ones')
            break
        }
        'wechatpay;help;sandbox;pay' {
            break
        }
        'wechatpay;help;sandbox;refund' {
            break
        }
        'wechatpay;help;sandbox;reset' {
            break
        }
        'wechatpay;help;sandbox;export' {
            break
        }
        'wechatpay;help;sandbox;import' {
            break
        }
        'wechatpay;help;doctor' {
            break
        }
        'wechatpay;help;profile' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a profile''s fields and where each was set')
            break
        }
        'wechatpay;help;profile;list' {
            break
        }
        'wechatpay;help;profile;show' {
            break
        }
        'wechatpay;help;completions' {
            break
        }
        'wechatpay;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
