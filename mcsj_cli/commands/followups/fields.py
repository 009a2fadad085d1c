"""The fields of a contact that its commands share."""

from mcsj_cli.commands.arguments import choose_value, list_labels
from mcsj_cli.commands.field import Field
from mcsj_cli.i18n import N_
from mcsj_cli.model.followup import Channel, Stage

CHANNEL: Field[Channel] = Field(
    "channel",
    N_("By what: call, whatsapp, e-mail, video, visit."),
    N_("CHANNEL"),
    question=N_("Channel"),
    example="call",
    parse=lambda _setting, text: Channel(choose_value(text, Channel) or ""),
    choices=lambda _setting: list_labels(Channel),
)
STAGE: Field[Stage] = Field(
    "stage",
    N_("How far it has come: contacted, explained, meeting-set, actions-agreed, following."),
    N_("STAGE"),
    question=N_("Stage"),
    example="contacted",
    parse=lambda _setting, text: Stage(choose_value(text, Stage) or ""),
    choices=lambda _setting: list_labels(Stage),
)
