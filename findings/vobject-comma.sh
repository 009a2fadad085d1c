#!/usr/bin/env bash
# Title: vobject keeps of a vCard 2.1 note, title or name only what stands before its first comma
# Package: vobject 0.9.9
# Expected: in vCard 2.1 a comma is an ordinary sign, since only «;» parts the components of N, ADR and ORG: the
#   note «Llamar el lunes, no el martes» is read whole, as the same card says it in version 3.0.
# Happens: FN, TITLE and NOTE end at their first comma and the rest is gone, without a warning; in N and ORG the part
#   becomes a list. The same texts in a card of version 3.0, with «\,», are read whole.
# Matters: phones of Android export 2.1, and «Peña, Jesús», «Enlace, mesa de León» and any sentence of a note hold
#   commas. A program that takes such contacts in and writes them back loses what people wrote.
# Source: vCard, The Electronic Business Card, version 2.1 (versit, 1996), 2.1.2 and the grammar in 2.8: values of
#   these properties are plain text. Seen while contacts of phones were read.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9 2>/dev/null
"$place/venv/bin/python" - <<'PYTHON'
import vobject

CARD = """BEGIN:VCARD
VERSION:{version}
N:Muestra;Carla;;;
FN:{fn}
TITLE:{title}
NOTE:{note}
END:VCARD
"""
TEXTS = {"fn": "Muestra, Carla", "title": "Enlace, mesa de Leon", "note": "Llamar el lunes, no el martes"}


def read(version, comma):
    texts = {name: text.replace(",", comma) for name, text in TEXTS.items()}
    card = vobject.readOne(CARD.format(version=version, **texts).replace("\n", "\r\n"))
    return {name: getattr(card, name).value for name in TEXTS}


new, old = read("3.0", "\\,"), read("2.1", ",")
for name, text in TEXTS.items():
    print(f"{name}: written {text!r}, read from 3.0 {new[name]!r}, read from 2.1 {old[name]!r}")
assert new == TEXTS, "version 3.0 is no longer read whole"
assert old == {name: text.partition(",")[0] for name, text in TEXTS.items()}, "2.1 is read otherwise now"
PYTHON
