"""The files at the top of `data/`, which people edit by hand."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.store import cache
from mcsj_cli.store.filestat import find_stamp, this_moment
from mcsj_cli.store.links import require_no_link

if TYPE_CHECKING:
    from mcsj_cli.model.category import Categories
    from mcsj_cli.model.privacy import Contacts

T = TypeVar("T")

NETWORK = "data/network.yaml"
GROUPS = "data/groups.yaml"
CATEGORIES = "data/categories.yaml"
PARTNERS = "data/partners.yaml"


class Documents:
    """The hand-edited files of the data folder at `root`; each property raises InvalidDataError."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def network(self) -> Network:
        require_no_link(self.root, NETWORK)
        value = cache.recall_document(self.root, NETWORK, Network)
        if value is not None:
            return value
        from mcsj_cli.store import files  # a file that did not change needs no YAML
        from mcsj_cli.store.data_format import load_network

        stamp, moment = find_stamp(self.root / NETWORK), this_moment()
        value = load_network(files.read(self.root / NETWORK, NETWORK))
        cache.remember_document(self.root, NETWORK, value, stamp, moment)
        return value

    @cached_property
    def is_newer(self) -> bool:
        """Whether the folder is of a newer format than this version of the program knows."""
        try:
            return self.network.is_newer
        except InvalidDataError:
            from mcsj_cli.store.data_format import seems_newer  # only when something is wrong

            return seems_newer(self.root)

    @cached_property
    def groups(self) -> Groups:
        return self._load(GROUPS, Groups)

    @cached_property
    def categories(self) -> "Categories":
        from mcsj_cli.model.category import Categories  # lists of groups do without

        return self._load(CATEGORIES, Categories)

    @cached_property
    def partners(self) -> Partners:
        return self._load(PARTNERS, Partners)

    @property
    def declared(self) -> "Contacts":
        """The contacts that may stand anywhere, since an organisation declares them as its own."""
        from mcsj_cli.model.privacy import declared_contacts  # only for writing

        try:
            mail = self.network.mail
        except InvalidDataError:
            mail = None
        return declared_contacts(self.partners, mail)

    def file_problems(self) -> list[Problem]:
        """Find the problems of all four files in one go."""
        problems: list[Problem] = []
        for name in ("network", "groups", "categories", "partners"):
            try:
                getattr(self, name)
            except InvalidDataError as error:
                problems += error.problems
        return problems

    def _load(self, file: str, schema: type[T]) -> T:
        require_no_link(self.root, file)
        newer = self.is_newer
        value = cache.recall_document(self.root, file, schema, newer=newer)
        if value is not None:
            return value
        from mcsj_cli.store import files, yaml  # a file that did not change needs no YAML

        stamp, moment = find_stamp(self.root / file), this_moment()
        value = yaml.load(files.read(self.root / file, file), schema, file, newer=newer)
        cache.remember_document(self.root, file, value, stamp, moment, newer=newer)
        return value
