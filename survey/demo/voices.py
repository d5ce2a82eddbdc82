"""What some of the demo's customers write instead: in their own language, of something they would
buy, or with an address in it that is masked."""

from __future__ import annotations

import random

from survey.intake.masking import mask

OWN_LANGUAGE_SHARE = 0.6
WISH_SHARE = 0.05
ADDRESS_SHARE = 0.03

# By language what is written of a bad, a middling and a good contact.
ABROAD = {
    "es": (
        ("Tres llamadas y nadie sabe dónde está mi pedido.", "Me cobraron dos veces la factura."),
        ("Amable, pero sigo sin saber qué pasa con mi factura.",),
        ("Me lo explicaron todo con mucha paciencia.", "Rápido y sin rodeos, así da gusto."),
    ),
    "de": (
        ("Seit drei Wochen warte ich auf den Rückruf.", "Die Rechnung stimmt immer noch nicht."),
        ("Freundlich, aber ich musste alles zweimal erklären.",),
        ("Nach fünf Minuten war alles geklärt.", "Endlich jemand, der zuhört und sich kümmert."),
    ),
    "pl": (
        ("Nikt nie oddzwonił, chociaż obiecano.", "Paczka zaginęła i nikt nic nie wie."),
        ("Miła obsługa, ale problem nadal nie jest rozwiązany.",),
        ("Wszystko załatwione za pierwszym razem.", "Bardzo cierpliwa i uprzejma pani."),
    ),
    "fr": (
        (
            "On m'a raccroché au nez après une demi-heure d'attente.",
            "Ma facture est encore fausse.",
        ),
        ("Aimable, mais je ne sais toujours pas quand le technicien viendra.",),
        ("Réponse claire et rapide, je suis content.", "Le colis est arrivé comme on me l'a dit."),
    ),
    "ar": (
        ("انتظرت طويلا ولم يحل أحد مشكلتي.", "الفاتورة فيها مبلغ زائد ولم يرد أحد."),
        ("الموظف لطيف لكن المشكلة لم تحل بعد.",),
        ("خدمة سريعة وواضحة، حلت المشكلة من أول اتصال.", "شرح لي كل شيء بصبر واحترام."),
    ),
    "hi": (
        ("तीन बार फ़ोन किया, फिर भी किसी ने मदद नहीं की।", "बिल अब भी गलत है।"),
        ("बात अच्छी तरह की, लेकिन समस्या अभी बाकी है।",),
        ("बहुत जल्दी काम हो गया और सब समझा दिया।", "बड़े धैर्य से मेरी बात सुनी।"),
    ),
    "pt": (
        ("Ninguém me ligou de volta como prometeram.", "A encomenda nunca chegou."),
        ("Simpáticos, mas a fatura continua errada.",),
        ("Resolveram tudo à primeira, muito bem explicado.", "Atendimento rápido e claro."),
    ),
}
WISHES = (
    "Settled. I would pay for an evening slot with the engineer.",
    "Good. Do you sell this for small offices too?",
    "All fine now. A family tariff would bring my sons to you as well.",
    "Helpful. Is there an insurance for parcels one could add?",
)
ADDRESSES = (
    "Please ring me on 020 7946 0{n:03d}, I am at work until six.",
    "Send the answer to {name}{n}@customers.example and not to my old address.",
    "My second number is 07700 900{n:03d}, the first one is dead.",
)


def voice(text: str, *, score: int, language: str | None, contact: str) -> str:
    """What the customer of this contact writes in place of `text`, which may be the same; the same
    contact always says the same. Addresses are masked as they are wherever a comment comes in.
    """
    rng = random.Random(contact)  # noqa: S311  # a repeatable story, not a secret
    if language in ABROAD:
        if rng.random() >= OWN_LANGUAGE_SHARE:
            return text
        low, middling, high = ABROAD[language]
        return rng.choice(high if score >= 4 else middling if score == 3 else low)
    chance = rng.random()
    if chance < ADDRESS_SHARE:
        more = rng.choice(ADDRESSES).format(n=rng.randrange(1000), name="ann")
        return mask(f"{text} {more}")
    if score >= 3 and chance < ADDRESS_SHARE + WISH_SHARE:
        return rng.choice(WISHES)
    return text
