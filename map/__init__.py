"""France: its régions, départements and communes, how to find them and how to draw them.

Knows neither people nor answers: nothing here imports `directory`, `surveys` or `cmsite`.
Places are found offline in our own gazetteer, through geopy's interface.
"""
