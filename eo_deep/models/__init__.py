"""Model files, and what a network needs beside its weights."""
