/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the rows of a deep think: real runs of the demo, and states made of events that a run seldom has. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ponder-block-stack.h"
#include "ponder-model-config.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-think-part-details.h"
#include "ponder-think-part-dialog.h"
#include "ponder-think-part-row.h"
#include "ponder-think-parts.h"
#include "ponder-think-reason.h"
#include "ponder-workspace-think.h"
#include "ponder-workspace.h"

#define QUESTION "Should we move to another office?"
#define SECONDS 30

typedef struct
{
  char             *dir;
  PonderWorkspace  *workspace;
  PonderSession    *session;
  PonderTimeline   *timeline;
  PonderThinkRun   *run;        /* (nullable) */
  PonderThinkBoard *board;      /* (nullable) */
  GtkWindow        *window;     /* (nullable) */
  GtkWidget        *parts;
  guint             source;
  guint             n_unfolding;
  gboolean          open;       /* when it last said that something unfolds */
  PonderThinkState *state;      /* made by hand */
  guint64           seq;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(PonderModelConfig) config = NULL;
  g_autoptr(GError) error = NULL;
  PonderProviderConfig *provider;

  fixture->dir = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->dir);
  provider = ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  fixture->session = ponder_workspace_create_session (fixture->workspace);
  config = ponder_model_config_copy (ponder_session_get_config (fixture->session));
  ponder_model_config_set_model (config, ponder_provider_config_get_id (provider), "think");
  ponder_session_set_config (fixture->session, config);
  fixture->timeline = ponder_workspace_open_timeline (fixture->workspace, fixture->session);
  ponder_test_wait_for (is_loaded, fixture->timeline, 5);
  fixture->state = ponder_think_state_new ();
}

static gboolean
has_ended (gpointer user_data)
{
  return !ponder_think_run_get_running (((Fixture *) user_data)->run);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (fixture->run != NULL && ponder_think_run_get_running (fixture->run))
    {
      ponder_think_board_command (fixture->board, PONDER_THINK_STOP, NULL, NULL);
      ponder_test_wait_for (has_ended, fixture, SECONDS);
    }
  g_clear_handle_id (&fixture->source, g_source_remove);
  if (fixture->window != NULL)
    gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_think_state_free (fixture->state);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->dir);
}

static gboolean
update_cb (gpointer user_data)
{
  ponder_think_parts_update (PONDER_THINK_PARTS (((Fixture *) user_data)->parts));
  return G_SOURCE_CONTINUE;
}

static void
unfolding_cb (Fixture *fixture)
{
  fixture->n_unfolding++;
  fixture->open = ponder_test_find_widget (fixture->parts, PONDER_TYPE_THINK_PART_DETAILS, 0) != NULL;
}

static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/ponderchat/Ponder/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* A window with the rows of a run that begins now. */
static void
begin (Fixture    *fixture,
       const char *question,
       gboolean    approve,
       int         width)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderCodeHighlighter) highlighter = ponder_code_highlighter_new ();

  config->parallel = 2;
  config->review = FALSE;
  config->approve_plan = approve;
  fixture->run = ponder_workspace_begin_think (fixture->workspace, fixture->timeline, question, NULL, config);
  fixture->board = ponder_timeline_get_board (fixture->timeline,
                                              ponder_turn_get_message (ponder_think_run_get_turn (fixture->run)));
  g_assert_nonnull (fixture->board);

  load_style ();
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, width, 600);
  fixture->parts = ponder_think_parts_new (fixture->board, highlighter);
  gtk_widget_set_valign (fixture->parts, GTK_ALIGN_START);
  g_signal_connect_swapped (fixture->parts, "unfolding", G_CALLBACK (unfolding_cb), fixture);
  gtk_window_set_child (fixture->window, fixture->parts);
  gtk_window_present (fixture->window);
  fixture->source = g_timeout_add (40, update_cb, fixture);
}

static const PonderThinkState *
get_state (Fixture *fixture)
{
  return ponder_think_board_get_state (fixture->board);
}

/* --- looking at rows --- */

static PonderThinkPartRow *
get_row (Fixture *fixture,
         guint    index)
{
  GtkWidget *row = ponder_test_find_widget (fixture->parts, PONDER_TYPE_THINK_PART_ROW, index);

  return row != NULL ? PONDER_THINK_PART_ROW (row) : NULL;
}

static PonderThinkPartRow *
find_row (Fixture    *fixture,
          const char *id)
{
  PonderThinkPartRow *row;

  for (guint i = 0; (row = get_row (fixture, i)) != NULL; i++)
    if (g_str_equal (ponder_think_part_row_get_id (row), id))
      return row;
  return NULL;
}

