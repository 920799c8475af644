"""Runs the Spark job's own functions without Spark, on blocks of any size; for spark.ts.

Reads specifications from stdin, one JSON object a line; answers each with the job's result.
"""

import importlib.util
import json
import os
import sys

sys.path.insert(0, os.path.dirname(sys.argv[1]))
spec = importlib.util.spec_from_file_location("job", sys.argv[1])
job = importlib.util.module_from_spec(spec)
spec.loader.exec_module(job)


class Rows:
    """As much of an RDD as the job uses, in one process."""

    def __init__(self, values):
        self.values = list(values)

    def map(self, change):
        return Rows(change(value) for value in self.values)

    def flatMap(self, change):
        return Rows(made for value in self.values for made in change(value))

    def collect(self):
        return self.values

    def repartitionAndSortWithinPartitions(self, count, partition):
        rows = Rows(sorted(self.values, key=lambda pair: pair[0]))
        rows.parts = [
            [pair for pair in rows.values if partition(pair[0]) % count == at] for at in range(count)
        ]
        return rows

    def mapPartitionsWithIndex(self, change):
        return Rows(made for at, part in enumerate(self.parts) for made in change(at, iter(part)))


class Context:
    def parallelize(self, values, _slices):
        # Tasks may end in any order.
        return Rows(reversed(list(values)))


for line in sys.stdin:
    try:
        print(json.dumps(job.run(json.loads(line), Context())), flush=True)
    except Exception as error:
        print(json.dumps({"error": repr(error)}), flush=True)
