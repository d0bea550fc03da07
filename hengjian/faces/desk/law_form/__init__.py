"""The form beside the text of a law file: which fields there are (shapes), what they hold (fields), what a change does (deeds). No law."""
