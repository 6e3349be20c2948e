"""The syntax tree of a running function, and the proof that it is its own.

The source says what is written there now, and the running code what was compiled once. So what is
found is compiled again, and is the function's body only where everything is the same: bytecode,
constants with their types, names, positions. Nothing is executed, and what is not proven is called.

Organization: what a body is, the answers that are kept, the source, what stands at a line of it,
the proof, and what a body may not do.
"""

from __future__ import annotations
import __future__

import ast
import copy
import linecache
import re
import sys
from functools import lru_cache
from itertools import pairwise
from types import CodeType, FunctionType

from rillet.engines.fusing.quiet import quietly
from rillet.engines.fusing.scopes import Scopes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from dis import Instruction
    from typing import Final, TypeAlias

    Function: TypeAlias = ast.Lambda | ast.FunctionDef

LONGEST_SOURCE = 5_000_000
LARGEST = 500
DEEPEST = 50
KEPT_ANSWERS = 1_024
KEPT_SOURCES = 64

NO_SOURCE = "its source is not found"
OTHER_SOURCE = "its source is not that of the running function"
LONG_SOURCE = "its source is too long"
MORE_THAN_ONE = "it is more than one return of an expression"
LARGE = "its expression is too large"

VARIADIC, PAUSING, NESTED = 0x04 | 0x08, 0x20 | 0x80 | 0x200, 0x10
METHOD = 0x8000000  # 3.14 marks what stands in a class, and runs it the same
FLAGS = {getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}
FUTURE = sum(FLAGS) & ~NESTED

LOOKS_AROUND = {
    *("dir", "eval", "exec", "locals", "super", "vars", "query"),
    *("_getframe", "_getframemodulename", "breakpoint", "currentframe", "set_trace"),
    *("extract_stack", "format_stack", "print_stack", "stack", "walk_stack", "evaluate"),
}
NAMES: Final[dict[type[ast.AST], str]] = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg"}
NAMED = ("LOAD_FAST", "LOAD_GLOBAL", "LOAD_DEREF")
SIGNS = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)


class Body:
    """What a function of one expression does, proven to be what it runs."""

    __slots__ = (
        "assigned",
        "captured",
        "code",
        "depth",
        "expression",
        "keyword_only",
        "locals",
        "names",
        "parameters",
    )

    def __init__(self, code: CodeType, expression: ast.expr, depth: int, scopes: Scopes) -> None:
        count, more = code.co_argcount, code.co_kwonlyargcount
        self.code: CodeType = code
        self.depth: int = depth
        self.expression: ast.expr = expression
        self.parameters: tuple[str, ...] = code.co_varnames[:count]
        self.keyword_only: tuple[str, ...] = code.co_varnames[count : count + more]
        self.names: frozenset[str] = frozenset(scopes.names | scopes.own)
        self.assigned: frozenset[str] = frozenset(scopes.assigned)
        self.captured: frozenset[str] = frozenset(scopes.captured)
        self.locals: frozenset[str] = self.assigned.union(self.parameters, self.keyword_only)


# By identity: equal code of another place has other positions. The entry keeps its code alive, so
# that no other gets its id. Third is what linecache held when the answer was no: with another
# source it may be yes.
_answers: dict[int, tuple[CodeType, Body | str, object]] = {}


def body_of(function: FunctionType) -> Body | str:
    """The body of a function, or the reason why it can only be called."""
    if type(function) is not FunctionType:
        return "it is not a function written in Python"
    code = function.__code__
    known = _answers.get(id(code))
    if known is not None:
        answer = known[1]
        if type(answer) is Body or linecache.cache.get(code.co_filename) is known[2]:
            return answer
    return _kept(code, _looked_up(function))


def _kept(code: CodeType, answer: Body | str) -> Body | str:
    _answers[id(code)] = code, answer, linecache.cache.get(code.co_filename)
    for old in [*_answers][:-KEPT_ANSWERS]:
        _answers.pop(old, None)
    return answer


