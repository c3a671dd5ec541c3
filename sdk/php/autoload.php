<?php

declare(strict_types=1);

// For sites without Composer: `require 'sdk/php/autoload.php';`

spl_autoload_register(static function (string $class): void {
    $name = str_starts_with($class, 'Parlour\\') ? substr($class, strlen('Parlour\\')) : '';
    $file = __DIR__ . '/src/' . strtr($name, '\\', '/') . '.php';
    if ($name !== '' && is_file($file)) {
        require $file;
    }
});
