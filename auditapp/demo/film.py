"""The photos, drawn ahead on other cores while the services work."""

from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import count
from multiprocessing import get_context
from types import TracebackType

from auditapp.demo.scenes import SIZE, paint
from auditapp.demo.scenes.finish import tag
from auditapp.demo.shape import Photo, Response, Told, Tour


def wanted(tours: Iterable[Tour]) -> list[Photo]:
    """Every photo that the story needs."""
    photos: list[Photo] = []
    for tour in tours:
        photos += tour.seen.values()
        for told in tour.findings:
            photos += _of(told)
    return photos


def _of(told: Told) -> list[Photo]:
    photos = list(told.photos)
    response: Response | None = told.response
    while response is not None:
        photos += [step.proof for step in response.steps if step.proof is not None and step.done is not None]
        response = response.second
    return photos


class Film:
    """Draws every photo once; `take` hands it over as a tablet would."""

    def __init__(self, photos: Iterable[Photo], size: tuple[int, int] = SIZE) -> None:
        self._pool = ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn"))
        self._serial = count(101)
        self._drawn: dict[int, list[tuple[int, Future[tuple[bytes, bool]]]]] = {}
        for photo in photos:
            serial = next(self._serial)
            self._drawn.setdefault(id(photo), []).append((serial, self._pool.submit(paint, photo.scene, serial, size)))

    def __enter__(self) -> "Film":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def take(self, photo: Photo, taken: datetime) -> bytes:
        """The JPEG of ``photo`` with its moment in EXIF."""
        serial, drawn = self._drawn[id(photo)].pop(0)
        jpeg, upright = drawn.result()
        return tag(jpeg, taken, upright=upright, serial=serial)
