"""Writes the statements of a run of operations, with the bodies of the functions in them."""

from __future__ import annotations

import ast

from rillet.engines.fusing.forms import Form, Inlined, Operator
from rillet.engines.fusing.scopes import assigned_in, targets
from rillet.engines.fusing.templates import slot_of, template_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final, TypeGuard

    from rillet.engines.fusing.bodies import Body
    from rillet.engines.fusing.templates import Template
    from rillet.operations.operation import Operation


DEEPEST: Final = 100
"""So deep are bodies nested that are written into one another."""


class Unit:
    """An operation in a run, and the forms of the parts of its argument."""

    __slots__ = ("forms", "operation", "template")

    def __init__(self, operation: type[Operation], forms: tuple[Form, ...]) -> None:
        self.operation: type[Operation] = operation
        self.template: Template = template_of(operation)
        self.forms: tuple[Form, ...] = forms

    @property
    def spread(self) -> Form | None:
        """What is called with the parts of an item."""
        place = self.template.spread
        return None if place is None else self.forms[place]

    @property
    def wanted(self) -> int | None:
        """How many parts of an item it takes, if it needs no tuple of them."""
        if self.spread is None:
            return len(self.template.unpacked) or None
        return self.spread.arity


class Nest:
    """A loop over the items of an item."""

    __slots__ = ("loop", "outer", "states")

    def __init__(self, outer: list[ast.stmt], loop: ast.For, states: int) -> None:
        self.outer: list[ast.stmt] = outer
        """The statements of which it is the last."""
        self.loop: ast.For = loop
        self.states: int = states
        """How many of the states are those of operations before it."""


class Names:
    """The names of a loop, and of the free variables in it."""

    def __init__(self, forms: Iterable[Form]) -> None:
        inlined = [form for form in forms if isinstance(form, Inlined)]
        self._all: set[str] = set()
        self._fixed: set[str] = set()
        self._locals: set[str] = set()
        for form in inlined:
            self._all |= form.body.names
            body = form.body
            self._fixed |= body.names - body.locals - {*body.code.co_freevars}
        self.cells: dict[int, str] = {}
        for form in inlined:
            for name, cell in zip(form.body.code.co_freevars, form.cells):
                if cell not in self.cells:
                    self.cells[cell] = self._cell(name)

    def _cell(self, name: str) -> str:
        if name in self._fixed:
            return self.fresh(name)
        self._fixed.add(name)
        return name

    def fresh(self, name: str) -> str:
        """A name that stands in none of the bodies, `name` if possible."""
        made, number = name, 2
        while made in self._all or made in self._fixed:
            made, number = f"{name}_{number}", number + 1
        self._fixed.add(made)
        return made

    def local(self, name: str) -> str:
        """A name that means nothing else while a body is evaluated, `name` if possible."""
        if name in self._locals:
            return name
        if name in self._fixed:
            return self.fresh(name)
        self._fixed.add(name)
        self._locals.add(name)
        return name


