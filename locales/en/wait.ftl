### Querying, and waiting for a state.

wait-order = the order
wait-refund = the refund
wait-again = { $news }; querying again for up to { $seconds } s
wait-failed-on = { $subject } is { $state }, which --fail-on names
    .help = run the same command without --fail-on to see all that WeChat Pay says of it
wait-not-final = { $subject } is { $state }, not a final state
wait-not-expected = { $subject } is { $state }, not { $expected }
wait-may-change = it may still change: query again, and for longer with --wait=D
wait-final = it changes no more: run the same command without --expect to see all that WeChat Pay says of it
wait-last-query = the last query failed: { $error }
wait-query-again = a query changes nothing: run the same command again
wait-too-large = no response of WeChat Pay's is that large: look for a proxy or portal between this machine and WeChat Pay
