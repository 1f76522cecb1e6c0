"""Compile the Chinese catalogue from its topics, and list what is not translated yet.

python tools/translations.py compile | check | missing [PATH ...]
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parent.parent
TOPICS = ROOT / "locale" / "zh_Hans" / "topics"
TARGET = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
APPS = ("core", "accounts", "projects", "experts", "reviews", "funding", "api", "frontend", "config")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "pgettext": None, "pgettext_lazy": None, "ngettext": None}
Key = tuple[str, str]


def catalogue() -> tuple[polib.POFile, list[str]]:
    """Every topic joined, and the contradictions between them."""
    joined, problems = polib.POFile(), []
    joined.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
    known: dict[Key, polib.POEntry] = {}
    for path in sorted(TOPICS.glob("*.po")):
        for entry in polib.pofile(str(path)):
            key = (entry.msgctxt or "", entry.msgid)
            if key not in known:
                known[key] = entry
                joined.append(entry)
            elif known[key].msgstr != entry.msgstr:
                problems.append(
                    f"{path.name}: {entry.msgid!r} is {entry.msgstr!r} here, {known[key].msgstr!r} elsewhere"
                )
    return joined, problems


def strings_of(path: Path) -> Iterator[Key]:
    """(context, message) of each marked string of a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        text = re.sub(r"\bp?gettext_noop\b", "_", templatize(text, origin=str(path)))
    for _line, function, message, _comments in extract_python(io.BytesIO(text.encode()), list(KEYWORDS), [], {}):
        parts = [part for part in (message if isinstance(message, tuple) else (message,)) if part]
        if function.startswith("pgettext") and len(parts) >= 2:
            yield parts[0], parts[1]
        elif parts:
            yield "", parts[0]


def missing(paths: list[Path]) -> list[tuple[Path, Key]]:
    done = {
        (entry.msgctxt or "", entry.msgid)
        for entry in catalogue()[0]
        if any(entry.msgstr_plural.values()) or entry.msgstr
    }
    found, seen = [], set()
    for path in paths:
        for key in strings_of(path):
            if key not in done and key not in seen:
                seen.add(key)
                found.append((path, key))
    return found


def sources(folders: list[str]) -> list[Path]:
    found = []
    for folder in folders:
        start = ROOT / folder
        found += [start] if start.is_file() else sorted(p for p in start.rglob("*") if p.suffix in {".py", ".html"})
    return [path for path in found if "migrations" not in path.parts and "vendor" not in path.parts]


def main(arguments: list[str]) -> int:
    import django
    from django.conf import settings

    settings.configure(USE_I18N=False)
    django.setup()
    joined, problems = catalogue()
    if arguments[:1] == ["compile"]:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        joined.save_as_mofile(str(TARGET))
    elif arguments[:1] == ["missing"]:
        for _path, (context, message) in missing(sources(arguments[1:] or list(APPS))):
            print(polib.POEntry(msgctxt=context or None, msgid=message, msgstr=""))
        return 0
    else:
        problems += [
            f"{path.relative_to(ROOT)}: not translated: {key[1]!r}" for path, key in missing(sources(list(APPS)))
        ]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
