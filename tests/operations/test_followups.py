"""Contacts with the mesas, and how far each mesa has come, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
import pytest

from mcsj_cli.errors import ExistsError
from mcsj_cli.model.fields import Prose, Slug, ZoneName
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.kinds import FOLLOWUPS, MEETINGS
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.operations.followups import add_followups, read_funnel
from mcsj_cli.store.project import Project
from mcsj_cli.work.funnel import MesaStage

TODAY = date(2020, 4, 23)
CENTRE = ZoneName("America/Mexico_City")


def _contact(mesa: str = "irapuato", day: date = TODAY) -> Followup:
    return Followup(
        mesa=Slug(mesa),
        day=day,
        channel=Channel.CALL,
        stage=Stage.EXPLAINED,
        summary=Prose("Se explicó."),
    )


def _session(mesa: str = "irapuato", hour: int = 11) -> Meeting:
    return plan_session(Slug(mesa), datetime(2020, 4, 27, hour), CENTRE, TODAY)


def _stages(network: Project, day: date = TODAY, group: int | None = None) -> dict[str, MesaStage]:
    return {stage.slug: stage for stage in read_funnel(network, day, group).stages}


def test_a_contact_is_a_commit_of_its_own(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    (added,) = add_followups(network, [_contact()], None)
    assert network.find(FOLLOWUPS, "2020-04-23-irapuato") == added
    assert subjects() == ['followups: add "Irapuato"']


def test_a_second_contact_of_a_day_has_a_file_of_its_own(network: Project) -> None:
    uids = [add_followups(network, [_contact()], None)[0].uid for _ in range(2)]
    assert uids == ["2020-04-23-irapuato", "2020-04-23-irapuato-2"]


def test_a_contact_and_the_meeting_that_it_fixed_are_one_commit(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    add_followups(network, [_contact()], _session())
    assert network.find(MEETINGS, "2020-04-27-irapuato").record == _session()
    assert len(subjects()) == 1


def test_a_meeting_that_is_there_as_it_was_fixed_is_left_alone(network: Project) -> None:
    add_followups(network, [_contact()], _session())
    path = network.root / MEETINGS.path("2020-04-27-irapuato")
    before = path.read_bytes()
    later = msgspec.structs.replace(_session(), minutes=90)  # the hour alone is compared
    add_followups(network, [_contact()], later)
    assert path.read_bytes() == before
    assert network.find(FOLLOWUPS, "2020-04-23-irapuato-2").record == _contact()


def test_a_contact_does_not_fix_a_meeting_at_another_hour_of_that_day(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    add_followups(network, [_contact()], _session())
    with pytest.raises(ExistsError):
        add_followups(network, [_contact()], _session(hour=12))
    assert len(subjects()) == 1
    assert not (network.root / FOLLOWUPS.path("2020-04-23-irapuato-2")).exists()


def test_every_mesa_has_a_stage_also_without_any_news(network: Project) -> None:
    stages = _stages(network)
    assert set(stages) == set(network.groups.mesa_names)
    silent = stages["irapuato"]
    assert (silent.stage, silent.days, silent.quiet) == ("no-contact", None, True)


def test_the_stage_is_that_of_the_last_contact_up_to_the_day(network: Project) -> None:
    assert _stages(network, date(2020, 4, 16))["leon"].stage == "meeting-set"
    leon = _stages(network)["leon"]
    assert (leon.stage, leon.last, leon.days) == ("actions-agreed", date(2020, 4, 22), 1)


def test_a_meeting_at_which_a_mesa_was_present_is_news_of_it(network: Project) -> None:
    # Torreón was called on the 16th and came to the meeting of the 23rd; Gómez Palacio did not.
    stages = _stages(network)
    assert (stages["torreon"].last, stages["torreon"].stage) == (TODAY, "explained")
    assert stages["gomez-palacio"].last == date(2020, 4, 16)


def test_a_group_has_the_stages_of_its_mesas_alone(network: Project) -> None:
    assert list(_stages(network, group=4)) == [
        "monterrey",
        "cancun-im",
        "torreon",
        "guadalajara",
        "gomez-palacio",
    ]


def test_contacts_and_meetings_that_cannot_be_read_are_told(network: Project) -> None:
    files = [FOLLOWUPS.path("2020-04-22-leon"), MEETINGS.path("2020-W17-g4")]
    for file in files:
        (network.root / file).write_text("[\n", encoding="utf-8")
    funnel = read_funnel(network, TODAY, None)
    assert {problem.file for problem in funnel.problems} == set(files)
    leon = next(stage for stage in funnel.stages if stage.slug == "leon")
    assert leon.stage == "meeting-set"  # the contact before the one that cannot be read
