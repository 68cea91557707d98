"""The yearly survey: asking, sealing, publishing guarded aggregates on a set date.

Knows no account and no profile: nothing here names a user, and no response can be traced to
whoever sent it.  Pages, charts and files read a `Publication`, never a `Response`.
"""
