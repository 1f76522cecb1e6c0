"""Pure rules of an imported list: what a cell means, what makes a row unfit, when two rows are the same project."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.verdict import Refused, no

PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东",
    "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
    "香港", "澳门", "台湾",
)  # fmt: skip
# A leader is a person: names of bodies end like this.
BODIES = (
    "出版社",
    "编辑部",
    "杂志社",
    "印书馆",
    "书局",
    "书店",
    "公司",
    "集团",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "中心",
    "委员会",
    "课题组",
)
FIELDS = (
    "number", "title", "leader", "institution", "klass", "discipline", "approved", "starts", "ends", "closed", "rank",
    "institution_kind", "province", "credit_code", "certificate", "grade", "granted", "self_raised",
)  # fmt: skip
REQUIRED = ("number", "title", "leader", "institution")
DAYS = ("approved", "starts", "ends", "closed")
AMOUNTS = ("granted", "self_raised")
WORDS = ("klass", "discipline", "rank", "institution_kind", "credit_code", "certificate")
LONGEST = {"number": 60, "title": 300, "institution": 200, "discipline": 60, "rank": 40, "certificate": 60}


@dataclass(frozen=True)
class StateRule:
    """A project stands in ``state`` when all of ``filled`` are filled and each field of ``among`` has a listed value."""

    state: str
    filled: tuple[str, ...] = ()
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ListMapping:
    """What a mapping file says (projects/contracts/importing/mappings/*.toml shows one)."""

    columns: Mapping[str, str]  # our field -> head in the list
    states: tuple[StateRule, ...]
    unknown: tuple[str, ...] = ()  # cells that mean "not known"
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field -> the only values it may have
    number_pattern: str = ""
    number_year: str = ""  # a group that holds the year (2 or 4 digits) where no day says it
    amount_unit: Decimal = Decimal(1)  # yuan in one unit of the list
    bodies: tuple[str, ...] = BODIES
    longest_leader: int = 20


@dataclass(frozen=True)
class Entry:
    """One sound row: what it says of a project."""

    number: str
    title: str
    leader: str
    institution: str
    year: int
    state: str
    klass: str = ""
    discipline: str = ""
    rank: str = ""
    institution_kind: str = ""
    province: str = ""
    credit_code: str = ""
    certificate: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    closed_on: date | None = None
    granted: Decimal | None = None
    self_raised: Decimal | None = None
    other_leaders: tuple[str, ...] = ()
    filled: int = 0

    def richness(self) -> tuple[bool, bool, int]:
        """Of two rows of one project the one that knows its end, its certificate, and more cells, is the richer."""
        return (self.closed_on is not None, bool(self.certificate), self.filled)


def comparable(text: str) -> str:
    """A title or name as it is compared: NFKC, case folded, letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def cell_text(value: Any, unknown: Sequence[str]) -> str:
    """A cell as text; empty where it is empty or says that nothing is known."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    return "" if text in unknown else text


def number_of(text: str) -> str:
    """A project number: NFKC, capitals, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def day_of(text: str, head: str) -> tuple[date | None, int | None]:
    """(day, year) of a date as text; a day of 00 leaves the year alone known. Raises Refused: ``date-impossible``."""
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?|(\d{4})(\d\d)(\d\d)|(\d{4})年?(?:\D(\d{1,2})月?)?", text)
    if not found:
        raise Refused(no("what", "import-date-impossible", head=head, said=text[:40]))
    year, month, day = (int(part) for part in (*[g for g in found.groups() if g is not None], "0", "0")[:3])
    if not 1900 <= year <= 2200:
        raise Refused(no("what", "import-date-impossible", head=head, said=text[:40]))
    if day == 0 and month <= 12:
        return None, year
    try:
        return date(year, month, day), year
    except ValueError:
        raise Refused(no("what", "import-date-impossible", head=head, said=text[:40])) from None


def leaders_in(text: str) -> tuple[str, ...]:
    """The people named in a cell, the first first. A name padded with spaces (two characters set wide) is one person."""
    parts = [part.strip() for part in re.split(r"[、,，;；/\n]", text) if part.strip()]
    found: list[str] = []
    for part in parts:
        words = part.split()
        one = len(words) == 1 or all(len(word) == 1 for word in words) or not re.search(r"[\u4e00-\u9fff]", part)
        found.extend([("" if re.search(r"[\u4e00-\u9fff]", part) else " ").join(words)] if one else words)
    return tuple(found)


def is_a_person(name: str, bodies: Sequence[str], longest: int) -> bool:
    """Could this be a person's name? Not a publisher or other body, no digits, brackets or title marks, not too long."""
    if not 2 <= len(name) <= longest or name.endswith(tuple(bodies)):
        return False
    return not re.search(r"[\d《》〈〉()（）\[\]【】“”\"?？*#@]", name) and not (name.isascii() and " " not in name)


def province_of(text: str) -> str:
    """The province with which a place begins; empty where it names none."""
    return next((each for each in PROVINCES if text.startswith(each[:2])), "")


def year_in(number: str, pattern: str) -> int | None:
    """The year that a project number carries: two digits from 70 on belong to the last century."""
    found = re.search(pattern, number) if pattern else None
    if not found:
        return None
    digits = int(found.group(1))
    return digits if digits >= 100 else (1900 if digits >= 70 else 2000) + digits


def state_of(said: Mapping[str, str], rules: Sequence[StateRule]) -> str:
    """The state of the first rule that fits; the last rule of a mapping has no condition."""
    for rule in rules:
        if all(said.get(name) for name in rule.filled) and all(said.get(n, "") in v for n, v in rule.among.items()):
            return rule.state
    raise Refused(no("what", "import-state-unknown"))


def looks_shifted(said: Mapping[str, str]) -> str:
    """The field whose cell holds what belongs to another column (a day or bare number where words belong), or ""."""
    for name in ("title", "leader", "institution", "klass", "rank"):
        if re.fullmatch(r"[\d\-/.: ]+", said.get(name, "")):
            return name
    return ""


def entry_from(cells: Mapping[str, Any], extra: Sequence[str], mapping: ListMapping, today: date) -> Entry:
    """Judge one row. Raises Refused (*what*) with the reason why it cannot enter."""
    said = {name: cell_text(cells.get(head), mapping.unknown) for name, head in mapping.columns.items()}
    said = {name: mapping.translations.get(name, {}).get(text, text) for name, text in said.items()}
    if all(str(cells.get(head) or "").strip() == head for head in list(mapping.columns.values())[:3]):
        raise Refused(no("what", "import-head-repeated"))
    if not any(said.values()):
        raise Refused(no("what", "import-row-empty"))
    _refuse_shifted(said, extra, mapping)
    _refuse_missing(said, mapping)
    number = number_of(said["number"])
    if mapping.number_pattern and not re.fullmatch(mapping.number_pattern, number):
        raise Refused(no("what", "import-number-form", said=number[:40]))
    leader, *others = leaders_in(said["leader"]) or ("",)
    if not is_a_person(leader, mapping.bodies, mapping.longest_leader):
        raise Refused(no("what", "import-leader-not-a-person"))
    for name, most in LONGEST.items():
        if len(said.get(name, "")) > most:
            raise Refused(no("what", "import-cell-too-long", head=mapping.columns[name], most=most))
    days = {name: day_of(said[name], mapping.columns[name]) for name in DAYS if said.get(name)}
    more: dict[str, Any] = {name: said.get(name, "") for name in WORDS}
    more |= _period(days, today)
    more |= {name: _amount(said[name], mapping, name) if said.get(name) else None for name in AMOUNTS}
    return Entry(
        number=number,
        title=" ".join(said["title"].split()),
        leader=leader,
        institution=" ".join(said["institution"].split()),
        year=_year(days, number, mapping),
        state=state_of(said, mapping.states),
        other_leaders=tuple(others),
        filled=sum(bool(text) for text in said.values()),
        province=province_of(said.get("province", "")),
        **more,
    )


def _refuse_shifted(said: Mapping[str, str], extra: Sequence[str], mapping: ListMapping) -> None:
    shifted = looks_shifted(said)
    if shifted:
        raise Refused(no("what", "import-shifted", head=mapping.columns[shifted], said=said[shifted][:40]))
    if extra:
        raise Refused(no("what", "import-too-many-cells", count=len(extra)))
    for name, values in mapping.known.items():
        if said.get(name) and said[name] not in values:
            raise Refused(no("what", "import-value-unknown", head=mapping.columns[name], said=said[name][:40]))


def _refuse_missing(said: Mapping[str, str], mapping: ListMapping) -> None:
    for name in ("title", "leader", "institution", "number"):  # the number last: a row may be told by the others
        if not said[name]:
            raise Refused(no("what", f"import-{name}-missing", head=mapping.columns[name]))


def _year(days: Mapping[str, tuple[date | None, int | None]], number: str, mapping: ListMapping) -> int:
    told = [days[name][1] for name in ("approved", "starts") if name in days]
    year = next((each for each in told if each), None) or year_in(number, mapping.number_year)
    if year is None:
        raise Refused(no("what", "import-year-unknown"))
    return year


def _period(days: Mapping[str, tuple[date | None, int | None]], today: date) -> dict[str, date | None]:
    approved, starts, ends, closed = (days.get(name, (None, None))[0] for name in DAYS)
    begins = starts or approved
    for past in (begins, closed):
        if past and past > today:
            raise Refused(no("what", "import-date-in-future", day=past))
    last = closed or ends
    if begins and last and last < begins:
        raise Refused(no("what", "import-dates-backwards", begins=begins, ends=last))
    return {"starts_on": begins, "ends_on": ends or closed, "closed_on": closed}


def _amount(text: str, mapping: ListMapping, name: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").replace("，", "")) * mapping.amount_unit
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 16:
        raise Refused(no("what", "import-amount-impossible", head=mapping.columns[name], said=text[:40]))
    return amount.quantize(Decimal("0.01"))
