"""Two who write the same row in the same moment: the second is told so."""

from flask import Flask
from sqlalchemy import text

from auditapp.models import db
from tests.pages import DistrustfulClient


def test_who_writes_a_row_that_somebody_else_just_wrote_is_told_to_look_again(
    app: Flask, client: DistrustfulClient
) -> None:
    def write_twice() -> str:
        for _ in range(2):
            db.session.execute(text("INSERT INTO chain_head (id, count, hash) VALUES (7, 0, '')"))
        return "written"

    app.view_functions["home.health"] = write_twice
    response = client.get("/health")
    assert response.status_code == 409
    assert "Somebody was faster" in response.text
