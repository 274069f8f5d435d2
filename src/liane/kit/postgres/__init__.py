"""The embedded PostgreSQL of a house: its place, its keys, its roles, its life.

A small house has no database administrator: Liane brings PostgreSQL along, keeps it private
(no network, a socket nobody else can open, generated passwords) and stops it when nobody uses it.
"""
