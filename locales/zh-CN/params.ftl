# pay-params：客户端调起支付的参数

params-nothing = 请指定 prepay_id，或使用 --check 文件
params-file = { $file } 是文件，不是 prepay_id
    .help = 检查其中的参数请用：--check { $file }
params-signed = 签名串（每行以换行符结尾）：
params-line = 行
params-value = 值
params-bytes = 字节
params-signer = 签名私钥对应证书
params-service-provider = 按服务商的 { $own } 签名；若下单时用 sub_openid 指定付款人，请使用 --appid { $sub_appid }
params-valid = 有效：客户端会接受这些参数
params-invalid = 无效：客户端会拒绝这些参数
params-byte = 0x{ $hex }
params-end = “结尾”
params-string-differs = 你的签名串与应签名的内容在第 { $line } 行第 { $column } 个字节开始不同：实际为 { $found }，应为 { $expected }
params-string-equal = 你的签名串与应签名的内容逐字节相同
params-string-signed = 此签名所签的正是你的签名串
params-string-not-signed = 此签名所签的不是你的签名串：实际签名的是别的内容，或用了另一把密钥
params-both-standard-input = --check - 和 --signed-string - 不能同时读取标准输入
    .help = 请把其中一个保存为文件
params-milliseconds = { $timestamp } 是毫秒：客户端只接受以秒为单位的时间戳，会拒绝这组参数
