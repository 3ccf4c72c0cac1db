"""The QGIS side: declarations of algorithms and what turns them into Processing algorithms. Never imports the engine."""
