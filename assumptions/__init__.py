"""The evidence library: published figures for every assumption, and how a case is laid over them."""
