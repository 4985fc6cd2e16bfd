"""SIE 4: the file that Swedish bookkeeping programs leave, types 1 to 4E and 4I, read by "SIE filformat utgåva 4B".

`reading.read` goes through a file and gives what it holds, one record at a time; `books.books_of` sums it up;
`reconciliation.checks` says what ties. The package knows nothing of the rest of the program and needs nothing but
Python. No published library was found that could be trusted with amounts (floats, one encoding, quoted fields only).
"""
