/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer with a real input method: IBus and its Pinyin, with keys from the X server. */

#include "config.h"

#include "ponder-composer.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"

#define ENGINE "libpinyin"

typedef struct
{
  GtkWindow      *window;
  PonderComposer *composer;
  GtkWidget      *view;
  GtkTextBuffer  *buffer;
  char           *sent;
  guint           n_edit_lasts;
  guint           n_escapes;
} Fixture;

/* What it says. (transfer full) (nullable) */
static char *
run (const char *const *arguments)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  g_autoptr(GSubprocess) process = g_subprocess_newv (arguments, flags, NULL);
  char *output = NULL;

  if (process != NULL)
    g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL);
  return output;
}

/* This program goes on meanwhile: its own window is what the key is for. */
static void
press (const char *key)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "key", key, NULL);

  g_assert_no_error (error);
}

/* (nullable): why there is no input method. */
static const char *
start_ibus (GSubprocess **daemon)
{
  static const char *const programs[] = { "xdotool", "ibus-daemon", "ibus" };
  const char *const set[] = { "ibus", "engine", ENGINE, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_find_program_in_path (programs[i]);

      if (path == NULL)
        return "xdotool and ibus are not installed";
    }
  *daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "ibus-daemon", "--panel=disable", NULL);
  for (guint i = 0; i < 50 && *daemon != NULL; i++)
    {
      g_autofree char *engine = NULL;

      /* It says that it failed, too, when nothing has the keyboard yet. */
      g_free (run (set));
      engine = run ((const char *[]) { "ibus", "engine", NULL });
      if (engine != NULL && g_str_has_prefix (engine, ENGINE))
        return NULL;
      g_usleep (100000);
    }
  return "ibus does not start, or has no " ENGINE;
}

static void
send_cb (Fixture    *fixture,
         const char *text)
{
  g_free (fixture->sent);
  fixture->sent = g_strdup (text);
}

static void
edit_last_cb (Fixture *fixture)
{
  fixture->n_edit_lasts++;
}

static gboolean
key_cb (Fixture *fixture,
        guint    keyval)
{
  fixture->n_escapes += keyval == GDK_KEY_Escape;
  return GDK_EVENT_PROPAGATE;
}

static gboolean
has_focus (gpointer user_data)
{
  Fixture *fixture = user_data;

  return gtk_window_is_active (fixture->window) && gtk_widget_has_focus (fixture->view);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  fixture->window = GTK_WINDOW (adw_window_new ());
  fixture->composer = g_object_new (PONDER_TYPE_COMPOSER, NULL);
  fixture->view = ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL);
  fixture->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (fixture->view));
  g_signal_connect_swapped (fixture->composer, "send", G_CALLBACK (send_cb), fixture);
  g_signal_connect_swapped (fixture->composer, "edit-last", G_CALLBACK (edit_last_cb), fixture);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), fixture);
  gtk_widget_add_controller (GTK_WIDGET (fixture->window), keys);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->composer));
  gtk_window_set_default_size (fixture->window, 500, 200);
  gtk_window_present (fixture->window);
  ponder_composer_focus_text (fixture->composer);
  ponder_test_wait_for (has_focus, fixture, 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (fixture->window);
  ponder_test_settle ();
  g_free (fixture->sent);
}

static gboolean
is_composing (gpointer user_data)
{
  return !gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (
    GTK_WIDGET (((Fixture *) user_data)->composer), PONDER_TYPE_COMPOSER, "placeholder")));
}

static gboolean
rests (gpointer user_data)
{
  return !is_composing (user_data);
}

static gboolean
has_text (gpointer user_data)
{
  return gtk_text_buffer_get_char_count (((Fixture *) user_data)->buffer) > 0;
}

static gboolean
has_come (gpointer user_data)
{
  return is_composing (user_data) || has_text (user_data);
}

static gboolean
was_sent (gpointer user_data)
{
  return ((Fixture *) user_data)->sent != NULL;
}

static void
compose (Fixture *fixture)
{
  static const char *const rest[] = { "i", "h", "a", "o", NULL };

  /* An engine that is only just starting lets keys pass. */
  do
    {
      gtk_text_buffer_set_text (fixture->buffer, "", -1);
      press ("n");
      ponder_test_wait_for (has_come, fixture, 20);
    }
  while (has_text (fixture));
  for (const char *const *key = rest; *key != NULL; key++)
    {
      press (*key);
      ponder_test_run_for (150);
    }
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
}

/* Enter is the input method's as long as it composes, and sends after that. */
static void
test_enter (Fixture       *fixture,
            gconstpointer  data)
{
  compose (fixture);
  press ("Return");
  ponder_test_wait_for (has_text, fixture, 20);
  ponder_test_run_for (200);
  g_assert_null (fixture->sent);
  g_assert_cmpint (gtk_text_buffer_get_line_count (fixture->buffer), ==, 1);
  press ("Return");
  ponder_test_wait_for (was_sent, fixture, 20);
  g_assert_cmpstr (fixture->sent, ==, "nihao");
}

static void
test_words (Fixture       *fixture,
            gconstpointer  data)
{
  compose (fixture);
  press ("space");
  ponder_test_wait_for (has_text, fixture, 20);
  press ("Return");
  ponder_test_wait_for (was_sent, fixture, 20);
  g_assert_cmpstr (fixture->sent, ==, "你好");
}

/* It gives up the word, not the answer. */
static void
test_escape (Fixture       *fixture,
             gconstpointer  data)
{
  compose (fixture);
  press ("Escape");
  ponder_test_wait_for (rests, fixture, 20);
  ponder_test_run_for (200);
  g_assert_cmpuint (fixture->n_escapes, ==, 0);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
}

static gboolean
edits_last (gpointer user_data)
{
  return ((Fixture *) user_data)->n_edit_lasts == 1;
}

static void
test_up (Fixture       *fixture,
         gconstpointer  data)
{
  compose (fixture);
  press ("Up");
  ponder_test_run_for (300);
  g_assert_cmpuint (fixture->n_edit_lasts, ==, 0);
  press ("Escape");
  ponder_test_wait_for (rests, fixture, 20);
  press ("Up");
  ponder_test_wait_for (edits_last, fixture, 20);
}

/* What was composed in one chat is not typed in the next. */
static void
test_other_chat (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *text = NULL;

  compose (fixture);
  ponder_composer_set_draft (fixture->composer, "of another chat", 0);
  ponder_test_run_for (500);
  press ("Return");
  ponder_test_wait_for (was_sent, fixture, 20);
  g_assert_cmpstr (fixture->sent, ==, "of another chat");
}

static void
add (const char *name,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/ui/input-method/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *daemon = NULL;
  const char *missing;
  int status;

  /* Before GTK chooses one. */
  g_setenv ("GTK_IM_MODULE", "ibus", TRUE);
  missing = start_ibus (&daemon);
  if (missing != NULL)
    {
      g_print ("1..0 # SKIP %s\n", missing);
      return 0;
    }
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  add ("enter-commits-and-then-sends", test_enter);
  add ("words-are-sent-once-they-are-chosen", test_words);
  add ("escape-is-kept", test_escape);
  add ("up-is-kept", test_up);
  add ("another-chat-gets-nothing-of-it", test_other_chat);

  status = g_test_run ();
  g_subprocess_send_signal (daemon, SIGTERM);
  g_subprocess_wait (daemon, NULL, NULL);
  g_object_unref (daemon);
  return status;
}
