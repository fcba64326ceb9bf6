"""Whoever opens the address of a form reads what to do; a program gets the bare answer."""


def test_a_person_reads_that_it_is_not_a_page(client, db):
    answer = client.get("/theme/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address is not a page" in answer.text


def test_a_program_gets_the_bare_answer(client, db):
    answer = client.get("/theme/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")