def _looked_up(function: FunctionType) -> Body | str:
    code = function.__code__
    refused = _refused(code)
    if refused:
        return refused
    lines = _lines(function)
    try:
        answer = _proven(code, lines)
        if answer is OTHER_SOURCE and lines != (newer := _newer_lines(function) or lines):
            answer = _proven(code, newer)
    except (RecursionError, MemoryError, OverflowError, SystemError) as error:
        return f"its source cannot be compiled here ({type(error).__name__})"
    return answer


# The source


def _lines(function: FunctionType) -> list[str]:
    code = function.__code__
    try:
        # Python 3.14 has what was typed at its prompt only here.
        typed = getattr(linecache, "_getlines_from_code", _no_lines)(code)
        return typed or linecache.getlines(code.co_filename, function.__globals__)
    except Exception:  # a loader may raise anything
        return []


def _no_lines(code: CodeType) -> list[str]:
    return []


def _newer_lines(function: FunctionType) -> list[str]:
    """The lines once more, where the file has changed since they were read."""
    try:
        linecache.checkcache(function.__code__.co_filename)
    except Exception:
        return []
    return _lines(function)


def _texts(lines: list[str], line: int) -> Iterator[str]:
    """The statement around a line, and then all: most files need not be read whole for one line."""
    start, stop = _statement(lines, line)
    if stop - start < len(lines):
        yield "\n" * start + "".join(lines[start:stop])
    yield "".join(lines)


_starts = re.compile(r"(?!(elif|else|except|finally)\b)[^\s#)\]}]").match


def _statement(lines: list[str], line: int) -> tuple[int, int]:
    start, stop = line - 1, line
    while start > 0 and not _starts(lines[start]):
        start -= 1
    last = lines[start]
    while stop < len(lines) and (last[0] == "@" or not _starts(lines[stop])):
        if _starts(lines[stop]):
            last = lines[stop]
        stop += 1
    return start, stop


# What stands at a line


@lru_cache(KEPT_SOURCES)
def _functions(text: str) -> dict[int, list[tuple[Function, str]]]:
    """The functions of a text, each with the class around it, by the first line of their code."""
    found: dict[int, list[tuple[Function, str]]] = {}
    waiting: list[tuple[ast.AST, str]] = [(quietly(_parsed, text), "")]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, ast.Lambda | ast.FunctionDef):
            found.setdefault(_first_line(node), []).append((_bare(node), inside))
        within = node.name if isinstance(node, ast.ClassDef) else inside
        for name, value in ast.iter_fields(node):
            around = within if name == "body" else inside
            nodes = value if isinstance(value, list) else (value,)
            waiting += [(each, around) for each in nodes if isinstance(each, ast.AST)]
    return found


def _parsed(text: str) -> ast.AST:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _first_line(node: Function) -> int:
    decorators = getattr(node, "decorator_list", None)
    return decorators[0].lineno if decorators else node.lineno


def _bare(node: Function) -> Function:
    """The function without what is run where it is made: defaults, decorators, annotations."""
    bare: Function
    if isinstance(node, ast.Lambda):
        bare = ast.Lambda(_bare_arguments(node.args), node.body)
    else:
        body = node.body if _expression(node) else []
        first = node.decorator_list[:1]
        marks: list[ast.expr] = [ast.copy_location(ast.Constant(None), each) for each in first]
        bare = ast.FunctionDef(node.name, _bare_arguments(node.args), body, marks)
    return ast.copy_location(bare, node)


def _bare_arguments(args: ast.arguments) -> ast.arguments:
    first, then, last = (
        [ast.copy_location(ast.arg(each.arg), each) for each in kind]
        for kind in (args.posonlyargs, args.args, args.kwonlyargs)
    )
    required: list[ast.expr | None] = [None for _ in last]
    return ast.arguments(first, then, None, last, required, None, [])


