"""Passwords in the system's own keyring: Keychain, Secret Service or Windows Credential Locker."""

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _


def find_password(place: str, user: str) -> str:
    """Return the password that `keyring set PLACE USER` has kept; empty if there is none.

    It is empty without a keyring too. Raises WrongUsageError for a keyring that does not open.
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
        message = _("The keyring does not open: {reason}.").format(reason=error)
        raise WrongUsageError(message) from error
