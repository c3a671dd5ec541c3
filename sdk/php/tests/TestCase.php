<?php

declare(strict_types=1);

namespace Parlour\Tests;

/** The little that these tests need, so that they need no package. */
abstract class TestCase
{
    protected const SECRET = 'parlour-test-secret-0123456789abcdef';

    public int $checks = 0;

    protected function same(mixed $expected, mixed $actual, string $what = ''): void
    {
        $this->checks++;
        if ($expected !== $actual) {
            $expected = var_export($expected, true);
            throw new \LogicException(trim("$what: expected $expected, got " . var_export($actual, true), ': '));
        }
    }

    protected function holds(bool $condition, string $what = ''): void
    {
        $this->same(true, $condition, $what);
    }

    /** That neither the error nor what its trace holds of the SDK's own calls shows the secret. */
    protected function hidesTheSecret(\Throwable $error): void
    {
        $own = static fn (array $frame): bool => preg_match('/\AParlour\\\\\w+\z/', $frame['class'] ?? '') === 1;
        // The frames of the tests hold it by right.
        $frames = array_filter($error->getTrace(), $own);
        $this->holds($frames !== []);
        $shown = $error->getMessage() . print_r(array_column($frames, 'args'), true);
        $this->holds(!str_contains($shown, static::SECRET), $shown);
        $this->same(null, $error->getPrevious());
    }

    /**
     * @template T of \Throwable
     * @param class-string<T> $class
     * @return T
     */
    protected function throws(string $class, callable $work, string $what = ''): \Throwable
    {
        $this->checks++;
        try {
            $work();
        } catch (\Throwable $error) {
            if ($error instanceof $class) {
                return $error;
            }
            throw $error;
        }
        throw new \LogicException(trim("$what: nothing was thrown, expected $class", ': '));
    }
}
