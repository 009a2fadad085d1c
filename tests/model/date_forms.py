"""Forms of days, weeks and moments, with the same said in code: by dateutil and by counting."""

from collections.abc import Callable
from datetime import date, time, timedelta

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

Expected = Callable[[date], date]
WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)


def on(year: int, month: int, day: int) -> Expected:
    return lambda _today: date(year, month, day)


def shift(**change: int) -> Expected:
    return lambda today: today + relativedelta(**change)  # type: ignore[arg-type]


def ahead(weekday: int) -> Expected:
    """Return the next such weekday, perhaps today."""
    return lambda today: today + relativedelta(weekday=WEEKDAYS[weekday](+1))


def after(weekday: int) -> Expected:
    """Return the next such weekday after today."""
    return lambda today: today + relativedelta(days=1, weekday=WEEKDAYS[weekday](+1))


def before(weekday: int) -> Expected:
    """Return the last such weekday before today."""
    return lambda today: today + relativedelta(days=-1, weekday=WEEKDAYS[weekday](-1))


def in_week(weekday: int, weeks: int) -> Expected:
    """Return a weekday of a week: 0 is this one, from its Monday."""

    def find(today: date) -> date:
        monday = today + relativedelta(weekday=MO(-1))
        return monday + relativedelta(weeks=weeks, weekday=WEEKDAYS[weekday](+1))

    return find


def count_to(month: int | None, day: int) -> Expected:
    """Return the first day with this number and month that is met by counting on from today."""

    def find(today: date) -> date:
        while today.day != day or month not in (None, today.month):
            today += timedelta(days=1)
        return today

    return find


def month_end(today: date) -> date:
    return today + relativedelta(day=31)


def end_of(month: int) -> Expected:
    """Return the first end of this month that is met by counting on from today."""

    def find(today: date) -> date:
        while today.month != month or (today + timedelta(days=1)).month == month:
            today += timedelta(days=1)
        return today

    return find


def weeks_after(begin: Expected, weeks: int) -> Expected:
    return lambda today: begin(today) + timedelta(weeks=weeks)


