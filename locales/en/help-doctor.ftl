### The page of doctor.

help-doctor = Check a profile end to end and report what to fix
    .long = Reads the settings, keys and certificates, checks that they belong together, and unless --offline makes calls that change nothing.
    .examples =
        wechatpay doctor
        wechatpay doctor --offline
        wechatpay --profile sandbox --json doctor
    .exit = 0 2 3 4 8
    .exit-8 = there are problems to fix
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4014551946
help-doctor--offline = Check files and settings only; send nothing
