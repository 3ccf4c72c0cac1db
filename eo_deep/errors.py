"""The one exception that users see."""


class EoDeepError(Exception):
    """A mistake in the user's data or settings, said in one sentence they can act on."""
