"""What stands in a loop for a function of the user's: its own expression, or a call of it.

A form is made of one function, and serves all that have the same `key_of`: `values` are the
objects that the loop is given for another one of them.
"""

from __future__ import annotations

import ast
import functools
import operator
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from types import CellType
    from typing import Any, Final

    from rillet.engines.fusing.bodies import Body

    Write = Callable[[list[ast.expr], list[ast.expr]], ast.expr]


class Form:
    """A value that is not called, or called as it is: for the `reason`, if it was a function."""

    __slots__ = ("count", "reason")

    arity: int | None = None
    """With how many arguments alone it can be written in."""
    depth: int = 1
    """How deep its expression is."""
    takes_expression: bool = False
    """Whether an expression can stand in the place of its one argument: it is the first thing that
    is evaluated, and just once."""

    def __init__(self, reason: str = "", count: int = 1) -> None:
        self.reason: str = reason
        self.count: int = count
        """How many values the loop is given for it."""

    def values(self, whole: Any) -> tuple[Any, ...]:
        """What the loop is given for `whole`, and it itself as the last."""
        return (whole,)

    def accepts(self, n: int) -> bool:
        """Whether it can be written in where it is called with `n` arguments."""
        return False


class Operator(Form):
    """A function in C that is written as an expression: of `operator`, or what that makes."""

    __slots__ = ("arity", "given", "is_truth", "takes_expression", "write")

    def __init__(self, whole: Any, arity: int, write: Write, given: Any = None) -> None:
        super().__init__(count=1 if given is None else len(given(whole)) + 1)
        self.arity: int | None = arity
        self.write: Write = write
        """The expression, from the names of the values and the arguments."""
        self.given: Callable[[Any], tuple[Any, ...]] | None = given
        """What it has been made with, and its expression uses."""
        self.is_truth: bool = whole is operator.truth
        self.takes_expression: bool = arity == 1

    def values(self, whole: Any) -> tuple[Any, ...]:
        return (whole,) if self.given is None else (*self.given(whole), whole)

    def accepts(self, n: int) -> bool:
        return n == self.arity


class Inlined(Form):
    """A function whose body is written in, with what is bound to its first and named parameters."""

    __slots__ = (
        "_args",
        "_by_name",
        "_named",
        "arity",
        "body",
        "cells",
        "depth",
        "namespace",
        "plain",
        "takes_expression",
    )

    def __init__(self, whole: Any, body: Body) -> None:
        function, args, named = taken_apart(whole)
        self.body: Body = body
        self.depth: int = body.depth
        self.cells: tuple[int, ...] = tuple(map(id, function.__closure__ or ()))
        """The identities of the free variables of the function that this was made of."""
        self.namespace: int = id(function.__globals__)
        self._args: int = len(args)
        self._named: frozenset[str] = frozenset(named)
        defaults = function.__defaults__ or ()
        with_default = body.parameters[len(body.parameters) - len(defaults) :]
        self._by_name: tuple[str, ...] = (*named, *with_default, *(function.__kwdefaults__ or ()))
        self.plain: bool = function is whole and not self._by_name
        super().__init__(count=len(args) + len(self._by_name) + 1)
        left = len(body.parameters) - len(args) - len({*named} & {*body.parameters})
        self.arity: int | None = left if left >= 0 and self.accepts(left) else None
        parameter = body.parameters[len(args) :][:1]
        is_alone = self.arity == 1 and not body.assigned
        self.takes_expression: bool = is_alone and is_first(body, *parameter)

    def values(self, whole: Any) -> tuple[Any, ...]:
        if self.plain:
            return (whole,)
        function, args, named = taken_apart(whole)
        by_place = function.__defaults__ or ()
        by_name = (function.__kwdefaults__ or {}).values()
        return (*args, *named.values(), *by_place, *by_name, whole)

    def accepts(self, n: int) -> bool:
        """Whether all parameters are bound then, and each only once."""
        parameters = self.body.parameters
        if self._args + n > len(parameters) or self._named & {*parameters[: self._args + n]}:
            return False
        left = {*parameters[self._args + n :], *self.body.keyword_only}
        return left <= {*self._by_name}

    def bound(self, names: list[str], args: list[ast.expr]) -> dict[str, ast.expr]:
        """What each parameter is bound to, from the names of `values` and the arguments."""
        values: list[ast.expr] = [ast.Name(name, ast.Load()) for name in names]
        first, rest = values[: self._args], values[self._args : -1]
        by_name = dict(zip(reversed(self._by_name), reversed(rest)))  # a default comes after those
        return {**by_name, **dict(zip(self.body.parameters, first + args))}


def is_first(body: Body, parameter: str) -> bool:
    """Whether a parameter is used once in a body, and nothing is evaluated before it."""
    loads = [node for node in ast.walk(body.expression) if isinstance(node, ast.Name)]
    once = [node.id for node in loads].count(parameter) == 1 and parameter not in body.captured
    return once and _first(body.expression) == parameter


