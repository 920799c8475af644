"""Counts checks and prints a line for each."""


class Checks:
    passed = failed = 0

    def check(self, what, is_good, why=""):
        self.passed += bool(is_good)
        self.failed += not is_good
        print(("ok   " if is_good else "FAIL ") + what + ("" if is_good else f": {why}"), flush=True)
