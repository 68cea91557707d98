"""How many people read a profile: numbers, for its owner."""

from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone


class Read:
    """Mixed into Profile, which has `daily_views`."""

    def views_last_days(self, days: int) -> int:
        """Readings over the last `days` days, today among them."""
        first = timezone.localdate() - timedelta(days=days - 1)
        rows = self.daily_views.filter(day__gte=first)
        return rows.aggregate(total=Sum("count"))["total"] or 0

    def views_by_week(self, weeks: int = 8) -> list[tuple[date, int]]:
        """[(its Monday, readings)] of the last weeks, this one last; one query."""
        today = timezone.localdate()
        monday = today - timedelta(days=today.weekday())
        counts = {monday - timedelta(weeks=ago): 0 for ago in reversed(range(weeks))}
        rows = self.daily_views.filter(day__gte=min(counts)).values_list("day", "count")
        for day, count in rows:
            if (start := day - timedelta(days=day.weekday())) in counts:
                counts[start] += count
        return list(counts.items())
