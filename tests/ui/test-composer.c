/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing, sending, stopping, drafts. */

#include "config.h"

#include "ponder-composer.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"

typedef struct
{
  PonderComposer *composer;
  GtkWidget      *view;
  GtkTextBuffer  *buffer;
  GtkWidget      *button;
  char           *sent;
  guint           n_stops;
  guint           n_edit_lasts;
  guint           n_drafts;
} Fixture;

static void
send_cb (Fixture    *fixture,
         const char *text)
{
  g_free (fixture->sent);
  fixture->sent = g_strdup (text);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->composer = g_object_ref_sink (g_object_new (PONDER_TYPE_COMPOSER, NULL));
  fixture->view = ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL);
  fixture->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (fixture->view));
  fixture->button = ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_BUTTON, "go-up-symbolic");
  g_assert_nonnull (fixture->button);
  g_signal_connect_swapped (fixture->composer, "send", G_CALLBACK (send_cb), fixture);
  g_signal_connect_swapped (fixture->composer, "stop", G_CALLBACK (count_cb), &fixture->n_stops);
  g_signal_connect_swapped (fixture->composer, "edit-last", G_CALLBACK (count_cb), &fixture->n_edit_lasts);
  g_signal_connect_swapped (fixture->composer, "draft-changed", G_CALLBACK (count_cb), &fixture->n_drafts);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_free (fixture->sent);
  g_assert_finalize_object (fixture->composer);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_text_buffer_insert_at_cursor (fixture->buffer, text, -1);
}

static void
test_enter (Fixture       *fixture,
            gconstpointer  data)
{
  type (fixture, "two\nlines");
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_Return, 0));
  g_assert_cmpstr (fixture->sent, ==, "two\nlines");

  ponder_composer_clear (fixture->composer);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
}

static void
test_shift_enter (Fixture       *fixture,
                  gconstpointer  data)
{
  type (fixture, "one");
  g_assert_false (ponder_test_press (fixture->view, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_null (fixture->sent);
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_KP_Enter, GDK_CONTROL_MASK));
  g_assert_cmpstr (fixture->sent, ==, "one");
}

static void
test_swapped (Fixture       *fixture,
              gconstpointer  data)
{
  g_object_set (fixture->composer, "enter-sends", FALSE, NULL);
  type (fixture, "one");
  g_assert_false (ponder_test_press (fixture->view, GDK_KEY_Return, 0));
  g_assert_null (fixture->sent);
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpstr (fixture->sent, ==, "one");
}

static void
test_blank (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_false (gtk_widget_get_sensitive (fixture->button));
  type (fixture, " \n\t ");
  g_assert_false (gtk_widget_get_sensitive (fixture->button));
  ponder_test_press (fixture->view, GDK_KEY_Return, 0);
  g_assert_null (fixture->sent);
}

static void
test_preedit (Fixture       *fixture,
              gconstpointer  data)
{
  type (fixture, "你");
  g_signal_emit_by_name (fixture->view, "preedit-changed", "hao");
  g_assert_false (ponder_test_press (fixture->view, GDK_KEY_Return, 0));
  g_assert_null (fixture->sent);
  g_signal_emit_by_name (fixture->view, "preedit-changed", "");
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_Return, 0));
  g_assert_cmpstr (fixture->sent, ==, "你");
}

/* Up leads to the candidates, and Escape gives up what is composed and nothing else. */
static void
test_preedit_keys (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *placeholder = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (fixture->composer),
                                                                      PONDER_TYPE_COMPOSER, "placeholder"));

  g_assert_true (gtk_widget_get_visible (placeholder));
  g_signal_emit_by_name (fixture->view, "preedit-changed", "ni");
  g_assert_false (gtk_widget_get_visible (placeholder));
  g_assert_false (gtk_widget_get_sensitive (fixture->button));
  g_assert_false (ponder_test_press (fixture->view, GDK_KEY_Up, 0));
  g_assert_cmpuint (fixture->n_edit_lasts, ==, 0);
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_Escape, 0));

  g_signal_emit_by_name (fixture->view, "preedit-changed", "");
  g_assert_true (gtk_widget_get_visible (placeholder));
  g_assert_false (ponder_test_press (fixture->view, GDK_KEY_Escape, 0));
}

/* Another chat's text is not one step back. */
static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;

  type (fixture, "of this chat");
  g_assert_true (gtk_text_buffer_get_can_undo (fixture->buffer));
  ponder_composer_set_draft (fixture->composer, "of another", 0);
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->buffer));
  type (fixture, "x");
  gtk_text_buffer_undo (fixture->buffer);
  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "of another");
  gtk_text_buffer_redo (fixture->buffer);
  ponder_composer_clear (fixture->composer);
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->buffer));
  g_assert_false (gtk_text_buffer_get_can_redo (fixture->buffer));
}

