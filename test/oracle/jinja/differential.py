"""Random templates with the verdict of real Jinja2, one JSON object per line.

Usage: differential.py SEED COUNT [KIND]

Each line has `kind`, `template`, `context` and either `expected` (the text) or `raises`,
`message` and `lineno`. The environment is dbt's: sandboxed, with `do` and loop controls.
The same seed gives the same lines for one version of Python and Jinja2.
"""

import json
import random
import signal
import sys

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from features import FEATURE_KINDS, Features

CONTEXT = {
    "n": 7,
    "zero": 0,
    "neg": -3,
    "s": "Hello World",
    "t": "  a,b ,c  ",
    "empty": "",
    "u": "é😀ß",
    "l": [3, 1, 2],
    "ls": ["b", "A", "c", "a"],
    "le": [],
    "d": {"b": 1, "a": 2, "k": "v"},
    "de": {},
    "nested": {"x": {"y": [1, {"z": "deep"}]}, "l": [[1, 2], [3, 4]]},
    "users": [
        {"name": "bob", "age": 30, "team": "x"},
        {"name": "Al", "age": 25, "team": "y"},
        {"name": "cy", "age": 30, "team": "X"},
    ],
    "nothing": None,
}

INTS = ["0", "1", "2", "3", "7", "10", "-1", "-2", "100", "255", "1000000", "12345678901234567890"]
FLOATS = ["0.0", "0.5", "1.0", "1.5", "2.5", "2.675", "-0.75", "1e3", "1e-5", "1e16", "3.14159", "123456.789", "-2.5"]
STRS = [
    "''", "'a'", "'abc'", "'Hello World'", "'a,b,c'", "' x '", "'12'", "'3.7'", "'-5'", "'%s'", "'{}'",
    "'aXbX'", "'it\\'s'", "'\"q\"'", "'\\n'", "'a\\tb'", "'é'", "'😀x'", "'<b>&'", "'foo-bar baz'", "'ABC'",
    "'true'", "'1_000'", "'0x1f'", "'ß'", "'key'", "'a b c d e f g'", "'x.y'",
]
NAMES = list(CONTEXT) + ["missing", "undefd"]
STR_METHODS = [
    ("upper", 0, 0), ("lower", 0, 0), ("title", 0, 0), ("capitalize", 0, 0), ("swapcase", 0, 0),
    ("strip", 0, 1), ("lstrip", 0, 1), ("rstrip", 0, 1), ("split", 0, 2), ("rsplit", 0, 2),
    ("splitlines", 0, 1), ("partition", 1, 1), ("rpartition", 1, 1), ("replace", 2, 3),
    ("find", 1, 3), ("rfind", 1, 3), ("index", 1, 2), ("count", 1, 3), ("startswith", 1, 2),
    ("endswith", 1, 2), ("join", 1, 1), ("ljust", 1, 2), ("rjust", 1, 2), ("center", 1, 2),
    ("zfill", 1, 1), ("isdigit", 0, 0), ("isalpha", 0, 0), ("isalnum", 0, 0), ("isspace", 0, 0),
    ("isupper", 0, 0), ("islower", 0, 0), ("istitle", 0, 0), ("isnumeric", 0, 0), ("isdecimal", 0, 0),
    ("isidentifier", 0, 0), ("isprintable", 0, 0), ("isascii", 0, 0), ("casefold", 0, 0),
    ("expandtabs", 0, 1), ("removeprefix", 1, 1), ("removesuffix", 1, 1), ("format", 0, 3), ("nomethod", 0, 1),
]
LIST_METHODS = [("index", 1, 2), ("count", 1, 1), ("copy", 0, 0), ("pop", 0, 1), ("append", 1, 1), ("extend", 1, 1),
                ("insert", 2, 2), ("remove", 1, 1), ("reverse", 0, 0), ("sort", 0, 0), ("clear", 0, 0), ("nomethod", 0, 0)]
DICT_METHODS = [("get", 1, 2), ("keys", 0, 0), ("values", 0, 0), ("items", 0, 0), ("pop", 1, 2), ("setdefault", 1, 2),
                ("update", 0, 1), ("copy", 0, 0), ("popitem", 0, 0), ("clear", 0, 0), ("fromkeys", 1, 2), ("nomethod", 0, 0)]
