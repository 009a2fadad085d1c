"""Groups, mesas and helplines: found by what people call them, open when they say."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mcsj_cli.errors import AmbiguousError, NotFoundError
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, WallTime, ZoneName
from mcsj_cli.model.membership import Group, Groups, Mesa, Municipality, Slot, Weekday
from mcsj_cli.model.partner import Helpline, Hours, Partner, Partners

MEXICO = ZoneName("America/Mexico_City")


def mesa(slug: str, name: str, state: str = "Jal", codes: tuple[str, ...] = ()) -> Mesa:
    return Mesa(Slug(slug), Line(name), Line(state), MEXICO, [Line(code) for code in codes])


def series(day: str) -> Slot:
    return Slot(date.fromisoformat(day), Weekday.THURSDAY, WallTime("17:00"), MEXICO)


def group(
    number: int, *mesas: Mesa, name: str = "", days: tuple[str, ...] = ("2020-04-20",)
) -> Group:
    return Group(number, [series(day) for day in days], list(mesas), Phrase(name))


GROUPS = Groups(
    [
        group(
            4,
            mesa("cancun-im", "Cancún-IM", "QR", ("23005", "23003")),
            mesa("guadalajara", "Guadalajara", codes=("14039",)),
        ),
        group(
            14, mesa("leon", "León", "Gto"), mesa("nuevo-leon", "Nuevo León", "NL"), name="Bajío"
        ),
    ],
    {
        "23005": Municipality(Line("Benito Juárez"), 21.1, -86.8),
        "23003": Municipality(Line("Isla Mujeres"), 21.2, -86.7),
    },
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        ("g4", 4),
        ("G14", 14),
        ("Grupo 4", 4),
        ("grupo  4", 4),
        ("Bajío", 14),
        ("BAJIO", 14),
        (" 14 ", 14),
    ],
)
def test_group_is_found(text: str, number: int) -> None:
    assert GROUPS.find_group(text).number == number


@pytest.mark.parametrize(
    ("text", "advice"), [("5", "4, 14"), ("Bajo", "«Bajío»"), ("", "4, 14"), ("1", "4, 14")]
)
def test_unknown_group(text: str, advice: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        GROUPS.find_group(text)
    assert caught.value.message == f"No hay grupo «{text}»."
    assert advice in caught.value.advice


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("cancun-im", "cancun-im"),
        ("Cancún-IM", "cancun-im"),
        ("CANCUN", "cancun-im"),
        ("isla mujeres", "cancun-im"),
        ("benito", "cancun-im"),
        ("14039", "guadalajara"),
        ("guada", "guadalajara"),
        ("leon", "leon"),
        ("León", "leon"),
        ("Leo\u0301n", "leon"),
        ("nuevo leon", "nuevo-leon"),
        ("Mesa León", "leon"),
        ("mesa de nuevo-león", "nuevo-leon"),
        ("Mesa ciudadana de Guadalajara", "guadalajara"),
        ("cancun im", "cancun-im"),
        ("Cancún-Isla Mujeres", "cancun-im"),
        ("Cancún / Isla Mujeres", "cancun-im"),
    ],
)
def test_mesa_is_found(text: str, slug: str) -> None:
    assert GROUPS.find_seat(text).mesa.slug == slug


@pytest.mark.parametrize("text", ["Guadalajara-León", "Cancún-Mérida", "Mesa", "mesa de", "-"])
def test_parts_of_several_mesas_are_none(text: str) -> None:
    with pytest.raises(NotFoundError):
        GROUPS.find_seat(text)


def test_a_mesa_is_found_by_its_other_names() -> None:
    known = replace(mesa("cd-juarez", "Cd. Juárez"), aliases=[Line("Paso del Norte")])
    groups = Groups([group(1, known, mesa("leon", "León"))])
    assert list(groups.shared_names()) == []
    for text in ("paso del norte", "Paso-del-Norte", "Mesa Paso del Norte", "ciudad juarez"):
        assert groups.find_seat(text).mesa.slug == "cd-juarez"


@pytest.mark.parametrize("alias", ["León", "leon", "Ciudad León", "El Bajío"])
def test_an_alias_belongs_to_one_mesa(alias: str) -> None:
    """Names are alike as they are when a mesa is looked for; a mesa may have its own once more."""
    leon = replace(mesa("leon", "León"), aliases=[Line("Leon"), Line("el bajio"), Line("Cd. León")])
    groups = Groups([group(1, leon), group(2, replace(mesa("b", "B"), aliases=[Line(alias)]))])
    assert list(groups.faults()) == []  # the file is read all the same
    (fault,) = groups.shared_names()
    assert fault.path == ("groups", 1, "mesas", 0, "aliases", 0)
    assert "«leon»" in fault.message


def test_half_a_position_is_a_fault() -> None:
    known = {"14120": Municipality(Line("Zapopan"), 20.7), "14039": Municipality(Line("Otra"))}
    (fault,) = Groups([], known).faults()
    assert fault.path == ("municipalities", "14120", "name")
    assert (known["14120"].position, known["14039"].position) == (None, None)


def test_mesa_is_found_with_its_group() -> None:
    assert GROUPS.find_seat("leon").group.number == 14
    assert [(seat.mesa.slug, seat.group.number) for seat in GROUPS.seats] == [
        ("cancun-im", 4),
        ("guadalajara", 4),
        ("leon", 14),
        ("nuevo-leon", 14),
    ]


def test_part_of_two_mesas() -> None:
    with pytest.raises(AmbiguousError, match="leon, nuevo-leon") as caught:
        GROUPS.find_seat("leó")
    assert caught.value.exit_code == 5


@pytest.mark.parametrize(
    ("text", "advice"), [("Gudalajara", "guadalajara"), ("", "cancun-im, "), ("zzz", "leon, ")]
)
def test_unknown_mesa(text: str, advice: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        GROUPS.find_seat(text)
    assert advice in caught.value.advice.casefold()


def test_municipality_that_is_not_described_stands_for_itself() -> None:
    assert GROUPS.municipality_names(GROUPS.find_seat("guadalajara").mesa) == ["14039"]
    assert GROUPS.municipality_names(GROUPS.find_seat("cancun").mesa) == [
        "Benito Juárez",
        "Isla Mujeres",
    ]


def test_mesa_knows_its_scope_and_clocks() -> None:
    assert (mesa("a", "A").scope, mesa("a", "A", codes=("14039",)).scope) == ("state", "municipal")
    two = Mesa(Slug("a"), Line("A"), Line("Jal"), MEXICO, [], [ZoneName("America/Matamoros")])
    assert two.timezones == ["America/Mexico_City", "America/Matamoros"]


@pytest.mark.parametrize(
    ("state", "code", "path"),
    [
        ("Jal", "14039", None),
        ("Jalsco", "14039", ("state",)),
        ("Jal", "19039", ("municipalities", 0)),
        ("Jal", "1403", ("municipalities", 0)),
        ("Jal", "140390", ("municipalities", 0)),
        ("Jal", "14x39", ("municipalities", 0)),
    ],
)
def test_faults_of_a_mesa(state: str, code: str, path: tuple[str | int, ...] | None) -> None:
    assert [fault.path for fault in mesa("a", "A", state, (code,)).faults()] == (
        [path] if path else []
    )


@pytest.mark.parametrize(
    ("days", "faults"),
    [
        ([], []),
        (["2020-04-20", "2020-04-21"], []),
        (["2020-04-20", "2020-04-20"], [1]),
        (["2020-04-20", "2020-04-19", "2020-04-18"], [1, 2]),
        (["0020-04-20"], [0]),
        (["2020-04-20", "9999-12-31"], [1]),
    ],
)
def test_faults_of_series(days: list[str], faults: list[int]) -> None:
    found = [fault.path for fault in group(1, days=tuple(days)).faults()]
    assert found == [("series", position, "from") for position in faults]


def test_series_holds_until_the_next_one() -> None:
    both = group(1, days=("2020-04-20", "2020-06-01"))
    for day, since in [
        ("2020-01-01", 0),
        ("2020-04-20", 0),
        ("2020-05-31", 0),
        ("2020-06-01", 1),
        ("2030-01-01", 1),
    ]:
        assert both.series_on(date.fromisoformat(day)) is both.series[since]
    assert group(1, days=()).series_on(date(2020, 4, 20)) is None


def test_faults_of_groups_have_whole_paths() -> None:
    a, b = mesa("a", "A"), mesa("b", "B", codes=("1",))
    faults = Groups([group(1, a), group(1, a, b)]).faults()
    assert [fault.path for fault in faults] == [
        ("groups", 1, "number"),
        ("groups", 1, "mesas", 1, "municipalities", 0),
        ("groups", 1, "mesas", 0, "slug"),
    ]


def test_names_and_weekdays() -> None:
    assert (group(3).name, group(3, name="Golfo").name) == ("Grupo 3", "Golfo")
    assert [day.number for day in Weekday] == list(range(7))
    assert Weekday.THURSDAY.number == date(2020, 4, 23).weekday()


def hours(opens: str, closes: str, zone: str = "America/Mexico_City") -> Hours:
    return Hours(WallTime(opens), WallTime(closes), ZoneName(zone))


@pytest.mark.parametrize(
    ("opens", "closes", "now", "is_open"),
    [
        ("08:00", "20:00", "2020-04-23T08:00:00-05:00", True),
        ("08:00", "20:00", "2020-04-23T07:59:59-05:00", False),
        ("08:00", "20:00", "2020-04-23T19:59:59-05:00", True),
        ("08:00", "20:00", "2020-04-23T20:00:00-05:00", False),
        ("08:00", "20:00", "2020-04-24T00:30:00+00:00", True),
        ("08:00", "20:00", "2020-04-23T08:30:00+00:00", False),
        ("08:00", "20:00", "2020-01-23T13:30:00+00:00", False),
        ("20:00", "08:00", "2020-04-23T20:00:00-05:00", True),
        ("20:00", "08:00", "2020-04-23T03:00:00-05:00", True),
        ("20:00", "08:00", "2020-04-23T08:00:00-05:00", False),
        ("20:00", "08:00", "2020-04-23T12:00:00-05:00", False),
        ("00:00", "00:00", "2020-04-23T12:00:00-05:00", True),
    ],
)
def test_hours(opens: str, closes: str, now: str, is_open: bool) -> None:
    assert hours(opens, closes).is_open(datetime.fromisoformat(now)) is is_open


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2020-04-23T07:00:00-05:00", "2020-04-23T08:00:00-05:00"),
        ("2020-04-23T08:00:00-05:00", "2020-04-23T08:00:00-05:00"),
        ("2020-04-23T21:00:00-05:00", "2020-04-24T08:00:00-05:00"),
        ("2020-04-24T03:00:00+00:00", "2020-04-24T08:00:00-05:00"),
        ("2020-04-04T21:00:00-06:00", "2020-04-05T08:00:00-05:00"),
    ],
)
def test_next_opening(now: str, opening: str) -> None:
    found = hours("08:00", "20:00").opens_next(datetime.fromisoformat(now))
    assert found.isoformat() == opening


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.times(),
    st.times(),
    st.sampled_from(["America/Mexico_City", "America/Tijuana", "America/Cancun", "Asia/Kathmandu"]),
)
def test_every_moment_is_open_or_closed(
    now: datetime, opens: time, closes: time, zone: str
) -> None:
    a, b = f"{opens:%H:%M}", f"{closes:%H:%M}"
    local = f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
    within = a <= local < b if a < b else not b <= local < a
    assert hours(a, b, zone).is_open(now) is within


def test_next_opening_in_the_hour_that_comes_twice() -> None:
    now = datetime(2004, 10, 31, 7, 0, tzinfo=UTC)
    assert hours("01:00", "02:00").opens_next(now) >= now


@pytest.mark.parametrize(
    ("phone", "tel"),
    [
        ("55 58 09 49 03", "tel:+525558094903"),
        ("(55) 5809-4903", "tel:+525558094903"),
        ("+52 55 5809 4903", "tel:+525558094903"),
        ("+52 1 55 5809 4903", "tel:+525558094903"),
        ("+521 55 5809 4903 ext. 3", "tel:+525558094903;ext=3"),
        ("+1 202 555 0100", "tel:+12025550100"),
        ("01 800 911 2000", "tel:+528009112000"),
        ("044 55 5809 4903", "tel:+525558094903"),
        ("52 55 5809 4903", "tel:+525558094903"),
        ("(55) 58 09 49 03 ext. 12", "tel:+525558094903;ext=12"),
        ("+52 55 5809 4903, extensión 7", "tel:+525558094903;ext=7"),
        ("Tel.: 55.5809.4903 x12", "tel:+525558094903;ext=12"),
        ("911", "tel:911;phone-context=+52"),
        ("*765", ""),
        ("5809 4903", ""),
        ("55 5809 4903 / 04", ""),
        ("55 5809 4903 y 33 1234 5678", ""),
        ("5558094903 5558094904", ""),
        ("٥٥٥", ""),
        ("+12", ""),
        ("de 9 a 5", ""),
        ("ventanilla 9", ""),
        ("en línea", ""),
    ],
)
def test_tel(phone: str, tel: str) -> None:
    line = Helpline(Line("Apoyo"), Line(phone), Prose(""), hours("08:00", "20:00"))
    assert line.tel == tel


PARTNERS = Partners(
    [
        Partner(Slug("leapam"), Line("Fundación Lealtad"), Phrase("LEAPAM-MX")),
        Partner(Slug("b"), Line("B")),
    ]
)


@pytest.mark.parametrize(
    "text", ["leapam", "LEAPAM", "leapam-mx", "fundacion lealtad", "Fundación  Lealtad"]
)
def test_partner_is_found(text: str) -> None:
    assert PARTNERS.find_partner(text).slug == "leapam"


@pytest.mark.parametrize(
    ("text", "advice"), [("leapan", "«leapam»"), ("zzz", "leapam, b"), ("", "leapam, b")]
)
def test_unknown_partner(text: str, advice: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        PARTNERS.find_partner(text)
    assert advice in caught.value.advice


def test_partners_declared_twice() -> None:
    twice = Partners([*PARTNERS.partners, PARTNERS.partners[0]])
    assert [fault.path for fault in twice.faults()] == [("partners", 2, "slug")]
    assert PARTNERS.helplines == []
