"""The live view on a terminal, around real dbt on a private Postgres.

    python steerLive.py --oracle FOLDER --cli dist/cli.js

Runs dbt in a pseudo-terminal, stock and steered, wide, narrow and switched off, ended by Ctrl-C;
looks at what the terminal shows on the way and in the end. Ends with `N passed, N failed`.
"""

import argparse
import codecs
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

from dbtRuns import Postgres
from steerChecks import Checks
from steerRuns import write_models
from tinyTerminal import TinyTerminal

ROWS = 40
#: A chain beside others, long enough to be looked at a few times.
MODELS = ([("a0", [], "table", 0.6), ("a1", ["a0"], "table", 0.6), ("a2", ["a1"], "table", 0.6)]
          + [(f"b{i}", [], "table", 0.4) for i in range(7)])
PATIENCE_S = 300


class Watched:
    """One run in a terminal of its own."""

    def __init__(self, words, width, variables=None, interrupt_at=None):
        self.terminal = TinyTerminal(width, ROWS)
        self.text = ""
        self.seen = set()
        environment = {**os.environ, "TERM": "xterm-256color", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                       **(variables or {})}
        environment.pop("NO_COLOR", None)
        pid, terminal = pty.fork()
        if pid == 0:
            # Whoever was started in the background ignores Ctrl-C, and so would its children.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvpe(words[0], words, environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, width, 0, 0))
        self.code = self.follow(pid, terminal, interrupt_at)

    def follow(self, pid, terminal, interrupt_at):
        decoder = codecs.getincrementaldecoder("utf-8")()
        until = time.monotonic() + PATIENCE_S
        unread = ""
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                data = os.read(terminal, 4096)
            except OSError:
                break
            if not data:
                break
            unread += decoder.decode(data)
            # A code may have come in two parts.
            whole, unread = re.match(r"(.*?)(\x1b\[?[\d;]*)?\Z", unread, re.S).groups(default="")
            self.text += whole
            self.terminal.write(re.sub(r"\x1b\[[\d;]*m", "", whole))
            self.seen.add("\n".join(self.terminal.rows()[-14:]))
            if interrupt_at and interrupt_at in self.text:
                interrupt_at = None
                os.write(terminal, b"\x03")
        else:
            os.kill(pid, signal.SIGKILL)
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def log(self):
        """What stays on the screen, without what differs between any two runs."""
        lines = [re.sub(r"^\d\d:\d\d:\d\d  |\d+\.\d\d?s?|\.+ ?\[", "", line) for line in self.terminal.rows()]
        return [line for line in lines if not line.startswith("heddle")]


def counted(log):
    """Lines about nodes come in any order; of these only the number counts."""
    return sorted(re.sub(r"^\d+ of \d+", "", line) for line in log if " of 10 " in line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--cli", required=True)
    options = parser.parse_args()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-live-"))
    base.chmod(0o755)
    checks = Checks()
    try:
        with Postgres(base / "pg") as server:
            project = base / "project"
            write_models(project, MODELS, server.folder)
            check(checks, str(pathlib.Path(options.oracle) / "bin" / "dbt"), options.cli, project)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


def check(checks, dbt, cli, project):
    words = ["run", "--threads", "2", "--project-dir", str(project), "--profiles-dir", str(project)]
    steer = ["node", cli, "run", "--dbt", dbt]
    stock = Watched([dbt, *words], 100)
    # The second steered run knows from the first what to expect.
    first = Watched([*steer, "--", *words], 100)
    wide = Watched([*steer, "--", *words], 100)
    checks.check("steered and stock end alike", (stock.code, first.code, wide.code) == (0, 0, 0),
                 (stock.code, first.code, wide.code, wide.text[-500:]))
    checks.check("shows what is done, what is left and bars",
                 any("of 10 · " in one and "left" in one and "░" in one for one in wide.seen), wide.text[-1500:])
    checks.check("shows what waits for what", any("next a" in one and "waits for a" in one for one in wide.seen))
    checks.check("only codes that every terminal knows", wide.terminal.unknown == [], wide.terminal.unknown)
    shown = "\n".join(wide.log())
    checks.check("leaves dbt's own lines and nothing else",
                 counted(wide.log()) == counted(stock.log()) and not re.search("[█░▓]", shown) and "Done. PASS=10" in shown,
                 (counted(wide.log()), counted(stock.log())))
    checks.check("tells how long it took beside the prediction", re.search(r"10 nodes took [\d.]+ s, predicted", wide.text))
    narrow = Watched([*steer, "--", *words], 50, {"NO_COLOR": "1"})
    checks.check("one line on a narrow terminal",
                 any("left" in one for one in narrow.seen) and "░" not in narrow.text, narrow.text[-800:])
    off = Watched([*steer, "--no-live", "--", *words], 100)
    checks.check("nothing where that is not wanted", not re.search(r"\x1b\[\d*[AJ]", off.text) and off.code == 0)
    ends = [Watched([*program, *words], 100, interrupt_at=" START sql table model s.b1")
            for program in ([dbt], [*steer, "--"])]
    checks.check(f"Ctrl-C ends with {ends[0].code} as stock", ends[0].code == ends[1].code, ends[1].code)
    checks.check("and leaves the terminal clean", not re.search("[█░▓]", "\n".join(ends[1].terminal.rows()[-12:])),
                 ends[1].terminal.rows()[-12:])


if __name__ == "__main__":
    main()
