"""The body of a function is what stands in its source, and what it runs."""

# What is proven here is written in every way, the clumsy ones too.
# ruff: noqa: B023, C416, C417, E731, F841, N801, PIE804, RUF021

from __future__ import annotations

import ast
import builtins
import functools
import importlib.util
import inspect
import linecache
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from rillet.engines.fusing import bodies
from rillet.engines.fusing.bodies import Body, body_of

SCALE = 3


def proven(function: Callable[..., Any]) -> Body:
    assert isinstance(function, FunctionType)
    body = body_of(function)
    assert isinstance(body, Body), body
    return body


def refused(function: Callable[..., Any]) -> str:
    reason = body_of(function)  # type: ignore[arg-type]
    assert isinstance(reason, str)
    return reason


def value_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What the expression of the body gives, with the names of the function bound to objects."""
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    free = inspect.getclosurevars(function).nonlocals
    names = {**inspect.unwrap(function).__globals__, **free, **bound.arguments}
    expression = compile(ast.Expression(proven(function).expression), "expression", "eval")
    return eval(expression, names)


def module(path: Path, text: str) -> ModuleType:
    """A module of that text, made anew: no other test has its name or its file."""
    file = path / f"module_{len(list(path.iterdir()))}.py"
    file.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(autouse=True)
def nothing_is_known() -> Iterator[None]:
    yield
    bodies._answers.clear()
    bodies._functions.cache_clear()


# What is proven


def decorated(function: Any) -> Any:
    return function


def wrapped(function: Any) -> Any:
    @functools.wraps(function)
    def inside(x: Any) -> Any:
        return function(x)

    return inside


def of_one_return(x, /, y=2, *, z: int = 3):
    return x + y * z


def of_one_return_with_a_docstring(x):
    """What is said about it."""
    return x, "What is said about it."


@decorated
@decorated
def under_decorators(x):
    return x * SCALE


@decorated(
    lambda function: function,
)
def under_a_long_decorator(x):
    return -x


class Account:
    __rate = 2
    ratio = lambda self, __x=1: self.__rate * __x

    def __init__(self, amount: int) -> None:
        self.__amount = amount

    def doubled(self):
        return self.__amount * self.__rate

    @staticmethod
    def at_least(n):
        return [x for x in range(n) if x >= n - 2]

    class _Inner:
        __deep = 5
        deep = staticmethod(lambda self: self.__deep)

    class __:
        __plain = 6
        plain = staticmethod(lambda self: self.__plain)


def around(n: int) -> list[Any]:
    m = n + 1

    class Local:
        inside = staticmethod(lambda x: x + n)

    def named(x):
        return x - m

    return [
        lambda x: x + n,
        lambda x: x + m,
        Local.inside,
        named,
        (lambda: lambda x: x * n + m)(),
        *(lambda x, i=i: (x, i, m) for i in range(1)),
        *[lambda x: (x, i, m) for i in range(1)],
    ]


GIVEN: list[tuple[Any, ...]] = [
    (lambda: 1,),
    (lambda x: x, 5),
    (lambda x: x + 1, 5),
    (lambda x: x + 1.0, 5),
    (lambda x: (x, 0.0, -0.0, True, 1, b"1", "1", ..., None, 2j, -0.0j), 5),
    (lambda x: x in {1, 2.0, "three"}, 2),
    (lambda x: x in (1, (2, (3.0, b""))), 2),
    (lambda x, y: x if x > y else y if y else not x, 5, 6),
    (lambda x, y=4, /, z=5, *, w=6: (x, y, z, w), 1),
    (lambda x: x and x > 1 or x < -1, 2),
    (lambda x: 0 < x < 10 != x, 2),
    (lambda x: f"{x!r:>{SCALE + 4}}|{x}{'a'}b", "x"),
    (lambda x: (y := x + 1) * y, 3),
    (lambda x: [y := 1, *[y := y + z for z in range(x)], y], 3),
    (lambda x: [z * x for z in range(x) if z % 2], 6),
    (lambda x: {z: {w for w in range(z)} for z in range(x)}, 4),
    (lambda x: sum(z * 2 for z in range(x)), 4),
    (lambda x: sorted(x, key=lambda pair: pair[1]), [(1, 2), (2, 1)]),
    (lambda x: [x for x in x for x in [x, x]], [1, 2]),
    (lambda s: s.strip().upper(), " a "),
    (lambda x: math.sqrt(x) + math.pi, 4),
    (lambda math: math.strip(), " a "),
    (lambda x: "math".join([x, x]) + str.upper(x) + sys.platform.lower(), "x"),
    (lambda x: [*map(lambda math: math.strip(), x)], [" a"]),
    (lambda x: x[1:-1:2] + x[::] + x[1:], [1, 2, 3, 4]),
    (lambda x: dict(a=x, **{"b": x}), 1),
    (lambda x: print.__class__.__name__ + x, "x"),
    (lambda ä: ä + "ö" * len("日本"), "ü"),
    (lambda x: __debug__ and x, 1),
    (lambda x: (lambda: 5)() + (lambda x: x)(x) + (lambda y=x: y)(), 1),
    (
        lambda x: (
            x  # over
            + 1  # many
            + (2 * x)
        ),
        1,
    ),
    (lambda x: x + 1, 5),
    (lambda x: x + 2, 5),
    (lambda y: y + 1, 5),
    (lambda x: x - 1, 5),
    (of_one_return, 1),
    (of_one_return_with_a_docstring, 1),
    (under_decorators, 4),
    (under_a_long_decorator, 4),
    (Account.ratio, Account(3)),
    (Account.doubled, Account(3)),
    (Account.at_least, 5),
    (Account._Inner.deep, Account._Inner),
    (Account.__.plain, Account.__),
    *((each, 7) for each in around(10)),
]


@pytest.mark.parametrize(("function", "args"), [(each[0], each[1:]) for each in GIVEN])
def test_the_expression_gives_what_the_function_gives(function: Any, args: Any) -> None:
    given = function(*args)
    assert repr(value_of(function, *args)) == repr(given)
    assert body_of(function) is body_of(function)


def test_a_body_says_what_its_parameters_are() -> None:
    body = proven(lambda a, /, b, *, c, d=1: a)
    assert (body.parameters, body.keyword_only) == (("a", "b"), ("c", "d"))
    assert proven(Account.ratio).parameters == ("self", "_Account__x")
    assert body.code.co_argcount == 2


def test_positions_are_those_of_the_file() -> None:
    function = lambda x: x + SCALE
    expression = proven(function).expression
    line = linecache.getline(__file__, expression.lineno)
    assert line[expression.col_offset : expression.end_col_offset] == "x + SCALE"


@pytest.mark.parametrize(
    ("function", "names", "assigned", "captured"),
    [
        (lambda x: x.name + SCALE, "x SCALE", "", ""),
        (lambda x: 1, "x", "", ""),
        (lambda x: (y := x), "x y", "y", ""),
        (lambda x: (x := 1), "x", "x", ""),
        (lambda x: [y for z in x if (y := z)], "x y z", "y", "y"),
        (lambda x: [x for z in x], "x z", "", "x"),
        (lambda x: [x for x in x], "x", "", ""),
        (lambda x: {x: y for x, (*y, z) in x}, "x y z", "", ""),
        (lambda x, y: {z for z in x for w in y}, "x y z w", "", "y"),
        (lambda x, y: [[x for z in y] for w in x], "x y z w", "", "x y"),
        (lambda x, y: [1 for y[0] in x], "x y", "", "y"),
        (lambda x: sum(z for z in x), "sum x z", "", ""),
        (lambda x: [(z for z in y) for y in x], "x y z", "", ""),
        (lambda x: [lambda y: (y, z) for z in x], "x y z", "", ""),
        (lambda x: lambda x: x, "x", "", ""),
        (lambda x: lambda: [x := 1, x], "x", "", ""),
        (lambda x: lambda: [(x := y) for y in ()], "x y", "", ""),
        (lambda x: lambda y=x, *, z=(w := 1): y, "x y z w", "w", ""),
        (lambda x: lambda *a, **k: (a, k), "x a k", "", ""),
    ],
)
def test_a_body_knows_its_names(function: Any, names: str, assigned: str, captured: str) -> None:
    body = proven(function)
    assert body.names == set(names.split())
    assert body.assigned == set(assigned.split())
    assert body.captured == set(captured.split())


def test_a_name_of_the_module_that_is_imported_is_compiled_so_everywhere(tmp_path: Path) -> None:
    made = module(
        tmp_path,
        "import a1 as q, math\n"
        "f = lambda x, q: x.real + q.lower() + str(math.floor(x.conjugate())) + x.q.strip()\n"
        "def around(q):\n"
        "    return lambda x: [q.lower() for y in x.lower() for q in [y.upper()]]\n"
        "g = around(1)\n".replace("a1", "operator"),
    )
    proven(made.f)
    assert value_of(made.g, "abc") == ["a", "b", "c"]


def test_where_a_function_is_found_does_not_depend_on_what_stands_around(tmp_path: Path) -> None:
    made = module(
        tmp_path,
        "text = '''\n"
        "f = lambda x: x + 1\n"
        "'''; f = lambda x: x + 1\n"
        "def outer():\n"
        "    text = '''\n"
        "at the margin'''\n"
        "    return lambda x: x + len(text)\n"
        "g = outer()\n"
        "if False:\n"
        "    pass\n"
        "else:\n"
        "    h = (\n"
        "lambda x: x + 3\n"
        ")\n"
        "@(lambda f: f)\n"
        "@(lambda f: f)\n"
        "def k(x): return x\n",
    )
    for name in "fghk":
        assert value_of(getattr(made, name), 1) == getattr(made, name)(1)


def test_futures_are_those_of_the_code(tmp_path: Path) -> None:
    text = "def f(x: int) -> int:\n    return x\n"
    for future in ("", "from __future__ import annotations\n"):
        assert value_of(module(tmp_path, future + text).f, 1) == 1


@pytest.mark.skipif(sys.version_info < (3, 12), reason="generic functions are of 3.12")
def test_type_parameters_are_no_part_of_a_body(tmp_path: Path) -> None:
    made = module(tmp_path, "def f[T](x: T) -> T:\n    return x\ndef g[T](x): return T\n")
    assert value_of(made.f, 1) == 1
    assert value_of(made.g, 1) is made.g(1)


def test_a_file_may_have_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "latin.py"
    file.write_bytes(
        "# coding: latin-1\nf = lambda ä: 'ö' + ä; g = lambda x: x\n".encode("latin-1")
    )
    spec = importlib.util.spec_from_file_location("latin", file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert value_of(made.f, "ü") == "öü"
    assert value_of(made.g, 1) == 1


def test_a_loader_may_have_the_source() -> None:
    class Loader:
        def get_source(self, name: str) -> str:
            return "f = lambda x: x + 1\n"

    names = {"__loader__": Loader(), "__name__": "loaded"}
    exec(compile("f = lambda x: x + 1\n", "<loaded>/module.py", "exec"), names)
    assert value_of(names["f"], 1) == 2  # type: ignore[arg-type]
    linecache.cache.pop("<loaded>/module.py")


def test_a_loader_that_fails_has_no_source() -> None:
    class Loader:
        def get_source(self, name: str) -> str:
            raise KeyError(name)

    names: dict[str, Any] = {"__loader__": Loader(), "__name__": "loaded"}
    exec(compile("f = lambda x: x + 1\n", "<failing>/module.py", "exec"), names)
    assert refused(names["f"]) == "its source is not found"


# What linecache says


def executed(text: str, filename: str, **names: Any) -> Any:
    """The `f` of a text that is run as a notebook runs a cell."""
    exec(compile(text, filename, "exec", dont_inherit=True), names)
    return names["f"]


@pytest.fixture
def cell() -> Iterator[str]:
    name = "<cell>"
    yield name
    linecache.cache.pop(name, None)


def said(filename: str, text: str) -> None:
    linecache.cache[filename] = len(text), None, text.splitlines(True), filename


def test_code_without_source_is_refused_until_there_is_one(cell: str) -> None:
    f = executed("f = lambda x: x + 1", cell)
    assert refused(f) == "its source is not found"
    assert refused(f) == "its source is not found"
    said(cell, "f = lambda x: x + 1")
    assert value_of(f, 1) == 2


RUNNING = "f = lambda x: (x, 1, 'a', math.pi, [y for y in x])"
LIES = {
    "a constant": RUNNING.replace("1", "2"),
    "the type of a constant": RUNNING.replace("1", "1.0")
    .replace(", '", ",'")
    .replace("(x, ", "(x,"),
    "a truth for a number": RUNNING.replace(" 1,", "True,"),
    "a text": RUNNING.replace("'a'", "'b'"),
    "a name": RUNNING.replace("pi", "ei"),
    "a global": RUNNING.replace("math", "mash"),
    "a parameter": RUNNING.replace("x", "z"),
    "an inner name": RUNNING.replace("y", "z"),
    "a blank": RUNNING.replace("(x, 1", "(x,  1"),
    "a line": "\n" + RUNNING,
    "a kind of comprehension": RUNNING.replace("[", "{").replace("]", "}"),
    "an order": RUNNING.replace("(x, 1", "(1, x"),
    "no lambda": "f = 1",
    "nothing of the kind": "lambda" * 10,
    "a null": RUNNING + "\0",
    "a def": "def f(x): lambda: 1",
    "an await": "f = lambda x: (x, await x)",
    "less": "",
    "another number of parameters": RUNNING.replace("x:", "x, y:"),
    "a keyword": RUNNING.replace("x:", "*, x:"),
    "a positional": RUNNING.replace("x:", "x, /:"),
    "many lines": "f = lambda x: (\n" + RUNNING[15:],
}


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
def test_another_source_is_never_believed(cell: str, lie: str) -> None:
    f = executed(RUNNING, cell)
    said(cell, lie or "\n")
    assert refused(f) == "its source is not that of the running function"
    said(cell, RUNNING)
    proven(f)


PAIRS = [
    ("0.0", "-0.0"),
    ("1", "True"),
    ("1", "1.0"),
    ("(1, 2)", "(1, 2.0)"),
    ("(1, (2, 0.0))", "(1, (2, -0.0))"),
    ("x in {1, 2}", "x in {1, 2.0}"),
    ("x in {1, 2}", "x in {True, 2}"),
    ("2j", "2.0"),
    ("0j", "-0j"),
    ("-0j", "(-0.0-0j)"),
    ("b'a'", "'a'"),
    ("'a'", "'b'"),
    ("None", "..."),
    ("None", "False"),
    ("lambda: 0.0", "lambda: -0.0"),
    ("lambda: 1", "lambda: 2"),
    ("lambda y: y", "lambda z: z"),
    ("lambda y: y", "lambda y, /: y"),
    ("lambda y: y", "lambda *, y: y"),
    ("lambda y: y", "lambda *y: y"),
    ("lambda y: g", "lambda y: h"),
    ("[g for y in x]", "[h for y in x]"),
    ("x.a", "x.b"),
    ("g", "h"),
    ("g(y=1)", "g(z=1)"),
    ("x + x", "x - x"),
    ("x + x", "x +x"),
    ("f'{x!r}'", "f'{x!s}'"),
    ("x[1:2]", "x[1:3]"),
    ("[1 for y in x]", "[1 for z in x]"),
    ("(y := 1)", "(z := 1)"),
    ("x if g else 1", "1 if g else x"),
]
PLACES = [("x + x", "x +x")]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS + [(b, a) for a, b in PAIRS])
def test_what_differs_a_little_is_another(cell: str, ours: str, theirs: str) -> None:
    width = max(len(ours), len(theirs))
    f = executed(f"f = lambda x: ({ours:{width}})", cell)
    said(cell, f"f = lambda x: ({theirs:{width}})")
    assert refused(f) == "its source is not that of the running function"


@pytest.mark.parametrize(("ours", "theirs"), [pair for pair in PAIRS if pair not in PLACES])
def test_without_columns_it_is_another_too(cell: str, ours: str, theirs: str) -> None:
    f = executed(f"f = lambda x: ({ours})", cell)
    f.__code__ = without_columns(f.__code__)
    said(cell, f"f = lambda x: ({theirs})")
    assert refused(f) == "its source is not that of the running function"


def without_columns(code: CodeType) -> CodeType:
    """The code as Python makes it with -X no_debug_ranges: each instruction has its line alone."""
    table, line = b"", code.co_firstlineno
    for start, end, number in code.co_lines():
        for units in pieces((end - start) // 2):
            if number is None:
                table += bytes([0x80 | 15 << 3 | units - 1])
            else:
                table += bytes([0x80 | 13 << 3 | units - 1, *signed(number - line)])
                line = number
    consts = tuple(
        without_columns(each) if isinstance(each, CodeType) else each for each in code.co_consts
    )
    return code.replace(co_linetable=table, co_consts=consts)


def pieces(units: int) -> Iterator[int]:
    for start in range(0, units, 8):
        yield min(8, units - start)


def signed(number: int) -> list[int]:
    number = number << 1 if number >= 0 else -number << 1 | 1
    assert number < 64
    return [number]


def test_code_without_columns_is_compared_by_lines(cell: str) -> None:
    text = "f = lambda x: (\n    x +\n    [y for y in (lambda: 1)()])"
    said(cell, text)
    f = executed(text, cell)
    f.__code__ = without_columns(f.__code__)
    proven(f)
    said(cell, text.replace("x +\n", "\nx +"))
    f.__code__ = f.__code__.replace(co_name=f.__code__.co_name)
    assert refused(f) == "its source is not that of the running function"


def test_constants_that_no_source_has_are_not_asked(cell: str) -> None:
    class Asked:
        def __eq__(self, other: object) -> bool:
            raise AssertionError

        __hash__ = None  # type: ignore[assignment]

    said(cell, "f = lambda x: x + 77")
    f = executed("f = lambda x: x + 77", cell)
    consts = tuple(Asked() if each == 77 else each for each in f.__code__.co_consts)
    f.__code__ = f.__code__.replace(co_consts=(*consts, Asked()))
    assert refused(f) == "its source is not that of the running function"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (slice(1, None), slice(1.0, None)),
        (slice(1, 0.0), slice(1, -0.0)),
        (complex(0.0, 1.0), complex(-0.0, 1.0)),
        (complex(1.0, 0.0), complex(1.0, -0.0)),
        (frozenset([1, (2,)]), frozenset([1, (2.0,)])),
    ],
)
def test_constants_that_are_equal_are_told_apart(one: object, other: object) -> None:
    assert bodies.exact(one, True) == bodies.exact(one, True) != bodies.exact(other, True)


@pytest.mark.parametrize(
    "changed",
    [
        {"co_name": "other"},
        {"co_firstlineno": 1},
        {"co_flags": 0x03},
        {"co_exceptiontable": b"1"},
        {"co_freevars": ("z",)},
        {"co_varnames": ("z",)},
        {"co_names": ("z",)},
        {"co_consts": (2,)},
        {"co_linetable": b""},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_each_part_of_the_code_must_be_the_same(changed: dict[str, Any]) -> None:
    y = 1
    code = (lambda x: x + y).__code__
    assert bodies.exact(code, True) == bodies.exact(code.replace(), True)
    assert bodies.exact(code, True) != bodies.exact(code.replace(**changed), True)


def test_of_many_functions_on_a_line_few_are_compiled(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "f = [" + ", ".join(f"lambda x: x + {n}" for n in range(300)) + "]"
    said(cell, text)
    compiled: list[object] = []
    compile_once = bodies._compiled

    def counted(*arguments: Any) -> CodeType:
        compiled.append(arguments)
        return compile_once(*arguments)

    monkeypatch.setattr(bodies, "_compiled", counted)
    assert value_of(executed(text, cell)[200], 1) == 201
    assert len(compiled) == 1


def test_a_statement_is_read_with_its_decorators(cell: str) -> None:
    text = "@(lambda f: f)\n@(lambda f: f)\ndef f(x):\n    return x\n"
    said(cell, text * 2)
    assert value_of(executed(text, cell), 1) == 1
    assert bodies._functions.cache_info().misses == 1


def test_the_bases_and_decorators_of_a_class_are_outside_of_it(cell: str) -> None:
    text = (
        "def seen(function):\n    seen.all.append(function)\n    return lambda made: made\n"
        "seen.all = []\n"
        "class Outer:\n"
        "    @seen(lambda x: x.__a)\n"
        "    class Inner(kind := seen(lambda x: x.__b) and object):\n"
        "        seen(lambda x: x.__c)\n"
        "f = seen.all\n"
    )
    said(cell, text)
    expressions = [proven(each).expression for each in executed(text, cell)]
    assert list(map(ast.unparse, expressions)) == ["x._Outer__a", "x._Outer__b", "x._Inner__c"]


def test_an_import_is_told_from_no_import_among_many_names(cell: str) -> None:
    names = ", ".join(f"n{n}" for n in range(300))
    text = f"import math\nf = lambda x: ({names}, math.floor(x), x.strip(), other.lower())"
    said(cell, text)
    proven(executed(text, cell))


def test_two_of_the_same_on_one_line_are_both_proven(cell: str) -> None:
    text = "f = (lambda x: x + 1), (lambda x: x + 1), (lambda x: x + 2)"
    said(cell, text)
    first, second, third = executed(text, cell)
    assert proven(first).expression.col_offset < proven(second).expression.col_offset
    assert value_of(third, 1) == 3
    bare = FunctionType(without_columns(second.__code__), {})
    assert value_of(bare, 1) == 2


def test_a_name_is_free_only_where_it_is_so_in_the_code(cell: str) -> None:
    closed = "def around(y):\n    return lambda x: x + y\nf = around(1)"
    opened = closed.replace("(y)", "(z)")
    f = executed(closed, cell)
    said(cell, opened)
    assert value_of(f, 1) == 2  # the text of the lambda is the same, and what is free is bound so
    assert proven(executed(opened, cell)).code.co_freevars == ()


def test_a_class_of_another_name_hides_other_names(cell: str) -> None:
    text = "class A:\n    f = lambda x: x.__y\nf = A.f"
    f = executed(text, cell)
    said(cell, text.replace("A", "B"))
    assert refused(f) == "its source is not that of the running function"


def test_a_file_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    made = module(tmp_path, "f = lambda x: x + 1\n")
    assert made.__file__ is not None
    Path(made.__file__).write_text("f = lambda x: x - 1\n\n")
    assert refused(made.f) == "its source is not that of the running function"


def test_a_file_that_was_changed_and_loaded_again_is_read_again(tmp_path: Path) -> None:
    made = module(tmp_path, "f = lambda x: x + 1\n")
    assert value_of(made.f, 1) == 2
    before = made.f
    assert made.__file__ is not None
    Path(made.__file__).write_text("f = lambda x: x - 11\n\n")
    exec(compile(Path(made.__file__).read_text(), made.__file__, "exec"), vars(made))
    assert value_of(made.f, 1) == -10
    assert value_of(before, 1) == 2


def test_a_file_that_cannot_be_asked_again_is_not_believed(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(filename: str) -> None:
        raise ValueError(filename)

    said(cell, "f = lambda x: x - 1")
    f = executed("f = lambda x: x + 1", cell)
    with monkeypatch.context() as patched:
        patched.setattr(linecache, "checkcache", fails)
        reason = refused(f)
    assert reason == bodies.OTHER_SOURCE


def test_an_answer_is_of_one_place(cell: str) -> None:
    text = "f = lambda x: x + 1"
    said(cell, text)
    first, second = executed(text, cell), executed(text, "<elsewhere>")
    assert first.__code__ == second.__code__
    proven(first)
    assert refused(second) == "its source is not found"


def test_a_file_is_parsed_once(cell: str) -> None:
    text = "x = '''\n'''; f = " + ", ".join(f"lambda x: x + {n}" for n in range(20))
    said(cell, text)
    for each in executed(text, cell):
        proven(each)
    assert bodies._functions.cache_info().misses == 2  # the statement, and all


def test_answers_are_bounded(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "KEPT_ANSWERS", 3)
    functions = [executed("f = lambda x: x + 1", cell) for _ in range(9)]
    for each in functions:
        body_of(each)
    assert len(bodies._answers) == 3
    assert bodies._answers[id(functions[-1].__code__)][0] is functions[-1].__code__


# What is refused


def of_two_statements(x):
    x += 1
    return x


def of_no_return(x):
    print(x)


def of_an_empty_return(x):
    return


def of_an_argument(*xs):
    return xs


def that_yields(x):
    return (yield x)


async def that_awaits(x):
    return await x


async def that_is_asynchronous(x):
    return x


async def that_yields_asynchronously(x):
    yield x


class Child(Account):
    def parent(self):
        return super().doubled()

    def kind(self):
        return __class__  # type: ignore[name-defined]

    def inner_kind(self):
        return [lambda: __class__]  # type: ignore[name-defined]


DEEP = "f = lambda x: " + "-" * 60 + "x"
LONG = "f = lambda x: [" + "x, " * 600 + "]"
ESCAPES = "x is used by an inner lambda or generator expression"


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (of_two_statements, "it is more than one return of an expression"),
        (of_no_return, "it is more than one return of an expression"),
        (of_an_empty_return, "it is more than one return of an expression"),
        (of_an_argument, r"it takes \*args or \*\*kwargs"),
        (lambda **names: names, r"it takes \*args or \*\*kwargs"),
        (that_yields, "it is a generator or a coroutine"),
        (lambda x: (yield x), "it is a generator or a coroutine"),
        (that_awaits, "it is a generator or a coroutine"),
        (that_is_asynchronous, "it is a generator or a coroutine"),
        (that_yields_asynchronously, "it is a generator or a coroutine"),
        (lambda x: locals(), "it uses locals, which may look at its frame"),
        (lambda x: vars(), "it uses vars"),
        (lambda x: dir(), "it uses dir"),
        (lambda x: eval("x"), "it uses eval"),
        (lambda x: exec("x"), "it uses exec"),
        (lambda x: builtins.eval("x"), "it uses eval"),
        (lambda x: sys._getframe(), "it uses _getframe"),
        (lambda x: breakpoint(), "it uses breakpoint"),
        (lambda x: [inspect.currentframe() for y in x], "it uses currentframe"),
        (lambda x: lambda: locals(), "it uses locals"),
        (Child.parent, "it uses super"),
        (Child.kind, "it uses super.. or __class__"),
        (Child.inner_kind, "it uses super.. or __class__"),
        (lambda x: lambda: x, ESCAPES),
        (lambda x: (x for y in x), ESCAPES),
        (lambda x: any(y == z for y in x for z in x), ESCAPES),
        (lambda x: [lambda: x for y in x], ESCAPES),
        (lambda x: [(x for y in z) for z in x], ESCAPES),
        (lambda x: [y for y in (lambda: x)()], ESCAPES),
        (lambda y: any((x := z) for z in y), ESCAPES),
        (lambda x: lambda: [x for y in ()], ESCAPES),
        (lambda x: lambda y=lambda: x: y, ESCAPES),
        (len, "it is not a function written in Python"),
        ("".join, "it is not a function written in Python"),
        (Account(3).doubled, "it is not a function written in Python"),
        (Account, "it is not a function written in Python"),
    ],
)
def test_what_cannot_be_written_in_says_why(function: Any, reason: str) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match=f"^{reason}"):
            raise ValueError(refused(function))


def test_what_a_comprehension_hides_does_not_escape() -> None:
    proven(lambda x: [lambda: x for x in x])
    proven(lambda x: lambda x: [x for y in x])
    proven(lambda x, y: [lambda: y for x, y in x])


@pytest.mark.parametrize("text", [DEEP, LONG], ids=["deep", "long"])
def test_a_large_expression_is_refused(cell: str, text: str) -> None:
    said(cell, text)
    assert refused(executed(text, cell)) == "its expression is too large"


def test_a_large_expression_beside_a_small_one_is_no_reason(cell: str) -> None:
    text = LONG + ", lambda x: x"
    said(cell, text)
    assert value_of(executed(text, cell)[1], 1) == 1


def test_a_long_file_is_refused(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST_SOURCE", 30)
    said(cell, "f = lambda x: x\n" + "#" * 30)
    assert refused(executed("f = lambda x: x\n", cell)) == "its source is too long"


@pytest.mark.parametrize("error", [RecursionError, MemoryError, OverflowError, SystemError])
def test_what_python_cannot_compile_is_refused(
    cell: str, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fails(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(bodies, "_compiled", fails)
    said(cell, "f = lambda x: x\n")
    reason = f"its source cannot be compiled here ({error.__name__})"
    assert refused(executed("f = lambda x: x\n", cell)) == reason


def test_what_is_no_expression_where_it_is_compiled_is_another(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise SyntaxError

    monkeypatch.setattr(bodies, "_compiled", fails)
    said(cell, "f = lambda x: x\n")
    assert refused(executed("f = lambda x: x\n", cell)) == bodies.OTHER_SOURCE


@pytest.mark.filterwarnings("error")
def test_what_python_warned_of_once_it_does_not_warn_of_again(cell: str) -> None:
    text = "f = lambda x: (x is 1, '\\d')"
    said(cell, text)
    with pytest.warns((SyntaxWarning, DeprecationWarning)):
        f = executed(text, cell)
    proven(f)


def test_a_function_in_an_assertion_is_proven() -> None:
    assert value_of(lambda x: x + 1, 1) == 2, "the source of an assertion is written anew by pytest"
    assert [proven(lambda x, y: (z := x) + y).assigned, 1] == [{"z"}, 1]
