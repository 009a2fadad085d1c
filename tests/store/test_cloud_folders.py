"""Folders that a cloud copies are known by their names and by what lies in them."""

from pathlib import Path

import pytest

from mcsj_cli.store.cloud_folders import find_cloud


@pytest.mark.parametrize(
    ("place", "cloud"),
    [
        ("Dropbox/red", "Dropbox"),
        ("Dropbox (Personal)/mesas/red", "Dropbox"),
        ("Library/CloudStorage/Dropbox-Equipo/red", "Dropbox"),
        ("OneDrive - México SOS/Documentos/red", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Personal/red", "OneDrive"),
        ("onedrive/red", "OneDrive"),
        ("Google Drive/Mi unidad/red", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-red@example.org/red", "Google Drive"),
        ("Mi unidad/red", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/red", "iCloud"),
        ("iCloudDrive/red", "iCloud"),
        ("Documentos/red", None),
        ("dropboxes/red", None),
        ("mi-onedrive/red", None),
    ],
)
def test_names(tmp_path: Path, place: str, cloud: str | None) -> None:
    assert find_cloud(tmp_path / place) == cloud


def test_what_lies_in_them(tmp_path: Path) -> None:
    root = tmp_path / "nube" / "red"
    root.mkdir(parents=True)
    assert find_cloud(root) is None
    (tmp_path / ".dropbox").mkdir()  # the settings of the program, in a home
    assert find_cloud(root) is None
    (tmp_path / "nube" / ".dropbox").write_bytes(b"")
    assert find_cloud(root) == "Dropbox"
    (tmp_path / "nube" / ".dropbox").rename(
        tmp_path / "nube" / ".849C9593-D756-4E56-8D6E-42412F2A707B"
    )
    assert find_cloud(root) == "OneDrive"


def test_a_link_into_one(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "red").mkdir(parents=True)
    (tmp_path / "red").symlink_to(tmp_path / "Dropbox" / "red")
    assert find_cloud(tmp_path / "red") == "Dropbox"
