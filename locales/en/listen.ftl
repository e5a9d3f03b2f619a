# `listen`: what it shows, and why a relay cannot be used.

listen-connected = connected to { $url }
listen-disconnected = not connected: { $why }; retrying
listen-gap = notifications that followed { $after } may be missing: they are not in the server's store any more
listen-target-down = cannot deliver to { $target }: { $why }; notifications wait for it
listen-target-up = notifications are delivered to { $target } again
listen-not-claimed = nothing is forwarded: { $why }
listen-with-cause = { $text }: { $cause }

listen-url-shape = '{ $value }' is not a URL such as https://pay.example.com/notify
    .help = give the notify_url that the server answers
listen-url-extra = the URL must have no login, query or fragment
    .help = the token goes into a file: --token-file
listen-url-plain = { $value } must be https
    .help = plain http, which everyone on the way can read, is for this machine only; serve-notify takes --tls-cert and --tls-key
listen-wrong-token = the server does not accept the token
    .help = --token-file must hold the same text as the server's --relay-token-file; after a change, the server reads it at SIGHUP
listen-no-relay = there is no relay at { $url } (HTTP { $status })
    .help = start the server with --relay-token-file FILE; an earlier version has no relay. Does the reverse proxy pass this path on?
listen-not-a-relay = { $url } is not a relay: it sent { $kind }
    .help = give the URL of the notify_url that serve-notify answers, such as https://pay.example.com/notify
listen-redirect = { $url } redirects to { $location }
    .help = give the URL that it redirects to, if that is your server: the token is not sent to another address
listen-refused = the server answered HTTP { $status }: { $message }
    .help = look at the log of the server; HTTP 400 comes from a server of another version, 403 from something in front of it
listen-ended = the server ended the connection
    .help = the server may be restarting; run the same command again
listen-unreadable = the server sent something that cannot be read
    .help = use the same version of wechatpay on both sides
listen-busy = another `wechatpay listen` forwards from this URL to these targets
    .help = end the other one; a different --forward-to or --type can run beside it
listen-state-unreadable = { $path } cannot be read
    .help = move it away: what was taken before is known from the file next to it
listen-help-store = to begin again, move that folder away; notifications that the app has not accepted are in it, and --since has the server send recent ones once more
listen-no-state-folder = there is no folder for the state of programs
    .help = set HOME, or XDG_STATE_HOME
listen-interrupted = the listener ended unexpectedly
