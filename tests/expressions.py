"""Functions of users, written by hypothesis: a grammar of expressions, and modules made of them.

A text in `<>` in a template is written by the grammar: `<n>` a number, `<s>` a sequence of
numbers, `<t>` a truth, `<x>` a text, `<w>` a name that a walrus may bind, `<q>` a quote. A function
has a signature as `nn>t`: two numbers in, a truth out; `p` is a pair, `m` a number or None, `a`
anything. Most of them are as they promise, for what fails at once says little.

A module is text, compiled under a name that linecache knows, so its functions have a source. It
is executed once for every run, in a namespace of its own: the code of its functions is the same,
what they are bound to is not.
"""

from __future__ import annotations

import builtins
import linecache
import re
import warnings
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType


class Trouble(Exception):
    """What functions raise, one object again and again."""


class Quit(BaseException):
    """What no handler of errors may catch, as Ctrl-C."""


PRELUDE = """
import operator
from functools import lru_cache, partial, wraps
from operator import attrgetter, itemgetter, methodcaller
from types import FunctionType, MethodType

g, h, item, argument, items, out = 3, (1, 2), 5, 6, [7, 8], 2
trouble = Trouble("one object")


def seen(x, *more):
    log.append(("seen", x, *more))
    return x


def closing():
    closings.append(1)


def plus(a, b=1):
    return a + b


def three(a, b=2, *, c=3): return (seen(a) * b) - c


def grow(s, n):
    if isinstance(s, list) and len(s) < 9:
        s.append(n)
    return len(s)


def stop(x=None):
    raise StopIteration(x)


def stop_at_three(x, y=0):
    if x == 3:
        raise StopIteration(x)
    return x


def boom(x=None):
    raise trouble


def boom_at_two(x, y=0):
    if x == 2:
        raise trouble
    return x


def leave(x=None):
    raise Quit(x)


def shift(x, y=0):
    global g
    g += 1
    return x


def hide(x, y=0):
    globals().pop("argument", None)
    return x


def shadow(x, y=0):
    global len
    len = forty
    return x


def forty(s):
    return 40


def is_same(a, b):
    return a is b


class Truth:
    def __init__(self, n):
        self.n = n

    def __hash__(self):  # in every run the same, so that sets of it are
        return hash(self.n) if self.n.__hash__ else 1

    def __bool__(self):
        log.append(("truth", self.n))
        return self.n % 2 == 1

    def __repr__(self):  # nor does a text of it
        return f"Truth({self.n!r})"


class Box:
    __slots__ = ("n",)

    def __init__(self, n=0, m=0):
        self.n = n

    def __hash__(self):
        return hash(self.n) if self.n.__hash__ else 2

    def __repr__(self):
        return f"Box({self.n!r})"

    def plus(self, x, y=0):
        return x + self.n

    def __call__(self, x, y=1):
        return x * self.n + y

    def __index__(self):
        return 1


class Mangled:
    __n = 4
    f = lambda x, __y=2: x + __y + Mangled._Mangled__n
    g = lambda x: [x, __hidden]


_Mangled__hidden = 9


def same(f):
    return f


def wrapped(f):
    @wraps(f)
    def wrapper(*args):
        return seen(f(*args))
    return wrapper


def elsewhere(f):
    if f.__closure__ is None:
        return FunctionType(f.__code__, {**globals(), "g": 70, "item": 71}, "f", f.__defaults__)
    return f


def unbuilt(f):
    given = {**globals(), "__builtins__": {**vars(__builtins__), "len": forty, "sum": forty}}
    made = FunctionType(f.__code__, given, "f", f.__defaults__, f.__closure__)
    made.__kwdefaults__ = f.__kwdefaults__
    return made


def defaulting(f):
    if f.__defaults__:
        f.__defaults__ = (90,) * len(f.__defaults__)
    if f.__kwdefaults__:
        f.__kwdefaults__ = dict.fromkeys(f.__kwdefaults__, 91)
    return f


def patched(f):
    code = f.__code__
    f.__code__ = code.replace(co_consts=tuple(5 if c == 2 and c is not True else c
                                              for c in code.co_consts))
    return f


def bound(f):
    return MethodType(f, 2)


def varying(f):
    if VARIANT:
        f.__defaults__ = (77,)
    return f


def moved(f):
    return elsewhere(f) if VARIANT else f


def picked(made, group):
    return group() if VARIANT else made


class Couple:
    def __init__(self, a, b):
        self.both = a, b

    def __iter__(self):
        log.append(("iter",))
        return iter(self.both)

    def __getitem__(self, place):
        log.append(("getitem", place))
        return self.both[place]

    def __len__(self):
        log.append(("len",))
        return 2
"""

