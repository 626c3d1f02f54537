/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked for is counted, marked and brought into sight, in whatever it stands. */

#include "config.h"

#include "ponder-chat-find.h"
#include "ponder-message-row.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-text-block.h"
#include "ponder-transcript-find.h"

#include <string.h>
#include <time.h>

#define WIDTH 700
#define HEIGHT 600

/* Every kind of block, and marks of Markdown inside words. */
#define ANSWER \
  "# A need" "le heading\n\nA nee**dle**, a `needle`, a [nee*dle*](https://example.org/needle) and ![needle]" \
  "(https://needle.example.org/a.png).\n\n" \
  "- one need\\*le\n- ~~needle~~ and needle\n  1. needle\n\n> needle\n\n" \
  "| needle | b |\n|---|---|\n| x | a needle needle |\n\n" \
  "```c\nneedle = 1;\nneedle = NEEDLE;\n```\n\nThe end: n\xc3\xa9" "e" "dle, and &#110;eedle.\n"

typedef struct
{
  guint            n_marks;
  guint            n_current;
  PonderTextBlock *current;
  char            *words;       /* of the current one */
} Marks;

static void
collect_marks (GtkWidget *widget,
               Marks     *marks)
{
  if (PONDER_IS_TEXT_BLOCK (widget))
    {
      const PonderTextMarks *own = ponder_text_block_get_marks (PONDER_TEXT_BLOCK (widget));
      guint n = own->places != NULL ? own->places->len : 0;

      marks->n_marks += n;
      if (n > 0 && own->current >= 0)
        {
          const PonderFound *place = &g_array_index (own->places, PonderFound, own->current);
          const char *text = ponder_inline_text_get_raw (ponder_text_block_get_text (PONDER_TEXT_BLOCK (widget)));

          marks->n_current++;
          marks->current = PONDER_TEXT_BLOCK (widget);
          g_free (marks->words);
          marks->words = g_strndup (text + place->start, place->end - place->start);
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_marks (child, marks);
}

static Marks
count_marks (GtkWidget *root)
{
  Marks marks = { 0, 0, NULL, NULL };

  collect_marks (root, &marks);
  return marks;
}

/* The line of the current place is well inside the view. */
static void
assert_in_sight (PonderTestTranscript *transcript,
                 PonderTextBlock      *block)
{
  const PonderTextMarks *marks = ponder_text_block_get_marks (block);
  GdkRectangle letter;
  graphene_point_t point;

  ponder_text_block_get_letter (block, (guint) g_array_index (marks->places, PonderFound, marks->current).start,
                                &letter);
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (block), GTK_WIDGET (transcript->view),
                                           &GRAPHENE_POINT_INIT ((float) letter.x, (float) letter.y), &point));
  g_assert_cmpfloat (point.y, >=, 0);
  g_assert_cmpfloat (point.y + letter.height, <=, gtk_widget_get_height (GTK_WIDGET (transcript->view)));
  g_assert_cmpfloat (point.x, >=, 0);
  g_assert_cmpfloat (point.x, <=, gtk_widget_get_width (GTK_WIDGET (transcript->view)));
}

/* Each place that is counted can be gone to, is marked, and says what was looked for. */
static void
assert_agrees (PonderTestTranscript *transcript,
               PonderMessage        *message,
               const char           *needle,
               guint                 n_expected)
{
  g_autoptr(PonderFinder) finder = ponder_finder_new (needle);
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (PonderFindPlace));

  ponder_find_places_list (finder, message, places);
  g_assert_cmpuint (places->len, ==, n_expected);
  ponder_transcript_view_mark_found (transcript->view, finder, NULL);
  for (guint i = 0; i < places->len; i++)
    {
      Marks marks;

      if (i > 0)
        g_assert_cmpint (ponder_find_places_compare (&g_array_index (places, PonderFindPlace, i - 1),
                                                     &g_array_index (places, PonderFindPlace, i)), <, 0);
      ponder_transcript_view_show_found (transcript->view, message, &g_array_index (places, PonderFindPlace, i));
      ponder_test_transcript_wait (transcript, 6);
      marks = count_marks (ponder_test_transcript_find_row (transcript, message));
      g_assert_cmpuint (marks.n_marks, ==, n_expected);
      g_assert_cmpuint (marks.n_current, ==, 1);
      g_assert_cmpuint (ponder_finder_find (finder, marks.words, 0, strlen (marks.words), NULL), ==, 1);
      assert_in_sight (transcript, marks.current);
      g_free (marks.words);
    }
  ponder_transcript_view_mark_found (transcript->view, NULL, NULL);
  g_assert_cmpuint (count_marks (GTK_WIDGET (transcript->view)).n_marks, ==, 0);
}

