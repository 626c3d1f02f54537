/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of one chat: shown, set, unset, stored, and what becomes of them in a request. */

#include "config.h"

#include <math.h>

#include "ponder-chat-settings-button.h"
#include "ponder-chat-settings.h"
#include "ponder-demo-server.h"
#include "ponder-number-row.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-workspace.h"

typedef struct
{
  char                     *path;
  PonderDemoServer         *server;
  PonderWorkspace          *workspace;
  PonderSession            *session;
  GtkWindow                *window;
  PonderChatSettingsButton *button;
  PonderChatSettings       *settings;
} Fixture;

static void
add_provider (Fixture    *fixture,
              const char *dialect)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("test");
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_provider_config_set_dialect (provider, dialect);
  ponder_provider_config_set_preset (provider, "custom");
  ponder_provider_config_set_base_url (provider, ponder_demo_server_get_base_url (fixture->server));
  ponder_provider_config_set_default_model (provider, "picky");
  ponder_workspace_save_provider_async (fixture->workspace, provider, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  ponder_workspace_save_provider_finish (fixture->workspace, result, &error);
  g_assert_no_error (error);
}

static PonderDemoScript *
create_answer (void)
{
  PonderDemoScript *answer = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (answer, "yes");
  ponder_demo_script_end (answer, "stop", 1, 1);
  return answer;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  dialect)
{
  g_autoptr(GError) error = NULL;

  g_setenv ("TEST_API_KEY", "sk-test", TRUE);
  fixture->path = ponder_test_dir_new ();
  fixture->server = ponder_demo_server_new ();
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  ponder_demo_server_set_script (fixture->server, "picky", create_answer ());
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  add_provider (fixture, dialect);
  fixture->session = ponder_workspace_create_session (fixture->workspace);

  fixture->window = GTK_WINDOW (adw_window_new ());
  fixture->button = g_object_new (PONDER_TYPE_CHAT_SETTINGS_BUTTON, NULL);
  ponder_chat_settings_button_set_workspace (fixture->button, fixture->workspace);
  ponder_chat_settings_button_set_session (fixture->button, fixture->session);
  fixture->settings = PONDER_CHAT_SETTINGS (ponder_test_find (GTK_WIDGET (fixture->button),
                                                              PONDER_TYPE_CHAT_SETTINGS, NULL));
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->button));
  gtk_window_set_default_size (fixture->window, 360, 480);
  gtk_window_present (fixture->window);
  ponder_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (fixture->settings), GTK_TYPE_POPOVER)));
  ponder_test_settle ();
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->session);
  ponder_test_workspace_close (fixture->workspace);
  ponder_demo_server_stop (fixture->server);
  g_object_unref (fixture->server);
  ponder_test_dir_remove (fixture->path);
}

static GtkWidget *
get_child (Fixture    *fixture,
           const char *name)
{
  GObject *child = gtk_widget_get_template_child (GTK_WIDGET (fixture->settings), PONDER_TYPE_CHAT_SETTINGS, name);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

static GtkWidget *
get_entry (Fixture    *fixture,
           const char *name)
{
  return ponder_test_find (get_child (fixture, name), GTK_TYPE_ENTRY, NULL);
}

static const char *
get_note (Fixture    *fixture,
          const char *name)
{
  GObject *note = gtk_widget_get_template_child (get_child (fixture, name), PONDER_TYPE_NUMBER_ROW, "note");

  return gtk_widget_get_visible (GTK_WIDGET (note)) ? gtk_label_get_label (GTK_LABEL (note)) : NULL;
}

static void
type (Fixture    *fixture,
      const char *name,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_entry (fixture, name)), text);
}

static void
set_prompt (Fixture    *fixture,
            const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_child (fixture, "system"))), text, -1);
}

static PonderModelConfig *
get_config (Fixture *fixture)
{
  return ponder_session_get_config (fixture->session);
}

static gboolean
has_dot (Fixture *fixture)
{
  return gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (
    GTK_WIDGET (fixture->button), PONDER_TYPE_CHAT_SETTINGS_BUTTON, "dot")));
}

static gboolean
is_answered (gpointer user_data)
{
  return !ponder_turn_get_running (user_data);
}

static gboolean
was_asked (gpointer user_data)
{
  return ponder_demo_server_get_n_requests (((Fixture *) user_data)->server) > 0;
}

/* The body of what was sent last for one question. */
static const char *
ask (Fixture *fixture)
{
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, fixture->session);
  g_autoptr(PonderTurn) turn = ponder_workspace_begin_turn (fixture->workspace, timeline, "really?");

  ponder_test_wait_for (was_asked, fixture, 20);
  ponder_demo_server_set_script (fixture->server, "picky", create_answer ());
  ponder_test_wait_for (is_answered, turn, 20);
  return ponder_demo_server_get_last_body (fixture->server);
}

