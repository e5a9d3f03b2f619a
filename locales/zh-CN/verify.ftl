# verify-notify：验证一个抓取的通知

verify-verified = 验签通过：确由微信支付签名
verify-help-no-decrypt = 如果只需验签：verify-notify --no-decrypt
verify-not-verified = 验签未通过
verify-age = 签名距今
verify-nothing = 请指定 --request，或指定 --body 和请求头
verify-one-file = --headers 和 --body 须为两个文件
    .help = 两者在同一个文件中时，请使用 --request
