/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of how what is read looks: colours that can be read, and lines that stand where they should. */

#include "config.h"

#include <string.h>

#include "ponder-code-contrast.h"
#include "ponder-code-highlighter.h"
#include "ponder-inline-text.h"
#include "ponder-table-grid.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-text-block.h"

#define WIDTH 700
#define HEIGHT 600

static void
check_colors (const char *language,
              const char *code,
              gboolean    dark)
{
  g_autoptr(PonderCodeHighlighter) highlighter = ponder_code_highlighter_new ();
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GArray) runs = NULL;
  GdkRGBA ground;

  ponder_code_contrast_ground (dark, &ground);
  ponder_code_highlighter_highlight_async (highlighter, language, code, dark, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  runs = ponder_code_highlighter_highlight_finish (highlighter, result, NULL);
  g_assert_cmpuint (runs->len, >, 0);
  for (guint i = 0; i < runs->len; i++)
    {
      const PonderCodeRun *run = &g_array_index (runs, PonderCodeRun, i);

      if (!run->has_color)
        continue;
      g_test_message ("%.*s", (int) (run->end - run->start), code + run->start);
      g_assert_cmpfloat (ponder_code_contrast_measure (&run->color, &ground), >=, PONDER_CODE_CONTRAST);
    }
}

static void
code_can_be_read_on_its_ground (void)
{
  static const struct
  {
    const char *language;
    const char *code;
  } samples[] = {
    { "c", "/* words */\n#include <stdio.h>\nstatic int a = 0x1f; char *s = \"%d\\n\"; return NULL;" },
    { "python", "# words\n@it\nclass A(B):\n  \"\"\"more\"\"\"\n  def f(self): return f\"{x!r}\" + 1.5\nimport os" },
    { "diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new" },
    { "html", "<!-- words --><a href='b'>c &amp; d</a>" },
    { "css", "a:hover > .b { color: #fff; margin: 0 12px !important; }" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      check_colors (samples[i].language, samples[i].code, FALSE);
      check_colors (samples[i].language, samples[i].code, TRUE);
    }
}

static PonderTextBlock *
show_paragraph (PonderTestTranscript *transcript,
                const char           *markdown)
{
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, markdown);

  ponder_test_transcript_show (transcript);
  return PONDER_TEXT_BLOCK (ponder_test_find_widget (ponder_test_transcript_find_row (transcript, message),
                                                     PONDER_TYPE_TEXT_BLOCK, 0));
}

/* Where the line is that @words are in. */
static void
get_line (PonderTextBlock *block,
          const char      *words,
          GdkRectangle    *place)
{
  const char *shown = ponder_text_block_get_text (block)->shown;

  ponder_text_block_get_letter (block, strstr (shown, words) - shown, place);
}

static void
lines_do_not_stand_in_a_formula (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderTextBlock *block = show_paragraph (transcript, "first  \nsecond $\\frac{\\dfrac{a}{b}}{\\dfrac{c}{d}}$  \nthird  \n"
                                                       "fourth");
  GdkRectangle first;
  GdkRectangle second;
  GdkRectangle third;
  GdkRectangle fourth;

  get_line (block, "first", &first);
  get_line (block, "second", &second);
  get_line (block, "third", &third);
  get_line (block, "fourth", &fourth);
  g_assert_cmpint (second.y - first.y, >, first.height + 10);
  g_assert_cmpint (third.y - second.y, >, first.height + 10);
  g_assert_cmpint (fourth.y - third.y, <, 2 * first.height);
}

/* A text with a formula that fits is set like one without. */
static void
small_formulas_leave_lines_where_they_are (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderTextBlock *block = show_paragraph (transcript, "first  \nsecond $a+b$  \nthird");
  PonderTextBlock *plain = show_paragraph (transcript, "first  \nsecond  \nthird");
  GdkRectangle place;
  GdkRectangle plain_place;

  get_line (block, "third", &place);
  get_line (plain, "third", &plain_place);
  g_assert_cmpint (place.y, ==, plain_place.y);
}

static void
a_long_formula_among_words_is_wrapped (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(GString) markdown = g_string_new ("It is $$a_0");
  PonderTextBlock *block;
  GdkRectangle first;
  GdkRectangle last;

  for (guint i = 1; i < 100; i++)
    g_string_append_printf (markdown, " + a_{%u}", i);
  g_string_append (markdown, "$$ as they say.");
  block = show_paragraph (transcript, markdown->str);
  get_line (block, "It", &first);
  get_line (block, "as", &last);
  g_assert_cmpint (last.y - first.y, >, 5 * first.height);
}

static int
get_line_in (GtkWidget *grid,
             guint      cell)
{
  GtkWidget *block = ponder_test_find_widget (grid, PONDER_TYPE_TEXT_BLOCK, cell);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (block, grid, &bounds));
  return (int) bounds.origin.y + ponder_text_block_get_baseline (PONDER_TEXT_BLOCK (block));
}

static void
cells_of_a_row_stand_on_one_line (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT,
                                                       "| a | b |\n|---|---|\n| $\\dfrac{\\dfrac12}{2}$ | half |\n");
  GtkWidget *grid;

  ponder_test_transcript_show (transcript);
  grid = ponder_test_find_widget (ponder_test_transcript_find_row (transcript, message), PONDER_TYPE_TABLE_GRID, 0);
  g_assert_cmpint (get_line_in (grid, 2), ==, get_line_in (grid, 3));
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/transcript/look/code-can-be-read-on-its-ground", code_can_be_read_on_its_ground);
  g_test_add_func ("/transcript/look/lines-do-not-stand-in-a-formula", lines_do_not_stand_in_a_formula);
  g_test_add_func ("/transcript/look/small-formulas-leave-lines-where-they-are",
                   small_formulas_leave_lines_where_they_are);
  g_test_add_func ("/transcript/look/a-long-formula-among-words-is-wrapped", a_long_formula_among_words_is_wrapped);
  g_test_add_func ("/transcript/look/cells-of-a-row-stand-on-one-line", cells_of_a_row_stand_on_one_line);

  return g_test_run ();
}
