"""Keeps lines at the foot of a terminal while everything else scrolls by above them."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from typing import Any, List

from .frame import ASCII, UNICODE, Style, width_of

#: Where `0`, nothing is drawn.
VARIABLE = "HEDDLE_LIVE"


def is_wanted() -> bool:
    """Whether a person watches a terminal that can move its cursor, and wants to see it."""
    return (
        os.environ.get(VARIABLE, "1") != "0"
        # The old console of Windows would print the cursor's moves as text.
        and os.name != "nt"
        and os.environ.get("TERM", "dumb") != "dumb"
        and sys.stdout is not None
        and sys.stdout.isatty()
    )


def style_of(stream: Any) -> Style:
    """Block characters where the stream can encode them, colours unless NO_COLOR is set."""
    try:
        "█░▓…·".encode(getattr(stream, "encoding", None) or "ascii")
        style = UNICODE
    except (UnicodeError, LookupError):
        style = ASCII
    return style._replace(has_color=not os.environ.get("NO_COLOR"))


class Screen:
    """The lines drawn last, and the streams of this process that must not write into them."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        # The main thread may be interrupted inside and draw once more on its way out.
        self.lock = threading.RLock()
        self.lines: List[str] = []
        self.is_at_line_start = True

    def size(self) -> "os.terminal_size":
        return shutil.get_terminal_size((80, 24))

    def write(self, stream: Any, text: str) -> Any:
        """Writes text of others: above the lines, which are drawn again after its next line end."""
        with self.lock:
            self._erase()
            result = stream.write(text)
            if text:
                self.is_at_line_start = text.endswith("\n")
            stream.flush()
            return result

    def draw(self, lines: List[str]) -> None:
        """Replaces the lines. While others have written half a line, nothing is drawn."""
        with self.lock:
            if not self.is_at_line_start:
                return
            text = self._erasure() + "\n".join(lines)
            self.lines = lines
            self.stream.write(text)
            self.stream.flush()

    def clear(self) -> None:
        """Leaves the terminal as if nothing had been drawn."""
        with self.lock:
            self._erase()
            self.stream.flush()

    def _erase(self) -> None:
        text = self._erasure()
        self.lines = []
        if text:
            self.stream.write(text)

    def _erasure(self) -> str:
        if not self.lines:
            return ""
        # A terminal that was made narrower has broken the lines since.
        width = max(1, self.size().columns)
        rows = sum(max(1, -(-width_of(_plain(line)) // width)) for line in self.lines)
        up = f"\x1b[{rows - 1}A" if rows > 1 else ""
        return f"\r{up}\x1b[J"


class Through:
    """A stream that writes through a screen; everything else of it is as it was."""

    def __init__(self, screen: Screen, stream: Any) -> None:
        self._screen = screen
        self._stream = stream

    def write(self, text: str) -> Any:
        return self._screen.write(self._stream, text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _plain(line: str) -> str:
    """The line without its colours, as `frame` paints them."""
    kept, is_code = [], False
    for character in line:
        if character == "\x1b":
            is_code = True
        elif not is_code:
            kept.append(character)
        elif character == "m":
            is_code = False
    return "".join(kept)
