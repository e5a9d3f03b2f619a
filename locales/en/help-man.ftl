### The page of man.

help-man = Print a manual page, or write them all to a folder
    .long = A page of a command is in section 1, that of a topic in section 7. --lang chooses the language. The pages bear the date of SOURCE_DATE_EPOCH if that is set, so that a package can be built again.
    .examples =
        wechatpay man query
        # All of them, for a package
        wechatpay man -o man/man1
        wechatpay man --lang zh -o man/zh_CN/man1
    .exit = 0 2 3
help-man-words = A command, such as `refund create`, or a topic, such as exit-codes; the program if left out
help-man--output = Write all pages to this folder
