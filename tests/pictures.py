"""Small pictures made on the spot."""

from io import BytesIO

from PIL import Image


def a_jpeg(colour: str = "seagreen", size: tuple[int, int] = (640, 480)) -> bytes:
    """A JPEG of one colour."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()
