<?php

declare(strict_types=1);

require __DIR__ . '/../../sdk/php/autoload.php';

use Parlour\Origin;

$url = getenv('PARLOUR_URL') ?: 'http://localhost:8787';

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    echo str_replace('http://localhost:8787', $url, (string) file_get_contents(__DIR__ . '/index.html'));
    return;
}

// Who it is comes from your session; the groups are what your users have in common: courses, teams, projects.
$name = getenv('NAME') ?: 'Ada';
$origin = new Origin($url, (string) getenv('PARLOUR_KEY'), (string) getenv('PARLOUR_SECRET'));
$ticket = $origin->ticket(strtolower($name), name: $name, groups: ['Everybody']);
header('Content-Type: application/json');
echo json_encode(['ticket' => $ticket]);
