"""The words of the product in other languages, and the command that keeps them whole.

`messages.po` holds what customers and agents read, `report.po` what a report says.
"""
