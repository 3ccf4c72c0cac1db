"""Translations are whole: every text that QGIS shows has one, in the .ts file and in the .qm that QGIS reads."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections import Counter

import pytest
from eo_deep_plugin.algorithms.framework.engine_sentences import list_sentences, translate_sentence
from eo_deep_plugin.algorithms.framework.translation import CONTEXT, FOLDER, load_translator, tr
from eo_deep_plugin.algorithms.framework.worker import ROOT
from qgis.core import QgsApplication, QgsProcessingContext, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

_spec = importlib.util.spec_from_file_location("update_translations", FOLDER / "update.py")
update = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(update)

REMEDY = "run `make translations`, translate what it lists in the .ts, run it again, and commit the .ts and the .qm"
LANGUAGES = pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ts")), ids=lambda path: path.stem)
PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]+>|%n|\*\.\w+|https?://\S+")
# Two words in a row: a sentence, not the name of a thing.
PROSE = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z(]")
# Not for users, or the same in every language.
UNTRANSLATED = re.compile(
    r"<|import |\\|\||^(EO Deep x$|No matching|ModuleNotFound|Installing collected|leave out|\[Not selected)"
)
# The words of a language that are the English ones.
SAME = {
    "fr": (
        "OpenStreetMap; OSM; cadastre; Image; auto; cpu; cuda; cuda:1; cuda:2; cuda:3; mps; validation; iou; kappa; "
        "f1; Kappa; roc; auc; auroc; psnr; ssim; ergas; hallucination; PSNR (dB); SSIM; ERGAS; gpu; torch; version; "
        "test; svm; gradient boosting; scikit-learn; jem; eurosat; sentinel-2; classification; pixels; orfeo; otb; "
        "Classes; ood; boundary iou; polis; hausdorff; inpainting; nodata; langevin; licence; license; classes; "
        "safetensors; Licence; IR-MAD; MAD; Images; Dates; magnitude; Score; yolo; onnx; deepness; stac; mlm; netron; "
        "orthophoto; texture; ndvi; activations; chips; coco; pascal voc; otbtf; Format; GeoTIFF; COCO; YOLO "
        "segmentation; Pascal VOC; OTBTF; Points; model zoo; catalogue; Catalogue; SHA-256; hog; alphaearth; sgld; "
        "kid; KID; onnxruntime; pytorch; tensorflow; keras; segmentation; logits; contour; Raster; Segmentation; crf; "
        "calibration; fusion; Fusion; Dempster-Shafer; k-means; isodata; constant; total; venv; pip; perceptron; "
        "resunet; unet; fcn; mlp; polycnn; Augmentation; u-net; multiunet; edsr; gan; sr4rs; adversarial; dense; "
        "pix2pix; image; style; Raster...; suspect; SAM; SAM 2; MobileSAM; gpus"
    ),
    "de": (
        "OpenStreetMap; OSM; auto; cpu; cuda; cuda:1; cuda:2; cuda:3; mps; iou; f1; Kappa; roc; auc; auroc; psnr; "
        "ssim; ergas; PSNR (dB); SSIM; ERGAS; gpu; torch; Interpreter; svm; scikit-learn; jem; eurosat; "
        "sentinel-2; orfeo; otb; Labels; Layer; ood; polis; hausdorff; langevin; safetensors; Name; IR-MAD; MAD; "
        "Index; Score; yolo; onnx; deepness; stac; mlm; netron; ndvi; bilinear; coco; pascal voc; otbtf; Format; "
        "GeoTIFF; COCO; Pascal VOC; OTBTF; online; offline; SHA-256; hog; alphaearth; sgld; kid; KID; "
        "onnxruntime; pytorch; tensorflow; keras; Raster; crf; Fusion; Dempster-Shafer; Radius (px); isodata; "
        "venv; pip; resunet; unet; fcn; mlp; polycnn; u-net; multiunet; edsr; gan; sr4rs; multitemporal; pix2pix; "
        "Raster...; Status; SAM; SAM 2; MobileSAM; gpus"
    ),
}
# What its typography forbids: in French a space that breaks before : ; ? ! % and in « », in German one before % or any
# before : ; ? !, and quotes but „ “ in pairs.
FORBIDDEN = {
    "fr": re.compile(r" [:;?!»%]|« |«[^\u00a0]|[^\u00a0]»"),
    "de": re.compile(r"\s[:;?!]| %|[\"”«»‚‘]|„\s|\s“|„[^“]*(„|$)|(^|“)[^„]*“"),
}
IN_EACH = pytest.mark.parametrize("language", SAME, indirect=True)


@pytest.fixture(scope="module")
def texts():
    return update.collect_texts()


@pytest.fixture
def language(request):
    """QGIS set to a language, with the translator that the plugin installs then."""
    settings = QgsSettings()
    before = settings.value("locale/overrideFlag"), settings.value("locale/userLocale")
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", request.param)
    translator = load_translator()
    assert not translator.isEmpty()
    QCoreApplication.installTranslator(translator)
    yield request.param
    QCoreApplication.removeTranslator(translator)
    for name, value in zip(("locale/overrideFlag", "locale/userLocale"), before):
        settings.remove(name) if value is None else settings.setValue(name, value)


@LANGUAGES
def test_every_text_is_translated(path, texts):
    translations = update.read_translations(path)
    missing = [text for text in texts if not translations.get(text)]
    gone = set(translations) - set(texts)
    assert not missing, f"{path.name} lacks {len(missing)} texts, such as '{missing[0]}': {REMEDY}."
    assert not gone, f"{path.name} has {len(gone)} texts that are in no module any more: {REMEDY}."


def test_every_sentence_can_be_translated():
    found = [f"{path.relative_to(ROOT)}:{line}: {text}" for path in update.list_sources()
             for line, text in list_untranslated(path)]  # fmt: skip
    assert not found, "Put each in tr(...), with {name} and .format(name=...) for values; in a table in mark(...)."


def list_untranslated(path):
    """Lines and sentences of a module, but for docstrings, declarations, and what `tr` and `mark` take."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "mark"):
            skipped.update(ast.walk(node))
        elif isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Algorithm" for base in node.bases):
            for part in node.body:
                skipped.update([] if isinstance(part, ast.FunctionDef) else ast.walk(part))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr):
            skipped.add(node.body[0].value)
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr) and node not in skipped:
            skipped.update(node.values)
            text = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            text = node.value
        if PROSE.search(text) and not UNTRANSLATED.search(text):
            yield node.lineno, text


