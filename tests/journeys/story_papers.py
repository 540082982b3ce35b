"""Papers as their reader gets them: fetched through the browser's session, opened by other people's programs."""

import re
import subprocess
from pathlib import Path

from PIL import Image

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


def pictures_of(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The photos in a paper, as `pdfimages` takes them out; one shown twice counts once."""
    folder.mkdir()
    subprocess.run(["pdfimages", "-all", "-", folder / "photo"], input=pdf, capture_output=True, check=True)
    different = {file.read_bytes(): file for file in sorted(folder.glob("*.jpg"))}
    return [Image.open(file) for file in different.values()]
