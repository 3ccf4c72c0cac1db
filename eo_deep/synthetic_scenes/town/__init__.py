"""How the towns of synthetic scenes are planned (styles, plots, districts) and photographed (canvas, camera)."""
