"""To which mail servers a message may go in clear."""

import pytest

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model.mail import choose_server

HERE = ("localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "::1")
ELSEWHERE = (
    "127.0.0.1.example.org", "127.example.org", "127.", "localhost.example.org", "smtp.example.org",
    "192.0.2.1", "::2", "127.0.0.1@example.org", "[127.0.0.1]", "127.0.0.256",
)  # fmt: skip


def given(host: str) -> dict[str, str]:
    return {"SENDER": "coordinacion@example.org", "HOST": host, "SECURITY": "none"}


@pytest.mark.parametrize("host", HERE)
def test_this_machine_needs_no_tls(host: str) -> None:
    assert choose_server(None, given(host)).host == host


@pytest.mark.parametrize("host", ELSEWHERE)
def test_nothing_goes_in_clear_to_a_name_that_only_looks_like_this_machine(host: str) -> None:
    with pytest.raises(WrongUsageError):
        choose_server(None, given(host))
