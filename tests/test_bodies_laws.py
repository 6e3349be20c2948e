"""Every function is proven, however it is written, in whatever Python and by every thread."""

from __future__ import annotations

import ast
import importlib.util
import linecache
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rillet.engines.fusing.bodies import Body, body_of

NAMES = st.sampled_from(["x", "y", "a", "b", "free", "other", "len", "math", "_z"])
LITERALS = st.sampled_from(
    ["0", "1", "1.0", "True", "None", "...", "0.0", "-0.0", "2j", "b'b'", "'t'", "'é'", "()", "[]"]
)


def made_of(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two, three = st.tuples(parts, parts), st.tuples(parts, parts, parts)
    name = st.tuples(NAMES, parts)
    return st.one_of(
        *(two.map(form.__mod__) for form in TWO),
        *(three.map(form.__mod__) for form in THREE),
        *(name.map(form.__mod__) for form in NAME),
        *(st.tuples(NAMES, parts, parts).map(form.__mod__) for form in NAME_AND_TWO),
        *(parts.map(form.__mod__) for form in ONE),
    )


ONE = [
    "(not %s)",
    "(-%s)",
    "%s.real",
    "%s.strip()",
    "(%s,)",
    "[*%s]",
    "{**%s}",
    "f'{%s!r:>4}'",
    "(lambda: %s)",
    "(lambda x: %s)",
    "(\n  %s\n)",
    "(%s)[1:]",
    "print(%s)",
    "{1, 2.0, %s}",
    "(%s in {1, True, 'a'})",
]
TWO = [
    "(%s + %s)",
    "(%s and %s)",
    "(%s or\n%s)",
    "(%s < %s <= 3)",
    "(%s is not %s)",
    "{%s: %s}",
    "%s[%s]",
    "(lambda x=%s, *, q=1: %s)",
    "math.floor(%s, key=%s)",
    "f(%s, *%s)",
    "(%s ** %s @ 2)",
]
THREE = ["(%s if %s else %s)", "[%s, %s, %s]", "((%s) not in (%s, %s))", "g(%s, a=%s, **%s)"]
NAME = ["(%s := %s)", "(lambda %s: %s)", "%s.append(%s)"]
NAME_AND_TWO = [
    "[0 for %s in %s if %s]",
    "{1: 2 for %s in %s for q in %s}",
    "all(1 for %s in %s if %s)",
    "{q for %s, q in [%s] if %s}",
]
EXPRESSIONS = st.recursive(NAMES | LITERALS, made_of, max_leaves=6)
HEADS = st.sampled_from(["", " x", " x, y=1", " x, /, y, *, a=2", " *, b", " a, b, x, y"])


def is_python(text: str) -> bool:
    try:
        compile(text, "text", "exec")
    except SyntaxError:
        return False
    return True


def module(file: Path, text: str) -> ModuleType:
    file.write_text(text, "utf-8")
    linecache.cache.pop(str(file), None)
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    exec(compile(text, str(file), "exec"), vars(made))
    return made


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@given(
    st.lists(st.tuples(HEADS, EXPRESSIONS), min_size=1, max_size=4),
    st.sampled_from(["", "import math\n", "import sys as x, math as a\n"]),
)
def test_every_lambda_is_proven_and_is_what_runs(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str]], imports: str
) -> None:
    functions = ", ".join(f"lambda{head}: ({text})" for head, text in written)
    text = f"{imports}def around(free):\n    return [{functions}]\nfound = [{functions}]\n"
    if not is_python(text):
        return
    made = module(tmp_path_factory.mktemp("laws") / "law.py", text)
    for found in (made.found, made.around(1)):
        for function, (_, expression) in zip(found, written):
            body = body_of(function)
            if isinstance(body, Body):
                assert ast.dump(body.expression) == dump(expression)
                assert names_of(body.expression) <= body.names
            else:
                assert body.endswith(" is used by an inner lambda or generator expression")


