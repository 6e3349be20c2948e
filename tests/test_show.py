"""What a plan tells of itself: `explain`, `to_mermaid`, and what a notebook shows."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from calls import CALLING_LAZY, LAZY
from hypothesis import given, settings
from strategies import Plan, plans, without_address

import rillet
from rillet import Pipeline, Stream, op, operation
from rillet.operations.operation import Operation
from rillet.seeing.explanation import Explanation
from rillet.seeing.parts import Plan as Parts

SOURCE = Path(rillet.__file__).parent.parent
WIDER = settings(max_examples=15 * settings().max_examples)


class Lines:
    """A source whose repr has several lines, and that nobody may iterate."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<Lines\n  of {self.text}>"

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("it was pulled")


def untouched() -> Iterator[int]:
    raise AssertionError("it was pulled")
    yield


def refuses(*_: object) -> Any:
    raise AssertionError("it was called")


LOOKS: dict[str, Callable[[Any], object]] = {
    "explain": lambda plan: str(plan.explain()),
    "to_mermaid": lambda plan: plan.to_mermaid(),
    "notebook": lambda plan: plan._repr_mimebundle_(),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("name", LAZY)
def test_to_look_at_a_plan_pulls_and_calls_nothing(
    name: str, look: Callable[[Any], object]
) -> None:
    for source in (Stream(untouched()), Stream(Lines())):
        if name in CALLING_LAZY:
            look(CALLING_LAZY[name](source, refuses))
        else:
            look(LAZY[name](source))


def head_of(explanation: Explanation) -> dict[str, str]:
    head = str(explanation).splitlines()[0]
    return dict(part.split(": ") for part in head.split(" · "))


@WIDER
@given(plan=plans())
def test_what_is_explained_is_so(plan: Plan) -> None:
    stream = plan.stream()
    head = head_of(stream.explain())
    assert head["endless"] in ("no", "unknown")
    assert head["re-iterable"] == ("no" if plan.is_one_shot() else "yes")
    assert head["pushable"] == ("bridged" if ".then(" in repr(stream) else "yes")
    assert head["depth"] == f"{stream._depth} of 1000"
    assert head["picklable"] in ("yes" if plan.is_picklable() else "no", "unknown")


@given(plan=plans())
def test_each_call_of_a_plan_is_explained_in_order(plan: Plan) -> None:
    stream = plan.stream()
    text = str(stream.explain())
    for each, argument in stream._operations:
        call = each.text(argument, 0)
        assert call in text
        text = text.partition(call)[2]


def facts(stream: Any) -> list[tuple[str, ...]]:
    """The cells of the rows of an explanation."""
    parts: Parts = stream.explain()._plan
    return [(step.text, step.laziness, step.holds, step.items, step.note) for step in parts.steps]


HOLDING: dict[str, Callable[[Stream[Any]], Stream[Any]]] = {
    "one item": lambda s: s.map(str),
    "at most 3 items": lambda s: s.batched(3),
    "at most 4 items": lambda s: s.windowed(4, step=2),
    "at most 2 items": lambda s: s[:-2],
    "at most 5 items": lambda s: s[-5:],
    "at most 6 items": lambda s: s.tail(6),
    "1 item": lambda s: s.tail(1),
    "0 items": lambda s: s.tail(0),
    "one run": lambda s: s.group_adjacent(),
    "everything seen": lambda s: s.unique(),
    "all items": lambda s: s.sorted(),
    "all of the other": lambda s: s.join(range(9), abs),
}


@pytest.mark.parametrize(("holds", "call"), HOLDING.items(), ids=HOLDING)
def test_what_an_operation_holds_is_told_by_its_class_and_its_argument(
    holds: str, call: Callable[..., Any]
) -> None:
    assert facts(call(Stream([1, 2])))[-1][2] == holds


def test_what_keeps_all_of_another_tells_so() -> None:
    for how in ("inner", "left", "full", "semi", "anti"):
        assert facts(Stream([1]).join([2], abs, how=how))[-1][2] == "all of the other"
    assert facts(Stream([1]).without([2]))[-1][2] == "all of the other"
    assert facts(Stream([1]).intersection([2], key=abs))[-1][2] == "all of the other"
    assert facts(Stream([1]).zip([2]))[-1][2] == "one item"


def test_what_asks_its_source_holds_nothing_where_that_can_answer() -> None:
    assert facts(Stream([1]).cycle())[-1][2] == "one item"
    assert facts(Stream([1]).map(abs).cycle())[-1][2] == "all items"
    assert facts(Stream(iter([1])).cycle())[-1][2] == "all items"
    assert facts(Stream(iter([1])).cycle(2))[-1][2] == "all items"
    assert facts(Stream(iter([1])).cycle(1))[-1][2] == "1 item"
    assert facts(Stream(iter([1])).cycle(0))[-1][2] == "1 item"
    assert facts(Stream([1]).reversed())[-1][2] == "one item"
    assert facts(Stream({1}).reversed())[-1][2] == "all items"
    assert facts(Stream([1])[::-1])[-1][2] == "all items"


class Ahead(Operation):
    """What only can be pulled, and reads ahead."""

    name = "ahead"
    laziness = "+1"

    @staticmethod
    def pull(argument: Any, items: Any) -> Any:
        return iter(items)


class Strange(Ahead):
    laziness = "of its own"


@pytest.mark.pulled_only(reason="explain tells more of a fused stream")
def test_an_operation_that_can_only_be_pulled_is_bridged() -> None:
    stream = Stream([1])._then(Ahead, None)._then(Strange, None)
    assert head_of(stream.explain())["pushable"] == "bridged"
    _, ahead, strange = str(stream.explain()).splitlines()[-3:]
    assert re.search(r"\+1 +1 ahead +1 +ends +bridged", ahead)
    assert re.search(r"of its own +unknown +1 +ends +bridged", strange)
    assert ".ahead()" in ahead


@operation
def as_they_are(items: Iterator[Any]) -> Iterator[Any]:
    return items


class Held(Ahead):
    """What says itself how it is pushed."""

    @staticmethod
    def push(argument: Any, emit: Any, opened: Any) -> Any:
        return emit, None, None


class HeldToo(Held):
    """What says it by the class that it extends."""


class Kept(Ahead):
    """What says it by a class method, which also calls the bridge."""

    @classmethod
    def push(cls, argument: Any, emit: Any, opened: Any) -> Any:
        return super().push(argument, emit, opened)


class Doubled(Ahead):
    """What is pushed by statements."""

    inline = "item = item + item"


PUSHED: dict[str, Callable[[Stream[Any]], Stream[Any]]] = {
    "yes, Held": lambda s: s._then(Held, None),
    "yes, HeldToo": lambda s: s._then(HeldToo, None),
    "yes, Kept": lambda s: s._then(Kept, None),
    "yes, Doubled": lambda s: s._then(Doubled, None),
    "bridged, a word": lambda s: s | as_they_are(),
    "bridged, a function": lambda s: s.then(iter),
    "bridged, a class": lambda s: s._then(Ahead, None),
}


@pytest.mark.pulled_only(reason="explain tells more of a fused stream")
@pytest.mark.parametrize(("told", "call"), PUSHED.items(), ids=PUSHED)
def test_an_operation_is_pushable_if_it_says_how_itself(
    told: str, call: Callable[..., Any]
) -> None:
    told = told.partition(",")[0]
    stream = call(Stream([1]))
    assert head_of(stream.explain())["pushable"] == told
    assert str(stream.explain()).splitlines()[-1].split()[-2] == told
    assert head_of(Pipeline(stream._operations).explain())["pushable"] == told


@pytest.mark.parametrize("name", LAZY)
def test_every_operation_of_the_library_is_pushed_as_it_is(name: str) -> None:
    stream = LAZY[name](Stream([1]))
    told = "bridged" if name.startswith("then") else "yes"
    assert head_of(stream.explain())["pushable"] == told


BOUNDS: dict[str, Stream[Any]] = {
    "3": Stream([1, 2, 3]).map(str),
    "at most 3": Stream([1, 2, 3]).filter(),
    "1 to 3": Stream([1, 2, 3]).unique(),
    "unknown": Stream(untouched()),
    "at least 2": Stream(untouched()).prepend(1, 2),
    "endless": Stream.count_from(),
    "endless, maybe none": Stream.count_from().filter(),
    "0": Stream(()),
}


@pytest.mark.parametrize(("items", "stream"), BOUNDS.items(), ids=BOUNDS)
def test_how_many_items_come_is_told_as_far_as_it_is_known(items: str, stream: Stream[Any]) -> None:
    assert facts(stream)[-1][3] == items
    known = {"unknown": "unknown", "at least 2": "unknown", "endless": "yes"}
    assert head_of(stream.explain())["endless"] == known.get(items.partition(",")[0], "no")


def here() -> int:
    return sys._getframe(1).f_lineno


def place(line: int) -> str:
    return f"{Path(__file__).relative_to(Path.cwd())}:{line}"


def test_a_one_shot_source_tells_where_it_was_made_and_where_it_was_read() -> None:
    stream, line = Stream(iter([1])), here()
    made = f"made at {place(line)}"
    assert facts(stream.map(abs))[0][-1] == f"list_iterator, one-shot, not read yet; {made}"
    stream.first(), (line := here())
    assert facts(stream)[0][-1] == f"list_iterator, one-shot, read at {place(line)}; {made}"


def test_a_generator_that_has_ended_elsewhere_is_told_to_be_read() -> None:
    numbers = (n for n in (1, 2))
    stream = Stream(numbers)
    list(numbers)
    assert "one-shot, read to its end before; made at" in facts(stream)[0][-1]


def test_a_source_that_is_made_or_kept_says_so() -> None:
    assert facts(Stream.count_from())[0][-1].startswith("made anew by each pass; made at ")
    cached = Stream("ab").cache()
    assert "holds 0 items; " in facts(cached)[0][-1]
    cached.first()
    assert "holds 1 item; " in facts(cached)[0][-1]
    assert head_of(cached.explain())["picklable"] == "unknown"
    cached.consume()
    assert "holds 2 items, which is all; " in facts(cached)[0][-1]
    assert head_of(cached.explain())["picklable"] == "yes"
    assert "└─ from Stream('ab')" in str(cached.explain())


@pytest.mark.pulled_only(reason="explain tells more of a fused stream")
def test_a_target_that_can_be_closed_once_makes_the_plan_one_shot() -> None:
    stream = Stream([1]).tee_to(op.map(str).push(id))
    assert head_of(stream.explain())["re-iterable"] == "no"
    assert facts(stream)[-1][-1] == "one-shot: its target can be closed only once"
    stream.consume(), (line := here())
    assert facts(stream)[-1][-1].endswith(f"only once, and was used at {place(line)}")


class Own:
    """A source of the user's own."""

    def __init__(self) -> None:
        self.items = [1]

    def __iter__(self) -> Iterator[int]:
        return iter(self.items)


class Sliced:
    __slots__ = ("items",)

    def __getitem__(self, place: int) -> int:
        raise IndexError


PICKLES: dict[str, list[Stream[Any]]] = {
    "yes": [
        *(Stream([1]), Stream("a"), Stream(range(3)), Stream(iter([1])), Stream(Own())),
        *(Stream(Sliced()), Stream(io.StringIO()), Stream.count_from(), Stream([1]).map(abs)),
        *(Stream([1]).zip(Stream([2]).map(str)), Stream.repeat(1), Stream([1]).chain(iter([1]))),
    ],
    "no": [
        *(Stream(n for n in ()), Stream([1]).map(lambda n: n), Stream.using(lambda: None)),  # type: ignore[arg-type,return-value]
        *(Stream([1]).zip(n for n in ()), Stream([1]).zip(Stream([2]).map(lambda n: n))),
        Stream([1]).map(lambda n: n).cache(),
    ],
    "unknown": [Stream(map(abs, [1])), Stream(zip("ab")), Stream([1]).prepend("x" * 10**6)],
}


@pytest.mark.parametrize(
    ("told", "stream"),
    [(told, each) for told in PICKLES for each in PICKLES[told]],
    ids=without_address,
)
def test_whether_a_plan_pickles_is_told_without_a_big_try(told: str, stream: Any) -> None:
    assert head_of(stream.explain())["picklable"] == told
    if told == "yes":
        pickle.dumps(stream)
    if told == "no":
        with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
            pickle.dumps(stream)


def test_the_source_of_a_stream_beside_another_is_not_tried() -> None:
    assert head_of(Stream([1]).zip(Stream(["x" * 10**6])).explain())["picklable"] == "yes"


def test_a_class_that_cannot_be_imported_is_not_pickled() -> None:
    class Local(Own):
        pass

    assert head_of(Stream(Local()).explain())["picklable"] == "no"
    with open(__file__) as file:
        assert head_of(Stream(file).explain())["picklable"] == "no"


def test_a_stream_beside_another_is_explained_under_it() -> None:
    numbers = Stream.count_from(1).map(str)
    text = str(Stream("ab").zip(numbers, [1, 2]).take(1).explain())
    tree = [line for line in text.splitlines() if re.match("[│ ]*[├└]", line)]
    assert [re.split(r" {2,}(?=[^ │├└])", line)[0] for line in tree] == [
        "├─ .zip(Stream.count_from(1).map(str), [1, 2])",
        "│  ├─ with Stream.count_from(1)",
        "│  │  └─ .map(str)",
        "│  └─ with [1, 2]",
        "└─ .take(1)",
    ]


def test_a_plan_that_stands_in_two_places_is_shown_once() -> None:
    twice = Stream([1]).map(abs)
    text = str(Stream([2]).zip(twice, twice).explain())
    assert text.count("as shown above") == 1
    assert "└─ with Stream([1]).map(abs)\n         as shown above" in text
    chart = Stream([2]).zip(twice, twice).to_mermaid()
    assert chart.count("-.->") == 2
    assert chart.count(".map(abs)<br/>") == 1


def test_a_plan_that_doubles_at_each_step_stays_short() -> None:
    stream = Stream([1])
    for _ in range(12):
        stream = stream.zip(stream)
    assert len(str(stream.explain()).splitlines()) < 400
    assert len(stream.to_mermaid().splitlines()) < 400


def test_of_many_iterables_beside_a_stream_six_are_shown() -> None:
    many = Stream([1]).chain(*([n] for n in range(9)))
    assert "   └─ and 3 more" in str(many.explain()).splitlines()
    assert '["and 3 more"] -.-> n1' in many.to_mermaid()


def test_a_long_call_has_a_line_of_its_own() -> None:
    stream = Stream([1]).zip("x" * 25, "y" * 25).map(str)
    lines = str(stream.explain()).splitlines()
    assert lines[5] == f"├─ .zip({'x' * 25!r}, {'y' * 25!r})"
    assert re.fullmatch(r"│  │ +1:1 .*", lines[6])


def test_the_deepest_plans_are_explained() -> None:
    stream = Stream([1])
    for _ in range(999):
        stream = stream.map(abs)
    assert head_of(stream.explain())["depth"] == "1000 of 1000"
    nested: Stream[Any] = Stream([1])
    for _ in range(110):
        nested = Stream("ab").zip(nested)
    for look in LOOKS.values():
        look(stream)
        look(nested)


def test_a_pipeline_is_explained_without_a_source() -> None:
    pipeline = op.map(str) | op.zip(Stream([1]).map(abs)) | op.cycle()
    head = head_of(pipeline.explain())
    assert head["re-iterable"] == "as its source"
    assert head["depth"] == f"{('ab' | pipeline)._depth} of 1000"
    assert head_of(op.zip(iter("ab")).explain())["re-iterable"] == "no"
    assert "(no source yet)" in str(pipeline.explain())
    assert "with Stream([1])" in pipeline._repr_mimebundle_()["text/html"]
    assert pipeline._repr_mimebundle_()["text/plain"] == repr(pipeline)
    assert str(Pipeline().explain()).splitlines()[3].startswith("(no source yet)")


PROGRAM = """
from rillet import Stream
def plan():
    return Stream([1, 2]).map(abs)
print(plan().explain())
"""


def printed(*flags: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *flags, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    return done.stdout.decode()


@pytest.mark.skipif(sys.platform == "emscripten", reason="there are no processes")
def test_where_a_stream_of_a_list_was_made_is_known_under_tracemalloc() -> None:
    assert "list, re-iterable; made at <string>:4\n" in printed("-X", "tracemalloc=5")
    assert "list, re-iterable\n" in printed()


def test_a_directory_that_is_gone_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError

    stream = Stream(iter([1]))
    monkeypatch.setattr(os, "getcwd", gone)
    assert f"made at {__file__}:" in facts(stream)[0][-1]


class Structure(HTMLParser):
    """Checks that a page is a table without scripts, and keeps its text by cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.scopes: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(page)
        self.close()
        assert not self.opened

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"table", "caption", "thead", "tbody", "tr", "th", "td", "code", "span", "br"}
        assert {name for name, _ in attrs} <= {"style", "scope", "aria-hidden"}
        self.scopes += [value or "" for name, value in attrs if name == "scope"]
        if tag in ("caption", "tr"):
            self.rows.append([])
        if tag in ("caption", "th", "td"):
            self.rows[-1].append("")
        if tag != "br":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.rows[-1][-1] += data


@pytest.mark.pulled_only(reason="explain tells more of a fused stream")
def test_a_notebook_shows_a_table_that_says_what_the_text_says() -> None:
    stream = Stream(["<b>"]).map(str.upper).zip("&").batched(2)
    bundle = stream._repr_mimebundle_()
    assert bundle["text/plain"] == repr(stream)
    page = Structure(bundle["text/html"])
    [caption], head, *rows = page.rows
    text = str(stream.explain())
    assert text.startswith(caption + "\n\n" + head[0])
    facts_of_last = ["└─ .batched(2)", "n", "at most 2 items", "1", "ends", "yes", "yes"]
    assert rows[-1] == facts_of_last
    for row in rows:
        assert len(row) == len(head)
        for cell in row[1:]:
            assert cell in text
    assert page.scopes == ["col"] * len(head) + ["row"] * len(rows)
    assert stream.explain()._repr_mimebundle_()["text/plain"] == text
    assert stream.explain()._repr_mimebundle_()["text/html"] == bundle["text/html"]


@pytest.mark.parametrize("name", LAZY)
def test_the_page_of_every_operation_is_well_formed(name: str) -> None:
    Structure(LAZY[name](Stream([1, 2, 3]))._repr_mimebundle_()["text/html"])


def test_the_page_of_a_profile_is_well_formed() -> None:
    profile = Stream(["<script>"]).map(str).profile()
    bundle = profile._repr_mimebundle_()
    assert bundle["text/plain"] == str(profile)
    page = Structure(bundle["text/html"])
    assert page.rows[2][0] == "Stream(['<script>'])"


LABEL = r'"(?:[\w ,.:=()\[\]\'/]|#\d+;|<br/>)+"'
NODE = rf"n\d+x?(?:\(\[{LABEL}\]\)|\[{LABEL}\])"
ARROW = rf"n\d+ (?:-->|-\.->)(?:\|{LABEL}\|)? n\d+"
CHART_LINE = re.compile(rf"    (?:{NODE}|{ARROW}|n\d+x\[{LABEL}\] -\.-> n\d+)")


def check_chart(chart: str) -> None:
    """Mermaid itself was asked once: it reads and draws all charts of such lines."""
    head, *lines = chart.split("\n")
    assert head == "flowchart TD"
    known: set[str] = set()
    for line in lines:
        assert CHART_LINE.fullmatch(line), line
        known |= set(re.findall(r"^    (n\d+)[(\[]", line))
        ends = re.fullmatch(r"    (n\d+) .* (n\d+)", line)
        assert ends is None or known >= {*ends.groups()}


@pytest.mark.parametrize("name", LAZY)
def test_the_chart_of_every_operation_has_lines_that_mermaid_reads(name: str) -> None:
    check_chart(LAZY[name](Stream([1, 2, 3])).to_mermaid())


@pytest.mark.parametrize(
    "text",
    ['"]; graph LR', "`md` **x** _y_", "<script>", "#quot; &amp;", "%%{init}%%", "a --> b", "end",
     "__init__", "1. one", "日本", "\x00", ";", "{}|~", "\\n", "a_b"],
)  # fmt: skip
def test_nothing_of_a_label_is_taken_for_more_than_a_label(text: str) -> None:
    check_chart(Stream([text]).zip(Stream(Lines(text))).to_mermaid())


def test_an_escaped_line_end_stays_one_of_two_letters() -> None:
    assert "'a#92;#8203;nb'" in Stream("a\nb").to_mermaid()


def test_the_chart_of_a_pipeline_begins_without_a_source() -> None:
    chart = (op.map(str) | op.zip([1])).to_mermaid()
    check_chart(chart)
    assert '    n0(["(no source yet)"])\n' in chart


@given(plan=plans())
def test_every_chart_and_every_page_is_well_formed(plan: Plan) -> None:
    check_chart(plan.stream().to_mermaid())
    Structure(plan.stream()._repr_mimebundle_()["text/html"])


def test_nothing_of_this_is_loaded_before_it_is_used() -> None:
    program = (
        "import sys\nfrom rillet import Stream, op\nStream([1]).map(str).to_list()\n"
        "op.map(str) | op.take(1)\n"
        "print([name for name in sys.modules if name.startswith('rillet.seeing')])"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "[]\n"
