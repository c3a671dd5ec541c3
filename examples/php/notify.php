<?php

declare(strict_types=1);

require __DIR__ . '/../../sdk/php/autoload.php';

use Parlour\Origin;

$origin = new Origin(
    getenv('PARLOUR_URL') ?: 'http://localhost:8787',
    (string) getenv('PARLOUR_KEY'),
    (string) getenv('PARLOUR_SECRET'),
);
$channel = ['context' => 'course:15', 'component' => 'mod_quiz', 'area' => 'game', 'item' => 7];

$result = $origin->notify(['channel' => $channel, 'name' => 'state', 'data' => ['question' => 3]]);
echo $origin->channelHash($channel), "\n";
echo $result->ok ? "stored as {$result->seq}, handed to {$result->recipients}\n" : $result->fault->code . "\n";
