### `bill`：下载、校验并解析某一天的账单。

bill-written = 已写入 { $path }
bill-hash-over-text = { $hash }（对解压后的文本计算）
bill-hash-over-raw = { $hash }（对传输的原始字节计算）
bill-retrying = * { $reason }；正在重新申请账单

## 日期与文件

bill-parse-to-gzip = --parse 输出文本：其文件名不能以 .gz 结尾
    .help = 请去掉文件名的 .gz，或去掉 --parse
bill-in-the-future = { $date } 尚未到来：今天是北京时间 { $today }
    .help = 请选择今天之前的日期
bill-of-today = { $date } 的账单明天才会生成
    .help = 账单于次日约 10 点后生成；最新可下载 `yesterday` 的账单
bill-too-old = { $date } 已超过三个月；微信支付仅提供三个月内的账单
bill-no-folder = 无法写入 { $path }：目录 { $folder } 不存在
    .help = 请先创建：`mkdir -p { $folder }`

## 下载

bill-deadline = 账单未能在 { $deadline } 内下载完成
    .help = 未保留任何内容；请加大 --deadline 后重试
bill-broken-off-help = 未保留任何内容；请重试，可加大 --timeout、--deadline 或 --retries
bill-no-temporary-file = 无法将账单保存到 { $folder } 中的临时文件
    .help = 请清理该目录，或用 TMPDIR 指定其他目录

## 校验

bill-unverified-help = 未保留任何内容；请重试，若仍失败请检查传输途中是否有代理改动文件
bill-hash-mismatch = 账单（{ $received } 字节）的哈希与微信支付给出的不一致
bill-hash-promised = 应为 SHA1 { $promised }
bill-link-host = 应答中的 download_url 指向该地址，没有向它发送请求
bill-hash-received = 实际 SHA1 { $text }
bill-hash-raw = 解压前 SHA1 { $raw }
bill-damaged = 账单无法解压：gzip 数据已损坏或不完整
bill-bomb = gzip 数据解压后超过原大小的 { $ratio } 倍，不可能是账单
bill-unreadable-help = 哈希校验已通过；去掉 --parse 下载原文查看
