"""Papers as their reader gets them: fetched through the browser's session, opened by other people's programs."""

import re
import subprocess

from tests.journeys.story import Somebody


def fetched(reader: Somebody, path: str) -> bytes:
    """The PDF under ``path``."""
    answer = reader.context.request.get(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def folded(text: str) -> str:
    """Without blanks and hyphens: where a line breaks is the layout's affair."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def words_of(pdf: bytes) -> str:
    """All words of a paper, folded."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return folded(run.stdout.decode())


def lacking(pdf: bytes, *texts: str) -> list[str]:
    """Which of ``texts`` the paper does not say."""
    words = words_of(pdf)
    return [text for text in texts if folded(text) not in words]


def pictures_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each photo in a paper, in pixels; masks and small drawings left out."""
    run = subprocess.run(["pdfimages", "-list", "-"], input=pdf, capture_output=True, check=True)
    rows = [line.split() for line in run.stdout.decode().splitlines()[2:]]
    found = {row[10]: (int(row[3]), int(row[4])) for row in rows if row[2] == "image"}  # by object: shown twice is one
    return [size for size in found.values() if min(size) > 100]
