<?php

declare(strict_types=1);

// Runs every method `test…` of every class `…Test` in this folder. Warnings and notices are failures too.

namespace Parlour\Tests;

require __DIR__ . '/../autoload.php';
spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/' . substr($class, strlen(__NAMESPACE__) + 1) . '.php';
    if (str_starts_with($class, __NAMESPACE__ . '\\') && is_file($file)) {
        require $file;
    }
});
error_reporting(E_ALL);
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    throw new \ErrorException($message, 0, $level, $file, $line);
});

$ran = 0;
$checks = 0;
$failed = 0;
foreach (glob(__DIR__ . '/*Test.php') as $file) {
    $class = __NAMESPACE__ . '\\' . basename($file, '.php');
    foreach (get_class_methods($class) as $method) {
        if (!str_starts_with($method, 'test')) {
            continue;
        }
        $case = new $class();
        \Parlour\CircuitBreaker::reset();
        $ran++;
        try {
            $case->$method();
        } catch (\Throwable $error) {
            $failed++;
            echo "FAILED $class::$method\n$error\n";
        }
        $checks += $case->checks;
    }
}
echo "$ran tests, $checks checks, $failed failed\n";
exit($failed === 0 && $ran > 0 ? 0 : 1);
