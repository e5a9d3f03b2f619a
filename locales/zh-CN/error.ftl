### 各命令共用的错误：每类错误的处理办法、文件与终端。

error-help-internal = 这是程序缺陷：请加 -vv 重新运行，并反馈输出内容
error-help-usage = 使用 --help 查看该命令的用法
error-help-config = 更正所指的文件或配置；`wechatpay doctor` 可检查整个配置
error-help-verification = 不要信任该内容；`wechatpay doctor` 可检查验签所用的密钥
error-help-api = `wechatpay explain code CODE` 可解释错误码及处理办法
error-help-unavailable = 稍后重试；请求本身没有问题
error-help-network = 检查网络、--proxy 与防火墙；`wechatpay doctor` 会逐步检查
error-help-condition = 查看当前状态，然后重试或延长等待
error-help-not-found = 检查单号，并确认所用配置属于创建它的商户
error-help-interrupted = 可重新运行该命令；如请求已发出，请先查询该单号

error-stdin = 标准输入
error-stdout = 无法写入标准输出
error-file-read = 无法读取 { $name }
error-file-write = 无法写入 { $name }
error-file-remove = 无法删除 { $name }
error-file-create-folder = 无法创建目录 { $name }
error-file-not-found = 文件或目录不存在
error-file-permission-denied = 权限不足
error-file-is-a-directory = 这是一个目录
error-file-not-a-directory = 路径中有一段不是目录
error-file-exists = 文件已存在
error-file-disk-full = 磁盘已满
error-file-read-only = 磁盘为只读
error-file-help-relative = 检查路径；相对于 { $folder }
error-file-help-path = 检查路径；途中的目录可能不存在
error-file-help-permission = 检查该文件及其目录的权限：ls -ld PATH
error-file-help-directory = 请指定文件而非目录
error-file-help-disk-full = 清理磁盘空间后重试
error-file-help-read-only = 磁盘为只读：请指定其他位置
error-file-help-other = 检查该路径是否为当前用户可用的文件

error-runtime = 无法启动本程序的线程
error-interrupted = 操作被中断
error-terminated = 操作被终止
error-panic = wechatpay { $version } 因程序缺陷而终止，位置：{ $place }
    .help = 请将此行与所用命令（不含密钥）反馈到项目的问题跟踪；重试之前，请先查询该命令可能已完成的操作
