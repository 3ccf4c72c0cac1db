"""Networks run over rasters of any size: exact tiling in flat memory."""