static GtkLabel *
get_label (gpointer    row,
           const char *name)
{
  GObject *label = gtk_widget_get_template_child (GTK_WIDGET (row), PONDER_TYPE_THINK_PART_ROW, name);

  return GTK_LABEL (label);
}

static const char *
get_words (gpointer    row,
           const char *name)
{
  return gtk_label_get_text (get_label (row, name));
}

static PonderThinkNode *
find_node (Fixture    *fixture,
           const char *id)
{
  return ponder_think_state_find (get_state (fixture), id);
}

static gboolean
waits_for_approval (gpointer user_data)
{
  return get_state (user_data)->phase == PONDER_THINK_PHASE_APPROVE && find_row (user_data, "e") != NULL;
}

/* --- pure words --- */

static PonderThinkEvent *
event (Fixture              *fixture,
       PonderThinkEventType  type,
       const char           *node,
       gint64                time)
{
  PonderThinkEvent *made = ponder_think_event_new (type);

  made->node = g_strdup (node);
  made->time = time;
  made->seq = ++fixture->seq;
  return made;
}

/* Takes @made. */
static void
apply (Fixture          *fixture,
       PonderThinkEvent *made)
{
  ponder_think_state_apply (fixture->state, made);
  ponder_think_event_unref (made);
}

static void
add_part (Fixture    *fixture,
          const char *id,
          const char *title,
          const char *inputs)
{
  PonderThinkEvent *made = event (fixture, PONDER_THINK_PLAN_TASK, id, 0);

  made->title = g_strdup (title);
  made->text = g_strdup ("Do it.");
  made->list = inputs != NULL ? g_strsplit (inputs, ",", -1) : NULL;
  apply (fixture, made);
}

static void
say (Fixture              *fixture,
     PonderThinkEventType  type,
     const char           *node,
     const char           *title,
     const char           *text,
     gint64                time)
{
  PonderThinkEvent *made = event (fixture, type, node, time);

  made->title = g_strdup (title);
  made->text = g_strdup (text);
  apply (fixture, made);
}

static void
finish (Fixture    *fixture,
        const char *node,
        const char *title,
        const char *conclusion,
        double      confidence)
{
  PonderThinkEvent *made = event (fixture, PONDER_THINK_NODE_DONE, node, 9000);

  made->title = g_strdup (title);
  made->text = g_strdup ("The whole answer.");
  made->detail = g_strdup (conclusion);
  made->number = confidence;
  made->count = 1;
  made->usage.output = 1204;
  apply (fixture, made);
}

static PonderThinkPart
look (Fixture    *fixture,
      const char *id,
      gint64      now)
{
  return (PonderThinkPart) { fixture->state, ponder_think_state_find (fixture->state, id),
                             PONDER_THINK_STANDING_RUNNING, now };
}

static void
assert_status (Fixture    *fixture,
               const char *id,
               gint64      now,
               const char *expected)
{
  PonderThinkPart part = look (fixture, id, now);
  g_autofree char *status = ponder_think_part_dup_status (&part);

  g_assert_cmpstr (status, ==, expected);
}

static void
assert_note (Fixture    *fixture,
             const char *id,
             const char *expected)
{
  PonderThinkPart part = look (fixture, id, 9000);
  g_autofree char *note = ponder_think_part_dup_note (&part);

  g_assert_cmpstr (note, ==, expected);
}

static void
start (Fixture    *fixture,
       const char *id)
{
  PonderThinkEvent *made = event (fixture, PONDER_THINK_NODE_STARTED, id, 1000);

  made->count = 1;
  apply (fixture, made);
}

static void
delay (Fixture    *fixture,
       const char *id,
       const char *why)
{
  PonderThinkEvent *made = event (fixture, PONDER_THINK_NODE_RETRY, id, 2000);

  made->title = g_strdup (why);
  made->number = 12;
  apply (fixture, made);
}

