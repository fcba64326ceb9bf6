from django import forms

from tests.look.gallery import EveryField, Member


def test_it_labels_a_text_field_and_describes_it(draw):
    html = draw("{% field form.email %}", form=EveryField())
    assert '<label class="form-label" for="id_email">E-mail</label>' in html
    assert 'class="form-control"' in html
    assert 'aria-describedby="id_email_helptext"' in html
    assert '<div class="form-hint" id="id_email_helptext">The name to sign in with.</div>' in html
    assert 'maxlength="100"' in html


def test_it_says_which_fields_are_optional(draw):
    form = EveryField()
    assert "(optional)" in draw("{% field form.full_name %}", form=form)
    assert "(optional)" not in draw("{% field form.full_name optional=False %}", form=form)
    assert "(optional)" not in draw("{% field form.email %}", form=form)
    assert "(optional)" not in draw("{% field form.remember %}", form=form)


def test_it_shows_what_is_wrong_with_a_field(draw):
    form = EveryField({"email": "<b>"})
    html = draw("{% field form.email %}", form=form)
    assert "Enter a valid email address." in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control is-invalid"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert "&lt;b&gt;" in html


def test_it_gives_each_kind_of_control_its_class(draw):
    form = EveryField()
    assert 'class="form-select"' in draw("{% field form.role %}", form=form)
    assert "multiple" in draw("{% field form.teams %}", form=form)
    assert "<textarea" in draw("{% field form.description %}", form=form)
    assert 'type="file"' in draw("{% field form.file %}", form=form)
    assert 'class="form-check-input"' in draw("{% field form.remember %}", form=form)
    assert draw("{% field form.token %}", form=form).strip().startswith('<input type="hidden"')


def test_it_keeps_classes_and_attributes_of_the_widget(draw):
    class Form(forms.Form):
        code = forms.CharField(
            widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "one-time-code"})
        )

    html = draw("{% field form.code autofocus=True data_code='1' %}", form=Form())
    assert 'class="form-control mono"' in html
    assert 'autocomplete="one-time-code"' in html
    assert " autofocus" in html
    assert 'data-code="1"' in html


def test_it_drops_a_placeholder_that_repeats_the_label(draw):
    class Form(forms.Form):
        email = forms.CharField(
            label="E-mail", widget=forms.TextInput(attrs={"placeholder": "Email address"})
        )

    assert "placeholder" not in draw("{% field form.password %}", form=EveryField())
    assert "placeholder" not in draw("{% field form.email %}", form=Form())
    assert 'placeholder="e.g. a@b"' in draw(
        "{% field form.password placeholder='e.g. a@b' %}", form=EveryField()
    )


def test_radio_buttons_stand_in_a_fieldset_side_by_side_when_asked(draw):
    form = EveryField({"access": "team"})
    html = draw("{% field form.access %}", form=form)
    assert "<fieldset" in html
    assert '<legend class="form-label">Access</legend>' in html
    assert '<div class="seg">' in html
    assert html.count('type="radio"') == 2
    assert html.count(" checked") == 1
    assert '<div class="check-list">' in draw("{% field form.reach %}", form=form)
    assert '<div class="seg">' in draw("{% field form.reach seg=True %}", form=form)


def test_a_list_of_checkboxes_keeps_what_was_chosen_and_names_its_error(draw):
    form = EveryField({"rights": ["team-view"]})
    html = draw("{% field form.rights %}", form=form)
    assert html.count('type="checkbox"') == 4
    assert html.count(" checked") == 1
    wrong = draw("{% field form.rights %}", form=EveryField({"email": "x"}))
    assert 'aria-describedby="id_rights_helptext id_rights_error"' in wrong
    assert "This field is required." in wrong


def test_choices_are_escaped(draw):
    class Form(forms.Form):
        team = forms.ChoiceField(choices=[("<a>", "<i>")], widget=forms.RadioSelect)

    html = draw("{% field form.team %}", form=Form())
    assert "<i>" not in html
    assert "&lt;a&gt;" in html


def test_a_link_may_stand_by_the_label(draw):
    html = draw(
        "{% field form.password link='/reset/' link_text='Forgot password?' %}", form=EveryField()
    )
    assert '<a class="small" href="/reset/">Forgot password?</a>' in html
    assert 'for="id_password"' in html


def test_suggestions_come_from_a_url(draw):
    html = draw("{% field form.person suggest='/found/' %}", form=Member())
    assert "data-typeahead" in html
    assert 'hx-get="/found/"' in html
    assert 'hx-target="#id_person_options"' in html
    assert 'id="id_person_options"' in html
    assert "role=" not in html  # the script adds what only it can keep true


def test_a_whole_form_begins_with_its_problems(draw):
    form = EveryField({"token": "secret"})
    form.add_error(None, "Nobody may do this <now>.")
    html = draw("{% fields form %}", form=form)
    assert html.index("Nobody may do this &lt;now&gt;.") < html.index("id_email")
    assert 'role="alert"' in html
    assert html.count('name="token"') == 1
    assert all(f'name="{name}"' in html for name in form.fields)


def test_problems_are_silent_when_there_are_none(draw):
    assert draw("{% problems form %}", form=EveryField()).strip() == ""
