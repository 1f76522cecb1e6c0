"""Two ways to do the same thing: through the pages as a person does, and through the API as a program does.

Both speak HTTP only. A journey is written once and driven by either.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from projects.decisions.models import Objection


def plain(value: Any) -> Any:
    """Records stand for their UUID; lists stay lists; everything else is text."""
    if hasattr(value, "uuid"):
        return str(value.uuid)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, bool) else str(value)


class Pages:
    """Walks links and forms: a step is taken only where the record's page offers it."""

    name = "pages"

    def __init__(self) -> None:
        self.clients: dict[int, Client] = {}

    def of(self, user: Any) -> Client:
        if user.pk not in self.clients:
            client = Client(headers={"accept-language": "zh-hans"})
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            self.clients[user.pk] = client
        return self.clients[user.pk]

    def read(self, user: Any, address: str) -> BeautifulSoup:
        response = self.of(user).get(address, follow=True)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return BeautifulSoup(response.content, "lxml")

    def sent(self, user: Any, address: str, fields: Mapping[str, Any]) -> Any:
        """Fill the page's form over what it holds already and send it."""
        form = next(f for f in self.read(user, address).select("main form[method=post], form[method=post]") if f.select_one("[name=request_key]"))  # fmt: skip
        body = defaults_of(form)
        unknown = {name for name in fields if not form.select(f'[name="{name}"]')}
        assert not unknown, f"{address} has no field {unknown}"
        for name, value in fields.items():
            given = plain(value)
            if given is False:
                body.pop(name, None)
            else:
                body[name] = "on" if given is True else given
        return self.of(user).post(address, body)

    def open(self, user: Any, collection: str, **fields: Any) -> str:
        response = self.sent(user, f"/records/{collection}/new/", fields)
        assert response.status_code == 302, words_in(response)
        return str(response.url.rstrip("/").rsplit("/", 1)[1])

    def step(self, user: Any, collection: str, uuid: str, step: str, **fields: Any) -> None:
        record = f"/records/{collection}/{uuid}/"
        address = f"{record}steps/{step}/"
        page = self.read(user, record)
        assert page.select(f'a[href="{address}"]'), f"no button for {step}: {next_panel(page)}"
        response = self.sent(user, address, fields)
        assert response.status_code == 302, f"{step}: {words_in(response)}"

    def edit(self, user: Any, collection: str, uuid: str, name: str, **fields: Any) -> None:
        record = f"/records/{collection}/{uuid}/"
        address = f"{record}edit/{name}/"
        assert self.read(user, record).select(f'a[href="{address}"]'), f"no edit {name}"
        response = self.sent(user, address, fields)
        assert response.status_code == 302, f"{name}: {words_in(response)}"

    def refused(self, user: Any, collection: str, uuid: str, step: str, **fields: Any) -> int:
        """Try a step that must not succeed; the status of the refusal."""
        address = f"/records/{collection}/{uuid}/steps/{step}/"
        body = {name: plain(value) for name, value in fields.items()}
        response = self.of(user).post(address, body)
        assert response.status_code in (403, 404, 409, 422), response.status_code
        return int(response.status_code)

    def shows(self, user: Any, collection: str, uuid: str) -> str:
        return self.read(user, f"/records/{collection}/{uuid}/").get_text(" ", strip=True)

    def write_application(self, user: Any, uuid: str, sections: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
        base = f"/applications/{uuid}/form/"
        for key, content in sections.items():
            page = self.read(user, f"{base}{key}/")
            version = page.select_one('[name="base_version"]')
            body = dict(content) | {"base_version": version["value"] if version else "0"}
            response = self.of(user).post(f"{base}{key}/", body)
            assert response.status_code == 302, f"{key}: {words_in(response)}"
        for key, rows in tables.items():
            if key == "budget":  # one table: a cell per source and category
                cells = {f"{row['source']}-{row['category']}": row["amount"] for row in rows}
                response = self.of(user).post(f"{base}{key}/", cells)
                assert response.status_code == 302, f"{key}: {words_in(response)}"
                continue
            body = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0, "row-MIN_NUM_FORMS": 0, "row-MAX_NUM_FORMS": 200}  # fmt: skip
            for number, row in enumerate(rows):
                body |= {f"row-{number}-{name}": value for name, value in row.items()}
            response = self.of(user).post(f"{base}{key}/", body)
            assert response.status_code == 302, f"{key}: {words_in(response)}"

    def address(self, collection: str, uuid: str) -> str:
        return f"/records/{collection}/{uuid}/"

    def credit_of(self, user: Any) -> str:
        return self.read(user, "/credit/").get_text(" ", strip=True)

    def audit_workbook(self, user: Any, **scope: Any) -> bytes:
        assert self.read(user, "/audit/").select("form")
        return bytes_of(self.of(user).get("/audit/workbook.xlsx", scope))

    def download(self, user: Any, collection: str, uuid: str, sha256: str) -> bytes:
        """By the link that the record's page shows."""
        address = f"/files/{collection}/{uuid}/{sha256}/"
        assert self.read(user, f"/records/{collection}/{uuid}/").select(f'a[href="{address}"]')
        return bytes_of(self.of(user).get(address))

    def score(self, user: Any, sheet: Any, **cells: Any) -> None:
        """On the workbench, without its JavaScript."""
        item = sheet.assignment.item
        response = self.sent(user, f"/review/{item.round.uuid}/{item.alias}/", cells)
        assert response.status_code == 302, words_in(response)

    def enter_budget_line(self, user: Any, **fields: Any) -> None:
        response = self.sent(user, "/budget-lines/", fields)
        assert response.status_code == 302, words_in(response)

    def set_items(self, user: Any, decision: str, cells: Mapping[str, Any]) -> None:
        response = self.sent(user, f"/decisions/{decision}/items/", cells)
        assert response.status_code == 302, words_in(response)

    def object_to(self, notice: str, **fields: Any) -> str:
        """Anybody objects, without signing in; the number on the receipt names the objection."""
        client = Client()
        page = BeautifulSoup(client.get(f"/notices/{notice}/object/?item={fields['item']}").content, "lxml")
        body = defaults_of(page.select_one("main form[method=post]")) | fields
        receipt = client.post(f"/notices/{notice}/object/", body)
        assert receipt.status_code == 200, words_in(receipt)
        return str(Objection.objects.get(notice__uuid=notice, objector_name=fields["objector_name"]).uuid)