static void
test_states (Fixture       *fixture,
             gconstpointer  user_data)
{
  PonderThinkPart part;
  g_autofree char *facts = NULL;

  add_part (fixture, "a", "Terms", NULL);
  add_part (fixture, "b", "Costs", NULL);
  add_part (fixture, "c", "Later", "a,b");
  say (fixture, PONDER_THINK_RUN_PHASE, NULL, "solving", NULL, 0);
  assert_status (fixture, "c", 0, "waiting for a, b");
  say (fixture, PONDER_THINK_NODE_READY, "a", NULL, NULL, 500);
  assert_status (fixture, "a", 600, "waiting for a free slot");

  start (fixture, "a");
  assert_status (fixture, "a", 1500, "waiting for the first word");
  delay (fixture, "a", "rate_limit");
  assert_status (fixture, "a", 2000, "too many requests · trying again in 0:12");
  assert_status (fixture, "a", 8500, "too many requests · trying again in 0:06");
  assert_status (fixture, "a", 60000, "too many requests · trying again");
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, "First.\n\n- the **last** one\n@@ {\"conc", 3000);
  assert_status (fixture, "a", 3000, "• the last one");
  part = look (fixture, "a", 5600);
  facts = ponder_think_part_dup_facts (&part);
  g_assert_cmpstr (facts, ==, "4 s");
  part.standing = PONDER_THINK_STANDING_INTERRUPTED;
  g_assert_false (ponder_think_part_is_running (&part));

  finish (fixture, "a", NULL, "It is **so**.", 0.9);
  assert_status (fixture, "a", 9000, "It is so.");
  assert_note (fixture, "a", "confidence high: says it is sure (0.9)");
  assert_status (fixture, "c", 9000, "waiting for b");

  start (fixture, "b");
  say (fixture, PONDER_THINK_NODE_FAILED, "b", "timeout", NULL, 9000);
  assert_status (fixture, "b", 9000, "failed: timeout");
  start (fixture, "c");
  finish (fixture, "c", NULL, "Probably.", 0.9);
  assert_note (fixture, "c", "confidence medium: says it is sure (0.9), without b");
}

static void
test_ends (Fixture       *fixture,
           gconstpointer  user_data)
{
  PonderThinkEvent *made;
  PonderThinkPart part;
  g_autofree char *facts = NULL;

  for (const char *id = "abcdef"; *id != '\0'; id++)
    add_part (fixture, (char[]) { *id, '\0' }, "Part", NULL);
  start (fixture, "a");
  finish (fixture, "a", "partial", "Half of it.", 0.4);
  assert_note (fixture, "a", "partial: cut off · confidence low: says it is not sure (0.4)");
  part = look (fixture, "a", 9000);
  facts = ponder_think_part_dup_facts (&part);
  g_assert_cmpstr (facts, ==, "8 s · 1204 tokens");

  start (fixture, "b");
  finish (fixture, "b", NULL, "No number.", NAN);
  assert_note (fixture, "b", "");
  made = event (fixture, PONDER_THINK_NODE_DONE, "c", 9000);
  made->flag = TRUE;
  apply (fixture, made);
  assert_note (fixture, "c", "from cache");

  say (fixture, PONDER_THINK_NODE_CANCELLED, "d", "user", NULL, 9000);
  assert_status (fixture, "d", 9000, "skipped by you");
  made = event (fixture, PONDER_THINK_NODE_SKIPPED, "e", 9000);
  made->title = g_strdup ("input");
  made->detail = g_strdup ("d");
  apply (fixture, made);
  assert_status (fixture, "e", 9000, "skipped: d is missing");
  say (fixture, PONDER_THINK_RUN_PAUSED, NULL, NULL, NULL, 9000);
  assert_status (fixture, "f", 9000, "paused");

  part = look (fixture, "f", 9000);
  part.standing = PONDER_THINK_STANDING_ENDED;
  g_free (facts);
  facts = ponder_think_part_dup_status (&part);
  g_assert_cmpstr (facts, ==, "not begun");
}

static void
check (Fixture    *fixture,
       const char *node,
       const char *verdict,
       const char *why)
{
  PonderThinkEvent *made = event (fixture, PONDER_THINK_VERIFY_RESULT, node, 9000);

  made->title = g_strdup (verdict);
  made->detail = g_strdup (why);
  apply (fixture, made);
}

/* What was found out counts more than what a model says of itself. */
static void
test_checks (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *words = NULL;
  g_autofree char *title = NULL;
  PonderThinkPart part;

  add_part (fixture, "a", "Part", NULL);
  add_part (fixture, "b", "Part", NULL);
  add_part (fixture, "c", "Part", NULL);
  start (fixture, "a");
  finish (fixture, "a", NULL, "It is 41.", 0.4);
  check (fixture, "a", "unknown", NULL);
  assert_note (fixture, "a", "confidence low: says it is not sure (0.4)");
  check (fixture, "a", "ok", NULL);
  assert_note (fixture, "a", "confidence high: checked, says it is not sure (0.4)");
  check (fixture, "a", "conflict", "6 * 7 is 42, not 41");
  assert_note (fixture, "a", "confidence low: a check found otherwise, says it is not sure (0.4)");
  part = look (fixture, "a", 9000);
  words = ponder_think_check_dup_words (part.node);
  g_assert_cmpstr (words, ==, "checked: it does not hold (6 * 7 is 42, not 41)");

  start (fixture, "b");
  finish (fixture, "b", "partial", "Half", NAN);
  check (fixture, "b", "ok", NULL);
  assert_note (fixture, "b", "partial: cut off · confidence medium: checked");

  start (fixture, "c");
  say (fixture, PONDER_THINK_NODE_CANCELLED, "c", PONDER_THINK_QUORUM, NULL, 9000);
  assert_status (fixture, "c", 9000, "not waited for: it took too long");

  say (fixture, PONDER_THINK_NODE_ADDED, "check/a/1", "verify", NULL, 9000);
  part = look (fixture, "check/a/1", 9000);
  title = ponder_think_part_dup_title (&part);
  g_assert_cmpstr (title, ==, "Checking what a part says");
  g_assert_false (ponder_think_part_is_shown (&part));
}

