"""Finds slips in the names of fields."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .errors import OriginError

_NAME_CHARS = 64
"""No name is longer; comparing one that is would only cost time."""


def check_names(given: Mapping[Any, Any], known: Sequence[str], at: str) -> None:
    """Refuses a mapping with a key other than these. `at` is what the mapping is, for the message.

    Raises OriginError `bad_request` that names the field, and the one that was probably meant.
    """
    for name in given:
        if name not in known:
            likely = likely_name(str(name), known)
            hint = f"It takes {', '.join(known)}." if likely is None else f'Did you mean "{likely}"?'
            raise OriginError("bad_request", f'{at} has no field "{_shown(str(name))}". {hint}')


def likely_name(given: str, known: Sequence[str]) -> Optional[str]:
    """The name among the known ones that was probably meant, or None where none is close."""
    best: Optional[tuple[int, str]] = None
    for name in known if len(given) <= _NAME_CHARS else ():
        edits = _distance(_plain(given), _plain(name))
        # A third of the letters may be wrong.
        if edits <= (max(len(given), len(name)) + 1) // 3 and (best is None or edits < best[0]):
            best = (edits, name)
    return None if best is None else best[1]


def _plain(name: str) -> str:
    """Case and separators are a matter of the writer's language: `expect_head` is `expectHead`."""
    return name.lower().replace("-", "").replace("_", "")


def _distance(source: str, target: str) -> int:
    """Damerau-Levenshtein distance in its form of optimal string alignment.

    It counts letters added, left out, changed or swapped.
    """
    before: list[int] = []
    above = list(range(len(target) + 1))
    for row, letter in enumerate(source, 1):
        line = [row]
        for column, other in enumerate(target, 1):
            edits = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == target[column - 2] and source[row - 2] == other:
                edits = min(edits, before[column - 2] + 1)
            line.append(edits)
        before, above = above, line
    return above[-1]


def _shown(name: str) -> str:
    """A name as a message may hold it, whatever it is."""
    cut = name if len(name) <= _NAME_CHARS else f"{name[:_NAME_CHARS]}…"
    return cut.encode("utf-8", "replace").decode("utf-8")
