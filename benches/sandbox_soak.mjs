// A mixed load on `wechatpay sandbox` for some minutes: memory and open files must stay flat.
//
//     node benches/sandbox_soak.mjs BINARY [MINUTES]
//
// Orders, queries, refunds, refused signatures, unknown paths, pages, large headers and bodies,
// connections that are idle, that never finish a request, and that are reset half way. Linux only,
// since it reads /proc. Ends with 1 if memory or descriptors grew over the second half.
import { spawn } from 'node:child_process';
import { createSign, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [binary, minutes = '30'] = process.argv.slice(2);
const SAMPLE_MS = 5000;
const WORKERS = 8;
const IDLE_CONNECTIONS = 100;

const data = mkdtempSync(join(tmpdir(), 'soak-'));
const sandbox = spawn(binary, ['sandbox', '--json', '--listen', '127.0.0.1:0', '--data', data]);
let lines = 0;
const up = await new Promise((resolve) => {
  let text = '';
  sandbox.stdout.on('data', (chunk) => {
    lines += chunk.toString().split('\n').length - 1;
    if (text === null) return;
    text += chunk;
    const end = text.indexOf('\n');
    if (end >= 0) {
      resolve(JSON.parse(text.slice(0, end)));
      text = null;
    }
  });
});
const { hostname: host, port } = new URL(up.listening);
const profile = up.profile.toml ?? '';
const identity = join(data, 'identity');
const key = readFileSync(join(identity, 'apiclient_key.pem'));
const field = (name) => up.profile[name] ?? profile.match(new RegExp(`^${name} = "(.*)"`, 'm'))[1];
const [mchid, appid, serial] = ['mchid', 'appid', 'serial_no'].map(field);
const agent = new http.Agent({ keepAlive: true, maxSockets: WORKERS });

function authorization(method, target, body) {
  const [timestamp, nonce] = [Math.floor(Date.now() / 1000), randomBytes(16).toString('hex')];
  const signature = createSign('RSA-SHA256')
    .update(`${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`)
    .sign(key, 'base64');
  return (
    `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",` +
    `timestamp="${timestamp}",serial_no="${serial}"`
  );
}

const counts = new Map();
function call(name, method, target, { body = '', headers = {}, signed = body } = {}) {
  return new Promise((resolve) => {
    const all = {
      Accept: 'application/json', 'User-Agent': 'soak', 'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...(signed === null ? {} : { Authorization: authorization(method, target, signed) }),
      ...headers,
    };
    const done = (status) => {
      const what = `${name} ${status}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
      resolve();
    };
    const request = http.request({ host, port, method, path: target, headers: all, agent }, (response) => {
      response.resume().on('end', () => done(response.statusCode)).on('error', () => done('cut'));
    });
    request.on('error', (why) => done(why.code));
    request.end(body);
  });
}

let number = 0;
const order = (no) => JSON.stringify({
  appid, mchid, description: 'Tea', out_trade_no: no, notify_url: 'http://127.0.0.1:9/notify',
  amount: { total: 100 }, payer: { openid: 'oSoak' },
});
const owner = { Authorization: `Bearer ${up.token}` };
const jsapi = '/v3/pay/transactions/jsapi';

// Sends something raw, and leaves.
function raw(text, stay) {
  const socket = net.connect(port, host, () => socket.write(text));
  socket.on('error', () => {}).on('data', () => {});
  setTimeout(() => socket.resetAndDestroy(), stay);
}

const steps = [
  async () => {
    const no = `soak-${(number += 1)}`;
    await call('order', 'POST', jsapi, { body: order(no) });
    await call('query', 'GET', `/v3/pay/transactions/out-trade-no/${no}?mchid=${mchid}`);
    if (number % 5 === 0) {
      await call('pay', 'POST', `/_sandbox/pay/${no}`, { signed: null, headers: owner });
      const body = JSON.stringify({
        out_trade_no: no, out_refund_no: `r-${no}`, amount: { refund: 1, total: 100, currency: 'CNY' },
      });
      await call('refund', 'POST', '/v3/refund/domestic/refunds', { body });
    }
  },
  () => call('refused', 'POST', jsapi, { body: order('soak-x'), signed: `${order('soak-x')} ` }),
  () => call('unknown', 'GET', `/v3/nothing/${number}`, { signed: null }),
  () => call('missing page', 'GET', `/nowhere/${number}`, { signed: null, headers: { Accept: 'text/html' } }),
  () => call('page', 'GET', ['/', '/requests', '/deliveries', '/faults'][number % 4], { signed: null, headers: owner }),
  () => call('long header', 'GET', '/v3/certificates', { headers: { 'X-Long': 'x'.repeat(12 * 1024) } }),
  () => call('long body', 'POST', jsapi, { body: 'x'.repeat(100 * 1024), signed: null }),
  async () => raw(`POST ${jsapi} HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n{"half`, 300),
  async () => raw(`GET /v3/certificates HTTP/1.1\r\nX: ${'y'.repeat(100 * 1024)}\r\n\r\n`, 300),
  async () => raw('GET /v3/certificates HT', 2000),
];

const idle = Array.from({ length: IDLE_CONNECTIONS }, () => net.connect(port, host).on('error', () => {}));
const ends = Date.now() + Number(minutes) * 60_000;
async function work() {
  for (let step = 0; Date.now() < ends && sandbox.exitCode === null; step += 1) {
    await steps[step % steps.length]();
  }
}

function sample() {
  const status = readFileSync(`/proc/${sandbox.pid}/status`, 'utf8');
  const disk = readdirSync(data).map((name) => statSync(join(data, name)).size);
  return {
    rss: Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024,
    fds: readdirSync(`/proc/${sandbox.pid}/fd`).length,
    disk: disk.reduce((sum, size) => sum + size, 0) / 1024 / 1024,
    requests: [...counts.values()].reduce((sum, count) => sum + count, 0),
  };
}

const samples = [];
const timer = setInterval(() => {
  const now = sample();
  samples.push(now);
  console.log(
    `${String(samples.length * SAMPLE_MS / 1000).padStart(5)} s  ${now.rss.toFixed(1).padStart(7)} MiB  ` +
      `${String(now.fds).padStart(4)} files  ${now.disk.toFixed(1).padStart(7)} MiB on disk  ${now.requests} requests`,
  );
}, SAMPLE_MS);
await Promise.all(Array.from({ length: WORKERS }, work));
clearInterval(timer);
console.log(Object.fromEntries([...counts].sort()), `${lines} lines`);
const ended = sandbox.exitCode;
for (const socket of idle) socket.destroy();
sandbox.kill('SIGINT');
await new Promise((resolve) => (ended === null ? sandbox.on('exit', resolve) : resolve()));
rmSync(data, { recursive: true });

const most = (list, name) => Math.max(...list.map((one) => one[name]));
const [early, late] = [samples.slice(samples.length / 4, samples.length / 2), samples.slice(samples.length / 2)];
const grew = ended !== null || most(late, 'rss') > most(early, 'rss') * 1.2 + 8 || most(late, 'fds') > most(early, 'fds') + 32;
console.log(grew ? 'grew' : 'flat');
process.exit(grew ? 1 : 0);