static void
test_offers (Fixture       *fixture,
             gconstpointer  user_data)
{
  PonderThinkPart part;

  add_part (fixture, "a", "Part", NULL);
  part = look (fixture, "a", 0);
  g_assert_true (ponder_think_part_offers (&part, PONDER_THINK_SKIP));
  g_assert_true (ponder_think_part_offers (&part, PONDER_THINK_EDIT));
  g_assert_false (ponder_think_part_offers (&part, PONDER_THINK_RETRY));
  start (fixture, "a");
  say (fixture, PONDER_THINK_NODE_FAILED, "a", "timeout", NULL, 9000);
  g_assert_false (ponder_think_part_offers (&part, PONDER_THINK_SKIP));
  g_assert_true (ponder_think_part_offers (&part, PONDER_THINK_RETRY));
  part.standing = PONDER_THINK_STANDING_ELSEWHERE;
  g_assert_false (ponder_think_part_offers (&part, PONDER_THINK_RETRY));
  g_assert_false (ponder_think_part_offers (&part, PONDER_THINK_SUPPLY));

  /* A step that goes well has no row, one that is tried again has. */
  say (fixture, PONDER_THINK_NODE_ADDED, "s", "synth", NULL, 9000);
  start (fixture, "s");
  say (fixture, PONDER_THINK_NODE_TOKENS, "s", NULL, "Words", 9000);
  part = look (fixture, "s", 9000);
  g_assert_false (ponder_think_part_is_shown (&part));
  delay (fixture, "s", "server");
  g_assert_true (ponder_think_part_is_shown (&part));
}

/* --- hostile texts --- */

/* One line of @n letters. (transfer full) */
static char *
dup_long_line (gsize n)
{
  char *line = g_malloc (n + 1);

  memset (line, 'x', n);
  line[n] = '\0';
  return line;
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *line = dup_long_line (1000000);
  g_autofree char *title = NULL;
  g_autofree char *status = NULL;
  g_autofree char *tail = NULL;
  PonderThinkPart part;
  gint64 begin_time;

  add_part (fixture, "a", "safe\xe2\x80\xae" "evil\x1b[31m\ntitle <b>bold</b>", NULL);
  start (fixture, "a");
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, line, 3000);
  part = look (fixture, "a", 3000);
  title = ponder_think_part_dup_title (&part);
  g_assert_cmpstr (title, ==, "safe evil [31m title <b>bold</b>");
  begin_time = g_get_monotonic_time ();
  status = ponder_think_part_dup_status (&part);
  g_assert_cmpint (g_get_monotonic_time () - begin_time, <, 100000);
  g_assert_cmpuint (strlen (status), <=, 400);
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, "\n\xe2\x80\xae\xe4\xb8\xad\xe6\x96\x87\x07 end", 3000);
  tail = ponder_think_part_dup_status (&part);
  g_assert_cmpstr (tail, ==, "\xe4\xb8\xad\xe6\x96\x87 end");
}

