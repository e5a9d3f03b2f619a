<?php

namespace App;

/** What a shop does with WeChat Pay: sign, verify and open. Nothing but PHP with openssl and curl. */
final class WechatPay
{
    public readonly string $mchid;
    public readonly string $appid;
    private readonly string $publicKeyId;
    private readonly string $baseUrl;
    private readonly \OpenSSLAsymmetricKey $privateKey;
    private readonly \OpenSSLAsymmetricKey $publicKey;

    public function __construct()
    {
        $this->mchid = self::setting('MCHID');
        $this->appid = self::setting('APPID');
        $this->publicKeyId = self::setting('PUBLIC_KEY_ID');
        $this->baseUrl = getenv('WECHATPAY_BASE_URL') ?: 'https://api.mch.weixin.qq.com';
        $this->privateKey = openssl_pkey_get_private(self::file('PRIVATE_KEY_FILE'));
        $this->publicKey = openssl_pkey_get_public(self::file('PUBLIC_KEY_FILE'));
    }

    private static function setting(string $name): string
    {
        return getenv("WECHATPAY_$name") ?: throw new \RuntimeException("WECHATPAY_$name is not set");
    }

    private static function file(string $name): string
    {
        return file_get_contents(self::setting($name));
    }

    private function sign(string ...$lines): string
    {
        // "\n" in double quotes: in single quotes it is a backslash and an n.
        $message = implode("\n", $lines) . "\n";
        openssl_sign($message, $signature, $this->privateKey, OPENSSL_ALGO_SHA256);
        return base64_encode($signature);
    }

    /** Verifies the raw bytes of a body: JSON that was parsed and written again has others. */
    public function verify(callable $header, string $body): void
    {
        $timestamp = (string) $header('Wechatpay-Timestamp');
        if ($header('Wechatpay-Serial') !== $this->publicKeyId) {
            throw new \DomainException('signed with a key that this shop does not use');
        }
        if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
            throw new \DomainException('not signed within the last five minutes');
        }
        $message = "$timestamp\n{$header('Wechatpay-Nonce')}\n$body\n";
        $signature = base64_decode((string) $header('Wechatpay-Signature'), true);
        if ($signature === false
            || openssl_verify($message, $signature, $this->publicKey, OPENSSL_ALGO_SHA256) !== 1) {
            throw new \DomainException('the signature does not verify');
        }
    }

    public function call(string $method, string $path, array $value): array
    {
        $body = json_encode($value, JSON_THROW_ON_ERROR);
        [$timestamp, $nonce] = [(string) time(), bin2hex(random_bytes(16))];
        $authorization = sprintf(
            'WECHATPAY2-SHA256-RSA2048 mchid="%s",nonce_str="%s",signature="%s",timestamp="%s",serial_no="%s"',
            $this->mchid,
            $nonce,
            $this->sign($method, $path, $timestamp, $nonce, $body),
            $timestamp,
            self::setting('SERIAL_NO'),
        );
        $headers = [];
        $call = curl_init($this->baseUrl . $path);
        curl_setopt_array($call, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 10,
            CURLOPT_USERAGENT => 'shop/1.0',
            CURLOPT_HTTPHEADER => [
                'Accept: application/json',
                'Content-Type: application/json',
                // Names the key that responses and notifications are to be signed with.
                "Wechatpay-Serial: {$this->publicKeyId}",
                "Authorization: $authorization",
            ],
            CURLOPT_HEADERFUNCTION => function ($call, string $line) use (&$headers): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $headers[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ]);
        $text = curl_exec($call);
        if ($text === false) {
            throw new \RuntimeException(curl_error($call));
        }
        // A refusal may be unsigned, as a 401 is: it is logged, and nothing else follows from it.
        $status = curl_getinfo($call, CURLINFO_RESPONSE_CODE);
        if ($status !== 200) {
            throw new \RuntimeException("$status: $text");
        }
        $this->verify(fn (string $name) => $headers[strtolower($name)] ?? null, $text);
        return json_decode($text, true, flags: JSON_THROW_ON_ERROR);
    }

    /** Places an order, and returns what wx.requestPayment takes. */
    public function placeOrder(string $number, string $description, int $total, string $openid): array
    {
        $prepaid = $this->call('POST', '/v3/pay/transactions/jsapi', [
            'appid' => $this->appid,
            'mchid' => $this->mchid,
            'description' => $description,
            'out_trade_no' => $number,
            'notify_url' => self::setting('NOTIFY_URL'),
            'amount' => ['total' => $total],
            'payer' => ['openid' => $openid],
        ]);
        [$timestamp, $nonce] = [(string) time(), bin2hex(random_bytes(16))];
        $package = "prepay_id={$prepaid['prepay_id']}";
        return [
            'timeStamp' => $timestamp,
            'nonceStr' => $nonce,
            'package' => $package,
            'signType' => 'RSA',
            'paySign' => $this->sign($this->appid, $timestamp, $nonce, $package),
        ];
    }

    /** Opens the resource of a notification that was verified. */
    public function open(array $resource): array
    {
        $sealed = base64_decode($resource['ciphertext'], true);
        $opened = openssl_decrypt(
            substr($sealed, 0, -16),
            'aes-256-gcm',
            trim(self::file('APIV3_KEY_FILE')),
            OPENSSL_RAW_DATA,
            $resource['nonce'],
            substr($sealed, -16),
            $resource['associated_data'] ?? '',
        );
        if ($opened === false) {
            throw new \DomainException('the resource does not open with this APIv3 key');
        }
        return json_decode($opened, true, flags: JSON_THROW_ON_ERROR);
    }
}