static void
count_and_marks_agree (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *answer;
  PonderMessage *question;

  ponder_test_transcript_add_many (transcript, 20);
  question = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "a *needle*\nand nee**dle**, needle\nneed\nle");
  answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, ANSWER);
  ponder_test_transcript_add_many (transcript, 20);
  ponder_test_transcript_show (transcript);
  assert_agrees (transcript, answer, "needle", 18);
  assert_agrees (transcript, question, "needle", 2);
  assert_agrees (transcript, question, "**dle", 1);
  assert_agrees (transcript, answer, "= n", 1);
  assert_agrees (transcript, answer, "nothing", 0);
}

static void
a_long_line_of_code_scrolls_sideways (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(GString) text = g_string_new ("```\n");
  PonderMessage *message;

  for (int i = 0; i < 60; i++)
    g_string_append (text, "some code; ");
  g_string_append (text, "needle(); more of it\n```\n");
  message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, text->str);
  ponder_test_transcript_show (transcript);
  assert_agrees (transcript, message, "needle", 1);
}

static void
what_is_folded_opens (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(PonderFinder) finder = ponder_finder_new ("needle");
  g_autoptr(GString) table = g_string_new ("| a | b |\n|---|---|\n");
  g_autoptr(GString) text = g_string_new (NULL);
  PonderMessage *thinker = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "said");
  PonderMessage *rows;
  PonderMessage *longest;
  Marks marks;

  ponder_message_append_reasoning (thinker, "Not this.\n\nThe **nee**dle.");
  for (int i = 0; i < 3000; i++)
    g_string_append_printf (table, "| %d | %s |\n", i, i == 2900 ? "needle" : "hay");
  rows = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, table->str);
  while (text->len < 200 * 1024)
    g_string_append (text, "Hay, and more hay, and again nothing but hay.\n\n");
  g_string_append (text, "The needle.");
  longest = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, text->str);
  ponder_test_transcript_show (transcript);

  ponder_transcript_view_mark_found (transcript->view, finder, NULL);
  for (int i = 0; i < 3; i++)
    {
      PonderMessage *message = i == 0 ? thinker : i == 1 ? rows : longest;
      g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (PonderFindPlace));

      g_assert_cmpuint (ponder_find_places_list (finder, message, places), ==, 1);
      ponder_transcript_view_show_found (transcript->view, message, &g_array_index (places, PonderFindPlace, 0));
      ponder_test_transcript_wait (transcript, 10);
      marks = count_marks (ponder_test_transcript_find_row (transcript, message));
      g_assert_cmpuint (marks.n_current, ==, 1);
      assert_in_sight (transcript, marks.current);
      g_free (marks.words);
    }
}

static void
marks_follow_text_that_grows (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(PonderFinder) finder = ponder_finder_new ("needle");
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "A nee");

  ponder_test_transcript_show (transcript);
  ponder_transcript_view_mark_found (transcript->view, finder, NULL);
  g_assert_cmpuint (count_marks (GTK_WIDGET (transcript->view)).n_marks, ==, 0);
  ponder_message_append_text (message, "**dle** grows");
  ponder_test_transcript_wait (transcript, 3);
  g_assert_cmpuint (count_marks (GTK_WIDGET (transcript->view)).n_marks, ==, 1);
  ponder_message_append_text (message, "\n\n```\nneedle\n");
  ponder_test_transcript_wait (transcript, 3);
  g_assert_cmpuint (count_marks (GTK_WIDGET (transcript->view)).n_marks, ==, 2);
}

/* --- counting --- */

typedef struct
{
  guint    n_arrived;
  gboolean wrapped;
} Arrivals;

static void
arrived_cb (Arrivals *arrivals,
            gboolean  wrapped)
{
  arrivals->n_arrived++;
  arrivals->wrapped = wrapped;
}

static gboolean
is_complete (gpointer user_data)
{
  return ponder_chat_find_is_complete (user_data);
}

static PonderChatFind *
begin (GListStore *messages,
       const char *needle,
       Arrivals   *arrivals)
{
  PonderChatFind *find = ponder_chat_find_new ();
  g_autoptr(PonderFinder) finder = ponder_finder_new (needle);

  g_signal_connect_swapped (find, "arrived", G_CALLBACK (arrived_cb), arrivals);
  ponder_chat_find_set_messages (find, G_LIST_MODEL (messages));
  ponder_chat_find_set_finder (find, finder);
  return find;
}

static void
assert_at (PonderChatFind *find,
           guint           index,
           guint           position)
{
  PonderFindPlace place;
  guint at = G_MAXUINT;

  g_assert_nonnull (ponder_chat_find_get_current (find, &at, &place));
  g_assert_cmpuint (at, ==, index);
  g_assert_cmpuint (ponder_chat_find_get_position (find), ==, position);
}

