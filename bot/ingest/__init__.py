"""From documents to records: readers by format, reports, lists, pages, checks."""