static void
test_long_answer (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(PonderCodeHighlighter) highlighter = ponder_code_highlighter_new ();
  GtkWidget *details = g_object_ref_sink (ponder_think_part_details_new (highlighter));
  g_autofree char *line = dup_long_line (1000000);
  GtkWidget *stack;
  GtkWidget *more;
  PonderThinkPart part;

  add_part (fixture, "a", "Part", NULL);
  start (fixture, "a");
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, "First paragraph.\n\nSecond", 3000);
  part = look (fixture, "a", 3000);
  ponder_think_part_details_update (PONDER_THINK_PART_DETAILS (details), &part);
  stack = ponder_test_find_widget (details, PONDER_TYPE_BLOCK_STACK, 4);
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (stack)), ==, 2);
  more = ponder_block_stack_get_widget (PONDER_BLOCK_STACK (stack), 0);
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, " one.\n\nThird.\n@@ {}", 3000);
  ponder_think_part_details_update (PONDER_THINK_PART_DETAILS (details), &part);
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (stack)), ==, 3);
  g_assert_true (ponder_block_stack_get_widget (PONDER_BLOCK_STACK (stack), 0) == more);
  g_object_unref (details);

  /* Opened when it is long already, it is laid out as far as anybody reads at once. */
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, line, 3000);
  say (fixture, PONDER_THINK_NODE_TOKENS, "a", NULL, "\n\nThe end.", 3000);
  details = g_object_ref_sink (ponder_think_part_details_new (highlighter));
  g_string_erase (part.node->text, 0, (gssize) strlen ("First paragraph.\n\nSecond one.\n\nThird.\n@@ {}"));
  ponder_think_part_details_update (PONDER_THINK_PART_DETAILS (details), &part);
  more = ponder_test_find (details, GTK_TYPE_BUTTON, "Show all (1.0\302\240MB)");
  g_assert_nonnull (more);
  stack = ponder_test_find_widget (details, PONDER_TYPE_BLOCK_STACK, 4);
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (stack)), <, 30);
  ponder_test_click (more);
  g_assert_null (ponder_test_find (details, GTK_TYPE_BUTTON, "Show all (1.0\302\240MB)"));
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (stack)), >, 30);
  g_object_unref (details);
}

/* --- real runs --- */

/* Looked at with each piece of text: the line is soon another one. */
static gboolean
has_tail (gpointer user_data)
{
  Fixture *fixture = user_data;
  PonderThinkNode *node = find_node (fixture, "b");

  update_cb (fixture);
  return node != NULL && node->state == PONDER_THINK_RUNNING && find_row (fixture, "b") != NULL
         && strstr (get_words (find_row (fixture, "b"), "status"), "It has been") != NULL;
}

static void
test_run (Fixture       *fixture,
          gconstpointer  user_data)
{
  PonderThinkPartRow *first;

  begin (fixture, QUESTION, FALSE, 800);
  ponder_test_wait_for (has_tail, fixture, SECONDS);
  first = find_row (fixture, "a");
  g_assert_cmpint (gtk_label_get_ellipsize (get_label (find_row (fixture, "b"), "status")), ==, PANGO_ELLIPSIZE_START);

  ponder_test_wait_for (has_ended, fixture, SECONDS);
  update_cb (fixture);
  g_assert_true (get_row (fixture, 0) == first);
  g_assert_null (get_row (fixture, 5));
  for (guint i = 0; i < 5; i++)
    {
      PonderThinkPartRow *row = get_row (fixture, i);
      PonderThinkNode *node = find_node (fixture, ponder_think_part_row_get_id (row));

      g_assert_cmpint (node->state, ==, PONDER_THINK_DONE);
      g_assert_cmpstr (get_words (row, "letter"), ==, node->id);
      g_assert_cmpstr (get_words (row, "title"), ==, node->title);
      g_assert_cmpstr (get_words (row, "status"), ==, node->conclusion);
      g_assert_nonnull (strstr (get_words (row, "facts"), " s · "));
    }
  g_assert_cmpstr (get_words (get_row (fixture, 2), "after"), ==, "after a, b");
  g_assert_cmpstr (get_words (get_row (fixture, 4), "note"), ==, "");
  g_assert_null (ponder_test_find_button (fixture->parts, "part.retry"));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_idle (Fixture       *fixture,
           gconstpointer  user_data)
{
  static const char *const names[] = { "letter", "title", "after", "facts", "status", "note" };
  guint n = 0;
  gint64 before;

  begin (fixture, QUESTION, FALSE, 800);
  ponder_test_wait_for (has_ended, fixture, SECONDS);
  update_cb (fixture);
  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        GtkLabel *label = get_label (get_row (fixture, i), names[j]);

        g_signal_connect_swapped (label, "notify", G_CALLBACK (count_cb), &n);
      }
  before = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    update_cb (fixture);
  g_test_message ("%.3f ms for an update of 5 parts", (double) (g_get_monotonic_time () - before) / 100000);
  g_assert_cmpuint (n, ==, 0);
  /* The labels live on. */
  g_clear_handle_id (&fixture->source, g_source_remove);
  g_clear_pointer (&fixture->window, gtk_window_destroy);
}

/* What a key does to @widget, through its shortcuts. */
static gboolean
press (gpointer        widget,
       guint           keyval,
       GdkModifierType modifiers)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GListModel) shortcuts = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (shortcuts))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (shortcuts); j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (shortcuts, j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger)
              && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                                 widget, gtk_shortcut_get_arguments (shortcut));
        }
    }
  return FALSE;
}