SPANISH_DAYS: dict[str, Expected] = {
    "2020-04-30": on(2020, 4, 30), "2020-4-3": on(2020, 4, 3), "2020/04/30": on(2020, 4, 30),
    "30/04/2020": on(2020, 4, 30), "30-04-2020": on(2020, 4, 30), "30.04.2020": on(2020, 4, 30),
    "30/4/20": on(2020, 4, 30), "30-04-20": on(2020, 4, 30), "4/5/2020": on(2020, 5, 4),
    "05/04/2020": on(2020, 4, 5), "30/04": count_to(4, 30), "4/5": count_to(5, 4),
    "30-4": count_to(4, 30), "jueves 30/04/2020": on(2020, 4, 30), "jue 30-04-20": on(2020, 4, 30),
    "30 de abril de 2020": on(2020, 4, 30), "30 de abril del 2020": on(2020, 4, 30),
    "30 de abril del año 2020": on(2020, 4, 30), "30 abril 2020": on(2020, 4, 30),
    "30 abr 2020": on(2020, 4, 30), "30-abr-2020": on(2020, 4, 30), "30-abr-20": on(2020, 4, 30),
    "30/abr/2020": on(2020, 4, 30), "30 ABR. 2020": on(2020, 4, 30), "3 Sept 2020": on(2020, 9, 3),
    "3 de setiembre de 2020": on(2020, 9, 3), "jue 30 abr 2020": on(2020, 4, 30),
    "jueves 30 de abril de 2020": on(2020, 4, 30), "Jueves, 30 de abril de 2020": on(2020, 4, 30),
    "el jueves 30 de abril de 2020": on(2020, 4, 30), "el 30 de abril de 2020": on(2020, 4, 30),
    "el día 30 de abril de 2020": on(2020, 4, 30), "mié 1 abr 2020": on(2020, 4, 1),
    "mar 3 mar 2020": on(2020, 3, 3), "sáb 29 feb 2020": on(2020, 2, 29),
    "30 de abril": count_to(4, 30), "30 abril": count_to(4, 30), "30 abr": count_to(4, 30),
    "el 30 de abril": count_to(4, 30), "abril 30": count_to(4, 30), "9 may": count_to(5, 9),
    "9 de mayo": count_to(5, 9), "1.º de junio": count_to(6, 1), "1º de junio": count_to(6, 1),
    "1° de junio": count_to(6, 1), "1o de junio": count_to(6, 1), "1ro de junio": count_to(6, 1),
    "1er junio": count_to(6, 1), "primero de junio": count_to(6, 1),
    "el primero de junio de 2020": on(2020, 6, 1), "16 de septiembre": count_to(9, 16),
    "29 de febrero": count_to(2, 29), "31 de diciembre": count_to(12, 31),
    "el 30": count_to(None, 30), "el día 31": count_to(None, 31), "día 5": count_to(None, 5),
    "hoy": shift(days=0), "HOY": shift(days=0), "mañana": shift(days=1), "manana": shift(days=1),
    "ayer": shift(days=-1), "antier": shift(days=-2), "anteayer": shift(days=-2),
    "antes de ayer": shift(days=-2), "pasado mañana": shift(days=2),
    "lunes": ahead(0), "martes": ahead(1), "miércoles": ahead(2), "miercoles": ahead(2),
    "jueves": ahead(3), "viernes": ahead(4), "sábado": ahead(5), "domingo": ahead(6),
    "el jueves": ahead(3), "jue": ahead(3), "el lun": ahead(0),
    "este jueves": in_week(3, 0), "jueves de esta semana": in_week(3, 0),
    "jueves pasado": before(3), "el jueves pasado": before(3), "el pasado jueves": before(3),
    "el lunes de la semana pasada": in_week(0, -1), "jueves de la pasada semana": in_week(3, -1),
    "próximo jueves": after(3), "el próximo jueves": after(3), "jueves próximo": after(3),
    "el jueves siguiente": after(3), "el jueves que viene": after(3), "viernes que entra": after(4),
    "jueves de la próxima semana": in_week(3, 1), "jueves de la semana que viene": in_week(3, 1),
    "el lunes de la semana que entra": in_week(0, 1), "lunes de la siguiente semana": in_week(0, 1),
    "en 3 días": shift(days=3), "en tres días": shift(days=3), "dentro de 3 días": shift(days=3),
    "en un día": shift(days=1), "en quince días": shift(days=15), "en 1 semana": shift(weeks=1),
    "en una semana": shift(weeks=1), "dentro de dos semanas": shift(weeks=2),
    "en 2 semanas": shift(weeks=2), "en un mes": shift(months=1), "en 6 meses": shift(months=6),
    "hace 3 días": shift(days=-3), "hace un día": shift(days=-1), "hace 2 semanas": shift(weeks=-2),
    "hace una semana": shift(weeks=-1), "hace un mes": shift(months=-1),
    "hace 11 meses": shift(months=-11), "fin de mes": month_end, "a fin de mes": month_end,
    "el fin de mes": month_end, "final de mes": month_end, "para fin de mes": month_end,
    "fines de este mes": month_end,
    "quince de mayo": count_to(5, 15), "el quince de mayo": count_to(5, 15),
    "primero de mayo": count_to(5, 1), "uno de mayo": count_to(5, 1),
    "dieciséis de septiembre": count_to(9, 16), "veintitrés de abril": count_to(4, 23),
    "treinta y uno de diciembre": count_to(12, 31), "quince de mayo de 2020": on(2020, 5, 15),
    "el viernes quince de mayo de 2020": on(2020, 5, 15),
    "fin de mayo": end_of(5), "a fines de mayo": end_of(5), "final de febrero": end_of(2),
    "para fin de mayo": end_of(5), "fin de febrero de 2021": on(2021, 2, 28),
    "de hoy en ocho": shift(days=7), "hoy en ocho días": shift(days=7),
    "de hoy en quince": shift(days=14), "de mañana en ocho": shift(days=8),
    "de hoy en 8": shift(days=7), "del jueves en ocho": weeks_after(ahead(3), 1),
    "el jueves en ocho": weeks_after(ahead(3), 1), "del lunes en quince": weeks_after(ahead(0), 2),
    "jueves en quince días": weeks_after(ahead(3), 2),
}  # fmt: skip
ENGLISH_DAYS: dict[str, Expected] = {
    "2020-04-30": on(2020, 4, 30), "30/04/2020": on(2020, 4, 30), "04/30/2020": on(2020, 4, 30),
    "4/30/20": on(2020, 4, 30), "4/30": count_to(4, 30), "5/5/2020": on(2020, 5, 5),
    "Thursday 30 April 2020": on(2020, 4, 30), "Thu 30 Apr 2020": on(2020, 4, 30),
    "Thursday, 30 April 2020": on(2020, 4, 30), "April 30, 2020": on(2020, 4, 30),
    "Thursday, April 30th, 2020": on(2020, 4, 30), "30 Apr 20": on(2020, 4, 30),
    "30-Apr-2020": on(2020, 4, 30), "Apr. 30": count_to(4, 30), "April 30": count_to(4, 30),
    "30 April": count_to(4, 30), "30th of April": count_to(4, 30), "1st June": count_to(6, 1),
    "the first of June": count_to(6, 1), "June 1st": count_to(6, 1), "the 30th": count_to(None, 30),
    "on the 3rd": count_to(None, 3), "Sept 16": count_to(9, 16),
    "today": shift(days=0), "tomorrow": shift(days=1), "yesterday": shift(days=-1),
    "day after tomorrow": shift(days=2), "the day after tomorrow": shift(days=2),
    "the day before yesterday": shift(days=-2), "Monday": ahead(0), "thursday": ahead(3),
    "on Friday": ahead(4), "Tues": ahead(1), "wed": ahead(2), "this Thursday": in_week(3, 0),
    "last Thursday": before(3), "next Thursday": after(3), "Monday last week": in_week(0, -1),
    "Thursday of next week": in_week(3, 1), "Sunday of this week": in_week(6, 0),
    "in 3 days": shift(days=3), "in a week": shift(weeks=1), "in two weeks": shift(weeks=2),
    "in a month": shift(months=1), "within 10 days": shift(days=10), "3 days ago": shift(days=-3),
    "a day ago": shift(days=-1), "two weeks ago": shift(weeks=-2), "6 months ago": shift(months=-6),
    "end of month": month_end, "by the end of the month": month_end, "end of this month": month_end,
    "fifteenth of May": count_to(5, 15), "May fifteenth": count_to(5, 15),
    "the twenty-third of April 2020": on(2020, 4, 23),
    "Friday, May fifteenth 2020": on(2020, 5, 15), "by the end of May": end_of(5),
    "end of May": end_of(5), "end of February 2021": on(2021, 2, 28),
    "a week from today": shift(days=7), "two weeks from tomorrow": shift(days=15),
    "a week from Thursday": weeks_after(ahead(3), 1),
}  # fmt: skip
SPANISH_HOURS: dict[str, time] = {
    "17:00": time(17), "17:00 h": time(17), "17:00 hrs": time(17), "17 hrs": time(17),
    "17 h": time(17), "17h": time(17), "17 horas": time(17), "17.30 h": time(17, 30),
    "a las 17:00": time(17), "a las 17": time(17), "5 pm": time(17), "5pm": time(17),
    "5 p.m.": time(17), "5:30 p. m.": time(17, 30), "05:30 PM": time(17, 30), "12 pm": time(12),
    "12 am": time(0), "1 a.m.": time(1), "17:00 pm": time(17), "5 de la tarde": time(17),
    "las 5 y media de la tarde": time(17, 30), "cinco y cuarto de la tarde": time(17, 15),
    "a la 1 de la tarde": time(13), "12 de la tarde": time(12), "7 de la noche": time(19),
    "11:45 de la noche": time(23, 45), "9 de la mañana": time(9), "7 de la mañana": time(7),
    "3 de la madrugada": time(3), "12 del día": time(12), "mediodía": time(12),
    "a mediodía": time(12), "al medio día": time(12), "9": time(9), "a las 11": time(11),
    "9:30": time(9, 30), "05:30": time(5, 30), "00:00": time(0), "23:59": time(23, 59),
    "0:30": time(0, 30), "12": time(12), "8 hrs": time(8), "nueve de la mañana": time(9),
}  # fmt: skip
ENGLISH_HOURS: dict[str, time] = {
    "17:00": time(17), "17:00 h": time(17), "at 17:00": time(17), "5 pm": time(17),
    "at 5:30 p.m.": time(17, 30), "12 am": time(0), "12pm": time(12), "noon": time(12),
    "at noon": time(12), "9 in the morning": time(9), "3 in the afternoon": time(15),
    "seven in the evening": time(19), "9 o'clock": time(9), "at 11": time(11),
}  # fmt: skip


