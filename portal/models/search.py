from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchDocument(models.Model):
    """What search knows of a record: derived from it, rebuilt whenever it is behind, and nobody's to edit."""

    kind = models.CharField(max_length=80, db_collation="C")  # such as "partnerships.agreement"
    record_id = models.PositiveBigIntegerField()
    scope = models.BigIntegerField()  # who may find it: see `portal.search.scopes`
    title = models.TextField()
    detail = models.TextField()  # what tells it from others of the same title
    address = models.TextField()
    names = models.TextField()  # folded words of its names, a space before each
    text = models.TextField()  # all else, without markup
    words = SearchVectorField()  # names: folded with weight A, stemmed with B; text: stemmed with D

    class Meta:
        indexes = [GinIndex(fields=["words"], name="search_document_words")]
        constraints = [models.UniqueConstraint(name="search_document_once", fields=["kind", "record_id"])]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A folded word of a record's names, where search as you type finds it by its first letters."""

    kind = models.CharField(max_length=80, db_collation="C")
    scope = models.BigIntegerField()
    word = models.CharField(max_length=60, db_collation="C")
    position = models.PositiveSmallIntegerField()  # in the names, so that a title's first word comes first
    document = models.ForeignKey(SearchDocument, models.DB_CASCADE, related_name="+")
    names = models.CharField(max_length=500)  # the document's: other words typed are looked for in them

    class Meta:
        indexes = [
            # All that suggestions are chosen by. An entry of it holds at most 2.7 kB, hence the length of the names.
            models.Index(
                fields=["kind", "scope", "word", "position", "document"], include=["names"], name="search_word_prefix"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class SearchStale(models.Model):
    """A record that was written since its document was built; put here by a trigger (`portal.records.stale`)."""

    kind = models.CharField(max_length=80, db_collation="C")
    record_id = models.PositiveBigIntegerField()
    is_spread = models.BooleanField()  # whether the records whose documents tell of it are marked as well

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