static GtkWidget *
find_details (gpointer row)
{
  return ponder_test_find_widget (GTK_WIDGET (row), PONDER_TYPE_THINK_PART_DETAILS, 0);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  user_data)
{
  PonderThinkPartRow *a;
  PonderThinkPartRow *b;
  GtkWidget *popover;

  begin (fixture, QUESTION, TRUE, 800);
  ponder_test_wait_for (waits_for_approval, fixture, SECONDS);
  update_cb (fixture);
  a = find_row (fixture, "a");
  b = find_row (fixture, "b");
  gtk_widget_grab_focus (GTK_WIDGET (a));
  g_assert_false (press (a, GDK_KEY_Up, 0));
  g_assert_true (press (a, GDK_KEY_Down, 0));
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (b)));

  g_assert_true (press (b, GDK_KEY_Return, 0));
  g_assert_nonnull (find_details (b));
  g_assert_cmpuint (fixture->n_unfolding, ==, 1);
  g_assert_false (fixture->open);
  g_assert_nonnull (ponder_test_find (find_details (b), GTK_TYPE_LABEL, "What Is Asked"));
  gtk_widget_child_focus (GTK_WIDGET (b), GTK_DIR_TAB_FORWARD);
  press (b, GDK_KEY_Left, 0);
  gtk_widget_grab_focus (GTK_WIDGET (b));
  g_assert_true (press (b, GDK_KEY_Left, 0));
  g_assert_null (find_details (b));
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (b)));
  g_assert_cmpuint (fixture->n_unfolding, ==, 2);
  g_assert_true (fixture->open);
  g_assert_true (press (b, GDK_KEY_Right, 0));
  g_assert_true (press (b, GDK_KEY_space, 0));
  g_assert_null (find_details (b));

  g_assert_true (press (b, GDK_KEY_F10, GDK_SHIFT_MASK));
  popover = ponder_test_find_widget (GTK_WIDGET (b), GTK_TYPE_POPOVER_MENU, 0);
  g_assert_true (gtk_widget_get_visible (popover));
  /* Skip, edit, answer: it has not begun. */
  g_assert_cmpint (g_menu_model_get_n_items (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover))), ==, 3);
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_test_accessible_assert_role (b, GTK_ACCESSIBLE_ROLE_TREE_ITEM);
  gtk_test_accessible_assert_property (b, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "b: What is known · waiting for you");
  gtk_test_accessible_assert_relation (b, GTK_ACCESSIBLE_RELATION_POS_IN_SET, 2);
  gtk_test_accessible_assert_state (b, GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
}

static GtkTextBuffer *
get_buffer (GtkWidget *dialog)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (ponder_test_find_widget (dialog, GTK_TYPE_TEXT_VIEW, 0)));
}

/* Types into the dialog that is open and accepts it by the keyboard. */
static void
write_down (const char *words)
{
  GtkWidget *dialog = ponder_test_find_window (PONDER_TYPE_THINK_PART_DIALOG);

  g_assert_nonnull (dialog);
  gtk_text_buffer_set_text (get_buffer (dialog), words, -1);
  g_assert_true (press (dialog, GDK_KEY_Return, GDK_CONTROL_MASK));
}

static void
do_it (Fixture    *fixture,
       const char *id,
       const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_row (fixture, id)), action, NULL));
}

static gboolean
is_answered_again (gpointer user_data)
{
  PonderThinkNode *node = find_node (user_data, "b");

  return node->spans->len == 2 && node->state == PONDER_THINK_DONE;
}

static gboolean
is_answered (gpointer user_data)
{
  return find_node (user_data, "b")->state == PONDER_THINK_DONE;
}

