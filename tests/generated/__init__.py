"""Reports, lists and questions that are made up, and of which the truth is known: no file beside the project is needed.

Everything is drawn from a `random.Random` that the caller seeds, so a failure can be made again from its seed.

- `agencies`: offices in places that the register of divisions does not have.
- `sheet`: `Sheet`, the truth about one report: canonical key to the text printed there, with agency, year and form.
- `reports`: sheets whose arithmetic holds, over one year or several; `damage`: what published reports do to it.
- `lists`: `MadeList`, the truth about one list of replies, opinions or items, and a writer for each layout.
- `layouts`: a writer for each layout of reports that is published, each `Sheet → (file name, bytes)`.
- `questions`: questions on sheets and lists, each with what a right answer shows.
"""
