"""The law pack itself: that its rules say what their articles say."""