static void
test_commands (Fixture       *fixture,
               gconstpointer  user_data)
{
  begin (fixture, QUESTION, TRUE, 800);
  ponder_test_wait_for (waits_for_approval, fixture, SECONDS);
  update_cb (fixture);

  do_it (fixture, "d", "part.skip");
  g_assert_cmpint (find_node (fixture, "d")->state, ==, PONDER_THINK_SKIPPED);
  do_it (fixture, "a", "part.edit");
  g_assert_cmpstr (find_node (fixture, "a")->ask, !=, "Another task.");
  write_down ("  Another task.\n");
  g_assert_cmpstr (find_node (fixture, "a")->ask, ==, "Another task.");
  g_assert_null (ponder_test_find_window (PONDER_TYPE_THINK_PART_DIALOG));
  do_it (fixture, "e", "part.supply");
  write_down ("I know **that**.");
  g_assert_cmpint (find_node (fixture, "e")->state, ==, PONDER_THINK_DONE);
  ponder_test_click_on (fixture->parts, "_Add a Part…");
  write_down ("What do others say?");
  update_cb (fixture);
  g_assert_nonnull (get_row (fixture, 5));
  g_assert_cmpstr (get_words (find_row (fixture, "d"), "status"), ==, "skipped by you");
  g_assert_cmpstr (get_words (find_row (fixture, "e"), "status"), ==, "I know that.");

  g_assert_true (ponder_think_board_command (fixture->board, PONDER_THINK_APPROVE, NULL, NULL));
  ponder_test_wait_for (is_answered, fixture, SECONDS);
  do_it (fixture, "b", "part.copy");
  g_assert_cmpstr (ponder_test_dup_clipboard (fixture->parts), ==, find_node (fixture, "b")->text->str);
  do_it (fixture, "b", "part.hint");
  write_down ("Mind the rent.");
  g_assert_cmpstr (find_node (fixture, "b")->hint, ==, "Mind the rent.");
  ponder_test_wait_for (is_answered_again, fixture, SECONDS);
  ponder_test_wait_for (has_ended, fixture, SECONDS);
}

static gboolean
is_answered_once_more (gpointer user_data)
{
  PonderThinkNode *node = find_node (user_data, "b");

  return node->spans->len == 2 && node->state == PONDER_THINK_DONE
         && ponder_think_board_get_standing (((Fixture *) user_data)->board) == PONDER_THINK_STANDING_ENDED;
}

/* A run that has ended goes on for one of its parts, and only for what follows from that. */
static void
test_later (Fixture       *fixture,
            gconstpointer  user_data)
{
  begin (fixture, QUESTION, FALSE, 800);
  ponder_test_wait_for (has_ended, fixture, SECONDS);
  update_cb (fixture);
  do_it (fixture, "b", "part.retry");
  ponder_test_wait_for (is_answered_once_more, fixture, SECONDS);
  g_assert_cmpuint (find_node (fixture, "a")->spans->len, ==, 1);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkWidget *dialog;
  GObject *refusal;

  begin (fixture, QUESTION, TRUE, 800);
  ponder_test_wait_for (waits_for_approval, fixture, SECONDS);
  update_cb (fixture);
  ponder_test_click_on (fixture->parts, "_Add a Part…");
  ponder_think_board_command (fixture->board, PONDER_THINK_STOP, NULL, NULL);
  ponder_test_wait_for (has_ended, fixture, SECONDS);
  write_down ("Too late.");
  dialog = ponder_test_find_window (PONDER_TYPE_THINK_PART_DIALOG);
  g_assert_nonnull (dialog);
  refusal = gtk_widget_get_template_child (dialog, PONDER_TYPE_THINK_PART_DIALOG, "refusal");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (refusal)));
  g_assert_cmpint (gtk_text_buffer_get_char_count (get_buffer (dialog)), ==, 9);
  g_assert_true (press (dialog, GDK_KEY_Escape, 0));
  ponder_test_settle ();
  g_assert_null (ponder_test_find_window (PONDER_TYPE_THINK_PART_DIALOG));
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(PonderCodeHighlighter) highlighter = ponder_code_highlighter_new ();
  PonderThinkPart part;
  GtkWidget *row;
  GtkWidget *button;

  begin (fixture, QUESTION, TRUE, 800);
  ponder_test_wait_for (waits_for_approval, fixture, SECONDS);
  update_cb (fixture);
  g_clear_handle_id (&fixture->source, g_source_remove);
  add_part (fixture, "a", "Part", NULL);
  start (fixture, "a");
  delay (fixture, "a", "rate_limit");
  part = look (fixture, "a", 2000);
  row = GTK_WIDGET (find_row (fixture, "a"));
  ponder_think_part_row_update (PONDER_THINK_PART_ROW (row), &part);
  g_assert_nonnull (ponder_test_find_button (row, "part.skip"));
  g_assert_null (ponder_test_find_button (row, "part.retry"));
  say (fixture, PONDER_THINK_NODE_FAILED, "a", "timeout", NULL, 9000);
  ponder_think_part_row_update (PONDER_THINK_PART_ROW (row), &part);
  button = ponder_test_find_button (row, "part.retry");
  g_assert_nonnull (button);
  g_assert_cmpstr (get_words (row, "status"), ==, "failed: timeout");

  /* The button goes, the keyboard stays. */
  gtk_widget_grab_focus (button);
  start (fixture, "a");
  ponder_think_part_row_update (PONDER_THINK_PART_ROW (row), &part);
  g_assert_null (ponder_test_find_button (row, "part.retry"));
  g_assert_true (gtk_widget_is_focus (row));
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  user_data)
{
  int minimum;
  int wide;
  int narrow;

  begin (fixture, "我们应该搬到云南去吗？", FALSE, 300);
  ponder_test_wait_for (has_ended, fixture, SECONDS);
  update_cb (fixture);
  ponder_test_settle ();
  gtk_widget_measure (fixture->parts, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 300);
  gtk_widget_measure (GTK_WIDGET (get_row (fixture, 0)), GTK_ORIENTATION_VERTICAL, 300, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (get_row (fixture, 0)), GTK_ORIENTATION_VERTICAL, 800, &wide, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide);
  g_assert_cmpint (g_utf8_get_char (get_words (get_row (fixture, 0), "title")), >=, 0x4e00);
}

