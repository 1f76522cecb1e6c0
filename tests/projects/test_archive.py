"""The archive file: grows with the records, is checked in four ways, sealed, and taken apart again by others' tools."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from accounts.roles import Role
from core import checkpoints, files
from core.contributions import ArchivedPart
from core.documents import is_pdf_a
from core.models import LedgerEntry, StoredFile
from core.verdict import Refused
from projects.archive import checking
from projects.archive.models import ArchiveFile, ArchiveItem, CheckRow
from projects.archive.package import verify_package
from projects.archive.queries import missing_parts, visible_archives
from projects.archive.services import bring_up_to_date, check_archive, reopen_archive, run_check, seal_archive
from projects.changes.services import grant_change
from projects.contracts.models import Project
from projects.contracts.services import order_rectification, terminate_project
from tests.factories import changes, closing, reports
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.factories.contracts import leader_of, officer_of_project, running_project
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
ALONE = Path(settings.BASE_DIR) / "tools" / "verify_ledger_alone.py"
WHOLE = ["10-application", "20-formal-check", "25-review", "30-decision", "31-notice", "40-contract", "70-acceptance", "71-opinion", "72-conclusion", "80-achievements"]  # fmt: skip


@pytest.fixture
def archivist(db):
    return make_staff(Role.ARCHIVIST)


@pytest.fixture(autouse=True)
def _in_chinese():
    """Words of refusals are read in Chinese here, whatever language the test before left behind."""
    with translation.override("zh-hans"):
        yield


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict


def part_that_is_due(monkeypatch, code="55-audit"):
    """A room contributes a part that every project owes and that nobody has written."""
    import projects.archived

    part = ArchivedPart(code, "专项审计报告", "Y", lambda project: True, lambda project: [])
    monkeypatch.setattr(projects.archived, "ARCHIVED", [*projects.archived.ARCHIVED, part])


def alter_stored(item):
    """Somebody changes one byte of a stored file behind the system's back; the answer mends it."""
    path = files.path_of(item.file.sha256)
    content = path.read_bytes()
    path.write_bytes(content[:900] + bytes([content[900] ^ 1]) + content[901:])
    return lambda: path.write_bytes(content)


def test_a_file_is_opened_with_the_project_and_grows_with_it(moved_clock, archivist):
    project = running_project(moved_clock)
    archive = ArchiveFile.objects.get(project=project)
    assert (archive.number, archive.state, archive.thread) == (f"JH015-KY-{project.number}", "open", project.thread)
    archive = bring_up_to_date(archive, by=archivist)
    codes = list(archive.items.values_list("code", flat=True))
    assert [code for code in codes if code in WHOLE] == WHOLE[:6]
    before = dict(archive.items.values_list("name", "pk"))
    reports.assessed_report(moved_clock, project)
    bring_up_to_date(archive, by=archivist)
    after = dict(archive.items.values_list("name", "pk"))
    assert set(after) - set(before) == {"51-midterm-01.pdf"}
    assert {name: after[name] for name in before} == before, "what was filed stays"


def test_what_the_records_say_differently_is_printed_anew_and_the_rest_is_kept(moved_clock, archivist):
    project = closing.accepted_project(moved_clock)
    archive = bring_up_to_date(project.archive, by=archivist)
    before = dict(archive.items.values_list("name", "file__sha256"))
    project.achievements.filter(kind="paper").update(title="改过的题名")
    bring_up_to_date(archive, by=archivist)
    after = dict(archive.items.values_list("name", "file__sha256"))
    assert {name for name in before if before[name] != after[name]} == {"80-achievements-01.pdf"}
    bring_up_to_date(archive, by=archivist)
    assert dict(archive.items.values_list("name", "file__sha256")) == after


def test_a_granted_change_is_filed_with_what_it_replaced(moved_clock, archivist):
    project = running_project(moved_clock)
    change = grant_change(changes.agreed_change(moved_clock, project=project), by=officer_of_project(project))
    archive = bring_up_to_date(project.archive, by=archivist)
    item = archive.items.get(code="60-change")
    text = text_of(files.read_file(item.file.sha256))
    assert [word for word in (change.number, "2028-12-31", "2029-06-30", changes.GROUNDS) if word not in text] == []