def _expression(node: Function) -> ast.expr | None:
    if isinstance(node, ast.Lambda):
        return node.body
    match node.body:
        case [ast.Return(expression)]:
            return expression
        case [ast.Expr(ast.Constant(str())), ast.Return(expression)]:
            return expression
        case _:
            return None


# The proof


def _proven(code: CodeType, lines: list[str]) -> Body | str:
    if not lines:
        return NO_SOURCE
    if sum(map(len, lines)) > LONGEST_SOURCE:
        return LONG_SOURCE
    if not _may_stand_in(lines[code.co_firstlineno - 1 :][:1], code):
        return OTHER_SOURCE
    reason = OTHER_SOURCE
    for text in _texts(lines, code.co_firstlineno):
        for node, inside in _functions(text).get(code.co_firstlineno, ()):
            if _may_be(node, code):
                answer = _body(code, node, inside)
                if isinstance(answer, Body):
                    return answer
                reason = answer if reason is OTHER_SOURCE else reason
        if reason is not OTHER_SOURCE:
            return reason
    return OTHER_SOURCE


def _may_stand_in(line: list[str], code: CodeType) -> bool:
    words = ("lambda",) if code.co_name == "<lambda>" else ("def", "@")
    return any(word in each for word in words for each in line)


def _may_be(node: Function, code: CodeType) -> bool:
    """Whether it is worth to compile: a long line may have many functions."""
    args = node.args
    first = len(args.posonlyargs)
    return (
        code.co_name == getattr(node, "name", "<lambda>")
        and code.co_posonlyargcount == first
        and code.co_argcount == first + len(args.args)
        and code.co_kwonlyargcount == len(args.kwonlyargs)
        and _is_around(node, code)
    )


def _is_around(node: Function, code: CodeType) -> bool:
    # What starts and leaves a function has an empty place at the margin.
    placed = [each for each in code.co_positions() if each[2] is not None and each[2] != each[3]]
    if not placed:
        return True
    line, last_line, column, last_column = (each or 0 for each in placed[-1])
    end = (node.end_lineno or 0, node.end_col_offset or 0)
    begins = (node.lineno, node.col_offset) <= (line, column)
    return begins and (last_line, last_column) <= end


def _body(code: CodeType, node: Function, inside: str) -> Body | str:
    if _expression(node) is None:
        return MORE_THAN_ONE
    depth = _depth(node)
    if not depth:
        return LARGE
    node = _as_seen_inside(node, inside)
    expression = _expression(node)
    assert expression is not None
    if not _is_compiled_to(code, node):
        return OTHER_SOURCE
    scopes = Scopes(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount], expression)
    if scopes.escaping:
        return f"{min(scopes.escaping)} is used by an inner lambda or generator expression"
    return Body(code, expression, depth, scopes)


def _depth(node: ast.AST) -> int:
    """How deep a function is nested; 0 if it is too large."""
    level, size, depth = [node], 0, 0
    while level:
        size, depth = size + len(level), depth + 1
        if size > LARGEST or depth > DEEPEST:
            return 0
        level = [child for each in level for child in ast.iter_child_nodes(each)]
        level = [each for each in level if not isinstance(each, SIGNS)]
    return depth


def _as_seen_inside(node: Function, inside: str) -> Function:
    """The function with the private names of the class around it as they are when it runs."""
    prefix = inside.lstrip("_")
    if not prefix or not any(_private(each) for each in ast.walk(node)):
        return node
    node = copy.deepcopy(node)
    for each in ast.walk(node):
        field = _private(each)
        if field:
            setattr(each, field, f"_{prefix}{getattr(each, field)}")
    return node


def _private(node: ast.AST) -> str:
    field = NAMES.get(type(node), "")
    name = getattr(node, field, "")
    return field if name.startswith("__") and not name.endswith("__") else ""


def _is_compiled_to(code: CodeType, node: Function) -> bool:
    try:
        if _are_same(code, _compiled(code, node, [])):
            return True
        imports = _imports(code, node)
        return bool(imports) and _are_same(code, _compiled(code, node, imports))
    except (SyntaxError, ValueError):  # what stands there now is no function at all
        return False


