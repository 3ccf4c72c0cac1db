"""The models that come with EO Deep are found in the plugin's layout and in an installed library's."""

import pytest

from eo_deep.errors import EoDeepError
from eo_deep.models import bundled
from eo_deep.models.bundled import ALIGNMENT, BUILDINGS, LAND_COVER, find_building_class, find_bundled_model
from eo_deep.models.model_file import read_card


@pytest.mark.parametrize(("name", "task"), [(BUILDINGS, "polygons"), (ALIGNMENT, "alignment"),
                                            (LAND_COVER, "scenes")])
def test_bundled_models_are_of_their_task(name, task):
    assert read_card(find_bundled_model(name))["task"] == task


def test_looks_beside_the_package_and_then_inside(tmp_path, monkeypatch):
    beside, inside = tmp_path / "beside", tmp_path / "inside"
    monkeypatch.setattr(bundled, "_FOLDERS", (beside, inside))
    with pytest.raises(EoDeepError, match="The bundled model '.*beside.*' is missing; reinstall"):
        find_bundled_model(BUILDINGS)
    for folder in (inside, beside):
        folder.mkdir()
        (folder / "buildings.safetensors").touch()
        assert find_bundled_model(BUILDINGS) == str(folder / "buildings.safetensors")


def test_building_class_by_name_or_the_second_of_two():
    def card(*names, task="segmentation"):
        return {"task": task, "classes": [{"name": name} for name in names]}

    assert find_building_class("m", card("Roof", "tree", "road")) == 0
    assert find_building_class("m", card("no", "yes")) == 1
    with pytest.raises(EoDeepError, match="'m' has no class 'building'; its classes are: a, b, c"):
        find_building_class("m", card("a", "b", "c"))
    with pytest.raises(EoDeepError, match="'m' is a model for scenes, this needs one for segmentation"):
        find_building_class("m", card("building", task="scenes"))
