"""No text of a paper reaches anything outside it: no file of the server, no address, no data of its own."""

import http.server
import io
import threading

import pikepdf
import pytest

from auditapp.adapters import pdf
from tests.adapters.paper_setting import paper_of as paper


@pytest.fixture(scope="module", autouse=True)
def _end_of_child():
    yield
    pdf.close()


@pytest.fixture(scope="module")
def outside():
    """A server that somebody's text would like to reach; it remembers who came."""
    came = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.came, server.address = came, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()


ATTACKS = [
    '<img alt=x src="{to}">',
    '<link rel=stylesheet href="{to}"><p>x',
    '<style>@import "{to}";</style><p>x',
    "<style>@import url({to});</style><p>x",
    "<style>p {{ background: url({to}) }}</style><p>x",
    "<style>p {{ list-style: url({to}); display: list-item }}</style><p>x",
    "<style>p::before {{ content: url({to}) }}</style><p>x",
    "<style>@font-face {{ font-family: a; src: url({to}) }} p {{ font-family: a }}</style><p>x",
    "<style>@page {{ background: url({to}) }}</style><p>x",
    '<svg xmlns="http://www.w3.org/2000/svg" width=9><title>x</title><image href="{to}" width=9 height=9 /></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width=9 height=9><title>x</title><use href="{to}#a"/></svg>',
    '<object data="{to}">x</object>',
    '<embed src="{to}">',
    '<iframe src="{to}"></iframe><p>x',
    '<a rel=attachment href="{to}">x</a>',
    '<link rel=attachment href="{to}"><p>x',
    '<base href="{to}"><img alt=x src="a.png">',
    '<script src="{to}"></script><p>x',
]
SECRET = "the-content-of-a-file-on-the-server"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("scheme", ["file", "http", "data"])
def test_no_text_makes_a_paper_fetch_anything(attack, scheme, outside, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_text(SECRET)
    to = {
        "file": secret.as_uri(),
        "http": outside.address,
        "data": f"data:text/plain,{SECRET}",
    }[scheme]
    try:
        made = paper(attack.format(to=to))
    except pdf.PaperFailed as refusal:
        made, reason = None, str(refusal)
    assert outside.came == []
    if made is None:
        assert "not a picture of this paper" in reason
    else:
        file = pikepdf.open(io.BytesIO(made))
        assert not list(file.attachments)
        streams = [each.read_bytes() for each in file.objects if isinstance(each, pikepdf.Stream)]
        assert not any(SECRET.encode() in each for each in streams)