def _first(node: Any) -> str:
    """The name that is evaluated first in an expression, "" if that is something else.

    Nor is it one whose truth is asked: in the code that stands where its own expression does.
    """
    while not isinstance(node, ast.Name):
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=ast.Name()) | ast.IfExp(test=ast.Name()):
                return ""
            case ast.BoolOp(values=[ast.Name(), *_]):
                return ""
            case ast.BinOp(left=ast.Constant(), right=node) | ast.BinOp(left=node):
                pass
            case ast.UnaryOp(operand=node) | ast.BoolOp(values=[node, *_]) | ast.IfExp(test=node):
                pass
            case ast.Compare(left=ast.Constant(), comparators=[node, *_]) | ast.Compare(left=node):
                pass
            case ast.Subscript(value=node) | ast.Attribute(value=node) | ast.Call(func=node):
                pass
            case ast.Tuple(elts=[node, *_]) | ast.List(elts=[node, *_]):
                pass
            case ast.JoinedStr(values=[ast.Constant(), node, *_] | [node, *_]):
                pass
            case ast.FormattedValue(value=node) | ast.Starred(value=node):
                pass
            case _:
                return ""
    return node.id


def is_python(f: Any) -> bool:
    """Whether it may be a function written in Python, of which something can be written in."""
    kind = type(f)
    return kind is FunctionType or kind in _APART


def taken_apart(whole: Any) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    """The function behind methods and partials, and what is bound to its parameters."""
    args: tuple[Any, ...] = ()
    named: dict[str, Any] = {}
    if type(whole) is partial and not any(each is _HOLE for each in whole.args):
        whole, args, named = whole.func, whole.args, whole.keywords
    if type(whole) is MethodType:
        whole, args = whole.__func__, (whole.__self__, *args)
    return whole, args, named


def key_of(whole: Any, cells: list[CellType]) -> Hashable:
    """What is the same for all that have the same form; `cells` get its free variables.

    It holds the identities of code and globals, so it is only good as long as those are kept.
    """
    kind = type(whole)
    if kind is FunctionType:
        if whole.__closure__ is not None:
            cells += whole.__closure__
        by_place, by_name = whole.__defaults__, whole.__kwdefaults__
        key = id(whole.__code__), id(whole.__globals__)
        return key if by_place is by_name is None else (key, len(by_place or ()), *(by_name or ()))
    if kind in _APART:
        function, args, named = taken_apart(whole)
        return None if function is whole else (kind, key_of(function, cells), len(args), *named)
    if kind in MAKERS:
        return MAKERS[kind][0](whole)
    return whole if is_operator(whole) else None


def is_operator(f: Any) -> bool:
    """Whether it is a function in C that stands for an operator."""
    return type(f) is BuiltinFunctionType and f in _OPERATORS


_HOLE: Final = getattr(functools, "Placeholder", object())
"""What an argument of a `partial` is that is still to come, from Python 3.14 on."""
_APART: Final = frozenset({partial, MethodType})


def form_of(whole: Any) -> Form:
    """The form of a function that is called in the statements of an operation."""
    kind = type(whole)
    if kind is FunctionType or kind in _APART:
        return _of_function(whole)
    if kind in MAKERS:
        return MAKERS[kind][1](whole)
    if is_operator(whole):
        return Operator(whole, *_OPERATORS[whole])
    return Form()


def _of_function(whole: Any) -> Form:
    function, _, named = taken_apart(whole)
    if type(function) is not FunctionType:
        return Form()
    from rillet.engines.fusing.bodies import body_of

    body = body_of(function)
    if isinstance(body, str):
        return Form(body)
    if not {*named} <= {*body.parameters[body.code.co_posonlyargcount :], *body.keyword_only}:
        return Form("it has no such parameter")
    if not _has_its_defaults(function, body):
        return Form("it has other defaults than parameters")
    form = Inlined(whole, body)
    return Form("it is called with other arguments") if form.arity is None else form


def _has_its_defaults(function: Any, body: Body) -> bool:
    by_place, by_name = function.__defaults__ or (), function.__kwdefaults__ or ()
    return len(by_place) <= len(body.parameters) and {*by_name} <= {*body.keyword_only}


def _binary(make: Callable[[ast.expr, ast.expr], ast.expr]) -> tuple[int, Write]:
    return 2, lambda values, args: make(*args)


def _unary(make: Callable[[ast.expr], ast.expr]) -> tuple[int, Write]:
    return 1, lambda values, args: make(*args)


def _by(sign: type[ast.operator]) -> tuple[int, Write]:
    return _binary(lambda a, b: ast.BinOp(a, sign(), b))


