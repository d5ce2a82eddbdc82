"""The print shop: numbers as text, figures as SVG, one Jinja set-up for page, mail and print."""