FILTERS = [
    ("abs", 0, 0), ("attr", 1, 1), ("batch", 1, 2), ("capitalize", 0, 0), ("center", 0, 1), ("count", 0, 0),
    ("d", 0, 2), ("default", 0, 2), ("dictsort", 0, 0), ("e", 0, 0), ("escape", 0, 0), ("filesizeformat", 0, 1),
    ("first", 0, 0), ("float", 0, 1), ("forceescape", 0, 0), ("format", 0, 2), ("indent", 0, 3), ("int", 0, 2),
    ("join", 0, 1), ("last", 0, 0), ("length", 0, 0), ("list", 0, 0), ("lower", 0, 0), ("items", 0, 0),
    ("min", 0, 0), ("max", 0, 0), ("replace", 2, 3), ("reverse", 0, 0), ("round", 0, 2), ("safe", 0, 0),
    ("slice", 1, 2), ("sort", 0, 1), ("string", 0, 0), ("striptags", 0, 0), ("sum", 0, 0), ("title", 0, 0),
    ("tojson", 0, 1), ("trim", 0, 1), ("truncate", 0, 3), ("unique", 0, 0), ("upper", 0, 0), ("urlencode", 0, 0),
    ("wordcount", 0, 0), ("wordwrap", 0, 1), ("xmlattr", 0, 0), ("map", 0, 2), ("select", 0, 2), ("reject", 0, 2),
    ("groupby", 1, 1), ("nofilter", 0, 0),
]
MAPPED = ["'upper'", "'length'", "'int'", "'string'", "'first'", "'abs'", "'round'", "'trim'", "'list'", "'nofilter'"]
TESTS0 = ["defined", "undefined", "none", "number", "integer", "float", "string", "mapping", "sequence", "iterable",
          "boolean", "true", "false", "odd", "even", "lower", "upper", "callable", "escaped", "notest"]
TESTS1 = ["eq", "ne", "lt", "le", "gt", "ge", "in", "divisibleby", "sameas", "equalto", "==", "filter", "test"]
BINOPS = ["+", "-", "*", "/", "//", "%", "**", "~"]
CMPS = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"]


