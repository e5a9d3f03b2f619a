### man 的帮助页。

help-man = 输出一个手册页，或将全部手册页写入目录
    .long = 命令的手册页在第 1 节，主题的在第 7 节。--lang 决定语言。设置了 SOURCE_DATE_EPOCH 时，手册页采用该日期，以便重复构建软件包。
    .examples =
        wechatpay man query
        # 全部手册页，供打包使用
        wechatpay man -o man/man1
        wechatpay man --lang zh -o man/zh_CN/man1
    .exit = 0 2 3
help-man-words = 命令（如 `refund create`）或主题（如 exit-codes）；省略时为程序本身
help-man--output = 将全部手册页写入该目录
