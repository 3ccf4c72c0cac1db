"""What EO Deep adds to QGIS's window: menu, toolbar, messages. It fills in algorithms' parameters and runs them."""
