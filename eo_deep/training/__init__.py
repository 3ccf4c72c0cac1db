"""The one training loop, with its losses, objectives and optimizers."""
