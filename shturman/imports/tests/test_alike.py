from shturman.imports.alike import Reason, told_together


def test_reasons_that_differ_by_a_name_alone_are_told_once() -> None:
    unknown = [(f"Нет клиента «Завод „{number}“»: сначала загрузите клиентов", 1) for number in range(60)]
    told = told_together([("Нет названия сделки", 2), *unknown, ("Нет товара «Насос»", 1)])
    assert told[0].words == "Нет клиента «…»: сначала загрузите клиентов"
    assert (told[0].count, told[0].names[0], len(told[0].names), told[0].further) == (60, "Завод „0“", 20, 40)
    assert told[1:] == [Reason("Нет названия сделки", 2), Reason("Нет товара «Насос»", 1)]
