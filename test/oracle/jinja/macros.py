"""Macros of real packages, called in dbt's own Jinja environment with a stub of dbt's context.

Usage: macros.py SEED CALLS [--without-dbt] FOLDER... (each folder holds *.sql files with macros of
one package; its name is the package's). dbt's own macros, as installed, are package `dbt`.
test/data/jinja/macro-calls.json is `macros.py 7 25 --without-dbt test/data/jinja/macros`.

Prints one JSON document: `stubs` describes the objects of the context so that another
implementation can build the same ones, `macros` holds the sources, `calls` what each call gave.
"""

import datetime
import json
import os
import random
import re
import signal
import sys

import jinja2
import pytz
from dbt.context.base import BaseContext, get_context_modules
from dbt_common.clients.jinja import extract_toplevel_blocks, get_environment
from dbt_common.exceptions import CompilationError
from dbt_common.exceptions.macros import MacroReturn

STARTED = datetime.datetime(2024, 3, 6, 10, 30, tzinfo=pytz.utc)

# Objects of the context. `attrs` are constants, `methods` return a constant whatever they are
# given, `echo` methods return their first argument. {"$stub": name} refers to another object.
def column(name, dtype, is_string):
    return {
        "type": "Column",
        "text": f"<Column {name} ({dtype})>",
        "attrs": {"name": name, "column": name, "dtype": dtype, "data_type": dtype, "quoted": f'"{name}"', "char_size": None, "numeric_precision": None, "numeric_scale": None},
        "methods": {"is_string": is_string, "is_numeric": False, "is_number": not is_string, "is_integer": not is_string, "is_float": False, "string_size": 256, "can_expand_to": False, "values": ["x", "y"]},
        "echo": [],
    }


def relation(name, kind):
    self = {"$stub": name}
    return {
        "type": "Relation",
        "text": f'"db"."main"."{name}"',
        "attrs": {"database": "db", "schema": "main", "identifier": name, "name": name, "table": name, "type": kind, "is_table": kind == "table", "is_view": kind == "view", "is_cte": False, "is_materialized_view": False, "is_dynamic_table": False, "quote_policy": {"database": True, "schema": True, "identifier": True}, "include_policy": {"database": True, "schema": True, "identifier": True}, "config": {"meta": {}, "enabled": True}, "can_be_renamed": True, "can_be_replaced": True},
        "methods": {"include": self, "quote": self, "incorporate": self, "render": f'"db"."main"."{name}"', "without_identifier": self, "information_schema": self, "replace_path": self, "information_schema_only": self, "create_from": self, "get_default_quote_policy": {"database": True}},
        "echo": [],
    }


