"""The small parts of the templates: names, charts, bars."""

from django.template import engines
from django.utils import translation

from hocba.faces.web.presenters import Bar, Next, Rhythm, Stage


def shown(template, **context):
    with translation.override("vi"):
        found = engines["django"].from_string("{% load hocba %}" + template)
        return found.render(context)


class TestPerson:
    def test_lets_the_given_name_stand_out(self):
        assert shown("{{ name|person }}", name="Cầm Thị An") == "<span>Cầm Thị <b>An</b></span>"

    def test_shows_a_name_of_one_word(self):
        assert shown("{{ name|person }}", name="An") == "<span><b>An</b></span>"

    def test_lets_no_name_write_markup(self):
        assert "<script>" not in shown("{{ name|person }}", name="<script>x</script> <i>An</i>")


class TestPipeline:
    def test_shows_counts_as_fractions_while_they_are_small(self):
        stages = (Stage(words="Đủ hồ sơ", done=33, total=35, now=True),)

        assert "33/35" in shown("{% pipeline stages %}", stages=stages)

    def test_shows_a_share_where_a_fraction_would_be_too_long(self):
        stages = (Stage(words="Kho tiếp nhận", done=4241906, total=7132851),)
        page = shown("{% pipeline stages %}", stages=stages)

        assert "4.241.906" in page
        assert "59,5\u00a0%" in page

    def test_marks_the_stage_of_now_for_a_screen_reader(self):
        stages = (Stage(words="Đủ hồ sơ", done=33, total=35, now=True),)

        assert 'aria-current="step"' in shown("{% pipeline stages %}", stages=stages)


class TestNextStep:
    def test_greys_the_button_and_says_why(self):
        step = Next(title="Ký", button="Ký 33 học bạ", url="/ky", refusal="Còn thiếu 2 nhận xét.")
        page = shown("{% next_step step %}", step=step)

        assert "disabled" in page
        assert "Còn thiếu 2 nhận xét." in page
        assert "/ky" not in page

    def test_shows_nothing_where_there_is_nothing_to_do(self):
        assert shown("{% next_step step %}", step=None).strip() == ""


class TestRhythm:
    def test_draws_a_bar_a_day_with_points_for_decimals(self):
        chart = Rhythm(
            title="Nhịp", bars=(Bar(label="05/06", value=3), Bar(label="06/06", value=1))
        )
        page = shown("{% rhythm chart %}", chart=chart)

        assert page.count('class="bar"') == 2
        assert 'height="116.0"' in page

    def test_says_so_where_there_is_nothing_to_draw(self):
        assert "<svg" not in shown("{% rhythm chart %}", chart=Rhythm(title="Nhịp", bars=()))
