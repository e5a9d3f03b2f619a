// Mints notifications with the sandbox's keys, as many as a load needs: 80 % good ones, 10 %
// that were sent before, 10 % that must be refused. One line each: status that is right,
// timestamp, nonce, signature, serial, body.
//   node mint.js IDENTITY-FOLDER COUNT FILE
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const crypto = require('node:crypto');
const fs = require('node:fs');

const [folder, count, file] = isMainThread ? process.argv.slice(2) : workerData.args;
const WORKERS = 2;

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
  const key = crypto.createPrivateKey(read('platform_key.pem'));
  const serial = new crypto.X509Certificate(read('platform_cert.pem')).serialNumber;
  const apiv3 = read('apiv3_key');
  const { mchid, appid } = JSON.parse(read('identity.json'));
  const letters = (n) => crypto.randomBytes(n).toString('hex').slice(0, n);
  const seal = (text) => {
    const nonce = letters(12);
    const cipher = crypto.createCipheriv('aes-256-gcm', apiv3, nonce);
    cipher.setAAD(Buffer.from('transaction'));
    const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return { nonce, ciphertext: sealed.toString('base64') };
  };
  const body = (n) => {
    const plain = JSON.stringify({
      mchid, appid, out_trade_no: `bench-${n}`, transaction_id: `42000${String(n).padStart(23, '0')}`,
      trade_type: 'JSAPI', trade_state: 'SUCCESS', trade_state_desc: '支付成功', bank_type: 'OTHERS', attach: '',
      success_time: new Date().toISOString().slice(0, 19) + '+00:00', payer: { openid: `o${letters(27)}` },
      amount: { total: 1, payer_total: 1, currency: 'CNY', payer_currency: 'CNY' },
    });
    const resource = { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', associated_data: 'transaction', ...seal(plain) };
    return JSON.stringify({
      id: crypto.randomUUID(), create_time: new Date().toISOString().slice(0, 19) + '+00:00', resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS', summary: '支付成功', resource,
    });
  };
  const line = (status, text, change = {}) => {
    const part = { timestamp: String(Math.floor(Date.now() / 1000) + (change.shift ?? 0)), nonce: letters(32), serial, ...change };
    part.signature ??= crypto.sign('sha256', Buffer.from(`${part.timestamp}\n${part.nonce}\n${text}\n`), key).toString('base64');
    return `${status}\t${part.timestamp}\t${part.nonce}\t${part.signature}\t${part.serial}\t${text}\n`;
  };
  const out = fs.openSync(`${file}.${workerData.part}`, 'w');
  const recent = [];
  for (let n = workerData.part; n < Number(count); n += WORKERS) {
    const slot = Math.floor(n / WORKERS) % 50;
    let made;
    if (slot < 40 || recent.length === 0) {
      made = line(204, body(n));
      if (recent.length < 500) recent.push(made);
      else recent[Math.floor(Math.random() * 500)] = made;
    } else if (slot < 45) {
      made = recent[Math.floor(Math.random() * recent.length)];
    } else if (slot === 45) {
      made = line(401, body(n), { signature: `WECHATPAY/SIGNTEST/${letters(40)}` });
    } else if (slot === 46) {
      made = line(401, body(n), { shift: -600 });
    } else if (slot === 47) {
      made = line(401, body(n), { serial: 'F'.repeat(40) });
    } else {
      const text = body(n);
      made = line(401, text).replace(text, text.replace('SUCCESS', 'SUCCES5'));
    }
    fs.writeSync(out, made);
  }
}
