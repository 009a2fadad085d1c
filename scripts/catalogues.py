"""Keep the message catalogues.

`update` collects messages, `check` fails on any that a language lacks.

Messages of click and Typer are collected too, since one catalogue speaks for them all. English is
written by itself: there a message stands for itself.
"""

import re
import sys
from pathlib import Path

import click
import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

# Help is printed by click itself, so the words of Typer's Rich layout are never seen.
METHODS = [
    ("rich_utils.py", "ignore"),
    ("**.py", "python"),
    ("templates/site/**.html", "jinja2.ext:babel_extract"),
]
PACKAGE = Path(__file__).parent.parent / "mcsj_cli"
LOCALES = PACKAGE / "locales"
# click has it inside an f-string, where the extraction does not look.
UNSEEN = ("Usage:",)
LIBRARIES = [Path(str(module.__file__)).parent for module in (click, typer)]


def collect() -> Catalog:
    """Collect every message of the package and of the libraries that speak through it."""
    catalogue = Catalog(domain="mcsj", project="mcsj", charset="utf-8")
    for folder in (PACKAGE, *LIBRARIES):
        found = extract_from_dir(folder, method_map=METHODS, comment_tags=("Translators:",))
        for _file, _line, message, comments, context in found:
            catalogue.add(
                message, auto_comments=comments if folder == PACKAGE else (), context=context
            )
    for message in UNSEEN:
        catalogue.add(message)
    return catalogue


def read(language: str) -> Catalog:
    """Read a language's catalogue, an empty one where there is none yet."""
    path = LOCALES / language / "LC_MESSAGES" / "mcsj.po"
    if not path.exists():
        return Catalog(locale=language, domain="mcsj", project="mcsj", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update() -> None:
    """Bring both catalogues up to date, keep what is translated, and compile them."""
    template = collect()
    for language in ("es", "en"):
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = (
            f"# Messages of mcsj ({language}); written by scripts/catalogues.py update."
        )
        if language == "en":
            for message in catalogue:
                if message.id:
                    message.string = message.id
        folder = LOCALES / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "mcsj.po").open("wb") as stream:
            write_po(
                stream, catalogue, width=110, no_location=True, omit_header=False, sort_output=True
            )
        _drop_dates(folder / "mcsj.po")
        with (folder / "mcsj.mo").open("wb") as stream:
            write_mo(stream, catalogue)


def _drop_dates(path: Path) -> None:
    """Leave out the header lines with the day, which would make every merge a conflict."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))
    ]
    path.write_text("".join(kept), encoding="utf-8")


def check() -> list[str]:
    """Name what is wrong in either catalogue.

    Missing, untranslated, fuzzy, obsolete, or broken in its {fields}.
    """
    template = {message.id for message in collect() if message.id}
    wrong = []
    for language in ("es", "en"):
        catalogue = read(language)
        present = {message.id: message for message in catalogue if message.id}
        wrong += [
            f"{language}: not in the catalogue: {message!r}" for message in template - set(present)
        ]
        wrong += [f"{language}: no longer used: {message!r}" for message in set(present) - template]
        for message in present.values():
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.fuzzy or not all(strings):
                wrong.append(f"{language}: untranslated: {message.id!r}")
            elif any(_fields(string) - _fields(message.id) for string in strings):
                wrong.append(f"{language}: other fields than the message: {message.id!r}")
    return sorted(wrong)


def _fields(message: object) -> set[str]:
    texts = message if isinstance(message, tuple | list) else (message,)
    return {field for text in texts for field in re.findall(r"\{(\w+)", str(text))}


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    problems = check()
    print("\n".join(problems))
    sys.exit(bool(problems))
