"""Commands for those who write rows: where words stand in the articles, and how a new article falls into segments."""
