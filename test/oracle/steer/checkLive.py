"""What the live view shows, without dbt and without a terminal: `python checkLive.py`.

Frames of given moments, the time that is left beside a simulation by hand and beside the truth of
random runs, and what a small terminal shows while others write into it. Ends with
`N passed, N failed`.
"""

import io
import json
import os
import pathlib
import random
import sys
import tempfile
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "python"))
from heddle_steer import screen as screen_module  # noqa: E402
from heddle_steer.frame import ASCII, UNICODE, View, Waiting, frame, spell, width_of  # noqa: E402
from heddle_steer.kept import MOST_KEPT, Keeper  # noqa: E402
from heddle_steer.progress import Heard, Moment, Progress, pace, short_name  # noqa: E402
from heddle_steer.published import FILE, Published  # noqa: E402
from heddle_steer.remaining import MOST_NODES, Rest  # noqa: E402
from heddle_steer.screen import Screen, Through  # noqa: E402
from steerChecks import Checks  # noqa: E402
from tinyTerminal import TinyTerminal  # noqa: E402

MOMENT = Moment(30, 18, 1, 2, 42, [("model.p.clv", 8.0), ("model.p.very_long_name_of_a_model", 12.0)], 40, 30)
VIEW = View(MOMENT, [20.0, 9.0], (33.0, (28.0, 41.0)), [Waiting("model.p.orders", ["model.p.clv"])])


def check_frames(checks):
    wide = frame(VIEW, 80, 12, UNICODE)
    expected = [
        "18 of 30 · 1 failed · 2 skipped · 42 s · about 33 s left (28 s to 41 s)",
        "█" * 44 + "░" * 35,
        "  clv                        ████████████████░░░░░░░░░░░░░░░░░░░░░░░░ 8 s of 20 s",
    ]
    checks.check("tells what is done, failed and left", wide[0] == expected[0], wide[0])
    checks.check("draws the predicted bar and what has passed of it",
                 wide[2].startswith("  clv ") and wide[2].endswith(" 8 s of 20 s")
                 and wide[2].count("█") * 3 in range(wide[2].count("░") * 2 - 3, wide[2].count("░") * 2 + 4), wide[2])
    checks.check("marks what runs longer than predicted", "▓" in wide[3] and "░" not in wide[3], wide[3])
    checks.check("tells what waits for what", wide[-1] == "  next orders: waits for clv", wide[-1])
    pick = random.Random(7)
    for _ in range(2_000):
        many = [(f"model.p.{'名é'[i % 2] * (i % 60)}m{i}", pick.uniform(0, 9e4)) for i in range(pick.randrange(20))]
        view = View(Moment(pick.randrange(9999), pick.randrange(9999), pick.randrange(3), pick.randrange(3),
                           pick.uniform(0, 9e5), many, 1, 1),
                    [pick.choice([None, 0.0, pick.uniform(0, 1e5)]) for _ in many],
                    pick.choice([None, (pick.uniform(0, 1e5), None), (3.0, (2.0, 9.0))]),
                    [Waiting("model.p.w\x1b[2Jx", ["model.p." + "y" * 90])] * pick.randrange(3))
        width, height = pick.randrange(200), pick.randrange(20)
        lines = frame(view, width, height, pick.choice([UNICODE, ASCII]))
        if len(lines) > height or any(width_of(line) > width or "\x1b" in line or "\n" in line for line in lines):
            checks.check("random frames keep within the terminal", False, (width, height, lines))
            break
    else:
        checks.check("random frames keep within the terminal", True)
    checks.check("one line on a narrow terminal", len(frame(VIEW, 59, 12, UNICODE)) == 1)
    checks.check("plain characters where there are no others", all(line.isascii() for line in frame(VIEW, 80, 12, ASCII)))
    times = [spell(s) for s in (0, 59.4, 59.6, 3599, 7384)]
    checks.check(f"times as elsewhere: {times}", times == ["0 s", "59 s", "1 m 00 s", "59 m 59 s", "2 h 03 m"])
    names = [short_name(one) for one in ("model.p.a.v2", "test.p.unique_a.0123abc", "odd")]
    checks.check(f"names without what says nothing: {names}", names == ["a.v2", "unique_a", "odd"])


