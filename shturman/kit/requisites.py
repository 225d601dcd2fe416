"""Control digits of Russian requisites: each check returns a warning in words, or nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

from shturman.kit.phones import digits_of


def inn_warning(inn: str, *, organisation: bool) -> str:
    if not inn:
        return ""
    due = 10 if organisation else 12
    digits = digits_of(inn)
    if len(digits) != due:
        whose = _("The INN of an organisation has 10 digits") if organisation else _("The INN of a person has 12 digits")
        return _("%(whose)s, here %(counted)s") % {"whose": whose, "counted": len(digits)}
    if not stdnum_inn.is_valid(digits):
        return _("The control digit of the INN does not match: check the number")
    return ""


def kpp_warning(kpp: str) -> str:
    if kpp and len(kpp) != 9:
        return _("KPP has 9 characters, here %(count)d") % {"count": len(kpp)}
    return ""


def ogrn_warning(ogrn: str) -> str:
    if not ogrn:
        return ""
    if len(ogrn) not in (13, 15):
        return _("OGRN has 13 digits (OGRNIP 15), here %(count)d") % {"count": len(ogrn)}
    return "" if stdnum_ogrn.is_valid(ogrn) else _("The control digit of the OGRN does not match: check the number")


def bic_warning(bic: str) -> str:
    if bic and (len(bic) != 9 or not bic.isdigit()):
        return _("BIC has 9 digits, here %(count)d") % {"count": len(bic)}
    return ""


def _key_matches(prefix: str, account: str) -> bool:
    # Bank of Russia, Regulation 383: weights 7-1-3 over three digits of the BIC and the account.
    digits = prefix + account
    return sum(int(digit) * (7, 1, 3)[place % 3] for place, digit in enumerate(digits)) % 10 == 0


def account_warning(account: str, bic: str, *, correspondent: bool = False) -> str:
    if not account:
        return ""
    if len(account) != 20 or not account.isdigit():
        return _("An account has 20 digits, here %(count)d") % {"count": len(account)}
    if len(bic) != 9 or not bic.isdigit():
        return ""
    # The account of a client is keyed by the bank's last three digits, a correspondent one by the cash centre's.
    prefix = "0" + bic[4:6] if correspondent or bic[-3:] in {"000", "001", "002"} else bic[-3:]
    return "" if _key_matches(prefix, account) else _("The account does not match the BIC: check both")
