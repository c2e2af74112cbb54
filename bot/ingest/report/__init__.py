"""From a Document to a Report: tables, prose, embedded documents."""
