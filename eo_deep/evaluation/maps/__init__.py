"""Two maps laid over each other, whatever they are made of: what accuracy.py counts, matches and draws."""
