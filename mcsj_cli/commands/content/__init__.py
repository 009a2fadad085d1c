"""`mcsj content`: the items for the page, from a tip to a post, under their rubrics."""
