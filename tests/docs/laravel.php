<?php

// The least of a Laravel project around examples/laravel, with Debian's package of the framework.
//
//     php -S 127.0.0.1:8080 laravel.php

error_reporting(E_ALL & ~E_DEPRECATED);
require 'Illuminate/autoload.php';
$example = dirname(__DIR__, 2) . '/examples/laravel';
require "$example/app/WechatPay.php";

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Facade;

$app = new Illuminate\Foundation\Application($example);
$app->instance('config', new Illuminate\Config\Repository([
    'cache' => ['default' => 'file', 'prefix' => '', 'stores' => [
        'file' => ['driver' => 'file', 'path' => getenv('HOME') . '/cache'],
    ]],
    'logging' => ['default' => 'stderr', 'channels' => [
        'stderr' => ['driver' => 'errorlog'],
    ]],
    'view' => ['paths' => [], 'compiled' => getenv('HOME')],
]));
$app->instance('request', Request::capture());
Facade::setFacadeApplication($app);
$app->register(Illuminate\Cache\CacheServiceProvider::class);
$app->register(Illuminate\Filesystem\FilesystemServiceProvider::class);
$app->register(Illuminate\View\ViewServiceProvider::class);
$app->boot();
require "$example/routes/wechatpay.php";
$app['router']->dispatch($app['request'])->send();
