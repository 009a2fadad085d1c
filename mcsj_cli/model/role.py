"""Whether a text names a role or a person: what everybody gets to see holds roles only."""

from mcsj_cli.model.text import fold

_TITLES = frozenset((
    "lic", "ing", "dr", "dra", "arq", "mtro", "mtra", "sr", "sra", "srta", "don", "dona", "prof",
    "profa", "gral", "cap",
))  # fmt: skip
# Given names that are common in Mexico, folded; a role does not begin with one.
_GIVEN = frozenset((
    "adriana", "alberto", "alejandra", "alejandro", "alfonso", "alfredo", "alicia", "alma",
    "ana", "andrea", "andres", "angel", "angelica", "antonio", "araceli", "armando", "arturo",
    "beatriz", "berenice", "bernardo", "blanca", "brenda", "carlos", "carla", "carmen", "carolina",
    "cecilia", "cesar", "claudia", "cristina", "daniel", "daniela", "david", "diana", "diego",
    "eduardo", "elena", "elizabeth", "enrique", "erika", "ernesto", "esteban", "eva", "fabiola",
    "felipe", "fernanda", "fernando", "francisco", "gabriel", "gabriela", "gerardo", "gilberto",
    "gloria", "graciela", "guillermo", "gustavo", "hector", "hugo", "ignacio", "inigo", "irma",
    "isabel", "ivan", "jaime", "javier", "jesus", "joel", "jorge", "jose", "juan", "juana", "julia",
    "julio", "karen", "karla", "laura", "leonardo", "leticia", "lorena", "lucia", "luis", "luisa",
    "luz", "manuel", "marco", "margarita", "maria", "mariana", "mario", "martha", "martin",
    "mayra", "mercedes", "miguel", "monica", "nancy", "norma", "octavio", "oscar", "pablo",
    "patricia", "pedro", "rafael", "ramiro", "ramon", "raquel", "raul", "rebeca", "ricardo",
    "roberto", "rocio", "rodrigo", "rosa", "ruben", "salvador", "sandra", "sergio", "silvia",
    "sofia", "susana", "teresa", "tomas", "veronica", "vicente", "victor", "violeta", "yolanda",
))  # fmt: skip


def is_like_name(text: str) -> bool:
    """Whether a text begins as people's names do, with a title or a common given name."""
    words = [word.strip(".,:;()") for word in fold(text).split()]
    return bool(words) and (words[0] in _TITLES or words[0] in _GIVEN)
