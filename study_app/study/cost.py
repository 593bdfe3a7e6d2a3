"""What a study pays and costs, from its definition and how long it takes."""

from dataclasses import dataclass

from study_app.definition import Payment, Study


@dataclass(frozen=True)
class Cost:
    """In hundredths of the currency.  total_pence: rewards and fees of all seats."""

    currency: str
    reward_pence: int
    per_hour_pence: float
    total_pence: float

    def told(self, n_seats: int, minutes: float) -> str:
        """A line for the plan."""
        reward, hour, total = (self._money(n) for n in (self.reward_pence, self.per_hour_pence, self.total_pence))
        return f"{reward} each, {hour} an hour at {minutes:g} minutes; {total} for {n_seats} seats, fees included."

    def _money(self, pence: float) -> str:
        return f"{pence / 100:,.2f} {self.currency}"


def cost_of(study: Study, minutes: float) -> Cost | None:
    """The cost where it takes so long; None where nothing is said of payment."""
    payment = study.payment
    if payment is None:
        return None
    fees = 1 + payment.fee_percent / 100
    per_hour = payment.reward_pence * 60 / minutes
    return Cost(payment.currency, payment.reward_pence, per_hour, payment.reward_pence * fees * study.allocation.seats)


def cost_warnings(study: Study, minutes: float) -> list[str]:
    """A line where the pay is below what the study itself calls the least."""
    payment, cost = study.payment, cost_of(study, minutes)
    if payment is None or cost is None or cost.per_hour_pence >= payment.minimum_per_hour_pence:
        return []
    return [_too_little(payment, cost, minutes)]


def _too_little(payment: Payment, cost: Cost, minutes: float) -> str:
    fair = round(payment.minimum_per_hour_pence * minutes / 60)
    return (
        f"payment.reward_pence: {payment.reward_pence} for {minutes:g} minutes is {cost.per_hour_pence:.0f} an hour, "
        f"below minimum_per_hour_pence = {payment.minimum_per_hour_pence}; {fair} would be fair"
    )
