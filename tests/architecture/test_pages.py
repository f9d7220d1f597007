"""Pages reach every object through the person: a lint rule on their code.

A page may write `Model.objects` in three ways:

- `.visible_to(person)` or `.editable_by(person)`: an object, fetched through whoever asks;
- a question about what was fetched so already: the condition names it (`lesson=lesson`, `child=link.child`);
- an adjective that names the person: `.of(person)`, `.taught_by(person)`, `.attended_by(person)`.

A key out of the address is looked up in the first way only, or within the second; and never in the bare model.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.floors import ROOMS

THROUGH = {"visible_to", "editable_by", "of", "taught_by", "attended_by"}
SCOPES = {
    "account", "child", "course", "group", "item", "lesson", "organisation", "person", "presences", "session_key", "unit",
}  # fmt: skip
"""What a condition names when it asks about something that was fetched already: a word of the keyword."""
PAGES = sorted(path for path in ROOMS.glob("*/pages/*.py") if path.name != "__init__.py")


def chains(tree: ast.AST) -> Iterator[tuple[int, list[tuple[str, ast.Call | None]]]]:
    """Every `X.objects.a(…).b(…)`: the line, and the methods with their calls, in order."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr == "objects"):
            continue
        steps: list[tuple[str, ast.Call | None]] = []
        here: ast.AST = node
        while isinstance(outer := parents.get(here), ast.Attribute) and outer.value is here:
            call = parents.get(outer)
            made = call if isinstance(call, ast.Call) and call.func is outer else None
            steps.append((outer.attr, made))
            here = made or outer
        yield node.lineno, steps


def is_scoped(steps: list[tuple[str, ast.Call | None]]) -> bool:
    if steps and steps[0][0] in THROUGH:
        return True
    named = [word.arg for _, call in steps if call for word in call.keywords if word.arg]
    return any(SCOPES & set(word.split("__")) for word in named)


def bare(tree: ast.AST) -> Iterator[int]:
    """`get_object_or_404(Model, …)` and `get_list_or_404(Model, …)`: no person in sight."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("get_object_or_404" | "get_list_or_404"), args=[ast.Name(model), *_]):
                if model[0].isupper():
                    yield node.lineno


def wrong_lines(code: str) -> list[int]:
    tree = ast.parse(code)
    return sorted([line for line, steps in chains(tree) if not is_scoped(steps)] + list(bare(tree)))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_pages_reach_objects_through_the_person(path: Path) -> None:
    assert wrong_lines(path.read_text()) == []


@pytest.mark.parametrize(
    "code",
    [
        "Lesson.objects.get(pk=id)",
        "Lesson.objects.filter(pk=id).first()",
        "Lesson.objects.all()",
        "rows = Lesson.objects",
        "get_object_or_404(Lesson, pk=id)",
        "Lesson.objects.filter(mine)",
        "Lesson.objects.select_related('course').get(id=id)",
    ],
)
def test_the_rule_sees_what_it_is_for(code: str) -> None:
    assert wrong_lines(code) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "get_object_or_404(Lesson.objects.visible_to(request.person).select_related('course'), pk=id)",
        "Timeline.objects.kept().filter(lesson=lesson)",
        "Lesson.objects.of(person)",
    ],
)
def test_the_rule_lets_pass_what_is_meant(code: str) -> None:
    assert wrong_lines(code) == []
