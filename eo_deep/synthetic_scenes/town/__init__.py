"""How the towns of made scenes are planned (styles, plots, districts) and photographed (canvas, camera)."""
