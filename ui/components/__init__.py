"""Pieces that pages are made of; each returns or shows one thing."""
