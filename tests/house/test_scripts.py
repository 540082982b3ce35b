"""What a person types: each script is quick when there is nothing to do, and locks name hashes and no addresses."""

import os
import re
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["build", "run", "dev"]
PIN = re.compile(r"^([a-z0-9-]+)==([^ \\]+)", re.MULTILINE)
# Put together here, so that this file does not name what it forbids.
FORBIDDEN = [
    *("/".join(["", folder, ""]) for folder in ("work", "root", "home", "Users")),
    *(".".join(parts) for parts in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")]),
    *(".".join(parts) for parts in [("deb", "debian", "org"), ("yarnpkg", "com"), ("unpkg", "com")]),
]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / f"{lock}.lock").read_text()))


def test_no_file_names_a_folder_of_some_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        content = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in content]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    blocks = [block for block in re.split(r"\n(?=[a-z0-9])", text) if block.strip()]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    assert re.findall(r"://|--index|--find-links|@ ", text) == []


def test_what_is_tested_is_what_runs() -> None:
    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = {re.split(r"[\[<>= ]", wanted)[0] for wanted in project["project"]["dependencies"]}
    assert named - pins("run").keys() == set()
    assert {re.split(r"[\[<>= ]", w)[0] for w in project["dependency-groups"]["dev"]} - pins("dev").keys() == set()


def test_every_script_can_be_typed() -> None:
    scripts = [path for path in tracked() if path.parent == ROOT / "bin"]
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []


@pytest.mark.parametrize("option", [[], ["--dev"]])
def test_setting_up_twice_takes_no_time_and_says_nothing(option: list[str]) -> None:
    subprocess.run(["bin/setup", "--dev"], cwd=ROOT, check=True, capture_output=True)
    begun = time.monotonic()
    done = subprocess.run(["bin/setup", *option], cwd=ROOT, check=True, capture_output=True, text=True)
    assert time.monotonic() - begun < 10
    assert done.stdout + done.stderr == ""


def test_an_option_setup_does_not_know_is_refused_in_words() -> None:
    done = subprocess.run(["bin/setup", "--developer"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "bin/setup knows one option, --dev, and not '--developer'.\n")


def pretend(folder: Path, **programs: str) -> dict[str, str]:
    """An environment in which ``programs`` (name: shell lines) stand before the real ones."""
    folder.mkdir()
    for name, lines in programs.items():
        (folder / name.replace("_", "-")).write_text(f"#!/bin/sh\n{lines}\n")
        (folder / name.replace("_", "-")).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """The scripts and locks alone, not set up."""
    for path in tracked():
        if path.parent.name in ("bin", "requirements") and path.parent.parent == ROOT:
            copy = tmp_path / "checkout" / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            copy.chmod(path.stat().st_mode)
    return tmp_path / "checkout"


def test_without_root_the_missing_debian_packages_are_named_with_the_command(
    bare_checkout: Path, tmp_path: Path
) -> None:
    environ = pretend(tmp_path / "programs", dpkg_query="exit 1", apt_get="exit 9", id="echo 1000", sudo="exit 1")
    done = subprocess.run(["bin/setup"], cwd=bare_checkout, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Debian packages are missing. Type: sudo apt-get install --no-install-recommends libpango-1.0-0 "
    )
    assert done.stderr.count("\n") == 1


def test_a_package_apt_cannot_install_is_said_with_its_last_words(bare_checkout: Path, tmp_path: Path) -> None:
    environ = pretend(tmp_path / "programs", dpkg_query="exit 1", apt_get="echo no space left; exit 9", id="echo 0")
    done = subprocess.run(["bin/setup"], cwd=bare_checkout, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no space left" in done.stderr
    assert "apt-get could not install libpango-1.0-0" in done.stderr


def test_a_lock_that_was_tampered_with_is_not_installed(bare_checkout: Path, tmp_path: Path) -> None:
    """No package may come in under another hash; nothing is remembered as set up."""
    environ = pretend(tmp_path / "programs", dpkg_query="echo installed")
    lock = bare_checkout / "requirements" / "build.lock"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, lock.read_text()))
    done = subprocess.run(["bin/setup"], cwd=bare_checkout, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert "HASH" in done.stderr.upper()
    assert not list((bare_checkout / ".venv").glob("set-up*"))
