"""What `try_map`, `catch` and `on_close` give, and what a `match` makes of it."""

from __future__ import annotations

from typing import assert_type

from rillet import Err, Ok, Stream

words = Stream(["1", "x"])


def keep(word: str, error: Exception) -> None:
    print(word, error)


def keep_value(word: str, error: ValueError) -> None:
    print(word, error)


def length(word: str, error: ValueError) -> float | None:
    return len(word) / 2 if error.args else None


def text(error: ValueError) -> list[bytes]:
    return [str(error).encode()]


def close() -> None:
    print("closed")


assert_type(words.try_map(int), Stream[int])
assert_type(words.try_map(int, ValueError, TypeError), Stream[int])
assert_type(words.try_map(int, ValueError, KeyboardInterrupt, on_error="skip"), Stream[int])
assert_type(words.try_map(int, on_error="collect"), Stream[Ok[int] | Err[str, Exception]])
assert_type(
    words.try_map(int, ValueError, on_error="collect"), Stream[Ok[int] | Err[str, ValueError]]
)
assert_type(words.try_map(int, on_error=keep), Stream[int])
assert_type(words.try_map(int, ValueError, on_error=keep_value), Stream[int])
assert_type(words.try_map(int, ValueError, on_error=length), Stream[int | float])
assert_type(words.map(int).catch(ValueError, text), Stream[int | bytes])
assert_type(words.catch((KeyError, IndexError), lambda error: [error]).count(), int)
assert_type(words.on_close(close), Stream[str])

for outcome in words.try_map(int, ValueError, on_error="collect"):
    if isinstance(outcome, Ok):
        assert_type(outcome.value, int)
    else:
        assert_type(outcome.item, str)
        assert_type(outcome.error, ValueError)
    match outcome:
        case Ok(value):
            assert_type(value, int)
        case Err(item, error):
            assert_type(item, str)
            assert_type(error, ValueError)
