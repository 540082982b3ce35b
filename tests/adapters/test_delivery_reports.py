"""Mails that came back are read in the shapes of several mail servers, and nothing else is taken for one."""

import mailbox
from contextlib import closing
from pathlib import Path

import pytest

from auditapp.adapters.delivery_reports import Returned, read, read_one
from tests import returned

KEY = "0192f3a1c4d5708899aabbccddeeff00"


def test_a_report_of_postfix_names_mail_address_and_reason() -> None:
    said = "550 5.1.1 <ola@example.com>: Recipient address rejected: User unknown"
    assert read_one(returned.postfix(KEY)) == [Returned(KEY, "ola@example.com", said)]


def test_a_report_of_exchange_names_the_mail_by_its_headers() -> None:
    [found] = read_one(returned.exchange(KEY))
    assert (found.key, found.address) == (KEY, "ola@example.com")
    assert found.reason.startswith("554 5.2.2 mailbox full; STOREDRV")


def test_a_report_without_our_mail_names_its_address() -> None:
    assert read_one(returned.exim()) == [Returned("", "ola@example.com", "")]


@pytest.mark.parametrize(
    "raw",
    [returned.postfix(KEY, "delayed"), returned.postfix(KEY, "relayed"), returned.away(KEY), b"", b"\xff\x00 no mail"],
    ids=["delayed", "relayed", "away", "empty", "bytes"],
)
def test_what_is_late_or_no_report_returns_nothing(raw: bytes) -> None:
    assert read_one(raw) == []


def test_a_report_cut_off_in_the_middle_is_read_as_far_as_it_goes() -> None:
    whole = returned.postfix(KEY)
    for length in range(0, len(whole), 97):
        assert {one.address for one in read_one(whole[:length])} <= {"ola@example.com", ""}


def test_what_no_page_can_carry_is_replaced() -> None:
    raw = returned.postfix(KEY).replace(b"User unknown", b"User \x07\xff unknown")
    [found] = read_one(raw)
    assert "\x07" not in found.reason
    found.reason.encode("utf-8")


@pytest.mark.parametrize("kind", ["maildir", "mbox", "folder", "file"])
def test_they_are_read_from_wherever_a_mail_server_leaves_them(kind: str, tmp_path: Path) -> None:
    place, raws = tmp_path / "place", [returned.postfix(KEY), returned.away(KEY)]
    if kind == "maildir":
        for raw in raws:
            mailbox.Maildir(place).add(raw)
    elif kind == "mbox":
        with closing(mailbox.mbox(place)) as box:
            for raw in raws:
                box.add(raw)
    elif kind == "folder":
        place.mkdir()
        for number, raw in enumerate(raws):
            (place / f"{number}.eml").write_bytes(raw)
    else:
        place.write_bytes(raws[0])
        raws = raws[:1]
    found = list(read(place))
    assert len(found) == len(raws)
    assert [one.key for each in found for one in each] == [KEY]
