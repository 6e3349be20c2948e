"""Writes `src/rillet/op.pyi`, the types of `rillet.op`, from the methods that it calls.

    python -m tools.op_stub

A method of `Stream[T]` that gives a `Stream[U]` becomes a function that gives a pipeline. Four
cases, told apart by where the type of the items going in comes from:

    the arguments name it, and the same items come out      filter(p)    Keeping[T]
    the arguments name it                                   map(f)       Pipeline[T, U]
    only the stream before it will, and the same come out   take(n)      Same, Ordered
    only the stream before it will                          pairwise()   a class of its own

The last two have no `T` to put into `Pipeline[T, …]`. No checker but one would solve it from the
other side of a `|`, so their methods are generic instead: `Pairs.__call__` takes an `Iterable[T]`
and gives an `Iterator[tuple[T, T]]`, for every T. `Keeping[T]` is one step less free: it takes
any items that are T, and they come out as what they were.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rillet import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "src" / "rillet"
STUB = PACKAGE / "op.pyi"
OPERATIONS = "rillet.operations."
LONGEST = 95
"""So long may a line be before the ` ...` that ends it."""
TYPE_VARIABLES = ("A", "B", "C", "D", "E", "K", "T", "U", "V")
NAMES = {
    "T -> tuple[int, T]": "Numbered",
    "T -> tuple[T]": "Singles",
    "T -> tuple[T, T]": "Pairs",
    "T -> tuple[T, T, T]": "Triples",
    "T -> tuple[T, ...]": "Tuples",
    "T -> tuple[T | None, T]": "Lags",
    "T -> tuple[T | U, T]": "LagsFilled",
    "T -> tuple[T, T | None]": "Leads",
    "T -> tuple[T, T | U]": "LeadsFilled",
    "T -> tuple[bool, bool, T]": "Marks",
    "T -> tuple[T, list[T]]": "Runs",
    "T -> tuple[T, int]": "Lengths",
    "T -> T | U": "Mixed",
    "LessT -> LessT | U": "Merged",
    "U | None -> U": "NotNone",
    "Iterable[U] -> U": "Flattened",
    "tuple[K, U] -> tuple[A, U]": "MapKeys",
    "tuple[K, U] -> tuple[K, A]": "MapValues",
    "tuple[A, B] -> tuple[B, A]": "Swapped",
    "T -> T | None": "Padded",
}
"""The classes that several functions share, or whose function has a verb for a name."""
LOOKS_AT = re.compile(r"(Callable\[|Sink|Fold|Generator)\[[^\]]*\]")
"""What an argument that takes the items, and gives none, is called."""

HEAD = '''\
"""The types of `rillet.op`, written by `python -m tools.op_stub` from the methods of `Stream`."""

# A pipeline is callable too, so the overloads of `|` overlap, and the first that fits counts.
# A pipeline whose methods are generic takes more than a Pipeline[Any, Any], never less.
# mypy: disable-error-code="overload-overlap, override, misc"
# pyright: reportOverlappingOverload=false, reportIncompatibleMethodOverride=false

from collections.abc import Callable, Generator, Iterable, Iterator
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, overload

from typing_extensions import Self, TypeGuard, TypeIs, TypeVarTuple

from rillet.fold import Fold
from rillet.operations.order import Bits, Comparable
from rillet.operations.own import Laid
from rillet.operations.parts import Keyed
from rillet.outcome import Err, Ok
from rillet.pipeline import Pipeline, Pipes, Program, broadcast
from rillet.sink import Sink
from rillet.stream import Stream

'''

KEEPING = '''\
class Keeping(Pipeline[T_contra, Any], Generic[T_contra]):
    """A pipeline that gives the items themselves, or some of them, where they are `T_contra`."""

    def __call__(self, items: Iterable[T_contra], /) -> Iterator[T_contra]: ...
    @overload
    def __ror__(self: Keeping[T], before: Keeping[T], /) -> Keeping[T]: ...
    @overload
    def __ror__(self, items: Iterable[T_contra], /) -> Stream[T_contra]: ...
    @overload
    def __or__(self: Keeping[T], after: Keeping[T], /) -> Keeping[T]: ...
    @overload
    def __or__(self, after: Pipes[T_contra, U], /) -> Pipeline[T_contra, U]: ...
    @overload
    def __or__(  # of a word
        self, after: Callable[[Iterable[T_contra]], Laid[U]], /
    ) -> Pipeline[T_contra, U]: ...
    @overload
    def __or__(self, after: Callable[[Stream[T_contra]], R], /) -> Program[T_contra, R]: ...
'''

SAME = '''\
class {name}(Keeping[{bound}]):
    """A pipeline that gives the items themselves, or some of them, {whatever}."""

    def __call__(self, items: Iterable[{T}], /) -> Iterator[{T}]: ...
    @overload
    def __ror__(self, before: Keeping[{T}], /) -> Keeping[{T}]: ...
    @overload
    def __ror__(self, items: Iterable[{T}], /) -> Stream[{T}]: ...
    @overload
    def __or__(self, after: AfterT, /) -> AfterT: ...
    @overload
    def __or__(self, after: Callable[[Iterable[U]], Laid[R]], /) -> Pipeline[U, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[Any]], R], /) -> Program[Any, R]: ...
'''
SAMES = (
    SAME.format(name="Same", bound="object", T="T", whatever="whatever they are"),
    SAME.format(name="Ordered", bound="Comparable", T="LessT", whatever="where they have an order"),
)

SHAPE = '''\
class {name}({bases}):
    """A pipeline from any `{taken}` to `{given}`."""

    def __call__(self, items: Iterable[{taken}], /) -> Iterator[{given}]: ...
    def __ror__(self, items: Iterable[{taken}], /) -> Stream[{given}]: ...
    @overload
    def __or__(self, after: Same, /) -> Self: ...
    @overload
    def __or__(self, after: Keeping[{given}], /) -> Pipeline[{taken}, {given}]: ...
    @overload
    def __or__(self, after: Pipes[{given}, R], /) -> Pipeline[{taken}, R]: ...
    @overload
    def __or__(self, after: Callable[[Iterable[{given}]], Laid[R]], /) -> Pipeline[{taken}, R]: ...
    @overload
    def __or__(self, after: Callable[[Stream[{given}]], R], /) -> Program[{taken}, R]: ...
'''


@dataclass(frozen=True)
class Parameter:
    """One parameter of a signature."""

    name: str
    kind: str
    annotation: str
    default: str | None

    def text(self) -> str:
        """The parameter as source text, without the marks `/` and `*`."""
        star = "*" if self.kind == "many" else ""
        default = "" if self.default is None else f" = {self.default}"
        return f"{star}{self.name}: {self.annotation}{default}"


@dataclass(frozen=True)
class Signature:
    """A method that gives a stream, as a function from the items taken to the items given."""

    name: str
    parameters: tuple[Parameter, ...]
    taken: str
    given: str

    def needs(self) -> set[str]:
        """The type variables that only the stream before it can name."""
        return variables(self.taken) - self.named()

    def named(self) -> set[str]:
        """The type variables that the arguments name."""
        return set().union(*(variables(parameter.annotation) for parameter in self.parameters))

    def keeps(self) -> bool:
        """Whether the items that come out are those that go in, and `T` is only looked at."""
        looked_at = (LOOKS_AT.sub("", parameter.annotation) for parameter in self.parameters)
        return self.taken == self.given == "T" and not any("T" in variables(a) for a in looked_at)

    def alternatives(self) -> Iterator[Signature]:
        """The signature, or two of them: without and with an optional function of the items."""
        for place, parameter in enumerate(self.parameters):
            function = parameter.annotation.removesuffix(" | None")
            if function != parameter.annotation and "T" in variables(function):
                for annotation, default in (("None", "None"), (function, None)):
                    other = replace(parameter, annotation=annotation, default=default)
                    rest = self.parameters[place + 1 :]
                    yield replace(self, parameters=(*self.parameters[:place], other, *rest))
                return
        yield self


def of_one_kind(signature: Signature) -> Signature:
    """The same, where one function takes the items of both sides.

    Not every checker finds the part of a union that is still open, so both are of one type.
    """
    if not any("[[T | U]" in parameter.annotation for parameter in signature.parameters):
        return signature
    parameters = tuple(
        replace(parameter, annotation=both_as_one(parameter.annotation))
        for parameter in signature.parameters
    )
    return replace(signature, parameters=parameters, given=both_as_one(signature.given))


def both_as_one(annotation: str) -> str:
    """An annotation about `T` alone."""
    return re.sub(r"\bU\b", "T", annotation.replace("T | U", "T"))


def variables(annotation: str) -> set[str]:
    """The type variables in an annotation."""
    return set(re.findall(r"\b(?:[A-Z]|Ts)\b", annotation))


def signatures() -> dict[str, tuple[str, list[Signature]]]:
    """What each function of `op` does, in a sentence, and its signatures."""
    found: dict[str, tuple[str, list[Signature]]] = {}
    families = [kind for kind in Stream.__mro__ if kind.__module__.startswith(OPERATIONS)]
    for family in families[:-1]:  # the last one is what they have in common
        tree = ast.parse(Path(inspect.getfile(family)).read_text())
        methods = [method for method in public_methods(tree) if gives_stream(method)]
        for name, group in itertools.groupby(methods, key=lambda method: method.name):
            *overloads, last = group
            overloads = without_source(overloads)
            sentence = (ast.get_docstring(last) or "").partition("\n")[0]
            found[name] = (
                sentence,
                [
                    alternative
                    for method in overloads or [last]
                    for alternative in signature(method).alternatives()
                ],
            )
    return found


def without_source(overloads: list[ast.FunctionDef]) -> list[ast.FunctionDef]:
    """The overloads that hold whatever the items are, where the last one names no type of theirs.

    `pluck(0)` means one thing for tuples, and another for mappings. The first of them that fits
    the arguments would be taken, whatever the items are.
    """
    general = signature(overloads[-1]).taken if overloads else "T"
    if variables(general):
        return overloads
    return [method for method in overloads if signature(method).taken == general]


def public_methods(tree: ast.Module) -> list[ast.FunctionDef]:
    """The methods that a module adds to `Stream`."""
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    family = next(node for node in classes if ast.unparse(node.bases[0]) == "Family[T_co]")
    methods = (node for node in family.body if isinstance(node, ast.FunctionDef))
    return [method for method in methods if not method.name.startswith("_")]


def gives_stream(method: ast.FunctionDef) -> bool:
    """Whether `method` gives a stream."""
    return source(method.returns).startswith("Stream[")


def source(node: ast.expr | None) -> str:
    """A part of a signature as source text, about `T` where the class has its `T_co`."""
    if node is None:
        return ""
    text = ast.unparse(node).replace("'", '"')  # as everywhere else in the project
    return text.replace("T_co", "T").replace("*Ts,]", "*Ts]")


def signature(method: ast.FunctionDef) -> Signature:
    """The signature of a method, without its `self`."""
    own, *parameters = list_of_parameters(method.args)
    taken = own.annotation.removeprefix("Family[").removesuffix("]") or "T"
    given = source(method.returns).removeprefix("Stream[").removesuffix("]")
    return of_one_kind(Signature(method.name, tuple(parameters), taken, given))


def list_of_parameters(args: ast.arguments) -> list[Parameter]:
    """All parameters, in their order."""
    kinds = [(arg, "only by place") for arg in args.posonlyargs]
    kinds += [(arg, "any") for arg in args.args]
    defaults: list[ast.expr | None] = [None] * (len(kinds) - len(args.defaults)) + args.defaults
    kinds += [(args.vararg, "many")] if args.vararg else []
    defaults += [None] if args.vararg else []
    kinds += [(arg, "only by name") for arg in args.kwonlyargs]
    defaults += args.kw_defaults
    return [
        Parameter(arg.arg, kind, source(arg.annotation), source(default) or None)
        for (arg, kind), default in zip(kinds, defaults, strict=True)
    ]


def of_one_type(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The parameters; a function of `T | U` is all there is to tell them, so they are one."""
    if not any("Callable[[T | U]" in parameter.annotation for parameter in parameters):
        return parameters
    return tuple(
        replace(parameter, annotation=re.sub(r"T \| U|\bU\b", "T", parameter.annotation))
        for parameter in parameters
    )


