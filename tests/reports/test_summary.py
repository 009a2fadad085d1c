"""The sentences of a report: what they say for none, one and several, in both languages."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli import i18n
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures import build_group, build_mesa, build_weekly
from mcsj_cli.reports.period_values import GroupReport, MesaReport
from mcsj_cli.reports.summary import summarise
from mcsj_cli.reports.weekly_values import Figures, WeeklyReport
from mcsj_cli.work.absences import AbsentMesa
from tests.reports.test_figures import read_sources

WEEK = Week("2020-W18")


@pytest.fixture
def weekly(demo_folder: Path) -> WeeklyReport:
    return build_weekly(read_sources(demo_folder), WEEK)


def change(report: WeeklyReport, figures: str, **others: object) -> WeeklyReport:
    """Give a report in which nothing happened but what is written,
    as «meetings.held=5 actions.open=1».
    """
    nothing = {
        part: type(getattr(report.figures, part))(
            **dict.fromkeys(getattr(report.figures, part).__struct_fields__, 0)
        )
        for part in ("meetings", "actions", "practices", "followups", "content")
    }
    for pair in figures.split():
        key, _sign, value = pair.partition("=")
        part, _dot, name = key.partition(".")
        nothing[part] = msgspec.structs.replace(nothing[part], **{name: int(value)})
    told = Figures(week=report.week, **nothing)
    empty: dict[str, object] = {
        "absent_twice": [],
        "quiet": [],
        "gaps": [],
        "expiring": [],
        "next_meetings": [],
    }
    return msgspec.structs.replace(report, figures=told, previous=told, **{**empty, **others})


@pytest.mark.parametrize(
    ("figures", "spanish", "english"),
    [
        ("content.items=1", "No había reuniones previstas.", "No meeting was planned."),
        (
            "meetings.planned=1 meetings.held=1",
            "Se celebró la reunión prevista.",
            "The planned meeting was held.",
        ),
        (
            "meetings.planned=6 meetings.held=6",
            "Se celebraron las 6 reuniones previstas.",
            "All 6 planned meetings were held.",
        ),
        (
            "meetings.planned=6 meetings.held=5",
            "Se celebraron 5 de 6 reuniones previstas.",
            "5 of 6 planned meetings were held.",
        ),
        (
            "meetings.planned=6 meetings.held=1",
            "Se celebró 1 de 6 reuniones previstas.",
            "1 of 6 planned meetings was held.",
        ),
        (
            "meetings.planned=1 meetings.cancelled=1",
            "No se celebró la reunión prevista.",
            "The planned meeting was not held.",
        ),
        (
            "meetings.planned=2 meetings.not_held=2",
            "No se celebró ninguna de las 2 reuniones previstas.",
            "None of the 2 planned meetings was held.",
        ),
        (
            "meetings.planned=1 meetings.coming=1",
            "Está por celebrarse 1 reunión.",
            "1 meeting is still to come.",
        ),
        (
            "meetings.planned=6 meetings.coming=6",
            "Están por celebrarse 6 reuniones.",
            "6 meetings are still to come.",
        ),
        (
            "meetings.planned=1 meetings.unrecorded=1",
            "Estaba prevista 1 reunión.",
            "1 meeting was planned.",
        ),
        (
            "meetings.planned=3 meetings.unrecorded=3",
            "Estaban previstas 3 reuniones.",
            "3 meetings were planned.",
        ),
    ],
)
def test_meetings(weekly: WeeklyReport, figures: str, spanish: str, english: str) -> None:
    check(change(weekly, figures), 0, spanish, english)


@pytest.mark.parametrize(
    ("came", "expected", "spanish", "english"),
    [
        (21, 25, "asistieron 21 de 25 mesas.", "21 of 25 mesas came."),
        (1, 25, "asistió 1 de 25 mesas.", "1 of 25 mesas came."),
        (25, 25, "asistieron las 25 mesas que se esperaban.", "all 25 expected mesas came."),
        (1, 1, "asistió la mesa que se esperaba.", "the expected mesa came."),
        (0, 1, "no asistió la mesa que se esperaba.", "the expected mesa did not come."),
        (
            0,
            3,
            "no asistió ninguna de las 3 mesas que se esperaban.",
            "none of the 3 expected mesas came.",
        ),
    ],
)
def test_attendance(
    weekly: WeeklyReport, came: int, expected: int, spanish: str, english: str
) -> None:
    report = change(
        weekly,
        f"meetings.planned=6 meetings.held=5 meetings.expected={expected} meetings.came={came}",
    )
    held = ("Se celebraron 5 de 6 reuniones previstas; ", "5 of 6 planned meetings were held; ")
    check(report, 0, held[0] + spanish, held[1] + english)


@pytest.mark.parametrize(
    ("figures", "spanish", "english"),
    [
        (
            "actions.opened=1",
            "Se inició 1 acción y no se cumplió ninguna.",
            "1 action was begun and none was completed.",
        ),
        (
            "actions.opened=2 actions.completed=1",
            "Se iniciaron 2 acciones y se cumplió 1.",
            "2 actions were begun and 1 was completed.",
        ),
        (
            "actions.completed=3",
            "No se inició ninguna acción y se cumplieron 3.",
            "No action was begun and 3 were completed.",
        ),
        ("actions.completed=3", "No queda ninguna acción abierta.", "None is left open."),
        ("actions.open=1", "Hay 1 acción abierta.", "1 action is open."),
        (
            "actions.open=1",
            "No se inició ni se cumplió ninguna acción.",
            "No action was begun or completed.",
        ),
        (
            "actions.open=1 actions.overdue=1",
            "Hay 1 acción abierta, y está vencida.",
            "1 action is open, and it is overdue.",
        ),
        (
            "actions.open=3 actions.overdue=1",
            "Hay 3 acciones abiertas, 1 de ellas vencida.",
            "3 actions are open, 1 of them overdue.",
        ),
        (
            "actions.open=3 actions.overdue=2",
            "Hay 3 acciones abiertas, 2 de ellas vencidas.",
            "3 actions are open, 2 of them overdue.",
        ),
        (
            "actions.open=3 actions.overdue=3",
            "Hay 3 acciones abiertas, todas vencidas.",
            "3 actions are open, all of them overdue.",
        ),
        (
            "actions.open=3",
            "Hay 3 acciones abiertas, ninguna vencida.",
            "3 actions are open, none of them overdue.",
        ),
        (
            "followups.contacts=1 followups.mesas=1",
            "Hubo 1 contacto con 1 mesa.",
            "There was 1 contact with 1 mesa.",
        ),
        (
            "followups.contacts=3 followups.mesas=1",
            "Hubo 3 contactos con 1 mesa.",
            "There were 3 contacts with 1 mesa.",
        ),
        ("content.items=1", "No se contactó a ninguna mesa.", "No mesa was contacted."),
        ("practices.new=1", "Se registró 1 práctica.", "1 practice was written down."),
        (
            "practices.new=2 practices.replications=1",
            "Se registraron 2 prácticas y se hizo 1 copia de una práctica.",
            "2 practices were written down and 1 copy of a practice was made.",
        ),
        ("content.items=1 content.published=1", "Salió 1 publicación.", "1 item was published."),
        (
            "content.items=9 content.published=6",
            "Salieron 6 publicaciones.",
            "6 items were published.",
        ),
        ("content.items=9", "No se publicó nada.", "Nothing was published."),
        (
            "meetings.planned=7 meetings.held=3 meetings.cancelled=1 meetings.not_held=1 "
            "meetings.moved=2"
            " meetings.unrecorded=1 meetings.coming=1",
            (
                "1 se canceló, 1 no se celebró, 2 cambiaron de fecha u hora, "
                "1 sigue sin registro y 1 está por celebrarse."
            ),
            (
                "1 was cancelled, 1 did not take place, 2 were moved, "
                "1 has no record yet and 1 is still to come."
            ),
        ),
        (
            (
                "meetings.planned=1 meetings.held=1 meetings.excused=1 meetings.absent=2 "
                "meetings.unmarked=1"
            ),
            "Ausencias: 1 justificada y 2 sin justificar.",
            "Absences: 1 excused and 2 not excused.",
        ),
        (
            "meetings.planned=1 meetings.held=1 meetings.unmarked=2",
            "De 2 lugares no se anotó quién asistió.",
            "Of 2 places nobody wrote down who came.",
        ),
    ],
)
def test_one_several_or_none(
    weekly: WeeklyReport, figures: str, spanish: str, english: str
) -> None:
    for language, sentence in (("es", spanish), ("en", english)):
        with i18n.speaking(language):
            assert sentence in summarise(change(weekly, figures))


@pytest.mark.parametrize(
    ("before", "now", "spanish", "english"),
    [
        (
            20,
            21,
            "Asistió 1 mesa más que la semana anterior.",
            "1 more mesa came than the week before.",
        ),
        (
            18,
            21,
            "Asistieron 3 mesas más que la semana anterior.",
            "3 more mesas came than the week before.",
        ),
        (
            21,
            20,
            "Asistió 1 mesa menos que la semana anterior.",
            "1 fewer mesa came than the week before.",
        ),
        (
            21,
            18,
            "Asistieron 3 mesas menos que la semana anterior.",
            "3 fewer mesas came than the week before.",
        ),
        (
            21,
            21,
            "Asistieron tantas mesas como en la semana anterior.",
            "As many mesas came as in the week before.",
        ),
    ],
)
def test_beside_the_week_before(
    weekly: WeeklyReport, before: int, now: int, spanish: str, english: str
) -> None:
    reports = [
        change(
            weekly, f"meetings.planned=6 meetings.held=6 meetings.expected=25 meetings.came={came}"
        )
        for came in (before, now)
    ]
    report = msgspec.structs.replace(reports[1], previous=reports[0].figures)
    for language, sentence in (("es", spanish), ("en", english)):
        with i18n.speaking(language):
            assert sentence in summarise(report)


@pytest.mark.parametrize("unknown", ["coming", "unrecorded"])
@pytest.mark.parametrize("running", [True, False])
def test_a_week_of_which_not_all_is_known_is_not_compared(
    weekly: WeeklyReport, unknown: str, *, running: bool
) -> None:
    known = "meetings.planned=6 meetings.held=6 meetings.expected=25 meetings.came=21"
    part = (
        f"meetings.planned=6 meetings.held=3 meetings.{unknown}=3 meetings.expected=12 "
        "meetings.came=11"
    )
    now, before = (part, known) if running else (known, part)
    report = msgspec.structs.replace(change(weekly, now), previous=change(weekly, before).figures)
    assert not [sentence for sentence in summarise(report) if "la semana anterior" in sentence]


def test_what_was_said_of_all_is_not_said_again(weekly: WeeklyReport) -> None:
    told = summarise(change(weekly, "meetings.planned=1 meetings.not_held=1"))
    assert told[0] == "No se celebró la reunión prevista."
    assert not [sentence for sentence in told[1:] if "no se celebró" in sentence]


def test_of_a_week_to_come_only_what_is_planned_is_told(demo_folder: Path) -> None:
    sources = read_sources(demo_folder, date(2020, 4, 30))
    assert summarise(build_weekly(sources, Week("2020-W25"))) == [
        "Están por celebrarse 6 reuniones.",
        "La semana siguiente hay 6 reuniones, la primera el lunes 22 de junio de 2020.",
    ]
    assert len(summarise(build_weekly(sources, Week("2020-W18")))) > 5


def test_absences_and_gaps_are_named(weekly: WeeklyReport) -> None:
    names = [
        "León",
        "Torreón",
        "Pachuca",
        "Colima",
        "Irapuato",
        "Veracruz",
        "Monterrey",
        "Michoacán",
    ]
    for count, spanish, english in (
        (1, "León faltó dos veces seguidas.", "León was absent twice in a row."),
        (
            2,
            "León y Torreón faltaron dos veces seguidas.",
            "León and Torreón were absent twice in a row.",
        ),
        (
            8,
            (
                "León, Torreón, Pachuca, Colima, Irapuato, Veracruz y 2 más faltaron dos veces "
                "seguidas."
            ),
            (
                "León, Torreón, Pachuca, Colima, Irapuato, Veracruz and 2 more were absent "
                "twice in a row."
            ),
        ),
    ):
        absent = [AbsentMesa(name.casefold(), name, 1) for name in names[:count]]
        for language, sentence in (("es", spanish), ("en", english)):
            with i18n.speaking(language):
                assert sentence in summarise(change(weekly, "actions.open=1", absent_twice=absent))
    gaps = change(weekly, "content.items=1", gaps=["SOSnacional", "SOSdelaOMS"])
    assert "No se publicó nada; menos de lo previsto en #SOSnacional y #SOSdelaOMS." in summarise(
        gaps
    )


def test_what_comes_next(weekly: WeeklyReport) -> None:
    meeting = weekly.next_meetings[0]
    monday = msgspec.structs.replace(meeting, start=datetime(2020, 5, 4, 17, tzinfo=UTC))
    cancelled = msgspec.structs.replace(meeting, status="cancelled")
    for meetings, spanish, english in (
        (
            [],
            "Para la semana siguiente no hay reuniones previstas.",
            "No meeting is planned for the week after.",
        ),
        (
            [cancelled],
            "Para la semana siguiente no hay reuniones previstas.",
            "No meeting is planned for the week after.",
        ),
        (
            [cancelled, monday],
            "La semana siguiente hay 1 reunión, el lunes 4 de mayo de 2020.",
            "The week after there is 1 meeting, on Monday 4 May 2020.",
        ),
        (
            [monday, monday],
            "La semana siguiente hay 2 reuniones, la primera el lunes 4 de mayo de 2020.",
            "The week after there are 2 meetings, the first on Monday 4 May 2020.",
        ),
    ):
        check(change(weekly, "actions.open=1", next_meetings=meetings), -1, spanish, english)


def test_of_nothing_something_is_said(weekly: WeeklyReport) -> None:
    check(
        change(weekly, ""),
        0,
        "De este tiempo no hay nada registrado.",
        "Nothing is written down of this time.",
    )


def test_a_mesa_is_told_of_as_one(demo_folder: Path) -> None:
    sources = read_sources(demo_folder)
    period = Period.until(WEEK, 8)
    mesa = build_mesa(sources, sources.groups.find_seat("torreon"), period)
    assert (
        summarise(mesa)[0] == "Se celebraron las 2 reuniones previstas; la mesa asistió a 1 de 2."
    )
    quiet = build_mesa(sources, sources.groups.find_seat("gomez-palacio"), period)
    assert summarise(quiet)[0].endswith("; la mesa no asistió a ninguna.")
    group = build_group(sources, sources.groups.find_group("4"), period)
    assert (
        summarise(group)[0] == "Se celebraron las 4 reuniones previstas; asistieron 4 de 5 mesas."
    )
    assert type(mesa) is MesaReport
    assert type(group) is GroupReport


def check(report: WeeklyReport, place: int, spanish: str, english: str) -> None:
    for language, sentence in (("es", spanish), ("en", english)):
        with i18n.speaking(language):
            assert summarise(report)[place] == sentence


@given(
    day=st.dates(date(2020, 4, 1), date(2020, 6, 1)),
    week=st.integers(10, 30),
    language=st.sampled_from(["es", "en"]),
)
@settings(max_examples=30, deadline=None)
def test_every_sentence_is_one(demo_folder: Path, day: date, week: int, language: str) -> None:
    with i18n.speaking(language):
        for sentence in summarise(
            build_weekly(read_sources(demo_folder, day), Week(f"2020-W{week}"))
        ):
            assert sentence[0] == sentence[0].upper()
            assert sentence.endswith(".")
            assert ".." not in sentence
            assert "{" not in sentence
            assert "  " not in sentence
