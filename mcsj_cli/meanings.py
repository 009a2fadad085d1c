"""What a word means that is not a command: the commands for it, by sense and not by letters."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from mcsj_cli.registry import COMMANDS, Command, Noun, find_words

_MOST = 6
# Words for a thing or a question, with the commands for it, as they are typed in English.
THINGS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("hoy", "today", "ahora", "now", "inicio", "resumen"): ("status",),
    ("pendiente", "pendientes", "tareas", "tarea", "pending", "tasks", "todo"): (
        "status", "actions list"),
    ("vencidas", "vencido", "overdue"): ("actions list --overdue",),
    ("acuerdo", "acuerdos", "compromisos", "agreements"): ("actions list", "meetings record"),
    ("agenda", "orden"): ("meetings list", "meetings agenda"),
    ("acta", "actas", "minutas"): ("meetings minutes",),
    ("asistencia", "asistieron", "attendance"): ("meetings record",),
    ("convocatoria", "convocatorias", "avisar", "announcement"): ("meetings announce",),
    ("junta", "juntas", "sesion", "sesiones", "videollamada"): ("meetings list",),
    ("contacto", "contactos", "directorio", "telefono", "telefonos", "enlaces", "contacts"): (
        "people list", "followups list"),
    ("libreta", "tarjetas", "vcard", "vcf"): ("people import", "people export --vcard"),
    ("llamada", "llamadas", "llamar", "call", "calls"): ("followups add", "people list"),
    ("embudo", "avance", "etapa", "etapas", "funnel"): ("followups funnel",),
    ("matriz", "matrix"): ("actions matrix",),
    ("publicacion", "publicaciones", "nota", "notas", "noticias", "posts", "news"): (
        "content list", "content add"),
    ("rubro", "rubros", "etiquetas", "hashtags", "eje", "ejes", "enfoques", "rubrics", "axes"): (
        "categories list",),
    ("chat", "chats", "ligas", "links"): ("content tips", "content add"),
    ("excel", "tabla", "tablas", "planilla", "csv", "spreadsheet", "table", "tables"): (
        "content import", "actions import", "followups import", "mesas import"),
    ("municipio", "municipios", "estados", "ciudades", "municipalities"): ("mesas list",),
    ("busca", "encontrar", "find"): ("search",),
    ("reporte", "reportes", "semana", "estadisticas", "week"): ("report weekly",),
    ("pagina", "web", "page", "website"): ("site build", "site serve"),
    ("horario", "horarios", "hora", "schedules"): ("groups list", "groups schedule"),
    ("privacidad", "datos", "privacy"): ("people notice", "people export"),
    ("ayudame", "emergencia", "emergencias", "helplines", "lineas"): ("helpline",),
    ("guardar", "enviar", "subir", "bajar", "sincronizar", "actualizar", "respaldar", "save",
     "share", "push", "pull", "upload", "backup"): ("sync",),
    ("regresar", "revertir", "atras", "revert", "back"): ("undo",),
    ("rehacer", "recuperar", "restaurar", "redo", "restore"): ("undo --redo",),
    ("cambios", "bitacora", "changes", "history"): ("log",),
    ("errores", "problemas", "validar", "errors", "problems", "validate"): ("check",),
    ("instalar", "version", "install"): ("doctor",),
    ("empezar", "nuevo", "nueva", "comenzar", "start"): ("init",),
}  # fmt: skip
# Options that a command has not, with the commands for what they ask.
OPTIONS: Mapping[tuple[str, str], str] = {
    ("meetings", "mesa"): "meetings list --mesa {value}",
    ("content list", "etapa"): "content list --status {value}",  # its column is called so
    ("search", "mesa"): "search mesa:{value}",
    ("search", "grupo"): "search grupo:{value}",
    ("search", "estado"): "search estado:{value}",
    ("report weekly", "mesa"): "report mesa {value}",
    ("status", "mesa"): "mesas show {value}",
}
# Words for a deed, with the verbs that do it, the nearest first; a noun has one of them or none.
DEEDS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("eliminar", "borrar", "quitar", "suprimir", "delete", "remove", "erase"): (
        "delete", "retire", "forget", "retract", "cancel"),
    ("agregar", "add", "anadir", "crear", "nuevo", "nueva", "anotar", "alta", "meter", "new",
     "create"): ("add", "schedule"),
    ("editar", "corregir", "cambiar", "modificar", "correct", "change", "modify"): (
        "edit", "update", "schedule"),
    ("lista", "listado", "todas", "todos", "ls", "all"): ("list",),
    ("mostrar", "consultar", "abrir", "detalle", "view", "open", "get"): ("show",),
    ("terminar", "completar", "cerrar", "listo", "hecho", "finish", "complete", "close"): (
        "done", "record"),
    ("reabrir", "retomar", "reopen"): ("reopen", "update"),
    ("posponer", "reprogramar", "aplazar", "cambiar", "postpone", "reschedule"): (
        "move", "update", "schedule"),
    ("suspender", "anular", "suspend"): ("cancel",),
    ("renombrar", "rename"): ("rename", "edit"),
    ("confirmar", "confirm"): ("schedule",),
    ("aprobar", "avalar", "approve"): ("verify",),
    ("despublicar", "unpublish"): ("retract",),
    ("copiar", "copy"): ("replicate",),
    ("registrar", "apuntar", "register"): ("record", "add"),
    ("anotar", "asistencia", "acta", "apuntar", "note"): ("record", "update", "add"),
    ("avisar", "mandar", "enviar", "send"): ("announce", "invite", "post", "publish"),
    ("bajar", "descargar", "excel", "download"): ("export", "ics"),
    ("subir", "cargar", "leer", "upload", "load"): ("import",),
    ("encontrar", "busca", "find"): ("search", "list"),
    ("historia", "history"): ("show",),
}  # fmt: skip


def find_meant(word: str, entries: Sequence[Command | Noun]) -> list[str]:
    """Return command lines, in English, that a folded word may mean among these entries.

    They are those of the whole program, or of the noun whose verbs the entries are.
    """
    things = [f"mcsj {line}" for line in _look_up(word, THINGS)]
    nouns = [one for one in COMMANDS if isinstance(one, Noun) and not one.hidden]
    own = [noun for noun in nouns if noun.verbs == entries]
    if things and not own:
        return things
    nouns = own or nouns
    found = list(_find_named(nouns, word)) or list(_find_deeds(nouns, word))
    return [f"mcsj {line}" for line in found[:_MOST]]


def find_wanted(place: str, option: str, value: str) -> str:
    """Return the command line, in English, for an option that a command at a place has not."""
    line = OPTIONS.get((place, option)) or OPTIONS.get((place.partition(" ")[0], option))
    return f"mcsj {line.format(value=value)}" if line else ""


def _find_named(nouns: Sequence[Noun], word: str) -> Iterator[str]:
    """Find the verbs that are called so, each with its noun."""
    for noun in nouns:
        yield from (f"{noun.name} {verb.name}" for verb in noun.verbs if word in find_words(verb))


def _find_deeds(nouns: Sequence[Noun], word: str) -> Iterator[str]:
    """Find what does what a word says: the first verb of each noun that does."""
    meant = _look_up(word, DEEDS)
    for noun in nouns:
        has = {verb.name for verb in noun.verbs}
        first = next((verb for verb in meant if verb in has), None)
        if first:
            yield f"{noun.name} {first}"


def _look_up(word: str, table: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """Return all that a table says of a word."""
    return list(chain.from_iterable(said for words, said in table.items() if word in words))
