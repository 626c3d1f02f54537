/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of one message's row: blocks, buttons, thoughts, errors. */

#include "config.h"

#include <string.h>

#include "ponder-block-stack.h"
#include "ponder-code-block.h"
#include "ponder-copy-button.h"
#include "ponder-error-card.h"
#include "ponder-fault.h"
#include "ponder-limits.h"
#include "ponder-message-footer.h"
#include "ponder-message-menu.h"
#include "ponder-reasoning-fold.h"
#include "ponder-table-grid.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-text-block.h"
#include "ponder-waiting-line.h"

#define WIDTH 700
#define HEIGHT 600

static GtkWidget *
find (PonderTestTranscript *transcript,
      PonderMessage        *message,
      GType                 type,
      guint                 index)
{
  return ponder_test_find_widget (ponder_test_transcript_find_row (transcript, message), type, index);
}

static void
finished_blocks_keep_their_widgets (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT,
                                                       "One.\n\n```c\nint a;\n```\n\nThree");
  PonderBlockStack *blocks;
  GtkWidget *widgets[3];

  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  ponder_test_transcript_show (transcript);
  blocks = PONDER_BLOCK_STACK (find (transcript, message, PONDER_TYPE_BLOCK_STACK, 0));
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (blocks), ==, 3);
  for (guint i = 0; i < 3; i++)
    widgets[i] = ponder_block_stack_get_widget (blocks, i);

  ponder_message_append_text (message, " grows.\n\nFour");
  ponder_test_transcript_wait (transcript, 2);
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (blocks), ==, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_true (ponder_block_stack_get_widget (blocks, i) == widgets[i]);
  g_assert_cmpstr (ponder_text_block_get_text (PONDER_TEXT_BLOCK (widgets[2]))->shown, ==, "Three grows.");
}

static void
many_changes_are_shown_once_a_frame (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "begin");
  PonderTextBlock *text;

  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  ponder_test_transcript_show (transcript);
  text = PONDER_TEXT_BLOCK (find (transcript, message, PONDER_TYPE_TEXT_BLOCK, 0));
  for (guint i = 0; i < 50; i++)
    ponder_message_append_text (message, ".");
  g_assert_cmpstr (ponder_text_block_get_text (text)->shown, ==, "begin");
  ponder_test_transcript_wait (transcript, 2);
  g_assert_cmpuint (strlen (ponder_text_block_get_text (text)->shown), ==, strlen ("begin") + 50);
}

static void
a_question_is_shown_as_it_was_typed (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "*args\n# not a heading");
  PonderTextBlock *text;

  ponder_test_transcript_show (transcript);
  text = PONDER_TEXT_BLOCK (find (transcript, message, PONDER_TYPE_TEXT_BLOCK, 0));
  g_assert_cmpstr (ponder_text_block_get_text (text)->shown, ==, "*args\n# not a heading");
}

static void
code_is_copied_and_colored (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT,
                                                       "```c\n/* words */\nreturn 1;\n```");
  GtkWidget *code;
  GtkWidget *button;
  g_autofree char *copied = NULL;

  ponder_test_transcript_show (transcript);
  code = find (transcript, message, PONDER_TYPE_CODE_BLOCK, 0);
  button = ponder_test_find_widget (code, PONDER_TYPE_COPY_BUTTON, 0);
  g_signal_emit_by_name (button, "clicked");
  copied = ponder_test_dup_clipboard (button);
  g_assert_cmpstr (copied, ==, "/* words */\nreturn 1;");
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (button)), ==, "object-select-symbolic");
}

static void
colors_say_which_bytes_they_are_for (void)
{
  g_autoptr(PonderCodeHighlighter) highlighter = ponder_code_highlighter_new ();
  const char *code = "/* 字 */\nreturn 1;\nreturn 2;\nint\na;\nint\nb;\nint\nc;\nreturn 3;";
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GArray) runs = NULL;
  g_autoptr(GArray) known = NULL;
  g_autoptr(GError) error = NULL;
  guint n_returns = 0;

  ponder_code_highlighter_highlight_async (highlighter, "c", code, FALSE, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  runs = ponder_code_highlighter_highlight_finish (highlighter, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < runs->len; i++)
    {
      const PonderCodeRun *run = &g_array_index (runs, PonderCodeRun, i);

      if (strncmp (code + run->start, "return", run->end - run->start) == 0)
        n_returns++;
    }
  g_assert_cmpuint (n_returns, ==, 3);

  known = ponder_code_highlighter_lookup (highlighter, "c", code, FALSE);
  g_assert_true (known == runs);
  g_assert_null (ponder_code_highlighter_lookup (highlighter, "c", code, TRUE));
}