def test_documents_are_chinese_pdf_a_with_the_words_of_the_records(moved_clock, archivist):
    project = closing.accepted_project(moved_clock)
    archive = bring_up_to_date(project.archive, by=archivist)
    read = {item.name: files.read_file(item.file.sha256) for item in archive.items.select_related("file")}
    assert [name for name, content in read.items() if not is_pdf_a(content)] == []
    text = {name: text_of(content).replace("\n", "") for name, content in read.items()}
    snapshot = project.application.snapshots.get()
    assert snapshot.sha256 in text["10-application-01.pdf"] and "申报书" in text["10-application-01.pdf"]
    assert project.decision_item.decision.document_number in text["30-decision-01.pdf"]
    assert "600,000.00" in text["40-contract-01.pdf"]
    assert "达标" in text["70-acceptance-01.pdf"] and "312000" in text["70-acceptance-01.pdf"]
    assert project.certificate_number in text["72-conclusion-01.pdf"] and "通过" in text["72-conclusion-01.pdf"]
    assert "JH-2028-0001" in text["80-achievements-01.pdf"]


def test_only_the_archivist_and_only_while_the_file_grows(moved_clock, archivist):
    archive = running_project(moved_clock).archive
    for stranger in (leader_of(archive.project), officer_of_project(archive.project), make_staff(Role.AUDITOR)):
        for action in (bring_up_to_date, run_check, check_archive, seal_archive):
            assert refusal(action, archive, by=stranger).kind in {"who", "when"}
        assert refusal(bring_up_to_date, archive, by=stranger).kind == "who"
    assert refusal(check_archive, archive, by=archivist).code == "project-not-ended"
    assert refusal(seal_archive, archive, by=archivist).code == "wrong-state"


def test_findings_of_a_failed_run_are_kept_though_the_step_is_refused(moved_clock, archivist, monkeypatch):
    archive = closing.finished_project(moved_clock).archive
    part_that_is_due(monkeypatch)
    assert [part.code for part in missing_parts(archive.project)] == ["55-audit"]
    run_check(archive, by=archivist)
    failed = CheckRow.objects.filter(archive=archive, passed=False)
    assert list(failed.values_list("property", "subject", "finding")) == [("completeness", "55-audit", "part-missing")]
    kept = CheckRow.objects.count()
    verdict = refusal(check_archive, archive, by=archivist)
    assert (verdict.kind, verdict.code, verdict.facts["count"]) == ("what", "archive-check-failed", 1)
    assert "专项审计报告" in verdict.facts["words"]
    assert CheckRow.objects.count() == kept and ArchiveFile.objects.get(pk=archive.pk).state == "open"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CheckRow.objects.filter(passed=False).update(passed=True)


def test_every_property_has_its_rows_and_the_missing_scanner_is_said(moved_clock, archivist, monkeypatch):
    archive = check_archive(closing.finished_project(moved_clock).archive, by=archivist)
    rows = list(archive.check_rows.values_list("property", "subject", "passed", "finding"))
    assert {row[0] for row in rows} == {"authenticity", "completeness", "usability", "security"}
    assert all(row[2] for row in rows)
    assert ("authenticity", "ledger", True, "") in rows
    assert ("security", "virus", True, "not-scanned") in rows
    assert set(WHOLE) <= {row[1] for row in rows if row[0] == "completeness"}
    monkeypatch.setattr(checking, "scanners", [lambda content: ""])
    reopened = reopen_archive(archive, by=archivist, reason="补扫描")
    run_check(reopened, by=archivist)
    assert ("security", "virus", True, "") in CheckRow.objects.order_by("-pk").values_list("property", "subject", "passed", "finding")  # fmt: skip
    monkeypatch.setattr(checking, "scanners", [lambda content: "EICAR"])
    assert "EICAR" in refusal(check_archive, reopened, by=archivist).facts["words"]


@pytest.mark.parametrize("what", ["stored byte", "lost file", "record", "number"])
def test_each_harm_between_check_and_seal_is_found(what, moved_clock, archivist):
    archive = closing.checked_archive(moved_clock)
    item = archive.items.get(name="80-achievements-01.pdf")
    mend = None
    if what == "stored byte":
        mend, said = alter_stored(item), "存储的文件与归档时不一致"
    elif what == "lost file":
        path = files.path_of(item.file.sha256)
        content = path.read_bytes()
        path.unlink()
        mend, said = lambda: path.write_bytes(content), "存储的文件与归档时不一致"
    elif what == "record":
        archive.project.achievements.filter(kind="paper").update(title="封存前改动")
        said = "文书内容与系统记录不一致"
    else:
        ArchiveItem.objects.filter(pk=item.pk).update(name="80-achievements-02.pdf")
        said = "件号不连续"
    try:
        verdict = refusal(seal_archive, archive, by=archivist)
    finally:
        if mend:
            mend()
    assert (verdict.code, said in verdict.facts["words"]) == ("archive-check-failed", True), verdict.facts
    assert Project.objects.get(pk=archive.project_id).state == "passed"
    assert not StoredFile.objects.filter(mime=files.ZIP).exists()


