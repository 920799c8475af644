"""More kinds of random templates for `differential.py`: every builtin with every form of its
arguments, loops and their attributes, scoping, macros and callers, escaping, formatting,
whitespace control, imports and blocks, each written as people write them."""

WORDS = ["apple", "Banana", "cherry pie", "", "ünïcödé", "😀 ok", "x", "A-B c", "  pad ", "line1\nline2", "<b>bold</b> & co", "it's", "http://example.com/a?b=c", "mail@example.com", "foo_bar", "100%", "a\tb", "ÀÉ", "ǅ", "ﬁn", "İ", "ß", "Ω≈ç"]
NUMBERS = ["0", "1", "-1", "2", "7", "10", "42", "1000", "1234567", "0.1", "-0.5", "2.5", "3.0", "1e10", "1e-7", "123456789.123", "2**64", "10**20", "-7", "1e100", "0.30000000000000004", "99999", "1023", "1024", "1000000", "3.14159265", "true", "5e-324", "1e22", "123456789012345678"]


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\t", "\\t") + "'"


class Features:
    """Mixed into the generator, whose `pick`, `chance`, `any` and friends it uses."""

    def word(self):
        return quoted(self.pick(WORDS))

    def number(self):
        return self.pick(NUMBERS)

    def words(self):
        return self.pick([
            lambda: "[" + ", ".join(self.word() for _ in range(self.r.randint(0, 5))) + "]",
            lambda: "ls", lambda: "'a b c'.split()", lambda: "users|map(attribute='name')",
        ])()

    def numbers(self):
        return self.pick([
            lambda: "[" + ", ".join(self.number() for _ in range(self.r.randint(0, 6))) + "]",
            lambda: f"range({self.r.randint(0, 12)})", lambda: "l",
            lambda: f"range({self.r.randint(-5, 5)}, {self.r.randint(-5, 15)}, {self.pick(['1', '2', '-1', '3'])})",
        ])()

    def mixed(self):
        return "[" + ", ".join(self.pick([self.word, self.number, lambda: "none", lambda: "true", lambda: "[1]", lambda: "(1, 'a')", lambda: "{'k': 1}", lambda: "missing", lambda: "1.0"])() for _ in range(self.r.randint(0, 5))) + "]"

    def things(self):
        return self.pick([self.words, self.numbers, self.mixed, lambda: "users", lambda: "d", lambda: "nested.l", self.word])()

    def keywords(self, *choices):
        """Arguments by position, by keyword, or not at all: pairs of name and values."""
        out, named = [], False
        for name, values in choices:
            if self.chance(0.35):
                named = True
                continue
            value = self.pick(values)
            value = value() if callable(value) else value
            named = named or self.chance(0.3)
            out.append(f"{name}={value}" if named else value)
        return "(" + ", ".join(out) + ")" if out or self.chance(0.3) else ""

    def filtered(self):
        b = ["true", "false"]
        k = self.keywords
        w, n = self.word, self.number
        users_attr = ["'name'", "'age'", "'team'", "'nope'", "'name.0'", "0"]
        return self.pick([
            lambda: f"{n()}|abs", lambda: f"{self.things()}|batch{k(('linecount', ['2', '3', '0', '1']), ('fill_with', ['none', '0', w]))}|list",
            lambda: f"{self.things()}|slice{k(('slices', ['2', '3', '1', '0']), ('fill_with', ['none', '0', w]))}|list",
            lambda: f"{w()}|center{k(('width', ['0', '20', '7', '80']))}",
            lambda: f"{self.pick(['missing', 'none', w(), n(), 'false', 'nested.zz', 'd.a'])}|default{k(('default_value', [w, n, 'none']), ('boolean', b))}",
            lambda: f"{self.pick(['d', '{1: 2, 0: 3}', '{}', dict_text(self), 'nested'])}|dictsort{k(('case_sensitive', b), ('by', [quoted('key'), quoted('value'), quoted('x')]), ('reverse', b))}",
            lambda: f"{n()}|filesizeformat{k(('binary', b))}", lambda: f"({self.pick(['100', '1e6', '1024', '2**30', '10**15', '1e30', '999', w()])})|filesizeformat{k(('binary', b))}",
            lambda: f"{self.things()}|first", lambda: f"{self.things()}|last", lambda: f"{self.things()}|length", lambda: f"{self.things()}|count",
            lambda: f"{self.pick([w(), n(), quoted('1_0'), quoted(' 3.5 '), quoted('inf'), quoted('nan'), quoted('1e3'), 'none', quoted('0x1A'), '[]'])}|float{k(('default', ['1.5', w, 'none']))}",
            lambda: f"{self.pick([w(), n(), quoted('101'), quoted('0x1A'), quoted('0b11'), quoted('ff'), quoted(' 12 '), quoted('3.9'), quoted('-0o17'), 'none', quoted('1e3'), quoted('Z')])}|int{k(('default', ['1', w, 'none']), ('base', ['2', '8', '10', '16', '36', '0', '37']))}",
            lambda: f"{self.pick([quoted('%s and %s'), quoted('%d%%'), quoted('%(a)s'), quoted('%5.2f|%-6s|'), quoted('%r %x')])}|format({self.pick([w() + ', ' + n(), n(), 'a=' + w(), w()])})",
            lambda: f"users|groupby{k(('attribute', users_attr), ('default', [w, '0']), ('case_sensitive', b))}",
            lambda: f"{{% for g, items in users|groupby({self.pick(users_attr[:3])}) %}}{{{{ g }}}}:{{{{ items|map(attribute='name')|join('+') }}}};{{% endfor %}}",
            lambda: f"{self.pick([quoted(chr(10).join(['a', '', ' b', 'c d'])), w()])}|indent{k(('width', ['0', '2', '8', quoted('--')]), ('first', b), ('blank', b))}",
            lambda: f"{self.things()}|join{k(('d', [w, quoted(', '), n]), ('attribute', users_attr))}", lambda: f"users|join(', ', attribute={self.pick(users_attr)})",
            lambda: f"{self.pick([w(), self.things(), n()])}|list", lambda: f"{self.things()}|{self.pick(['max', 'min'])}{k(('case_sensitive', b), ('attribute', users_attr))}",
            lambda: f"users|{self.pick(['max', 'min'])}(attribute={self.pick(users_attr)})", lambda: f"{self.things()}|map({self.pick([quoted('upper'), quoted('default') + ', 9', quoted('int') + ', default=3', quoted('replace') + ', ' + quoted('a') + ', ' + quoted('b'), quoted('round') + ', 1', 'attribute=0', quoted('string'), quoted('length'), quoted('join') + ', ' + quoted('-'), quoted('nope'), quoted('truncate') + ', 3', quoted('format') + ', 1', 'attribute=' + quoted('name') + ', default=' + w(), ''])})|list",
            lambda: f"{self.pick(['d', self.things(), n(), dict_text(self), 'users', 'nested'])}|pprint", lambda: f"{self.things()}|{self.pick(['select', 'reject'])}({self.pick([quoted(t) for t in ['odd', 'even', 'defined', 'none', 'string', 'number', 'lower', 'mapping', 'boolean', 'true']] + [quoted('divisibleby') + ', 3', quoted('eq') + ', ' + n(), quoted('in') + ', [1, 2]', quoted('gt') + ', 2', quoted('sameas') + ', none', ''])})|list",
            lambda: f"users|{self.pick(['selectattr', 'rejectattr'])}({self.pick(users_attr)}{self.pick(['', ', ' + quoted('equalto') + ', ' + self.pick([w(), '30']), ', ' + quoted('in') + ', [30, 25]', ', ' + quoted('defined'), ', ' + quoted('>') + ', 26', ', ' + quoted('none'), ', ' + quoted('ne') + ', ' + w()])})|map(attribute='name')|list",
            lambda: f"{w()}|replace{k(('old', [w, quoted('a'), quoted('')]), ('new', [w, n]), ('count', ['0', '1', '2', 'none']))}", lambda: f"{self.pick([self.things(), n()])}|reverse|list", lambda: f"{w()}|reverse",
            lambda: f"{n()}|round{k(('precision', ['0', '1', '2', '-1', '-2', '5']), ('method', [quoted('common'), quoted('ceil'), quoted('floor'), quoted('up')]))}",
            lambda: f"{self.pick([n(), self.number() + '/' + '3'])}|round({self.pick(['1', '2', '3', '0'])}, {self.pick([quoted('ceil'), quoted('floor'), quoted('common')])})",
            lambda: f"{self.things()}|sort{k(('reverse', b), ('case_sensitive', b), ('attribute', users_attr + [quoted('team,age'), quoted('age,name')]))}", lambda: f"users|sort(attribute={self.pick([quoted('team,age'), quoted('age,name'), quoted('name')])}{self.pick(['', ', reverse=true', ', case_sensitive=true'])})|map(attribute='name')|list",
            lambda: f"{self.pick([self.word(), self.number(), self.things()])}|string", lambda: f"{self.pick([quoted('<p>a &amp; b</p>'), quoted('a < b > c'), quoted('<!-- x -->y  z'), quoted('&lt;&#39;&eacute;&nope;'), w()])}|striptags",
            lambda: f"{self.things()}|sum{k(('attribute', users_attr), ('start', ['0', '10', '0.5', '[]', w]))}", lambda: f"users|sum(attribute='age')", lambda: f"{w()}|{self.pick(['title', 'capitalize', 'upper', 'lower', 'trim', 'wordcount', 'urlencode', 'escape', 'e', 'forceescape', 'safe', 'striptags', 'urlize', 'length', 'list', 'first', 'last', 'reverse', 'string'])}",
            lambda: f"{self.pick([self.things(), 'd', n(), dict_text(self), quoted('</script>'), 'nested', 'users', w()])}|tojson{k(('indent', ['2', '0', '4', 'none']))}", lambda: f"{w()}|trim{k(('chars', [quoted('x'), quoted('ab '), 'none']))}",
            lambda: f"{self.pick([w(), quoted('Lorem ipsum dolor sit amet, consectetur')])}|truncate{k(('length', ['5', '10', '20', '3', '0']), ('killwords', b), ('end', [quoted('...'), quoted(''), quoted('…'), quoted('[more]')]), ('leeway', ['0', '5', 'none']))}",
            lambda: f"{self.things()}|unique{k(('case_sensitive', b), ('attribute', users_attr))}|list", lambda: f"{self.pick(['d', dict_text(self), self.word(), quoted('a b&c=d/é'), '[(' + quoted('a') + ', 1), (' + quoted('b c') + ', ' + self.word() + ')]'])}|urlencode",
            lambda: f"{self.pick([quoted('see http://x.org/a and www.y.com, or me@z.io.'), w(), quoted('(https://a.b/c)')])}|urlize{k(('trim_url_limit', ['10', '5', 'none']), ('nofollow', b), ('target', [quoted('_blank'), 'none']), ('rel', [quoted('me')]))}",
            lambda: f"{self.pick([quoted('Lorem ipsum dolor sit amet'), w(), quoted('supercalifragilistic x'), quoted('a-b-c-d e' + chr(10) + 'second line here')])}|wordwrap{k(('width', ['5', '10', '3', '79']), ('break_long_words', b), ('wrapstring', [quoted('|'), 'none']), ('break_on_hyphens', b))}",
            lambda: f"{self.pick([dict_text(self), 'd', '{' + quoted('class') + ': ' + quoted('a b') + ', ' + quoted('id') + ': none, ' + quoted('x') + ': missing, ' + quoted('n') + ': 1, ' + quoted('q') + ': ' + self.word() + '}'])}|xmlattr{k(('autospace', b))}",
            lambda: f"{self.pick(['d', dict_text(self), 'missing', '[]'])}|items|list", lambda: f"{self.pick(['d', 'users[0]', 's'])}|attr({self.pick([quoted('name'), quoted('upper'), quoted('items'), quoted('__class__')])}){self.pick(['', '()'])}",
            lambda: f"{self.pick([self.things(), self.word()])}|{self.pick(['first', 'last', 'shuffle', 'nofilter'])}" if self.chance(0.3) else f"{self.things()}|list|{self.pick(['first', 'last'])}|upper",
        ])()

    def tested(self):
        subject = self.pick([self.word, self.number, self.things, lambda: self.pick(["missing", "none", "true", "d", "nested.x", "users[0].nope", "s.upper", "range", "loop", "dict", "namespace(a=1)", "1.0", "'ABC'", "'abc'", "()", "{}", "d.items()", "l|map('abs')", "'<'|e"])])()
        test = self.pick(["boolean", "callable", "defined", "divisibleby(3)", "divisibleby 2", "eq(1)", "eq 1", "equalto(none)", "escaped", "even", "false", "filter", "float", "ge(2)", "gt 1", "greaterthan(3)", "in([1, 2])", "in 'abc'", "integer", "iterable", "le 3", "lower", "lt(4)", "lessthan 2", "mapping", "ne(1)", "none", "number", "odd", "sameas(none)", "sameas true", "sequence", "string", "test", "true", "undefined", "upper", "== 1", "not none", "not defined", "not in [1]", "not string", "nope"])
        return f"{subject} is {test}{self.pick(['', '', ' and true', ' or 5', ' == true', ' is boolean', ' ~ 1', ' + 1', ' if x is defined else 0'])}"

    def loop(self, depth=2):
        target = self.pick(["x", "x", "k, v", "i", "(a, b)"])
        items = {"k, v": self.pick(["d.items()", "d|dictsort", "[(1, 2), (3, 4)]", "nested.l", "{'z': 1}.items()", "users", "[[1, 2, 3]]"]), "(a, b)": "[(1, 'x'), (2, 'y')]"}.get(target) or self.pick([self.things, self.numbers, self.words])()
        attribute = lambda: self.pick(["loop.index", "loop.index0", "loop.revindex", "loop.revindex0", "loop.first", "loop.last", "loop.length", "loop.depth", "loop.depth0", "loop.previtem", "loop.nextitem", "loop.cycle('odd', 'even')", "loop.changed(x)", "loop.changed(x is defined)", "loop.previtem|default('-')", "loop.nextitem is defined", "loop.nope", "loop", "loop.cycle()", "loop.index ~ '/' ~ loop.length"])
        inside = []
        for _ in range(self.r.randint(1, 4)):
            inside.append(self.pick([
                lambda: "{{ " + attribute() + " }}", lambda: "{{ " + self.pick(target.strip("()").split(", ")) + " }}", lambda: self.pick([" ", "\n", ",", "- "]),
                lambda: "{% if not loop.last %}, {% endif %}", lambda: "{% set total = (total or 0) + 1 %}{{ total }}",
                lambda: "{% if loop.index " + self.pick(["==", ">", "is divisibleby", "%"]) + " 2 %}" + self.pick(["{% break %}", "{% continue %}", "two"]) + "{% endif %}",
                lambda: self.loop(depth - 1) if depth > 0 else "{{ loop.index }}", lambda: "{% set ns.v = ns.v ~ loop.index %}",
            ])())
        condition = self.pick(["", "", "", " if x", " if loop is defined", " if x is odd", " if v", " if x is not none", " if loop.first"])
        otherwise = self.pick(["", "", "{% else %}none{% endfor %}"])
        return "{% for " + target + " in " + items + condition + " %}" + "".join(inside) + (otherwise or "{% endfor %}")

    def loops(self):
        tree = "[{'n': 'a', 'c': [{'n': 'b', 'c': []}, {'n': 'c', 'c': [{'n': 'd'}]}]}, {'n': 'e'}]"
        return self.pick([
            lambda: "{% set ns = namespace(v='') %}" + self.loop() + "{{ ns.v }}{{ total }}{{ loop }}{{ x }}",
            lambda: "{% for n in " + tree + " recursive %}[{{ n.n }}" + self.pick(["{{ loop.depth }}", "{{ loop.index }}", "{{ loop.depth0 }}{{ loop.first }}", ""]) + self.pick(["{% if n.c %}{{ loop(n.c) }}{% endif %}", "{{ loop(n.c or []) }}", "{{ loop(n.c) if n.c else '' }}"]) + "]{% endfor %}",
            lambda: "{% for a in " + self.numbers() + " %}{% for b in " + self.numbers() + " %}{{ loop.index }}{% endfor %}{{ loop.index }};{% endfor %}",
            lambda: "{% set c = cycler('a', 'b', 'c') %}{% for i in range(5) %}{{ c.next() }}{{ c.current }}" + self.pick(["", "{% if i == 2 %}{% do c.reset() %}{% endif %}"]) + "{% endfor %}",
            lambda: "{% set j = joiner(" + self.pick(["", "'; '"]) + ") %}{% for i in " + self.things() + " %}{{ j() }}{{ i }}{% endfor %}",
            lambda: "{% for i in " + self.things() + " %}{% set outer = loop %}{% for j in [1, 2] %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endfor %}",
        ])()

    def scoped(self):
        parts = []
        for _ in range(self.r.randint(2, 5)):
            parts.append(self.pick([
                lambda: "{% set x = " + self.any(1) + " %}", lambda: "{{ x }}", lambda: "{% if " + self.bool(1) + " %}{% set x = 'if' %}{% else %}{% set y = 'else' %}{% endif %}{{ x }}{{ y }}",
                lambda: "{% for i in [1, 2] %}{% set x = i %}{{ x }}{% endfor %}{{ x }}", lambda: "{% with x = 5, y = x %}{{ x }}{{ y }}{% set x = 6 %}{{ x }}{% endwith %}{{ x }}",
                lambda: "{% set ns = namespace(x=1, y={'a': 1}) %}{% for i in [1, 2, 3] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}{{ ns.y.a }}{{ ns.zz }}",
                lambda: "{% macro m(x, y=x) %}{{ x }}{{ y }}{{ s }}{% set x = 9 %}{{ x }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ x }}", lambda: "{% set x %}a{{ x }}b{% endset %}{{ x|length }}{{ x }}",
                lambda: "{% set a, b = (1, 2) %}{% set a, b = b, a %}{{ a }}{{ b }}", lambda: "{% set x | upper | replace('A', 'z') %}abc{{ n }}{% endset %}{{ x }}",
                lambda: "{% filter upper %}{% set x = 'f' %}{{ x }}{% endfilter %}{{ x }}", lambda: "{% block b" + str(self.r.randint(0, 99)) + self.pick([" scoped", "", " required", ""]) + " %}{{ x }}{% set x = 'blk' %}{{ x }}{% endblock %}{{ x }}",
                lambda: "{% set x = x|default('d') %}{{ x }}", lambda: "{% for x in [1] if x != y %}{{ x }}{% endfor %}{{ x is defined }}", lambda: "{% set d2 = dict(d, z=1) %}{{ d2.z }}{{ d2|length }}",
                lambda: "{% do d.update({'q': x}) %}{{ d.q }}{{ d|length }}", lambda: "{% set s.x = 1 %}", lambda: "{% set x = [] %}{% for i in range(3) %}{% do x.append(i) %}{% endfor %}{{ x }}",
            ])())
        return "".join(parts)

    def called(self):
        head = self.pick(["a", "a, b", "a, b=2", "a=1, b=a", "", "a, b=[], c={}", "a, b=missing", "a='x', b=none, c=a"])
        inside = self.pick(["{{ a }}", "{{ a }}-{{ b }}", "{{ varargs }}{{ kwargs }}", "{{ caller() }}", "{{ caller(1) }}{{ caller(a) }}", "{{ caller is defined }}", "{{ varargs|join(',') }}{{ kwargs|dictsort }}", "{{ caller(x=1) if caller }}", "{{ b }}{{ c }}", "{% for v in varargs %}{{ loop.index }}{{ v }}{% endfor %}", "{% if a %}{{ m(a - 1) if a is number }}{% endif %}", "{{ kwargs.get('z', 'none') }}", "{{ a|default('undef') }}", "{{ m.name }}{{ m.arguments }}{{ m.catch_varargs }}{{ m.catch_kwargs }}{{ m.caller }}"])
        arguments = lambda: ", ".join(self.pick([self.word, self.number, lambda: "a=" + self.number(), lambda: "b=" + self.word(), lambda: "z=1", lambda: "*[1, 2]", lambda: "**{'b': 3}", lambda: "none"])() for _ in range(self.r.randint(0, 3)))
        call = "m(" + arguments() + ")"
        use = self.pick([
            lambda: "{{ " + call + " }}", lambda: "{% call " + call + " %}body{{ a }}{% endcall %}", lambda: "{% call(x) " + call + " %}<{{ x }}>{% endcall %}", lambda: "{% call(x, y=5) " + call + " %}{{ x }}{{ y }}{% endcall %}",
            lambda: "{{ " + call + "|upper|length }}", lambda: "{% set r = " + call + " %}[{{ r }}]{{ r is string }}", lambda: "{{ [m(1), m(2)]|join('/') }}", lambda: "{% call m() %}{% call m() %}in{% endcall %}{% endcall %}",
            lambda: "{% macro o() %}{{ m(1) }}{% endmacro %}{{ o() }}", lambda: "{{ m }}", lambda: "{{ m is callable }}{{ m.name }}", lambda: "{{ [1, 2]|map('m')|list }}",
        ])()
        return "{% macro m(" + head + ") %}" + inside + "{% endmacro %}" + use

    def escaped(self):
        inside = "".join(self.pick([lambda: "{{ " + self.pick([self.word(), "'<'", "'<'|e", "'<'|safe", "'<a>' ~ '<b>'|safe", "['<', '>']", "'<'|e|upper", "['<i>'|safe, '<']|join(', ')", "'%s'|format('<')", "('<%s>'|safe)|format('<')", "{'a': '<'}", "'<'|tojson", "'a'|replace('a', '<')", "'<b>'|striptags", "('<'|e) + '>'", "('<'|safe) ~ '>'", "'<' * 2", "('<'|safe) * 2", "missing", "none", "1", "'<x>'|urlize", "{'a': '<'}|xmlattr", "'<'|forceescape", "('<'|safe)|forceescape", "('a'|safe).join(['<', '>'])", "('<{}>'|safe).format('<')", "'<'|string", "('<'|e)[0]", "('<'|e)|length", "m('<')"]) + " }}", lambda: "<raw>", lambda: "{% set x %}<{{ '>' }}>{% endset %}{{ x }}", lambda: "{% filter upper %}<{{ '<' }}{% endfilter %}"])() for _ in range(self.r.randint(1, 3)))
        macro = "{% macro m(a) %}<{{ a }}>{% endmacro %}"
        return macro + self.pick(["{% autoescape true %}" + inside + "{% endautoescape %}", "{% autoescape false %}" + inside + "{% endautoescape %}", inside, "{% autoescape true %}{% autoescape false %}" + inside + "{% endautoescape %}" + inside + "{% endautoescape %}", "{% autoescape n > 3 %}" + inside + "{% endautoescape %}"])

    def spaced(self):
        parts = []
        for _ in range(self.r.randint(2, 6)):
            parts.append(self.pick([
                lambda: self.pick([" ", "\n", "  \n  ", "\t", "a", " b ", "\r\n", "\n\n", "x\n", "\f", "\v", "\u00a0", "\u2003", "\r"]), lambda: "{%" + self.pick("-+ ") + " if " + self.pick(["true", "false"]) + " " + self.pick(["-", "+", ""]) + "%}" + self.pick([" y ", "\ny\n"]) + "{%" + self.pick(["-", "+", ""]) + " endif " + self.pick(["-", "+", ""]) + "%}",
                lambda: "{{" + self.pick(["-", "+", ""]) + " 1 " + self.pick(["-", "+", ""]) + "}}", lambda: "{#" + self.pick(["-", "+", ""]) + " note " + self.pick(["-", "+", ""]) + "#}", lambda: "{%" + self.pick(["-", "+", ""]) + " raw " + self.pick(["-", "+", ""]) + "%} {{ r }} {%" + self.pick(["-", "+", ""]) + " endraw " + self.pick(["-", "+", ""]) + "%}",
                lambda: "{% set v = 1 -%}\n", lambda: "{%- for i in [1, 2] -%} {{ i }} {%- endfor -%}", lambda: "{% for i in [1, 2] +%} {{ i }}\n{% endfor %}", lambda: "{{ '{{' }}", lambda: "{{ '%}' }}", lambda: "{{ {'a': {'b': 1}}.a.b }}", lambda: "{{ {'a':{'b':1}} }}", lambda: "{{ '\n' }}",
            ])())
        return "".join(parts) + self.pick(["", "", "\n", "\r\n", "\n\n", " "])

    def refused(self):
        return self.pick([
            "{% include 'x' %}", "{% include 'x' ignore missing %}", "{% include ['x', 'y'] %}", "{% extends 'x' %}", "{% import 'x' as y %}", "{% from 'x' import y %}", "{% from 'x' import y as z, w with context %}", "{% include 'x' without context %}", "{% block a %}{% endblock %}{% block a %}{% endblock %}",
            "{% block a %}{{ super() }}{% endblock %}", "{{ super() }}", "{% block a %}1{% endblock %}{{ self.a() }}", "{{ self.b() }}", "{% if %}{% endif %}", "{% for %}{% endfor %}", "{% for x %}{% endfor %}", "{% for x in %}{% endfor %}", "{% endif %}", "{% else %}", "{% if 1 %}", "{% for x in [1] %}", "{% macro %}{% endmacro %}", "{% macro m %}{% endmacro %}",
            "{% macro m(1) %}{% endmacro %}", "{% macro m(a=1, b) %}{% endmacro %}", "{% macro m(a, a) %}{% endmacro %}", "{% call %}{% endcall %}", "{% call x %}{% endcall %}", "{% set %}", "{% set x %}", "{% set 1 = 2 %}", "{% set x = %}", "{% set x.y.z = 1 %}", "{% set none = 1 %}", "{% set x y = 1 %}", "{% nope %}", "{% if a = 1 %}{% endif %}", "{{ }}", "{{", "}}", "{% %}", "{%", "{#", "{{ 1 2 }}",
            "{{ a b }}", "{{ 'a }}", "{{ a. }}", "{{ .a }}", "{{ a| }}", "{{ a|1 }}", "{{ a is }}", "{{ (1 }}", "{{ [1 }}", "{{ {1: }}", "{{ {1} }}", "{{ 1) }}", "{{ f(a=1, 2) }}", "{{ f(**d, *l) }}", "{{ f(*l, *l) }}", "{{ a if }}", "{{ if a }}", "{{ not }}", "{{ a not b }}", "{{ 1 + }}", "{{ * 2 }}", "{{ a == }}", "{{ a ! b }}", "{{ a & b }}", "{{ a ^ b }}", "{{ $a }}", "{{ a ? b : c }}", "{{ a; b }}", "{{ \\ }}", "{{ 1.2.3 }}", "{{ 1__0 }}", "{{ 0x }}", "{{ 1e }}", "{{ 09 }}", "{{ a.1.b }}", "{{ a[] }}", "{{ a[1:2:3:4] }}", "{{ lambda x: x }}", "{{ [x for x in l] }}", "{{ `a` }}", "{{ a := 1 }}", "{{ ... }}", "{{ a.if }}", "{{ none.x }}", "{{ true() }}", "{% raw %}", "{% endraw %}", "{% filter %}{% endfilter %}", "{% filter nope %}{% endfilter %}", "{% with %}{{ 1 }}{% endwith %}", "{% with a %}{% endwith %}", "{% do %}", "{% break %}", "{% continue %}", "{% autoescape %}{% endautoescape %}", "{% trans %}a{% endtrans %}", "{% debug %}", "{% print 1 %}", "{% print 1, 2 %}", "{% print %}", "{% for a in b recursive if c %}{% endfor %}", "{% for a, in [[1]] %}{{ a }}{% endfor %}", "{% elif x %}", "{% if a %}{% else %}{% elif b %}{% endif %}", "{% if a %}{% else %}{% else %}{% endif %}", "{% for a in b %}{% endif %}", "{% if a %}{% endfor %}", "{% block %}{% endblock %}", "{% block a-b %}{% endblock %}", "{% block a %}{% endblock b %}", "{% block a %}{% endblock a %}", "{% macro a() %}{% endmacro a %}",
        ]) if self.chance(0.6) else self.text() * self.r.randint(0, 3) + "line one\n" * self.r.randint(0, 3) + self.pick(["{{ missing.x }}", "{{ 1 / 0 }}", "{{ none + 1 }}", "{{ 'a' + 1 }}", "{{ d.nope.x }}", "{{ l[9].x }}", "{{ missing() }}", "{{ s() }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ 0 ** -1 }}", "{{ l.remove(99) }}", "{{ d.pop('zz') }}", "{{ l.index(99) }}", "{{ 'a'.index('b') }}", "{{ l|sort(attribute='x') }}", "{{ [1, 'a']|sort }}", "{{ 1 < 'a' }}", "{{ none < 1 }}", "{{ [1] < (1,) }}", "{{ {} < {} }}", "{{ l + (1,) }}", "{{ 'x' * 'y' }}", "{{ -'a' }}", "{{ d + d }}", "{{ 1 in 1 }}", "{{ 1 in 'a' }}", "{{ {[]: 1} }}", "{{ {d: 1} }}", "{{ [d]|unique|list }}", "{{ l|groupby('x') }}", "{{ range() }}", "{{ range('a') }}", "{{ range(1, 2, 0) }}", "{{ range(10**6) }}", "{{ 'abc'|batch('x')|list }}", "{{ 'x'|round }}", "{{ none|length }}", "{{ 5|length }}", "{{ 5|first }}", "{{ []|first }}", "{{ []|max }}", "{{ none|join }}", "{{ 5|list }}", "{{ 'a'|sum }}", "{{ 'a'|abs }}", "{{ d|sum }}", "{{ none|upper }}", "{{ none|trim }}", "{{ 5|upper }}", "{{ d|upper }}", "{{ missing|upper }}", "{{ missing|length }}", "{{ missing|list }}", "{{ missing|int }}", "{{ missing|abs }}", "{{ missing|tojson }}", "{{ missing + 1 }}", "{{ missing ~ 1 }}", "{{ missing == missing }}", "{{ missing < 1 }}", "{{ missing in l }}", "{{ 1 in missing }}", "{{ missing|join }}", "{{ not missing }}", "{{ missing[0] }}", "{{ [missing] }}", "{{ missing|default(1) + 1 }}", "{{ namespace().x }}", "{{ namespace(1) }}", "{{ dict(1) }}", "{{ dict([1]) }}", "{{ dict([(1, 2)]) }}", "{% set ns = 1 %}{% set ns.x = 2 %}", "{{ '%d' % 'a' }}", "{{ '%s %s' % 'a' }}", "{{ '%s' % (1, 2) }}", "{{ '{}'.format() }}", "{{ '{a}'.format() }}", "{{ '{0.x}'.format(1) }}", "{{ '{:d}'.format('a') }}", "{{ '{:>{w}}'.format(1, w=5) }}", "{{ ''.join([1]) }}", "{{ 'a'.split('') }}", "{{ 'a'.replace('a') }}", "{{ 'a'.nope() }}", "{{ l.nope }}", "{{ 5.x }}", "{{ (5).real }}", "{{ 1.5.is_integer() }}", "{{ (1.5).is_integer() }}", "{{ (255).bit_length() }}", "{{ l.append() }}", "{{ l.append(1, 2) }}", "{{ d.get() }}", "{{ d.update(1) }}", "{{ l.insert(1) }}", "{{ 'a'.upper(1) }}", "{{ loop.index }}", "{% for a, b in [1] %}{% endfor %}", "{% for a, b in [[1]] %}{% endfor %}", "{% for a, b in [[1, 2, 3]] %}{% endfor %}", "{% for a in 5 %}{% endfor %}", "{% for a in none %}{% endfor %}", "{% for a in missing %}x{% else %}y{% endfor %}", "{% set a, b = 1 %}", "{% set a, b = [1] %}", "{% set a, b = [1, 2, 3] %}", "{{ l|first.x }}", "{{ (l|first).x }}", "{{ caller() }}", "{{ varargs }}", "{{ kwargs }}"]) + self.pick(["", "\nmore"])

    def texts(self):
        w, n = self.word, self.number
        method = self.pick([lambda: f"center({n()}, '*')", lambda: "split()", lambda: f"split({w()}, {self.pick(['0', '1', '-1'])})", lambda: f"rsplit({w()}, 1)", lambda: "splitlines()", lambda: "splitlines(true)", lambda: f"count({w()})", lambda: f"find({w()}, 1)", lambda: f"replace({w()}, {w()})", lambda: f"startswith(({w()}, {w()}))", lambda: f"endswith({w()})", lambda: f"strip({w()})", lambda: "swapcase()", lambda: "title()", lambda: "capitalize()", lambda: "casefold()", lambda: "upper()", lambda: "lower()", lambda: "encode()", lambda: "encode('utf-8')", lambda: "isalpha()", lambda: "isupper()", lambda: "isidentifier()", lambda: "isprintable()", lambda: f"ljust({self.r.randint(0, 12)}, '.')", lambda: f"zfill({self.r.randint(0, 9)})", lambda: "partition('a')", lambda: f"removeprefix({w()})", lambda: "expandtabs(4)", lambda: f"join({self.words()})", lambda: "format(1, a=2)", lambda: "translate({97: 'b'})", lambda: "maketrans('a', 'b')", lambda: "isdecimal()", lambda: "istitle()", lambda: "format_map(d)"])
        return self.pick([
            lambda: f"{w()}.{method()}", lambda: f"{w()}[{self.slice()}]", lambda: f"{w()} {self.pick(['<', '>', '==', 'in', 'not in', '<='])} {w()}", lambda: f"{w()} ~ {n()} ~ {self.things()}", lambda: f"({w()} ~ {w()}).{method()}", lambda: f"{w()}.{method()}.{method()}", lambda: f"{w()}|{self.pick(['upper', 'lower', 'title', 'capitalize', 'trim'])}|{self.pick(['reverse', 'list', 'length', 'first', 'string'])}",
            lambda: "'" + self.pick(["\\x41", "\\u00e9", "\\U0001F600", "\\n", "\\t", "\\\\", "\\'", "\\\"", "\\a", "\\0", "\\101", "\\q", "\\r", "\\x4", "\\u12"]) + "z'", lambda: f"{w()} {w()}", lambda: f"{w()} * {self.r.randint(-1, 4)}", lambda: f"{n()} {self.pick(['+', '-', '*', '/', '//', '%', '**'])} {n()} {self.pick(['+', '-', '*', '/', '//', '%'])} {n()}",
            lambda: f"'%{self.pick(['', '-', '0', '+', ' ', '#'])}{self.pick(['', '8', '3'])}{self.pick(['', '.2', '.0'])}{self.pick('sdfgeixor')}' % ({self.pick([n(), w()])},)", lambda: f"'{{:{self.spec()}}}'.format({self.pick([n(), w()])})", lambda: f"({self.things()})[{self.pick(['0', '-1', '1:', '::-1', ':2', '5', repr('a'), '1:3', '::2'])}]", lambda: f"{self.things()} {self.pick(['==', '!=', '<', '>', 'in', '+'])} {self.things()}",
            lambda: f"{self.dict(1)}.{self.pick(['items()|list', 'keys()|list', 'values()|list', 'get(' + w() + ')', 'get(1, 2)', 'pop(' + w() + ', 0)', 'copy()', 'a', 'items()', 'keys()', 'setdefault(1, [])', 'popitem()', 'update(a=1)'])}",
            lambda: f"({self.number()} if {self.tested()} else {self.word()})", lambda: f"{self.number()} {self.pick(['<', '<=', '==', '!='])} {self.number()} {self.pick(['<', '>=', 'in'])} {self.pick([self.number(), self.numbers()])}", lambda: f"{self.number()} and {self.things()} or {self.word()}", lambda: f"not {self.things()}", lambda: f"({self.numbers()})|sum / ({self.numbers()})|length",
            lambda: f"({self.number()})|{self.pick(['int', 'float', 'round', 'string', 'abs'])}|{self.pick(['int', 'float', 'round(2)', 'string', 'tojson', 'filesizeformat'])}",
        ])()

    def nest(self):
        depth = self.r.randint(5, 40)
        return self.pick([
            lambda: "{{ " + "(" * depth + self.number() + ")" * depth + " }}", lambda: "{{ " + "[" * depth + self.word() + "]" * depth + " }}", lambda: "{% if true %}" * depth + "x" + "{% endif %}" * depth, lambda: "{{ " + "not " * depth + "true }}", lambda: "{{ 1" + " + 1" * depth + " }}", lambda: "{% for i in [1] %}" * min(depth, 15) + "{{ loop.index }}{{ i }}" + "{% endfor %}" * min(depth, 15),
            lambda: "{{ " + "{'a': " * depth + "1" + "}" * depth + " }}", lambda: "{{ 'x'" + "|upper|lower" * depth + " }}", lambda: "{% with a = 1 %}" * 10 + "{{ a }}" + "{% endwith %}" * 10, lambda: "{{ -" + "-" * (depth - 1) + "5 }}", lambda: "{% macro a(n) %}{{ n }}{% if n > 0 %}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(" + str(min(depth, 40)) + ") }}",
        ])()

    def feature(self, kind):
        if kind == "filters":
            inside = self.filtered()
            return inside if inside.startswith("{%") else "{{ " + inside + " }}"
        if kind == "tests":
            return "{{ " + self.tested() + " }}"
        if kind == "texts":
            return "{{ " + self.texts() + " }}"
        return {"loops": self.loops, "scopes": self.scoped, "macros": self.called, "escaping": self.escaped, "spacing": self.spaced, "refusals": self.refused, "nesting": self.nest}[kind]()


FEATURE_KINDS = ["filters", "filters", "tests", "texts", "loops", "scopes", "macros", "escaping", "spacing", "refusals", "nesting"]


def dict_text(g):
    return "{" + ", ".join(f"{g.pick([g.word, g.word, g.number])()}: {g.pick([g.word, g.number, lambda: 'none', lambda: '[1, 2]'])()}" for _ in range(g.r.randint(0, 4))) + "}"