class Api:
    """Tokens and JSON; every write carries an Idempotency-Key."""

    name = "api"

    def __init__(self) -> None:
        self.clients: dict[int, APIClient] = {}

    def of(self, user: Any) -> APIClient:
        if user.pk not in self.clients:
            client = APIClient(headers={"accept-language": "zh-hans"})
            client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.get_or_create(user=user)[0].key}")
            self.clients[user.pk] = client
        return self.clients[user.pk]

    def send(self, user: Any, method: str, address: str, body: Any, **headers: str) -> Any:
        call = getattr(self.of(user), method)
        return call(f"/api/v1/{address}", body, format="json", headers={"Idempotency-Key": uuid.uuid4().hex} | headers)

    def open(self, user: Any, collection: str, **fields: Any) -> str:
        response = self.send(user, "post", f"{collection}/", {k: plain(v) for k, v in fields.items()})
        assert response.status_code == 201, response.content.decode()
        return str(response.json()["id"])

    def step(self, user: Any, collection: str, uuid: str, step: str, **fields: Any) -> None:
        base = f"{collection}/{uuid}/steps/"
        offered = {row["step"]: row for row in self.of(user).get(f"/api/v1/{base}").json()}
        assert offered[step]["allowed"], offered[step]
        response = self.send(user, "post", f"{base}{step}/", {k: plain(v) for k, v in fields.items()})
        assert response.status_code == 200, f"{step}: {response.content.decode()}"

    def edit(self, user: Any, collection: str, uuid: str, name: str, **fields: Any) -> None:
        response = self.send(user, "put", f"{collection}/{uuid}/{name}/", {k: plain(v) for k, v in fields.items()})
        assert response.status_code == 200, f"{name}: {response.content.decode()}"

    def refused(self, user: Any, collection: str, uuid: str, step: str, **fields: Any) -> int:
        response = self.send(
            user, "post", f"{collection}/{uuid}/steps/{step}/", {k: plain(v) for k, v in fields.items()}
        )
        assert response.status_code in (403, 404, 409, 422), response.status_code
        return int(response.status_code)

    def shows(self, user: Any, collection: str, uuid: str) -> str:
        response = self.of(user).get(f"/api/v1/{collection}/{uuid}/")
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())

    def write_application(self, user: Any, uuid: str, sections: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
        base = f"applications/{uuid}/sections/"
        for key, content in sections.items():
            body = dict(content) if key == "basics" else {"content": content}
            response = self.send(user, "put", f"{base}{key}/", body, **{"If-Match": '"0"'})
            assert response.status_code == 200, f"{key}: {response.content.decode()}"
        for key, rows in tables.items():
            response = self.send(user, "put", f"{base}{key}/", {"rows": rows})
            assert response.status_code == 200, f"{key}: {response.content.decode()}"

    def address(self, collection: str, uuid: str) -> str:
        return f"/api/v1/{collection}/{uuid}/"

    def credit_of(self, user: Any) -> str:
        return str(self.of(user).get(f"/api/v1/credit-scores/person/{user.person.uuid}/").content.decode())

    def audit_workbook(self, user: Any, **scope: Any) -> bytes:
        return Pages().audit_workbook(user, **scope)

    def download(self, user: Any, collection: str, uuid: str, sha256: str) -> bytes:
        """The API names the file; the one address that serves files asks for the session."""
        files = self.of(user).get(f"/api/v1/{collection}/{uuid}/").json()["files"]
        assert sha256 in [each["sha256"] for each in files]
        return bytes_of(Pages().of(user).get(f"/files/{collection}/{uuid}/{sha256}/"))

    def score(self, user: Any, sheet: Any, **cells: Any) -> None:
        self.edit(user, "scoresheets", str(sheet.uuid), "score", base_version=0, **cells)

    def enter_budget_line(self, user: Any, **fields: Any) -> None:
        assert self.send(user, "post", "budget-lines/", {k: plain(v) for k, v in fields.items()}).status_code == 201

    def set_items(self, user: Any, decision: str, cells: Mapping[str, Any]) -> None:
        self.edit(user, "decisions", decision, "items", **cells)

    def object_to(self, notice: str, **fields: Any) -> str:
        """The public form is the one way to object: no account is needed for it, so no token either."""
        return Pages().object_to(notice, **fields)


def bytes_of(response: Any) -> bytes:
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def defaults_of(form: Any) -> dict[str, Any]:
    """What a browser would send if nobody touched the form."""
    body: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "text")
        if field.name == "select":
            chosen = [o.get("value", o.text) for o in field.select("option[selected]")]
            if chosen:
                body[name] = chosen if field.has_attr("multiple") else chosen[0]
        elif field.name == "textarea":
            body[name] = field.text.lstrip("\n")
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                body[name] = field.get("value", "on")
        elif kind != "file":
            body[name] = field.get("value", "")
    return body


def words_in(response: Any) -> str:
    """The alerts and field errors of a page, for a failing test's message."""
    page = BeautifulSoup(response.content, "lxml")
    said = [each.get_text(" ", strip=True) for each in page.select(".alert, .error, .invalid-feedback, [role=alert]")]  # fmt: skip
    return f"{response.status_code} {said}"


def next_panel(page: BeautifulSoup) -> str:
    panel = page.select_one(".next")
    return panel.get_text(" ", strip=True) if panel else ""
