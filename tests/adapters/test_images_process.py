"""The process that reads photos: limited, replaceable, shared by threads, not by forks."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from auditapp.adapters import images
from auditapp.domain.picture import NotAPicture

ROOT = Path(__file__).parents[2]


def photo(width: int = 60, height: int = 40, **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


@pytest.fixture
def reader() -> Iterator[images.Reader]:
    reader = images.Reader()
    yield reader
    reader.stop()


def scripted(tmp_path: Path, on_request: str) -> images.Reader:
    """A reader whose child says that it is ready and then does ``on_request`` with the first photo."""
    script = tmp_path / "child.py"
    script.write_text(
        textwrap.dedent(
            """
            import os, signal, sys, time
            from auditapp.adapters.image_frames import read_frame, write_frame
            write_frame(sys.stdout.buffer, {"ready": True}, [])
            read_frame(sys.stdin.buffer)
            """
        )
        + on_request
    )
    return images.Reader([sys.executable, str(script)], seconds=1.0)


def test_one_child_reads_one_photo_after_the_other(reader: images.Reader) -> None:
    reader.ingest(photo())
    first = reader.pid
    reader.ingest(photo())
    assert reader.pid == first


def test_a_child_killed_while_it_decodes_costs_a_second_try_only(reader: images.Reader) -> None:
    slow = photo(3000, 2400, progressive=True)
    reader.warm()
    first = reader.pid
    assert first is not None
    killer = threading.Timer(0.1, os.kill, (first, signal.SIGKILL))
    killer.start()
    assert reader.ingest(slow).width == 3000
    assert not killer.is_alive()
    assert reader.pid != first


def test_a_child_killed_between_photos_is_replaced(reader: images.Reader) -> None:
    reader.warm()
    first = reader.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert reader.ingest(photo()).width == 60
    assert reader.pid != first


def test_a_photo_that_kills_the_child_twice_is_refused(tmp_path: Path) -> None:
    reader = scripted(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(NotAPicture, match="could not be read"):
        reader.ingest(photo())
    assert reader.pid is None


def test_a_photo_that_takes_too_long_is_refused_in_time(tmp_path: Path) -> None:
    reader = scripted(tmp_path, "time.sleep(60)")
    started = time.perf_counter()
    with pytest.raises(NotAPicture, match="too long"):
        reader.ingest(photo())
    assert time.perf_counter() - started < 20
    assert reader.pid is None


def test_a_photo_that_uses_up_the_processor_is_refused(tmp_path: Path) -> None:
    reader = scripted(tmp_path, "os.kill(os.getpid(), signal.SIGXCPU)")
    with pytest.raises(NotAPicture, match="too long"):
        reader.ingest(photo())


@pytest.mark.parametrize("nonsense", ["b'\\xff' * 100", "b'\\0\\0\\0\\x02{}'", "b'\\0\\0\\0\\x05hello'"])
def test_nonsense_from_the_child_is_a_refusal(tmp_path: Path, nonsense: str) -> None:
    reader = scripted(tmp_path, f"sys.stdout.buffer.write({nonsense}); sys.stdout.buffer.flush()")
    with pytest.raises(NotAPicture, match="could not be read"):
        reader.ingest(photo())


def test_a_child_that_does_not_start_is_the_installation_s_fault_not_the_photo_s() -> None:
    with pytest.raises(RuntimeError, match="does not start"):
        images.Reader([sys.executable, "-c", "raise SystemExit(1)"]).ingest(photo())


def test_threads_take_turns(reader: images.Reader) -> None:
    sizes = list(range(20, 52))
    with ThreadPoolExecutor(8) as threads:
        widths = list(threads.map(lambda width: reader.ingest(photo(width)).width, sizes))
    assert widths == sizes


def test_a_forked_server_starts_a_child_of_its_own(reader: images.Reader) -> None:
    code = textwrap.dedent(
        """
        import io, os
        from PIL import Image
        from auditapp.adapters import images
        out = io.BytesIO()
        Image.new("RGB", (60, 40)).save(out, "JPEG")
        images.ingest(out.getvalue())
        before = images.reader.pid
        inside = os.fork()
        assert images.ingest(out.getvalue()).width == 60
        if inside == 0:
            assert images.reader.pid != before
            images.reader.stop()
            os._exit(0)
        assert images.reader.pid == before
        assert os.waitpid(inside, 0)[1] == 0
        print("both read")
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.stdout == "both read\n", done.stderr


def test_the_child_ends_with_the_server() -> None:
    code = "from auditapp.adapters import images; import os; images.reader.warm(); print(images.reader.pid, flush=True)"
    server = subprocess.Popen(
        [sys.executable, "-c", code + "; os.kill(os.getpid(), 9)"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert server.stdout is not None
    child = int(server.stdout.readline())
    server.wait()
    server.stdout.close()
    for _ in range(100):
        if not running(child):
            return
        time.sleep(0.05)
    raise AssertionError("the child outlived the server")


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_child_is_limited_in_memory_and_can_write_no_file(reader: images.Reader) -> None:
    reader.warm()
    limits = Path(f"/proc/{reader.pid}/limits").read_text()
    values = {line[:25].strip(): line[25:].split()[0] for line in limits.splitlines()[1:]}
    assert int(values["Max data size"]) <= 2**30
    assert int(values["Max address space"]) <= 2**32
    assert values["Max file size"] == "0"
    assert values["Max core file size"] == "0"


def test_the_child_s_processor_time_is_limited_photo_by_photo(reader: images.Reader) -> None:
    reader.ingest(photo())
    limits = Path(f"/proc/{reader.pid}/limits").read_text()
    assert int(limits.split("Max cpu time")[1].split()[0]) <= 30


def test_a_photo_beyond_the_memory_limit_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(
        "from auditapp.adapters import image_child\nimage_child._MEMORY = 90 * 2**20\nimage_child.main()\n"
    )
    reader = images.Reader([sys.executable, str(script)])
    out = io.BytesIO()
    Image.new("RGB", (6000, 6000)).save(out, "PNG")
    with pytest.raises(NotAPicture) as caught:
        reader.ingest(out.getvalue())
    assert caught.value.code == "too_costly"
    assert reader.ingest(photo()).width == 60
    reader.stop()


def test_the_child_inherits_none_of_the_server_s_secrets(
    reader: images.Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITAPP_SECRET_KEY", "do-not-tell")
    reader.warm()
    assert b"do-not-tell" not in Path(f"/proc/{reader.pid}/environ").read_bytes()


def test_the_child_does_not_import_what_makes_pillow_accept_truncated_files() -> None:
    code = "import sys, auditapp.adapters.image_child; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.stdout == "False\n", done.stderr