/* What was there may come back, although it would be attached if it was pasted. */
static void
test_undo_large (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *large = g_strnfill (20000, 'x');
  GtkTextIter start;
  GtkTextIter end;

  ponder_composer_set_draft (fixture->composer, large, 0);
  type (fixture, "before ");
  gtk_text_buffer_get_bounds (fixture->buffer, &start, &end);
  gtk_text_buffer_delete (fixture->buffer, &start, &end);
  gtk_text_buffer_undo (fixture->buffer);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 20007);
  gtk_text_buffer_undo (fixture->buffer);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 20000);
}

static void
test_running (Fixture       *fixture,
              gconstpointer  data)
{
  type (fixture, "next question");
  ponder_composer_set_running (fixture->composer, TRUE);
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (fixture->button)), ==, "media-playback-stop-symbolic");
  ponder_test_press (fixture->view, GDK_KEY_Return, 0);
  g_assert_null (fixture->sent);
  ponder_test_click (fixture->button);
  g_assert_cmpuint (fixture->n_stops, ==, 1);
  g_assert_null (fixture->sent);

  ponder_composer_set_running (fixture->composer, FALSE);
  ponder_test_click (fixture->button);
  g_assert_cmpstr (fixture->sent, ==, "next question");
}

static void
test_up (Fixture       *fixture,
         gconstpointer  data)
{
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_Up, 0));
  g_assert_cmpuint (fixture->n_edit_lasts, ==, 1);
  type (fixture, "x");
  g_assert_false (ponder_test_press (fixture->view, GDK_KEY_Up, 0));
  g_assert_cmpuint (fixture->n_edit_lasts, ==, 1);
}

static gboolean
has_two_drafts (gpointer user_data)
{
  return ((Fixture *) user_data)->n_drafts == 2;
}

static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *draft = NULL;
  guint cursor;

  ponder_composer_set_draft (fixture->composer, "草稿 draft", 3);
  g_assert_cmpuint (fixture->n_drafts, ==, 0);
  draft = ponder_composer_dup_draft (fixture->composer, &cursor);
  g_assert_cmpstr (draft, ==, "草稿 draft");
  g_assert_cmpuint (cursor, ==, 3);

  /* The first letter at once, the others together. */
  for (guint i = 0; i < 100; i++)
    type (fixture, "x");
  g_assert_cmpuint (fixture->n_drafts, ==, 1);
  ponder_test_wait_for (has_two_drafts, fixture, 5);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *draft = NULL;
  guint cursor;

  ponder_composer_set_draft (fixture->composer, "half typed", 4);
  ponder_composer_begin_edit (fixture->composer, "old question");
  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "old question");
  draft = ponder_composer_dup_draft (fixture->composer, &cursor);
  g_assert_cmpstr (draft, ==, "half typed");
  g_assert_cmpuint (cursor, ==, 4);
  type (fixture, "!");
  ponder_composer_flush (fixture->composer);
  g_assert_cmpuint (fixture->n_drafts, ==, 0);

  ponder_composer_cancel_edit (fixture->composer);
  g_assert_false (ponder_composer_get_editing (fixture->composer));
  g_free (text);
  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "half typed");
}

static void
test_edit_sent (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *text = NULL;

  ponder_composer_set_draft (fixture->composer, "half typed", 4);
  ponder_composer_begin_edit (fixture->composer, "old question");
  g_assert_true (ponder_test_press (fixture->view, GDK_KEY_Return, 0));
  g_assert_cmpstr (fixture->sent, ==, "old question");
  ponder_composer_clear (fixture->composer);
  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "half typed");
}

static gboolean
hint_shown (gpointer user_data)
{
  return gtk_widget_get_visible (user_data);
}

static void
test_hint (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *hint = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (fixture->composer),
                                                               PONDER_TYPE_COMPOSER, "tokens"));

  g_assert_nonnull (hint);
  type (fixture, "short");
  ponder_test_run_for (200);
  g_assert_false (gtk_widget_get_visible (hint));
  for (guint i = 0; i < 50; i++)
    type (fixture, " many words");
  ponder_test_wait_for (hint_shown, hint, 5);
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (hint)), "~1"));
}

static void
add (const char *path,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  add ("/ui/composer/enter-sends", test_enter);
  add ("/ui/composer/shift-enter-starts-a-line", test_shift_enter);
  add ("/ui/composer/enter-can-be-swapped", test_swapped);
  add ("/ui/composer/blanks-are-not-sent", test_blank);
  add ("/ui/composer/an-input-method-keeps-its-enter", test_preedit);
  add ("/ui/composer/an-input-method-keeps-its-keys", test_preedit_keys);
  add ("/ui/composer/undo-stays-in-its-chat", test_undo);
  add ("/ui/composer/undo-brings-back-what-is-long", test_undo_large);
  add ("/ui/composer/the-button-stops-a-running-answer", test_running);
  add ("/ui/composer/up-in-an-empty-box-edits-the-last-question", test_up);
  add ("/ui/composer/drafts-are-told-in-bursts", test_draft);
  add ("/ui/composer/an-edit-that-is-cancelled-brings-back-the-draft", test_edit);
  add ("/ui/composer/an-edit-that-is-sent-brings-back-the-draft", test_edit_sent);
  add ("/ui/composer/long-texts-get-a-token-hint", test_hint);

  return g_test_run ();
}
