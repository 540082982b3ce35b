"""Photos of the made-up company, drawn by this project and rendered to JPEG: none is taken from elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from random import Random

from PIL import Image

from auditapp.demo.scenes import contractors, energy, papers, spills, store, waste
from auditapp.demo.scenes.finish import compress, enlarge, tag

SCENES: dict[str, Callable[[tuple[int, int], int], Image.Image]] = {
    "drums_unlabelled": partial(store.drum_store, labelled=False),
    "drums_labelled": partial(store.drum_store, labelled=True),
    "cabinet_no_data_sheets": partial(store.chemical_cabinet, folder=False),
    "cabinet_data_sheets": partial(store.chemical_cabinet, folder=True),
    "gas_loose": partial(store.gas_cage, chained=False),
    "gas_chained": partial(store.gas_cage, chained=True),
    "extinguisher_blocked": partial(store.extinguisher, blocked=True),
    "extinguisher_free": partial(store.extinguisher, blocked=False),
    "pump_leaking": partial(spills.pump, clean=False),
    "pump_clean": partial(spills.pump, clean=True),
    "spill_kit_empty": partial(spills.spill_kit, complete=False),
    "spill_kit_complete": partial(spills.spill_kit, complete=True),
    "drain_oily": partial(spills.storm_drain, clean=False),
    "drain_clean": partial(spills.storm_drain, clean=True),
    "skip_mixed": partial(waste.skip, sorted_=False),
    "skip_sorted": partial(waste.skip, sorted_=True),
    "bins_unlabelled": partial(waste.containers, labelled=False),
    "bins_labelled": partial(waste.containers, labelled=True),
    "boiler_high": partial(energy.boiler, high=True),
    "boiler_normal": partial(energy.boiler, high=False),
    "stack_smoke": partial(energy.stack, smoke=True),
    "stack_clear": partial(energy.stack, smoke=False),
    "compressor_leak": partial(energy.compressor, leak=True),
    "compressor_mended": partial(energy.compressor, leak=False),
    "meter_overdue": partial(energy.meter, valid=False),
    "meter_calibrated": partial(energy.meter, valid=True),
    "board_old_policy": partial(papers.noticeboard, current=False),
    "board_current_policy": partial(papers.noticeboard, current=True),
    "training_gaps": partial(papers.training_record, complete=False),
    "training_complete": partial(papers.training_record, complete=True),
    "van_wash_yard": partial(contractors.van_wash, contained=False),
    "van_wash_bay": partial(contractors.van_wash, contained=True),
}


SIZE = (2016, 1512)


def paint(scene: str, seed: int, size: tuple[int, int] = SIZE) -> tuple[bytes, bool]:
    """One scene as JPEG without EXIF, and whether it is upright; same seed, same bytes.

    Painted at two thirds of `size` and enlarged: half the time, and soft as a small sensor is.
    """
    painted = SCENES[scene]((size[0] * 2 // 3, size[1] * 2 // 3), seed)
    return compress(enlarge(painted, size, Random(seed)))


def draw(scene: str, seed: int, size: tuple[int, int] = SIZE, taken: datetime | None = None) -> bytes:
    """One photo as JPEG with EXIF: time and zone (`taken` needs one), a position, Orientation 6 for upright ones."""
    jpeg, upright = paint(scene, seed, size)
    return tag(jpeg, taken or datetime(2026, 1, 15, 10, 30, tzinfo=UTC), upright=upright, serial=seed)
