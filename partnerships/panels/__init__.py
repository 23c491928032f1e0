from partnerships.panels.enquiry import enquiries_without_an_answer
from partnerships.panels.reminder import reminders_panel, reminders_that_wait

__all__ = ["enquiries_without_an_answer", "reminders_panel", "reminders_that_wait"]