def _compared(sign: type[ast.cmpop]) -> tuple[int, Write]:
    return _binary(lambda a, b: ast.Compare(a, [sign()], [b]))


def _signed(sign: type[ast.unaryop]) -> tuple[int, Write]:
    return _unary(lambda a: ast.UnaryOp(sign(), a))


_OPERATORS: Final[dict[Any, tuple[int, Write]]] = {
    operator.add: _by(ast.Add),
    operator.sub: _by(ast.Sub),
    operator.mul: _by(ast.Mult),
    operator.matmul: _by(ast.MatMult),
    operator.truediv: _by(ast.Div),
    operator.floordiv: _by(ast.FloorDiv),
    operator.mod: _by(ast.Mod),
    operator.pow: _by(ast.Pow),
    operator.lshift: _by(ast.LShift),
    operator.rshift: _by(ast.RShift),
    operator.and_: _by(ast.BitAnd),
    operator.or_: _by(ast.BitOr),
    operator.xor: _by(ast.BitXor),
    operator.eq: _compared(ast.Eq),
    operator.ne: _compared(ast.NotEq),
    operator.lt: _compared(ast.Lt),
    operator.le: _compared(ast.LtE),
    operator.gt: _compared(ast.Gt),
    operator.ge: _compared(ast.GtE),
    operator.is_: _compared(ast.Is),
    operator.is_not: _compared(ast.IsNot),
    operator.contains: _binary(lambda a, b: ast.Compare(b, [ast.In()], [a])),
    operator.getitem: _binary(lambda a, b: ast.Subscript(a, b, ast.Load())),
    operator.neg: _signed(ast.USub),
    operator.pos: _signed(ast.UAdd),
    operator.inv: _signed(ast.Invert),
    operator.not_: _signed(ast.Not),
    operator.truth: _unary(lambda a: ast.UnaryOp(ast.Not(), ast.UnaryOp(ast.Not(), a))),
}
"""How many arguments each takes, and the expression of them that is the same."""


def _key_of_itemgetter(getter: Any) -> Hashable:
    return operator.itemgetter, len(getter.__reduce__()[1])


def _itemgetter(getter: Any) -> Form:
    def write(values: list[ast.expr], args: list[ast.expr]) -> ast.expr:
        items: list[ast.expr] = [ast.Subscript(args[0], key, ast.Load()) for key in values[:-1]]
        return items[0] if len(items) == 1 else ast.Tuple(items, ast.Load())

    form = Operator(getter, 1, write, _arguments)
    form.takes_expression = form.count == 2
    return form


def _arguments(getter: Any) -> tuple[Any, ...]:
    return getter.__reduce__()[1]  # type: ignore[no-any-return]


def _key_of_attrgetter(getter: Any) -> Hashable:
    return operator.attrgetter, *getter.__reduce__()[1]


def _attrgetter(getter: Any) -> Form:
    paths = getter.__reduce__()[1]

    def write(values: list[ast.expr], args: list[ast.expr]) -> ast.expr:
        found = [_attribute(args[0], path) for path in paths]
        return found[0] if len(found) == 1 else ast.Tuple(found, ast.Load())

    form = Operator(getter, 1, write)
    form.takes_expression = len(paths) == 1
    return form


def _attribute(value: ast.expr, path: str) -> ast.expr:
    for name in path.split("."):
        value = ast.Attribute(value, name, ast.Load())
    return value


def _key_of_methodcaller(caller: Any) -> Hashable:
    (name, *given), by_name = _method(caller)
    return operator.methodcaller, name, len(given), *by_name


def _methodcaller(caller: Any) -> Form:
    (name, *given), by_name = _method(caller)
    count, named = len(given), tuple(by_name)
    if "__debug__" in named:  # no call can be written with it
        return Form()

    def write(values: list[ast.expr], args: list[ast.expr]) -> ast.expr:
        first, rest = values[:count], values[count:]
        keywords = [ast.keyword(key, value) for key, value in zip(named, rest)]
        return ast.Call(ast.Attribute(args[0], name, ast.Load()), first, keywords)

    return Operator(caller, 1, write, _method_arguments)


def _method_arguments(caller: Any) -> tuple[Any, ...]:
    (_, *given), named = _method(caller)
    return (*given, *named.values())


def _method(caller: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    make, parts = caller.__reduce__()
    if type(make) is partial:
        return (*make.args, *parts), make.keywords
    return parts, {}


MAKERS: Final[dict[type, tuple[Callable[[Any], Hashable], Callable[[Any], Form]]]] = {
    operator.itemgetter: (_key_of_itemgetter, _itemgetter),
    operator.attrgetter: (_key_of_attrgetter, _attrgetter),
    operator.methodcaller: (_key_of_methodcaller, _methodcaller),
}
"""Of what `operator` makes: what is the same for all of one form, and the form."""
