### `api`: any call of API v3.

## Options that do not fit

api-own-authorization = --header would replace the signature in Authorization
    .help = leave it out, or add --own-authorization if that is what you want
api-own-serial = --encrypt sends Wechatpay-Serial itself: remove that --header
api-no-sub-mchid = {"{"}sub_mchid{"}"} has no value: the profile has no sub_mchid
    .help = set sub_mchid in the profile, or write the number itself into the path
api-field-name = '{ $name }' is not a name such as amount.total, a[b] or list[]
    .help = for example: --field amount.total=1
api-field-conflict = '{ $name }' contradicts an earlier field
api-field-not-utf8 = --field { $name }: { $path } is not UTF-8
    .help = save the file as UTF-8
api-body-of-get = GET carries no body
    .help = put parameters into the query, or use --field
api-upload-name = --upload needs a file whose name is UTF-8
api-sandbox-url = with --sandbox, calls go to the sandbox
    .help = give the path alone, such as /v3/certificates
api-path-shape = PATH is neither a path such as /v3/certificates nor a URL
api-path-not-v3 = PATH: { $path } does not begin with /v3/
    .help = write the whole path, such as /v3/certificates; interfaces of API v2 cannot be called
api-path-part = PATH must not contain { $part }
api-path-placeholder = PATH: {"{"}{ $name }{"}"} has no value; {"{"}mchid{"}"}, {"{"}appid{"}"} and {"{"}sub_mchid{"}"} have one
    .help = write the value itself in its place

## Warnings

api-data-not-json = the body is not JSON; it is sent as it is: { $error }
api-data-no-file = the body is not JSON, and there is no file of that name; it is sent as it is: { $error }
api-upload-ending = this API accepts only files that end in { $endings }
api-upload-size = the file has { $bytes } bytes; this API accepts at most { $max }
api-not-signed = the response is not signed: it cannot be verified that it came from WeChat Pay
api-oaep-sha256 = a field was encrypted with OAEP and SHA-256, not the usual SHA-1

## Failures

api-interrupted-help = the call may have been carried out: query its result before you repeat it
api-under-way = while { $method } { $path } was under way
api-unsigned-help = do not trust this response; if the documentation says that this API does not sign, add --no-verify
api-next-link = links.next of the response is not a path of API v3
api-page-circle = the pages form a circle: the next page was already fetched
api-too-many-pages = there are more than { $max_pages } pages
    .help = raise --max-pages to fetch more
api-items-missing = only { $received } of { $total } items arrived, after { $skipped } that were skipped
api-items-missing-help = if this API counts its offset in pages, add --offset-in-pages
api-sealed-not-json = the text is not JSON
api-sealed-missing = there is no field '{ $path }'
api-sealed-not-text = the field '{ $path }' is not a string
api-not-encrypted = the field '{ $path }' cannot be encrypted
api-not-decrypted = the field '{ $path }' cannot be decrypted
api-decrypted-not-utf8 = the field '{ $path }' decrypts to bytes that are not UTF-8
