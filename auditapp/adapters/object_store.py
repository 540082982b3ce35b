"""What an object store answers, in our words."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from obstore.exceptions import BaseError, NotFoundError

from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_


class StorageAway(Refusal):
    """The object store does not answer, or not to us. Nothing was kept or read; the cause is the error before it."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The store of photos and papers does not answer. Nothing was changed. Try again in a few minutes; if "
                "it stays so, tell your administrator."
            )
        )


class RemoteFile(io.RawIOBase):
    """An object of an object store as Python's own kind of file."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = memoryview(self._reader.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def reached() -> Iterator[None]:
    """Inside, the store is asked: what it does not have is ``NotThere``, what it does not answer ``StorageAway``."""
    try:
        yield
    except (FileNotFoundError, NotFoundError):
        raise NotThere(N_("There is no such photo.")) from None
    except BaseError as error:
        raise StorageAway from error