TABLE = {
    "type": "Table",
    "text": "<Table>",
    "attrs": {"columns": [{"$stub": "id"}, {"$stub": "label"}], "rows": [["x", 1], ["y", 2]], "column_names": ["label", "id"], "column_types": [], "column_dict": {}},
    "methods": {"print_table": None, "print_json": None, "print_csv": None},
    "echo": [],
}
STUBS = {
    "id": column("id", "integer", False),
    "label": column("label", "text", True),
    "orders": relation("orders", "table"),
    "people": relation("people", "view"),
    "table": TABLE,
    "result": {"type": "Result", "text": "<Result>", "attrs": {"table": {"$stub": "table"}, "data": [["x", 1]], "response": "OK", "status": "success"}, "methods": {}, "echo": []},
    "flags": {"type": "Flags", "text": "<Flags>", "attrs": {"WHICH": "run", "FULL_REFRESH": False, "STORE_FAILURES": False, "USE_COLORS": True, "EMPTY": False}, "methods": {}, "echo": []},
    "relations": {"type": "RelationProxy", "text": "<RelationProxy>", "attrs": {"View": "view", "Table": "table", "CTE": "cte"}, "methods": {"create": {"$stub": "people"}, "create_from_source": {"$stub": "people"}, "get_default_quote_policy": {"database": True}}, "echo": []},
    "columns": {"type": "ColumnProxy", "text": "<ColumnProxy>", "attrs": {}, "methods": {"create": {"$stub": "label"}, "numeric_type": "numeric(10,2)", "string_type": "varchar(256)"}, "echo": ["translate_type"]},
    "api": {"type": "Api", "text": "<Api>", "attrs": {"Relation": {"$stub": "relations"}, "Column": {"$stub": "columns"}}, "methods": {}, "echo": []},
    "adapter": {
        "type": "DatabaseWrapper",
        "text": "<DatabaseWrapper>",
        "attrs": {"Relation": {"$stub": "relations"}, "Column": {"$stub": "columns"}, "nice_connection_name": "master", "behavior": {"enable_truthy_nulls_equals_macro": True}},
        "methods": {
            "get_columns_in_relation": [{"$stub": "id"}, {"$stub": "label"}], "get_column_schema_from_query": [{"$stub": "label"}],
            "get_relation": {"$stub": "orders"}, "list_relations_without_caching": [], "type": "postgres", "check_schema_exists": True,
            "get_missing_columns": [], "expand_target_column_types": None, "drop_relation": None, "rename_relation": None, "create_schema": None,
            "drop_schema": None, "cache_added": "", "cache_dropped": "", "cache_renamed": "", "commit": None, "list_schemas": ["main"],
            "valid_snapshot_target": None, "get_hard_deletes_behavior": "ignore", "assert_valid_snapshot_target_given_strategy": None,
            "get_incremental_strategy_macro": None, "valid_incremental_strategies": ["append"], "is_replaceable": True, "supports": False,
            "run_sql_for_tests": None, "convert_type": "text", "render_raw_columns_constraints": [], "render_raw_model_constraints": [],
            "parse_index": None, "get_rows_different_sql": "select 1", "execute": [{"$tuple": ["OK", {"$stub": "table"}]}],
        },
        "echo": ["quote", "quote_as_configured", "quote_seed_column"],
    },
}
DATA = {
    "target": {"name": "dev", "target_name": "dev", "schema": "main", "database": "db", "dbname": "db", "type": "postgres", "threads": 4, "profile_name": "shop"},
    "model": {"name": "orders", "alias": "orders", "resource_type": "model", "unique_id": "model.shop.orders", "path": "orders.sql", "original_file_path": "models/orders.sql", "package_name": "shop", "config": {"materialized": "table", "enabled": True, "tags": ["x"], "meta": {}}, "columns": {"id": {"name": "id", "data_type": "integer", "description": "key", "quote": False, "constraints": []}}, "tags": ["x"], "fqn": ["shop", "orders"], "depends_on": {"nodes": [], "macros": []}, "compiled_code": "select 1", "raw_code": "select 1", "description": "all 'orders'", "database": "db", "schema": "main", "constraints": [], "version": None, "meta": {}, "language": "sql"},
    "graph": {"nodes": {"model.shop.orders": {"name": "orders", "unique_id": "model.shop.orders", "resource_type": "model", "package_name": "shop", "original_file_path": "models/orders.sql", "path": "orders.sql", "fqn": ["shop", "orders"], "tags": ["x"], "config": {"materialized": "table", "enabled": True}, "columns": {}, "depends_on": {"nodes": [], "macros": []}, "description": "", "database": "db", "schema": "main", "alias": "orders", "meta": {}}}, "sources": {}, "exposures": {}, "metrics": {}, "groups": {}},
    "database": "db", "schema": "main", "sql": "select 1 as id", "compiled_code": "select 1 as id", "execute": True,
    "invocation_id": "0000-1111", "dbt_version": "1.11.0", "thread_id": "Thread-1", "pre_hooks": [], "post_hooks": [],
    "selected_resources": [], "invocation_args_dict": {"which": "run"}, "dbt_metadata_envs": {}, "project_name": "shop",
}
CONFIG = {"materialized": "incremental", "unique_key": "id", "schema": None, "tags": ["x"]}
VARS = {"days": 3, "start": "2020-01-01", "dbt_date:time_zone": "UTC"}


class Stub:
    pass


class Clock(datetime.datetime):
    """A clock that stands still; what it gives are ordinary datetimes."""

    @classmethod
    def now(cls, tz=None):
        return STARTED.astimezone(tz) if tz is not None else STARTED.replace(tzinfo=None)

    @classmethod
    def utcnow(cls):
        return STARTED.replace(tzinfo=None)

    @classmethod
    def today(cls):
        return STARTED.replace(tzinfo=None)


def modules():
    known = get_context_modules()
    known["datetime"] = {**known["datetime"], "datetime": Clock}
    return known


