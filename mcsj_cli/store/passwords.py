"""Passwords that the system's own keyring keeps (Keychain, Secret Service, Windows Credential Locker)."""


def find_password(host: str, user: str) -> str:
    """Give the password that was kept for a user of a server, as «keyring set mcsj:HOST USER» does; or nothing."""
    try:
        import keyring  # noqa: PLC0415  an extra
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return ""
    try:
        return keyring.get_password(f"mcsj:{host}", user) or ""
    except KeyringError:
        return ""
