"""The usual course of a nonconformity that was closed long ago."""

from auditapp.demo.shape import Cause, Photo, Response, Step


def closed(
    day: int,
    correction: str,
    extent: str,
    cause: tuple[str, tuple[str, ...]],
    step: tuple[str, str],
    proof: Photo,
    criterion: str,
    seen: str,
    shown: str,
) -> Response:
    """The usual course: plan after 12 days, done after 40, verified after 46, judged 95 days later."""
    return Response(
        acknowledged=day + 2,
        correction=correction,
        corrected=day + 3,
        extent=extent,
        causes=(Cause(*cause),),
        steps=(Step(step[0], step[1], day + 45, day + 40, proof),),
        criterion=criterion,
        check=day + 140,
        planned=day + 12,
        accepted=day + 14,
        submitted=day + 41,
        verified=(day + 46, seen),
        judged=(day + 141, True, shown),
    )
