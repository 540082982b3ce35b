"""`flask --app wsgi check-pack FILE`: whether an evidence pack that came back is the one that was handed over."""

from pathlib import Path

import click
from flask import Flask, current_app

from auditapp.adapters import bag_check, signing

WORDS = {
    "missing": "is missing",
    "changed": "was changed",
    "unlisted": "is not listed in the manifest",
    "not_signed": "does not carry the signature of this installation",
    "other_key": "is not the key of this installation",
    "unreadable": "is no ZIP, or it is damaged",
}


def attach(app: Flask) -> None:
    """check-pack."""
    app.cli.add_command(check_pack)


@click.command("check-pack")
@click.argument("pack", type=click.Path(path_type=Path, exists=True))
def check_pack(pack: Path) -> None:
    """Check PACK (a ZIP or the folder it was unpacked to) against its manifests and this installation's signature."""
    key = signing.public_key(current_app.config["SETTINGS"].secret("signing_seed"))
    faults = bag_check.faults(pack, key)
    for code, about in faults:
        click.echo(f"{about} {WORDS[code]}.")
    if faults:
        raise click.ClickException("This is not what was handed over.")
    click.echo("Everything is as it was handed over, and the signature is good.")
