"""What a worker of a test imports first: the networks of tests, which the package does not have, and small tiles."""

from eo_deep.feature_chains import chain
from eo_deep.models import networks
from tests.engine.conftest import Brightness, Palette

networks.NETWORKS.update(brightness=Brightness, palette=Palette)
chain._MAX_TILE_PX = 256
