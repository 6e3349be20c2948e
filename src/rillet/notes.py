"""Notes on exceptions (PEP 678): in which operation a function of the user's raised, and at what.

Nothing of this runs before an exception has come as far as a terminal, or a sink: then the plan is
compared with the traceback. A function that runs in C has no frame there, so it is named only
where nothing else can be meant, and otherwise all that can be.
"""

from __future__ import annotations

from types import CodeType, FunctionType, MethodType

from rillet.arguments import brief, call_text
from rillet.cached import Cached
from rillet.compiled import partial
from rillet.errors import RilletError
from rillet.fold import Fold
from rillet.operations.operation import Family, Generated, Operation
from rillet.operations.own import Then, Word
from rillet.plan import FUSED, FUSED_LOOP, PLAIN, Once, Recipe, Source, runs_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType
    from typing import Any, Final

    from rillet.stream import Stream

START: Final = "rillet: raised in "
"""How every note begins, so that an exception gets one alone."""

_GENERATOR = 0x20
_MOST = 4
"""So many places are named, if it is one of several; so deep lies a function in an argument."""
_LONGEST = 9
"""So many parts of an argument may be functions."""
_READERS = frozenset({"collections", "heapq", "functools"})
"""The modules of the standard library in which a terminal reads its items."""
_QUIET_OPERATIONS = (
    "[] append batched catch cycle drop dropwhile enumerate filter filter_map filterfalse fuse "
    "locate map not_none on_close pairwise prepend reversed tail take takewhile tap tee_to try_map "
    "windowed"
)
_QUIET_TERMINALS = (
    "all any broadcast collect consume count find first fold for_each into last none nth partition "
    "pipe reduce to_list to_tuple"
)
_QUIET = frozenset(f"{_QUIET_OPERATIONS} {_QUIET_TERMINALS}".split())
"""What raises nothing of its own, whatever the items are."""
_CONTAINERS = (list, tuple, iter)
"""What takes any items."""
_NO_OPERATIONS = frozenset({"rillet.arguments", "rillet.sources", "rillet.files"})
"""The modules of ours that raise, and call no function of an operation."""
_ASKS = frozenset({"FOR_ITER", "SEND"})
"""The instructions that ask an iterator for an item: those of `for` and of `yield from`."""
_BETWEEN = frozenset({"GET_ITER", "GET_YIELD_FROM_ITER", "LOAD_CONST"})
"""What stands between them and that iterator."""
_READ_ON = frozenset({"pipe", "collect"})
"""The terminals whose function reads the items itself."""


class Place:
    """Where a function may stand: its text, the functions there, and whether it may raise in C.

    An operation that is a generator has a frame of its own, which is known by its code, `step`.
    A `reader` is a function that reads the items itself, so that what raises above it may pass.
    """

    def __init__(
        self,
        text: str,
        functions: list[Any],
        *,
        quiet: bool,
        step: Any = None,
        reader: Any = None,
        main: bool = True,
        number: int | None = None,
    ) -> None:
        self.text = text
        self.main = main
        self.number = number
        self.codes: dict[CodeType, int] = {}
        self.step: CodeType | None = getattr(step, "__code__", None)
        self.in_c: bool = not quiet
        for f, bound in functions:
            code = getattr(f, "__code__", None)
            if type(code) is CodeType:
                self.codes[code] = bound
            elif not any(f is each for each in _CONTAINERS):
                self.in_c = True
        self.reads: set[CodeType] = {*_codes_of(reader)}
        self.codes |= {code: _unknown_arguments(code, reader) for code in self.reads}