static void
a_long_listing_is_cut_and_copied_whole (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(GString) code = g_string_new (NULL);
  g_autofree char *markdown = NULL;
  g_autofree char *copied = NULL;
  PonderMessage *message;
  GtkWidget *block;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (code, "%sline %u", i > 0 ? "\n" : "", i);
  markdown = g_strdup_printf ("```\n%s\n```", code->str);
  message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, markdown);
  ponder_test_transcript_show (transcript);
  block = find (transcript, message, PONDER_TYPE_CODE_BLOCK, 0);
  g_assert_nonnull (ponder_test_find_widget (block, PONDER_TYPE_TEXT_BLOCK, 4));
  g_signal_emit_by_name (ponder_test_find_widget (block, PONDER_TYPE_COPY_BUTTON, 0), "clicked");
  copied = ponder_test_dup_clipboard (block);
  g_assert_cmpstr (copied, ==, code->str);
}

static void
a_long_table_is_folded (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(GString) table = g_string_new ("| n |\n|---|\n");
  PonderMessage *message;
  GtkWidget *grid;

  for (guint i = 0; i < PONDER_TABLE_ROW_LIMIT + 100; i++)
    g_string_append_printf (table, "| %u |\n", i);
  message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, table->str);
  ponder_test_transcript_show (transcript);
  grid = find (transcript, message, PONDER_TYPE_TABLE_GRID, 0);
  g_assert_nonnull (ponder_test_find_widget (grid, PONDER_TYPE_TEXT_BLOCK, PONDER_TABLE_ROW_LIMIT - 1));
  g_assert_null (ponder_test_find_widget (grid, PONDER_TYPE_TEXT_BLOCK, PONDER_TABLE_ROW_LIMIT));

  g_signal_emit_by_name (find (transcript, message, GTK_TYPE_BUTTON, 0), "clicked");
  ponder_test_transcript_wait (transcript, 2);
  g_assert_nonnull (ponder_test_find_widget (grid, PONDER_TYPE_TEXT_BLOCK, PONDER_TABLE_ROW_LIMIT + 100));
}

/* All columns fit; the wide one wants more than half of it. */
static void
a_column_that_fits_is_not_made_narrower (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT,
                                                       "| a | b |\n|---|---|\n| c | wider than this |\n");
  GtkWidget *grid;
  int wanted;

  ponder_test_transcript_show (transcript);
  grid = find (transcript, message, PONDER_TYPE_TABLE_GRID, 0);
  gtk_widget_measure (ponder_test_find_widget (grid, PONDER_TYPE_TEXT_BLOCK, 3), GTK_ORIENTATION_HORIZONTAL, -1, NULL,
                      &wanted, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_width (ponder_test_find_widget (grid, PONDER_TYPE_TEXT_BLOCK, 3)), ==, wanted);
}

static void
a_very_long_message_is_cut_until_it_is_wanted (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(GString) text = g_string_new (NULL);
  PonderMessage *message;
  PonderBlockStack *blocks;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (text, "%s%u some words", i % 20 == 0 ? "\n\n" : "\n", i);
  message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, text->str);
  ponder_test_transcript_show (transcript);
  blocks = PONDER_BLOCK_STACK (find (transcript, message, PONDER_TYPE_BLOCK_STACK, 0));
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (blocks), <, 400);

  g_signal_emit_by_name (find (transcript, message, GTK_TYPE_BUTTON, 0), "clicked");
  ponder_test_transcript_wait (transcript, 2);
  g_assert_cmpuint (ponder_block_stack_get_n_blocks (blocks), ==, 500);
}

/* Text of the worst kind must not hold up the window. */
static void
hostile_text_is_shown_at_once (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autofree char *hex = g_strnfill (64000, 'a');
  g_autoptr(GString) text = g_string_new (hex);
  gint64 begin;

  g_string_append (text, "\n\n");
  for (guint i = 0; i < 3000; i++)
    g_string_append (text, "> ");
  g_string_append (text, "deep\n\n\u202e\u202e mirrored\n\n<b>&amp;</b> <span>\n");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, text->str);
  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, hex);
  begin = g_get_monotonic_time ();
  ponder_test_transcript_show (transcript);
  g_test_message ("shown after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - begin) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

static void
tab_goes_from_link_to_link (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (
    transcript, PONDER_ROLE_ASSISTANT, "[one](https://one.example/) [no](file:///x) [two](https://two.example/)");
  PonderTextBlock *text;

  ponder_test_transcript_show (transcript);
  text = PONDER_TEXT_BLOCK (find (transcript, message, PONDER_TYPE_TEXT_BLOCK, 0));
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (text)));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (text), GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (ponder_text_block_get_focused_link (text)->target, ==, "https://one.example/");
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (text), GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (ponder_text_block_get_focused_link (text)->target, ==, "https://two.example/");
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (text), GTK_DIR_TAB_FORWARD));
}

