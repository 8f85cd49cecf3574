"""Codes for several lots that a form will open: made when it is first shown, so that sent twice they are the same."""

from __future__ import annotations

from typing import Any

from django import forms

from ledger import codes


class NewCodesField(forms.CharField):
    """A hidden list of fresh lot codes; cleaned to the list."""

    def __init__(self, number: int, **more: Any) -> None:
        self.number = number
        super().__init__(widget=forms.HiddenInput(), initial=self._fresh, max_length=number * 10, **more)

    def _fresh(self) -> str:
        return ",".join(codes.new_code(codes.LOT) for _ in range(self.number))

    def clean(self, value: Any) -> list[str]:
        found = str(super().clean(value)).split(",")
        if len(set(found)) != self.number or not all(codes.is_code(each, codes.LOT) for each in found):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return found