def call(parameters: tuple[Parameter, ...]) -> list[str]:
    """The parameters as source text, with their marks."""
    parts: list[str] = []
    parameters = of_one_type(parameters)
    for kind, group in itertools.groupby(parameters, key=lambda parameter: parameter.kind):
        if kind == "only by name" and not any(part.startswith("*") for part in parts):
            parts.append("*")
        parts += [parameter.text() for parameter in group]
        if kind == "only by place":
            parts.append("/")
    return parts


class Shapes:
    """The classes of pipelines that are generic in what they take."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def result(self, signature: Signature) -> str:
        """What the function of `op` gives."""
        if (signature.taken, signature.given) == ("Comparable", "T"):
            return "Ordered"
        if signature.taken == "Comparable":
            return self.shape(replace(signature, taken="LessT", given=ordered(signature.given)))
        if not signature.needs():
            keeps = signature.keeps()
            return f"Keeping[{signature.taken}]" if keeps else pipeline(signature)
        if not variables(signature.given) & signature.needs():
            return pipeline(replace(signature, taken="object"))
        return "Same" if signature.keeps() else self.shape(signature)

    def shape(self, signature: Signature) -> str:
        """The name of the class, with its parameters. It is written down at its first use."""
        named = variables(signature.taken) | variables(signature.given)
        own = sorted(named - signature.needs())
        form = f"{signature.taken} -> {signature.given}"
        title = signature.name.title().replace("_", "")
        name = NAMES.get(form) or f"{title}{len({*own} - {'U'})}{'Filled' * ('U' in own)}"
        parameters = f"[{', '.join(own)}]" if own else ""
        bases = "Pipeline[Any, Any]" + (f", Generic{parameters}" if own else "")
        self.texts[name] = SHAPE.format(
            name=name, bases=bases, taken=signature.taken, given=signature.given
        )
        return name + parameters


def ordered(given: str) -> str:
    """What is given, where what is taken has an order."""
    return re.sub(r"\bT\b", "LessT", given)


def pipeline(signature: Signature) -> str:
    """`Pipeline` from what is taken to what is given."""
    return f"Pipeline[{signature.taken}, {signature.given}]"


def functions(shapes: Shapes) -> Iterator[str]:
    """The functions of the stub; their classes are left in `shapes`."""
    for name, (sentence, alternatives) in signatures().items():
        heads = [
            header(name, call(alternative.parameters), shapes.result(alternative))
            for alternative in alternatives
        ]
        documented = f'{heads[0]}\n    """{sentence}"""\n'
        if len(heads) == 1:
            yield documented
        else:
            others = [f"{head} ...\n" for head in heads[1:]]
            yield "".join(f"@overload\n{text}" for text in (documented, *others))


def header(name: str, parts: list[str], result: str) -> str:
    """The first line of a function, or its first lines."""
    line = f"def {name}({', '.join(parts)}) -> {result}:"
    if len(line) <= LONGEST:
        return line
    lines = "".join(f"    {part},\n" for part in parts)
    return f"def {name}(\n{lines}) -> {result}:"


def declarations() -> str:
    """The type variables."""
    lines = [f'{name} = TypeVar("{name}")' for name in sorted({*TYPE_VARIABLES, "R"})]
    lines.append('T_contra = TypeVar("T_contra", contravariant=True)')
    lines.append('LessT = TypeVar("LessT", bound=Comparable)')
    lines.append('X = TypeVar("X", bound=BaseException)')
    lines.append('AfterT = TypeVar("AfterT", bound=Pipeline[Any, Any] | Program[Any, Any])')
    lines.append('Ts = TypeVarTuple("Ts")')
    return "\n".join(lines) + "\n"


def stub() -> str:
    """The whole stub."""
    shapes = Shapes()
    written = list(functions(shapes))
    names = "".join(f'    "{name}",\n' for name in (*signatures(), "broadcast"))
    return HEAD + "\n".join(
        [
            f"__all__ = [\n{names}]\n",
            declarations(),
            KEEPING,
            *SAMES,
            *shapes.texts.values(),
            *written,
        ]
    )


if __name__ == "__main__":
    STUB.write_text(stub())