static void
thoughts_open_and_stay_open (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "answer");
  GtkWidget *fold;

  ponder_message_append_reasoning (message, "first thought");
  ponder_message_set_reasoning_ms (message, 12000);
  ponder_test_transcript_show (transcript);
  fold = find (transcript, message, PONDER_TYPE_REASONING_FOLD, 0);
  g_assert_null (ponder_test_find_widget (fold, PONDER_TYPE_TEXT_BLOCK, 0));
  g_signal_emit_by_name (ponder_test_find_widget (fold, GTK_TYPE_BUTTON, 0), "clicked");
  ponder_test_transcript_wait (transcript, 2);
  g_assert_nonnull (ponder_test_find_widget (fold, PONDER_TYPE_TEXT_BLOCK, 0));

  /* Also when its row was dropped meanwhile. */
  ponder_test_transcript_add_many (transcript, 60);
  ponder_transcript_view_scroll_to_end (transcript->view);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_null (ponder_test_transcript_find_row (transcript, message));
  ponder_transcript_view_set_place (transcript->view, "m0", 0);
  ponder_test_transcript_wait (transcript, 2);
  fold = find (transcript, message, PONDER_TYPE_REASONING_FOLD, 0);
  g_assert_true (ponder_reasoning_fold_get_open (PONDER_REASONING_FOLD (fold)));
}

typedef struct
{
  PonderMessage *message;
  int            step;
} Heard;

static void
heard_cb (Heard         *place,
          PonderMessage *message)
{
  place->message = message;
}

static void
heard_step_cb (Heard         *place,
               PonderMessage *message,
               int            step)
{
  place->message = message;
  place->step = step;
}

static void
assert_button_asks (PonderTestTranscript *transcript,
                    PonderMessage        *message,
                    const char           *action,
                    const char           *signal)
{
  GtkWidget *button = ponder_test_find_button (ponder_test_transcript_find_row (transcript, message), action);
  Heard place = { NULL, 0 };
  gulong handler = g_signal_connect_swapped (transcript->view, signal, G_CALLBACK (heard_cb), &place);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (place.message == message);
  g_signal_handler_disconnect (transcript->view, handler);
}

static PonderMessage *
add_failed (PonderTestTranscript *transcript,
            PonderErrorCode       category)
{
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "some text");
  g_autoptr(PonderFault) fault = ponder_fault_new (category, "chat");

  fault->provider = g_strdup ("openai");
  fault->details = g_strdup ("{\"error\":\"no\"}");
  ponder_message_set_fault (message, fault);
  ponder_message_set_state (message, PONDER_MESSAGE_FAILED);
  return message;
}

static void
an_error_offers_what_helps (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *limit = add_failed (transcript, PONDER_ERROR_RATE_LIMIT);
  PonderMessage *key = add_failed (transcript, PONDER_ERROR_AUTHENTICATION);
  GtkWidget *row;

  ponder_test_transcript_show (transcript);
  assert_button_asks (transcript, limit, "message.regenerate", "regenerate");
  assert_button_asks (transcript, limit, "message.switch-model", "switch-model");
  assert_button_asks (transcript, key, "message.open-provider-settings", "open-provider-settings");
  row = ponder_test_transcript_find_row (transcript, key);
  g_assert_null (ponder_test_find_button (row, "message.switch-model"));
  /* What came before it failed is still there. */
  g_assert_cmpstr (ponder_text_block_get_text (
                     PONDER_TEXT_BLOCK (find (transcript, limit, PONDER_TYPE_TEXT_BLOCK, 0)))->shown,
                   ==, "some text");
}

