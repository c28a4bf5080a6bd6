"""Plain things the product speaks of: products, answers, changes. No disk, no clock, no window."""
