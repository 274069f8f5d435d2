"""What a supervisor may count: pages by name, their answers and their time. Never who, never about whom."""

from prometheus_client import Counter, Histogram

METHODS = ("GET", "HEAD", "POST")
PROBES = ("healthz", "metrics")
_answers = Counter("liane_answers", "Answers by page", ["method", "route", "status"])
_seconds = Histogram(
    "liane_answer_seconds", "Time of an answer", ["method"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer."""
    _answers.labels(method, route, str(status)).inc()
    _seconds.labels(method).observe(seconds)
