"""How fast the map and the search are, for how many people: `make bench`.

`SIZES=1000,10000 make bench` for fewer of them; `PARTS=recherche make bench` for one part alone,
of « carte », « recherche », « lieux », « import ».

Each database gets a scratch base of its own, migrated, filled with the communes of France and
with invented profiles spread over them by population, always the same; it is dropped at the end.
What is measured goes through Django’s test client, so through every middleware and the URL
resolver, but through no network and no web server, save where a name says « par HTTP ».  Times are
those of one process, the median and the 95th percentile.  « À froid » is the first answer after a
change of one profile, « à chaud » one before which nothing has changed; every answer of the search
is cold.

Nothing here is a test: no number makes it fail.
"""
