"""The guides in `docs/guides/` are those that the app shows, one for each role, and each is one page of paper."""

import io
from pathlib import Path

import pikepdf
import pytest

from auditapp.commands import guides
from auditapp.domain.guide import GUIDES
from auditapp.domain.words import ROLES
from tests.cast import Cast
from tests.pages import DistrustfulClient, complaints

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guides"


def test_the_written_guides_are_those_of_the_code() -> None:
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == guides.pages()


def test_every_role_has_one() -> None:
    assert sorted(guide.role for guide in GUIDES.values()) == sorted(ROLES)


@pytest.mark.parametrize("name", ["", *(f"/{name}" for name in GUIDES)])
def test_it_is_read_without_an_account(client: DistrustfulClient, cast: Cast, name: str) -> None:
    page = client.get(f"/guides{name}")
    assert page.status_code == 200
    assert complaints(page.get_data(as_text=True)) == []


def test_there_is_none_of_another_name(client: DistrustfulClient, cast: Cast) -> None:
    assert client.get("/guides/king").status_code == 404
    assert client.get("/guides/king.pdf").status_code == 404


def test_the_longest_is_one_page_of_paper_in_the_language_of_the_reader(client: DistrustfulClient, cast: Cast) -> None:
    answer = client.get("/guides/ems-lead.pdf", headers={"Accept-Language": "de"})
    paper = pikepdf.open(io.BytesIO(answer.data))
    assert (len(paper.pages), str(paper.Root.Lang)) == (1, "de")
