"""What is said of an option that a command has not: the command that has it, or a name alike.

It is imported for a wrong option alone.
"""

from collections.abc import Callable, Iterator, Sequence

import click

from mcsj_cli.i18n import _
from mcsj_cli.meanings import find_wanted
from mcsj_cli.model.text import fold
from mcsj_cli.registry import COMMANDS, Command, Noun
from mcsj_cli.vocabulary import find_entry, spoken

_MOST = 3
Load = Callable[[Command], click.Command]


def explain_unknown(
    error: click.NoSuchOption, args: Sequence[str], ctx: click.Context, load: Load
) -> str:
    """Return the whole sentences: what is unknown, and what may be meant."""
    place = _find_place(ctx)
    flag = fold(error.option_name)
    wanted = find_wanted(place, flag.removeprefix("--"), _find_value(flag, args))
    found = [wanted] if wanted else dict.fromkeys(_find_knowing(flag, place, load))
    lines = list(found)[:_MOST]
    if not lines:
        return error.format_message().replace(error.message, f"{error.message}.", 1)
    commands = _(" or ").join(f"«{spoken(line)}»" for line in lines)
    told = _("For that there is: {commands}.").format(commands=commands)
    return f"{error.message}. {told}"


def _find_place(ctx: click.Context) -> str:
    """Return the English words of the command that runs."""
    place, entries = [], COMMANDS
    for word in ctx.command_path.split()[1:]:
        entry = find_entry(word, entries)
        if entry:
            place.append(entry.name)
            entries = entry.verbs if isinstance(entry, Noun) else ()
    return " ".join(place)


def _find_value(flag: str, args: Sequence[str]) -> str:
    """Return what was typed as the value of an option, as a shell takes it."""
    following = args[args.index(flag) + 1 :] if flag in args else []
    joined = [word.partition("=")[2] for word in args if word.startswith(f"{flag}=")]
    value = next(iter([*joined, *following]), "leon")
    return f'"{value}"' if " " in value else value


def _find_knowing(flag: str, place: str, load: Load) -> Iterator[str]:
    """Find the commands that have an option: those of the same noun, and then of the same verb."""
    noun, _space, verb = place.partition(" ")
    shown = [one for one in COMMANDS if isinstance(one, Noun) and not one.hidden]
    own = next((one for one in shown if one.name == noun), None)
    near = [(noun, each) for each in own.verbs] if own else []
    for other in shown:
        near += [(other.name, each) for each in other.verbs if each.name == verb != ""]
    for name, each in near:
        if (name, each.name) != (noun, verb) and not each.hidden and _has(load(each), flag):
            yield f"mcsj {name} {each.name}"


def _has(command: click.Command, flag: str) -> bool:
    return any(flag in (*one.opts, *one.secondary_opts) for one in command.params)
