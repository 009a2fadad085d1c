"""Phone numbers and addresses as people write them, and the figures,
dates and codes that are neither.
"""

import time

import pytest

from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, WallTime, ZoneName
from mcsj_cli.model.mail import Address, Mail
from mcsj_cli.model.partner import Helpline, Hours, Partner, Partners
from mcsj_cli.model.privacy import declared_contacts, find_personal, holds_personal

HOURS = Hours(WallTime("08:00"), WallTime("20:00"), ZoneName("America/Mexico_City"))
NOBODY = declared_contacts(Partners([]), None)
PHONES = (
    "55 5809 4903", "55 58 09 49 03", "(33) 1234-5678", "818 123 4567", "+52 1 55 5809 4903",
    "5558094903", "llame al 55-5809-4903.", "(818) 123-45-67", "(444) 8 12 34 56",
    "+52 (55) 5809 4903", "044 55 5809 4903", "01 33 1234 5678", "525558094903", "5215558094903",
    "+525558094903", "+5255 5809 4903", "52-55-5809-4903", "0445558094903", "Tel. 55.5809.4903",
    "tel:5558094903", "Tel.:(55)5809-4903", "cel.3312345678", "55 5809 4903 ext. 12",
    "55 5809 4903 24 horas", "de 9 a 5 al 55 5809 4903", "a las 17:00, 55 5809 4903",
    "2 lugares, 55 5809 4903", "1) 55 5809 4903", "$500 al 55 5809 4903",
    "33 1234 5678,33 1234 5679", "55 5809 4903 - 33 1234 5678", "55 5809 4903/04", "55–5809–4903",
    "WhatsApp-5558094903", "«55 5809 4903»", "https://wa.me/5215558094903",
    "https://api.whatsapp.com/send?phone=525558094903&text=a", "+1 (915) 555-1234",
    "+34 612 345 678", "664/123-4567", "al (664)/123 4567", "Tel. 55/5809-4903.",
)  # fmt: skip
FIGURES = (
    "$1,000,000,000", "2 500 000 000", "2 500 000 000 pesos", "$ 2500000000", "2500000000 pesos",
    "MXN 5500000000", "5500000000 de pesos", "1 234 567 890", "25 500 000 000",
    "12 345 678 901 234", "3,181 confirmados", "60% 40% 30%",
)  # fmt: skip
DATES = (
    "de 2020-04-22 a 2020-05-06", "2020-04-30 11:00", "22-04-2020 17:00", "17:00-18:00", "8-20 h",
    "(2020)", "20 de abril de 2020", "2019-2020", "33 2019-2020", "de 2018 2019 2020",
    "COVID-19 2020-2021", "del 20 al 26", "2020-04-22 17", "22 2020-04-23",
)  # fmt: skip
CODES = (
    "19039", "190390001", "2020-W17-g4", "2020-04-23-creditos", "folio 5512345678",
    "OFICIO-5512345678", "2020-5512345678", "5512345678-2020", "978-607-16-0123-4",
    "ISBN 9686012345", "CURP ABCD5512345678",
    "032180000118500000", "123456789012", "1588000000", "25.68435123", "-100.31721, 25.6843512",
    "#5512345678", "folio 664/123-4567", "SP/664/123-4567", "664/123-4567/20", "12/2020-2021",
)  # fmt: skip
NOBODYS = ("911", "800 911 2000", "800 00 44 800", "01 800 123 4567")
ADDRESSES = (
    "https://example.org/5558094903", "https://www.gob.mx/a?id=5558094903",
    "facebook.com/5558094903", "www.gob.mx/salud/2020-04-23-5558094903",
    "https://example.org/@persona", "https://a@example.org/", "https://example.org/logo@2x.png",
    "@persona", "persona@",
)  # fmt: skip
IN_THE_WEB = (
    "https://example.org/?a=persona@gmail.com", "https://example.org/registro?tel=5512345678",
    "https://example.org/?a=1&whatsapp=+525512345678",
)  # fmt: skip


def faults(text: str) -> list[tuple[object, ...]]:
    partners = Partners(
        [
            Partner(
                Slug("a"), Line("A"), helplines=[Helpline(Line("B"), Line("1"), Prose(text), HOURS)]
            )
        ]
    )
    return [(fault.path, fault.private) for fault in find_personal(partners, NOBODY)]


@pytest.mark.parametrize(
    "text",
    [*PHONES, "correo: x.y+z@gmail.com", "<X@SUB.EXAMPLE.MX>", "mailto:x@example.org", *IN_THE_WEB],
)
def test_a_person_s_contact_is_found(text: str) -> None:
    assert faults(text) == [(("partners", 0, "helplines", 0, "audience"), True)]


@pytest.mark.parametrize("text", [*FIGURES, *DATES, *CODES, *NOBODYS, *ADDRESSES])
def test_what_is_no_person_s_contact_is_left_alone(text: str) -> None:
    assert faults(text) == []


def test_a_field_with_both_is_told_of_each() -> None:
    assert len(faults("55 1234 5678, 33 1234 5678, x@gmail.com, y@gmail.com")) == 2


def test_declared_contacts_are_compared_by_their_last_ten_digits_and_without_case() -> None:
    line = Helpline(Line("B"), Line("+52 55 5809 4903"), Prose(""), HOURS)
    partner = Partner(
        Slug("a"),
        Line("A"),
        helplines=[line],
        phones=[Line("(33) 1234-5678 ext. 9")],
        emails=[Line("A@B.mx")],
    )
    declared = declared_contacts(Partners([partner]), None)
    quoting = Partners(
        [Partner(Slug("b"), Line("llame al 044 55 58 09 49 03, 3312345678 o a@b.MX"))]
    )
    assert list(find_personal(quoting, declared)) == []
    assert len(list(find_personal(quoting, NOBODY))) == 2


def test_the_networks_own_address_is_an_organisations() -> None:
    declared = declared_contacts(
        Partners([]), Mail(sender=Address("Red@Example.org"), user=Phrase("buzon@example.org"))
    )
    quoting = Partners([Partner(Slug("b"), Line("escriba a red@example.org o buzon@example.org"))])
    assert list(find_personal(quoting, declared)) == []
    assert len(list(find_personal(quoting, NOBODY))) == 1


def test_a_long_row_of_digits_is_looked_at_once() -> None:
    began = time.perf_counter()
    assert not holds_personal("1 " * 100_000, NOBODY)
    assert time.perf_counter() - began < 30  # a look at each rest would take minutes
