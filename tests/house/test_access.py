"""Every route is listed with who may ask for it, and holds to it."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from auditapp.domain.permissions import GRANTED_TO
from auditapp.views.access import ACCESS, PUBLIC, SIGNED_IN, UNCLAIMED, WITHOUT_ORGANISATION
from tests.house.world import READERS, browser

SOME_ID = "00000000-0000-7000-8000-000000000000"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ROLES = {
    "mia": {"administrator", "ems_lead"}, "lea": {"auditor"}, "ola": {"process_owner"}, "tom": {"top_management"},
    "zed": {"process_owner"}, "adi": {"administrator"},
}  # fmt: skip


class Somebody:
    """Roles, for asking the table."""

    active = True

    def __init__(self, roles: set[str]) -> None:
        self.role_names = roles


def path_of(rule: Rule) -> str:
    """The rule's address with something in each place."""

    def fill(match: re.Match[str]) -> str:
        converter, name = match[1] or "string", match[2]
        if converter.startswith("any("):
            return converter[4:-1].split(",")[0].strip()
        return {"uuid": SOME_ID, "int": "1", "path": "x.css"}.get(converter, name)

    return re.sub(r"<(?:([^<>:]+(?:\([^)]*\))?):)?([^<>]+)>", fill, rule.rule)


def listed(app: Flask) -> list[Rule]:
    """The rules that `ACCESS` names."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint in ACCESS]


UNLISTED = {"security.static"}
"""Brought along by Flask-Security, wanted by nobody."""


def test_every_endpoint_is_listed_and_every_listed_one_is_there(house: Flask) -> None:
    assert {rule.endpoint for rule in house.url_map.iter_rules()} - UNLISTED == set(ACCESS)


def test_what_is_not_listed_is_not_there(house: Flask) -> None:
    rules = [rule for rule in house.url_map.iter_rules() if rule.endpoint in UNLISTED]
    assert [browser(house, "mia").get(path_of(rule)).status_code for rule in rules] == [404]


def test_every_listed_access_is_known() -> None:
    assert set(ACCESS.values()) <= {PUBLIC, SIGNED_IN, UNCLAIMED, *GRANTED_TO}


def test_few_pages_are_public() -> None:
    public = {endpoint for endpoint, access in ACCESS.items() if access == PUBLIC}
    assert public == WITHOUT_ORGANISATION | {
        "accounts.invitation", "reports.check", "security.login", "security.logout", "security.forgot_password",
        "security.reset_password", "links.ask", "links.enter", "links.again", "links.leave", "links.left",
        "concerns.report", "concerns.look", "concerns.told", "packs.key", "packs.key_file",
        "receipts.show", "receipts.open_paper", "receipts.confirm", "calendars.feed", "languages.choose",
        "guides.index", "guides.show", "guides.as_paper",
        "passkeys.sign_in", "passkeys.to_sign_in",
    }  # fmt: skip


def test_nobody_gets_past_the_sign_in(house: Flask) -> None:
    client = browser(house, "")
    open_to_all = []
    for rule in listed(house):
        if ACCESS[rule.endpoint] == PUBLIC or "GET" not in (rule.methods or ()):
            continue
        response = client.get(path_of(rule))
        if response.status_code not in (303, 401) or "set-cookie" in response.headers:
            open_to_all.append((rule.rule, response.status_code))
    assert open_to_all == []


@pytest.mark.parametrize("name", READERS)
def test_a_page_of_a_permission_opens_to_those_who_have_it(house: Flask, name: str) -> None:
    from auditapp.domain.permissions import can

    client = browser(house, name)
    wrong = []
    for rule in listed(house):
        permission = ACCESS[rule.endpoint]
        if permission not in GRANTED_TO or "GET" not in (rule.methods or ()):
            continue
        refused = client.get(path_of(rule)).status_code == 403
        if refused == can(Somebody(ROLES[name]), permission):
            wrong.append((rule.rule, permission))
    assert wrong == []


WITHOUT_A_TOKEN = {"/shared": 403}
"""What a device brings by itself, with the status that another site's page gets (docs/decisions/0019)."""


def test_every_change_wants_the_token_of_its_page(house: Flask) -> None:
    client = browser(house, "mia")
    taken = []
    for rule in listed(house):
        for method in sorted(set(rule.methods or ()) & set(UNSAFE)):
            status = client.open(path_of(rule), method=method).status_code
            if status != WITHOUT_A_TOKEN.get(rule.rule, 400):
                taken.append((method, rule.rule, status))
    assert taken == []


def test_a_token_of_another_session_is_refused(house: Flask) -> None:
    mia, lea = browser(house, "mia"), browser(house, "lea")
    mia.get("/")
    lea.get("/")
    assert mia.post("/sites/new", data={"csrf_token": lea.token, "name": "Taken"}).status_code == 400


def test_no_address_answers_to_a_method_that_nobody_meant(house: Flask) -> None:
    client = browser(house, "mia")
    assert client.open("/", method="TRACE").status_code == 405
