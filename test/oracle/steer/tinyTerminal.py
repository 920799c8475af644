"""A terminal of a few rows, for what the live view sends it: text, line ends, and the three codes it uses."""

import re

TOKEN = re.compile(r"\x1b\[(\d*)([A-Za-z])|(\r\n|\n|\r)|([^\x1b\r\n]+)")


class TinyTerminal:
    """Keeps what is shown and all that has scrolled off; stands in for a stream as well."""

    encoding = "utf-8"

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.lines = [""]
        self.row = self.column = 0
        self.unknown = []

    def isatty(self):
        return True

    def flush(self):
        pass

    def write(self, text):
        for number, code, end, plain in TOKEN.findall(text):
            if code:
                self.control(int(number or 1), code)
            elif end == "\r":
                self.column = 0
            elif end:
                self.down()
                self.column = 0
            else:
                for character in plain:
                    self.put(character)
        return len(text)

    def control(self, number, code):
        if code == "A":
            # What has scrolled off cannot be reached any more.
            self.row = max(self.row - number, len(self.lines) - self.height, 0)
        elif code == "J":
            self.lines[self.row] = self.lines[self.row][: self.column]
            del self.lines[self.row + 1:]
        elif code == "K":
            self.lines[self.row] = self.lines[self.row][: self.column]
        elif code != "m":
            self.unknown.append(code)

    def put(self, character):
        if self.column == self.width:
            self.down()
            self.column = 0
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[: self.column] + character + line[self.column + 1:]
        self.column += 1

    def down(self):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append("")

    def rows(self):
        """Everything from the first line on, without the empty ones at the end."""
        kept = list(self.lines)
        while kept and not kept[-1]:
            kept.pop()
        return kept
