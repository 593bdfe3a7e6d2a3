"""The rules of the house, kept by reading every import of every file."""

import ast
import re
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
    # faults: the words in which a checked TOML file is told what is wrong with it; plan.toml speaks as study.toml does.
    "analysis": {"study_app.records", "study_app.definition", "study_app.errors", "study_app.study.faults"},
}
COMPOSITION = ("study_app.composition", "study_app.cli")
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
        (
            "stimuli.errors",
            "stimuli.manifest",
            "stimuli.manifest_graphs",
            "stimuli.manifest_items",
            "stimuli.manifest_values",
            "stimuli.spacing",
            "stimuli.percents",
        ),
        ("stimuli.gulls",),
        ("stimuli",),
        ("stimuli.method", "stimuli.compat_parameters", "stimuli.mask_parameters"),
        ("stimuli.methods", "stimuli.renderers"),
        ("stimuli.candidate", "stimuli.method_contract"),
        ("stimuli.map_evidence", "stimuli.map_evidence_section", "stimuli.evidence_page"),
        ("stimuli.build",),
        ("stimuli.single",),
        ("stimuli.commands", "stimuli.gulls.commands"),
        ("stimuli.explain_commands",),
    ),
    "study_app": (
        (
            "study_app.errors",
            "study_app.records",
            "study_app.definition",
            "study_app.definition_blocks",
            "study_app.definition_contrast",
            "study_app.definition_design",
            "study_app.definition_faults",
            "study_app.definition_moderation",
            "study_app.definition_plan",
            "study_app.definition_values",
        ),
        ("study_app.study",),
        ("study_app.tasks", "study_app.platforms"),
        ("study_app.study_folder",),
        ("study_app",),
        ("study_app.views",),
        ("study_app.app",),
        ("study_app.commands",),
        ("study_app.composition",),
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
NOT_PURE = {"flask", "sqlalchemy", "time", "secrets", "werkzeug"}
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


@cache
def imports_of(module: str) -> tuple[tuple[str, bool], ...]:
    """Every import of a module: what it names, and whether it hides inside a function."""
    tree = ast.parse(sources()[module].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = {id(node) for function in functions for node in ast.walk(function)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(name.name, id(node) in hidden) for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{name.name}" for name in node.names]
            found += [(name if name in sources() else node.module, id(node) in hidden) for name in whole]
    return tuple(found)


def own_imports(module: str) -> set[str]:
    """The modules of the three rooms that a module imports."""
    return {name for name, _ in imports_of(module) if name.split(".")[0] in ROOMS}


def packages_of(module: str) -> set[str]:
    """The top-level packages that a module imports."""
    return {name.split(".")[0] for name, _ in imports_of(module)}


def floor_of(module: str) -> int:
    """The floor of a module in its room; the longest prefix decides."""
    floors = FLOORS[module.split(".")[0]]
    prefixes = [(len(p), n) for n, floor in enumerate(floors) for p in floor if f"{module}.".startswith(f"{p}.")]
    return max(prefixes)[1]


def test_a_room_enters_another_only_through_its_door() -> None:
    def allowed(module: str, name: str) -> bool:
        room = module.split(".")[0]
        return name.startswith(f"{room}.") or name == room or name in MAY_ENTER[room]

    inside = [module for module in sources() if not module.startswith(COMPOSITION)]
    assert [f"{m} imports {name}" for m in inside for name in own_imports(m) if not allowed(m, name)] == []


def test_a_room_does_not_import_what_belongs_to_another() -> None:
    foreign = {module: packages_of(module) & FOREIGN[module.split(".")[0]] for module in sources()}
    assert {module: names for module, names in foreign.items() if names} == {}


def test_imports_go_down() -> None:
    pairs = [(m, n) for m in sources() for n in own_imports(m) if m.split(".")[0] == n.split(".")[0]]
    assert [f"{m} imports {n} above it" for m, n in pairs if floor_of(n) > floor_of(m)] == []


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


@pytest.mark.parametrize("family", FAMILIES)
def test_members_of_a_family_never_import_each_other(family: str) -> None:
    members = [module for module in sources() if module.startswith(f"{family}.")]
    assert [f"{m} imports {n}" for m in members for n in own_imports(m) if n.startswith(f"{family}.")] == []


def test_no_import_hides_inside_a_function() -> None:
    assert [f"{m}: {name}" for m in sources() for name, is_hidden in imports_of(m) if is_hidden] == []


def test_the_pure_parts_of_a_study_know_no_database_no_web_and_no_clock() -> None:
    # Random is only a type there: simulated participants are handed theirs.
    pure = [module for module in sources() if module.startswith(PURE)]
    used = {module: packages_of(module) & NOT_PURE for module in pure}
    assert {module: names for module, names in used.items() if names} == {}
    randomness = [module for module in pure if re.search(r"\bRandom\(|import random\b", sources()[module].read_text())]
    assert randomness == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_top_of_a_room_holds_a_docstring_only(room: str) -> None:
    body = ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_no_file_outgrows_its_room() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in sources().items()}
    assert {module: n for module, n in lengths.items() if n > LONGEST_FILE} == {}


def test_nothing_else_lies_at_the_top() -> None:
    ignored = {"instance", "build", "dist", "tmp", "__pycache__"}
    found = {path.name for path in HOUSE.iterdir() if not path.name.startswith(".")} - ignored
    assert {name for name in found if not name.endswith(".egg-info")} <= TOP_LEVEL
