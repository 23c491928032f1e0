"""Items that stand on every agenda and treat no case. Only their titles tell them from others."""

CLOSING = "eventuelt"
FIXED = rf"^(godkendelse af (dagsorden|referat)|{CLOSING}$)"  # for PostgreSQL, whatever the case of the letters
