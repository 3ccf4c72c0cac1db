"""What turns declarations into QGIS algorithms, and their runs into jobs of the engine."""
