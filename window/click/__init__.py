"""The tool 'Click to polygon': the objects that a model sees in the window, taken one by one."""
