## Why a receiver did not acknowledge a notification

refusal-redirected = a redirect acknowledges nothing: respond with 204 at notify_url itself, without a login, another host or an added slash in between
refusal-not-routed = a 404 or 405 usually means that no route takes this POST: compare the path of notify_url with your server's route, and its method
refusal-refused = the notification is signed correctly: if your server found its signature wrong, let it verify timestamp, nonce and the raw body as received, each followed by a line feed, before a framework parses it, and with the key that Wechatpay-Serial names; a login or CSRF filter must let this path pass
refusal-failed = the notification is signed and encrypted correctly, and your server's own log says what failed: if the resource did not decrypt, compare the APIv3 key, and pass the resource's nonce and associated_data
