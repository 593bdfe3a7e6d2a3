"""The rules of the house, kept by reading every import of every file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("stimuli", "study_app", "analysis")
TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "Makefile",
    "LICENSE",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "Dockerfile",
    "compose.yaml",
    *ROOMS,
    "tests",
    "migrations",
    "docs",
}
MAY_ENTER = {
    "stimuli": set[str](),
    "study_app": {"stimuli.manifest", "stimuli.errors"},
    "analysis": {"study_app.records", "study_app.definition", "study_app.errors"},
}
COMPOSITION_ROOT = "study_app.cli"
FOREIGN = {
    "stimuli": {"flask", "sqlalchemy", "alembic", "gunicorn", "pandas", "scipy"},
    "study_app": {"torch", "torchvision", "captum", "numpy", "pandas", "matplotlib", "scipy", "PIL", "safetensors"},
    "analysis": {"torch", "torchvision", "captum", "flask", "sqlalchemy", "alembic", "gunicorn", "PIL"},
}
# One file = one X: members never import each other.
FAMILIES = (
    "stimuli.methods",
    "stimuli.renderers",
    "study_app.tasks",
    "study_app.platforms",
    "study_app.commands",
    "analysis.questions",
)
# Floors from the ground up; a module imports its own floor (without circles) or one below.  Longest prefix counts.
FLOORS = {
    "stimuli": (
        ("stimuli.errors", "stimuli.manifest"),
        ("stimuli.gulls",),
        ("stimuli",),
        ("stimuli.method",),
        ("stimuli.methods", "stimuli.renderers"),
        ("stimuli.build",),
        ("stimuli.commands", "stimuli.gulls.commands"),
    ),
    "study_app": (
        ("study_app.errors", "study_app.records", "study_app.definition"),
        ("study_app.study",),
        ("study_app.tasks", "study_app.platforms"),
        ("study_app.study_folder",),
        ("study_app",),
        ("study_app.views",),
        ("study_app.app",),
        ("study_app.commands",),
        ("study_app.cli",),
    ),
    "analysis": (
        ("analysis.errors", "analysis.result"),
        ("analysis.stats",),
        ("analysis",),
        ("analysis.questions",),
        ("analysis.report",),
        ("analysis.commands",),
    ),
}
PURE = ("study_app.study", "study_app.tasks", "study_app.platforms", "study_app.definition", "study_app.records")
NOT_PURE = {"flask", "sqlalchemy", "random", "time", "secrets", "werkzeug"}
LONGEST_FILE = 300


@cache
def sources() -> dict[str, Path]:
    """Every module of the three rooms, by its dotted name."""
    found = {}
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            parts = path.relative_to(HOUSE).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str) -> Iterator[tuple[ast.stmt, str, bool]]:
    """Every import of a module: the statement, what it names, and whether it hides inside a function."""
    tree = ast.parse(sources()[module].read_text(encoding="utf-8"))
    hidden = {
        id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef) for n in ast.walk(f)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, name.name, id(node) in hidden) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield node, whole if whole in sources() else node.module, id(node) in hidden


def own_imports(module: str) -> set[str]:
    """The modules of the three rooms that a module imports."""
    return {name for _, name, _ in imports_of(module) if name.split(".")[0] in ROOMS}


def floor_of(module: str) -> int:
    """The floor of a module in its room; the longest prefix decides."""
    floors = FLOORS[module.split(".")[0]]
    prefixes = [(len(p), n) for n, floor in enumerate(floors) for p in floor if f"{module}.".startswith(f"{p}.")]
    return max(prefixes)[1]


@pytest.mark.parametrize("module", sources())
def test_a_room_enters_another_only_through_its_door(module: str) -> None:
    room = module.split(".")[0]
    if module == COMPOSITION_ROOT:
        return
    elsewhere = {name for name in own_imports(module) if name.split(".")[0] != room}
    assert elsewhere <= MAY_ENTER[room]


@pytest.mark.parametrize("module", sources())
def test_a_room_does_not_import_what_belongs_to_another(module: str) -> None:
    room = module.split(".")[0]
    assert not {name.split(".")[0] for _, name, _ in imports_of(module)} & FOREIGN[room]


@pytest.mark.parametrize("module", sources())
def test_imports_go_down(module: str) -> None:
    room = module.split(".")[0]
    upward = [n for n in own_imports(module) if n.startswith(f"{room}.") and floor_of(n) > floor_of(module)]
    assert not upward, f"{module} (floor {floor_of(module)}) imports upward"


def test_no_modules_import_each_other_in_a_circle() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path, module))
        if module not in done:
            for name in own_imports(module) & sources().keys():
                if name != module:
                    visit(name, (*path, module))
            done.add(module)

    for module in sources():
        visit(module, ())


@pytest.mark.parametrize("module", sources())
def test_members_of_a_family_never_import_each_other(module: str) -> None:
    for family in FAMILIES:
        if module.startswith(f"{family}."):
            assert not [name for name in own_imports(module) if name.startswith(f"{family}.")]


@pytest.mark.parametrize("module", sources())
def test_no_import_hides_inside_a_function(module: str) -> None:
    if module == COMPOSITION_ROOT:
        return
    hidden = [name for _, name, is_hidden in imports_of(module) if is_hidden]
    assert not hidden


@pytest.mark.parametrize("module", [m for m in sources() if m.startswith(PURE)])
def test_the_pure_parts_of_a_study_know_no_database_no_web_and_no_clock(module: str) -> None:
    used = {name.split(".")[0] for _, name, _ in imports_of(module)}
    # Random is only a type there: simulated participants are handed theirs.
    typed_only = {"random"} if "from random import Random" in sources()[module].read_text() else set()
    assert not used & (NOT_PURE - typed_only)


@pytest.mark.parametrize("room", ROOMS)
def test_the_top_of_a_room_holds_a_docstring_only(room: str) -> None:
    body = ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("module", sources())
def test_no_file_outgrows_its_room(module: str) -> None:
    assert len(sources()[module].read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_nothing_else_lies_at_the_top() -> None:
    ignored = {"instance", "build", "dist", "tmp", "__pycache__"}
    found = {path.name for path in HOUSE.iterdir() if not path.name.startswith(".")} - ignored
    assert {name for name in found if not name.endswith(".egg-info")} <= TOP_LEVEL
