"""The photos, drawn ahead on other cores while the services work."""

import os
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


MOST_OF_A_SCENE = 2
"""Paintings of one scene; further photos of it show one of these again, at another moment."""


def _painters() -> int:
    """One core stays free for the services, which everything waits for; more than two painters are not needed."""
    return max(1, min(2, (os.cpu_count() or 1) - 1))


class Film:
    """Draws the photos; `take` hands each over once, as a tablet would."""

    def __init__(self, photos: Iterable[Photo], size: tuple[int, int] = SIZE) -> None:
        self._pool = ProcessPoolExecutor(_painters(), mp_context=get_context("spawn"))
        serial = count(101)
        self._drawn: dict[int, tuple[int, Future[tuple[bytes, bool]]]] = {}
        painted: dict[str, list[Future[tuple[bytes, bool]]]] = {}
        for photo in photos:
            number, same = next(serial), painted.setdefault(photo.scene, [])
            if len(same) < MOST_OF_A_SCENE:
                same.append(self._pool.submit(paint, photo.scene, number, size))
            self._drawn[id(photo)] = (
                number,
                same[-1] if len(same) < MOST_OF_A_SCENE else same[number % MOST_OF_A_SCENE],
            )

    def __enter__(self) -> "Film":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def take(self, photo: Photo, taken: datetime) -> bytes:
        """The JPEG of ``photo`` with its moment in EXIF."""
        serial, drawn = self._drawn.pop(id(photo))
        jpeg, upright = drawn.result()
        return tag(jpeg, taken, upright=upright, serial=serial)
