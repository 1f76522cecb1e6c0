"""Numbers of files and items, gaps in series, and what a package must be."""

import io
import zipfile

import pytest

from projects.archive.package import build_bag, verify_package, zip_bag
from projects.archive.rules import archive_number, item_number, missing_numbers, nothing_failed, nothing_missing

BAG = build_bag(
    {"a.txt": b"A", "ledger.json": b""}, {"External-Identifier": "JH-KY-1", "External-Description": "甲\n乙"}
)


def test_numbers():
    assert archive_number("JH015", "XM-2026-YYJC-0001") == "JH015-KY-XM-2026-YYJC-0001"
    assert item_number("JH015-KY-X", "D30", 7) == "JH015-KY-X-D30-007"


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["60-change-01.pdf", "60-change-02.pdf"], []),
        (["60-change-01.pdf", "60-change-04.pdf"], [2, 3]),
        (["60-change-02.pdf"], [1]),
        (["60-change-first.pdf", "99-other-05.pdf"], []),
        ([], []),
    ],
)
def test_gaps_in_a_series(names, missing):
    assert missing_numbers("60-change", names) == missing


def test_verdicts_name_every_fault():
    assert nothing_failed([]) and nothing_missing([])
    assert nothing_failed(["甲", "乙"]).facts == {"count": 2, "words": "甲；乙"}
    assert nothing_missing(["中期报告"]).facts == {"parts": "中期报告"}


def test_a_bag_holds_its_tags_and_the_zip_is_the_same_each_time():
    assert BAG["bagit.txt"].startswith(b"BagIt-Version: 1.0\n")
    assert "External-Description: 甲 乙\n".encode() in BAG["bag-info.txt"]
    assert b"Payload-Oxum: 1.2" in BAG["bag-info.txt"]
    assert zip_bag(BAG, "X") == zip_bag(dict(reversed(BAG.items())), "X")
    assert verify_package(zip_bag(BAG, "X")) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda bag: bag.update({"data/a.txt": b"B"}), "data/a.txt was altered"),
        (lambda bag: bag.pop("data/a.txt"), "data/a.txt is missing"),
        (lambda bag: bag.update({"data/b.txt": b"new"}), "the bag is not valid"),
        (lambda bag: bag.update({"bag-info.txt": bag["bag-info.txt"] + b"Note: forged\n"}), "bag-info.txt was altered"),
        (lambda bag: bag.pop("bagit.txt"), "the bag is not valid"),
        (lambda bag: bag.pop("manifest-sha256.txt"), "manifest-sha256.txt cannot be read"),
        (lambda bag: bag.update({"data/ledger.json": b"{}"}), "data/ledger.json cannot be read"),
    ],
)
def test_every_harm_to_a_bag_is_found(harm, said):
    bag = dict(BAG)
    harm(bag)
    found = verify_package(zip_bag(bag, "X"))
    assert any(said in each for each in found), found


@pytest.mark.parametrize("names", [["X/../../etc/passwd"], ["/etc/passwd"], ["X/a", "Y/b"], ["X\\..\\a"], []])
def test_names_that_leave_the_folder_are_never_unpacked(names, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    assert verify_package(out.getvalue())
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK no zip at all")
    assert "cannot be read" in verify_package(path)[0]
