"""Measure how plainly the package is written, and name every place that breaks a rule.

    .venv/bin/python scripts/plainness.py [FOLDER]

The rules: a comprehension has at most one `for` and one `if` and holds no other comprehension; at
80 columns at least 85 % of the functions have at most 20 lines and none has more than 50; a class
name stands in one module, and a file name is that of one module. Ruff sees to the width of lines
and to the number of branches (`pyproject.toml`). The reasons: `docs/decisions/0020-plainness.md`.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent.parent / "mcsj_cli"

# Functions are measured at this width, so that long lines cannot hide long functions.
WIDTH = 80
SHORT = 20
LONGEST = 50
SHORT_SHARE = 85  # percent

# A noun's modules are named after its verbs, so several nouns may have an `add.py`.
NAMED_BY_VERBS = "commands"
# File names that several modules may have, each with its reason.
SHARED_FILE_NAMES: dict[str, str] = {}

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """A module of the package: its path below the package's parent, and its syntax."""

    path: Path
    tree: ast.Module


class Breach(NamedTuple):
    """A place that breaks a rule."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Return it the way editors and compilers write places."""
        return f"{self.path.as_posix()}:{self.line}: {self.what}"


class FunctionLength(NamedTuple):
    """A function where it is written, and its number of lines at 80 columns."""

    path: Path
    line: int
    name: str
    lines: int


def read_modules(package: Path) -> list[Module]:
    """Return all modules of a package, in the order of their paths."""
    modules = []
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules.append(Module(path.relative_to(package.parent), tree))
    return modules


def find_dense_comprehensions(modules: list[Module]) -> Iterator[Breach]:
    """Find comprehensions with more than one `for` or `if`, and those that hold another one."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, Comprehension):
                for what in _comprehension_faults(node):
                    yield Breach(module.path, node.lineno, what)


def _comprehension_faults(node: Comprehension) -> Iterator[str]:
    conditions = sum(len(generator.ifs) for generator in node.generators)
    if len(node.generators) > 1:
        yield f"a comprehension with {len(node.generators)} `for`"
    if conditions > 1:
        yield f"a comprehension with {conditions} `if`"
    inside = [inner for inner in ast.walk(node) if inner is not node]
    if any(isinstance(inner, Comprehension) for inner in inside):
        yield "a comprehension that holds another one"


def find_repeated_classes(modules: list[Module]) -> Iterator[Breach]:
    """Find classes whose name stands in another module too."""
    homes: dict[str, list[Breach]] = defaultdict(list)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(Breach(module.path, node.lineno, f"class {node.name}"))
    for places in homes.values():
        yield from _name_other_homes(places)


def find_repeated_file_names(modules: list[Module]) -> Iterator[Breach]:
    """Find modules that share their file name with another one."""
    homes: dict[str, list[Breach]] = defaultdict(list)
    for module in modules:
        name = module.path.name
        if name == "__init__.py" or NAMED_BY_VERBS in module.path.parts:
            continue
        if name not in SHARED_FILE_NAMES:
            homes[name].append(Breach(module.path, 1, f"file name {name}"))
    for places in homes.values():
        yield from _name_other_homes(places)


def _name_other_homes(places: list[Breach]) -> Iterator[Breach]:
    for place in places:
        others = sorted({other.path.as_posix() for other in places if other.path != place.path})
        if others:
            yield place._replace(what=f"{place.what} is also that of {', '.join(others)}")


def measure_functions(package: Path) -> list[FunctionLength]:
    """Return the length of every function at 80 columns, with its line as it is written."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / package.name
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
        _format(copy)
        formatted = read_modules(copy)
    lengths = []
    for module, narrow in zip(read_modules(package), formatted, strict=True):
        # The format moves lines and no nodes, so both trees have their functions in one order.
        pairs = zip(_functions(module.tree), _functions(narrow.tree), strict=True)
        for original, function in pairs:
            lines = _last_line(function) - function.lineno + 1
            lengths.append(FunctionLength(module.path, original.lineno, original.name, lines))
    return lengths


def _format(folder: Path) -> None:
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # What is left as it was written is measured like all else.
        path.write_text(text.replace("# fmt:", "# no fmt:"), encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--quiet", "--isolated"]
    options = ["--no-cache", "--line-length", str(WIDTH), "--target-version", "py311"]
    subprocess.run([*command, *options, str(folder)], check=True)


def _functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _last_line(function: Function) -> int:
    return function.end_lineno or function.lineno


def find_long_functions(lengths: list[FunctionLength]) -> Iterator[Breach]:
    """Find functions that are too long."""
    for length in lengths:
        if length.lines > LONGEST:
            what = f"{length.name} has {length.lines} lines at {WIDTH} columns, over {LONGEST}"
            yield Breach(length.path, length.line, what)


def find_too_few_short(package: Path, lengths: list[FunctionLength]) -> Iterator[Breach]:
    """Name the package itself if too few of its functions are short."""
    share = short_share(lengths)
    if share < SHORT_SHARE:
        what = f"{share:.1f} % of functions are within {SHORT} lines, under {SHORT_SHARE} %"
        yield Breach(Path(package.name), 1, what)


def short_share(lengths: list[FunctionLength]) -> float:
    """Return the percentage of functions that are short; all of none."""
    if not lengths:
        return 100
    short = [length for length in lengths if length.lines <= SHORT]
    return 100 * len(short) / len(lengths)


def find_breaches(package: Path, lengths: list[FunctionLength]) -> list[Breach]:
    """Return every breach of a rule in a package, in the order of files and lines."""
    modules = read_modules(package)
    breaches = [
        *find_dense_comprehensions(modules),
        *find_repeated_classes(modules),
        *find_repeated_file_names(modules),
        *find_long_functions(lengths),
        *find_too_few_short(package, lengths),
    ]
    return sorted(breaches)


def describe_measures(lengths: list[FunctionLength]) -> str:
    """Return the lengths of all functions in a sentence."""
    longest = max((length.lines for length in lengths), default=0)
    return (
        f"{len(lengths)} functions; at {WIDTH} columns {short_share(lengths):.1f} % are within "
        f"{SHORT} lines, and the longest has {longest}."
    )


def main(arguments: list[str]) -> int:
    """Print the breaches and the measures; return 1 if there is a breach."""
    package = Path(arguments[0]).resolve() if arguments else PACKAGE
    lengths = measure_functions(package)
    breaches = find_breaches(package, lengths)
    for breach in breaches:
        print(breach)
    print(describe_measures(lengths))
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
