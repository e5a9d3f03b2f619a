// The notify_url as guides write it for Node: verifies and decrypts, stores nothing.
//   node node.js IDENTITY-FOLDER
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');

const [folder] = process.argv.slice(2);
const certificate = new crypto.X509Certificate(fs.readFileSync(`${folder}/platform_cert.pem`));
const apiv3 = fs.readFileSync(`${folder}/apiv3_key`);

function check(headers, body) {
  const timestamp = headers['wechatpay-timestamp'];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return 401;
  if (headers['wechatpay-serial'] !== certificate.serialNumber) return 401;
  const message = `${timestamp}\n${headers['wechatpay-nonce']}\n${body}\n`;
  const signature = Buffer.from(headers['wechatpay-signature'], 'base64');
  if (!crypto.verify('sha256', Buffer.from(message), certificate.publicKey, signature)) return 401;
  const { resource } = JSON.parse(body);
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const decipher = crypto.createDecipheriv('aes-256-gcm', apiv3, resource.nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  decipher.setAAD(Buffer.from(resource.associated_data));
  JSON.parse(decipher.update(sealed.subarray(0, -16)) + decipher.final('utf8'));
  return 204;
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let status = 500;
    try {
      status = check(request.headers, Buffer.concat(chunks).toString());
    } catch {}
    response.writeHead(status).end(status === 204 ? undefined : '{"code":"FAIL","message":"refused"}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
