"""The fake Nemo's money: who has how many credits, what is reserved, what was charged.

Must not know HTTP. An account that was never given a balance has the opening one.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Balance:
    """Credits of one account; `frozen` ones are reserved by work in progress."""

    available: int
    frozen: int = 0

    def answer(self) -> dict[str, int]:
        """As the balance endpoint tells it."""
        total = self.available + self.frozen
        return {"available": self.available, "frozen": self.frozen, "total": total}


@dataclass(frozen=True)
class Charge:
    """One message that was paid for."""

    user_id: str
    text: str
    credits: int


@dataclass
class Purse:
    """Every account's credits. Nothing costs anything until a price is set."""

    message_cost: int = 0
    generation_cost: int = 0
    opening: Balance = field(default_factory=lambda: Balance(60, 40))
    charges: list[Charge] = field(default_factory=list)
    _balances: dict[str, Balance] = field(default_factory=dict)

    def of(self, user_id: str) -> Balance:
        """The account's balance; settable in place."""
        fresh = Balance(self.opening.available, self.opening.frozen)
        return self._balances.setdefault(user_id, fresh)

    def fill(self, user_id: str, available: int, frozen: int = 0) -> None:
        """Give an account that balance."""
        self._balances[user_id] = Balance(available, frozen)

    def reserve(self, user_id: str, credits: int) -> bool:
        """Freeze the price of some work; False if there is not enough."""
        balance = self.of(user_id)
        if credits > balance.available:
            return False
        balance.available -= credits
        balance.frozen += credits
        return True

    def charge(self, user_id: str, text: str, credits: int) -> None:
        """The reserved work is done."""
        self.of(user_id).frozen -= credits
        self.charges.append(Charge(user_id, text, credits))

    def release(self, user_id: str, credits: int) -> None:
        """The reserved work was never done."""
        balance = self.of(user_id)
        balance.frozen -= credits
        balance.available += credits
