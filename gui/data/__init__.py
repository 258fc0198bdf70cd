"""The Data view: the table of rows, what its columns are for, generated sets, CSV in and out."""
