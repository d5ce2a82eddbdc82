"""Item codes that mean the same in every survey, so that their answers can be counted together.

Other items get a code of their own when they are added, which no other question has.
"""

CSAT = "csat"
CES = "ces"
NPS = "nps"
RESOLVED = "resolved"
DRIVERS = "drivers"  # of the score, whatever it is; at low scores what should have been better
STRENGTHS = "strengths"  # the same list, asked at high scores
CALL_BACK = "call_back"
TESTIMONIAL = "testimonial"
COMMENT = "comment"

# In the order in which they are offered to whoever builds a survey.
MEASURES = (CSAT, CES, NPS, RESOLVED, DRIVERS, STRENGTHS, COMMENT, CALL_BACK, TESTIMONIAL)
