"""What each document says: one file per document, from a product record to the neutral tree."""