def build_stubs():
    made = {name: type(spec["type"], (Stub,), {"__module__": "builtins"})() for name, spec in STUBS.items()}

    def value(spec):
        if isinstance(spec, dict):
            if "$stub" in spec:
                return made[spec["$stub"]]
            if "$tuple" in spec:
                return tuple(value(item) for item in spec["$tuple"])
            return {key: value(item) for key, item in spec.items()}
        if isinstance(spec, list):
            return [value(item) for item in spec]
        return spec

    for name, spec in STUBS.items():
        stub = made[name]
        text = spec["text"]
        type(stub).__str__ = (lambda text: lambda self: text)(text)
        type(stub).__repr__ = type(stub).__str__
        for attr, item in spec["attrs"].items():
            setattr(stub, attr, value(item))
        for method, item in spec["methods"].items():
            # `execute` gives a tuple: constants that are no JSON stand in a list of one.
            one = item[0] if isinstance(item, list) and len(item) == 1 and isinstance(item[0], dict) and "$tuple" in item[0] else item
            setattr(stub, method, (lambda one: lambda *args, **kwargs: value(one))(one))
        for method in spec["echo"]:
            setattr(stub, method, lambda first=None, *args, **kwargs: first)
    return made, value


class MacroCall:
    """A macro as dbt binds it: found by name, run in the context of its package."""

    def __init__(self, macro, world):
        self.macro = macro
        self.world = world

    def __call__(self, *args, **kwargs):
        template = self.macro["template"]
        module = template.make_module(vars=self.world.context_of(self.macro["package"]), shared=False)
        macro = module.__dict__["dbt_macro__" + self.macro["name"]]
        try:
            return macro(*args, **kwargs)
        except MacroReturn as signal_:
            return signal_.value


MacroCall.__name__ = MacroCall.__qualname__ = "MacroGenerator"
MacroCall.__module__ = "dbt.clients.jinja"


class World:
    def __init__(self, macros):
        self.macros = macros
        self.logs = []
        self.contexts = {}
        self.by_package = {}
        for macro in macros:
            self.by_package.setdefault(macro["package"], {})[macro["name"]] = MacroCall(macro, self)
        self.reset()

    def reset(self):
        self.logs.clear()
        self.contexts = {}
        self.stubs, self.value = build_stubs()
        self.base = self.names()

    def names(self):
        stubs = self.stubs
        data = {key: self.value(item) for key, item in json.loads(json.dumps(DATA)).items()}

        def log(msg="", info=False):
            self.logs.append(str(msg))
            return ""

        def variable(name, default=None):
            if name in VARS:
                return VARS[name]
            if default is None:
                raise CompilationError(f"Required var '{name}' not found in config")
            return default

        def env_var(name, default=None):
            if default is None:
                raise CompilationError(f"Env var required but not provided: '{name}'")
            return default

        def fail(msg="", node=None):
            raise CompilationError(msg)

        def give(value=None):
            raise MacroReturn(value)

        def dispatch(macro_name, macro_namespace=None):
            for package in [macro_namespace, "dbt"] if macro_namespace else list(self.by_package):
                for prefix in ("postgres", "default"):
                    found = self.by_package.get(package, {}).get(f"{prefix}__{macro_name}")
                    if found is not None:
                        return found
            raise CompilationError(f"no macro named {macro_name}")

        exceptions = type("Exceptions", (Stub,), {"__module__": "builtins"})()
        for name in ("raise_compiler_error", "raise_database_error", "raise_not_implemented", "column_type_missing", "missing_config", "raise_contract_error", "relation_wrong_type", "raise_fail_fast_error", "raise_invalid_value"):
            setattr(exceptions, name, lambda *args, **kwargs: fail(str(args[0]) if args else ""))
        exceptions.warn = lambda *args, **kwargs: log(args[0] if args else "")
        exceptions.warn_snapshot_timestamp_data_types = lambda *args, **kwargs: ""
        config = type("Config", (Stub,), {"__module__": "builtins", "__call__": lambda self, *a, **k: ""})()
        config.get = lambda name, default=None, validator=None: CONFIG.get(name, default)
        config.require = lambda name, validator=None: CONFIG[name] if name in CONFIG else fail(name)
        config.meta_get = lambda name, default=None: default
        config.set = lambda name, value: ""
        config.persist_relation_docs = lambda: True
        config.persist_column_docs = lambda: False
        stubs["adapter"].dispatch = dispatch
        orders, people = stubs["orders"], stubs["people"]
        names = dict(data)
        names.update(
            adapter=stubs["adapter"], api=stubs["api"], flags=stubs["flags"], this=orders, config=config,
            ref=lambda *args, **kwargs: orders, source=lambda *args: people, var=variable, env_var=env_var,
            log=log, print=log, exceptions=exceptions, run_started_at=STARTED, modules=modules(),
            load_result=lambda name=None: stubs["result"], store_result=lambda *args, **kwargs: "", store_raw_result=lambda *args, **kwargs: "",
            write=lambda payload="": "", render=lambda text="": text, try_or_compiler_error=lambda message, call, *args, **kwargs: call(*args, **kwargs),
            load_agate_table=lambda: stubs["table"], submit_python_job=lambda *args: "", debug=lambda: "",
            context_macro_stack=None, defer_relation=None, local_md5=BaseContext.local_md5,
            fromjson=BaseContext.fromjson, tojson=BaseContext.tojson, fromyaml=BaseContext.fromyaml, toyaml=BaseContext.toyaml,
            set=BaseContext._set, set_strict=BaseContext.set_strict, zip=BaseContext._zip, zip_strict=BaseContext.zip_strict,
            diff_of_two_dicts=BaseContext.diff_of_two_dicts,
        )
        names["return"] = give
        names["builtins"] = {"ref": names["ref"], "source": names["source"], "config": config}
        return names

    def context_of(self, package):
        known = self.contexts.get(package)
        if known is None:
            known = dict(self.base)
            known.update(self.by_package)
            known.update(self.by_package.get("dbt", {}))
            known.update(self.by_package.get(package, {}))
            known["context"] = known
            self.contexts[package] = known
        return known


