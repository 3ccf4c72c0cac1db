"""Models of catalogues, fetched to a folder once their licence is accepted."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from ..errors import EoDeepError
from ..io.addresses import copy_address, is_address
from ..io.checksums import hash_file, read_pieces
from ..io.files import check_writable
from ..io.model_card import read_card
from ..io.staging import stage
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .catalogue import MODEL_SUFFIXES, Offered, open_catalogue

_MAX_BYTES = 4_000_000_000
_FOLDER_VARIABLE = "EO_DEEP_MODELS"


@algorithm()
def fetch_model(catalogue: str, name: str | None = None, folder: str | None = None, accept: bool = False,
                progress: Progress = silent) -> dict:
    """Fetch a model that a catalogue offers to a folder, once its licence is accepted.

    Without consent it only says what would be fetched, from where, how large it is, its licence and checksum. The file
    takes its name when all of it is there and has the stated size and SHA-256; a model of EO Deep must have a card that
    can be read. A file that is there already is taken as it is if it is the same.

    Parameters
    ----------
    catalogue : str
        JSON file with STAC items of the Machine Learning Model extension: a path, or an address (https).
    name : str, optional
        The model's name in it. Without it, the error names those that it has.
    folder : str, optional
        Existing folder for the file. Default: the one in the variable EO_DEEP_MODELS.
    accept : bool
        Whether the licence is accepted and the file may be fetched.
    progress : Progress
        Receives the fetched fraction, and what is fetched as messages.

    Returns
    -------
    dict
        "model", path of the file, "" without consent; "address", where it comes from; "licence"; "size_mb", None
        where it is not stated; "sha256", "" where it is not stated; "fetched", whether the file is there now.

    Raises
    ------
    EoDeepError
        For a catalogue that cannot be reached or is none, a name that it lacks, a file that breaks off, has another
        size or checksum or is no model, another file of its name, and a full disk.
    """
    folder = folder or os.environ.get(_FOLDER_VARIABLE)
    if not folder:
        raise EoDeepError(f"The folder of models is missing; give it, or set the variable {_FOLDER_VARIABLE}.")
    offer = _find_offer(open_catalogue(catalogue), name or "", catalogue)
    if not offer.file:
        raise EoDeepError(f"The catalogue '{catalogue}' is wrong: the file of '{name}' must end in "
                          f"{' or '.join(MODEL_SUFFIXES)}, got '{offer.href}'.")  # fmt: skip
    target = os.path.join(folder, offer.file)
    size_mb = None if offer.size_bytes is None else round(offer.size_bytes / 1e6, 3)
    for label, value in (("Model", offer.summary.name), ("Gives", offer.summary.purpose), ("File", offer.href),
                         ("Size", "not stated" if size_mb is None else f"{size_mb:g} MB"),
                         ("Licence", offer.summary.licence), ("SHA-256", offer.sha256 or "not stated")):
        progress.message(f"{label}: {value}")
    found = {"model": "", "address": offer.href, "licence": offer.summary.licence, "size_mb": size_mb,
             "sha256": offer.sha256 or "", "fetched": False}  # fmt: skip
    if not accept:
        progress.message("Nothing was fetched: accept the licence to fetch the file.")
        return found
    if not Path(folder).is_dir():
        raise EoDeepError(f"The folder of models '{folder}' does not exist.")
    _put(offer, target, progress)
    if target.endswith(".onnx"):
        progress.message("It is an ONNX file: make a model of it with 'Import a model'.")
    progress(1.0)
    return {**found, "model": target, "fetched": True}


def _find_offer(offers: list[Offered], name: str, catalogue: str) -> Offered:
    found = [each for each in offers if each.summary.name.lower() == name.strip().lower()]
    if not found:
        names = ", ".join(f"'{each.summary.name}'" for each in offers[:20])
        wrong = f"has no model '{name}'; it has" if name else "needs the name of a model; it has"
        raise EoDeepError(f"The catalogue '{catalogue}' {wrong} {names}.")
    return found[0]


def _put(offer: Offered, target: str, progress: Progress) -> None:
    """Have the file of a model at its place, or one that is the same."""
    check_writable(target, *MODEL_SUFFIXES)
    if os.path.exists(target):
        if offer.sha256 and hash_file(target) == offer.sha256:
            progress.message(f"'{target}' is there already.")
            return
        raise EoDeepError(f"'{target}' is another file; move it, or choose another folder.")
    if not offer.sha256:
        progress.warning(f"The catalogue states no SHA-256 of '{offer.file}', so its content cannot be checked.")
    if offer.size_bytes and offer.size_bytes > shutil.disk_usage(Path(target).parent).free:
        raise EoDeepError(f"The disk of '{Path(target).parent}' is full; '{offer.file}' was not written.")
    with stage(target) as prepared:
        digest = _copy(offer, prepared, progress)
        if offer.sha256 and digest != offer.sha256:
            raise EoDeepError(f"'{offer.href}' is damaged or another file: its SHA-256 is {digest}, the catalogue "
                              f"states {offer.sha256}.")  # fmt: skip
        if target.endswith(".safetensors"):
            try:
                read_card(str(prepared))
            except EoDeepError as error:
                raise EoDeepError(str(error).replace(prepared.name, offer.file)) from None
    progress.message(f"Wrote {target}.")


def _copy(offer: Offered, target: Path, progress: Progress) -> str:
    """Copy a file from its address or path; its SHA-256."""
    digest, size = hashlib.sha256(), offer.size_bytes
    if not is_address(offer.href) and not os.path.isfile(offer.href):
        raise EoDeepError(f"The file '{offer.href}' of the catalogue does not exist.")
    if not is_address(offer.href) and size not in (None, os.path.getsize(offer.href)):
        raise EoDeepError(f"'{offer.href}' holds {os.path.getsize(offer.href):,} bytes, the catalogue states {size:,}.")
    with target.open("wb") as file:

        def write(piece: bytes) -> None:
            digest.update(piece)
            file.write(piece)

        def tell(done: int) -> None:
            if size:
                progress(0.95 * done / size)

        if is_address(offer.href):
            copy_address(offer.href, write, _MAX_BYTES, size, tell)
        else:
            for piece in read_pieces(offer.href):
                write(piece)
    return digest.hexdigest()
