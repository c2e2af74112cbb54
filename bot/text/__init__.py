"""Writing to plain form: normalise, numerals, dates, pinyin."""
