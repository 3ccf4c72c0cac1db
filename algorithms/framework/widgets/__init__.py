"""Widgets of the dialogs, loaded when a dialog opens."""
