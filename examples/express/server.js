// A shop on Express: places orders, signs pay params, and receives notifications.
//
//     npm install
//     wechatpay sandbox run -- npm start
import { randomBytes } from 'node:crypto';
import express from 'express';
import { appid, mchid, open, placeOrder, verify } from './wechatpay.js';

// In memory, for the example. A shop keeps them in its database.
const orders = new Map();

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
  if (notification.event_type === 'TRANSACTION.SUCCESS') pay(event);
  response.sendStatus(204);
});

// WeChat Pay repeats notifications, and they overtake each other: an order is paid once, and stays so.
// In a database: one transaction, with the order's row locked.
function pay(event) {
  const order = orders.get(event.out_trade_no);
  if (order?.paid) return;
  if (!order || event.appid !== appid || event.amount.total !== order.total) {
    console.error(`a payment that fits no order, to look into: ${event.transaction_id}`);
    return;
  }
  order.paid = true;
  order.transaction_id = event.transaction_id;
}

app.post('/orders', express.json(), async (request, response) => {
  // For the example, the buyer names the price. A shop knows it, and who the buyer is.
  const { openid, total, description } = request.body;
  const outTradeNo = 'express-' + randomBytes(10).toString('hex');
  // Before the call: what is paid may be notified before the call returns.
  orders.set(outTradeNo, { out_trade_no: outTradeNo, total, paid: false });
  try {
    const payParams = await placeOrder({ outTradeNo, description, total, openid });
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