static void
error_details_are_folded_and_can_be_copied (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = add_failed (transcript, PONDER_ERROR_SERVER);
  g_autofree char *copied = NULL;
  GtkWidget *card;
  GtkWidget *copy;
  GtkWidget *details;

  ponder_test_transcript_show (transcript);
  card = find (transcript, message, PONDER_TYPE_ERROR_CARD, 0);
  copy = ponder_test_find_widget (card, PONDER_TYPE_COPY_BUTTON, 0);
  g_assert_false (gtk_widget_get_mapped (copy));
  details = ponder_test_find (card, GTK_TYPE_IMAGE, "pan-end-symbolic");
  g_signal_emit_by_name (gtk_widget_get_ancestor (details, GTK_TYPE_BUTTON), "clicked");
  ponder_test_transcript_wait (transcript, 2);
  g_assert_true (gtk_widget_get_mapped (copy));
  g_signal_emit_by_name (copy, "clicked");
  copied = ponder_test_dup_clipboard (card);
  g_assert_nonnull (strstr (copied, "{\"error\":\"no\"}"));
}

static void
versions_can_be_leafed_through (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "second of three");
  Heard place = { NULL, 0 };
  GtkWidget *row;

  ponder_message_set_siblings (message, 1, 3);
  ponder_test_transcript_show (transcript);
  g_signal_connect_swapped (transcript->view, "show-sibling", G_CALLBACK (heard_step_cb), &place);
  row = ponder_test_transcript_find_row (transcript, message);
  g_signal_emit_by_name (ponder_test_find_button (row, "message.show-sibling"), "clicked");
  g_assert_true (place.message == message);
  g_assert_cmpint (place.step, ==, -1);

  ponder_message_set_siblings (message, 0, 3);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_false (gtk_widget_get_sensitive (ponder_test_find_button (row, "message.show-sibling")));
}

static gboolean
run_shortcut (GtkWidget       *widget,
              GtkShortcut     *shortcut,
              guint            keyval,
              GdkModifierType  modifiers)
{
  GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

  return GTK_IS_KEYVAL_TRIGGER (trigger)
         && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
         && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers
         && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE, widget,
                                          gtk_shortcut_get_arguments (shortcut));
}

/* What the keys of the class say to a key. */
static gboolean
press (GtkWidget       *widget,
       guint            keyval,
       GdkModifierType  modifiers)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          handled = handled || run_shortcut (widget, shortcut, keyval, modifiers);
        }
    }
  return handled;
}

static void
the_versions_have_a_name_and_keys (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "second of three");
  Heard place = { NULL, 0 };
  Heard trash = { NULL, 0 };
  GtkWidget *row;

  ponder_message_set_siblings (message, 1, 3);
  ponder_test_transcript_show (transcript);
  g_signal_connect_swapped (transcript->view, "show-sibling", G_CALLBACK (heard_step_cb), &place);
  g_signal_connect_swapped (transcript->view, "trash", G_CALLBACK (heard_cb), &trash);
  row = ponder_test_transcript_find_row (transcript, message);
  gtk_test_accessible_assert_property (gtk_widget_get_parent (ponder_test_find_button (row, "message.show-sibling")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Version 2 of 3");

  gtk_widget_grab_focus (row);
  g_assert_true (press (GTK_WIDGET (transcript->view), GDK_KEY_Right, GDK_ALT_MASK));
  g_assert_true (place.message == message);
  g_assert_cmpint (place.step, ==, 1);
  g_assert_true (press (GTK_WIDGET (transcript->view), GDK_KEY_Delete, 0));
  g_assert_true (trash.message == message);
}

static void
the_menu_fits_the_message (void)
{
  g_autoptr(PonderMessage) question = ponder_message_new ("q", NULL, PONDER_ROLE_USER);
  g_autoptr(PonderMessage) answer = ponder_message_new ("a", "q", PONDER_ROLE_ASSISTANT);

  g_assert_true (ponder_message_menu_offers (question, "message.edit"));
  g_assert_false (ponder_message_menu_offers (question, "message.regenerate"));
  g_assert_true (ponder_message_menu_offers (question, "message.branch"));

  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  g_assert_false (ponder_message_menu_offers (answer, "message.regenerate"));
  g_assert_false (ponder_message_menu_offers (answer, "message.branch"));
  g_assert_true (ponder_message_menu_offers (answer, "message.trash"));
  ponder_message_set_state (answer, PONDER_MESSAGE_DONE);
  g_assert_true (ponder_message_menu_offers (answer, "message.regenerate"));
  g_assert_true (ponder_message_menu_offers (answer, "message.switch-model"));
  g_assert_false (ponder_message_menu_offers (answer, "message.edit"));
}

static void
the_buttons_come_when_the_answer_is_finished (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "");
  PonderMessage *question = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "why?");

  ponder_message_set_state (message, PONDER_MESSAGE_WAITING);
  ponder_test_transcript_show (transcript);
  g_assert_null (find (transcript, message, PONDER_TYPE_MESSAGE_FOOTER, 0));
  g_assert_true (gtk_widget_get_visible (find (transcript, message, PONDER_TYPE_WAITING_LINE, 0)));
  assert_button_asks (transcript, question, "message.edit", "edit");

  ponder_message_append_text (message, "because");
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_null (find (transcript, message, PONDER_TYPE_WAITING_LINE, 0));
  assert_button_asks (transcript, message, "message.regenerate", "regenerate");
}

