<?php

// A shop on Laravel: places orders, signs pay params, and receives notifications.
//
// In bootstrap/app.php, outside of the `web` group, whose CSRF check would refuse notifications:
//
//     ->withRouting(web: …, then: fn () => require base_path('routes/wechatpay.php'))

use App\WechatPay;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\Facades\Route;

// In the cache, for the example. A shop keeps orders in its database.
Route::post('/orders', function (Request $request, WechatPay $wechatPay) {
    $number = 'laravel-' . bin2hex(random_bytes(10));
    // For the example, the buyer names the price. A shop knows it, and who the buyer is.
    $total = (int) $request->input('total');
    // Before the call: what is paid may be notified before the call returns.
    Cache::put("order:$number", ['out_trade_no' => $number, 'total' => $total, 'paid' => false]);
    $payParams = $wechatPay->placeOrder(
        $number,
        (string) $request->input('description'),
        $total,
        (string) $request->input('openid'),
    );
    return response()->json(['out_trade_no' => $number, 'pay_params' => $payParams]);
});

Route::get('/orders/{number}', function (string $number) {
    $order = Cache::get("order:$number");
    return $order ? response()->json($order) : response()->noContent(404);
});

Route::post('/notify', function (Request $request, WechatPay $wechatPay) {
    try {
        // The raw bytes: $request->json() has been parsed.
        $wechatPay->verify(fn (string $name) => $request->header($name), $request->getContent());
        $notification = json_decode($request->getContent(), true, flags: JSON_THROW_ON_ERROR);
        $event = $wechatPay->open($notification['resource']);
        if (($event['mchid'] ?? $wechatPay->mchid) !== $wechatPay->mchid) {
            throw new DomainException('of another merchant');
        }
    } catch (Throwable $error) {
        Log::warning("a notification was refused: {$error->getMessage()}");
        return response()->json(['code' => 'FAIL', 'message' => 'refused'], 401);
    }
    if ($notification['event_type'] !== 'TRANSACTION.SUCCESS') {
        return response()->noContent();
    }
    // WeChat Pay repeats notifications, and they overtake each other: an order is paid once, and
    // stays so. In a database: one transaction, with the order's row locked.
    $order = Cache::get("order:{$event['out_trade_no']}");
    if ($order && $order['paid']) {
        return response()->noContent();
    }
    if (!$order || $event['appid'] !== $wechatPay->appid || $event['amount']['total'] !== $order['total']) {
        Log::error("a payment that fits no order, to look into: {$event['transaction_id']}");
        return response()->noContent();
    }
    $paid = ['paid' => true, 'transaction_id' => $event['transaction_id']];
    Cache::put("order:{$event['out_trade_no']}", $paid + $order);
    return response()->noContent();
});
