"""Documents: PDF/A-2b, the same content the same bytes, every word as it was written and none read as markup."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.documents import (
    Document,
    Facts,
    Heading,
    Paragraph,
    Signatures,
    Table,
    active_content,
    check_code,
    digest_in,
    digest_of,
    is_pdf_a,
    is_whole_pdf,
    render_pdf,
)
from tests.factories.pdf import text_of

CONTRACT = Document(
    title="江汉市科技计划项目任务书",
    number="KH-2026-YYJC-0001-R1",
    subtitle="高熵合金增材制造构件疲劳性能研究",
    issuer="江汉市科学技术局",
    made_at=datetime(2026, 5, 1, 1, 2, 3, tzinfo=UTC),
    blocks=[
        Heading("一、基本信息"),
        Facts([("承担单位", "江汉光电研究院"), ("经费（元）", "600,000.00")]),
        Paragraph("围绕失效机理开展研究。\n再以台架试验验证。"),
        Table(["指标", "目标值"], [["疲劳寿命（R=0.1）", "≥ 300000 次"], ["插入损耗", "≤ 1.5 dB"]], ["left", "right"]),
        Signatures([("甲方", "王某", "2026-05-01 09:02")]),
    ],
)


def test_it_is_pdf_a_2b_with_number_check_code_and_fingerprint_on_every_page():
    long = replace(CONTRACT, blocks=[*CONTRACT.blocks, *[Paragraph("机理研究与方案设计。" * 12)] * 40])
    pdf = render_pdf(long)
    assert is_pdf_a(pdf) and is_whole_pdf(pdf) and active_content(pdf) == []
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf and b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    pages = text_of(pdf).split("\n")
    digest = digest_of(long)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
        assert digest in page and check_code(digest) in page and long.number in page


def test_every_word_can_be_read_out_again():
    text = text_of(render_pdf(CONTRACT))
    words = ("江汉市科技计划项目任务书", "高熵合金增材制造构件疲劳性能研究", "一、基本信息", "承担单位", "600,000.00", "再以台架试验验证。", "≥ 300000 次", "甲方", "王某")  # fmt: skip
    assert [word for word in words if word not in text] == []


def test_the_same_content_gives_the_same_bytes_and_another_letter_another_fingerprint():
    assert render_pdf(CONTRACT) == render_pdf(replace(CONTRACT))
    changed = replace(CONTRACT, subtitle="高熵合金增材制造构件疲劳性能研究。")
    assert digest_of(changed) != digest_of(CONTRACT)
    assert digest_in(render_pdf(CONTRACT)) == digest_of(CONTRACT)
    assert digest_in(b"%PDF-1.7 nothing") == ""


HOSTILE = (
    '#eval("panic()")', "#read(\"/etc/passwd\")", "\\ \" ' ` $x^2$ *b* _i_ <label> @ref // /* */ [ ] { } ~ -- ...",
    '"},"blocks":[],"title":"', "= heading\n- list\n+ enum", "https://example.org/" + "a" * 300, "#" * 50, "\u2014\u00ad",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text(text):
    pdf = render_pdf(
        Document(text, text, text, [Heading(text), Paragraph(text), Facts([(text, text)]), Table([text], [[text]])])
    )
    assert is_pdf_a(pdf)

    def bare(words):
        return re.sub(r"[\s\u200b\u00ad]|〔U\+00AD〕", "", words)

    assert bare(text_of(pdf)).count(bare(text)) >= 5


@pytest.mark.parametrize(("letter", "shown"), [("😀", "〔U+1F600〕"), ("𠀀", "〔U+20000〕"), ("\u202e", "〔U+202E〕"), ("\x00", "〔U+0000〕"), ("한", "〔U+D55C〕"), ("é", "é"), ("℃", "℃")])  # fmt: skip
def test_a_letter_that_the_font_lacks_is_named_and_never_stops_the_printing(letter, shown):
    pdf = render_pdf(Document(f"甲{letter}乙", "1"))
    assert is_pdf_a(pdf)
    assert f"甲{shown}乙" in text_of(pdf)


def test_a_row_with_too_few_cells_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="another number of cells"):
        render_pdf(Document("表", "1", blocks=[Table(["甲", "乙"], [["一"]])]))


def test_scripts_and_embedded_files_are_found_in_disguise_too():
    packed = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")
    cases = {
        b"%PDF-1.7 <</OpenAction 3 0 R>>": ["/OpenAction"],
        b"%PDF-1.7 <</S/J#61vaScript>>": ["/JavaScript"],
        b"%PDF-1.7 1 0 obj<</Type/ObjStm/N 1/Filter/FlateDecode>>stream\n" + packed + b"\nendstream": ["/JS", "/JavaScript"],
        b"%PDF-1.7 <</Type/AAPL/AAcme 1>>": [],
    }  # fmt: skip
    assert {pdf: active_content(pdf) for pdf in cases} == cases
    assert not is_whole_pdf(b"%PDF-1.7\nstartxref\n999\n%%EOF") and not is_whole_pdf(render_pdf(CONTRACT)[:-30])
