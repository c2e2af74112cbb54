"""Makes `data/telegram/bot-api.json`, what the local Telegram checks requests against, from the Bot API specification.

    .venv/bin/python -m tests.local.bot_api.derive_specification bot-api-spec.json

Only names, types and what is required are kept: of every method, and of every type that a parameter can have. A type is
written `String|Integer`, with `!` before it where the field is required.
"""

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[3] / "data" / "telegram" / "bot-api.json"


def derive(specification: dict[str, Any]) -> dict[str, Any]:
    """Return the compact table of a specification."""
    methods = {name: _fields(method) for name, method in specification["methods"].items()}
    waiting = [name for method in specification["methods"].values() for name in _named_types(method)]
    types: dict[str, Any] = {}
    while waiting:
        name = waiting.pop()
        if name in types or name not in specification["types"]:
            continue
        described = specification["types"][name]
        subtypes = described.get("subtypes", [])
        types[name] = {"one of": subtypes} if subtypes else _fields(described)
        waiting += [*subtypes, *_named_types(described)]
    return {"version": specification["version"], "methods": methods, "types": dict(sorted(types.items()))}


def written(table: dict[str, Any]) -> str:
    """Return the table as text, one method or type a line, so that a newer version is a readable change."""
    parts = []
    for name in ("methods", "types"):
        lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in table[name].items())
        parts.append(f'"{name}": {{\n{lines}\n}}')
    return f'{{"version": {json.dumps(table["version"])},\n' + ",\n".join(parts) + "}\n"


def _fields(described: dict[str, Any]) -> dict[str, str]:
    return {
        field["name"]: ("!" if field["required"] else "") + "|".join(field["types"])
        for field in described.get("fields", [])
    }


def _named_types(described: dict[str, Any]) -> list[str]:
    names = [name for field in described.get("fields", []) for name in field["types"]]
    return [name.rsplit("Array of ", 1)[-1] for name in names]


if __name__ == "__main__":
    TARGET.write_text(written(derive(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))), encoding="utf-8")