class Writer:
    """Writes operation after operation into `statements`."""

    def __init__(
        self, names: Names, leave_out: Callable[[], ast.stmt], end: Callable[[], ast.stmt]
    ) -> None:
        self.names: Names = names
        self.begin: list[ast.stmt] = []
        """What stands before the loop."""
        self.state: list[str] = []
        """What it has changed when an exception ends it."""
        self.statements: list[ast.stmt] = []
        self.nests: list[Nest] = []
        """The loops in the loop, the outermost first."""
        self.parameters: list[str] = []
        """The names of the values of the forms, in their order."""
        self.constants: dict[str, Any] = {}
        """What else the loop is given, by its name."""
        self.bodies: list[tuple[Body, dict[str, str]]] = []
        """What is written in, with the names that its parameters have here."""
        self.item: str = names.fresh("item")
        self.parts: list[str] | None = None
        """The names of the parts of the item, where there is no tuple of them yet."""
        self._steady: set[str] = {self.item}
        self.given: dict[str, str] = {}
        """The names of what it is given itself, in the statements that use it."""
        self._nested = 0
        """In how many bodies, one in the other, the expression of the item stands."""
        self._own: dict[str, str] = {}
        self._slots: dict[Any, tuple[Form, list[str]]] = {}
        self._leave_out: Callable[[], ast.stmt] = leave_out
        self._end: Callable[[], ast.stmt] = end

    def operation(self, unit: Unit, wanted: int | None) -> None:
        """Write an operation; it makes no tuple where its `wanted` parts are taken next.

        So what it takes are the parts of the one before, or there are none.
        """
        template = unit.template
        self.enter(template.own, template.library, zip(template.paths, unit.forms))
        self.begin += self.block(template.begin)
        self.state += [self._own[name] for name in template.state]
        if unit.spread is not None:
            self._spread(unit.spread, wanted)
            return
        if template.is_call and self._goes_into(unit.forms[0]):
            return
        inline = template.inline
        if self.parts is not None:
            self._own.update(zip(template.unpacked, self.parts))
            self.parts, inline = None, inline[1:]
        for statement in inline:
            self._write(statement, wanted if statement is inline[-1] else None)

    def enter(self, own: Iterable[str], library: dict[str, Any], slots: Iterable[Any]) -> None:
        """Give names to what the statements that follow have for their own."""
        self._own = {**self.given, **{name: self.variable(name) for name in sorted(own)}}
        self._own |= {name: self.constant(name, value) for name, value in library.items()}
        self._slots = {}
        for key, form in slots:
            names = [self.variable("value") for _ in range(form.count)]
            self.parameters += names
            self._slots[key] = form, names

    def constant(self, name: str, value: Any) -> str:
        """The name of an object that the loop is given."""
        for known, other in self.constants.items():
            if other is value:
                return known
        made = self.variable(name)
        self.constants[made] = value
        return made

    def nest(self) -> ast.For:
        """Go on with the items of the item, in a loop inside."""
        inside: list[ast.stmt] = []
        target = ast.Name(self.item, ast.Store())
        loop = ast.For(target, load(self.item), inside, [])
        self.statements.append(loop)
        self.nests.append(Nest(self.statements, loop, len(self.state)))
        self.statements = inside
        return loop

    def last_item(self) -> ast.expr:
        """The expression of the item, which is not made before."""
        match self.statements[-1:]:
            case [ast.Assign(targets=[ast.Name(id=self.item)], value=value)]:
                self.statements.pop()
                return value
            case _:
                return load(self.item)

    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Statements, written apart."""
        outer, self.statements = self.statements, []
        for statement in statements:
            self._write(statement)
        inner, self.statements = self.statements, outer
        return inner

    def variable(self, name: str) -> str:
        """A name for something that does not change while a body is evaluated."""
        made = self.names.fresh(name)
        self._steady.add(made)
        return made

    def _assign(self, name: str, value: ast.expr) -> None:
        self.statements.append(assigned(name, value))

    def _spread(self, form: Form, wanted: int | None) -> None:
        """Write `item = argument(*item)`."""
        names = next(names for found, names in self._slots.values() if found is form)
        if self.parts is not None:
            args = [*map(load, self.parts)]
            self.parts = None
            self._assign_item(self._called(form, names, args), wanted)
        elif form.arity is None:
            self._assign(self.item, self._with_all_parts(names))
        else:
            self._guarded(form, names, form.arity)

    def _guarded(self, form: Form, names: list[str], arity: int) -> None:
        """Written in for a tuple of the right length; for all else it is called."""
        is_tuple = ast.Compare(
            ast.Call(load(self.constant("type", type)), [load(self.item)], []),
            [ast.Is()],
            [load(self.constant("tuple", tuple))],
        )
        length = ast.Call(load(self.constant("len", len)), [load(self.item)], [])
        fits = ast.Compare(length, [ast.Eq()], [ast.Constant(arity)])
        outer, self.statements = self.statements, []
        parts = [self.variable("part") for _ in range(arity)]
        targets: list[ast.expr] = [ast.Name(part, ast.Store()) for part in parts]
        unpacked = ast.Assign([ast.Tuple(targets, ast.Store())], load(self.item))
        self.statements.append(unpacked)
        self._assign(self.item, self._called(form, names, [*map(load, parts)]))
        inside, self.statements = self.statements, outer
        otherwise = assigned(self.item, self._with_all_parts(names))
        test = ast.BoolOp(ast.And(), [is_tuple, fits])
        self.statements.append(ast.If(test, inside, [otherwise]))

    def _with_all_parts(self, names: list[str]) -> ast.expr:
        """The call of a function with the parts of an item, as starmap makes it."""
        parts = ast.Call(load(self.constant("tuple", tuple)), [load(self.item)], [])
        return ast.Call(load(names[-1]), [ast.Starred(parts, ast.Load())], [])

    def _write(self, node: ast.stmt, wanted: int | None = None) -> None:
        match node:
            case ast.Pass():
                return
            case ast.Return(value=None | ast.Constant(value=None)):
                self.statements.append(self._leave_out())
            case ast.Return(value=ast.Constant(value=True)):
                self.statements.append(self._end())
            case ast.Assign(targets=[ast.Name(id="item")], value=value):
                self._assign_item(self._expression(value), wanted)
            case ast.If(test=test, body=body, orelse=orelse):
                tested = self._expression(test, truth=True)
                self.statements.append(ast.If(tested, self.block(body), self.block(orelse)))
            case _:
                self.statements.append(self._copied(node))

    def _assign_item(self, value: ast.expr, wanted: int | None) -> None:
        if is_display(value, wanted):
            self.parts = [self._kept(each) for each in value.elts]
        else:
            self._assign(self.item, value)

    def _kept(self, value: ast.expr) -> str:
        """A name for a value, which is evaluated here."""
        if isinstance(value, ast.Name) and value.id in self._steady:
            return value.id
        name = self.variable("part")
        self._assign(name, value)
        return name

    def _expression(self, node: ast.expr, *, truth: bool = False) -> ast.expr:
        """The expression of a template; only its truth is wanted if `truth`."""
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ast.UnaryOp(ast.Not(), self._expression(operand, truth=truth))
            case ast.Call(func=func, args=given, keywords=[]) if (
                key := self._slot(func)
            ) is not func:
                form, names = self._slots[key]
                args = [*map(self._expression, given)]
                if truth and isinstance(form, Operator) and form.is_truth:
                    return args[0]
                return self._called(form, names, args)
            case ast.Name(id="item"):
                return ast.Name(self.item, node.ctx)
            case ast.Name(id=name) if name in self._own:
                return ast.Name(self._own[name], node.ctx)
            case _:
                pass
        key = self._slot(node)
        return load(self._slots[key][1][-1]) if key is not node else self._copied(node)

    def _slot(self, node: ast.AST) -> Any:
        """What the slot is known by that the node is; the node itself if it is none."""
        if isinstance(node, ast.Name) and node.id in self._slots:
            return node.id
        return slot_of(node)

    def _copied(self, node: Any) -> Any:
        """The node with its parts written; it stands nowhere yet."""
        made = {name: self._field(value) for name, value in ast.iter_fields(node)}
        if isinstance(node, ast.ExceptHandler) and node.name:
            made["name"] = self._own[node.name]
        return type(node)(**made)

    def _field(self, value: Any) -> Any:
        if isinstance(value, ast.expr):
            return self._expression(value)
        if isinstance(value, list):
            if value and isinstance(value[0], ast.stmt):
                return self.block(value)
            return [self._field(each) for each in value]
        if isinstance(value, ast.AST):
            return self._copied(value)
        return value

    def _called(self, form: Form, names: list[str], args: list[ast.expr]) -> ast.expr:
        """The call of a form: its own expression, if it can be written in."""
        if not form.accepts(len(args)):
            return ast.Call(load(names[-1]), args, [])
        if isinstance(form, Operator):
            return form.write([*map(load, names)], args)
        assert isinstance(form, Inlined)
        return self._body(form, form.bound(names, args))

    def _goes_into(self, form: Form) -> bool:
        """Write `item = argument(item)` over the expression of the item, if that may go into it."""
        self._nested += form.depth
        match self.statements[-1:]:
            case [ast.Assign(targets=[ast.Name(id=self.item)], value=value)]:
                if self._nested <= DEEPEST and form.takes_expression:
                    self.statements.pop()
                    (names,) = [names for _, names in self._slots.values()]
                    self._assign(self.item, self._called(form, names, [value]))
                    return True
            case _:
                pass
        self._nested = form.depth
        return False

    def _body(self, form: Inlined, bound: dict[str, ast.expr]) -> ast.expr:
        """The expression of a function whose parameters are bound to others."""
        body = form.body
        free = zip(body.code.co_freevars, form.cells)
        renamed = {name: self.names.cells[cell] for name, cell in free}
        inside: dict[str, ast.expr] = {}
        for parameter, value in bound.items():
            is_name = isinstance(value, ast.Name) and value.id in self._steady
            if is_name and parameter not in body.assigned | body.captured:
                renamed[parameter] = value.id  # type: ignore[attr-defined]
            elif form.takes_expression:
                inside[parameter] = value
            else:
                renamed[parameter] = self.names.local(parameter)
                self._assign(renamed[parameter], value)
        for name in sorted(body.assigned - {*bound}):
            renamed[name] = self.names.local(name)
            # What an earlier item has left there is unbound again, as in a new call.
            self._assign(renamed[name], ast.Constant(None))
            self.statements.append(ast.Delete([ast.Name(renamed[name], ast.Del())]))
        expression: ast.expr = Renamed(renamed).visit(copied(body.expression))
        for node in ast.walk(expression):
            vars(node)["in_body"] = len(self.bodies)
        known = {name: renamed[name] for name in body.parameters if name in renamed}
        self.bodies.append((body, known))
        return Put(inside).visit(expression) if inside else expression


class Put(ast.NodeTransformer):
    """Puts expressions in the place of variables."""

    def __init__(self, expressions: dict[str, ast.expr]) -> None:
        self._expressions = expressions

    def visit_Name(self, node: ast.Name) -> ast.expr:  # as ast calls it
        return self._expressions.get(node.id, node)


class Renamed(ast.NodeTransformer):
    """Gives other names to the variables of a function, and none to those of scopes inside it."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:  # as ast calls it
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        args = node.args
        args.defaults = [self.visit(each) for each in args.defaults]
        args.kw_defaults = [each and self.visit(each) for each in args.kw_defaults]
        own = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
        bound = {arg.arg for arg in own if arg is not None}
        inside = self._without(bound.union(assigned_in(node.body)))
        node.body = inside.visit(node.body)
        return node

    def _comprehension(self, node: Any) -> ast.AST:
        first = node.generators[0]
        first.iter = self.visit(first.iter)
        inside = self._without(targets(node))
        for generator in node.generators:
            generator.target = inside.visit(generator.target)
            if generator is not first:
                generator.iter = inside.visit(generator.iter)
            generator.ifs = [inside.visit(each) for each in generator.ifs]
        for part in ("key", "value", "elt"):
            if hasattr(node, part):
                setattr(node, part, inside.visit(getattr(node, part)))
        return node  # type: ignore[no-any-return]

    visit_ListComp: Any = _comprehension  # noqa: N815
    visit_SetComp: Any = _comprehension  # noqa: N815
    visit_DictComp: Any = _comprehension  # noqa: N815
    visit_GeneratorExp: Any = _comprehension  # noqa: N815

    def _without(self, names: set[str]) -> Renamed:
        return Renamed({old: new for old, new in self._names.items() if old not in names})


def is_display(value: ast.expr, parts: int | None) -> TypeGuard[ast.Tuple]:
    """Whether an expression displays a tuple of so many parts."""
    if not isinstance(value, ast.Tuple) or len(value.elts) != parts:
        return False
    return not any(isinstance(each, ast.Starred) for each in value.elts)


def copied(tree: Any) -> Any:
    """A copy of a tree, with all that its nodes have been told."""
    if isinstance(tree, list):
        return [*map(copied, tree)]
    if not isinstance(tree, ast.AST):
        return tree
    made = type(tree).__new__(type(tree))  # to call it without its fields is deprecated
    vars(made).update({name: copied(value) for name, value in vars(tree).items()})
    return made


def load(name: str) -> ast.expr:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def let_go(names: list[str]) -> ast.stmt:
    """Statement after which these variables hold nothing."""
    return ast.Assign([ast.Name(name, ast.Store()) for name in names], ast.Constant(None))


def called(name: str) -> ast.expr:
    """A call without arguments."""
    return ast.Call(load(name), [], [])


def assigned(name: str, value: ast.expr) -> ast.stmt:
    """An assignment to a name."""
    return ast.Assign([ast.Name(name, ast.Store())], value)
