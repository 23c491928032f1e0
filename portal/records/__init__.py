"""What every kind of record has: versions, access, forms and pages, history, what stands around it.

The past of records, from the log to the page:

- `history`: the triggers that write an event for every write
- `events`: where these events are kept, who may read them, and which of them are one write
- `changes`: a write as people read it, field by field; the page of one record's history
- `versions`: a record as it was, and bringing it back
- `since`: what is other than it was on a day, however many writes it took
- `activity`: who wrote what on which days, across all kinds
- `recent`: the records that were written last, from their own rows, without the events
"""
