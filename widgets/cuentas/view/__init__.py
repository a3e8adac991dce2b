"""What people see: figures with their description, tables, questions and letters.

The view knows the model and never opens a file of data: what it shows is handed to it.
"""
