"""Pages of a site as a watched source meets them: which list is meant, its rows, its pager, and the page of a row.

Nothing here fetches: what is read are bytes and the address that they came from (`bot.announce.site` fetches them).
"""
