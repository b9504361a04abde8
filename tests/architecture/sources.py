"""What the architecture tests read: the project's own files, as text and as trees."""

import ast
import subprocess
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path("src/hocba")


@cache
def project_files() -> tuple[Path, ...]:
    """All files that are, or would be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return tuple(
        sorted(path for name in listed.split("\0") if name and (path := Path(name)).is_file())
    )


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files below `folders` (all when none is named), `dev` among them."""
    chosen = [path for path in project_files() if path.suffix == ".py" or path == Path("dev")]
    if not folders:
        return tuple(chosen)
    return tuple(path for path in chosen if any(path.is_relative_to(f) for f in folders))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file's tree, walked once for all tests."""
    return tuple(ast.walk(tree(path)))


def found_in(paths: Iterable[Path], look: Callable[[Path], object]) -> dict[str, object]:
    """What `look` finds in each file, by the file's name; files without a finding are left out."""
    return {str(path): found for path in paths if (found := look(path))}


def imported(path: Path) -> set[str]:
    """The full names of all modules that a file imports."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
