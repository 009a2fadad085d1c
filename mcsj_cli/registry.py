"""Every command of the program: its names in both languages, its function, and its help in a line.

Words of one language belong to their noun, so that one Spanish word can stand for `lock` in people
and for `close` in meetings. Nothing is imported here: a function is found when it is asked for.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mcsj_cli.i18n import N_, language


class Command(NamedTuple):
    """A command that does something.

    `target` is «module:function» below `mcsj_cli.commands`, `help` a message id, and `settings`
    what click is to know of it. One that `stores` a change names its file where that is asked for.
    Its help ends with an `example`, in English.
    """

    name: str
    spanish: str
    target: str
    help: str
    hidden: bool = False
    settings: Mapping[str, Any] = {}
    stores: bool = False


class Noun(NamedTuple):
    """A noun and its verbs; where it is `private`, no message repeats what was typed.

    `also` are its singulars, which are taken too.
    """

    name: str
    spanish: str
    help: str
    verbs: tuple[Command, ...]
    private: bool = False
    hidden: bool = False
    also: tuple[str, ...] = ()


def own_word(entry: Command | Noun) -> str:
    """Return the word of an entry in the person's language."""
    return entry.spanish if language() == "es" else entry.name


def other_word(entry: Command | Noun) -> str:
    """Return the word of an entry in the other language."""
    return entry.name if language() == "es" else entry.spanish


def find_words(entry: Command | Noun) -> list[str]:
    """Return every word by which an entry can be called, each once."""
    also = entry.also if isinstance(entry, Noun) else ()
    return list(dict.fromkeys([entry.name, entry.spanish, *also]))


