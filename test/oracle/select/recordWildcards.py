"""Records what Python's fnmatch and Path.glob answer for random patterns.

    python recordWildcards.py test/data/dbt-select/wildcards.json
"""
import fnmatch
import json
import os
import random
import sys
import tempfile
from pathlib import Path

FILES = (
    "models/a/b/c.sql models/a/s.sql models/ab/t.yml models/a.b/u.sql models/z.sql "
    "x/.hid/q.sql x/.dot.sql y.md"
).split()
SEGMENTS = "models a b ab * ** a* ? *.sql .hid .* x [a-b] z.sql . .. *b c.sql".split()


def names(chance: random.Random) -> list:
    cases = []
    while len(cases) < 1500:
        pattern = "".join(chance.choice("ab-!]^[*?.\\&~|") for _ in range(chance.randint(0, 6)))
        text = "".join(chance.choice("ab-!]^[.\\&~|") for _ in range(chance.randint(0, 5)))
        matches = fnmatch.fnmatchcase(text, pattern)
        # Most pairs do not match: keep one in ten of those.
        if matches or chance.random() < 0.1:
            cases.append([text, pattern, matches])
    return cases


def globs(chance: random.Random) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for file in FILES:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).touch()
        paths = {".": True}
        for path in sorted(Path(".").rglob("*")):
            paths[str(path)] = path.is_dir()
        cases = {}
        while len(cases) < 500:
            pattern = "/".join(chance.choice(SEGMENTS) for _ in range(chance.randint(1, 4)))
            pattern += "/" if chance.random() < 0.15 else ""
            try:
                found = {str(path) for path in Path(".").glob(pattern)} & set(paths)
            except (AttributeError, IndexError, NotImplementedError, ValueError):
                cases[pattern] = None
                continue
            if found or chance.random() < 0.2:
                cases[pattern] = sorted(found)
        os.chdir("/")
    return {"paths": paths, "cases": cases}


def main() -> None:
    answer_file = os.path.abspath(sys.argv[1])
    chance = random.Random(4)
    result = {"names": names(chance), "globs": globs(chance)}
    with open(answer_file, "w", encoding="utf8") as target:
        json.dump(result, target, separators=(",", ":"))
        target.write("\n")


if __name__ == "__main__":
    main()
