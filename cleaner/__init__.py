"""Cleaner: the text of a scraped or syndicated article in, the story out, and every removal explained.

>>> import cleaner
>>> doc = cleaner.clean("The river rose at night.\\nAlso read: Who built the dam?")
>>> doc.body
'The river rose at night.'
"""

from cleaner.document import Document
from cleaner.ftr.folder import SiteConfig, SiteConfigError, load_site_config
from cleaner.model import Block, Caution, Evidence, Verdict
from cleaner.pipeline import Cleaner, clean, clean_html, clean_many
from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.load import RuleSet, load_rules
from cleaner.segment.decode import DecodeError, decode
from cleaner.segment.limits import PageError

__version__ = "0.1.0"
__all__ = [
    "Block", "Caution", "Cleaner", "DecodeError", "Document", "Evidence", "PageError", "RuleError", "RuleSet", "SiteConfig",
    "SiteConfigError", "Verdict", "clean", "clean_html", "clean_many", "decode", "load_rules", "load_site_config",
]  # fmt: skip