/* --- sources --- */

static void
source_free (gpointer data)
{
  g_free (data);
}

static void
add_source (PonderThinkNode *node,
            const char      *title,
            const char      *url)
{
  PonderThinkSource *source = g_new0 (PonderThinkSource, 1);

  source->title = (char *) title;
  source->url = (char *) url;
  g_ptr_array_add (node->sources, source);
}

static void
test_sources (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(PonderCodeHighlighter) highlighter = ponder_code_highlighter_new ();
  GtkWidget *details = g_object_ref_sink (ponder_think_part_details_new (highlighter));
  PonderThinkNode *node;
  PonderThinkPart part;

  add_part (fixture, "a", "Part", NULL);
  part = look (fixture, "a", 0);
  node = (PonderThinkNode *) part.node;
  node->sources = g_ptr_array_new_with_free_func (source_free);
  add_source (node, "Rents", "https://example.org/rents?x=1");
  add_source (node, "Trap", "javascript:alert(1)");
  ponder_think_part_details_update (PONDER_THINK_PART_DETAILS (details), &part);
  g_assert_nonnull (ponder_test_find (details, GTK_TYPE_LABEL, "Rents · example.org"));
  g_assert_nonnull (ponder_test_find (details, GTK_TYPE_LABEL, "Trap · javascript:alert(1)"));
  g_assert_null (gtk_widget_get_ancestor (ponder_test_find (details, GTK_TYPE_LABEL, "Trap · javascript:alert(1)"),
                                          GTK_TYPE_BUTTON));
  g_assert_nonnull (gtk_widget_get_ancestor (ponder_test_find (details, GTK_TYPE_LABEL, "Rents · example.org"),
                                             GTK_TYPE_BUTTON));
  g_object_unref (details);
}

/* Nobody was asked yet. */
static void
test_search (Fixture       *fixture,
             gconstpointer  user_data)
{
  PonderThinkEvent *task = event (fixture, PONDER_THINK_PLAN_TASK, "a", 0);
  PonderThinkEvent *sources;

  fixture->state->config->web_search = TRUE;
  task->title = g_strdup ("Facts");
  task->detail = g_strdup ("fact");
  apply (fixture, task);
  start (fixture, "a");
  assert_status (fixture, "a", 1500, "searching the web");
  sources = event (fixture, PONDER_THINK_NODE_SOURCES, "a", 2000);
  sources->text = g_strdup ("[{\"title\":\"A page\",\"url\":\"https://example.com/\",\"text\":\"So.\"}]");
  apply (fixture, sources);
  assert_status (fixture, "a", 2000, "waiting for the first word");
}

#define ADD(name, test) g_test_add ("/ui/think-parts/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  ADD ("every-state-has-its-words", test_states);
  ADD ("ends-say-why-and-nothing-is-made-up", test_ends);
  ADD ("a-check-counts-most", test_checks);
  ADD ("only-what-makes-sense-is-offered", test_offers);
  ADD ("hostile-texts-are-one-harmless-line", test_hostile);
  ADD ("a-long-answer-is-folded-and-finished-blocks-stay", test_long_answer);
  ADD ("sources-lead-only-where-links-may", test_sources);
  ADD ("a-search-of-the-web-is-said", test_search);
  ADD ("rows-follow-a-run", test_run);
  ADD ("nothing-new-changes-nothing", test_idle);
  ADD ("a-part-opens-by-keyboard", test_keys);
  ADD ("each-command-does-its-work", test_commands);
  ADD ("what-has-ended-goes-on-for-one-part", test_later);
  ADD ("what-is-refused-is-not-lost", test_refused);
  ADD ("what-failed-has-a-button", test_failed);
  ADD ("narrow-and-chinese", test_narrow);
  return g_test_run ();
}