LITERALS = [".name", "0", "1", "2", "3", "-1", *[".name"] * 6]
NUMBERS = [
    *LITERALS,
    "(<n> + <n>)",
    "(<n> - <n>)",
    "(<n> * <n>)",
    "(<n> % <n>)",
    "(<n> // 2)",
    "(-<n>)",
    "(<n> if <t> else <n>)",
    "(<n> and <n>)",
    "(<n> or <n>)",
    "(<n> & <n> | <n> ^ 1)",
    "(1 / <n>)",
    "abs(<n>)",
    "len(<s>)",
    "sum(<s>)",
    "max(<n>, <n>)",
    "min(<s>, default=<n>)",
    "seen(<n>)",
    "seen(<n>)",
    "seen(<n>, <n>)",
    "plus(<n>, b=<n>)",
    "plus(b=<n>, a=<n>)",
    "plus(*<s>)",
    "plus(**{<q>a<q>: <n>})",
    "three(<n>)",
    "(<s>)[0]",
    "(<s>)[<t>]",
    "{<q>k<q>: <n>}[<q>k<q>]",
    "int(<x>)",
    "len(<x>)",
    "(<n>).real",
    "Box(<n>).n",
    "Box(<n>).plus(<n>)",
    "Box(<n>)(<n>, y=<n>)",
    ".walrus",
    ".walrus",
    "(<walrus> if <t> else <n>)",
    "(<n> if <t> else <walrus>)",
    "(<walrus> + <n>)",
    "(<t> and <walrus>)",
    ".inner",
    ".sum",
    ".dict",
    "stop_at_three(<n>)",
    "boom_at_two(<n>)",
    "shift(<n>)",
    "eval(<q>g<q>)",
    "grow(<s>, <n>)",
    "len(locals())",
    "(lambda: <n>)()",
]
RARE = ["stop(<n>)", "boom(<n>)", "leave(<n>)", "undefined", "(9,)[<n>]", "None", "(<n>).missing"]
TRUTHS = [
    "(<n> < <n>)",
    "(<n> % 2)",
    "(<n> == <n>)",
    "True",
    "(<n> < <n> <= <n>)",
    "(<n> != <n> is not None)",
    "(<n> in <s>)",
    "(<n> is None)",
    "(not <t>)",
    "(<t> and <t>)",
    "(<t> or <t>)",
    "(<t> and <t> or <t>)",
    "(not (<t> or <t>))",
    "(<t> if <t> else <t>)",
    "Truth(<n>)",
    "Truth(<n>)",
    "<n>",
    "<s>",
    "isinstance(<n>, int)",
    "any(<s>)",
    "seen(<t>)",
]
SEQUENCES = [
    "[<n>, <n>]",
    ".group",
    "(<n>, <n>)",
    "(<n>, <n>)",
    "[<n>, <n>, <n>]",
    "[*<s>, <n>]",
    "(<n>, *<s>)",
    "(<s>)[1:]",
    "(<s>)[::-1]",
    "(<s>)[:<n>]",
    "list(<s>)",
    "sorted(<s>)",
    "[len({<n>, <n>})]",
    "(<s> if <t> else <s>)",
    "(<s> or <s>)",
    "range(abs(<n>) % 4)",
    ".list",
    ".list",
    ".nested",
    ".set",
    ".mapped",
    ".generated",
]
PAIRS = [*["(<n>, <n>)"] * 6, "Couple(<n>, <n>)", "[<n>, <n>]", "(<n>, <n>, <n>)"]
TRAPS = {
    "n": [
        *("p", "((w := p) if p % 2 else w)", "((p := p + 1) * p)", "(<n> if (p := <n>) else p)"),
        *(
            "(p + v)",
            "(p - v)",
            "sum([w for w in (p, 1)]) + p",
            "[(w := i) for i in (p, 7)][0] + w",
        ),
        *("(lambda w: w + 1)(p)", "int(f'{p}')", "(v if p < 2 else w)", "6 // (p - 2)"),
        *("(stop() if p == 3 else p)", "(boom() if p == 2 else p)", "sum(p for p in (p, 2))"),
        *("[p + i for i in (1, 2)][p % 2]", "seen(p) - seen(v)", "((w := v) + p if p % 2 else w)"),
        *("(w if p % 2 else (w := <n>))", "len(locals())", "(len(h) + p)", "(p, v)[p % 2]"),
        *(
            "sum([(p := k) for k in (p, 7)]) + p",
            "[w for w in (1, 2) if w < p][0]",
            "sum(items) + p",
        ),
        *("([0 for items[p % 2] in (v, 7)] and items[p % 2])", "50_000_000", "(p, 50_000_000)[1]"),
        *("([0 for (i, items[0]) in ((p, 2),)] and items[0])", "(v if is_same(p, p) else p)"),
        *("((lambda: (lambda: (v := 1))() + v)() + p)", "(lambda: (lambda: (p := 1))())() + p"),
    ],
    "t": [
        *("((p := 0) or True)", "(p := <n>)", "(Truth(p) and Truth(1))", "(Truth(p) or Truth(2))"),
        *("(not (Truth(p) or Truth(v)))", "(w := p % 2)", "((w := p) > 1 if p % 2 else w)"),
        *("is_same(p, 50_000_000)", "is_same(v, 50_000_000)"),
        *("Truth(p)", "(p < v)", "6 // (p - 2)", "(stop() if p == 3 else p)", "True", "None"),
        *(
            "(p != 2 or boom())",
            "(Truth(p) and Truth(1) or Truth(p))",
            "any(i > p for i in (1, p))",
        ),
    ],
    "a": [
        *("(lambda: p)", "(i + p for i in (1, 2))", "[lambda: i for i in (p, 9)]", "(p := 9)"),
        *("(lambda i=p: i)", "(lambda: v)", "(i for i in (p, v))", "log.append(p)"),
    ],
}
TEXTS = ["str(<n>)", ".formatted", ".formatted", "repr(<s>)", "(<x> + <x>)"]
ANYTHING = ["None", "<n>", "<s>", "<x>", "<t>", "(<n>, None)", ".lambda", ".generator", "Box(<n>)"]

