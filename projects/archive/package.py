"""The sealed package: a BagIt bag (RFC 8493) with PDF/A documents, the project's ledger and SHA-256 manifests, zipped.

Written by hand rather than by ``bagit.make_bag``, which changes the working directory of the whole process; the library
validates every bag before it is kept. The same content gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import bagit

from core.documents import is_pdf_a
from core.threads import verify_entries

MOST_ENTRIES = 5_000
MOST_INFLATED = 2_000 << 20
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
LEDGER = "data/ledger.json"


def build_bag(payload: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """Every file of the bag by its path. ``payload``: names under data/."""
    files = {f"data/{name}": content for name, content in payload.items()}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{key}: {_line(text)}\n" for key, text in {**info, "Payload-Oxum": oxum}.items()).encode(),
        "manifest-sha256.txt": _manifest(files),
    }  # fmt: skip
    return {**files, **tags, "tagmanifest-sha256.txt": _manifest(tags)}


def zip_bag(bag: Mapping[str, bytes], folder: str) -> bytes:
    """The bag as a ZIP under one folder: sorted, one fixed date, so that the same bag gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(bag):
            entry = zipfile.ZipInfo(f"{folder}/{name}", FIRST_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, bag[name])
    return out.getvalue()


def verify_package(package: bytes | Path) -> list[str]:
    """What does not hold in a package; empty when all does. Needs no database.

    Validates the bag with the reference library, hashes every file again, wants PDF/A for what the system printed and
    follows every chain of the ledger inside.
    """
    try:
        with (
            zipfile.ZipFile(io.BytesIO(package) if isinstance(package, bytes) else package) as archive,
            tempfile.TemporaryDirectory(prefix="archive-") as folder,
        ):
            problems = _unsafe(archive)
            if problems:
                return problems
            archive.extractall(folder)  # names and sizes were examined
            return _verify_bag(Path(folder) / archive.namelist()[0].split("/")[0])
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        return [f"the ZIP cannot be read: {error}"]


def _verify_bag(root: Path) -> list[str]:
    problems = []
    try:
        bagit.Bag(str(root)).validate()
    except bagit.BagError as error:
        problems.append(f"the bag is not valid: {error}")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        problems += _rehash(root, manifest)
    for path in sorted((root / "data").glob("*.pdf")):
        content = path.read_bytes()
        if b"sha256:" in content and not is_pdf_a(content):
            problems.append(f"data/{path.name} is not PDF/A-2b")
    return problems + _verify_ledger(root / LEDGER)


def _rehash(root: Path, manifest: str) -> list[str]:
    """Each line of a manifest against the bytes, without the library."""
    try:
        lines = (root / manifest).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return [f"{manifest} cannot be read"]
    problems = []
    for line in lines:
        digest, _space, name = line.partition("  ")
        path = root / name
        if not name or not path.is_file():
            problems.append(f"{name or line} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            problems.append(f"{name} was altered")
    return problems


def _verify_ledger(path: Path) -> list[str]:
    try:
        return verify_entries([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{LEDGER} cannot be read"]


def _unsafe(archive: zipfile.ZipFile) -> list[str]:
    """Names that leave the folder, links, several roots, or more than a package may hold."""
    entries = archive.infolist()
    if not entries:
        return ["the ZIP is empty"]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        return ["the ZIP holds more than a package may"]
    problems = [
        f"{entry.filename!r} is no name for a file of a package"
        for entry in entries
        if ".." in PurePosixPath(entry.filename).parts
        or entry.filename.startswith("/")
        or "\\" in entry.filename
        or stat.S_ISLNK(entry.external_attr >> 16)
    ]
    if len({entry.filename.split("/")[0] for entry in entries}) > 1:
        problems.append("the ZIP holds more than one folder")
    return problems


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _line(text: str) -> str:
    return " ".join(text.split())
