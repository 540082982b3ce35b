"""Several at once, and one that is killed: nothing acknowledged is lost, nothing checked is spoilt."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from auditapp.adapters.photo_store import DigestMismatch, PhotoStore, WrongOffset, open_store
from auditapp.adapters.photo_uploads import PhotoUploads
from auditapp.domain.errors import NotThere
from tests.adapters.kept_files import kept

ROOT = Path(__file__).parents[2]


PHOTO = os.urandom(300_000)


SHA256 = hashlib.sha256(PHOTO).hexdigest()


def test_of_many_who_send_the_same_part_one_is_taken(local: PhotoStore) -> None:
    upload = uuid.uuid4()
    gate = threading.Barrier(8)

    def send(number: int) -> str:
        gate.wait()
        try:
            return f"taken up to {local.append_part(upload, 0, bytes([number]) * 50_000)}"
        except WrongOffset as wrong:
            return f"go on at {wrong.offset}"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(send, range(8)))
    assert answers == ["go on at 50000"] * 7 + ["taken up to 50000"]
    assert local.part_size(upload) == 50_000


def test_nothing_is_added_to_a_photo_after_its_digest_was_checked(local: PhotoStore, folder: Path) -> None:
    stop = threading.Event()

    def pushy(upload: uuid.UUID) -> None:
        while not stop.is_set():
            try:
                local.append_part(upload, len(PHOTO), b"more")
            except WrongOffset:
                continue
            local.drop_upload(upload)

    for _ in range(20):
        upload = uuid.uuid4()
        stop.clear()
        local.append_part(upload, 0, PHOTO)
        thread = threading.Thread(target=pushy, args=(upload,))
        thread.start()
        with suppress(NotThere, DigestMismatch):  # the other one came first: then there is no photo to spoil
            local.finish(upload, SHA256)
        stop.set()
        thread.join()
        if local.has(SHA256):
            assert hashlib.sha256(local.get(SHA256)).hexdigest() == SHA256


def test_an_upload_is_not_forgotten_while_its_photo_is_being_kept(folder: Path) -> None:
    uploads = PhotoUploads(folder)
    upload = uuid.uuid4()
    uploads.append_part(upload, 0, PHOTO)
    other = threading.Thread(target=uploads.drop, args=(upload,))
    with uploads.whole(upload, SHA256) as part:
        other.start()
        other.join(0.2)
        assert other.is_alive(), "it waits"
        assert part.exists()
    other.join()
    assert uploads.part_size(upload) == 0


def test_a_killed_writer_loses_nothing_that_it_acknowledged(folder: Path) -> None:
    code = textwrap.dedent(
        """
        import os, sys
        from auditapp.adapters.photo_store import open_store
        store = open_store(sys.argv[1])
        while True:
            print(store.put(os.urandom(200_000)), flush=True)
        """
    )
    acknowledged: list[str] = []
    for pause in (0.05, 0.11, 0.2):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, folder.as_uri()], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert writer.stdout is not None
        acknowledged.append(writer.stdout.readline().strip())
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in writer.stdout if len(line) == 65]
        writer.wait()
        writer.stdout.close()
    store = open_store(folder.as_uri())
    assert len(acknowledged) > 5
    for sha256 in acknowledged:
        assert hashlib.sha256(store.get(sha256)).hexdigest() == sha256
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in kept(folder / "originals"))
    store.sweep(0)
    assert kept(folder / "arriving") == []