PARAMETERS = [
    *("x", "y", "item", "argument", "items", "len", "StopIteration", "a", "b", "g", "w", "out"),
    *("self", "emit", "item_1", "_", "argument_0", "f", "i"),
]
FREE = ["a", "b", "item", "argument", "items", "len", "g", "x", "w", "i"]
TARGETS = ["i", "x", "item", "a", "w", "j", "argument"]
BOUND_BY_WALRUS = ["w", "w", "x", "item", "a", "v"]

NATIVE = {
    "n": [
        *("abs", "operator.neg", "str", "seen", "plus", "three", "bool", "type", "Box", "Box(2)"),
        *("Box(2).plus", "partial(plus, 1)", "partial(plus, b=2)", "partial(operator.add, 2)"),
        *("partial(three, c=1)", "partial(partial(three, 2), c=seen(1))", "attrgetter('real')"),
        *("attrgetter('real', 'imag')", "attrgetter('real.imag')", "methodcaller('bit_length')"),
        *("methodcaller('__add__', 2)", "stop_at_three", "boom_at_two", "shift", "hide", "shadow"),
        *("lru_cache(seen)", "Mangled.f", "Mangled.g", "Truth", "(lambda *items: items[-1])"),
        *("(lambda x, **item: x)", "partial(lambda x, y: x - y, 7)", "(2).__add__", "MOVER"),
        *("partial(lambda x, y: x - y, y=7)", "int.__neg__", "[5, 6, 7].__getitem__", "id and abs"),
        *("(lambda x, /: x + 1)", "partial(lambda x, *, y=1: [x, y], y=g)", "operator.not_"),
        *("operator.methodcaller('conjugate')", "{1: 2}.get", "partial(plus, *[1])"),
    ],
    "nn": [
        *("operator.add", "operator.sub", "max", "min", "plus", "seen", "divmod", "Box(2)", "Box"),
        *("Box(2).plus", "partial(three, c=2)", "partial(lambda x, y, z: x - y * z, 3)", "MOVER"),
        *("stop_at_three", "boom_at_two", "shift", "hide", "partial(max, 2)", "operator.eq"),
    ],
    "s": [
        *("itemgetter(0)", "itemgetter(1, 0)", "itemgetter(slice(1))", "len", "sum", "sorted"),
        *("list", "tuple", "seen", "methodcaller('count', 1)", "str", "iter", "bool", "reversed"),
        *("partial(sorted, reverse=True)", "operator.itemgetter(-1)", "itemgetter(9)"),
    ],
}
WRAPPERS = [
    *(
        "varying",
        "moved",
        "same",
        "wrapped",
        "elsewhere",
        "unbuilt",
        "defaulting",
        "patched",
        "partial",
    ),
    *("partial(same)", "lru_cache"),
]
DEPTHS = [1, 2, 0, 3, 2, 1, 3]


