"""Rules: what a rule may say (schema), the files (load), what they mean to a machine (compile), whether they are good (lint)."""
