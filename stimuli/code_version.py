"""Which program made a number: a hash of the code that a module stands on.

The hash covers the module, every module of this room that it imports, directly or not, and the versions of the foreign
packages they import.  So an edit of a method recomputes that method's explanations and nothing else; an edit of what
all methods stand on recomputes them all.  Only the syntax tree counts: comments, docstrings and layout do not.
A researcher's own module counts with its own file; what it imports from outside this room is not followed.
"""

import ast
import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

ROOM = Path(__file__).parent
DISTRIBUTIONS = {"PIL": "pillow"}


def code_version(*modules: str, without: tuple[str, ...] = ()) -> str:
    """What names the code of these modules: 16 hex digits.  without: modules that take no part in it."""
    reached = sorted(_reached(modules, without))
    foreign = {name for module in reached for name in _imports(module) if not _is_ours(name)}
    whole = hashlib.sha256("\n".join(sorted(filter(None, map(_version, foreign)))).encode())
    for module in reached:
        whole.update(f"\n{module}\n{_meaning(module)}".encode())
    return whole.hexdigest()[:16]


def _reached(modules: tuple[str, ...], without: tuple[str, ...] = ()) -> set[str]:
    waiting, reached = list(modules), set[str]()
    while waiting:
        module = waiting.pop()
        if module not in reached and module not in without:
            reached.add(module)
            waiting.extend(name for name in _imports(module) if _is_ours(name))
    return reached


def _is_ours(module: str) -> bool:
    return module.split(".")[0] == ROOM.name


@cache
def _source(module: str) -> Path | None:
    if _is_ours(module):
        path = ROOM.joinpath(*module.split(".")[1:])
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    spec = find_spec(module)
    return Path(spec.origin) if spec and spec.origin and spec.has_location else None


@cache
def _tree(module: str) -> ast.Module:
    path = _source(module)
    return ast.parse(path.read_bytes()) if path else ast.Module([], [])


@cache
def _imports(module: str) -> tuple[str, ...]:
    found: set[str] = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(_named(node.module, [alias.name for alias in node.names]))
    return tuple(sorted(found))


def _named(module: str, names: list[str]) -> Iterator[str]:
    if not _is_ours(module):
        yield module
        return
    whole = [f"{module}.{name}" for name in names]
    files = [name for name in whole if (path := _source(name)) and path.is_file()]
    yield from files
    if len(files) < len(names):
        yield module


@cache
def _meaning(module: str) -> str:
    tree = _tree(module)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree)


@cache
def _version(module: str) -> str | None:
    package = module.split(".")[0]
    if package in sys.stdlib_module_names:
        return None
    name = DISTRIBUTIONS.get(package, package)
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return None
