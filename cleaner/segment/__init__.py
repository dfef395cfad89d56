"""Sources into blocks: plain text, pages, bytes."""
