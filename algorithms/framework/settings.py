"""What a user sets once: in Settings > Options > Processing > Providers > EO Deep, or by variables of these names.

A variable goes before the setting, so that a server or a script needs no profile.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSettings, QUrl

from .translation import mark, tr

# What the engine's process is told, and where the user's models are; how each is shown stands in `add`.
PYTHON, DEVICE, THREADS, CACHE = "EO_DEEP_PYTHON", "EO_DEEP_DEVICE", "EO_DEEP_THREADS", "EO_DEEP_CACHE"
MODELS, IDLE = "EO_DEEP_MODELS", "EO_DEEP_IDLE_MINUTES"
_IDLE_MINUTES = 10
DEVICES = ("auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps")
_THREADS_OF_LIBRARIES = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS")


def add(group: str, icon: Any) -> None:
    """Add the settings to QGIS's options."""
    from processing.core.ProcessingConfig import ProcessingConfig, Setting

    ProcessingConfig.settingIcons[group] = icon
    for name, label, default, more in (
        (PYTHON, mark("Engine: Python interpreter or environment folder"), "", {"valuetype": Setting.FILE}),
        (DEVICE, mark("Engine: device that 'auto' means"), DEVICES[0],
         {"valuetype": Setting.SELECTION, "options": DEVICES}),
        (THREADS, mark("Engine: number of processor threads (0: all)"), 0, {"valuetype": Setting.INT}),
        (CACHE, mark("Engine: folder for compiled code"), "", {"valuetype": Setting.FOLDER}),
        (IDLE, mark("Engine: minutes that it waits for the next click"), _IDLE_MINUTES, {"valuetype": Setting.INT}),
        (MODELS, mark("Folder of models"), "", {"valuetype": Setting.FOLDER}),
    ):  # fmt: skip
        ProcessingConfig.addSetting(Setting(group, name, tr(label), default, **more))
    ProcessingConfig.readSettings()


def remove() -> None:
    from processing.core.ProcessingConfig import ProcessingConfig

    for name in (PYTHON, DEVICE, THREADS, CACHE, IDLE, MODELS):
        ProcessingConfig.removeSetting(name)


def read(name: str) -> str:
    """A variable's value, else the setting's, '' where neither is given."""
    return (os.environ.get(name) or read_option(name)).strip()


def read_option(name: str) -> str:
    """What was chosen in QGIS's options, or ''."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return str(ProcessingConfig.getSetting(name) or "").strip()


def read_idle_minutes() -> float:
    """How long an engine that clicks have started waits for the next one."""
    minutes = read(IDLE)
    return float(minutes) if minutes.isdigit() else _IDLE_MINUTES


def find_models_folder() -> Path:
    """The folder of the user's models, which may not exist yet: one in the QGIS profile unless another was chosen."""
    return Path(read(MODELS) or Path(QgsApplication.qgisSettingsDirPath()) / "eo_deep" / "models")


def choose_device(device: Any) -> Any:
    """What a parameter's value means: 'auto' is the device of the settings."""
    return (read(DEVICE) or device) if device == DEVICES[0] else device


def list_variables() -> dict[str, str]:
    """The variables that tell the engine how many threads to take, where compiled code is kept, and QGIS's proxy."""
    variables = find_proxy()
    threads = read(THREADS)
    if threads.isdigit() and int(threads) > 0:
        variables.update(dict.fromkeys((THREADS, *_THREADS_OF_LIBRARIES), threads))
    folder = read(CACHE)
    if folder:
        variables["NUMBA_CACHE_DIR"] = folder
    return variables


def find_proxy() -> dict[str, str]:
    """The variables that make the engine and pip use the proxy of QGIS's own settings; {} for none or the system's."""
    options = QSettings()
    if not options.value("proxy/proxyEnabled", False, type=bool):
        return {}
    if options.value("proxy/proxyType", "DefaultProxy") not in ("HttpProxy", "HttpCachingProxy"):
        return {}
    url = QUrl()
    url.setScheme("http")
    url.setHost(options.value("proxy/proxyHost", "", type=str))
    url.setPort(options.value("proxy/proxyPort", 8080, type=int) or 8080)
    url.setUserName(options.value("proxy/proxyUser", "", type=str))
    password = options.value("proxy/proxyPassword", "", type=str)
    if password:
        url.setPassword(password)
    if not url.host():
        return {}
    address = bytes(url.toEncoded()).decode()
    excluded = options.value("proxy/noProxyUrls", []) or []
    names = [QUrl(text).host() or text for text in ([excluded] if isinstance(excluded, str) else excluded)]
    return {"HTTP_PROXY": address, "HTTPS_PROXY": address, "NO_PROXY": ",".join(names)}
