### The pages of profile.

help-profile = List or show profiles, secrets redacted
    .examples =
        wechatpay profile list
        wechatpay profile show
        wechatpay profile show sandbox
help-profile-list = List the profiles
    .examples =
        wechatpay profile list
        wechatpay --json profile list
        wechatpay --config merchant.toml profile list
    .exit = 0 2 3
help-profile-show = Show a profile's fields and where each was set
    .examples =
        wechatpay profile show
        wechatpay profile show sandbox
        wechatpay --json profile show sandbox
    .exit = 0 2 3
help-profile-show-name = The profile
    .default = as with --profile