@LANGUAGES
def test_qgis_reads_every_translation(path):
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    QCoreApplication.installTranslator(translator)
    other = [text for text, wanted in update.read_translations(path).items() if tr(text) != wanted]
    QCoreApplication.removeTranslator(translator)
    assert not other, f"{path.stem}.qm is older than {path.name}: {REMEDY}."


@LANGUAGES
def test_translations_keep_placeholders(path):
    wrong = [
        text
        for text, translation in update.read_translations(path).items()
        if Counter(PLACEHOLDER.findall(text)) != Counter(PLACEHOLDER.findall(translation))
    ]
    assert wrong == []


@LANGUAGES
def test_translations_keep_the_form(path):
    """A sentence ends with a full stop, a label does not; no space at the ends, none twice."""
    for text, translation in update.read_translations(path).items():
        assert translation.endswith(".") == text.endswith("."), translation
        assert translation == translation.strip() and "  " not in translation, translation


def test_every_language_is_tested():
    assert {path.stem for path in FOLDER.glob("*.ts")} == {f"eo_deep_{language}" for language in SAME}


@pytest.mark.parametrize("language", SAME)
def test_words_and_typography_are_of_the_language(language):
    translations = update.read_translations(FOLDER / f"eo_deep_{language}.ts")
    same = {text for text, translation in translations.items() if text == translation}
    assert same == set(SAME[language].split("; "))
    assert [text for text in translations.values() if FORBIDDEN[language].search(text)] == []