@pytest.mark.django_db(transaction=True)
def test_an_altered_ledger_row_stops_the_check(moved_clock, owner_connection):
    archive = closing.finished_project(moved_clock).archive
    with owner_connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE core_ledgerentry SET reason = 'forged' WHERE thread = %s AND kind = 'contract' AND seq = 2",
            [archive.thread],
        )
        assert cursor.rowcount == 1
        cursor.execute("SET session_replication_role = DEFAULT")
    owner_connection.commit()
    words = refusal(check_archive, archive, by=make_staff(Role.ARCHIVIST)).facts["words"]
    assert "操作留痕" in words and "entry 2 was altered" in words


def test_sealing_keeps_the_package_and_archives_the_project(moved_clock, archivist):
    archive = closing.checked_archive(moved_clock)
    sealed = seal_archive(archive, by=archivist)
    project = Project.objects.get(pk=archive.project_id)
    assert (sealed.state, sealed.sealed_by, project.state) == ("sealed", archivist, "archived")
    assert sealed.package.mime == files.ZIP and files.still_whole(sealed.package.sha256)
    entry = LedgerEntry.objects.get(kind="archive", step="seal")
    assert entry.facts == {"sha256": sealed.package.sha256, "size": sealed.package.size, "items": sealed.items.count()}
    for action in (seal_archive, check_archive):
        assert refusal(action, sealed, by=archivist).code == "wrong-state"
    assert refusal(reopen_archive, sealed, by=archivist, reason="想改一改").code == "wrong-state"
    assert refusal(run_check, sealed, by=archivist).code == "archive-not-open"
    with pytest.raises(IntegrityError, match="sealed_has_package"), transaction.atomic():
        ArchiveFile.objects.filter(pk=sealed.pk).update(package=None)


def test_a_terminated_project_is_archived_without_acceptance(moved_clock, archivist):
    project = running_project(moved_clock)
    officer = officer_of_project(project)
    order_rectification(project, by=officer, reason="进度严重滞后")
    terminate_project(project, by=officer, reason="无法继续实施")
    closing.evaluated(project)
    sealed = seal_archive(check_archive(project.archive, by=archivist), by=archivist)
    codes = list(sealed.items.values_list("code", flat=True))
    assert [code for code in codes if code in WHOLE] == WHOLE[:6]
    assert Project.objects.get(pk=project.pk).state == "archived"


