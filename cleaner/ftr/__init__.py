"""Site files of the FiveFilters project (ftr-site-config): the format, finding a page's file, acting on it, turning it into our rules."""
