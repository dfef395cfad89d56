"""Regression suites: samples, what is expected of each, and which rule moved which block when that changed."""
