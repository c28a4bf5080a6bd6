"""The interview without a window: which question comes next, what an answer would change, where it stands.

Qt-free; the wizard and the home screen only draw what these presenters say.
"""
