### What the faults of `sandbox fault` do.

fault-http = this status without a body, from 400 to 599; nothing takes effect
fault-http-after = this status without a body, although the call took effect
fault-system-error = 500 SYSTEM_ERROR; nothing takes effect
fault-system-error-after = 500 SYSTEM_ERROR, although the call took effect
fault-frequency-limited = 429 FREQUENCY_LIMITED or RATELIMIT_EXCEEDED; nothing takes effect
fault-frequency-limited-after = the same, although the call took effect
fault-reset-before = the connection ends without a response; nothing takes effect
fault-reset-after = the connection ends without a response, although the call took effect
fault-delay = the call takes effect, and its response comes this much later
fault-wrong-clock = WeChat Pay's clock is ten minutes ahead: 401, as if the call's timestamp were too old
fault-html = 200 with a page of HTML; nothing takes effect
fault-redirect = 302 to another path; nothing takes effect
fault-empty-body = the response without its body; the call took effect
fault-truncated-body = half of the response's body, then the connection ends; the call took effect
fault-forged-signature = the response's signature is wrong; the call took effect
fault-missing-signature = the response has no signature; the call took effect
fault-unknown-serial = the response names a key that does not exist; the call took effect
fault-stale-timestamp = the response was signed ten minutes ago; the call took effect
fault-signature-probe = the response's signature is a probe (WECHATPAY/SIGNTEST/); the call took effect
