"""The rows of the benchmark; to import this enters all of them, in the order of this list."""

from importlib import import_module

_THEMES = (
    "pipelines",
    "log",
    "fuse",
    "small",
    "elements",
    "grouping",
    "aggregate",
    "neighbours",
    "splitting",
    "groups",
    "files",
    "transform",
    "parts",
    "extend",
    "select",
    "ahead",
    "combine",
    "join",
    "recovery",
    "terminals",
    "sources",
    "push",
)
for _theme in _THEMES:
    import_module(f"benchmarks.rows.{_theme}")
