"""Joint Energy-based Models: log p(x), their objective and their sampler."""