@cache
def one_of(choices: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


@cache
def up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class Scope(NamedTuple):
    """What an expression may say where it stands."""

    numbers: tuple[str, ...]
    sequences: tuple[str, ...]
    targets: frozenset[str] = frozenset()
    walrus: bool = True
    quotes: str = "\"'"

    def with_target(self, name: str) -> Scope:
        """The scope inside a comprehension."""
        return self.with_parameter(name)._replace(targets=self.targets | {name})

    def with_parameter(self, name: str) -> Scope:
        return self._replace(
            numbers=(name, *self.numbers),
            sequences=tuple(each for each in self.sequences if each != name),
        )


GLOBAL = Scope(("g", "item", "argument", "out"), ("h", "items"))


class Grammar:
    """The expressions that `draw` chooses."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def chosen(self, choices: Sequence[Any]) -> Any:
        return self.draw(one_of(tuple(choices)))

    def chance(self, one_in: int) -> bool:
        return bool(self.draw(up_to(one_in - 1)) == one_in - 1)

    def expression(self, kind: str, scope: Scope, depth: int) -> str:
        if kind == "n":
            return self.number(scope, depth)
        if kind == "t":
            return self.written(self.chosen(TRUTHS), scope, depth)
        if kind == "m":
            return self.written(f"({'<n>'} if {'<t>'} else None)", scope, depth)
        if kind == "p":
            return self.written(self.chosen(PAIRS), scope, depth)
        if kind == "s":
            return self.sequence(scope, depth)
        if kind == "x":
            return self.text(scope, depth)
        return self.written(self.chosen(ANYTHING), scope, depth)

    def body(self, kind: str, scope: Scope, given: str) -> str:
        """An expression, or what is known to be easy to get wrong."""
        if not (given.startswith("n") and kind in TRAPS) or self.draw(up_to(1)):
            return self.expression(kind, scope, self.chosen(DEPTHS))
        p, v, w = scope.numbers[0], self.chosen(scope.numbers[-5:]), self.chosen(BOUND_BY_WALRUS)
        names = {"p": p, "v": v, "w": w}
        body = re.sub(r"(?<![\w'])[pvw]\b", lambda m: names[m.group()], self.chosen(TRAPS[kind]))
        return self.written(body, scope, 1)

    def number(self, scope: Scope, depth: int) -> str:
        if depth <= 0:
            return self.written(self.chosen(LITERALS), scope, 0)
        if self.chance(40):
            return self.written(self.chosen(RARE), scope, depth)
        return self.written(self.chosen(NUMBERS), scope, depth)

    def sequence(self, scope: Scope, depth: int) -> str:
        if depth <= 0:
            return self.written(self.chosen(["[<n>, <n>]", ".group"]), scope, 0)
        return self.written(self.chosen(SEQUENCES), scope, depth)

    def text(self, scope: Scope, depth: int) -> str:
        return "str(2)" if depth <= 0 else self.written(self.chosen(TEXTS), scope, depth)

    def written(self, template: str, scope: Scope, depth: int) -> str:
        """The template, with its gaps filled."""
        if template.startswith("."):
            return str(getattr(self, "_" + template[1:])(scope, depth))

        def filled(gap: re.Match[str]) -> str:
            kind = gap.group(1)
            if kind == "walrus":
                return self._walrus(scope, depth)
            if kind == "q":
                return scope.quotes[:1]
            return self.expression(kind, scope, depth - 1)

        if "<q>" in template and not scope.quotes:
            template = "<n>"
        return re.sub(r"<(n|t|s|x|q|walrus)>", filled, template)

    def _name(self, scope: Scope, depth: int) -> str:
        # The first names are the parameters: a function that uses them says more.
        names = scope.numbers if self.chance(3) else scope.numbers[:2]
        return str(self.chosen(names))

    def _group(self, scope: Scope, depth: int) -> str:
        return str(self.chosen(scope.sequences)) if scope.sequences else "[]"

    def _walrus(self, scope: Scope, depth: int) -> str:
        value = self.number(scope, depth - 1)
        # Bound again, a parameter must not change what others know of the item.
        name = scope.numbers[0] if self.chance(3) else self.chosen(BOUND_BY_WALRUS)
        if not scope.walrus or name in scope.targets:
            return value
        if self.chance(2):
            return f"({name} := {value})"
        return f"(({name} := {value}) + {name})"

    def _inner(self, scope: Scope, depth: int) -> str:
        """An inner lambda that is called at once."""
        name = self.chosen(TARGETS)
        body = self.number(self._inside(scope, name), depth - 1)
        given = self.number(scope, depth - 2)
        if self.chance(2):
            return f"(lambda {name}={given}: {body})()"
        return f"(lambda {name}: {body})({given})"

    def _lambda(self, scope: Scope, depth: int) -> str:
        """An inner lambda that lives on."""
        name = self.chosen(TARGETS)
        if self.chance(2):
            return f"(lambda: {self.number(scope._replace(targets=frozenset()), depth - 1)})"
        return f"(lambda {name}=1: {self.number(self._inside(scope, name), depth - 1)})"

    def _inside(self, scope: Scope, name: str) -> Scope:
        return scope.with_parameter(name)._replace(targets=frozenset())

    def _for(self, scope: Scope, depth: int) -> tuple[Scope, str]:
        """The scope inside a comprehension, and its `for`."""
        name = self.chosen(TARGETS)
        outer = scope._replace(walrus=False)
        items = self.sequence(outer, depth - 1)
        inside = scope.with_target(name)
        clause = f"for {name} in {items}"
        if self.chance(3):
            clause += f" if {self.expression('t', inside, depth - 2)}"
        return inside, clause

    def _sum(self, scope: Scope, depth: int) -> str:
        return f"sum({self._clauses('<n>', scope, depth)})"

    def _list(self, scope: Scope, depth: int) -> str:
        return f"[{self._clauses('<n>', scope, depth)}]"

    def _set(self, scope: Scope, depth: int) -> str:
        return f"sorted({{{self._clauses('<n>', scope, depth)}}})"

    def _dict(self, scope: Scope, depth: int) -> str:
        return f"len({{{self._clauses('<n>: <n>', scope, depth)}}})"

    def _generator(self, scope: Scope, depth: int) -> str:
        return f"({self._clauses('<n>', scope, depth)})"

    def _generated(self, scope: Scope, depth: int) -> str:
        return f"list{self._generator(scope, depth)}"

    def _clauses(self, made: str, scope: Scope, depth: int) -> str:
        inside, clause = self._for(scope, depth)
        return f"{self.written(made, inside, depth)} {clause}"

    def _nested(self, scope: Scope, depth: int) -> str:
        inside, first = self._for(scope, depth)
        further, second = self._for(inside, depth - 1)
        further = further._replace(targets=further.targets | inside.targets)
        return f"[{self.number(further, depth - 2)} {first} {second}]"

    def _mapped(self, scope: Scope, depth: int) -> str:
        name = self.chosen(TARGETS)
        body = self.number(self._inside(scope, name), depth - 1)
        return f"list(map(lambda {name}: {body}, {self.sequence(scope, depth - 1)}))"

    def _formatted(self, scope: Scope, depth: int) -> str:
        if not scope.quotes:
            return "str(1)"
        quote = scope.quotes[0]
        inside = scope._replace(quotes=scope.quotes[1:])
        made = self.expression(self.chosen("nnnx"), inside, depth - 1)
        how = self.chosen(["", "", "!r", ":>3", ":>{width}", "!s:<4"])
        if "width" in how:
            how = f":>{{{self.number(inside, 0)}}}"
        return f"f{quote}{self.chosen(['', '{{', 'n='])}{{({made}){how}}}{quote}"


@dataclass
class Group:
    """A function that makes functions, which share its variables."""

    number: int
    variables: dict[str, str]
    emptied: str | None
    members: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)

    @property
    def scope(self) -> Scope:
        numbers = tuple(name for name, value in self.variables.items() if "[" not in value)
        sequences = tuple(name for name, value in self.variables.items() if "[" in value)
        rest = GLOBAL._replace(
            numbers=tuple(name for name in GLOBAL.numbers if name not in self.variables),
            sequences=tuple(name for name in GLOBAL.sequences if name not in self.variables),
        )
        return rest._replace(numbers=numbers + rest.numbers, sequences=sequences + rest.sequences)

    def text(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.variables.items())
        moved = next((n for n, value in self.variables.items() if "[" not in value), None)
        lines = [f"def group_{self.number}({given}):"]
        if moved is not None:
            lines += [
                "    def mover(*given):",
                f"        nonlocal {moved}",
                f"        {moved} = {moved} + 1",
                "        return given[0]",
            ]
        else:
            lines += ["    mover = seen"]
        for definition in self.definitions:
            lines += ["    " + line for line in definition.splitlines()]
        if self.emptied:
            lines.append(f"    del {self.emptied}")
        lines.append(f"    return [mover, {', '.join(self.members)}]")
        return "\n".join(lines) + "\n"


class Module:
    """The text of a module, which grows by functions: `f0`, `f1` and so on."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.grammar = Grammar(draw)
        self.groups = [self._group(number) for number in range(2)]
        self.calls: list[str] = []
        self.loose: list[str] = []
        self.signatures: dict[str, str] = {}
        self.apart = self.grammar.chance(3)
        self.annotated = self.grammar.chance(4)
        self.stale = self.grammar.chance(25)

    def _group(self, number: int) -> Group:
        grammar = self.grammar
        names = [n for n in FREE if grammar.chance(4)] or ["a"]
        names = [name for name in names if name != "len" or grammar.chance(3)]
        values = {n: grammar.chosen(["1", "2", "[1, 2]", "-3"]) for n in names or ["a"]}
        emptied = grammar.chosen([*values]) if grammar.chance(12) else None
        return Group(number, values, emptied)

    def function(self, signature: str) -> str:
        """The name of another function of that signature."""
        grammar = self.grammar
        given, result = signature.split(">")
        name = f"f{len(self.calls)}"
        self.signatures[signature] = name
        if grammar.chance(6 if result in "nat" else 25) and given.replace("p", "s") in NATIVE:
            chosen = grammar.chosen(NATIVE[given.replace("p", "s")])
            if chosen == "MOVER":
                chosen = f"made_{grammar.draw(up_to(1))}[0]"
            self.calls.append(f"{name} = {chosen}")
            return name
        group = [None, *self.groups][grammar.draw(up_to(2))]
        self.calls.append(f"{name} = {self._made(name, given, result, group)}")
        return name

    def _made(self, name: str, given: str, result: str, group: Group | None) -> str:
        grammar = self.grammar
        binds = len(given) == 1 and given == "n" and grammar.chance(20)
        scope = GLOBAL if group is None else group.scope
        head, inside = self._head("n" + given if binds else given, scope)
        body = grammar.body(result, inside, given)
        defined = grammar.chance(3)
        between = grammar.chosen([" ", " ", "\n        "])
        text = self._def(name, head, body) if defined else f"(lambda {head}:{between}{body})"
        if group is None:
            self.loose.append(text if defined else f"{name}_ = [0, {text}][1]")
            made = f"{name}_" if not defined else name
        else:
            if defined:
                group.definitions.append(text)
            group.members.append(name if defined else text)
            place = len(group.members)
            made = (
                f"group_{group.number}()[{place}]"
                if self.apart
                else (f"picked(made_{group.number}, group_{group.number})[{place}]")
            )
        if binds:
            return f"bound({made})"
        return f"{grammar.chosen(WRAPPERS)}({made})" if grammar.chance(8) else made

    def _head(self, given: str, scope: Scope) -> tuple[str, Scope]:
        """The parameters, and the scope of the body."""
        grammar = self.grammar
        names: list[str] = []
        inside = scope
        for kind in given:
            name = grammar.chosen([each for each in PARAMETERS if each not in names])
            names.append(name)
            inside = inside.with_parameter(name)
            if kind in "sp":
                inside = inside._replace(
                    numbers=tuple(n for n in inside.numbers if n != name),
                    sequences=(name, *inside.sequences),
                )
        head = ", ".join(names)
        if grammar.chance(20):
            head += ", /"
        if grammar.chance(8):
            extra = grammar.chosen([each for each in PARAMETERS if each not in names])
            star = "" if grammar.chance(2) else "*, "
            default = grammar.chosen(["1", "g", "seen(2)", "[]", "None"])
            head += f", {star}{extra}={default}"
            inside = inside.with_parameter(extra)
            if default == "[]":
                inside = inside._replace(sequences=(extra, *inside.sequences))
        return head, inside

    def _def(self, name: str, head: str, body: str) -> str:
        grammar = self.grammar
        decorator = grammar.chosen(["", "", "@same\n", "@wrapped\n"])
        docstring = grammar.chosen(["", "", '    "Give it."\n'])
        if not docstring and not decorator and grammar.chance(2):
            return f"def {name}({head}): return {body}"
        return f"{decorator}def {name}({head}) -> object:\n{docstring}    return (\n{body})"

    @property
    def text(self) -> str:
        future = "from __future__ import annotations\n" if self.annotated else ""
        groups = "".join(group.text() + "\n" for group in self.groups)
        made = "made_0, made_1 = group_0(), group_1()\n"
        return future + PRELUDE + groups + made + "\n".join([*self.loose, *self.calls]) + "\n"


_numbers = count()


class Written:
    """A module that is written: its code, and a source that linecache knows."""

    def __init__(self, text: str, *, stale: bool = False) -> None:
        self.text = text
        self.name = f"written_{next(_numbers)}"
        self.file = f"<{self.name}>"
        shown = text.replace("1", "2") if stale else text
        linecache.cache[self.file] = (len(shown), None, shown.splitlines(True), self.file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            self.code: CodeType = compile(text, self.file, "exec", dont_inherit=True)

    def forget(self) -> None:
        linecache.cache.pop(self.file, None)

    def world(self, variant: int = 0) -> dict[str, Any]:
        """A namespace in which the module was executed, with a log.

        In a variant the same code has other cells, and other defaults.
        """
        namespace: dict[str, Any] = {
            "__name__": self.name,
            "__builtins__": builtins,
            "VARIANT": variant,
            "log": [],
            "closings": [],
            "Trouble": Trouble,
            "Quit": Quit,
        }
        exec(self.code, namespace)
        return namespace

    def __repr__(self) -> str:
        return self.text.replace(PRELUDE, "")
