### doctor 的帮助页。

help-doctor = 端到端检查配置，并指出如何修复
    .long = 读取设置、密钥与证书，检查彼此是否匹配；除非使用 --offline，还会发出不改变任何状态的请求。
    .examples =
        wechatpay doctor
        wechatpay doctor --offline
        wechatpay --profile sandbox --json doctor
    .exit = 0 2 3 4 8
    .exit-8 = 有需要修复的问题
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4014551946
help-doctor--offline = 只检查文件与设置，不发送请求