static gboolean
can_be_seen (gpointer user_data)
{
  return gtk_widget_get_opacity (user_data) > 0;
}

static PonderMessage *
add_cached (PonderTestTranscript *transcript,
            gint64                age)
{
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "because");

  ponder_message_set_model (message, "a-model-with-quite-a-long-name-2026-11-28");
  ponder_message_set_cached_from (message, ponder_message_get_created (message) - age);
  return message;
}

static void
a_cached_answer_says_so_and_can_be_asked_anew (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = add_cached (transcript, 3 * G_TIME_SPAN_DAY);
  Heard place = { NULL, 0 };
  GtkWidget *badge;
  GtkWidget *row;

  ponder_test_transcript_show (transcript);
  row = ponder_test_transcript_find_row (transcript, message);
  badge = gtk_widget_get_ancestor (ponder_test_find (row, GTK_TYPE_LABEL, "from cache, 3 days old"), GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_get_mapped (badge));
  g_assert_nonnull (ponder_test_find (badge, GTK_TYPE_IMAGE, NULL));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (badge), "It cost nothing now."));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "from cache, 3 days old");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       gtk_widget_get_tooltip_text (badge));

  g_assert_true (gtk_widget_grab_focus (badge));
  g_signal_connect_swapped (transcript->view, "regenerate", G_CALLBACK (heard_cb), &place);
  g_assert_true (gtk_widget_activate (badge));
  ponder_test_run_for (300);
  g_assert_true (place.message == message);
}

static void
only_a_cached_answer_says_so (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "because");
  GtkWidget *row;
  GtkWidget *image;

  ponder_test_transcript_show (transcript);
  row = ponder_test_transcript_find_row (transcript, message);
  image = ponder_test_find (row, GTK_TYPE_IMAGE, "document-open-recent-symbolic");
  g_assert_false (gtk_widget_get_mapped (image));

  ponder_message_set_cached_from (message, ponder_message_get_created (message) - G_TIME_SPAN_HOUR);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_true (gtk_widget_get_mapped (image));
  ponder_message_set_cached_from (message, 0);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_false (gtk_widget_get_mapped (image));
}

