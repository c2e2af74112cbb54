"""Reading: what answers, the search index and checks ask of the database."""