def canonical(value, depth=0):
    """A value as JSON that keeps Python's types apart."""
    if depth > 20:
        return {"deep": True}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, (list, tuple)):
        return {"list" if isinstance(value, list) else "tuple": [canonical(item, depth + 1) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[canonical(key, depth + 1), canonical(item, depth + 1)] for key, item in value.items()]}
    if isinstance(value, jinja2.Undefined):
        return {"undefined": True}
    if isinstance(value, set):
        return {"set": sorted(str(item) for item in value)}
    # The clock that stands still makes datetimes of its own class.
    name = "datetime" if isinstance(value, Clock) else type(value).__name__
    return {"object": name, "text": str(value)}


def read_macros(folder, package):
    found = []
    for top, _, files in sorted(os.walk(folder)):
        for file in sorted(files):
            if not file.endswith(".sql"):
                continue
            with open(os.path.join(top, file), encoding="utf-8") as handle:
                text = handle.read()
            try:
                blocks = extract_toplevel_blocks(text, allowed_blocks={"macro", "materialization", "test", "data_test"}, collect_raw_data=False)
            except Exception:
                continue
            for block in blocks:
                try:
                    template = get_environment(None, capture_macros=False).from_string(block.full_block)
                except Exception as error:
                    found.append({"package": package, "source": block.full_block, "refused": type(error).__name__})
                    continue
                for name in template.make_module(vars={}, shared=False).__dict__:
                    if name.startswith("dbt_macro__"):
                        found.append({"package": package, "name": name[11:], "source": block.full_block, "template": template})
    return found


