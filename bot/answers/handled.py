"""What a report says was handled, for lists that show what is listed: two different numbers (domain.md §6, trap 2)."""

from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureLine
from bot.answers.figures.lines import prose_line
from bot.records.model import Body


def handled_lines(enquiry: Enquiry) -> tuple[FigureLine, ...]:
    """Return the matters handled in the asked year, or in the only one loaded; of one agency, else nothing."""
    agencies = enquiry.reporting()
    if len(agencies) != 1:
        return ()
    slug = agencies[0].slug
    loaded = [report.year for report in enquiry.reports_of(slug)]
    years = enquiry.facets.years or tuple(loaded if len(loaded) == 1 else ())
    if len(years) != 1 or years[0] not in loaded:
        return ()
    told = enquiry.store.figures(slug, years[0])
    bodies = (enquiry.facets.body,) if enquiry.facets.body else tuple(Body)
    keys = (f"{body.value}.handled" for body in bodies)
    return tuple(prose_line(told[key]) for key in keys if key in told)
