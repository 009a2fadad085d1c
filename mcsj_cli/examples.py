"""One example of each command that needs one: its help ends with it.

They hold in the example network (`mcsj init --demo`), one after the other.
"""

from mcsj_cli.i18n import N_, _

EXAMPLES = (
    N_("mcsj init red --demo"),
    N_("mcsj groups schedule 4 --weekday thursday --time 18:00 --from 2020-06-01"),
    N_("mcsj mesas add Zapopan --group 4"),
    N_('mcsj mesas edit cancun --alias "Cancún and Isla Mujeres"'),
    N_("mcsj mesas move irapuato --group 5 --from 2020-06-01"),
    N_("mcsj mesas import mesas.csv"),
    N_("mcsj mesas retire colima --until 2020-12-31 --yes"),
    N_("mcsj categories rename SOSentretenimiento SOSencasa"),
    N_('mcsj meetings schedule --mesa pachuca --at "tuesday 11 am" --purpose "First meeting"'),
    N_("mcsj meetings delete 2020-05-05-pachuca --yes"),
    N_('mcsj meetings agenda --group 5 --add "What the municipality offers" --at 1'),
    N_("mcsj meetings announce --group 5"),
    N_("mcsj meetings record --group 4 --present all --except cancun"),
    N_("mcsj meetings attendance participants.csv --group 4"),
    N_("mcsj meetings minutes --group 4 -o minutes.html"),
    N_('mcsj meetings edit 2020-W17-g4 --notes "They talked about supplies."'),
    N_('mcsj meetings move --group 5 --to "saturday 11 am" --reason "They asked for it."'),
    N_("mcsj meetings ics --group 4 -o group-4.ics"),
    N_("mcsj calendar publish --to calendars"),
    N_("mcsj calendar import group-4.ics --group 4"),
    N_(
        'mcsj people add "Link of Pachuca" --role link --mesa pachuca'
        " --email link@example.org --consent today"
    ),
    N_('mcsj people edit link --whatsapp "55 0000 0001" --preferred whatsapp'),
    N_("mcsj people notice -o notice.md"),
    N_("mcsj people export --all -o private/contacts.csv"),
    N_("mcsj meetings invite --group 6 --dry-run"),
    N_("mcsj meetings replies --group 6 --person link --answer yes"),
    N_("mcsj people forget link-of-pachuca --yes"),
    N_("mcsj people import contacts.age --apply"),
    N_("mcsj people lock"),
    N_("mcsj people unlock"),
    N_("mcsj people rekey --recipient age1…"),
    N_('mcsj meetings cancel --group 6 --reason "It is a day off."'),
    N_(
        "mcsj followups add --mesa leon --channel call --stage explained"
        ' --summary "They want examples." --next-step "Send them." --next-on friday'
    ),
    N_('mcsj followups edit 2020-05-04-leon --summary "They want examples of other cities."'),
    N_("mcsj followups import followups.csv"),
    N_("mcsj followups delete 2020-05-04-leon --yes"),
    N_(
        'mcsj actions add "Census of shops" --mesa leon --axis economia --approach intercambio'
        ' --owner "mesa of León" --due "8 may"'
    ),
    N_('mcsj actions edit census --due "15 may"'),
    N_('mcsj actions update census --note "40 shops so far."'),
    N_("mcsj actions done census --evidence https://example.org/census"),
    N_('mcsj actions reopen census --reason "Two districts are missing." --due "22 may"'),
    N_('mcsj actions cancel census --reason "The municipality does it."'),
    N_("mcsj actions import actions.csv"),
    N_("mcsj actions delete 2020-05-04-census-of-shops --yes"),
    N_(
        'mcsj practices add "Credits from afar" --mesa veracruz --axis economia'
        ' --done "A workshop by video call." --result "20 shops applied."'
    ),
    N_('mcsj practices edit credits --result "35 shops applied."'),
    N_('mcsj practices replicate credits --mesa leon,irapuato --note "They begin downtown."'),
    N_("mcsj practices delete 2020-05-04-credits-from-afar --yes"),
    N_(
        'mcsj content add "Loans on your word" --tag SOSeconomia'
        " --url https://example.org/a --source IMSS"
    ),
    N_('mcsj content edit loans --summary "They are asked for online."'),
    N_("mcsj content tag loans +SOSmensajes"),
    N_(
        'mcsj content verify loans --by "national coordination"'
        ' --evidence https://example.org/b --expires "20 may"'
    ),
    N_('mcsj content schedule loans --at "tomorrow 9 am"'),
    N_("mcsj content publish loans --link https://example.org/post"),
    N_("mcsj content post loans --for whatsapp"),
    N_('mcsj content retract loans --reason "The programme has changed."'),
    N_(
        "mcsj content delete"
        " 2020-05-02-maraton-de-cine-mexicano-una-pelicula-por-decada-para-verla --yes"
    ),
    N_("mcsj content feed -o feed.xml"),
    N_("mcsj content export -o content.csv"),
    N_("mcsj content import content.csv --dry-run"),
    N_("mcsj content tips chat.txt --since monday"),
    N_("mcsj content search cubrebocas tag:SOSeconomia"),
    N_("mcsj search cubrebocas group:6"),
    N_('mcsj report weekly --week "last week" -o report.html'),
    N_("mcsj report group 4 --weeks 4"),
    N_("mcsj report mesa leon --weeks 4"),
    N_("mcsj site build -o public"),
    N_("mcsj site serve --port 8000"),
    N_("mcsj check --fix"),
    N_("mcsj log 2020-W17-g4"),
    N_("mcsj undo --dry-run"),
    N_("mcsj sync --verbose"),
    N_("mcsj doctor --fix"),
    N_("mcsj schema -o schemas"),
)


def find_example(command: str) -> str:
    """Return the example of a command, as «mcsj content add», in the person's words, or ""."""
    lines = map(_, EXAMPLES)
    return next((line for line in lines if f"{line} ".startswith(f"{command} ")), "")
