"""Documents as text for people and programs. Pure functions: a document in, a string out."""