static void
goes_round_both_ways (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  Arrivals arrivals = { 0, FALSE };
  g_autoptr(PonderChatFind) find = NULL;
  PonderMessage *last;

  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "needle needle");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "nothing");
  last = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "a needle");
  ponder_test_transcript_show (transcript);
  find = begin (transcript->messages, "needle", &arrivals);
  ponder_chat_find_seek (find, 1, NULL, 0);
  ponder_test_wait_for (is_complete, find, 10);
  g_assert_cmpuint (ponder_chat_find_get_n_places (find), ==, 3);
  assert_at (find, 2, 3);
  g_assert_false (arrivals.wrapped);
  g_assert_true (ponder_chat_find_step (find, 1));
  assert_at (find, 0, 1);
  g_assert_true (arrivals.wrapped);
  g_assert_true (ponder_chat_find_step (find, 1));
  assert_at (find, 0, 2);
  g_assert_false (arrivals.wrapped);
  g_assert_true (ponder_chat_find_step (find, -1));
  assert_at (find, 0, 1);
  g_assert_true (ponder_chat_find_step (find, -1));
  assert_at (find, 2, 3);
  g_assert_true (arrivals.wrapped);

  /* What comes meanwhile counts, what goes does not. */
  ponder_message_append_text (last, ", another needle");
  ponder_test_wait_for (is_complete, find, 10);
  g_assert_cmpuint (ponder_chat_find_get_n_places (find), ==, 4);
  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "needle");
  ponder_test_wait_for (is_complete, find, 10);
  g_assert_cmpuint (ponder_chat_find_get_n_places (find), ==, 5);
  g_list_store_remove (transcript->messages, 0);
  g_assert_cmpuint (ponder_chat_find_get_n_places (find), ==, 3);
  assert_at (find, 1, 1);
  g_assert_cmpuint (arrivals.n_arrived, ==, 5);
}

static void
narrows_and_widens (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  Arrivals arrivals = { 0, FALSE };
  g_autoptr(PonderChatFind) find = NULL;
  const struct { const char *needle; guint n_places; } cases[] = {
    { "ne", 3 }, { "nee", 2 }, { "need", 1 }, { "ne", 3 }, { "x", 0 }, { "nee", 2 },
  };

  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "need knee net");
  ponder_test_transcript_show (transcript);
  find = begin (transcript->messages, "n", &arrivals);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PonderFinder) finder = ponder_finder_new (cases[i].needle);

      ponder_chat_find_set_finder (find, finder);
      ponder_test_wait_for (is_complete, find, 10);
      g_assert_cmpuint (ponder_chat_find_get_n_places (find), ==, cases[i].n_places);
    }
}

/* What this thread has worked, in microseconds: others on this computer do not count. */
static gint64
get_work (void)
{
  struct timespec work;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &work);
  return work.tv_sec * G_USEC_PER_SEC + work.tv_nsec / 1000;
}

/* The longest time that nobody else had the main loop. */
static gboolean
watch_cb (gpointer user_data)
{
  gint64 *times = user_data;
  gint64 now = get_work ();

  times[1] = MAX (times[1], now - times[0]);
  times[0] = now;
  return G_SOURCE_CONTINUE;
}

static void
ten_thousand_messages_hold_nobody_up (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(GString) huge = g_string_new (NULL);
  Arrivals arrivals = { 0, FALSE };
  g_autoptr(PonderChatFind) find = NULL;
  gint64 times[2] = { 0, 0 };
  guint source;

  ponder_test_transcript_add_many (transcript, 10000);
  while (huge->len < 2 * 1024 * 1024)
    g_string_append (huge, "hay **and** hay\n\n");
  g_string_append (huge, "needle");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, huge->str);
  ponder_test_transcript_show (transcript);
  times[0] = get_work ();
  source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, watch_cb, times, NULL);
  find = begin (transcript->messages, "needle", &arrivals);
  ponder_chat_find_seek (find, 0, NULL, 0);
  ponder_test_wait_for (is_complete, find, 60);
  g_source_remove (source);
  g_assert_cmpuint (ponder_chat_find_get_n_places (find), ==, 1);
  assert_at (find, 10000, 1);
  g_test_message ("longest %d µs", (int) times[1]);
  /* 4 ms are for the program as it is shipped; sanitizers and a busy computer take more. */
  if (g_test_perf ())
    g_assert_cmpint (times[1], <, 4000);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/transcript-find/count-and-marks-agree", count_and_marks_agree);
  g_test_add_func ("/ui/transcript-find/a-long-line-of-code-scrolls-sideways", a_long_line_of_code_scrolls_sideways);
  g_test_add_func ("/ui/transcript-find/what-is-folded-opens", what_is_folded_opens);
  g_test_add_func ("/ui/transcript-find/marks-follow-text-that-grows", marks_follow_text_that_grows);
  g_test_add_func ("/ui/transcript-find/goes-round-both-ways", goes_round_both_ways);
  g_test_add_func ("/ui/transcript-find/narrows-and-widens", narrows_and_widens);
  g_test_add_func ("/ui/transcript-find/ten-thousand-messages-hold-nobody-up", ten_thousand_messages_hold_nobody_up);
  return g_test_run ();
}
