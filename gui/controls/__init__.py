"""Small controls and words that all views use: fields, lists, buttons, formulas, names, tips of the glossary."""
