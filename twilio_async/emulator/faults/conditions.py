"""Conditions: which requests a fault is for."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from attrs import field, frozen

from twilio_async.emulator.memory.checks import expect_if_any, expect_texts
from twilio_async.emulator.wire.parameters import Pairs


@frozen
class Asked:
    """A request as far as conditions look at it; `form` is empty unless one of them is about it."""

    method: str
    path: str
    query: Pairs = ()
    form: Pairs = ()


@frozen(kw_only=True)
class When:
    """The requests for which all that is given holds.

    Attributes:
        method: The method.
        path: A pattern of the path, in which `*` stands for anything, such as `*/Messages.json`.
        account_sid: The account in the path.
        params: Values of parameters, of the query or of the form.
    """

    method: str | None = None
    path: str | None = None
    account_sid: str | None = None
    params: Mapping[str, str] = field(factory=dict[str, str])

    def __attrs_post_init__(self) -> None:
        """Check what is given.

        Raises:
            TypeError: Something is no text.
        """
        expect_if_any(str, method=self.method, path=self.path, account_sid=self.account_sid)
        expect_texts(params=[*self.params, *self.params.values()])

    def holds(self, asked: Asked) -> bool:
        """Whether it holds for a request."""
        given = {*asked.query, *asked.form}
        return (
            self.method in {None, asked.method}
            and (self.path is None or fnmatchcase(asked.path, self.path))
            and (self.account_sid is None or f"/{self.account_sid}" in asked.path)
            and all(pair in given for pair in self.params.items())
        )
