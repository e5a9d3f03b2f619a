'use strict';
// Node before 24 has no proxy of its own, and some clients ignore HTTPS_PROXY. Their TLS
// connections to WeChat Pay's names go through it all the same, those of `fetch` included; all
// others are left as they are.
const http = require('node:http');
const { Duplex } = require('node:stream');
const tls = require('node:tls');

const hosts = new Set((process.env.WECHATPAY_SANDBOX_HOSTS || '').split(','));
const proxy = process.env.WECHATPAY_SANDBOX_PROXY;
const connect = tls.connect;

/** A connection through the proxy, which can be written to before it is open. */
class Tunnel extends Duplex {
  constructor(target) {
    super();
    this.target = target;
  }

  _construct(opened) {
    const { hostname, port } = new URL(proxy);
    const path = this.target;
    this.request = http.request({
      hostname,
      port,
      method: 'CONNECT',
      path,
      headers: { Host: path },
      agent: false,
    });
    this.request.once('error', opened);
    this.request.once('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        opened(new Error(`the sandbox's proxy answered ${response.statusCode}`));
        return;
      }
      this.socket = socket;
      if (this.isIdle) socket.unref();
      socket.on('data', (bytes) => this.push(bytes) || socket.pause());
      socket.once('end', () => this.push(null));
      socket.once('error', (error) => this.destroy(error));
      socket.once('close', () => this.destroy());
      opened();
    });
    this.request.end();
  }

  /** Tells whether the connection may outlive the program, as an idle one does. */
  setIdle(isIdle) {
    this.isIdle = isIdle;
    if (!this.socket) return;
    if (isIdle) this.socket.unref();
    else this.socket.ref();
  }

  _read() {
    this.socket.resume();
  }

  _write(bytes, encoding, written) {
    this.socket.write(bytes, encoding, written);
  }

  _final(ended) {
    this.socket.end(ended);
  }

  _destroy(error, destroyed) {
    if (this.socket) this.socket.destroy();
    else if (this.request) this.request.destroy();
    destroyed(error);
  }
}

tls.connect = function (...args) {
  const [options] = args;
  // A client with a proxy of its own has made the tunnel, and hands it over as the socket.
  if (!proxy || !options || options.socket || !hosts.has(options.host)) {
    return connect.apply(this, args);
  }
  const tunnel = new Tunnel(`${options.host}:${options.port || 443}`);
  const servername = options.servername || options.host;
  const secure = connect.call(this, { ...options, servername, socket: tunnel }, ...args.slice(1));
  for (const [name, isIdle] of [['ref', false], ['unref', true]]) {
    secure[name] = () => {
      tunnel.setIdle(isIdle);
      return secure;
    };
  }
  return secure;
};
