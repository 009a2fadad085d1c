"""Texts that go to people: announcements, invitations, minutes, posts and feeds."""
