"""Cleaner inside other engines and frameworks: one module each, which imports its framework when it is imported itself."""
