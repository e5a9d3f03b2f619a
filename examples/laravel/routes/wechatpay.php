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

// In the cache, for the example. A shop keeps orders and ids in its database, in one transaction.
Route::post('/orders', function (Request $request, WechatPay $wechatPay) {
    $number = 'laravel-' . bin2hex(random_bytes(10));
    $total = (int) $request->input('total');
    $payParams = $wechatPay->placeOrder(
        $number,
        (string) $request->input('description'),
        $total,
        (string) $request->input('openid'),
    );
    Cache::put("order:$number", ['out_trade_no' => $number, 'total' => $total, 'paid' => false]);
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
    // WeChat Pay repeats notifications, and they overtake each other.
    if (Cache::add("notification:{$notification['id']}", true)) {
        $order = Cache::get('order:' . ($event['out_trade_no'] ?? ''));
        if ($order && $notification['event_type'] === 'TRANSACTION.SUCCESS') {
            $order['paid'] = $order['total'] === $event['amount']['total'];
            Cache::put("order:{$order['out_trade_no']}", $order);
        }
    }
    return response()->noContent();
});