static void
test_request (Fixture       *fixture,
              gconstpointer  data)
{
  const char *body;

  g_assert_false (has_dot (fixture));
  body = ask (fixture);
  g_assert_null (strstr (body, "temperature"));
  g_assert_null (strstr (body, "system"));

  set_prompt (fixture, "Be brief.");
  type (fixture, "temperature", "0.7");
  type (fixture, "top_p", "0,25");
  type (fixture, "max_tokens", "1234");
  type (fixture, "frequency_penalty", "-1");
  type (fixture, "presence_penalty", "1.5");
  type (fixture, "total_timeout", "90");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (get_child (fixture, "reasoning")), 4);
  g_assert_true (has_dot (fixture));
  g_assert_cmpfloat_with_epsilon (get_config (fixture)->total_timeout, 90, 1e-9);

  body = ask (fixture);
  g_assert_nonnull (strstr (body, "Be brief."));
  g_assert_nonnull (strstr (body, "\"temperature\":0.7"));
  g_assert_nonnull (strstr (body, "\"top_p\":0.25"));
  g_assert_nonnull (strstr (body, "\"max_tokens\":1234"));
  g_assert_nonnull (strstr (body, "\"frequency_penalty\":-1"));
  g_assert_nonnull (strstr (body, "\"presence_penalty\":1.5"));
  g_assert_nonnull (strstr (body, "\"high\""));
}

static void
test_unset (Fixture       *fixture,
            gconstpointer  data)
{
  type (fixture, "temperature", "1");
  g_assert_cmpfloat_with_epsilon (get_config (fixture)->temperature, 1, 1e-9);
  type (fixture, "temperature", "");
  g_assert_true (isnan (get_config (fixture)->temperature));
  type (fixture, "max_tokens", "100");
  type (fixture, "max_tokens", " ");
  g_assert_cmpuint (get_config (fixture)->max_tokens, ==, 0);
  set_prompt (fixture, "x");
  set_prompt (fixture, " \n");
  g_assert_null (get_config (fixture)->system);
  g_assert_false (has_dot (fixture));
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const wrong[] = { "3", "-0.1", "1e1", "0x1", "nan", "inf", "1.2.3", "warm", "-", ".", "1 2" };

  type (fixture, "temperature", "0.5");
  g_assert_null (get_note (fixture, "temperature"));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type (fixture, "temperature", wrong[i]);
      g_assert_cmpstr (get_note (fixture, "temperature"), ==, "A number from 0 to 2");
      g_assert_cmpfloat_with_epsilon (get_config (fixture)->temperature, 0.5, 1e-9);
    }
  type (fixture, "max_tokens", "1.5");
  g_assert_cmpstr (get_note (fixture, "max_tokens"), ==, "A whole number from 1 to 10000000");
  type (fixture, "max_tokens", "99999999999999999999");
  g_assert_nonnull (get_note (fixture, "max_tokens"));
  g_assert_cmpuint (get_config (fixture)->max_tokens, ==, 0);

  /* As an input method of East Asia types it. */
  type (fixture, "temperature", "1.5");
  g_assert_null (get_note (fixture, "temperature"));
  g_assert_cmpfloat_with_epsilon (get_config (fixture)->temperature, 1.5, 1e-9);
}

static void
test_step (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *entry = get_entry (fixture, "temperature");

  g_assert_true (ponder_test_press (entry, GDK_KEY_Up, 0));
  g_assert_cmpfloat_with_epsilon (get_config (fixture)->temperature, 1, 1e-9);
  for (guint i = 0; i < 3; i++)
    ponder_test_press (entry, GDK_KEY_Down, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.7");
  for (guint i = 0; i < 30; i++)
    ponder_test_press (entry, GDK_KEY_Up, 0);
  g_assert_cmpfloat_with_epsilon (get_config (fixture)->temperature, 2, 1e-9);
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *reset = get_child (fixture, "reset");

  g_assert_false (gtk_widget_get_sensitive (reset));
  set_prompt (fixture, "An hour of work");
  type (fixture, "temperature", "0.5");
  ponder_test_click (reset);
  g_assert_true (ponder_model_config_is_plain (get_config (fixture)));
  g_assert_cmpstr (get_config (fixture)->model, ==, "picky");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "temperature"))), ==, "");
  g_assert_false (has_dot (fixture));

  ponder_test_click (reset);
  g_assert_cmpstr (get_config (fixture)->system, ==, "An hour of work");
  g_assert_cmpfloat_with_epsilon (get_config (fixture)->temperature, 0.5, 1e-9);

  /* What is changed after a reset is not undone with it. */
  ponder_test_click (reset);
  type (fixture, "temperature", "1");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (reset)), ==, "_Reset to Defaults");
}

