"""Photos that arrive in parts: what has come is on disk and counted, so that a broken line costs one part at most.

An upload is known by the id that the sender chose (a UUID); its parts are collected in a folder of this machine.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import UUID

from auditapp.adapters import durable_files
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.picture import MAX_BYTES, refusal
from auditapp.domain.words import N_


class WrongOffset(Conflict):
    """A part does not start where the upload stands; ``offset`` is where it stands, in bytes."""

    def __init__(self, offset: int) -> None:
        super().__init__(N_("The next part of this photo starts at byte %(offset)s."), offset=offset)
        self.offset = offset


class DigestMismatch(Refusal):
    """The bytes that arrived are not the bytes that were announced; the upload starts again from 0."""

    def __init__(self) -> None:
        super().__init__(N_("This photo changed on its way. It is sent again from the start."))


class PhotoUploads:
    """The uploads that stand in ``folder``. Every ``upload_id`` is a UUID; anything else is ``NotThere``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        durable_files.make_folders([folder])

    def part_size(self, upload_id: str | UUID) -> int:
        """How many bytes of an upload have arrived and are on disk; 0 where none have."""
        return durable_files.size(self._part(upload_id))

    def append_part(
        self, upload_id: str | UUID, offset: int, data: bytes | Iterable[bytes], *, limit: int = MAX_BYTES
    ) -> int:
        """Add ``data`` at ``offset`` and return the new offset, once on disk.

        Raises ``WrongOffset`` with the true one, ``NotAPicture`` above ``limit`` bytes in all, ``StorageFull``. Where
        the line breaks while ``data`` is read, what arrived is kept and the error goes on to the caller.
        """
        part = self._part(upload_id)
        with durable_files.growing(part) as file:
            if file.size != offset:
                raise WrongOffset(file.size)
            for chunk in (data,) if isinstance(data, bytes) else data:
                if file.size + len(chunk) > limit:
                    file.shorten(offset)
                    raise refusal("too_large", size=f"{(file.size + len(chunk)) / 1024**2:.0f}")
                file.append(chunk)
        return file.size

    @contextmanager
    def whole(self, upload_id: str | UUID, expected_sha256: str) -> Iterator[Path]:
        """The file of an upload whose bytes have this SHA-256; nobody can add to it while it is used.

        Raises ``DigestMismatch``, and then the upload stands at 0; ``NotThere`` where nothing has arrived.
        """
        part = self._part(upload_id)
        with ExitStack() as stack:
            try:
                file = stack.enter_context(durable_files.grown(part))
            except FileNotFoundError:
                raise NotThere(N_("Nothing of this photo has arrived yet.")) from None
            if hashlib.file_digest(file, "sha256").hexdigest() != expected_sha256:
                part.unlink()
                raise DigestMismatch
            yield part

    def drop(self, upload_id: str | UUID) -> None:
        """Forget what arrived of an upload, once nobody else is at it. Twice is once."""
        part = self._part(upload_id)
        with suppress(FileNotFoundError), durable_files.grown(part):
            part.unlink()

    def sweep(self, before: float, is_expected: Callable[[str], bool]) -> list[str]:
        """Remove uploads last added to before ``before`` (seconds since 1970) that nobody announced."""
        return durable_files.remove_old(self._folder, before, lambda name: not is_expected(name))

    def _part(self, upload_id: str | UUID) -> Path:
        try:
            return self._folder / str(UUID(str(upload_id)))
        except ValueError:
            raise NotThere(N_("There is no such upload.")) from None