def week_of(expected: Expected) -> Callable[[date], str]:
    def find(today: date) -> str:
        return f"{expected(today):%G-W%V}"

    return find


def nearest_week(number: int) -> Callable[[date], str]:
    """Return the week with this number that is met first by going both ways from today."""

    def find(today: date) -> str:
        for distance in range(60):
            for weeks in (distance, -distance):
                text = f"{today + relativedelta(weeks=weeks):%G-W%V}"
                if text.endswith(f"W{number:02}"):
                    return text
        raise AssertionError(number)

    return find


SPANISH_WEEKS: dict[str, Callable[[date], str]] = {
    "2020-W17": lambda _: "2020-W17", "2020W17": lambda _: "2020-W17",
    "2020-w7": lambda _: "2020-W07", "2020-S17": lambda _: "2020-W17",
    "semana 2020-W17": lambda _: "2020-W17", "semana 17 de 2020": lambda _: "2020-W17",
    "W19": nearest_week(19), "w19": nearest_week(19), "S19": nearest_week(19),
    "19": nearest_week(19), "semana 19": nearest_week(19), "la semana 19": nearest_week(19),
    "sem 19": nearest_week(19), "sem. 3": nearest_week(3), "1": nearest_week(1),
    "esta": week_of(shift()), "esta semana": week_of(shift()), "la presente": week_of(shift()),
    "semana actual": week_of(shift()), "pasada": week_of(shift(weeks=-1)),
    "la pasada": week_of(shift(weeks=-1)), "semana pasada": week_of(shift(weeks=-1)),
    "la semana pasada": week_of(shift(weeks=-1)), "anterior": week_of(shift(weeks=-1)),
    "antepasada": week_of(shift(weeks=-2)), "próxima": week_of(shift(weeks=1)),
    "la próxima": week_of(shift(weeks=1)), "próxima semana": week_of(shift(weeks=1)),
    "la semana próxima": week_of(shift(weeks=1)), "siguiente": week_of(shift(weeks=1)),
    "la que viene": week_of(shift(weeks=1)), "la semana que viene": week_of(shift(weeks=1)),
    "semana del 20 de abril de 2020": lambda _: "2020-W17", "hoy": week_of(shift()),
    "la semana del lunes 20 de abril de 2020": lambda _: "2020-W17",
    "2020-04-23": lambda _: "2020-W17", "23/04/2020": lambda _: "2020-W17",
    "ayer": week_of(shift(days=-1)),
}  # fmt: skip
ENGLISH_WEEKS: dict[str, Callable[[date], str]] = {
    "2020-W17": lambda _: "2020-W17", "week 19": nearest_week(19),
    "week 17 of 2020": lambda _: "2020-W17",
    "this": week_of(shift()), "this week": week_of(shift()), "last week": week_of(shift(weeks=-1)),
    "previous": week_of(shift(weeks=-1)), "next": week_of(shift(weeks=1)),
    "next week": week_of(shift(weeks=1)), "the week of April 20, 2020": lambda _: "2020-W17",
    "week of 23 April 2020": lambda _: "2020-W17",
}  # fmt: skip
