// What a shop does with WeChat Pay: sign, verify and open. Nothing but Node.
import { createDecipheriv, createPrivateKey, createPublicKey, createSign, createVerify, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const env = process.env;
export const mchid = env.WECHATPAY_MCHID;
export const appid = env.WECHATPAY_APPID;
const publicKeyId = env.WECHATPAY_PUBLIC_KEY_ID;
const baseUrl = env.WECHATPAY_BASE_URL || 'https://api.mch.weixin.qq.com';
const privateKey = createPrivateKey(readFileSync(env.WECHATPAY_PRIVATE_KEY_FILE));
const publicKey = createPublicKey(readFileSync(env.WECHATPAY_PUBLIC_KEY_FILE));
const apiv3Key = readFileSync(env.WECHATPAY_APIV3_KEY_FILE, 'utf8').trim();

export class Refused extends Error {}

const seconds = () => Math.floor(Date.now() / 1000).toString();
const nonce = () => randomBytes(16).toString('hex');

function sign(...lines) {
  const message = lines.map((line) => line + '\n').join('');
  return createSign('RSA-SHA256').update(message).sign(privateKey, 'base64');
}

// `body` is the raw bytes: JSON that was parsed and written again has others.
export function verify(header, body) {
  const timestamp = header('Wechatpay-Timestamp') ?? '';
  if (header('Wechatpay-Serial') !== publicKeyId) {
    throw new Refused('signed with a key that this shop does not use');
  }
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) {
    throw new Refused('not signed within the last five minutes');
  }
  const verifier = createVerify('RSA-SHA256')
    .update(`${timestamp}\n${header('Wechatpay-Nonce') ?? ''}\n`)
    .update(body)
    .update('\n');
  if (!verifier.verify(publicKey, header('Wechatpay-Signature') ?? '', 'base64')) {
    throw new Refused('the signature does not verify');
  }
}

export async function call(method, path, value) {
  const body = value === undefined ? '' : JSON.stringify(value);
  const [timestamp, random] = [seconds(), nonce()];
  const signature = sign(method, path, timestamp, random, body);
  const response = await fetch(baseUrl + path, {
    method,
    body: body || undefined,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'User-Agent': 'shop/1.0',
      // Names the key that responses and notifications are to be signed with.
      'Wechatpay-Serial': publicKeyId,
      Authorization:
        `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${random}",signature="${signature}",` +
        `timestamp="${timestamp}",serial_no="${env.WECHATPAY_SERIAL_NO}"`,
    },
    signal: AbortSignal.timeout(10_000),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  // A refusal may be unsigned, as a 401 is: it is logged, and nothing else follows from it.
  if (!response.ok) throw new Error(`${response.status}: ${bytes}`);
  verify((name) => response.headers.get(name), bytes);
  return JSON.parse(bytes);
}

export async function placeOrder({ outTradeNo, description, total, openid }) {
  const prepaid = await call('POST', '/v3/pay/transactions/jsapi', {
    appid,
    mchid,
    description,
    out_trade_no: outTradeNo,
    notify_url: env.WECHATPAY_NOTIFY_URL,
    amount: { total },
    payer: { openid },
  });
  const [timeStamp, nonceStr] = [seconds(), nonce()];
  const prepay = `prepay_id=${prepaid.prepay_id}`;
  const paySign = sign(appid, timeStamp, nonceStr, prepay);
  return { timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign };
}

export function open(resource) {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', apiv3Key, resource.nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  decipher.setAAD(Buffer.from(resource.associated_data ?? ''));
  return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
}
