"""The QGIS side: declarations of algorithms, and what makes Processing algorithms of them. Never imports the engine."""