class Generator(Features):
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.fresh = 0

    def pick(self, items):
        return self.r.choice(items)

    def chance(self, p):
        return self.r.random() < p

    # Expressions by wished type; types meet by accident often enough to raise.
    def num(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.pick(INTS + FLOATS + ["n", "neg", "zero", "true"])
        return self.pick([
            lambda: f"({self.num(depth-1)} {self.pick(['+','-','*','/','//','%'])} {self.num(depth-1)})",
            lambda: f"{self.num(depth-1)} {self.pick(['+','-','*','/','//','%'])} {self.num(depth-1)}",
            lambda: f"{self.num(0)} ** {self.pick(['0','1','2','3','-1','0.5'])}",
            lambda: f"-{self.num(0)}",
            lambda: f"({self.num(depth-1)})|round({self.pick(['','0','1','2','-1'])})",
            lambda: f"({self.num(depth-1)})|abs",
            lambda: f"({self.any(depth-1)})|int",
            lambda: f"({self.any(depth-1)})|float",
            lambda: f"{self.seq(depth-1)}|length",
            lambda: f"{self.str(depth-1)}.count({self.str(0)})",
            lambda: f"{self.str(depth-1)}.find({self.str(0)})",
            lambda: f"{self.list(depth-1)}|sum",
            lambda: f"{self.list(depth-1)}[{self.pick(['0','1','-1','2'])}]",
            lambda: f"({self.num(depth-1)} if {self.bool(depth-1)} else {self.num(depth-1)})",
            lambda: f"d.get({self.str(0)}, {self.num(0)})",
        ])()

    def str(self, depth):
        if depth <= 0 or self.chance(0.35):
            return self.pick(STRS + ["s", "t", "u", "empty"])
        return self.pick([
            lambda: f"({self.str(depth-1)} ~ {self.any(depth-1)})",
            lambda: f"({self.str(depth-1)} + {self.str(depth-1)})",
            lambda: f"{self.str(depth-1)}[{self.slice()}]",
            lambda: self.method(self.str(depth-1), STR_METHODS, depth),
            lambda: f"({self.any(depth-1)})|string",
            lambda: f"({self.str(depth-1)})|{self.pick(['upper','lower','title','capitalize','trim','reverse'])}",
            lambda: f"({self.list(depth-1)})|join({self.str(0)})",
            lambda: self.percent(depth),
            lambda: self.format(depth),
            lambda: f"({self.str(depth-1)} * {self.pick(['0','1','2','3','-1'])})",
        ])()

    def list(self, depth):
        if depth <= 0 or self.chance(0.25):
            return self.pick(["l", "ls", "le", "users", "[1, 2, 3]", "[]", "['b', 'a']", "[1, 'a', none, 2.5]", "(1, 2)", "()", "range(4)", "nested.l"])
        return self.pick([
            lambda: "[" + ", ".join(self.any(depth-1) for _ in range(self.r.randint(0, 4))) + "]",
            lambda: "(" + "".join(self.any(depth-1) + ", " for _ in range(self.r.randint(1, 3))) + ")",
            lambda: f"{self.list(depth-1)}[{self.slice()}]",
            lambda: f"({self.list(depth-1)})|sort",
            lambda: f"({self.any(depth-1)})|list",
            lambda: f"({self.list(depth-1)} + {self.list(depth-1)})",
            lambda: f"{self.str(depth-1)}.split({self.pick(['', self.str(0)])})",
            lambda: f"({self.list(depth-1)})|map({self.pick(MAPPED)})|list",
            lambda: f"users|map(attribute={self.pick(['%r' % x for x in ['name','age','nope','team']])})|list",
            lambda: f"({self.list(depth-1)})|select({self.pick(['', repr(self.pick(TESTS0)), repr(self.pick(TESTS1)) + ', ' + self.num(0)])})|list",
            lambda: f"users|{self.pick(['selectattr','rejectattr'])}({self.pick(['%r' % x for x in ['name','age','nope','team']])}{self.pick(['', ', ' + repr(self.pick(TESTS1)) + ', ' + self.any(0)])})|map(attribute='name')|list",
            lambda: f"({self.list(depth-1)})|unique|list",
            lambda: f"({self.list(depth-1)})|reverse|list",
            lambda: f"({self.list(depth-1)})|batch({self.pick(['1','2','3'])}{self.pick(['', ', 0'])})|list",
            lambda: f"({self.list(depth-1)})|slice({self.pick(['1','2','3'])}{self.pick(['', ', 0'])})|list",
            lambda: f"{self.dict(depth-1)}|dictsort",
            lambda: f"{self.dict(depth-1)}.{self.pick(['items','keys','values'])}()|list",
            lambda: f"users|groupby({self.pick(['%r' % x for x in ['age','team']])})",
        ])()

    def dict(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.pick(["d", "de", "nested", "{}", "{'a': 1}", "{1: 'x', 1.0: 'y', true: 'z'}", "{'b': 1, 'a': [1]}", "dict(a=1, b='c')"])
        return "{" + ", ".join(f"{self.pick([self.str(0), self.num(0), '(1, 2)', 'none'])}: {self.any(depth-1)}" for _ in range(self.r.randint(0, 3))) + "}"

    def seq(self, depth):
        return self.pick([self.str, self.list, self.dict])(depth)

    def bool(self, depth):
        if depth <= 0 or self.chance(0.2):
            return self.pick(["true", "false", "True", "n", "missing", "nothing", "le", "s"])
        return self.pick([
            lambda: f"{self.any(depth-1)} {self.pick(['==', '!='])} {self.any(depth-1)}",
            lambda: f"{self.num(depth-1)} {self.pick(CMPS[:6])} {self.num(depth-1)}",
            lambda: f"{self.num(depth-1)} {self.pick(CMPS[:6])} {self.num(depth-1)} {self.pick(CMPS[:6])} {self.num(depth-1)}",
            lambda: f"{self.str(depth-1)} {self.pick(CMPS)} {self.str(depth-1)}",
            lambda: f"{self.any(depth-1)} {self.pick(['in', 'not in'])} {self.seq(depth-1)}",
            lambda: f"not {self.bool(depth-1)}",
            lambda: f"({self.bool(depth-1)} {self.pick(['and', 'or'])} {self.bool(depth-1)})",
            lambda: f"{self.any(depth-1)} is {self.pick(['', 'not '])}{self.pick(TESTS0)}",
            lambda: f"{self.any(0)} is {self.pick(['', 'not '])}{self.pick(TESTS1[:10])}({self.any(0)})",
            lambda: f"{self.list(depth-1)} {self.pick(CMPS[:6])} {self.list(depth-1)}",
        ])()

    def any(self, depth):
        return self.pick([self.num, self.num, self.str, self.str, self.list, self.dict, self.bool, self.odd])(depth)

    def odd(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.pick(NAMES + ["none", "None", "missing", "nothing", "nested.x.y", "nested['x']['y'][1].z", "users[0].name", "users.0.age", "d.a", "d['zz']", "l.9", "missing.attr", "s.nope"])
        return self.pick([
            lambda: self.method(self.list(depth-1), LIST_METHODS, depth),
            lambda: self.method(self.dict(depth-1), DICT_METHODS, depth),
            lambda: self.filter(self.any(depth-1), depth),
            lambda: self.filter(self.seq(depth-1), depth),
            lambda: f"{self.any(depth-1)} {self.pick(BINOPS[:6] + ['~'])} {self.any(depth-1)}",
            lambda: f"({self.any(depth-1)} if {self.bool(depth-1)})",
            lambda: f"({self.any(depth-1)} {self.pick(['and', 'or'])} {self.any(depth-1)})",
            lambda: f"{self.seq(depth-1)}[{self.any(0)}]",
            lambda: f"({self.any(depth-1)}).{self.pick(['a', 'b', 'name', 'x', 'items', 'upper', '0'])}",
            lambda: f"{self.any(depth-1)}|default({self.any(0)}{self.pick(['', ', true'])})",
            lambda: f"[{self.any(0)}, {self.any(0)}]|{self.pick(['max', 'min', 'first', 'last', 'sum'])}",
            lambda: f"({self.seq(depth-1)})|{self.pick(['max', 'min', 'first', 'last'])}",
            lambda: f"range({', '.join(self.pick(INTS[:9]) for _ in range(self.r.randint(1, 3)))})",
            lambda: f"{self.any(0)}({self.any(0)})",
        ])()

    def slice(self):
        part = lambda: self.pick(["", "", "0", "1", "2", "-1", "-2", "5", "n"])
        return self.pick([lambda: f"{part()}:{part()}", lambda: f"{part()}:{part()}:{self.pick(['', '1', '2', '-1', '-2'])}"])()

    def args(self, least, most, depth):
        return ", ".join(self.any(min(depth-1, 1)) for _ in range(self.r.randint(least, most)))

    def method(self, target, table, depth):
        name, least, most = self.pick(table)
        if self.chance(0.05):
            most += 1
        if self.chance(0.04) and least > 0:
            least -= 1
        typed = {"find": 1, "rfind": 1, "index": 1, "count": 1, "startswith": 1, "endswith": 1, "replace": 2, "partition": 1, "rpartition": 1, "removeprefix": 1, "removesuffix": 1, "strip": 1, "lstrip": 1, "rstrip": 1}
        count = self.r.randint(least, most)
        out = []
        for i in range(count):
            if self.chance(0.12):
                out.append(self.any(0))
            elif table is STR_METHODS and i < typed.get(name, 0):
                out.append(self.str(0))
            elif name in ("ljust", "rjust", "center", "zfill", "expandtabs") and i == 0:
                out.append(self.pick(["0", "3", "10", "12", "-1"]))
            elif name in ("ljust", "rjust", "center"):
                out.append(self.pick(["'*'", "'-'", "'ab'", "''"]))
            elif name in ("split", "rsplit") and i == 0:
                out.append(self.pick(["','", "' '", "'a'", "none", "''", "'ab'"]))
            elif name == "join":
                out.append(self.pick(["ls", "['a', 'b']", self.list(1)]))
            elif name in ("get", "pop", "setdefault") and table is DICT_METHODS and i == 0:
                out.append(self.pick(["'a'", "'b'", "'zz'", self.any(0)]))
            elif name in ("update", "extend", "fromkeys") and i == 0:
                out.append(self.pick(["{'q': 1}", "[('a', 1)]", "ls", self.any(0)]))
            elif table is STR_METHODS or table is LIST_METHODS:
                out.append(self.pick(INTS[:8] + [self.any(0)]))
            else:
                out.append(self.any(0))
        return f"({target}).{name}({', '.join(out)})"

    def filter(self, target, depth):
        name, least, most = self.pick(FILTERS)
        if self.chance(0.04):
            most += 1
        count = self.r.randint(least, most)
        out = []
        for i in range(count):
            if name in ("map",) and i == 0 and self.chance(0.8):
                out.append(self.pick(MAPPED))
            elif name in ("select", "reject") and i == 0 and self.chance(0.8):
                out.append(repr(self.pick(TESTS0 + TESTS1)))
            elif name in ("center", "indent", "truncate", "wordwrap", "round", "batch", "slice", "tojson") and i == 0 and self.chance(0.85):
                out.append(self.pick(["0", "1", "2", "3", "5", "10", "20"]))
            elif name == "round" and self.chance(0.9):
                out.append(self.pick(["'common'", "'ceil'", "'floor'"]))
            elif name in ("replace", "join", "trim") and self.chance(0.85):
                out.append(self.str(0))
            elif name in ("groupby", "attr") and self.chance(0.85):
                out.append(self.pick(["'name'", "'age'", "'a'", "0", "'x.y'"]))
            else:
                out.append(self.any(0))
        if self.chance(0.05):
            out.append(self.pick(["reverse=true", "attribute='name'", "boolean=true", "width=3", "first=true", "bogus=1", "by='value'", "case_sensitive=true", "default='?'"]))
        if name == "unique" or name in ("map", "select", "reject", "batch", "slice", "items", "reverse") and self.chance(0.9):
            return f"(({target})|{name}{'(' + ', '.join(out) + ')' if out else ''}|list)"
        return f"({target})|{name}{'(' + ', '.join(out) + ')' if out else ''}"

    def percent(self, depth):
        codes = []
        values = []
        for _ in range(self.r.randint(1, 3)):
            flags = self.pick(["", "", "", "-", "0", "+", " ", "#", "+0"])
            width = self.pick(["", "", "5", "10", "1"])
            precision = self.pick(["", "", ".2", ".0", ".5", "."])
            code = self.pick("sdifgexXorcGEa%" if self.chance(0.9) else "yqzb")
            codes.append(f"%{flags}{width}{precision}{code}")
            if code != "%":
                values.append(self.num(0) if code not in "sra" and self.chance(0.85) else self.any(0))
        text = self.pick([" ", "-", ""]).join(codes)
        if self.chance(0.1):
            text = "%(a)s " + text
        tail = self.pick(["(" + "".join(v + ", " for v in values) + ")", values[0] if len(values) == 1 else "(" + ", ".join(values) + ")", "d" if self.chance(0.2) else "(" + "".join(v + ", " for v in values) + ")"])
        return f"({text!r} % {tail})"

    def spec(self):
        return (self.pick(["", "", "*<", ">", "^", "=", "x^", "0="]) + self.pick(["", "", "+", " ", "-"]) + self.pick(["", "", "", "#"])
                + self.pick(["", "", "0"]) + self.pick(["", "", "5", "12"]) + self.pick(["", "", ",", "_"])
                + self.pick(["", "", ".2", ".0", ".6"]) + self.pick(["", "", "d", "f", "e", "g", "s", "x", "X", "b", "o", "n", "%", "G", "E", "c", "F", "q"]))

    def format(self, depth):
        fields = []
        values = []
        for _ in range(self.r.randint(1, 3)):
            index = self.pick(["", "", str(self.r.randint(0, 2)), "a"]) if self.chance(0.3) else ""
            access = self.pick(["", "", "", "[0]", ".name", "[a]"]) if self.chance(0.2) else ""
            conversion = self.pick(["", "", "!r", "!s", "!a", "!x"]) if self.chance(0.2) else ""
            spec = self.spec() if self.chance(0.5) else ""
            fields.append("{" + index + access + conversion + (":" + spec if spec else "") + "}")
            values.append(self.pick([self.num, self.num, self.str, self.any])(0))
        text = self.pick([" ", "-", "{{}}", ""]).join(fields)
        if self.chance(0.03):
            text += self.pick(["{", "}", "{0", "{!r", "{a.}"])
        kwargs = self.pick(["", ", a=1", ", a=d"]) if self.chance(0.3) else ""
        return f"({text!r}.format({', '.join(values)}{kwargs}))"

    # Statements.
    def name(self):
        self.fresh += 1
        return self.pick(["a", "b", "c", "x", "y", "item", "loopvar", "s", "n"])

    def body(self, depth, loop=False):
        return "".join(self.statement(depth - 1, loop) for _ in range(self.r.randint(1, 3)))

    def tag(self, inside):
        left = self.pick(["", "", "", "-", "+"])
        right = self.pick(["", "", "", "-", "+"])
        return "{%" + left + " " + inside + " " + right + "%}"

    def text(self):
        return self.pick(["x", " ", "\n", " a ", "\n  b\n", "", "é", "-", "{", "}", "#", "%", "\r\n", "\t"])

    def out(self, expression):
        left = self.pick(["", "", "", "-", "+"])
        right = self.pick(["", "", "", "-"])
        return "{{" + left + " " + expression + " " + right + "}}"

    def statement(self, depth, loop=False):
        if depth <= 0 or self.chance(0.25):
            return self.pick([
                lambda: self.text() + self.out(self.any(1)) + self.text(),
                lambda: self.out(self.name()),
                lambda: self.text(),
                lambda: "{#" + self.pick(["", "-"]) + " c " + self.pick(["", "-"]) + "#}",
                lambda: self.out("loop." + self.pick(["index", "index0", "first", "last", "length", "revindex", "depth", "nextitem", "previtem"])) if loop else self.text(),
            ])()
        name = self.name
        return self.pick([
            lambda: self.tag(f"set {name()} = {self.any(2)}"),
            lambda: self.tag(f"set {name()}, {name()} = {self.pick(['1, 2', '[1, 2]', self.list(1), 'l'])}"),
            lambda: self.tag(f"set {name()}{self.pick(['', ' | upper', ' | trim | length'])}") + self.body(depth) + self.tag("endset"),
            lambda: self.tag(f"if {self.bool(2)}") + self.body(depth, loop) + (self.tag(f"elif {self.bool(1)}") + self.body(depth, loop) if self.chance(0.3) else "") + (self.tag("else") + self.body(depth, loop) if self.chance(0.5) else "") + self.tag("endif"),
            lambda: self.tag(f"for {self.pick([name(), name(), name() + ', ' + name()])} in {self.pick([self.list(1), self.list(1), self.dict(1) + '.items()', self.seq(1), self.dict(1)])}{self.pick(['', '', ' if ' + self.bool(1)])}") + self.body(depth, True) + (self.tag("else") + self.body(depth) if self.chance(0.2) else "") + self.tag("endfor"),
            lambda: self.macro(depth),
            lambda: self.tag(f"with {name()} = {self.any(1)}{self.pick(['', ', ' + name() + ' = ' + self.any(1)])}") + self.body(depth) + self.tag("endwith"),
            lambda: self.tag("filter " + self.pick(["upper", "trim", "replace('a', 'b')", "title", "indent(2)", "length"])) + self.body(depth) + self.tag("endfilter"),
            lambda: self.tag(f"do {self.pick(['l.append(', 'd.update(', 'ls.extend('])}{self.any(0)})"),
            lambda: self.tag("set ns = namespace(v=0)") + self.tag(f"for i in {self.list(0)}") + self.tag(f"set ns.v = ns.v + {self.num(0)}") + self.tag("endfor") + self.out("ns.v"),
            lambda: self.tag(f"if {self.bool(1)}") + self.tag(self.pick(["break", "continue"])) + self.tag("endif") if loop else self.text(),
            lambda: self.tag("raw") + self.pick(["{{ x }}", "{% if %}", " {# ", "a"]) + self.tag("endraw"),
            lambda: self.out("loop." + self.pick(["index", "cycle('a', 'b')", "changed(item)", "last", "length", "revindex0"])) if loop else self.out(self.any(2)),
            lambda: self.tag("for a in nested.l recursive") + self.out("loop.depth") + self.pick(["{{ loop([]) }}", "{% if a is iterable and a is not string %}{{ loop(a) }}{% endif %}"]) + self.tag("endfor"),
        ])()

    def macro(self, depth):
        name = self.pick(["m", "f"])
        count = self.r.randint(0, 3)
        params = []
        has_default = False
        for p in ["p", "q", "r"][:count]:
            if self.chance(0.5) or has_default:
                has_default = True
                params.append(f"{p}={self.pick([self.any(1), 'p', 'q', 'n'])}")
            else:
                params.append(p)
        inside = self.body(depth) + self.pick(["{{ p }}", "{{ p }}{{ q }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}", "{{ r|default('D') }}", ""])
        text = self.tag(f"macro {name}({', '.join(params)})") + inside + self.tag("endmacro")
        args = [self.any(1) for _ in range(self.r.randint(0, 4))]
        if self.chance(0.3):
            args.append(self.pick(["p=1", "q='k'", "z=2"]))
        if self.chance(0.1):
            args.append(self.pick(["*l", "**d", "*ls, **{'q': 1}"]))
        call = f"{name}({', '.join(args)})"
        if self.chance(0.25):
            return text + self.tag(f"call{self.pick(['', '(u)'])} {call}") + self.body(depth) + self.tag("endcall")
        return text + self.out(call)

    def mutate(self, template):
        chars = list(template)
        for _ in range(self.r.randint(1, 3)):
            at = self.r.randint(0, max(0, len(chars) - 1))
            kind = self.r.random()
            if kind < 0.4 and chars:
                del chars[at]
            elif kind < 0.7:
                chars.insert(at, self.pick(list("{}%#()[]'\",.|=+-*/~<>!:; \nabn0") + ["{{", "}}", "{%", "%}", "-%}", "if ", "endif", "\\"]))
            elif len(chars) > 2:
                other = self.r.randint(0, len(chars) - 1)
                chars[at], chars[other] = chars[other], chars[at]
        return "".join(chars)

    def template(self, kind):
        if kind in FEATURE_KINDS:
            return self.feature(kind)
        if kind == "expression":
            return "{{ " + self.any(3) + " }}"
        if kind == "number":
            return "{{ " + self.num(3) + " }}"
        if kind == "string":
            return "{{ " + self.str(3) + " }}"
        if kind == "list":
            return "{{ " + self.list(3) + " }}"
        if kind == "bool":
            return "{{ " + self.bool(3) + " }}"
        if kind == "method":
            return "{{ " + self.pick([lambda: self.method(self.str(1), STR_METHODS, 2), lambda: self.method(self.list(1), LIST_METHODS, 2), lambda: self.method(self.dict(1), DICT_METHODS, 2)])() + " }}"
        if kind == "filter":
            return "{{ " + self.filter(self.pick([self.str, self.num, self.list, self.dict, self.any])(1), 2) + " }}"
        if kind == "format":
            return "{{ " + self.pick([self.percent, self.format])(1) + " }}"
        if kind == "statement":
            return "".join(self.statement(3) for _ in range(self.r.randint(1, 3)))
        return self.mutate("".join(self.statement(2) for _ in range(self.r.randint(1, 2))))


KINDS = ["expression", "number", "string", "list", "bool", "method", "filter", "format", "statement", "mutant"] + FEATURE_KINDS


class Timeout(Exception):
    pass


def on_alarm(*_):
    raise Timeout()


def verdict(environment, template):
    context = json.loads(json.dumps(CONTEXT))
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        text = environment.from_string(template).render(context)
        return {"expected": text}
    except Timeout:
        return None
    except RecursionError:
        return None
    except Exception as error:
        lineno = getattr(error, "lineno", None) if isinstance(error, jinja2.TemplateSyntaxError) else None
        message = error.message if isinstance(error, jinja2.TemplateError) else str(error)
        return {"expected": None, "raises": type(error).__name__, "message": message, "lineno": lineno}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    seed = int(sys.argv[1])
    count = int(sys.argv[2])
    kinds = sys.argv[3].split(",") if len(sys.argv) > 3 else KINDS
    signal.signal(signal.SIGALRM, on_alarm)
    environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], cache_size=0)
    generator = Generator(seed)
    print(json.dumps({"context": CONTEXT, "jinja2": jinja2.__version__, "python": sys.version.split()[0]}))
    for index in range(count):
        kind = kinds[index % len(kinds)]
        template = generator.template(kind)
        result = verdict(environment, template)
        if result is None:
            continue
        try:
            print(json.dumps({"kind": kind, "template": template, **result}))
        except UnicodeEncodeError:
            continue


if __name__ == "__main__":
    main()