def note(
    error: Exception,
    stream: Stream[Any],
    terminal: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    """Note on `error`, which has come out of a terminal of `stream`, where it arose."""
    try:
        if not _wants_note(error):
            return
        given = (*args, *kwargs.values())
        quiet = terminal in _QUIET
        text = f"the terminal {call_text(terminal, *args, **kwargs)}"
        reader = args[0] if terminal in _READ_ON and args else None
        functions = [*functions_in(given)]
        number = len(stream._operations)
        end = Place(text, functions, quiet=quiet, reader=reader, number=number)
        _add(error, _in_plan(error, [*_places(stream)], end, stream))
    except Exception:  # what explains an error must not be one
        return


def note_pushed(
    error: BaseException,
    operations: tuple[tuple[type[Operation], Any], ...],
    place: float,
    target: tuple[Any, ...],
) -> None:
    """Note on `error` that it arose at `place` in a push chain, at the last in the `target`."""
    try:
        if not _wants_note(error) or not 0 <= place <= len(operations):
            return
        if place == len(operations):
            text = f"the target {brief(target[0])}" if target else ""
            found = [Place(text, [*functions_in(target)], quiet=True)]
        else:
            found = [*_places_at(int(place), operations)]
        _add(error, _by_frame(error, found) or _in_step(error, found))
    except Exception:  # see above
        return


def _wants_note(error: BaseException) -> bool:
    if not isinstance(error, Exception) or isinstance(error, RilletError):
        return False
    return not any(
        isinstance(each, str) and each.startswith(START) for each in getattr(error, "__notes__", ())
    )


def _add(error: BaseException, where: str) -> None:
    if where:
        error.add_note(START + where)


def functions_in(value: Any, level: int = 0) -> Iterator[tuple[Any, int]]:
    """The functions in an argument, each with the number of its parameters that are not items."""
    if level > _MOST:
        return
    if hasattr(value, "__wrapped__"):  # as functools.wraps and lru_cache leave it
        yield from functions_in(value.__wrapped__, level + 1)
    if type(value) is tuple:
        for each in value[:_LONGEST]:  # more are items of the user's
            yield from functions_in(each, level + 1)
    elif isinstance(value, Once):
        yield from functions_in(value._value, level + 1)
    elif isinstance(value, partial):
        yield from functions_in((value.func, *value.args, *value.keywords.values()), level + 1)
    elif isinstance(value, Fold):
        for each in value._functions:
            yield from functions_in(each, level + 1)
    elif isinstance(value, MethodType):
        yield value.__func__, 1
    elif isinstance(value, type):
        if not issubclass(value, (BaseException, Operation)):
            yield from _methods(value, "__init__", "__new__")
        check = type(value).__instancecheck__  # what `of_type` calls
        if isinstance(check, FunctionType):
            yield check, 1
    elif isinstance(value, FunctionType):
        yield value, 0
    elif callable(value) and not isinstance(value, Family):
        yield from _methods(type(value), "__call__", itself=value)


def _methods(kind: type, *names: str, itself: Any = None) -> Iterator[tuple[Any, int]]:
    """The methods of these names, or what is called in C where none is written in Python."""
    found = [getattr(kind, name) for name in names]
    python: list[Any] = [method for method in found if isinstance(method, FunctionType)]
    yield from [(method, 1) for method in python]
    if not python:
        yield (kind if itself is None else itself), 0


def _reader_of(operation: type[Operation], argument: Any) -> Any:
    """The function of an operation of the user's own that reads the items."""
    if issubclass(operation, Word):
        return operation.function
    if issubclass(operation, Then):
        return argument
    if operation.name == "|":  # the functions of a program, over a bridge
        return argument[0]._steps
    return operation.pull if operation.name == "then" else None


def _codes_of(reader: Any) -> Iterator[CodeType]:
    """The code of a function that reads the items, and of the functions that are made in it."""
    if isinstance(reader, partial):
        reader = reader.func
    for f, _ in functions_in(reader):
        left = [getattr(f, "__code__", None)]
        for each in left:
            if isinstance(each, CodeType):
                yield each
                left.extend(each.co_consts)


def _unknown_arguments(code: CodeType, reader: Any) -> int:
    """How many arguments are no items: all those of the reader, and of what is made by it to read.

    Of what else is made in it, as a lambda, none.
    """
    is_reader = any(getattr(f, "__code__", None) is code for f, _ in functions_in(reader))
    return code.co_argcount if is_reader or code.co_flags & _GENERATOR else 0


def _places(stream: Family[Any], suffix: str = "") -> Iterator[Place]:
    """The places of the plan of `stream`, the source first."""
    source, operations = stream._source, stream._operations
    if isinstance(source, Recipe):
        functions = [*functions_in((source.function, source.arguments))]
        yield Place(f"the source {source.text(0)}{suffix}", functions[1:], quiet=True)
    elif isinstance(source, Cached):
        yield from _places(source._stream, f", of the stream that is cached{suffix}")
    for place in range(len(operations)):
        yield from _places_at(place, operations, suffix)


def _places_at(
    place: int, operations: tuple[tuple[type[Operation], Any], ...], suffix: str = ""
) -> Iterator[Place]:
    """The place of one operation, after those of the streams that it reads beside its own."""
    operation, argument = operations[place]
    call = f"{operation.text(argument, 0)}, operation {place + 1} of {len(operations)}{suffix}"
    beside = operation.operands(argument)
    for each in beside:
        if isinstance(each, Family):
            yield from _places(each, f", of a stream in {call}")
    reader = _reader_of(operation, argument)
    is_quiet = operation.name in _QUIET or (operation.beside and not operation.keeps)
    quiet = is_quiet and reader is None and not any(map(_can_raise, beside))
    generates = issubclass(operation, Generated) and operation.generates(argument)
    step = operation.generate if generates else None  # type: ignore[attr-defined]
    functions = [*functions_in(argument)]
    main, number = not suffix, None if suffix else place
    yield Place(call, functions, quiet=quiet, step=step, reader=reader, main=main, number=number)


def _can_raise(source: Any) -> bool:
    """Whether the source may raise and leave no frame; a stream has places of its own."""
    if isinstance(source, Family):
        return _can_raise(source._source)
    return not (type(source) in PLAIN or isinstance(source, Source) or runs_python(source))


def _in_plan(error: Exception, places: list[Place], end: Place, stream: Stream[Any]) -> str:
    where = _by_frame(error, [*places, end], stream)
    return where or _in_c(error, places, end, stream)


def _frames(error: BaseException) -> Iterator[TracebackType]:
    """The frames that an error has passed, the outermost first.

    A StopIteration that leaves a generator becomes another error (PEP 479), without its frames.
    """
    became = isinstance(error, RuntimeError) and isinstance(error.__cause__, StopIteration)
    for each in (error, error.__cause__) if became else (error,):
        trace = None if each is None else each.__traceback__
        while trace is not None:
            yield trace
            trace = trace.tb_next


def _by_frame(error: BaseException, places: list[Place], stream: Any = None) -> str:
    """Where the first function of the plan in the traceback stands; "" if none is there.

    A function may read the items itself, so what it has called comes first, and where it asks for
    an item it is not taken for what raised.
    """
    where = ""
    for trace in _frames(error):
        frame = trace.tb_frame
        code = frame.f_code
        found = [place for place in places if code in place.codes]
        if not found:
            if in_loop := _in_loop(error, trace, places, stream):
                return in_loop
            continue
        reads = code in found[0].reads
        is_generator = bool(code.co_flags & _GENERATOR)
        if (reads and _may_read(trace)) or (is_generator and _instruction(trace) == "FOR_ITER"):
            continue
        called = _called_with(frame, found[0].codes[code])
        where = _one_of([place.text for place in found]) + called
        if not (reads or is_generator):
            return where
    return where


def _is_fused(trace: TracebackType) -> bool:
    """Whether it is a frame of what was made of operations, with the globals of the user's."""
    return trace.tb_frame.f_code.co_name in (FUSED, FUSED_LOOP)


def _in_loop(error: BaseException, trace: TracebackType, places: list[Place], stream: Any) -> str:
    """Where a frame of a fused loop stands: in the body of a function, or at an operation."""
    if not _is_fused(trace):
        return ""
    from rillet.engines.fusing.places import operation_of, place_of

    place = place_of(trace)
    if place is None:
        return ""
    if place.code is None:
        is_last = trace.tb_next is None and stream is not None
        number = operation_of(place, stream) if is_last else None
        at = [each for each in places if each.number == number is not None]
        if refused := _refused(error, at):
            return "".join(refused)
        in_call = _instruction(trace) not in {"FOR_ITER", "RAISE_VARARGS"}
        return "".join(each.text for each in at if each.in_c or (in_call and each.step is not None))
    found = [each for each in places if place.code in each.codes]
    bound = found[0].codes[place.code] if found else 0
    changed = _changed(place.code)
    arguments = [*place.arguments.items()][bound:]
    shown = [f"{name}={brief(value)}" for name, value in arguments if name not in changed]
    called = f", called with {', '.join(shown[:_MOST])}" if shown else ""
    return _one_of([each.text for each in found]) + called if found else ""


def _may_read(trace: TracebackType) -> bool:
    """Whether a frame stands where it may ask for an item: in a loop, or at an iterator."""
    at = _instruction(trace)
    if at in _ASKS or at == "RAISE_VARARGS":
        return at in _ASKS
    values = trace.tb_frame.f_locals
    read = (values.get(name) for name in _names_at(trace))
    return any(hasattr(type(each), "__next__") or isinstance(each, Family) for each in read)


def _reads_what_is_given(trace: TracebackType) -> bool:
    """Whether a frame asks for an item of its own parameter, and so of what stands before it."""
    from dis import get_instructions

    code = trace.tb_frame.f_code
    before = [each for each in get_instructions(code) if each.offset < _offset(trace)]
    while before[-1].opname in _BETWEEN:
        before.pop()
    given = {*code.co_varnames[: code.co_argcount]} - _changed(code) - {".0"}
    is_name = before[-1].opname.startswith("LOAD_FAST")
    return _instruction(trace) in _ASKS and is_name and before[-1].argval in given


def _names_at(trace: TracebackType) -> set[str]:
    """What is loaded by name in the expression that a frame stands at; all if that is not known."""
    from dis import get_instructions

    spans = {each.offset: _span(each) for each in get_instructions(trace.tb_frame.f_code)}
    start, end = spans[_offset(trace)]
    names: set[str] = set()
    for each in get_instructions(trace.tb_frame.f_code):
        first, last = spans[each.offset]
        if each.opname.startswith("LOAD_") and start <= first and last <= end:
            value = each.argval
            names |= {*value} if isinstance(value, tuple) else {str(value)}
    return names


def _span(instruction: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the expression of an instruction begins and ends; (0, 0) if Python was told not to."""
    line, end_line, column, end_column = map(int, (each or 0 for each in instruction.positions))
    return (line, column), (end_line, end_column)


def _one_of(texts: list[str]) -> str:
    texts = [*dict.fromkeys(texts)]
    if len(texts) < 2:
        return "".join(texts)
    more = [f"{len(texts) - _MOST} more"] if len(texts) > _MOST else []
    return f"one of: {'; '.join([*texts[:_MOST], *more])}"


def _called_with(frame: FrameType, bound: int) -> str:
    """The arguments of the call, as far as the function has not put others in their place."""
    code = frame.f_code
    changed = _changed(code)
    values = frame.f_locals
    shown = [
        f"{name}={brief(values[name])}"
        for name in code.co_varnames[bound : code.co_argcount]
        if name not in changed and name in values and not name.startswith(".")
    ]
    return f", called with {', '.join(shown[:_MOST])}" if shown else ""


def _changed(code: CodeType) -> set[str]:
    """The variables that the function sets or deletes, or that a function inside it may."""
    from dis import get_instructions

    changed = {*code.co_cellvars}
    for instruction in get_instructions(code):
        if instruction.opname.startswith(("STORE_", "DELETE_")):
            value = instruction.argval
            changed |= {*value} if isinstance(value, tuple) else {value}
    return changed


def _in_c(error: Exception, places: list[Place], end: Place, stream: Stream[Any]) -> str:
    """What may have raised in C, by the last frame of ours; "" where it was no such function."""
    source_can_raise = _can_raise(stream._source)
    candidates = [*places, end]
    own: Place | None = None
    at = ""
    for trace in _frames(error):
        module = _module(trace.tb_frame)
        if module in _READERS:
            at = ""
            continue
        at = _instruction(trace)
        code = trace.tb_frame.f_code
        if _is_fused(trace):
            candidates = _before_loop(trace, candidates, stream)
            continue
        readers = [n for n, each in enumerate(candidates) if code in each.reads]
        if readers:
            own = candidates[readers[-1]]
            candidates = candidates[: readers[-1]]
        if own is not None and code in own.reads:
            if trace.tb_next is None and not _reads_what_is_given(trace):
                return _one_of([*_without_frames(candidates, source_can_raise), own.text])
            continue
        if not module.startswith("rillet.") or module in _NO_OPERATIONS:
            return ""
        found = [n for n, each in enumerate(candidates) if each.step is code]
        if found and at != "FOR_ITER" and "items" not in _names_at(trace):
            return "" if at == "RAISE_VARARGS" else candidates[found[-1]].text
        candidates = candidates[: found[-1]] if found else candidates
    if at == "RAISE_VARARGS":
        return ""
    if at == "FOR_ITER" and candidates[-1:] == [end]:
        candidates.pop()
    return _one_of(_refused(error, candidates) or _without_frames(candidates, source_can_raise))


def _refused(error: BaseException, places: list[Place]) -> list[str]:
    """The places of a function whose call was refused for its arguments: that leaves no frame."""
    name, is_call, _ = str(error).partition("() ")
    if type(error) is not TypeError or not is_call:
        return []
    return [each.text for each in places if name in {code.co_qualname for code in each.codes}]


def _before_loop(trace: TracebackType, candidates: list[Place], stream: Stream[Any]) -> list[Place]:
    """What may have raised where a fused loop asks for an item.

    Outside of its loop a terminal has given all items to another function, which pulls them.
    """
    from rillet.engines.fusing.places import first_of, place_of

    place = place_of(trace)
    if place is not None and place.operation is None and _instruction(trace) != "FOR_ITER":
        return candidates
    first = None if place is None else first_of(place, stream)
    if first is None:  # a loop of a stream beside, of which nothing is known here
        return []
    return [each for each in candidates if each.number is None or each.number < first]


def _without_frames(candidates: list[Place], source_can_raise: bool) -> list[str]:
    """What may have raised and left no frame; it lies behind the last generator of the plan."""
    texts: list[str] = []
    for each in reversed(candidates):
        if each.step is not None and each.main:
            return texts[::-1]
        if each.step is None and each.in_c:
            texts.append(each.text)
    return texts[::-1] + ["the source"] * (source_can_raise and bool(texts))


def _in_step(error: BaseException, places: list[Place]) -> str:
    """Where a push chain has called C; "" where something else has raised."""
    *_, last = _frames(error)
    code = last.tb_frame.f_code
    is_ours = _module(last.tb_frame).startswith("rillet.") or _is_fused(last)
    found = [each.text for each in places if code in each.reads or (is_ours and each.in_c)]
    return "" if _instruction(last) == "RAISE_VARARGS" else _one_of(found)


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _instruction(trace: TracebackType) -> str:
    """The name of the instruction that a frame of a traceback stands at."""
    from dis import opname

    return opname[trace.tb_frame.f_code.co_code[_offset(trace)]]


def _offset(trace: TracebackType) -> int:
    """Where that instruction is: in a call of Python by Python a frame stands in its cache."""
    code, offset = trace.tb_frame.f_code.co_code, trace.tb_lasti
    while not code[offset]:
        offset -= 2
    return offset
