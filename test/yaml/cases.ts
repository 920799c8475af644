/**
 * What YAML texts mean to PyYAML, one per line: the text, an arrow, Python's value or `refused`.
 * `⏎` is a line feed, `⇥` a tab, `\uXXXX` a character that cannot be seen. The oracle run of
 * test/oracle/yaml holds these tables to Python itself.
 */

export interface YamlCase {
  readonly group: string;
  readonly text: string;
  readonly expected: string;
}

const TABLES: Readonly<Record<string, string>> = {
  booleans: `
yes → True
Yes → True
YES → True
yEs → 'yEs'
on → True
Off → False
NO → False
true → True
False → False
y → 'y'
n → 'n'
"yes" → 'yes'
on: off → {'True': False}
`,
  nulls: `
 → None
~ → None
null → None
NULL → None
nULL → 'nULL'
a: → {'a': None}
a: ~ → {'a': None}
- → [None]
-⏎- a → [None, 'a']
'' → ''
None → 'None'
`,
  integers: `
0 → 0
-0 → 0
+12 → 12
010 → 8
-010 → -8
08 → '08'
0o17 → '0o17'
0x1F → 31
-0xfF → -255
0X1f → '0X1f'
0b101 → 5
0b12 → '0b12'
1_000 → 1000
1__0_ → 10
_1 → '_1'
0b_ → refused
0x_ → refused
12:30:00 → 45000
1:2 → 62
-1:30 → -90
1:60 → '1:60'
0:1 → '0:1'
190:20:30 → 685230
9007199254740993 → 9007199254740993
123456789012345678901234567890 → 123456789012345678901234567890
`,
  floats: `
1.0 → 1.0
1. → 1.0
.5 → 0.5
-.5 → '-.5'
+.5 → '+.5'
-1.5 → -1.5
1e3 → '1e3'
1.5e3 → '1.5e3'
1.5e+3 → 1500.0
1.5E-3 → 0.0015
.5e+1 → 5.0
1_0.2_5 → 10.25
-0.0 → -0.0
12:30:00.5 → 45000.5
.inf → inf
-.INF → -inf
+.Inf → inf
.nan → nan
-.nan → '-.nan'
. → '.'
1.2.3 → '1.2.3'
1.0e+400 → inf
`,
  times: `
2020-01-02 → time(2020-01-02)
2020-1-2 → '2020-1-2'
2020-1-2 3:04:05 → time(2020-01-02T03:04:05)
2020-01-02T03:04:05Z → time(2020-01-02T03:04:05+00:00)
2020-01-02t03:04:05.25 → time(2020-01-02T03:04:05.250000)
2020-01-02 03:04:05.1234567 -03:30 → time(2020-01-02T03:04:05.123456-03:30)
2020-01-02 03:04:05 +5 → time(2020-01-02T03:04:05+05:00)
2020-01-02 03:04:05 +0530 → '2020-01-02 03:04:05 +0530'
2020-01-02 03:04:05 -0:00 → time(2020-01-02T03:04:05+00:00)
2020-01-02 03:04 → '2020-01-02 03:04'
2020-13-01 → refused
2020-02-30 → refused
1900-02-29 → refused
2000-02-29 → time(2000-02-29)
0000-01-01 → refused
2020-01-01 24:00:00 → refused
2020-01-01 23:59:59 +24:00 → refused
`,
  "plain texts": `
a b → 'a b'
a  b → 'a  b'
a #b → 'a'
a#b → 'a#b'
a:b → 'a:b'
-a → '-a'
?a → '?a'
:a → ':a'
a: b: c → refused
a: b⏎ c → {'a': 'b c'}
a: b⏎⏎  c → {'a': 'b\\nc'}
a: b⏎c → refused
a: b # x⏎  c → refused
@a → refused
\`a → refused
%a → refused
|a → refused
a⇥b: c → {'a\\tb': 'c'}
a: b⇥ → {'a': 'b'}
= → refused
a: = → refused
=: a → {'=': 'a'}
{{ a }} → refused
é😀 → 'é😀'
`,
  "quoted texts": `
'it''s' → 'it\\'s'
'a⏎  b' → 'a b'
'a⏎⏎  b ' → 'a\\nb '
'a \\n' → 'a \\\\n'
"a\\n\\tb" → 'a\\n\\tb'
"\\x41\\u00e9\\U0001F600" → 'Aé😀'
"\\0\\a\\b\\e\\f\\v\\r" → '\\u0000\\u0007\\b\\u001b\\f\\u000b\\r'
"\\N\\_\\L\\P" → '\\u0085\\u00a0\\u2028\\u2029'
"\\/\\"\\\\" → '/"\\\\'
"a\\⏎   b" → 'ab'
"a ⏎ b" → 'a b'
"a⏎⏎⏎b" → 'a\\n\\nb'
"\\q" → refused
"\\x4" → refused
"\\ud83d\\ude00" → refused
"a → refused
'a → refused
"a" b → refused
"a⏎---⏎" → refused
'a': b → {'a': 'b'}
'a':b → refused
`,
  "block texts": `
a: |⏎  x⏎   y⏎⏎  z⏎⏎⏎ → {'a': 'x\\n y\\n\\nz\\n'}
a: |-⏎  x⏎⏎ → {'a': 'x'}
a: |+⏎  x⏎⏎ → {'a': 'x\\n\\n'}
a: |+⏎⏎b: 1 → {'a': '\\n', 'b': 1}
a: >⏎  x⏎  y⏎⏎  z⏎ → {'a': 'x y\\nz\\n'}
a: >⏎  x⏎   y⏎  z⏎ → {'a': 'x\\n y\\nz\\n'}
a: >-⏎⏎  x⏎⏎⏎  y → {'a': '\\nx\\n\\ny'}
a: >+⏎  x⏎⏎⏎ → {'a': 'x\\n\\n\\n'}
a: |2⏎   x⏎  y⏎ → {'a': ' x\\ny\\n'}
a: |2-⏎   x → {'a': ' x'}
a: |-1⏎  x → {'a': ' x'}
a: | # note⏎  x⏎ → {'a': 'x\\n'}
a: |⏎  # no note⏎ → {'a': '# no note\\n'}
a: |⏎  x⏎ y⏎ → refused
a: |⏎x: 1 → {'a': '', 'x': 1}
a: |0⏎  x → refused
a: | x → refused
a: |⏎⇥x → refused
a: |⏎  ⇥x⏎ → refused
a: |2⏎  ⇥x⏎ → {'a': '\\tx\\n'}
a: |⏎    ⏎  x⏎ → refused
a: |⏎  ⏎  x⏎ → {'a': '\\nx\\n'}
|⏎x⏎ → refused
|⏎ x⏎ → 'x\\n'
- |⏎ a⏎- >⏎ b⏎ → ['a\\n', 'b\\n']
a: |⏎  x → {'a': 'x'}
`,
  "flow collections": `
[] → []
{} → {}
[a, b] → ['a', 'b']
[a,] → ['a']
[,] → refused
[a b, c] → ['a b', 'c']
{a: 1, b: [c, {d}]} → {'a': 1, 'b': ['c', {'d': None}]}
{a, b: , 'c': d} → {'a': None, 'b': None, 'c': 'd'}
{a:1} → {'a:1': None}
{a: 1,} → {'a': 1}
{"a":1} → {'a': 1}
{'a':b} → {'a': 'b'}
[a: b, c] → [{'a': 'b'}, 'c']
[? a : b] → [{'a': 'b'}]
{? a : b} → {'a': 'b'}
[a:] → refused
[a?b] → ['a?b']
a: [b,⏎  c⏎] → {'a': ['b', 'c']}
a: [b,⏎c⏎] → {'a': ['b', 'c']}
a: [⏎⇥b] → {'a': ['b']}
[a → refused
{a: b → refused
[a] b → refused
[a]: b → refused
] → refused
`,
  structure: `
a:⏎- b⏎- c → {'a': ['b', 'c']}
a:⏎  - b⏎  - c: d⏎    e: f → {'a': ['b', {'c': 'd', 'e': 'f'}]}
- - a⏎  - b⏎- c → [['a', 'b'], 'c']
-  a: b⏎   c: d → [{'a': 'b', 'c': 'd'}]
a:⏎    b: 1⏎c: 2 → {'a': {'b': 1}, 'c': 2}
a:⏎    b: 1⏎  c: 2 → refused
a: 1⏎ b: 2 → refused
  a: 1⏎  b: 2 → {'a': 1, 'b': 2}
  a: 1⏎b: 2 → refused
a: - b → refused
a:⏎⇥b: c → refused
a:⇥b → {'a': 'b'}
-⇥a → refused
? a⏎: b⏎? c → {'a': 'b', 'c': None}
? |⏎  a⏎: - b → {'a\\n': ['b']}
a → 'a'
a⏎b → 'a b'
a: 1⏎b → refused
: a → refused
? ⏎: a → {'None': 'a'}
# only⏎  # notes → None
a: b # note⏎# note⏎c: d → {'a': 'b', 'c': 'd'}
a: 1 #⏎b: 2#c → {'a': 1, 'b': '2#c'}
`,
  documents: `
---⏎a: b → {'a': 'b'}
--- a → 'a'
--- → None
a: b⏎...⏎ → {'a': 'b'}
a: b⏎---⏎ → refused
a⏎---⏎b → refused
... → refused
%YAML 1.1⏎---⏎a → 'a'
%YAML 1.2⏎---⏎a → 'a'
%YAML 2.0⏎---⏎a → refused
%YAML 1.1⏎a → refused
%FOO⏎---⏎a → refused
%TAG !h! tag:yaml.org,2002:⏎---⏎!h!str 1 → '1'
!h!str 1 → refused
\\ufeffa: 1⏎b: 2 → {'a': 1, 'b': 2}
a: 1⏎\\ufeffb: 2 → refused
`,
  "line ends and characters": `
a: 1\\u000d⏎b: 2\\u000d⏎ → {'a': 1, 'b': 2}
a: 1\\u000db: 2 → {'a': 1, 'b': 2}
a: |\\u000d⏎  x\\u000d⏎  y\\u000d⏎ → {'a': 'x\\ny\\n'}
a: 1\\u0085b: 2 → {'a': 1, 'b': 2}
a: x\\u2028  y → {'a': 'x\\u2028y'}
a: x\\u00a0y → {'a': 'x\\u00a0y'}
a: \\u0000 → refused
a: \\u0007 → refused
a: \\u007f → refused
a: \\u0080 → refused
a: \\ufffe → refused
a: \\ue000 → {'a': '\\ue000'}
`,
  "anchors and aliases": `
a: &x 1⏎b: *x → {'a': 1, 'b': 1}
a: &x [1]⏎b: [*x, *x] → {'a': [1], 'b': [[1], [1]]}
a: &x⏎  b: 1⏎c: *x → {'a': {'b': 1}, 'c': {'b': 1}}
a: &x⏎b: *x → {'a': None, 'b': None}
&k a: 1⏎b: *k → {'a': 1, 'b': 'a'}
&k a: 1⏎*k : 2 → {'a': 2}
a: *x → refused
a: &x 1⏎b: &x 2 → refused
a: &x *y → refused
a: & 1 → refused
*x: 1 → refused
a: &é 1 → refused
`,
  merges: `
a: &x {b: 1, c: 2}⏎d: {<<: *x, c: 3} → {'a': {'b': 1, 'c': 2}, 'd': {'b': 1, 'c': 3}}
a: &x {b: 1}⏎d: {b: 2, <<: *x} → {'a': {'b': 1}, 'd': {'b': 2}}
<<: [{a: 1}, {a: 2, b: 3}] → {'a': 1, 'b': 3}
<<: {a: 1}⏎<<: {a: 2} → {'a': 2}
<<: {a: 1}⏎b: 2 → {'a': 1, 'b': 2}
<<: → refused
<<: 1 → refused
<<: [1] → refused
'<<': 1 → {'<<': 1}
!!str <<: 1 → {'<<': 1}
&k <<: {a: 1} → {'a': 1}
a: << → refused
[<<] → refused
{<<: {<<: {a: 1}, b: 2}} → {'a': 1, 'b': 2}
`,
  keys: `
a: 1⏎a: 2 → {'a': 2}
1: a⏎1.5: b⏎~: c → {'1': 'a', '1.5': 'b', 'None': 'c'}
1: a⏎yes: b → {'1': 'b'}
1: a⏎1.0: b → {'1': 'b'}
1.0: a → {'1.0': 'a'}
1e20: a → {'1e20': 'a'}
1.0e+20: a → {'1e+20': 'a'}
0.00001: a → {'1e-05': 'a'}
-0.0: a → {'-0.0': 'a'}
.inf: a → {'inf': 'a'}
2020-01-02: a → {'2020-01-02': 'a'}
[a]: b → refused
{a: b}: c → refused
? [a]⏎: b → refused
{[a]: b} → refused
__proto__: 1 → {'__proto__': 1}
__proto__: {a: 1} → {'__proto__': {'a': 1}}
constructor: 1⏎toString: 2 → {'constructor': 1, 'toString': 2}
`,
  tags: `
!!str 12 → '12'
!!str → ''
!!int "3" → 3
!!int '0o17' → 15
!!int a → refused
!!int '' → refused
!!float 3 → 3.0
!!float 1e3 → 1000.0
!!float x → refused
!!bool yEs → True
!!bool 1 → refused
!!null x → None
!!timestamp 2020-1-2 → time(2020-01-02)
!!timestamp x → refused
!!seq [a] → ['a']
!!seq {a: 1} → refused
!!map {a: 1} → {'a': 1}
!!map [a] → refused
!!set {a, b: 1} → {'a': None, 'b': None}
!!omap [a: 1] → [{'a': 1}]
!!omap [a] → refused
!local a → refused
!!python/none x → refused
!<tag:yaml.org,2002:str> 1 → '1'
! 12 → 12
! '12' → 12
! → ''
{a: !} → refused
!!str,a → refused
`,
};

/** Every line of every table. */
export const CASES: readonly YamlCase[] = Object.entries(TABLES).flatMap(([group, table]) =>
  table
    .slice(1, -1)
    .split("\n")
    .map((line) => {
      const arrow = line.lastIndexOf(" → ");
      return { group, text: shown(line.slice(0, arrow)), expected: line.slice(arrow + 3) };
    }),
);

function shown(text: string): string {
  return text
    .replaceAll("⏎", "\n")
    .replaceAll("⇥", "\t")
    .replace(/(?<!")\\u([0-9a-f]{4})/g, (whole, code: string) =>
      text.includes('"') ? whole : String.fromCharCode(Number.parseInt(code, 16)),
    );
}