def _are_same(code: CodeType, other: CodeType) -> bool:
    columns = _has_columns(code) and _has_columns(other)
    return exact(code, columns) == exact(other, columns)


def _compiled(code: CodeType, node: Function, imports: list[ast.stmt]) -> CodeType:
    """The code of a function where another is: nested as that is, with its free variables."""
    made: ast.stmt = node if isinstance(node, ast.FunctionDef) else ast.Expr(node)
    nested = bool(code.co_flags & NESTED)
    if nested:
        around = ast.parse("def around(): 0").body[0]
        assert isinstance(around, ast.FunctionDef)
        around.args.args = [ast.copy_location(ast.arg(name), node) for name in code.co_freevars]
        around.body = [ast.copy_location(made, node)]
        made = around
    tree = ast.Module([*imports, ast.copy_location(made, node)], [])
    flags = code.co_flags & FUTURE
    compiled: CodeType = quietly(compile, tree, code.co_filename, "exec", flags, True)
    for _ in range(1 + nested):
        compiled = _inner(compiled)[0]
    return compiled


def _imports(code: CodeType, node: Function) -> list[ast.stmt]:
    """What the module imports, as far as that tells in the code: `name.method()` is another."""
    calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    owners = {
        each.value.id
        for each in calls
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)
    }
    imported = owners.difference(_owners_of_methods(code)) if owners else ()
    names = [ast.copy_location(ast.alias(name), node) for name in imported]
    return [ast.copy_location(ast.Import(names), node)] if names else []


def _owners_of_methods(code: CodeType) -> Iterator[str]:
    from dis import get_instructions

    whole = (each for each in get_instructions(code) if each.opname != "EXTENDED_ARG")
    for owner, each in pairwise(whole):
        if _loads_method(each) and any(kind in owner.opname for kind in NAMED):
            yield owner.argval if type(owner.argval) is str else owner.argval[-1]
    for inner in _inner(code):
        yield from _owners_of_methods(inner)


def _loads_method(instruction: Instruction) -> bool:
    if sys.version_info >= (3, 12):
        return instruction.opname == "LOAD_ATTR" and bool(instruction.arg and instruction.arg & 1)
    return instruction.opname == "LOAD_METHOD"


def _inner(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if type(each) is CodeType]


def _has_columns(code: CodeType) -> bool:
    return any(column is not None for _, _, column, _ in code.co_positions())


def exact(value: object, columns: bool) -> Hashable:
    """What is equal only for constants that are the same in every way: not 1, 1.0 and True."""
    if type(value) is CodeType:
        return _exact_code(value, columns)
    if type(value) is tuple:
        return tuple, *(exact(each, columns) for each in value)
    if type(value) is frozenset:
        return frozenset, frozenset(exact(each, columns) for each in value)
    if type(value) in (float, complex):  # 0.0 and -0.0 are equal
        return type(value), repr(value)
    if type(value) is slice:
        return slice, exact((value.start, value.stop, value.step), columns)
    return type(value), value


def _exact_code(code: CodeType, columns: bool) -> Hashable:
    places = code.co_positions()
    return (
        code.co_name,
        code.co_firstlineno,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        code.co_flags & ~METHOD,
        code.co_code,
        code.co_names,
        (code.co_varnames, code.co_freevars, code.co_cellvars),
        code.co_exceptiontable,
        exact(code.co_consts, columns),
        tuple(places) if columns else tuple(place[0] for place in places),
    )


# What a body may not do


def _refused(code: CodeType) -> str:
    if code.co_flags & VARIADIC:
        return "it takes *args or **kwargs"
    if code.co_flags & PAUSING:
        return "it is a generator or a coroutine"
    around = LOOKS_AROUND.intersection(_names(code))
    if around:
        return f"it uses {min(around)}, which may look at its frame"
    return "it uses super() or __class__" if "__class__" in code.co_freevars else ""


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in _inner(code):
        yield from _names(each)
