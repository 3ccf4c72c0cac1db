"""The engine of EO Deep: deep networks on Earth observation images of any size. Imports neither qgis nor osgeo."""

import os

__version__ = "0.1.0"

# For the engine's own process, not for QGIS, where this package is eo_deep_plugin.eo_deep. Read when torch loads.
# Threads that spin while they wait are 4 times slower as soon as another program (QGIS, say) wants a core too: measured
# 0.75 against 2.75 training steps per second on two busy cores.
if "." not in __name__:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
