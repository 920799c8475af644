"""Fetches the public models of docs/tabular.md at the commits they were judged at.

    python fetchModels.py FOLDER [--from MIRRORS]

Each repository gets a folder of its own with only the files of its models. With --from, repositories are
read from bare copies ``MIRRORS/owner+name`` instead of the network. Needs git; writes nowhere else.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

SOURCES = [
    ("microsoft/Analysis-Services", "61ee41607dfb0fa50378165fdb0fc03042c0ef17"),
    ("microsoft/fabric-toolbox", "050ceef5ac8d0a77e3e04ed56711f81bd97be177"),
    ("TabularEditor/TabularEditor", "7029129aa3f45d35f987d8f6ac7e5a971f28771c"),
    ("pbi-tools/adventureworksdw2020-pbix", "c47fefe4dc48df6461fc45b0442910b5b95f193d"),
    # The last commit before TMDL: the old layout of pbi-tools.
    ("pbi-tools/adventureworksdw2020-pbix", "8ac4c8f"),
    ("djouallah/dbt", "7a5cc828cee22a0e2d04f3b5f9bfd3088f1845d4"),
    ("pomegranatebee/pbi-contoso", "02d02d76ce150d41f47bad299d0a540910f68342"),
    ("serg-razum-off/PowerBI_VC_TE_Bim", "e8f71add321b8207de8b119ccd47e074c0f38706"),
]
KEPT = (".bim", ".tmdl", ".xmla", ".tmsl", ".pbip")
OLD_LAYOUT = (".json", ".dax", ".m")


def git(*words, **options):
    return subprocess.run(["git", *words], check=True, capture_output=True, **options).stdout


def repository(name, commit, mirrors, scratch):
    """Path of a bare repository that holds the commit."""
    if mirrors is not None:
        below = mirrors / name.replace("/", "+")
        heads = [below / "HEAD", *below.glob("*/HEAD"), *below.glob("*/*/HEAD")]
        return next(head.parent for head in heads if head.exists())
    bare = scratch / name.replace("/", "+")
    if not bare.exists():
        git("init", "--quiet", "--bare", str(bare))
        address = f"https://github.com/{name}.git"
        git("-C", str(bare), "fetch", "--quiet", "--filter=blob:none", address, "+refs/heads/*:refs/heads/*")
        git("-C", str(bare), "remote", "add", "--mirror=fetch", "origin", address)
        git("-C", str(bare), "config", "remote.origin.promisor", "true")
    return bare


def is_kept(path):
    lower = path.lower()
    is_old = "/model/" in "/" + lower and lower.endswith(OLD_LAYOUT)
    return lower.endswith(KEPT) or is_old


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--from", dest="mirrors", type=pathlib.Path)
    options = parser.parse_args()
    missing = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name, commit in SOURCES:
            bare = repository(name, commit, options.mirrors, pathlib.Path(scratch))
            names = git("-C", str(bare), "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
            target = options.folder / f"{name.replace('/', '+')}@{commit[:7]}"
            files = [one for one in names if one != "" and is_kept(one)]
            for file in files:
                try:
                    content = git("-C", str(bare), "show", f"{commit}:{file}")
                except subprocess.CalledProcessError:
                    missing += 1
                    print(f"missing: {name} {file}")
                    continue
                path = target / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            print(f"{name} {commit[:7]}: {len(files)} files")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
