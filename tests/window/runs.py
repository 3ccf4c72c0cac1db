"""What the window tests run: every algorithm with small values, and what its loaded layers are called and look like.

{name} in a value stands for a file or folder of conftest.py's `inputs`.
"""

from __future__ import annotations

TEMPORARY = "TEMPORARY_OUTPUT"
TRAINING = {"EPOCHS": 1, "BATCH_SIZE": 2, "MODEL": TEMPORARY, "REPORT": TEMPORARY}

# By algorithm, and words on what another run of it does: its values. Outputs that are not named keep the dialog's
# defaults.
RUNS = {
    "alignvectors": {
        "IMAGE": "{image}", "VECTORS": "{labels}", "MODEL": "{model}", "METHOD": "correlation", "MAX_SHIFT_M": 5,
        "DEVICE": "cpu", "DISPLACEMENT": TEMPORARY,
    },
    "assessaccuracy": {"PREDICTION": "{classes}", "REFERENCE": "{labels}", "ERROR_MAP": TEMPORARY},
    "assessalignment": {"VECTORS": "{labels}", "REFERENCE": "{labels}"},
    "assesschange": {"MAP": "{classes}", "REFERENCE": "{labels}"},
    "assesssuperresolution": {
        "LOW": "{image}", "SUPERRESOLVED": "{finer}", "REFERENCE": "{finer}", "DETAILS": TEMPORARY,
    },
    "checkengine": {},
    "classifypixels": {
        "IMAGE": "{image}", "MODEL": "{pixel_model}", "PROBABILITIES": TEMPORARY, "CONFIDENCE": TEMPORARY,
        "MARGIN": TEMPORARY,
    },
    "classifyscenes": {
        "IMAGE": "{image}", "MODEL": "{scene_model}", "STRIDE_PX": 16, "VALUES": "auto", "DEVICE": "cpu",
        "CONFIDENCE": TEMPORARY, "PROBABILITIES": TEMPORARY, "GRID": TEMPORARY,
    },
    "classstatistics": {"IMAGE": "{image}", "LABELS": "{labels}", "TABLE": TEMPORARY},
    "comparedomains": {
        "SETS": "{image}", "REFERENCE": "{image}", "MODEL": "{scene_model}", "MAX_IMAGES": 20, "BANDS": "1 2 3",
    },
    "comparepolygons": {"PREDICTION": "{labels}", "REFERENCE": "{labels}", "OBJECTS": TEMPORARY},
    "completeimage": {
        "IMAGE": "{image}", "MODEL": "{scene_model}", "MASK": "{classes}", "STEPS": 2, "DEVICE": "cpu",
    },
    "describemodel": {"MODEL": "{model}"},
    "detectchange": {
        "BEFORE": "{image}", "AFTER": "{finer}", "METHOD": "IR-MAD", "OBJECTS": "{labels}",
        "CHANGED_OBJECTS": TEMPORARY,
    },
    "exportmodel": {"MODEL": "{model}", "OUTPUT": TEMPORARY},
    "extractbuildings": {
        "IMAGE": "{image}", "MODEL": "{model}", "MIN_AREA_M2": 0, "THRESHOLD": 0.1, "DEVICE": "cpu",
        "PROBABILITIES": TEMPORARY,
    },
    "extractfeatures": {"IMAGES": ["{image}"], "WINDOW_PX": 3, "COMPONENTS": 2},
    "findsimilar": {
        "IMAGES": ["{image}"], "QUERY": "{labels}", "WINDOW_PX": 16, "TOP": 2, "MIN_DISTANCE": 5,
        "SIMILARITY": TEMPORARY,
    },
    "extractpatches": {
        "IMAGES": ["{image}"], "LABELS": ["{labels}"], "BANDS": "1, 2, 3", "PATCH_PX": 32, "GAP_PX": 0, "COUNT": 8,
        "OUTPUT": TEMPORARY,
    },
    "extractpolygons": {
        "IMAGE": "{image}", "MODEL": "{model}", "BOXES": "{labels}", "MIN_AREA_M2": 0, "THRESHOLD": 0.1,
        "SEED_THRESHOLD": 0.1, "DEVICE": "cpu",
    },
    "extractsamples": {"SAMPLES": "{points}", "IMAGES": ["{image}"], "WINDOW_PX": 3},
    "generatescenes": {"MODEL": "{scene_model}", "COUNT": 1, "STEPS": 1, "OUTPUT": TEMPORARY, "DEVICE": "cpu"},
    "importmodel": {"NETWORK": "{network}", "OUTPUT": TEMPORARY},
    "detectobjects": {"IMAGE": "{image}", "MODEL": "{detector}", "DEVICE": "cpu"},
    "fetchmodel": {"CATALOGUE": "{catalogue}", "NAME": "alignment", "ACCEPT": True},
    "listmodels": {"IMAGE": "{image}", "TABLE": TEMPORARY},
    "makescene": {"SIZE_PX": 128, "DISPLACED": TEMPORARY},
    "polygonize": {"INPUT": "{class_map}", "CLASSES": ""},
    "refinemap": {
        "PROBABILITIES": "{probabilities}", "METHOD": "calibrate", "TEMPERATURE": 2, "REFINED": TEMPORARY,
    },
    "regularizepolygons": {"INPUT": "{labels}", "MAX_DISTANCE_M": 1},
    "segment": {"IMAGE": "{image}", "MODEL": "{model}", "DEVICE": "cpu", "PROBABILITIES": TEMPORARY},
    "segmentunsupervised": {
        "IMAGES": ["{image}"], "FEATURES": "bands", "CLASSES": "2", "DISTANCE": TEMPORARY, "REPORT": TEMPORARY,
    },
    "selectsamples": {
        "IMAGES": ["{image}"], "LABELS": ["{labels}"], "STRATEGY": "constant", "COUNT": 20, "REJECTED": TEMPORARY,
    },
    "setupengine": {},
    "superresolve": {"IMAGE": "{image}", "RATIO": 2, "DEVICE": "cpu", "DETAIL": TEMPORARY},
    "trainalignment": {
        **TRAINING, "IMAGES": ["{image}"], "VECTORS": ["{labels}"], "SAMPLES_PER_EPOCH": 2, "CROP_PX": 64,
        "RESOLUTION_M": 0.5, "SMOOTH_M": 2.0, "BLOCK_M": 0.0, "OBJECT_M": 0.5, "DEVICE": "cpu",
    },
    "trainpixels": {
        "IMAGES": ["{image}"], "LABELS": ["{classes}"], "TREES": 5, "WINDOW_PX": 3, "MODEL": TEMPORARY,
        "REPORT": TEMPORARY,
    },
    "trainpolygons": {
        **TRAINING, "IMAGES": ["{image}"], "POLYGONS": ["{labels}"], "BANDS": "1, 2, 3", "NETWORK": "resunet",
        "BASE_CHANNELS": 4, "SAMPLES_PER_EPOCH": 4, "CROP_PX": 32, "DEVICE": "cpu",
    },
    "trainrefinement": {
        "PROBABILITIES": ["{probabilities}"], "LABELS": ["{class_map}"], "METHOD": "calibrate", "DEVICE": "cpu",
        "MODEL": TEMPORARY, "REPORT": TEMPORARY,
    },
    "trainscenes": {
        "DATASET": "{patches}", "KIND": "jem", "DEPTH": 10, "WIDTH": 1, "CLASSIFIER_EPOCHS": 1, "JEM_EPOCHS": 1,
        "BATCH_SIZE": 4, "SAMPLER_STEPS": 1, "BUFFER": 8, "VALIDATION_SHARE": 0.25, "DEVICE": "cpu",
        "MODEL": TEMPORARY, "REPORT": TEMPORARY,
    },
    "trainsegmentation": {
        **TRAINING, "IMAGES": ["{image}"], "LABELS": ["{labels}"], "BANDS": "1, 2, 3", "NETWORK": "unet",
        "BASE_CHANNELS": 4, "SAMPLES_PER_EPOCH": 4, "CROP_PX": 32, "DEVICE": "cpu",
    },
    "trainsuperresolution": {
        **TRAINING, "LOW": ["{image}"], "BANDS": "1, 2, 3", "RATIO": 2, "FEATURES": 8, "BLOCKS": 1,
        "SAMPLES_PER_EPOCH": 4, "DEVICE": "cpu",
    },
    "traintimeseries": {
        **TRAINING, "IMAGES": ["{image}", "{finer}"], "BANDS": "1, 2, 3", "BASE_CHANNELS": 8, "SAMPLES_PER_EPOCH": 2,
        "DEVICE": "cpu",
    },
    "traintranslation": {
        **TRAINING, "SOURCE": ["{image}"], "TARGET": ["{labels}"], "BANDS": "1, 2, 3", "BASE_CHANNELS": 4,
        "SAMPLES_PER_EPOCH": 4, "CROP_PX": 32, "DEVICE": "cpu",
    },
    "translateimage": {"IMAGE": "{image}", "MODEL": "{translation_model}", "DEVICE": "cpu"},
    "translateimage to dates": {
        "IMAGE": "{image}", "MODEL": "{series_model}", "STYLE_DATES": "2019-05-01; 2020-10-01", "DEVICE": "cpu",
    },
    "updatemap": {
        "IMAGE": "{image}", "VECTORS": "{labels}", "METHOD": "correlation", "BUILDING_MODEL": "{model}",
        "DEVICE": "cpu",
    },
    "removeengine": {},  # last: it removes what set-up is to find
}  # fmt: skip

