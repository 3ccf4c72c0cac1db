"""Model files with something wrong, whatever it is, end in one sentence or in a network that answers."""

import random

import pytest
import torch

from benchmarks.models.damaged_models import LONGEST_SENTENCE, damage, write_models
from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import load_model, read_extras

DAMAGES = 60


@pytest.mark.parametrize("algorithm", ["segment", "classify_scenes", "align_vectors", "refine_map", "translate_image",
                                       "extract_features"])  # fmt: skip
def test_a_damaged_model_is_refused_in_a_sentence_or_answers(tmp_path, algorithm):
    rng, sentences = random.Random(7), []
    model = write_models(tmp_path)[algorithm]
    content, inputs = model.read_bytes(), [torch.zeros(1, 3, 16, 16)]
    if algorithm == "refine_map":
        inputs = [torch.zeros(1, 2, 16, 16), *inputs]
    if algorithm in ("translate_image", "extract_features"):
        inputs = [torch.zeros(1, 4, 16, 16)]
    channels = {"align_vectors": 8, "extract_features": 3}.get(algorithm, 2)
    for _ in range(DAMAGES):
        what, changed = damage(rng, content)
        assert changed != content
        model.write_bytes(changed)
        try:
            loaded = load_model(str(model), several=True)
            read_extras(str(model))
        except EoDeepError as error:
            sentences.append(str(error))
        else:
            assert loaded.network(*inputs).shape[:2] == (1, channels), what
            assert all(torch.isfinite(value).all() for value in loaded.network.state_dict().values()), what
    assert len(sentences) > DAMAGES / 2
    assert not [each for each in sentences if "\n" in each or not 20 < len(each) <= LONGEST_SENTENCE]