def check_remaining(checks):
    seconds = {"a": 3.0, "b": 5.0, "c": 2.0, "d": 4.0}
    rest = Rest(2, seconds.__getitem__, lambda one: seconds[one] * 1000, {}, {})
    left = rest.seconds([("a", 1.0)], {"b": ["a"], "c": ["a"], "d": ["b", "c"]})
    checks.check(f"two seconds of a, then b beside c, then d: {left}", left == 2 + 5 + 4)
    seated = Rest(3, seconds.__getitem__, lambda one: 0, {"b": "p", "c": "p"}, {"p": 1})
    left = seated.seconds([], {"b": [], "c": [], "d": []})
    checks.check(f"b and c share a seat: {left}", left == 7)
    stretches = rest.stretches({"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]})
    checks.check(f"the same run from its start: {stretches}",
                 stretches == [("a", 0, 3), ("b", 3, 8), ("c", 3, 5), ("d", 8, 12)])
    late = rest.seconds([("a", 10.0)], {})
    checks.check(f"what runs too long has still something left: {late}", abs(late - 1.5) < 1e-9)
    pick = random.Random(3)
    worst = 0.0
    for _ in range(300):
        count, workers = pick.randrange(1, 40), pick.randrange(1, 6)
        names = [f"n{i:02d}" for i in range(count)]
        took = {name: pick.uniform(0.1, 9) for name in names}
        parents = {name: pick.sample(names[:i], min(i, pick.randrange(3))) for i, name in enumerate(names)}
        one = Rest(workers, took.__getitem__, lambda name: took[name] * 1000, {}, {})
        path = {}
        for name in names:
            path[name] = took[name] + max((path[p] for p in parents[name]), default=0)
        least = max(max(path.values()), sum(took.values()) / workers)
        left = one.seconds([], parents)
        if not least - 1e-9 <= left <= 2 * least:
            checks.check("between the bound and twice the bound (Graham)", False, (left, least))
            return
        worst = max(worst, left / least)
    checks.check(f"between the bound and twice the bound (Graham), at most {worst:.2f} times", True)
    many = {f"n{i}": [] for i in range(MOST_NODES + 1)}
    large = Rest(4, lambda one: 1.0, lambda one: 1000, {}, {}).seconds([], many)
    checks.check(f"a large rest by its bound: {large}", large == len(many) / 4)
    checks.check("pace follows what was seen", 1 < pace(20, 10) < pace(2000, 1000) < 2 and pace(0, 0) == 1)


def event(name, node, status=""):
    node_info = types.SimpleNamespace(unique_id=node, node_status=status)
    return types.SimpleNamespace(info=types.SimpleNamespace(name=name), data=types.SimpleNamespace(node_info=node_info))


def check_progress(checks):
    now = [0.0]
    progress = Progress(["a", "b", "c"], {"a": 2000}, lambda: now[0])
    for moment, heard in [(1, event("NodeStart", "a")), (1, event("NodeStart", "a")), (4, event("NodeFinished", "a", "error")),
                          (4, event("NodeFinished", "c", "skipped")), (5, event("NodeStart", "b")),
                          (5, event("NodeStart", "hook")), (6, types.SimpleNamespace(info=types.SimpleNamespace(name="Other")))]:
        now[0] = moment
        progress.hear(heard)
    found = progress.look()
    checks.check(f"hears dbt's events: {found}",
                 found == Moment(3, 2, 1, 1, 6, [("b", 1)], 3, 2) and progress.left() == [])
    news, more = progress.news(), progress.news()
    checks.check(f"tells each start and end once: {news}",
                 news == [Heard("a", 1, None), Heard("a", 4, "error"), Heard("c", 4, "skipped"), Heard("b", 5, None)]
                 and more == [])


def check_screen(checks):
    terminal = TinyTerminal(40, 10)
    screen = Screen(terminal)
    screen.size = lambda: os.terminal_size((terminal.width, terminal.height))
    log = Through(screen, terminal)
    log.write("first\n")
    screen.draw(["view 1", "view 2"])
    checks.check(f"draws at the foot: {terminal.rows()}", terminal.rows() == ["first", "view 1", "view 2"])
    log.write("second\n")
    screen.draw(["view 3", "view 4"])
    checks.check("lets the log scroll by above", terminal.rows() == ["first", "second", "view 3", "view 4"], terminal.rows())
    log.write("half ")
    screen.draw(["never"])
    log.write("a line\n")
    checks.check("waits for the end of a line", terminal.rows() == ["first", "second", "half a line"], terminal.rows())
    for i in range(30):
        screen.draw([f"view {i}", "x" * 39, "end"])
        log.write(f"line {i}\n")
    screen.clear()
    checks.check("leaves nothing behind", terminal.rows()[-9:] == [f"line {i}" for i in range(21, 30)], terminal.rows())
    checks.check("is otherwise the stream that it was", Through(screen, terminal).isatty())
    with tempfile.TemporaryFile("w") as plain:
        before, sys.stdout = sys.stdout, plain
        wanted = screen_module.is_wanted()
        sys.stdout = before
    checks.check("is off where nobody watches", not wanted)
    latin = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    os.environ["NO_COLOR"] = "1"
    style = screen_module.style_of(latin)
    del os.environ["NO_COLOR"]
    checks.check("asks the stream for its characters, and NO_COLOR", style == ASCII, style)


def check_published(checks):
    with tempfile.TemporaryDirectory() as folder:
        inside, elsewhere = pathlib.Path(folder, ".heddle"), pathlib.Path(folder, "elsewhere")
        inside.mkdir()
        elsewhere.write_text("kept")
        (inside / FILE).symlink_to(elsewhere)
        facts = {"total": 30, "threads": 4, "predictedMs": None}
        published = Published(str(inside), facts, [("a", 0.0, 0.75)])
        published.tell([Heard("a", 0.5, None), Heard("a", 1.25, "success")], VIEW)
        published.end([Heard("b", 2, "error")], 2.5)
        published.tell([], VIEW)
        lines = [json.loads(line) for line in (inside / FILE).read_text().splitlines()]
        checks.check("says what is run first", lines[0].pop("startedAt") > 0 and lines[0] == {
            "schema": "heddle.progress/1", "total": 30, "threads": 4, "predictedMs": None}, lines[0])
        checks.check("then what is predicted, what happened, how it stands, and that it is over", lines[1:] == [
            {"id": "a", "predicted": [0, 750]}, {"id": "a", "startMs": 500}, {"id": "a", "endMs": 1250, "status": "success"},
            {"atMs": 42000, "left": {"ms": 33000, "leastMs": 28000, "mostMs": 41000},
             "waiting": [{"id": "model.p.orders", "parents": ["model.p.clv"], "pool": None}]},
            {"id": "b", "endMs": 2000, "status": "error"}, {"overMs": 2500}], lines[1:])
        checks.check("follows no link", elsewhere.read_text() == "kept")
        (inside / ".gitignore").unlink()
        unwritable = Published(str(elsewhere / "below"), {})
        unwritable.tell([], VIEW)
        unwritable.end([], 1)
        checks.check("goes on where nothing can be written", unwritable.file is None)


def check_keeper(checks):
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder, "run_results.json")
        results.write_text("{}")

        def keep(text, is_wanted="1"):
            os.environ["HEDDLE_KEEP"] = is_wanted
            keeper = Keeper()
            keeper.begin(folder, str(results), {"order": "longest-path"})
            if text is not None:
                results.write_text(text)
                os.utime(results, ns=(1, os.stat(results).st_mtime_ns + 1))
            return keeper.end()

        history = pathlib.Path(folder, ".heddle", "history")
        os.environ["HEDDLE_KEEP"] = ""
        silent = Keeper()
        silent.begin(folder, str(results), {})
        checks.check("publishes nothing where nothing is to be kept", silent.progress_folder() is None)
        checks.check("keeps nothing where nothing was written", keep(None) is None and not history.exists())
        checks.check("keeps nothing where that is not wanted", keep("{}", "") is None and not history.exists())
        problem = keep("no JSON")
        checks.check(f"tells in one line what it could not keep: {problem}", problem is not None and "\n" not in problem)
        for i in range(MOST_KEPT + 5):
            keep(json.dumps({"metadata": {"generated_at": f"2026-01-01T00:00:{i:02d}.5Z", "invocation_id": f"{i:08d}-x"},
                             "results": [{"unique_id": "a", "compiled_code": "select 1", "execution_time": i}]}))
        kept = sorted(path.name for path in history.iterdir())
        checks.check(f"keeps the newest {MOST_KEPT}", len(kept) == MOST_KEPT and kept[0].endswith("_00000005.json"), kept[:2])
        last = json.loads((history / kept[-1]).read_text())
        checks.check("without the SQL, with the marks",
                     last["results"] == [{"unique_id": "a", "execution_time": MOST_KEPT + 4}]
                     and last["heddle"] == {"order": "longest-path"}, last)
        checks.check("out of version control", pathlib.Path(folder, ".heddle", ".gitignore").read_text() == "*\n")


def main():
    checks = Checks()
    for check in (check_frames, check_remaining, check_progress, check_screen, check_published, check_keeper):
        check(checks)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