PROBABILITY = {"0": "#e31a1c00", "0.25": "#e31a1c40", "0.5": "#e31a1c80", "0.75": "#e31a1cbf", "1": "#e31a1c"}
MEADOW = {label: color.replace("e31a1c", "4daf4a") for label, color in PROBABILITY.items()}
REASONS = {
    "nodata in the image": "#000000", "several classes": "#d55e00", "outside the area": "#56b4e9",
    "too close to another sample": "#f0e442", "outside the images": "#cc79a7", "no pixel of its own": "#009e73",
}  # fmt: skip
MARGIN = {"0": "#b2182b", "0.25": "#f4a582", "0.5": "#f7f7f7", "0.75": "#92c5de", "1": "#2166ac"}
DEVIATIONS = {
    "0": "#fcfdbf", "2.63 (0.05 standard deviations)": "#fc8961", "10.5 (0.2 standard deviations)": "#b73779",
    "26.3 or more (0.5 standard deviations)": "#1d1147",
}  # fmt: skip
DIFFERENCES = {"new": "#009e736e", "gone": "#d55e005a"}

# By algorithm: the layers that its run loads, with their renderer and its classes (label -> colour and, where some of
# the ground is seen through it, opacity; of outlines alone their colour).
LAYERS = {
    "alignvectors": {
        "Aligned vectors": (
            "categorizedSymbol",
            {"aligned": "#0072b232", "unchanged": "#009e7332", "follows neighbours": "#e69f0032",
             "not found in image": "#d55e0032"},
        ),
        "Displacement": ("multibandcolor", {}),
    },
    "assessaccuracy": {
        "Error map": (
            "paletted",
            {
                "true positive": "#0072b2",
                "false positive": "#d55e00",
                "false negative": "#f0e442",
                "true negative": "#e8e8e8",
            },
        ),
    },
    "assesssuperresolution": {"Map of details": ("multibandcolor", {})},
    "classifyscenes": {
        "Class map": ("paletted", {"meadow": "#4daf4a", "town": "#e31a1c"}),
        "Confidence": (
            "singlebandpseudocolor",
            {
                "0: unlike the training images": "#a50026",
                "0.01": "#f46d43",
                "0.05: rare in training": "#fee090",
                "0.25": "#abd9e9",
                "1: typical": "#313695",
            },
        ),
        "Class probabilities": ("singlebandpseudocolor", MEADOW),
        "Patches": (
            "graduatedSymbol",
            {
                "below 0.01: unlike the training images": "#a5002696",
                "0.01 to 0.05: rare in training": "#f46d4396",
                "0.05 to 0.25": "#abd9e996",
                "0.25 to 1: typical": "#31369596",
            },
        ),
    },
    "classifypixels": {
        "Class map": ("paletted", {"dark": "#000000", "bright": "#e31a1c"}),
        "Class probabilities": ("singlebandpseudocolor", PROBABILITY),
        "Confidence": ("singlebandpseudocolor", MARGIN),
        "Margin": ("singlebandpseudocolor", MARGIN),
    },
    "classstatistics": {"Counted labels": ("categorizedSymbol", {"object": "#e31a1c96"})},
    "extractpatches": {
        "Index of patches": (
            "categorizedSymbol",
            {"training": "#0072b23c", "validation": "#e69f003c", "test": "#009e733c", "left out": "#82828214"},
        ),
    },
    "comparepolygons": {
        "Objects": ("categorizedSymbol", {"matched": "#009e735a", "spurious": "#d55e005a", "missed": "#0072b23c"}),
    },
    "completeimage": {"Completed image": ("multibandcolor", {})},
    "detectchange": {
        "Score": ("singlebandpseudocolor", {"usual": "#ef8a6200", "suspect": "#ef8a62", "highest": "#b2182b"}),
        "Changes": ("singleSymbol", {"": "#d55e00"}),
        "Objects with their changes": (
            "graduatedSymbol",
            {"unchanged, below 1 %": "#f7f7f796", "1 to 25 % changed": "#fddbc796", "25 to 75 % changed": "#ef8a6296",
             "75 to 100 % changed": "#b2182b96"},
        ),
    },
    "detectobjects": {"Objects": ("categorizedSymbol", {"bright": "#d55e0096", "grey": "#0072b296"})},
    "extractbuildings": {
        "Buildings": ("singleSymbol", {"": "#e31a1c"}),
        "Building probability": ("singlebandpseudocolor", PROBABILITY),
    },
    "extractfeatures": {"Features": ("multibandcolor", {})},
    "extractpolygons": {
        "Objects": (
            "graduatedSymbol", {"below 0.7": "#e6610146", "0.7 to 0.85": "#fdb86346", "0.85 to 1": "#2b83ba46"},
        ),
    },
    "extractsamples": {"Samples with values": ("categorizedSymbol", {"house": "#e31a1c", "shed": "#1f78b4"})},
    "makescene": {
        "Synthetic image": ("multibandcolor", {}),
        "Reference buildings": ("singleSymbol", {"": "#1f5fa0"}),
        "Displaced buildings": ("singleSymbol", {"": "#ffd600"}),
    },
    "polygonize": {
        "Polygons": ("categorizedSymbol", {"field & meadow": "#b2df8a96", "water": "#1f78b496", "town": "#e31a1c96"}),
    },
    "refinemap": {
        "Class map": ("paletted", {"field & meadow": "#b2df8a", "water": "#1f78b4", "town": "#e31a1c"}),
        "Refined probabilities": ("singlebandpseudocolor", PROBABILITY),
    },
    "regularizepolygons": {"Regularized polygons": ("singleSymbol", {"": "#a86f00"})},
    "findsimilar": {
        "Similar places": (
            "categorizedSymbol",
            {"query 1": "#e31a1c", "query 2": "#1f78b4", "query 3": "#33a02c", "query 4": "#ff7f00"},
        ),
        "Similarity": (
            "singlebandpseudocolor",
            {"0": "#000004", "0.25": "#51127c", "0.5": "#b73779", "0.75": "#fc8961", "1: the same": "#fcfdbf"},
        ),
    },
    "segmentunsupervised": {
        "Class map": ("paletted", {"class 1": "#e31a1c", "class 2": "#1f78b4"}),
        "Distance to the centre": (
            "singlebandpseudocolor", {"0": "#fcfdbf", "1 standard deviation": "#fc8961", "3 or more": "#51127c"},
        ),
    },
    "segment": {
        "Class map": ("paletted", {"background": "#00000000", "building": "#e31a1c"}),
        "Class probabilities": ("singlebandpseudocolor", PROBABILITY),
    },
    "selectsamples": {
        "Samples": ("categorizedSymbol", {"object": "#e31a1c"}),
        "Rejected pixels": ("categorizedSymbol", REASONS),
    },
    "superresolve": {
        "Super-resolved image": ("multibandcolor", {}),
        "Detail added": ("singlebandpseudocolor", DEVIATIONS),
    },
    "translateimage": {"Translated image": ("paletted", {"#ffffff": "#ffffff", "#e31a1c": "#e31a1c"})},
    "translateimage to dates": {
        f"Translated image {date}": ("multibandcolor", {}) for date in ("2019-05-01", "2020-10-01")
    },
    "updatemap": {
        "Updated map": (
            "categorizedSymbol",
            {"aligned": "#56b4e928", "unchanged": "#f0e44228", "follows neighbours": "#cc79a728", **DIFFERENCES,
             "unknown": "#78787828"},
        ),
        "Differences": ("categorizedSymbol", DIFFERENCES),
    },
}  # of all others: none
