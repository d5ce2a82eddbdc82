"""Words beside a number that tell what it is, in the eight languages customers write in."""

from __future__ import annotations

import re

# How far before a number its word may stand.
_REACH = 48
# Without a word that says so, and without a 0 or + before it.
SHORTEST_PHONE = 10

# Between the word and the number: "number", "no.", "is" and the like, a colon or a hash. What only
# leads to a person ("call me on", "write to") does not lead to an order.
_LINK = (
    r"number|numbers|no|nr|num|id|ids|code|is|was|of|the|nummer|lautet|ist|numéro|n°|nº"
    r"|número|numero|numer|est|es|é|de|la|le|el|o|jest|رقم|هو|رقمه|नंबर|संख्या|है|का|की"
    r"|my|mein|mon|mi|:|#"
)
_LINK_TO_A_PERSON = rf"{_LINK}|to|me|us|on|at|under|unter|au|al|em|pod|पर|par"


def _before(words: str, link: str = _LINK_TO_A_PERSON) -> re.Pattern[str]:
    between = rf"(?:\W{{0,3}}(?:{link})(?!\w)){{0,4}}\W{{0,4}}$"
    return re.compile(rf"(?:(?<!\w)(?:{words})){between}", re.IGNORECASE)


_ORDER = _before(
    r"orders?|order[ _-]?(?:id|no|number)|bookings?|reference|ref|tickets?|case|complaint|incident"
    r"|invoice|receipt|tracking|awb|parcel|shipment|voucher|coupon|item|product|sku|model|serial"
    r"|barcode|request|srn|pnr|(?:bill|return|refund)[ _-]?(?:id|no|number)"
    r"|bestellung|bestellnummer|bestell-?nr|auftrag|auftragsnummer|rechnung|rechnungsnummer"
    r"|sendung|sendungsnummer|vorgang|vorgangsnummer|artikel|artikelnummer|ticketnummer|buchung"
    r"|seriennummer|paketnummer"
    r"|commande|facture|colis|suivi|dossier|référence|article|réservation|réclamation"
    r"|pedido|factura|envío|seguimiento|referencia|reserva|artículo|reclamación"
    r"|encomenda|fatura|referência|rastreio|rastreamento|artigo|protocolo"
    r"|(?:zamówieni\w{1,3}|faktur\w{1,2}|przesyłk\w{1,2}|paczk\w{1,2}|zgłoszeni\w{1,3}"
    r"|reklamacj\w{1,2})(?: to)?"
    r"|(?:ال)?طلب|طلبي|طلبية|(?:ال)?فاتورة|(?:ال)?شحنة|(?:ال)?تتبع|(?:ال)?شكوى|(?:ال)?حجز"
    r"|ऑर्डर|आर्डर|बिल|चालान|शिकायत|बुकिंग|टिकट",
    _LINK,
)
_PHONE = _before(
    r"tel|telephone|phone|mobile|mob|cell|cellphone|whatsapp|call|ring|fax|dial|text|reach"
    r"|my[ ](?:number|no)|telefon|telefonnummer|handy|handynummer|mobil|rückruf|meine[ ]nummer"
    r"|téléphone|portable|mobile|mon[ ]numéro|appel\w*|teléfono|móvil|celular|mi[ ]número|llam\w*"
    r"|telefone|telemóvel|celular|meu[ ]número|lig\w*|komórk\w*|telefonu?|mój[ ]numer|dzwoni\w*"
    r"|هاتف|الهاتف|هاتفي|جوال|جوالي|الجوال|رقمي|موبايل|اتصل\w*|फ़ोन|फोन|मोबाइल|कॉल"
)
_ACCOUNT = _before(
    r"account|acct|a/c|iban|card|customer|member|membership|policy|client|patient|passport|ssn"
    r"|konto|kontonummer|karte|kartennummer|kunde|kundennummer|vertrag|vertragsnummer"
    r"|compte|carte|client|cliente|cuenta|tarjeta|dni|conta|cartão|nif|cpf|rachun\w+|kont\w+|kart\w+"
    r"|pesel|حساب|الحساب|حسابي|بطاقة|بطاقتي|البطاقة|الهوية|खाता|खाते|कार्ड|आधार|aadhaar|aadhar|pan"
)
_CALL_ME = re.compile(r"\b(?:call|ring|text|phone|whatsapp)\s+(?:me|us)\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]+[-_]?$")
_MONEY = (
    r"[$€£₹¥]|rs\.?|inr|eur|euros?|usd|gbp|pln|brl|aed|sar|egp|dollars?|pounds?|rupees?|rupay\w*"
    r"|zł|złotych|reais|ريال|درهم|جنيه|रुपये|रुपए|रु|%|percent"
)
_SIGN_BEFORE = re.compile(r"[$€£₹¥]$")
_MONEY_BEFORE = re.compile(rf"(?:{_MONEY})\s{{0,2}}$", re.IGNORECASE)
_MONEY_AFTER = re.compile(rf"(?:,\d\d)?(?:\s|/-|,-){{0,2}}(?:{_MONEY})(?!\w)", re.IGNORECASE)


def is_order(before: str) -> bool:
    """Whether the words before a number call it an order, a parcel, a ticket or the like."""
    return bool(_ORDER.search(before[-_REACH:]))


def is_phone(before: str) -> bool:
    """Whether the words before a number say that somebody can be rung up on it."""
    return bool(_PHONE.search(before[-_REACH:]))


def is_account(before: str) -> bool:
    """Whether the words before a number call it an account, a card or a membership."""
    return bool(_ACCOUNT.search(before[-_REACH:]))


def is_rung_up(before: str, groups: list[str]) -> bool:
    """Whether a number begins as only phone numbers do, whatever word stands before it.

    A second 0 may fill up the number of an order, unless somebody wants to be rung up.
    """
    digits = "".join(groups)
    is_decimal = len(groups) == 2 and groups[0] == "0"
    if digits[0] != "0" or is_decimal or not 10 <= len(digits) <= 11:
        return False
    return digits[1] != "0" or bool(_CALL_ME.search(before[-_REACH:]))


def is_amount(before: str, groups: list[str], after: str) -> bool:
    """Whether a number stands with a currency, and is written as large amounts are."""
    if _SIGN_BEFORE.search(before):
        return True
    if not (_MONEY_BEFORE.search(before[-8:]) or _MONEY_AFTER.match(after[:16])):
        return False
    if len(groups) > 1:
        return all(len(one) <= 3 for one in groups)
    return len(groups[0]) < SHORTEST_PHONE or groups[0].endswith("000")


def is_part_of_a_code(before: str) -> bool:
    """Whether a number ends a code such as OD123456789, so that it is no number of its own."""
    code = _CODE.search(before[-_REACH:])
    return bool(code) and not is_phone(before) and not is_account(before)
