// A shop on Express: places orders, signs pay params, and receives notifications.
//
//     npm install
//     wechatpay sandbox run -- npm start
import { randomBytes } from 'node:crypto';
import express from 'express';
import { mchid, open, placeOrder, verify } from './wechatpay.js';

// In memory, for the example. A shop keeps both in its database, in one transaction.
const orders = new Map();
const taken = new Set();

const app = express();

// Before any JSON parser: the signature is over the raw bytes.
app.post('/notify', express.raw({ type: () => true, limit: '256kb' }), (request, response) => {
  let notification, event;
  try {
    verify((name) => request.get(name), request.body);
    notification = JSON.parse(request.body);
    event = open(notification.resource);
    if ((event.mchid ?? mchid) !== mchid) throw new Error('of another merchant');
  } catch (error) {
    console.warn(`a notification was refused: ${error.message}`);
    response.status(401).json({ code: 'FAIL', message: 'refused' });
    return;
  }
  // WeChat Pay repeats notifications, and they overtake each other.
  if (!taken.has(notification.id)) {
    taken.add(notification.id);
    const order = orders.get(event.out_trade_no);
    if (order && notification.event_type === 'TRANSACTION.SUCCESS') {
      order.paid = order.total === event.amount.total;
    }
  }
  response.sendStatus(204);
});

app.post('/orders', express.json(), async (request, response) => {
  const { openid, total, description } = request.body;
  const outTradeNo = 'express-' + randomBytes(10).toString('hex');
  try {
    const payParams = await placeOrder({ outTradeNo, description, total, openid });
    orders.set(outTradeNo, { out_trade_no: outTradeNo, total, paid: false });
    response.json({ out_trade_no: outTradeNo, pay_params: payParams });
  } catch (error) {
    console.error(error);
    response.status(502).json({ code: 'FAIL', message: 'the order was not placed' });
  }
});

app.get('/orders/:number', (request, response) => {
  const order = orders.get(request.params.number);
  if (order) response.json(order);
  else response.sendStatus(404);
});

app.listen(Number(process.env.PORT || 8080), '127.0.0.1');
