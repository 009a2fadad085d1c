"""The Spanish of every option, and a command line put into the words of the person.

Inside the program a command line is English: `spoken` gives it its language where a person is told
of it. One table holds the options of all commands, so that none of them is imported for it.
"""

import re
from collections.abc import Mapping

from mcsj_cli.i18n import _, language
from mcsj_cli.labels import label
from mcsj_cli.registry import COMMANDS, Command, Noun, find_words

SPANISH: Mapping[str, str] = {
    "absent": "faltaron",
    "action": "accion",
    "add": "agregar",
    "again": "de-nuevo",
    "agreement": "acuerdo",
    "alias": "alias",
    "all": "todo",
    "answer": "respuesta",
    "apply": "aplicar",
    "approach": "forma",
    "as": "como",
    "as-of": "al",
    "at": "cuando",
    "axis": "eje",
    "base-url": "direccion-base",
    "by": "por",
    "channel": "medio",
    "column": "columna",
    "combined": "en-uno",
    "confirm": "confirmar",
    "consent": "consentimiento",
    "contact": "contactar",
    "copy": "copiar",
    "create": "crear",
    "date": "fecha",
    "day-first": "dia-primero",
    "demo": "ejemplo",
    "do-not-contact": "no-contactar",
    "done": "hecho",
    "drop": "quitar",
    "dry-run": "simular",
    "due": "vence",
    "edit": "editor",
    "email": "correo",
    "evidence": "evidencia",
    "except": "menos",
    "excused": "justificaron",
    "expand": "desglosar",
    "expires": "caduca",
    "fix": "corregir",
    "for": "para",
    "force": "forzar",
    "format": "formato",
    "from": "desde",
    "group": "grupo",
    "help": "ayuda",
    "holidays": "festivos",
    "hook": "gancho",
    "how": "como",
    "index": "indice",
    "install-completion": "instalar-autocompletado",
    "kind": "tipo",
    "lang": "idioma",
    "limit": "limite",
    "link": "enlace",
    "list": "lista",
    "marks": "marcas",
    "meeting": "reunion",
    "meeting-at": "reunion-cuando",
    "mesa": "mesa",
    "minutes": "minutos",
    "months": "meses",
    "month-first": "mes-primero",
    "move": "mover",
    "municipality": "municipio",
    "name": "nombre",
    "next-on": "siguiente-fecha",
    "next-step": "siguiente-paso",
    "no-consent": "sin-consentimiento",
    "no-hook": "sin-gancho",
    "no-workflow": "sin-flujo",
    "not-held": "no-hubo",
    "note": "nota",
    "notes": "notas",
    "office": "oficina",
    "only": "solo",
    "other-timezone": "otra-zona",
    "output": "salida",
    "overdue": "vencidas",
    "overwrite": "sobrescribir",
    "owner": "responsable",
    "person": "persona",
    "phone": "telefono",
    "port": "puerto",
    "practice": "practica",
    "preferred": "prefiere",
    "present": "asistieron",
    "public": "publico",
    "purpose": "asunto",
    "reason": "motivo",
    "recipient": "destinatario",
    "redo": "rehacer",
    "result": "resultado",
    "role": "cargo",
    "share": "compartir",
    "short": "breve",
    "show-completion": "mostrar-autocompletado",
    "since": "desde",
    "site-workflow": "flujo-sitio",
    "slug": "nombre-corto",
    "source": "fuente",
    "stage": "etapa",
    "state": "estado",
    "status": "estatus",
    "step": "paso",
    "summary": "resumen",
    "tag": "etiqueta",
    "taken-by": "ante",
    "text": "texto",
    "time": "hora",
    "timezone": "zona",
    "title": "titulo",
    "to": "hasta",
    "trust-host": "confiar-en",
    "unmark": "desmarcar",
    "until": "hasta",
    "url": "liga",
    "vcard": "tarjetas",
    "verbose": "detalle",
    "version": "version",
    "week": "semana",
    "weekday": "dia",
    "weeks": "semanas",
    "whatsapp": "whatsapp",
    "why": "por-que",
    "workflow": "flujo",
    "yes": "si",
}
# Where an option means something else than in most commands.
OWN: Mapping[str, Mapping[str, str]] = {
    "meetings move": {"to": "cuando"},
    "meetings agenda": {"at": "lugar"},
    "calendar publish": {"to": "destino"},
}
# The options whose values have labels, and what stands for a label of several words.
_LABELLED = ("answer", "channel", "for", "how", "kind", "preferred", "stage", "status", "weekday")
_SPANISH_WORDS = frozenset(SPANISH.values()).union(*(words.values() for words in OWN.values()))
_WORDS = r"""(?:[^\s"'«»,;()]|"[^"]*"|'[^']*')+|\s+|(?s:.)"""
_OPTION = r"--([a-z][a-z-]*)"


def is_foreign(flag: str) -> bool:
    """Whether an option, such as «--week», is only of the other language than the person's."""
    dashes, word = flag[:2], flag[2:]
    if dashes != "--":
        return False
    if language() == "es":
        return word in SPANISH and word not in _SPANISH_WORDS
    return word in _SPANISH_WORDS and word not in SPANISH


def in_spanish(option: str, place: str = "") -> str:
    """Return the Spanish of an option without its dashes, in the command at a place."""
    return OWN.get(place, {}).get(option) or SPANISH[option]


def find_entry(word: str, entries: tuple[Command | Noun, ...] = COMMANDS) -> Command | Noun | None:
    """Return the noun, the verb or the command of a word of either language."""
    return next((entry for entry in entries if word in find_words(entry)), None)


def spoken(line: str) -> str:
    """Return an English command line, or only options, in the words of the person's language."""
    if language() != "es":
        return line
    tokens = re.findall(_WORDS, line)
    return "".join(_translate(tokens))


def as_in(example: str) -> str:
    """Return the advice that shows how a command line is written."""
    return _("As in: {example}").format(example=spoken(example))


def _translate(tokens: list[str]) -> list[str]:
    """Return the tokens of command lines in Spanish: nouns, verbs, options and their values."""
    said: list[str] = []
    entries: tuple[Command | Noun, ...] = ()
    place, before = "", ""
    for token in tokens:
        if token.isspace():
            said.append(token)
            continue
        entry = find_entry(token, entries)
        option = re.match(_OPTION, token)
        if token == "mcsj":  # noqa: S105  the program's name
            entries, place, word = COMMANDS, "", token
        elif entry:
            entries = entry.verbs if isinstance(entry, Noun) else ()
            place, word = f"{place} {entry.name}".strip(), entry.spanish
        elif option and option[1] in SPANISH:
            word = f"--{in_spanish(option[1], place)}{token[option.end() :]}"
        else:
            word = _in_words(token) if before in _LABELLED else token
        entries = entries if entry or word == "mcsj" else ()
        before = option[1] if option else ""
        said.append(word)
    return said


def _in_words(value: str) -> str:
    """Return the label of a value, as it can be typed."""
    told = label(value).lower()
    return f'"{told}"' if " " in told else told
