// Signs orders as the sandbox's merchant. One line each: the Authorization header, the body.
//   node mint.js IDENTITY-FOLDER COUNT FILE
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const crypto = require('node:crypto');
const fs = require('node:fs');

const [folder, count, file] = isMainThread ? process.argv.slice(2) : workerData.args;
const WORKERS = 2;
const TARGET = '/v3/pay/transactions/jsapi';

if (isMainThread) {
  let running = WORKERS;
  for (let part = 0; part < WORKERS; part++) {
    const worker = new Worker(__filename, { workerData: { args: process.argv.slice(2), part } });
    worker.on('exit', () => {
      if (--running === 0) {
        const parts = [...Array(WORKERS).keys()].map((n) => `${file}.${n}`);
        fs.writeFileSync(file, Buffer.concat(parts.map((name) => fs.readFileSync(name))));
        parts.forEach((name) => fs.rmSync(name));
      }
    });
  }
} else {
  const read = (name) => fs.readFileSync(`${folder}/${name}`);
  const key = crypto.createPrivateKey(read('apiclient_key.pem'));
  const serial = new crypto.X509Certificate(read('apiclient_cert.pem')).serialNumber;
  const { mchid, appid } = JSON.parse(read('identity.json'));
  const out = fs.openSync(`${file}.${workerData.part}`, 'w');
  for (let n = workerData.part; n < Number(count); n += WORKERS) {
    const body = JSON.stringify({
      appid, mchid, description: `咖啡 ${n}`, out_trade_no: `20251125000000bench0000${String(n).padStart(9, '0')}`,
      notify_url: 'http://127.0.0.1:8080/notify', amount: { total: n + 1, currency: 'CNY' },
      payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = crypto.randomBytes(16).toString('hex');
    const message = `POST\n${TARGET}\n${timestamp}\n${nonce}\n${body}\n`;
    const signature = crypto.sign('sha256', Buffer.from(message), key).toString('base64');
    const header = `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial}"`;
    fs.writeSync(out, `${header}\t${body}\n`);
  }
}
