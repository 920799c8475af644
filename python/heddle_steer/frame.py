"""The lines of the live view: what has ended, what runs and for how long, what waits for what.

Text in, text out; knows neither terminal nor dbt.
"""

from __future__ import annotations

import unicodedata
from typing import List, NamedTuple, Optional, Sequence, Tuple

from .progress import Moment, short_name

#: Below this width one line has to do.
NARROW = 60
#: Widest name and bar; on a wide terminal short lines are read more easily.
WIDEST_NAME = 36
WIDEST_BAR = 40


class Style(NamedTuple):
    """Characters and colours of a terminal."""

    done: str
    left: str
    over: str
    rest: str
    has_color: bool

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.has_color and text else text


UNICODE = Style("█", "░", "▓", "…", False)
ASCII = Style("#", ".", "+", "~", False)

CYAN, YELLOW, RED, DIM = "36", "33", "31", "2"


class Waiting(NamedTuple):
    """A node that has not started, and what it waits for: parents, else a seat, else a thread."""

    node_id: str
    #: Unfinished parents; those that run come first, for a person can look at them.
    parents: Sequence[str] = ()
    #: The pool without a free seat.
    pool: Optional[str] = None

    @property
    def reason(self) -> str:
        """In words."""
        if self.parents:
            more = f" and {len(self.parents) - 2} more" if len(self.parents) > 2 else ""
            return "waits for " + ", ".join(short_name(one) for one in self.parents[:2]) + more
        return "waits for a thread" if self.pool is None else f"waits for a seat of {self.pool}"


class View(NamedTuple):
    """Everything that is shown."""

    moment: Moment
    #: Predicted seconds of each running node, None where unknown; as in ``moment.running``.
    predicted: Sequence[Optional[float]]
    #: Seconds to the end, with the least and the most; None where unknown.
    left: Optional[Tuple[float, Optional[Tuple[float, float]]]]
    waiting: Sequence[Waiting]


def frame(view: View, width: int, height: int, style: Style) -> List[str]:
    """Lines no wider than ``width``, at most ``height``, the summary first. Empty where too small."""
    if width < 20 or height < 1:
        return []
    lines = [summary(view, width, style)]
    if width < NARROW or height < 4:
        return lines
    lines.append(run_bar(view, width, style))
    room = max(0, height - len(lines) - len(view.waiting))
    shown = list(zip(view.moment.running, view.predicted))
    is_cut = len(shown) > room
    # One line tells how many there are beside those shown.
    kept = shown[: max(0, room - 1)] if is_cut else shown
    longest = max([predicted or 0 for _, predicted in kept] + [s for (_, s), _ in kept], default=0)
    for (node_id, seconds), predicted in kept:
        lines.append(node_line(node_id, seconds, predicted, longest, width, style))
    if is_cut and room > 0:
        lines.append(style.paint(f"  and {len(shown) - len(kept)} more", DIM))
    for one in view.waiting[: max(0, height - len(lines))]:
        text = fit(f"  next {short_name(one.node_id)}: {one.reason}", width, style)
        lines.append(style.paint(text, DIM))
    return lines


def summary(view: View, width: int, style: Style) -> str:
    """The most telling parts that fit: ``18 of 30 · 42 s · 33 s left (28 s to 41 s)``."""
    moment = view.moment
    parts = [(f"{moment.done} of {moment.total}", "1")]
    if moment.failed:
        parts.append((f"{moment.failed} failed", RED))
    if moment.skipped:
        parts.append((f"{moment.skipped} skipped", YELLOW))
    parts.append((spell(moment.elapsed), ""))
    if view.left is not None:
        seconds, band = view.left
        text = f"about {spell(seconds)} left"
        if band is not None and spell(band[0]) != spell(band[1]):
            text += f" ({spell(band[0])} to {spell(band[1])})"
        parts.append((text, CYAN))
    shown, used = [], 0
    for text, code in parts:
        more = len(text) + (3 if shown else 0)
        if used + more > width:
            break
        used += more
        shown.append(style.paint(text, code) if code else text)
    return " · ".join(shown) if style.done != ASCII.done else " | ".join(shown)


def run_bar(view: View, width: int, style: Style) -> str:
    """The whole run: what is over, and what is predicted to come."""
    room = min(width, 2 * WIDEST_BAR)
    moment = view.moment
    if view.left is None:
        share = moment.done / max(1, moment.total)
    else:
        whole = moment.elapsed + view.left[0]
        share = 1.0 if whole <= 0 else moment.elapsed / whole
    over = min(room, int(share * room))
    return style.paint(style.done * over, CYAN) + style.paint(style.left * (room - over), DIM)


def node_line(
    node_id: str,
    seconds: float,
    predicted: Optional[float],
    longest: float,
    width: int,
    style: Style,
) -> str:
    """One running node: its predicted bar, as much of it filled as has passed."""
    name_room = min(WIDEST_NAME, width // 3)
    times = spell(seconds) if predicted is None else f"{spell(seconds)} of {spell(predicted)}"
    bar_room = max(4, min(WIDEST_BAR, width - name_room - len(times) - 5))
    name = pad(fit(short_name(node_id), name_room, style), name_room)

    def cells(time: float) -> int:
        return 0 if longest <= 0 else round(min(1.0, time / longest) * bar_room)

    whole = max(1, cells(predicted if predicted is not None else seconds))
    passed = min(whole, cells(seconds))
    over = max(0, cells(seconds) - whole)
    bar = (
        style.paint(style.done * passed, CYAN)
        + style.paint(style.left * (whole - passed), DIM)
        + style.paint(style.over * over, YELLOW)
    )
    return f"  {name} {bar}{' ' * (bar_room - whole - over)} {times}"


def spell(seconds: float) -> str:
    """As everywhere in Heddle: ``8 s``, ``8 m 04 s``, ``2 h 03 m``."""
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} m"


def width_of(text: str) -> int:
    """Columns that a text takes: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def fit(text: str, room: int, style: Style) -> str:
    """The text, cut where it is wider than ``room``; control characters are left out."""
    clean = "".join(c for c in text if c.isprintable())
    if width_of(clean) <= room:
        return clean
    kept = ""
    for character in clean:
        if width_of(kept + character) > room - 1:
            break
        kept += character
    return kept + style.rest


def pad(text: str, room: int) -> str:
    return text + " " * max(0, room - width_of(text))
