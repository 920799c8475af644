"""Stops dbt when the program that started it is gone, however that ended."""

from __future__ import annotations

import _thread
import os
import threading

#: Holds the number of a pipe that ends with the starter; unset where nobody is to be waited for.
VARIABLE = "HEDDLE_LIFELINE"


def stop_with_starter() -> None:
    """Interrupts the main thread, as Ctrl-C does, as soon as the pipe has ended.

    Otherwise a starter that was killed would leave dbt running, which a killed dbt does not.
    """
    number = os.environ.pop(VARIABLE, "")
    if number.isdigit():
        threading.Thread(target=wait, args=(int(number),), daemon=True).start()


def wait(pipe: int) -> None:
    """Blocks until the pipe has ended; a number that is no pipe is let be."""
    try:
        while os.read(pipe, 1024):
            pass
    except OSError:
        return
    _thread.interrupt_main()
