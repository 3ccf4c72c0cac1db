from pathlib import Path


def test_train_alignment(qgis_process, scene, tmp_path):
    values = {
        "IMAGES": scene.image,
        "VECTORS": scene.labels,
        "EPOCHS": 1,
        "SAMPLES_PER_EPOCH": 2,
        "BATCH_SIZE": 2,
        "CROP_PX": 64,
        "RESOLUTION_M": 0.5,
        "SMOOTH_M": 2.0,
        "BLOCK_M": 0.0,
        "OBJECT_M": 0.5,
        "MODEL": tmp_path / "trained.safetensors",
        "REPORT": tmp_path / "training.html",
    }
    results = qgis_process("eodeep:trainalignment", **values)
    assert Path(results["MODEL"]).stat().st_size > 1000
    assert 0 <= results["FOUND_SHARE"] <= 1
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trained.safetensors", "training.html"]