static void
a_cached_answer_fits_a_narrow_window (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (360, HEIGHT);
  PonderMessage *message = add_cached (transcript, 3 * G_TIME_SPAN_DAY);
  graphene_rect_t bounds;
  GtkWidget *label;
  GtkWidget *row;

  ponder_message_set_siblings (message, 1, 3);
  ponder_test_transcript_show (transcript);
  row = ponder_test_transcript_find_row (transcript, message);
  label = ponder_test_find (row, GTK_TYPE_LABEL, "from cache, 3 days old");
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  g_assert_true (gtk_widget_compute_bounds (label, row, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, (float) gtk_widget_get_width (row));
  g_assert_cmpint (gtk_widget_get_width (row), <=, 360);
}

static void
a_cached_answer_is_read_from_the_right (void)
{
  PonderTestTranscript *transcript;
  PonderMessage *message;
  graphene_rect_t badge;
  graphene_rect_t buttons;
  GtkWidget *row;
  GtkWidget *label;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  message = add_cached (transcript, 3 * G_TIME_SPAN_DAY);
  ponder_test_transcript_show (transcript);
  row = ponder_test_transcript_find_row (transcript, message);
  label = ponder_test_find (row, GTK_TYPE_LABEL, "from cache, 3 days old");
  g_assert_true (gtk_widget_compute_bounds (label, row, &badge));
  g_assert_true (gtk_widget_compute_bounds (ponder_test_find_button (row, "message.regenerate"), row, &buttons));
  g_assert_cmpfloat (badge.origin.x + badge.size.width, <, buttons.origin.x);
  g_assert_true (gtk_widget_compute_bounds (ponder_test_find (row, GTK_TYPE_IMAGE, "document-open-recent-symbolic"),
                                            row, &buttons));
  g_assert_cmpfloat (badge.origin.x + badge.size.width, <=, buttons.origin.x);
  ponder_test_transcript_free (transcript);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* It is there before one can wonder. */
static void
nothing_flashes_before_a_cached_answer (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "");
  GtkWidget *spinner;
  GtkWidget *words;

  ponder_message_set_state (message, PONDER_MESSAGE_WAITING);
  ponder_test_transcript_show (transcript);
  spinner = ponder_test_find (ponder_test_transcript_find_row (transcript, message), GTK_TYPE_SPINNER, NULL);
  words = gtk_widget_get_parent (spinner);
  ponder_test_wait_for (can_be_seen, words, 5);

  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_test_transcript_wait (transcript, 2);
  ponder_message_set_state (message, PONDER_MESSAGE_WAITING);
  while (find (transcript, message, PONDER_TYPE_WAITING_LINE, 0) == NULL)
    ponder_test_transcript_wait (transcript, 1);
  spinner = ponder_test_find (ponder_test_transcript_find_row (transcript, message), GTK_TYPE_SPINNER, NULL);
  g_assert_false (can_be_seen (gtk_widget_get_parent (spinner)));
  ponder_message_append_text (message, "because");
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_null (find (transcript, message, PONDER_TYPE_WAITING_LINE, 0));
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/transcript/row/finished-blocks-keep-their-widgets", finished_blocks_keep_their_widgets);
  g_test_add_func ("/transcript/row/many-changes-are-shown-once-a-frame", many_changes_are_shown_once_a_frame);
  g_test_add_func ("/transcript/row/a-question-is-shown-as-it-was-typed", a_question_is_shown_as_it_was_typed);
  g_test_add_func ("/transcript/row/code-is-copied-and-colored", code_is_copied_and_colored);
  g_test_add_func ("/transcript/row/colors-say-which-bytes-they-are-for", colors_say_which_bytes_they_are_for);
  g_test_add_func ("/transcript/row/a-long-listing-is-cut-and-copied-whole", a_long_listing_is_cut_and_copied_whole);
  g_test_add_func ("/transcript/row/a-long-table-is-folded", a_long_table_is_folded);
  g_test_add_func ("/transcript/row/a-column-that-fits-is-not-made-narrower", a_column_that_fits_is_not_made_narrower);
  g_test_add_func ("/transcript/row/a-very-long-message-is-cut-until-it-is-wanted",
                   a_very_long_message_is_cut_until_it_is_wanted);
  g_test_add_func ("/transcript/row/hostile-text-is-shown-at-once", hostile_text_is_shown_at_once);
  g_test_add_func ("/transcript/row/tab-goes-from-link-to-link", tab_goes_from_link_to_link);
  g_test_add_func ("/transcript/row/thoughts-open-and-stay-open", thoughts_open_and_stay_open);
  g_test_add_func ("/transcript/row/an-error-offers-what-helps", an_error_offers_what_helps);
  g_test_add_func ("/transcript/row/error-details-are-folded-and-can-be-copied",
                   error_details_are_folded_and_can_be_copied);
  g_test_add_func ("/transcript/row/versions-can-be-leafed-through", versions_can_be_leafed_through);
  g_test_add_func ("/transcript/row/the-versions-have-a-name-and-keys", the_versions_have_a_name_and_keys);
  g_test_add_func ("/transcript/row/the-menu-fits-the-message", the_menu_fits_the_message);
  g_test_add_func ("/transcript/row/the-buttons-come-when-the-answer-is-finished",
                   the_buttons_come_when_the_answer_is_finished);
  g_test_add_func ("/transcript/row/a-cached-answer-says-so-and-can-be-asked-anew",
                   a_cached_answer_says_so_and_can_be_asked_anew);
  g_test_add_func ("/transcript/row/only-a-cached-answer-says-so", only_a_cached_answer_says_so);
  g_test_add_func ("/transcript/row/a-cached-answer-fits-a-narrow-window", a_cached_answer_fits_a_narrow_window);
  g_test_add_func ("/transcript/row/a-cached-answer-is-read-from-the-right", a_cached_answer_is_read_from_the_right);
  g_test_add_func ("/transcript/row/nothing-flashes-before-a-cached-answer", nothing_flashes_before_a_cached_answer);
  return g_test_run ();
}
