"""Gestures as objects: each previews what it would do, commits one edit at release, and forgets it on Esc."""