@IN_EACH
def test_the_language_is_qgis_own(language):
    region, shown = {"fr": ("fr_CA", "Image avant"), "de": ("de_AT", "Bild vorher")}[language]
    assert tr("Image before") == shown
    QgsSettings().setValue("locale/userLocale", region)
    assert load_translator().translate(CONTEXT, "Image before") == shown
    QgsSettings().setValue("locale/userLocale", "en_US")
    assert load_translator().isEmpty()


@IN_EACH
def test_names_stay_the_same_in_every_language(language):
    """Scripts, models and shell commands run in all of them."""
    title, image, vectors = {
        "fr": ("Mettre à jour une carte", "Image", "Carte des bâtiments"),
        "de": ("Karte aktualisieren", "Bild", "Gebäudekarte"),
    }[language]
    english = QgsApplication.processingRegistry().algorithmById("eodeep:updatemap")
    algorithm = english.create()
    assert algorithm.displayName() == title
    assert algorithm.id() == english.id() and algorithm.groupId() == english.groupId()
    for parameter in english.parameterDefinitions():
        other = algorithm.parameterDefinition(parameter.name())
        assert other.type() == parameter.type() and other.defaultValue() == parameter.defaultValue()
        assert getattr(other, "options", list)() == getattr(parameter, "options", list)()
    assert algorithm.parameterDefinition("IMAGE").description() == image
    assert algorithm.parameterDefinition("VECTORS").description() == vectors


@IN_EACH
def test_the_toolbox_finds_words_of_both_languages(language):
    words = {"fr": {"toit", "maison"}, "de": {"Dach", "Haus"}}[language]
    tags = QgsApplication.processingRegistry().algorithmById("eodeep:extractbuildings").tags()
    assert {"Extract buildings", "roof", *words} <= set(tags)


@IN_EACH
def test_legends_are_translated(language):
    from eo_deep_plugin.algorithms.framework.results import STYLES, translate_legend

    new, typical, deviations = {
        "fr": ("nouveau", "1\u00a0: typique", "40 (0.5 écart-type)"),
        "de": ("neu", "1: typisch", "40 (0.5 Standardabweichungen)"),
    }[language]
    style = translate_legend((STYLES / "updated.qml").read_text(encoding="utf-8"), tr)
    assert f'label="{new}"' in style and 'label="new"' not in style and 'value="new"' in style
    of_the_engine = '<item value="1" label="1: typical"/><item value="2" label="40 (0.5 standard deviations)"/>'
    shown = f'<item value="1" label="{typical}"/><item value="2" label="{deviations}"/>'
    assert translate_legend(of_the_engine, translate_sentence) == shown


@IN_EACH
def test_choices_are_translated_and_stay_the_same_words(language):
    from processing.gui.wrappers import WidgetWrapperFactory

    choices = {
        "fr": ["tout changement (any)", "baisse (decrease)", "hausse (increase)"],
        "de": ["beliebig (any)", "Abnahme (decrease)", "Zunahme (increase)"],
    }[language]
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:detectchange")
    wrapper = WidgetWrapperFactory.create_wrapper(algorithm.parameterDefinition("DIRECTION"), None)
    box = wrapper.widget
    assert [box.itemText(index) for index in range(box.count())] == choices
    assert wrapper.parameterValue() == "any"
    wrapper.setParameterValue("increase", QgsProcessingContext())
    assert wrapper.parameterValue() == "increase" and box.currentText() == choices[2]


@IN_EACH
def test_sentences_of_the_engine_are_translated(language):
    said = "Wrote 12 polygons to '/maps/my roofs.gpkg'."
    assert translate_sentence(said) == {
        "fr": "12 polygones écrits dans «\u00a0/maps/my roofs.gpkg\u00a0».",
        "de": "12 Polygone nach „/maps/my roofs.gpkg“ geschrieben.",
    }[language]  # fmt: skip
    assert translate_sentence("What no list has.") == "What no list has."


def test_sentences_of_the_engine_stay_without_a_translation():
    said = "Wrote 12 polygons to '/maps/my roofs.gpkg'."
    assert translate_sentence(said) == said


def test_the_engine_says_every_sentence_that_is_translated():
    gone = set(list_sentences()) - update.list_said()
    assert not gone, "The engine says other sentences now: run `make translations` and commit what it changed."
