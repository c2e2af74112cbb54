"""Loading: what documents yield goes into the database, is taken back, or taken down."""
