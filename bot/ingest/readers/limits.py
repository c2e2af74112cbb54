"""Limits of the readers: a name, a value, a reason. A report is some hundred kilobytes, a list some megabytes."""

from typing import Final

FILE_BYTES: Final = 200 * 1024 * 1024
"""Largest file; a larger one is refused before it is read. A 150-page report with photographs has 60 MB."""

ARCHIVE_BYTES: Final = 400 * 1024 * 1024
"""All members of an archive together, unpacked: their documents are kept together until they are loaded."""

ARCHIVE_MEMBERS: Final = 5_000
"""Files in an archive. A folder of all reports of a province has some 3,000."""

ARCHIVE_RATIO: Final = 400
"""Unpacked size over packed size of a member. Text and sheets reach 30, blank sheets 200, bombs 1,000."""

ARCHIVE_RATIO_FROM: Final = 20 * 1024 * 1024
"""Bytes, unpacked, from which the ratio is asked: below it no bomb hurts."""

OFFICE_PART_BYTES: Final = 600 * 1024 * 1024
"""Parts of a DOCX or XLSX together, unpacked. A million formatted blank rows have 150 MB and are read as a stream."""

WORD_PART_BYTES: Final = 80 * 1024 * 1024
"""The text of a DOCX, unpacked: it is held as a tree, ten times its size. A 300-page report has 5 MB."""

ARCHIVE_DEPTH: Final = 2
"""Archives inside archives. A ZIP inside a mailed ZIP is usual, more is not."""

HTML_DEPTH: Final = 1_000
"""Elements inside each other. Word processors nest to 60; pages with `font` tags left open may reach 300."""

PDF_PAGES: Final = 600
"""Pages of a PDF. Annual reports have 5 to 30; collections of replies some hundred."""

PDF_PAGE_CHARACTERS: Final = 40_000
"""Characters of one page of a PDF. A page full of small print has 5,000."""

PDF_PAGE_EDGES: Final = 8_000
"""Ruling lines of one page that are looked at. A dense table drawn cell by cell has 2,000; maps have a million."""

SHEET_COLUMNS: Final = 500
"""Columns of a table that are read. Lists have 20, the form has 15."""

SHEET_CELLS: Final = 60_000_000
"""Cells of one sheet between its first and its last filled one. A list of a million rows by 20 has 20 million."""

SPAN: Final = 2_000
"""Rows or columns that one cell may cover. The longest group of the form covers 22 rows."""

CONVERSION_SECONDS: Final = 90
"""For LibreOffice to convert one old file. Its first start takes 15 on a slow disk."""

YAML_BYTES: Final = 20 * 1024 * 1024
"""Largest file of records typed by staff. Ten thousand records have 5 MB; reading takes 10 s."""

YAML_DEPTH: Final = 20
"""Lists and mappings inside each other in YAML and JSON. Records typed by staff have three."""
KEPT_BYTES: Final = 20 * 1024 * 1024
"""Largest file of a folder that is kept until all of it was read; a larger one is read twice, to be judged first."""

FOLDER_FILES: Final = 10_000
"""Files that one import takes from folders. Every report of a province for a decade are fewer."""

READING_SECONDS: Final = 8
"""Processor time to read a file, whatever it is. A report takes 0.1 s, a PDF of 30 pages 3 s."""

READING_SECONDS_PER_MEGABYTE: Final = 0.6
"""Processor time more for each megabyte. Sheets and pages take 0.1 s, YAML as staff type it 0.5 s."""

PAGE_SECONDS: Final = 0.5
"""Processor time more for each page of a PDF that was read. Most take 0.1 s."""

READING_MEGABYTES: Final = 540
"""Memory of the process that reads, beside its code: with that 600 MB, so that the bot beside it stays within 1 GB."""

READING_PATIENCE: Final = 600
"""Seconds without a word from the process that reads after which it is ended, whatever it waits for."""

MEMBER_SECONDS: Final = 2
"""Processor time for each file of an archive, beside that for its size."""

RECORD_SECONDS: Final = 0.002
"""Processor time more for each record that comes out: what yields records is no runaway. One takes 0.0002 s."""
