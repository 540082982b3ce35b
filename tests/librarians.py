"""The Library of Congress's own `bagit`, which asks setuptools for its version by a way that setuptools dropped."""

import sys
import types
from importlib import metadata

if "pkg_resources" not in sys.modules:
    stand_in = types.ModuleType("pkg_resources")
    stand_in.DistributionNotFound = metadata.PackageNotFoundError  # type: ignore[attr-defined]
    stand_in.get_distribution = metadata.distribution  # type: ignore[attr-defined]
    sys.modules["pkg_resources"] = stand_in

from bagit import Bag, BagError

__all__ = ["Bag", "BagError"]
