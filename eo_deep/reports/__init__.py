"""Self-contained HTML reports, and geometries in their figures."""