# fmt: off
COMMANDS: tuple[Command | Noun, ...] = (
    Command("init", "iniciar", "init:init", N_("Make the data folder of a new network."),
            stores=True),
    Command("status", "estado", "status:status", N_("What needs me today and this week.")),
    Noun("groups", "grupos", N_("The working groups and their weekly hour."), (
        Command("list", "listar", "groups.lists:list_groups",
            N_("List the groups: their day, hour and mesas.")),
        Command("show", "ver", "groups.show:show_group",
            N_("Show a group whole: its mesas, its schedule, its next meeting.")),
        Command("schedule", "programar", "groups.change:schedule_group",
            N_("Give a group another weekly slot from a day on, or confirm the one that it "
               "has."), stores=True),
    ), also=("group", "grupo")),
    Noun("mesas", "mesas", N_("The mesas, their states and municipalities."), (
        Command("list", "listar", "mesas.lists:list_mesas",
            N_("List the mesas: their group, state and municipalities.")),
        Command("show", "ver", "mesas.show:show_mesa",
            N_("Show a mesa: its group, its clock, its next meeting at its own hour.")),
        Command("add", "agregar", "mesas.change:add_mesa",
            N_("Give a new mesa its seat in a group. At a keyboard it asks for what is "
               "missing."), stores=True),
        Command("import", "importar", "mesas.importing:import_mesas",
            N_("Take in what a table says otherwise of the mesas; show it first.")),
        Command("edit", "editar", "mesas.change:edit_mesa",
            N_("Correct what is known of a mesa: its name, state, time zone or "
               "municipalities."), stores=True),
        Command("move", "mover", "mesas.change:move_mesa",
            N_("Let a mesa sit in another group from a day on; earlier weeks stay what they "
               "were."), stores=True),
        Command("retire", "retirar", "mesas.change:retire_mesa",
            N_("Let a mesa leave the network; what it did stays."), stores=True),
    ), also=("mesa",)),
    Noun("categories", "categorias", N_("Rubrics, axes and approaches."), (
        Command("list", "listar", "categories:list_categories",
            N_("List rubrics with their hashtags, axes and approaches.")),
        Command("rename", "renombrar", "categories:rename_rubric",
            N_("Give a rubric another hashtag, in its declaration and in all of its items.")),
    ), also=("category", "categoria")),
    Noun("partners", "aliados", N_("The organisations that work with the network."), (
        Command("list", "listar", "partners:list_partners",
            N_("List the partners, their axes and helplines.")),
        Command("show", "ver", "partners:show_partner", N_("Show a partner whole.")),
    ), also=("partner", "aliado")),
    Command("helpline", "linea", "helpline:helpline",
        N_("The helplines, and whether they are open now.")),
    Noun("meetings", "reuniones", N_("The weekly meetings and their calendars."), (
        Command("list", "listar", "meetings.list:list_meetings",
            N_("List the meetings of the next four weeks, or of other days, with every mesa's "
               "hour.")),
        Command("check", "revisar", "meetings.check:check_meetings",
            N_("Look for what is in the way of the meetings ahead: clashes, days off, clocks, "
               "what is missing.")),
        Command("show", "ver", "meetings.show:show_meeting",
            N_("Show a meeting whole: hours, attendance, agreements, notes.")),
        Command("schedule", "programar", "meetings.reschedule:schedule_meeting",
            N_("Set a meeting with one mesa, beside those of its group."), stores=True),
        Command("agenda", "orden", "meetings.agenda:show_agenda",
            N_("Show the agenda, made by itself; points can be added, moved and dropped.")),
        Command("announce", "convocar", "meetings.announce:announce_meeting",
            N_("Write the notice of a meeting, ready to be sent, and note that it was.")),
        Command("record", "registrar", "meetings.record:record_meeting",
            N_("Write down who came to a meeting, what was talked about and what was agreed."),
            stores=True),
        Command("attendance", "asistencia", "meetings.attend:take_attendance",
            N_("Take who came from the list that Zoom, Teams or Meet gives of a video call; it "
               "is shown first, and written down with --apply.")),
        Command("minutes", "minuta", "meetings.minutes:write_minutes",
            N_("Write the minutes of a meeting, and note that they were made.")),
        Command("move", "mover", "meetings.reschedule:move_meeting",
            N_("Give a meeting another day or hour, and write the text that tells the group."),
            stores=True),
        Command("cancel", "cancelar", "meetings.reschedule:cancel_meeting",
            N_("Call a meeting off, and write the text that tells the group."), stores=True),
        Command("edit", "editar", "meetings.correct:edit_meeting",
            N_("Correct the notes, the agreements or the link of a meeting."), stores=True),
        Command("delete", "borrar", "meetings.correct:delete_meeting",
            N_("Delete what was written down of a meeting."), stores=True),
        Command("invite", "invitar", "meetings.invite:invite_people",
            N_("Invite everybody by e-mail, one message each, and tell them of changes; only "
               "what they do not know yet.")),
        Command("replies", "respuestas", "meetings.replies:read_replies",
            N_("Take in what was answered to the invitations.")),
        Command("ics", "calendario", "meetings.ics:write_calendars",
            N_("Write the calendar of a group, of a mesa or of all, for phones and calendar "
               "programs.")),
    ), also=("meeting", "reunion")),
    Noun("calendar", "calendario", N_("Calendars that go to others, and that come from them."), (
        Command("publish", "publicar", "calendar.publish:publish_calendar",
            N_("Bring the meetings to a calendar server, or the calendars into a folder for a "
               "web host.")),
        Command("import", "importar", "calendar.importing:import_calendar",
            N_("Take schedule, changes and single meetings over from somebody else's calendar; "
               "show them first.")),
    ), also=("calendars", "calendarios")),
    Noun("followups", "seguimientos", N_("The contacts with each mesa, and how far it has come."), (
        Command("add", "agregar", "followups.add:add_followup",
            N_("Write down a contact with a mesa. At a keyboard it asks for what is missing."),
            stores=True),
        Command("list", "listar", "followups.lists:list_followups",
            N_("List the contacts: all of them, or those of some days, mesas or stages.")),
        Command("import", "importar", "followups.importing:import_followups",
            N_("Take in the contacts of a table; show them first.")),
        Command("edit", "editar", "followups.correct:edit_followup",
            N_("Correct a contact with a mesa."), stores=True),
        Command("delete", "borrar", "followups.correct:delete_followup",
            N_("Delete a contact that never was."), stores=True),
        Command("funnel", "embudo", "followups.lists:show_funnel",
            N_("Show how far every mesa has come, since when nothing is known of it, and what "
               "is next.")),
    ), also=("followup", "seguimiento")),
    Noun("actions", "acciones", N_("What the mesas have to do, and until when."), (
        Command("add", "agregar", "actions.add:add_action",
            N_("Add an action. At a keyboard it asks for what is missing."), stores=True),
        Command("list", "listar", "actions.lists:list_actions",
            N_("List actions by the day they are due: all of them, or those of some mesas or "
               "axes.")),
        Command("import", "importar", "actions.importing:import_actions",
            N_("Take in the actions of a table; show them first.")),
        Command("show", "ver", "actions.lists:show_action",
            N_("Show an action whole, with the meeting and the practices that belong to it.")),
        Command("edit", "editar", "actions.correct:edit_action",
            N_("Correct what an action says."), stores=True),
        Command("delete", "borrar", "actions.correct:delete_action",
            N_("Delete an action that was written down by mistake."), stores=True),
        Command("update", "actualizar", "actions.progress:update_action",
            N_("Note what has come of an action, or give it another day or owner."), stores=True),
        Command("done", "cumplir", "actions.progress:complete_action",
            N_("Write down that an action is completed, and what shows it."), stores=True),
        Command("cancel", "cancelar", "actions.progress:cancel_action",
            N_("Call an action off, and say why."), stores=True),
        Command("reopen", "reabrir", "actions.progress:reopen_action",
            N_("Open an action again that was completed or cancelled, and say why."), stores=True),
        Command("matrix", "matriz", "actions.lists:show_matrix",
            N_("Show how many actions each mesa has by axis and approach, and where it has "
               "none.")),
    ), also=("action", "accion")),
    Noun("practices", "practicas", N_("What worked in one mesa and others can copy."), (
        Command("add", "agregar", "practices.add:add_practice",
            N_("Write down a practice that worked. At a keyboard it asks for what is missing."),
            stores=True),
        Command("list", "listar", "practices.lists:list_practices",
            N_("List the practices: all of them, or those of a mesa or an axis.")),
        Command("show", "ver", "practices.lists:show_practice",
            N_("Show a practice whole, who copied it, and which mesas could.")),
        Command("edit", "editar", "practices.correct:edit_practice",
            N_("Correct what a practice says."), stores=True),
        Command("delete", "borrar", "practices.correct:delete_practice",
            N_("Delete a practice that was written down by mistake."), stores=True),
        Command("replicate", "replicar", "practices.add:replicate_practice",
            N_("Write down that another mesa has copied a practice."), stores=True),
    ), also=("practice", "practica")),
    Noun("content", "contenido", N_("The items for the page, under their rubrics."), (
        Command("list", "listar", "content.lists:list_content",
            N_("List items: all of them, or those of some days, rubrics, states or stages.")),
        Command("search", "buscar", "content.lists:search_content",
            N_("Find items by words of their title, summary and source; the best first.")),
        Command("show", "ver", "content.lists:show_content", N_("Show an item whole.")),
        Command("add", "agregar", "content.add:add_content",
            N_("Add an item as a draft, and print its file. At a keyboard it asks for what is "
               "missing."), stores=True),
        Command("edit", "editar", "content.correct:edit_content",
            N_("Correct an item; what was verified must be verified again."), stores=True),
        Command("delete", "borrar", "content.correct:delete_content",
            N_("Delete an item that was not published."), stores=True),
        Command("suggest", "sugerir", "content.tag:suggest_tags",
            N_("Say under which rubrics a text could go, and why; nothing is written.")),
        Command("tag", "etiquetar", "content.tag:tag_content",
            N_("Put an item under other rubrics: +SOSeconomia -SOSmensajes."),
            # -h would be a letter of a tag
            settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
            stores=True),
        Command("verify", "verificar", "content.transitions:verify_content",
            N_("Vouch for an item: who does, on what evidence, and until when."), stores=True),
        Command("schedule", "programar", "content.transitions:schedule_content",
            N_("Settle when a verified item appears on the page."), stores=True),
        Command("publish", "publicar", "content.transitions:publish_content",
            N_("Write down that an item is on the page."), stores=True),
        Command("retract", "retractar", "content.transitions:retract_content",
            N_("Take an item back, and write the correction for the page."), stores=True),
        Command("post", "redactar", "content.post:post_content",
            N_("Write an item as a post, ready to be pasted; or those of a week as files.")),
        Command("calendar", "cuadro", "content.balance:show_calendar",
            N_("Show the week as rubrics and days.")),
        Command("balance", "equilibrio", "content.balance:show_balance",
            N_("Show what was planned and published by rubric and week, and where the gaps "
               "are.")),
        Command("feed", "canal", "content.post:write_feed",
            N_("Write the published items as an Atom feed.")),
        Command("import", "importar", "content.csv:import_content",
            N_("Add the items of a table, all of them or none.")),
        Command("tips", "pistas", "content.tips:import_tips",
            N_("Take the links of a chat, a list or a feed as drafts; show them first.")),
        Command("export", "exportar", "content.exporting:export_content",
            N_("Write items as a table for a spreadsheet.")),
    )),
    Noun("people", "personas", N_("The private contacts of the mesas."), (
        Command("add", "agregar", "people.add:add_person",
            N_("Keep somebody's contact. At a keyboard it asks for what is missing.")),
        Command("list", "listar", "people.lists:list_people",
            N_("List the contacts: all of them, or those of a mesa, a group or a role.")),
        Command("show", "ver", "people.lists:show_person",
            N_("Show all that is kept of somebody.")),
        Command("edit", "editar", "people.edit:edit_person",
            N_("Correct what is kept of somebody; an empty text takes it away.")),
        Command("check", "revisar", "people.review:check_people",
            N_("Name those who may no longer be kept as they are, and why.")),
        Command("forget", "olvidar", "people.privacy:forget",
            N_("Erase somebody, and say what this cannot reach.")),
        Command("export", "exportar", "people.exporting:export_people",
            N_("Write all that is kept of somebody; or, with --all, those who may be written "
               "to, or everybody for a colleague.")),
        Command("import", "importar", "people.importing:import_people",
            N_("Take in contacts of a phone, a mail program, a table or a colleague; show them "
               "first.")),
        Command("notice", "aviso", "people.privacy:write_notice",
            N_("Write the privacy notice to hand over before anybody's data are kept.")),
        Command("key", "llave", "people.keys:show_key",
            N_("Show your public key, age1…, for which a colleague encrypts; make it if there is "
               "none.")),
        Command("lock", "cerrar", "people.keys:lock_people",
            N_("Encrypt the contacts; from then on every command opens them with your key."),
            stores=True),
        Command("unlock", "abrir", "people.keys:unlock_people",
            N_("Write the contacts back as plain text."), stores=True),
        Command("rekey", "recifrar", "people.keys:rekey",
            N_("Encrypt the contacts for a new key, and for nobody else but those that you "
               "name."), stores=True),
    ), private=True, also=("person", "persona")),
    Noun("report", "informe", N_("What the week adds up to."), (
        Command("weekly", "semanal", "report.weekly:report_weekly",
            N_("The week's meetings, attendance and content beside last week's, and what comes "
               "next.")),
        Command("group", "grupo", "report.period:report_group",
            N_("What some weeks of a group add up to, and how each of them went.")),
        Command("mesa", "mesa", "report.period:report_mesa",
            N_("What some weeks of a mesa add up to, and what it has to do.")),
    ), also=("reports", "informes")),
    Noun("site", "sitio", N_("The public page, as a folder for any host."), (
        Command("build", "construir", "site:build_site",
            N_("Write the public page into a folder: only what changed, and nothing that is not "
               "public.")),
        Command("serve", "servir", "site:serve_site",
            N_("Show the public page on this machine alone, as it is now, until Ctrl-C.")),
    )),
    Command("search", "buscar", "search:search",
        N_("Find what has some words in everything that is kept, and the command that opens it.")),
    Command("check", "revisar", "check:check", N_("Look for problems in the data.")),
    Command("log", "historial", "log:log", N_("Who changed what, and when.")),
    Command("undo", "deshacer", "undo:undo",
        N_("Take changes back, the last one first; or return them."), stores=True),
    Command("sync", "compartir", "sync:sync", N_("Share the folder with the others.")),
    Command("doctor", "diagnostico", "doctor:doctor",
        N_("Whether this machine has what the program needs.")),
    Noun("index", "indice", N_("What makes lists and searches fast."), (
        Command("rebuild", "reconstruir", "index:rebuild_index",
            N_("Make the index anew from the files; it is never needed, and never harms.")),
    )),
    Command("schema", "esquema", "schema:schema",
        N_("JSON Schemas of the data files, for editors.")),
    Command("merge-driver", "unir", "merge_driver:merge_driver",
        N_("What git calls to merge a data file."),
        hidden=True),
)
# fmt: on
