"""How deep YAML is nested, before a tree is made of it: the parser in C makes it by recursion, and ends the process."""

import yaml

from bot.ingest.readers.limits import YAML_DEPTH

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_yaml(text: str) -> object:
    """Return what a YAML or JSON text says.

    Raises:
        yaml.YAMLError: It is none, or nested too deep.
        ValueError: A value in it is none of its kind (a date that does not exist).
    """
    _refuse_depth(text)
    loaded: object = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, in C
    return loaded


def compose_yaml(text: str) -> yaml.Node | None:
    """Return a YAML or JSON text as nodes, every value as it is typed.

    Raises:
        yaml.YAMLError: It is none, or nested too deep.
        ValueError: It holds what YAML does not allow.
    """
    _refuse_depth(text)
    return yaml.compose(text, Loader=_PLAIN_LOADER)


def _refuse_depth(text: str) -> None:
    """Raise at the first list or mapping that lies too deep; events are parsed one after the other."""
    depth = 0
    for event in yaml.parse(text, Loader=_PLAIN_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > YAML_DEPTH:
                raise yaml.YAMLError("nested too deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
