from partnerships.panels.enquiry import enquiries_without_an_answer
from partnerships.panels.reminder import reminders_panel, reminders_that_wait
from partnerships.panels.review import open_reviews

__all__ = ["enquiries_without_an_answer", "open_reviews", "reminders_panel", "reminders_that_wait"]
