"""Passwords that the system's own keyring keeps (Keychain, Secret Service, Windows Credential Locker)."""

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _


def find_password(place: str, user: str) -> str:
    """Give what was kept for a user of a place, as «keyring set PLACE USER» does; nothing where there is no keyring.

    Raises WrongUsageError for a keyring that does not open.
    """
    try:
        import keyring  # an extra
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(place, user) or ""
    except NoKeyringError:
        return ""
    except KeyringError as error:
        raise WrongUsageError(
            _("The keyring does not open: {reason}.").format(reason=error)
        ) from error
