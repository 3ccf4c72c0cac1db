"""EO Deep: deep networks for Earth observation images, as QGIS Processing algorithms."""


def classFactory(iface):  # noqa: N802 (QGIS asks for this name)
    from .algorithms.framework.provider import Plugin

    return Plugin(iface)
