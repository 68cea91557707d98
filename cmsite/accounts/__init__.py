"""Accounts: an e-mail address and a code sent to it; no user name, no password.

Must never know anything about answers to a survey.
"""
