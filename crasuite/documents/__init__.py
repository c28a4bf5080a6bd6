"""Documents: from verdicts and data to a neutral tree, from the tree to Word and Excel."""
