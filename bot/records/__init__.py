"""What there is, without a database: keys, numbers and titles, the report form."""