def test_a_sealed_package_is_taken_apart_by_others_tools_and_an_altered_byte_is_found(moved_clock, tmp_path):
    archive = closing.sealed_archive(moved_clock)
    project = archive.project
    package = tmp_path / "package.zip"
    package.write_bytes(files.read_file(archive.package.sha256))
    with zipfile.ZipFile(package) as opened:
        opened.extractall(tmp_path)
    root = tmp_path / archive.number
    bag = bagit.Bag(str(root))
    assert bag.validate() and bag.version == "1.0"
    assert bag.info["External-Identifier"] == archive.number
    assert bag.info["Source-Organization"] == "江汉市科学技术局"
    assert list(bag.algorithms) == ["sha256"]
    pdfs = sorted(path.name for path in (root / "data").glob("*.pdf"))
    assert set(pdfs) == {"00-contents.pdf", *archive.items.values_list("name", flat=True)}
    assert {f"{code}-01.pdf" for code in WHOLE} <= set(pdfs)
    contents = text_of((root / "data/00-contents.pdf").read_bytes()).replace("\n", "").replace("\u200b", "")
    assert "卷内目录" in contents and f"{archive.number}-D30-002" in contents
    assert all(item.file.sha256 in contents for item in archive.items.select_related("file"))

    ledger = root / "data/ledger.json"
    entries = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    kinds = {entry["kind"] for entry in entries}
    assert {"application", "pool-entry", "project", "contract", "acceptance", "archive"} <= kinds
    assert {entry["thread"] for entry in entries} == {str(project.thread)}
    checkpoints.seal()
    checkpoints.publish_checkpoints(tmp_path / "sealed")

    def alone():
        return subprocess.run(
            [sys.executable, "-I", str(ALONE), str(ledger), "--checkpoints", str(tmp_path / "sealed"), "--public-key",
             checkpoints.public_key(), "--partial"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    entry = next(e for e in entries if e["kind"] == "acceptance" and e["step"] == "conclude")
    first = alone()
    assert first.returncode == 0, first.stdout + first.stderr
    call_command("verify_archive", package)
    assert verify_package(package) == []

    forged = ledger.read_text(encoding="utf-8").replace(entry["reason"], "另有理由")
    ledger.write_text(forged, encoding="utf-8")
    told = alone()
    assert told.returncode == 1 and f"acceptance {entry['record']}: entry {entry['seq']} was altered" in told.stdout + told.stderr  # fmt: skip
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(root)).validate()

    content = (root / "data/40-contract-01.pdf").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(package) as whole, zipfile.ZipFile(out, "w") as altered:
        for name in whole.namelist():
            said = whole.read(name)
            altered.writestr(name, said[:5000] + bytes([said[5000] ^ 1]) + said[5001:] if said == content else said)
    assert "data/40-contract-01.pdf was altered" in verify_package(out.getvalue())
    harmed = tmp_path / "harmed.zip"
    harmed.write_bytes(out.getvalue())
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("verify_archive", package, harmed)


def test_the_package_holds_nothing_that_its_readers_may_not_know(moved_clock, archivist, monkeypatch):
    """Kinds whose history the leader may not read stay out of the ledger that goes to him."""
    from dataclasses import replace

    from core import records

    archive = closing.checked_archive(moved_clock)
    blind = replace(records._kinds["pool-entries"], timeline=lambda user: False)
    monkeypatch.setitem(records._kinds, "pool-entries", blind)
    sealed = seal_archive(archive, by=archivist)
    with zipfile.ZipFile(io.BytesIO(files.read_file(sealed.package.sha256))) as package:
        ledger = package.read(f"{sealed.number}/data/ledger.json").decode()
    assert '"kind": "pool-entry"' not in ledger and '"kind": "contract"' in ledger
    assert verify_package(files.read_file(sealed.package.sha256)) == []


def test_attachments_are_packed_as_they_are_and_scripts_stay_outside(moved_clock, archivist):
    from projects.applications.models import Attachment

    project = closing.finished_project(moved_clock)
    from core.documents import Document, render_pdf

    good = render_pdf(Document("检测报告", "1"))
    bad = good.replace(b"/Type/Catalog", b"/OpenAction 1 0 R/Type/Catalog")
    for name, content in (("检测报告.pdf", good), ("脚本.pdf", bad)):
        row = files.store(content)
        Attachment.objects.create(
            application=project.application, kind="other", name=name, file=row, attached_at=project.started_at
        )
    archive = check_archive(project.archive, by=archivist)
    items = dict(archive.items.filter(code="11-attachment").values_list("title", "file__sha256"))
    assert list(items) == ["检测报告.pdf"]
    assert files.read_file(items["检测报告.pdf"]) == good
    sealed = seal_archive(archive, by=archivist)
    assert verify_package(files.read_file(sealed.package.sha256)) == []


def test_who_sees_an_archive_file(moved_clock):
    archive = running_project(moved_clock).archive
    project = archive.project
    seeing = [
        make_staff(Role.ARCHIVIST), make_staff(Role.AUDITOR), officer_of_project(project), leader_of(project),
        make_institution_officer(project.institution),
    ]  # fmt: skip
    blind = [make_member(), make_member(project.institution), make_staff(Role.OFFICER, "NS"), None]
    assert [list(visible_archives(user)) for user in seeing] == [[archive]] * len(seeing)
    assert [list(visible_archives(user)) for user in blind] == [[]] * len(blind)


def test_a_list_of_archives_asks_no_more_for_two_than_for_one(moved_clock):
    from django.test.utils import CaptureQueriesContext

    from core.records import kinds

    running_project(moved_clock)
    kind = kinds()["archives"]

    def queries():
        auditor = make_staff(Role.AUDITOR)
        with CaptureQueriesContext(connection) as captured:
            [kind.row(each, auditor) for each in kind.visible(auditor)]
        return len(captured)

    one = queries()
    running_project(moved_clock)
    assert queries() == one
