### download-certs 的帮助页。

help-download-certs = 下载、解密、校验并保存平台证书
    .long = 全部校验通过后写入 wechatpay_序列号.pem，与微信支付官方工具一致；未变化的文件保持原样。同时接受 Java 工具 CertificateDownloader 的选项，其命令行可直接写在 `wechatpay download-certs` 之后。
    .examples =
        # 保存到配置中的 platform_certs
        wechatpay download-certs
        # 保存到指定目录，并合并为一个文件
        wechatpay download-certs -o certs --bundle certs/all.pem
        # 定时检查：证书即将到期或有新证书时以 8 退出
        wechatpay download-certs --check --min-days 30
    .exit = 0 3 4 5 6 7 8 9
    .exit-8 = --check：证书即将到期、有新证书或证书已撤下
    .exit-9 = 商户使用微信支付公钥，没有平台证书
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012068829
help-download-certs--output = 保存到该目录
    .default = 配置中的 platform_certs，否则为 .
help-download-certs--check = 不写文件；证书即将到期、新增或撤下时以 8 退出
help-download-certs--min-days = 配合 --check：到期前多少天开始警告
help-download-certs--prune = 删除已过期或不再列出的证书文件 wechatpay_*.pem
help-download-certs--bundle = 同时将所有有效证书写入一个 PEM 文件
help-download-certs--wechatpay-cert = 已信任的平台证书
help-download-certs--chain = 校验证书链是否通向该文件（PEM 或 .p7b）中的根证书
help-download-certs--first-use = 没有已信任的密钥可以验证时，是否接受证书
    .value-allow = 接受并给出提示
    .value-refuse = 以 4 退出
help-download-certs--key = APIv3密钥；命令行可被其他进程看到，建议写在配置中
help-download-certs--mchid = 商户号
help-download-certs--privatekey = 商户API私钥文件
help-download-certs--serialno = 商户API证书序列号