static void
test_stored (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = g_strdup (ponder_session_get_id (fixture->session));
  PonderSession *session;

  set_prompt (fixture, "Antworte auf Deutsch");
  type (fixture, "temperature", "0.3");
  ponder_session_set_draft (fixture->session, "draft", 0);
  ponder_workspace_save_session (fixture->workspace, fixture->session);
  ponder_chat_settings_button_set_session (fixture->button, NULL);
  g_clear_object (&fixture->session);
  gtk_window_destroy (fixture->window);
  ponder_test_workspace_close (fixture->workspace);

  fixture->workspace = ponder_test_workspace_open (fixture->path);
  session = ponder_workspace_lookup_session (fixture->workspace, id);
  g_assert_nonnull (session);
  g_assert_cmpstr (ponder_session_get_config (session)->system, ==, "Antworte auf Deutsch");
  g_assert_cmpfloat_with_epsilon (ponder_session_get_config (session)->temperature, 0.3, 1e-9);

  fixture->window = GTK_WINDOW (adw_window_new ());
  fixture->button = g_object_new (PONDER_TYPE_CHAT_SETTINGS_BUTTON, NULL);
  ponder_chat_settings_button_set_workspace (fixture->button, fixture->workspace);
  ponder_chat_settings_button_set_session (fixture->button, session);
  fixture->settings = PONDER_CHAT_SETTINGS (ponder_test_find (GTK_WIDGET (fixture->button),
                                                              PONDER_TYPE_CHAT_SETTINGS, NULL));
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->button));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "temperature"))), ==, "0.3");
}

/* Set by the tool, or by another window. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (get_config (fixture));
  GtkDropDown *reasoning = GTK_DROP_DOWN (get_child (fixture, "reasoning"));

  config->temperature = 0.25;
  config->reasoning = g_strdup ("minimal");
  ponder_session_set_config (fixture->session, config);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "temperature"))), ==, "0.25");
  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (reasoning)), ==, "minimal");
  type (fixture, "temperature", "0.5");
  g_assert_cmpstr (get_config (fixture)->reasoning, ==, "minimal");
}

/* What a server refuses once is left out and known from then on. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  PonderDemoScript *refusal = ponder_demo_script_new (400, "application/json");

  ponder_demo_script_bytes (refusal, "{\"error\":{\"message\":\"Unsupported parameter: 'top_p' is not supported with "
                            "this model.\",\"type\":\"invalid_request_error\",\"param\":\"top_p\","
                            "\"code\":\"unsupported_parameter\"}}", -1);
  ponder_demo_server_set_script (fixture->server, "picky", refusal);
  type (fixture, "top_p", "0.5");
  g_assert_null (get_note (fixture, "top_p"));
  g_assert_null (strstr (ask (fixture), "top_p"));

  ponder_chat_settings_start (fixture->settings, 400);
  g_assert_cmpstr (get_note (fixture, "top_p"), ==, "The server does not take it for this model");
  g_assert_false (gtk_widget_is_sensitive (get_entry (fixture, "top_p")));
  g_assert_null (get_note (fixture, "temperature"));
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_cmpstr (get_note (fixture, "presence_penalty"), ==, "This provider has no such setting");
  g_assert_false (gtk_widget_is_sensitive (get_entry (fixture, "presence_penalty")));
  g_assert_null (get_note (fixture, "top_p"));
}

/* Not wider than the narrowest window; what does not fit is scrolled to. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (fixture->settings), GTK_TYPE_POPOVER);
  int width;

  ponder_chat_settings_button_open (fixture->button);
  ponder_test_settle ();
  gtk_widget_measure (GTK_WIDGET (fixture->settings), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 336);
  g_assert_cmpint (gtk_widget_get_height (popover), <=, 480);
  g_assert_true (gtk_widget_has_focus (get_child (fixture, "system")));
}

static void
add (const char *path,
     const char *dialect,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *whole = g_strconcat ("/ui/chat-settings/", path, NULL);

  g_test_add (whole, Fixture, dialect, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  add ("the-next-request-has-them", "openai", test_request);
  add ("each-can-be-left-to-the-server-again", "openai", test_unset);
  add ("what-is-no-number-is-told-and-not-taken", "openai", test_invalid);
  add ("arrows-step-within-the-limits", "openai", test_step);
  add ("a-reset-can-be-undone", "openai", test_reset);
  add ("they-are-stored-with-the-chat", "openai", test_stored);
  add ("what-is-set-elsewhere-is-shown-and-kept", "openai", test_elsewhere);
  add ("what-the-server-refused-is-grey", "openai", test_refused);
  add ("what-the-provider-has-not-is-grey", "anthropic", test_missing);
  add ("they-fit-a-narrow-window", "openai", test_narrow);

  return g_test_run ();
}
