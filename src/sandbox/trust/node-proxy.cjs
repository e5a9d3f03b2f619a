'use strict';
// Node before 24 has no proxy of its own, and some clients ignore HTTPS_PROXY. Their connections
// to WeChat Pay's names go through it all the same; all others are left as they are.
const http = require('node:http');
const https = require('node:https');

const hosts = new Set((process.env.WECHATPAY_SANDBOX_HOSTS || '').split(','));
const proxy = process.env.WECHATPAY_SANDBOX_PROXY;
const direct = https.Agent.prototype.createConnection;

https.Agent.prototype.createConnection = function createConnection(options, callback) {
  // An agent of Node 24 with a proxy of its own makes the tunnel itself.
  const isTunnelled = options.socket || (this.options && this.options.proxyEnv);
  if (!proxy || isTunnelled || !hosts.has(options.host) || typeof callback !== 'function') {
    return direct.call(this, options, callback);
  }
  const { hostname, port } = new URL(proxy);
  const path = `${options.host}:${options.port || 443}`;
  const headers = { Host: path };
  const request = http.request({ hostname, port, method: 'CONNECT', path, headers, agent: false });
  request.once('connect', (response, socket) => {
    if (response.statusCode === 200) {
      callback(null, direct.call(this, { ...options, socket }));
    } else {
      socket.destroy();
      callback(new Error(`the sandbox's proxy answered ${response.statusCode}`));
    }
  });
  request.once('error', callback);
  request.end();
  return undefined;
};
