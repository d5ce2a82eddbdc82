"""The forum: its report, and the page on which its decisions are kept."""
