### The page of api.

help-api = Make any API v3 call, signed and verified
    .long =
        The body is printed byte for byte, once its signature has been verified. With --json it is in `body` of one object, or in `body_base64` if it is not text, beside status, request_id, verified and, with --include, headers; `--get body.NAME` prints one field. Pages follow one another, each on a line of its own.

        A refusal (4xx, 5xx) prints only why; -v adds its body on stderr, and -i prints all of it.

        Without a response only GET is repeated, and calls that --idempotent says name themselves by a number. --data is sent byte for byte; --encrypt changes nothing but the field. Others can see the command line: --field name=@FILE reads a text from a file, @- from stdin.
    .examples =
        wechatpay api GET '/v3/pay/transactions/out-trade-no/coffee-0001?mchid={"{"}mchid{"}"}'
        wechatpay api POST /v3/refund/domestic/refunds --data refund.json --idempotent
        wechatpay api POST /v3/security/echo -f echo_message=hi
        wechatpay api POST /v3/merchant/media/upload --upload licence.png --get body.media_id
    .exit = 0 2 3 4 5 6 7
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012081709
help-api-method = GET, POST, PUT, PATCH or DELETE
help-api-path = Path and query, or a URL; {"{"}mchid{"}"}, {"{"}appid{"}"} and {"{"}sub_mchid{"}"} stand for the profile's
help-api--data = Send this body: a file (also @FILE), - for stdin, or the text itself
help-api--field = Add a field: a[b]=1, a.b=true, list[]=x, text=@FILE
    .long = It goes into the query with GET, DELETE and --data, else into the body.
help-api--raw-field = Add a field whose value is always a string, such as mchid=1900000001
help-api--header = Send this header, too, or instead of the usual one
help-api--own-authorization = Let --header replace Authorization
help-api--encrypt = Encrypt this field of the body for WeChat Pay, such as receivers.*.name
help-api--decrypt = Decrypt this field of the verified response with the merchant's key
help-api--upload = Upload a picture or a video; only its meta is signed
help-api--paginate = Follow to the last page: links.next, next_page_token, or offset, limit and total_count
help-api--max-pages = Fetch at most N pages
help-api--offset-in-pages = Add one to the offset for each page, for an API that counts pages
    .default = in /v3/marketing/favor
help-api--idempotent = Repeat the request if no response comes: it names itself by a number
help-api--no-verify = Accept a response without a signature
    .default = for bill files and pictures
help-api--include = Also print status and headers
help-api--output = Write the body to a file that only its owner may read
