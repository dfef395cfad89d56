"""Cleaner's plugin for pytest. It lies beside the package, so that a run of pytest that does not use it imports nothing of Cleaner."""
