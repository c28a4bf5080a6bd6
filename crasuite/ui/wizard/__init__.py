"""The interview as a QWizard: one page per question, made from the rule pack."""
