### Command lines and variables that cannot be understood.

usage-command-missing = a command is missing
usage-unknown-argument = unexpected argument '{ $argument }' found
usage-unknown-command = unrecognized subcommand '{ $name }'
usage-no-value = a value is required for '{ $argument }' but none was supplied
usage-invalid-value = invalid value '{ $value }' for '{ $argument }'
usage-invalid-value-because = invalid value '{ $value }' for '{ $argument }': { $reason }
usage-missing = the following required arguments were not provided: { $arguments }
usage-conflict = the argument '{ $argument }' cannot be used with '{ $other }'
usage-repeated = the argument '{ $argument }' cannot be used multiple times
usage-other = { $words }

usage-help = run `{ $path } --help`
usage-help-usage = usage: { $usage }; run `{ $path } --help`
usage-help-meant = did you mean '{ $suggested }'? { $rest }
usage-help-one-of = give one of { $values }; { $rest }
usage-help-value = correct the value of { $argument }; { $rest }

usage-reason-values = { $value } is not one of { $values }
usage-reason-fen = it must be a whole number of fen above 0 (1 yuan is 100 fen)
usage-reason-yuan = it must be an amount in yuan above 0 with at most two decimal places, such as 12.34
usage-reason-expiry = it must be a duration with its unit, such as 30m, or a time as in RFC 3339, such as 2018-06-08T10:34:56+08:00
usage-reason-duration = { $value } is not a duration such as 10s, 5m or 250ms
usage-reason-date = it must be a date as yyyy-MM-dd, such as 2019-06-11
usage-reason-out-trade-no = out_trade_no must be 6 to 32 letters, digits, '_', '-', '|' or '*'
usage-reason-out-refund-no = out_refund_no must be 1 to 64 letters, digits, '_', '-', '|', '*' or '@'
usage-reason-target = it must be a port, /path, host:port/path or an http(s) URL
usage-reason-listen = it must be PORT, :PORT, localhost:PORT or ADDRESS:PORT, such as 8080 or 0.0.0.0:8080
usage-reason-event = it is not an event that can be sent
usage-reason-event-type = { $value } is not an event type
usage-reason-meant = { $reason }; did you mean { $meant }?

usage-variable = the environment variable { $name } cannot be used
    .help = correct { $name }, or unset it
usage-contradiction = { $sandbox } uses the built-in profile and the sandbox's address, so { $profile } would have no effect
    .help = drop one of the two: { $sandbox } or { $profile }
usage-this-command = this command
usage-file-too-large = { $path } is larger than { $bytes } bytes
    .help = check the path: a file that is read as an argument is small
usage-not-confirmed = not confirmed: { $question } (--yes confirms)
    .help = run it again with --yes
