"""What dbt's static parser of models takes from sources: one JSON text per line in, one answer out.

The answer is null where it gives up, else `{"configs": [[key, value]], "refs": […], "sources": […]}`.
"""
import json
import sys

from dbt_extractor import ExtractionError, py_extract_from_source

for line in sys.stdin:
    try:
        found = py_extract_from_source(json.loads(line))
    except ExtractionError:
        print("null")
        continue
    refs = [[*([one["package"]] if "package" in one else []), one["name"], one.get("version")] for one in found["refs"]]
    sources = sorted(list(one) for one in found["sources"])
    print(json.dumps({"configs": found["configs"], "refs": refs, "sources": sources}))
