"""The desk: pages for those who work with matters. Views ask `work` for rows and call its actions; no rule of law or flow stands here."""
