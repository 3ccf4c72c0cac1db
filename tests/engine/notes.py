"""Listeners to a job, for tests."""

from eo_deep.progress import Progress


class Notes(Progress):
    """Remembers a job's `fractions`, `messages`, `warnings`, both of these in order as `texts`, what it `kept`, and the
    `points` of its curves."""

    def __init__(self):
        self.fractions, self.messages, self.warnings, self.texts, self.kept = [], [], [], [], []
        self.points = []

    def __call__(self, fraction):
        self.fractions.append(fraction)

    def message(self, text):
        self.messages.append(text)
        self.texts.append(text)

    def warning(self, text):
        self.warnings.append(text)
        self.texts.append(text)

    def keep(self, text):
        self.kept.append(text)

    def plot(self, point):
        self.points.append(point)


class Killed(Exception):
    pass


class KilledAfter(Progress):
    """Ends the job at its n-th message about an epoch, as a lost computer would."""

    def __init__(self, epochs):
        self.left = epochs

    def message(self, text):
        self.left -= text.startswith("Epoch ")
        if self.left == 0:
            raise Killed
