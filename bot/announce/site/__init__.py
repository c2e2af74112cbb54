"""A page of an office's own site as a watched source.

The way of it: `browser` fetches, politely and never from the own network; `bot.ingest.site` reads, in the process that
reads; `walk` follows the pager; `shape` says whether a page is still what it was; `rows` reads the page of each row
and puts it together with its row; what comes of it is loaded like any document (`bot.store.load.loading`) and
announced from there. What was seen of each row is a row of `site_pages` (`bot.store.site_pages`), so that whoever is
killed goes on.
"""
