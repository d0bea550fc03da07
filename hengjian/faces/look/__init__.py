"""What every face shares: tokens (built from `web/`), base template, components, template tags, the clock ribbon. No page stands here."""
