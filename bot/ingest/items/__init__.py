"""Lists and single pages: from tables, pasted lists and labelled pages to records."""