def dump(expression: str) -> str:
    return ast.dump(ast.parse(f"({expression})", mode="eval").body)


def names_of(expression: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(expression) if isinstance(each, ast.Name)}


SCRIPT = '''
import sys, linecache
from rillet.engines.fusing.bodies import Body, body_of

def documented(x):
    """A docstring, that -OO takes away."""
    return x if __debug__ else -x

def around(y):
    return [lambda x: x + y, lambda x: (__debug__, x), lambda x: [
        z + y for z in x
        if z], documented]

for each in around(1):
    body = body_of(each)
    assert isinstance(body, Body), body
'''


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-O"],
        ["-OO"],
        ["-X", "no_debug_ranges"],
        ["-X", "no_debug_ranges", "-OO"],
        ["-W", "error"],
        ["-I", "-X", "utf8"],
    ],
    ids=" ".join,
)
def test_functions_are_proven_however_python_is_started(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "script.py").write_text(f"import sys\nsys.path[:0] = {sys.path}\n{SCRIPT}")
    subprocess.run([sys.executable, *options, tmp_path / "script.py"], check=True)


def test_code_that_was_stored_with_columns_is_proven_without_and_the_other_way(
    tmp_path: Path,
) -> None:
    (tmp_path / "stored.py").write_text(SCRIPT.replace("for each in", "if 1:\n  for each in"))
    first, second = [], ["-X", "no_debug_ranges"]
    for options in (first, second, first):
        code = f"import sys; sys.path[:0] = {[str(tmp_path), *sys.path]}; import stored"
        subprocess.run([sys.executable, *options, "-c", code], check=True)
        for each in tmp_path.glob("__pycache__/*") if options is second else ():
            each.unlink()


def test_a_doctest_and_an_instrumented_function_are_proven(tmp_path: Path) -> None:
    text = f"""
import sys
sys.path[:0] = {sys.path}
import doctest

def documented():
    '''
    >>> from rillet.engines.fusing.bodies import Body, body_of
    >>> f = lambda x: x + 1
    >>> type(body_of(f)) is Body, type(body_of(lambda y: (y,
    ...     2))) is Body
    (True, True)
    '''

assert doctest.testmod().failed == 0

from rillet.engines.fusing.bodies import Body, body_of
f = lambda xs: [x + 1 for x in xs if len(xs) > x]
sys.settrace(lambda *a: sys.gettrace())
for _ in range(1_000):
    f([1, 2])
assert isinstance(body_of(f), Body)
"""
    (tmp_path / "traced.py").write_text(text)
    subprocess.run([sys.executable, tmp_path / "traced.py"], check=True)


def test_what_is_typed_is_proven_where_python_keeps_it() -> None:
    text = (
        f"import sys; sys.path[:0] = {sys.path}\n"
        "from rillet.engines.fusing.bodies import body_of\n"
        "f = lambda x: x + 1\n"
        "print(type(body_of(f)).__name__, body_of(f))\n"
    )
    done = subprocess.run(
        [sys.executable, "-i", "-q"], input=text, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(("Body", "str its source is not found")), done


def test_the_package_does_not_load_it() -> None:
    code = f"import sys; sys.path[:0] = {sys.path}; import rillet; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "rillet" in loaded
    assert not {"rillet.engines.fusing.bodies", "ast", "dis"}.intersection(loaded)


def test_threads_find_the_same(tmp_path: Path) -> None:
    lines = [f"    lambda x: x + {n}, lambda s: s.strip({n}),\n" for n in range(60)]
    made = module(tmp_path / "many.py", "functions = [\n" + "".join(lines) + "]\n")
    answers: list[list[Body | str]] = []

    def find() -> None:
        answers.append([body_of(each) for each in made.functions])

    threads = [threading.Thread(target=find) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 8
    for found in answers:
        for function, body in zip(made.functions, found):
            assert isinstance(body, Body)
            assert body.code is function.__code__
