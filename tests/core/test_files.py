"""Files: the true type counts, limits have numbers, bytes are kept once and can be checked."""

import io
import zipfile

import pytest

from core import files
from core.verdict import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def store_in_a_folder_of_its_own(tmp_path, settings):
    settings.STORAGE_URL = tmp_path.as_uri()


def zipped(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def test_the_same_bytes_are_kept_once_and_read_back_equal():
    first, second = files.store(PDF), files.store(io.BytesIO(PDF))
    assert first.pk == second.pk
    assert (first.mime, first.size) == (files.PDF, len(PDF))
    assert files.read_file(first.sha256) == PDF
    assert files.still_whole(first.sha256)


def test_a_flipped_bit_and_a_lost_file_show():
    kept = files.store(PDF)
    files.path_of(kept.sha256).write_bytes(b"Q" + PDF[1:])
    assert not files.still_whole(kept.sha256)
    files.path_of(kept.sha256).unlink()
    assert not files.still_whole(kept.sha256)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"MZ\x90\x00 a program", "file-type"),
        (b"<html><script>", "file-type"),
        (b"plain words", "file-type"),
        (zipped("a.txt"), "file-type"),
        (zipped("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "file-macros"),
        (zipped(*(f"{n}" for n in range(2_001))), "file-inflates"),
        (b"PK\x03\x04 broken", "file-type"),
    ],
)
def test_what_is_not_allowed_is_refused_by_content(content, code):
    with pytest.raises(Refused) as raised:
        files.store(content)
    assert raised.value.verdict.code == code
    assert files.StoredFile.objects.count() == 0
    assert list((files.root() / "incoming").iterdir()) == []


def test_the_limit_is_kept_while_streaming():
    with pytest.raises(Refused) as raised:
        files.store((b"%PDF-" + b"x" * files.MEGABYTE for _ in range(3)), limit_mb=2)
    assert raised.value.verdict.facts == {"limit_mb": 2}


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (zipped("[Content_Types].xml", "xl/workbook.xml"), files.XLSX),
        (zipped("[Content_Types].xml", "word/document.xml"), files.DOCX),
        (b"\x89PNG\r\n\x1a\nrest", files.PNG),
        (b"\xff\xd8\xff\xe0rest", files.JPEG),
    ],
)
def test_allowed_types_are_told_by_content(content, mime):
    assert files.store(content).mime == mime


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\报告.pdf", "报告.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("\x00\n", "file"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_data_never_a_path(name, expected):
    assert files.clean_name(name) == expected