class Arguments:
    """Arguments that fit a parameter's name most of the time, and anything else of the time."""

    BY_NAME = [
        (r"^(relation|model|from|to|table|compare_model|target|source|this|from_relation|to_relation|tmp_relation|.*_relation|a_relation|b_relation|node)$", ["$orders", "$people"]),
        (r"relations|tables", [["$orders", "$people"], ["$orders"]]),
        (r"(columns|column_list|fields|field_list|exclude|include|cols|group_by|partition_by|by|keys|values|value_set|list)$", [["id", "label"], [], ["id"], "id"]),
        (r"(part|unit|interval|grain|period|frequency)", ["day", "month", "week", "hour", "year"]),
        (r"(date|start|end|timestamp|time)", ["'2020-01-01'", "2020-01-05", "current_date", "cast('2021-03-04' as date)"]),
        (r"(^n$|num|length|precision|size|count|digits|upper_bound|lower_bound|min|max|value|threshold|limit|level|depth|offset)", [1, 3, 10, 0, 2.5, 100]),
        (r"(is_|strict|strictly|should|quote|debug|dry_run|flag|enabled|upper|lower|include_|remove|row_condition)", [True, False, None]),
        (r"(column|field|expression|col|expr)", ["id", "label", "amount / 2", "'x'"]),
        (r"(sql|query|code)", ["select 1 as id", "select * from t"]),
        (r"(name|schema|database|string|text|delimiter|prefix|suffix|alias|type|regex|pattern)", ["orders", "main", "a b", "X'y", ","]),
    ]
    ANY = [None, True, 0, 1, 7, 2.5, "", "orders", "a b", "2020-01-01", [], ["a", "b"], {"a": 1}, {}, [{"name": "id"}], "$orders", [1, 2, 3], ["$orders"], "Größe"]

    def __init__(self, seed):
        self.r = random.Random(seed)

    def value(self, name):
        if self.r.random() < 0.25:
            return self.r.choice(self.ANY)
        for pattern, values in self.BY_NAME:
            if re.search(pattern, name):
                return self.r.choice(values)
        return self.r.choice(self.ANY)

    def call(self, names, required):
        args, kwargs = [], {}
        as_keywords = self.r.random() < 0.3
        for index, name in enumerate(names):
            is_required = index < required
            if not is_required and self.r.random() < 0.55:
                as_keywords = True
                continue
            if is_required and self.r.random() < 0.03:
                break
            if as_keywords:
                kwargs[name] = self.value(name)
            else:
                args.append(self.value(name))
        if self.r.random() < 0.05:
            args.append(self.r.choice(self.ANY))
        if self.r.random() < 0.03:
            kwargs["extra"] = 1
        return args, kwargs


def real(value, world):
    if isinstance(value, str) and value.startswith("$"):
        return world.stubs[value[1:]]
    if isinstance(value, list):
        return [real(item, world) for item in value]
    if isinstance(value, dict):
        return {key: real(item, world) for key, item in value.items()}
    return value


class Timeout(Exception):
    pass


def on_alarm(*_):
    raise Timeout()


def main():
    words = [word for word in sys.argv[1:] if word != "--without-dbt"]
    seed, calls, folders = int(words[0]), int(words[1]), words[2:]
    signal.signal(signal.SIGALRM, on_alarm)
    import dbt.include.global_project as project

    macros = []
    if "--without-dbt" not in sys.argv:
        macros = read_macros(os.path.join(os.path.dirname(project.__file__), "macros"), "dbt")
    for folder in folders:
        macros += read_macros(folder, os.path.basename(os.path.normpath(folder)).replace("-", "_"))
    refused = [macro for macro in macros if "refused" in macro]
    macros = [macro for macro in macros if "refused" not in macro]
    world = World(macros)
    arguments = Arguments(seed)
    out = []
    for macro in macros:
        module = macro["template"].make_module(vars={}, shared=False)
        made = module.__dict__["dbt_macro__" + macro["name"]]
        # dbt calls a materialization without arguments.
        names = [] if macro["name"].startswith("materialization_") else list(made.arguments)
        text = macro["source"]
        head = text[: text.index("%}")]
        required = len(names) - len(re.findall(r"[\w\]]\s*=", head))
        for _ in range(calls if names else 1):
            world.reset()
            args, kwargs = arguments.call(names, max(required, 0)) if names else ([], {})
            call = MacroCall(macro, world)
            entry = {"package": macro["package"], "macro": macro["name"], "args": args, "kwargs": kwargs}
            signal.setitimer(signal.ITIMER_REAL, 3)
            try:
                value = call(*[real(arg, world) for arg in args], **{key: real(item, world) for key, item in kwargs.items()})
                entry["value"] = canonical(value)
            except Timeout:
                continue
            except RecursionError:
                continue
            except Exception as error:
                entry["raises"] = type(error).__name__
                entry["message"] = error.msg if isinstance(error, CompilationError) else (error.message if isinstance(error, jinja2.TemplateError) else str(error))
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            entry["logs"] = list(world.logs)
            out.append(entry)
    json.dump(
        {
            "stubs": STUBS, "data": DATA, "config": CONFIG, "vars": VARS,
            "macros": [{key: macro[key] for key in ("package", "name", "source")} for macro in macros],
            "refused": [{"package": macro["package"], "source": macro["source"]} for macro in refused],
            "calls": out,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
