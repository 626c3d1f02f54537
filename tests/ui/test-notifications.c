/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop is told of, seen by a notification service of the test's own. */

#include "config.h"

#include <string.h>

#include "ponder-demo-server.h"
#include "ponder-model-catalog.h"
#include "ponder-model-config.h"
#include "ponder-notifications.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

/* The number that the service gives each. */
#define NOTIFICATION 7u

static const char interface_xml[] =
  "<node><interface name='org.freedesktop.Notifications'>"
  "<method name='Notify'>"
  "<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/>"
  "</method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
  "</interface></node>";

typedef struct
{
  GtkApplication      *application;
  char                *path;
  PonderWorkspace     *workspace;
  PonderModelCatalog  *catalog;
  PonderNotifications *notifications;
  PonderWindow        *window;
  PonderSession       *session;         /* the chat that asks */

  GDBusConnection     *bus;             /* of the service */
  guint                object;
  guint                name;
  gboolean             owned;
  guint                n_sent;
  guint                n_closed;
  char                *summary;
  char                *body;
} Fixture;

static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Fixture *fixture = user_data;

  if (!g_str_equal (method, "Notify"))
    {
      fixture->n_closed++;
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  g_free (fixture->summary);
  g_free (fixture->body);
  g_variant_get_child (parameters, 3, "s", &fixture->summary);
  g_variant_get_child (parameters, 4, "s", &fixture->body);
  fixture->n_sent++;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", NOTIFICATION));
}

static void
owned_cb (GDBusConnection *connection,
          const char      *name,
          gpointer         user_data)
{
  ((Fixture *) user_data)->owned = TRUE;
}

static gboolean
is_owned (gpointer user_data)
{
  return ((Fixture *) user_data)->owned;
}

static void
start_service (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autoptr(GDBusNodeInfo) info = NULL;
  g_autofree char *address = NULL;
  g_autoptr(GError) error = NULL;

  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  fixture->bus = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
    NULL, &error);
  g_assert_no_error (error);
  info = g_dbus_node_info_new_for_xml (interface_xml, &error);
  g_assert_no_error (error);
  fixture->object = g_dbus_connection_register_object (fixture->bus, "/org/freedesktop/Notifications",
                                                       info->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  fixture->name = g_bus_own_name_on_connection (fixture->bus, "org.freedesktop.Notifications",
                                                G_BUS_NAME_OWNER_FLAGS_REPLACE, owned_cb, NULL, fixture, NULL);
  ponder_test_wait_for (is_owned, fixture, 10);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->application = GTK_APPLICATION ((gpointer) data);
  start_service (fixture);
  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->notifications = ponder_notifications_new (fixture->application, fixture->workspace);
  fixture->window = ponder_window_new (fixture->application, fixture->catalog);
  ponder_window_restore (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  fixture->session = g_object_ref (ponder_window_get_session (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->session);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_clear_object (&fixture->notifications);
  g_clear_object (&fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
  g_bus_unown_name (fixture->name);
  g_dbus_connection_unregister_object (fixture->bus, fixture->object);
  g_dbus_connection_close_sync (fixture->bus, NULL, NULL);
  g_clear_object (&fixture->bus);
  g_free (fixture->summary);
  g_free (fixture->body);
}

static gboolean
is_over (gpointer user_data)
{
  return !ponder_turn_get_running (user_data);
}

static gboolean
is_active (gpointer user_data)
{
  return gtk_window_is_active (user_data);
}

static gboolean
is_sent (gpointer user_data)
{
  return ((Fixture *) user_data)->n_sent > 0;
}

static gboolean
is_closed (gpointer user_data)
{
  return ((Fixture *) user_data)->n_closed > 0;
}

static void
show_message_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Fixture *fixture = user_data;

  const char *session_id;
  const char *message_id;

  g_variant_get (parameter, "(&s&s)", &session_id, &message_id);
  ponder_window_show_session (fixture->window, ponder_workspace_lookup_session (fixture->workspace, session_id));
  ponder_window_show_message (fixture->window, message_id);
}

static gboolean
is_shown (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_window_get_session (fixture->window) == fixture->session;
}

/* Asks @model in the chat; @away: another chat is shown before the answer ends. */
static void
ask (Fixture    *fixture,
     const char *model,
     gboolean    away)
{
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, fixture->session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_window_use_model (fixture->window, "demo", model);
  turn = ponder_workspace_begin_turn (fixture->workspace, timeline, "What is <b>new</b>?");
  if (away)
    ponder_window_new_chat (fixture->window);
  ponder_test_wait_for (is_over, turn, 20);
}

static void
tells_of_what_failed (Fixture       *fixture,
                      gconstpointer  data)
{
  ask (fixture, "wrong-key", TRUE);
  ponder_test_wait_for (is_sent, fixture, 5);
  g_assert_cmpstr (fixture->summary, ==, "What is <b>new</b>?");
  g_assert_cmpstr (fixture->body, ==, "API key rejected");
  g_assert_cmpuint (fixture->n_closed, ==, 0);

  /* Whoever opens the chat knows. The desktop's number of it has to come back first: it can be closed by that. */
  ponder_test_run_for (200);
  ponder_test_wait_for (is_active, fixture->window, 10);
  ponder_window_show_session (fixture->window, fixture->session);
  ponder_test_wait_for (is_closed, fixture, 5);
  g_assert_cmpuint (fixture->n_sent, ==, 1);
}

static void
tells_of_an_answer (Fixture       *fixture,
                    gconstpointer  data)
{
  ask (fixture, "echo", TRUE);
  ponder_test_wait_for (is_sent, fixture, 5);
  g_assert_nonnull (strstr (fixture->body, "You wrote: "));
  g_assert_null (strstr (fixture->body, "*"));
}

/* A question that is thought about is a question like any other. */
static void
tells_of_a_deep_think (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(PonderModelConfig) config = NULL;

  ponder_window_use_model (fixture->window, "demo", "think");
  config = ponder_model_config_copy (ponder_session_get_config (fixture->session));
  config->deep_think = TRUE;
  ponder_session_set_config (fixture->session, config);
  ask (fixture, "think", TRUE);
  ponder_test_wait_for (is_sent, fixture, 5);
  g_assert_cmpuint (fixture->n_sent, ==, 1);
  g_assert_cmpstr (fixture->summary, ==, "What is <b>new</b>?");
  g_assert_cmpstr (fixture->body, !=, "");
  g_assert_null (strstr (fixture->body, "{"));
  g_assert_true (ponder_session_get_unseen (fixture->session));
  g_assert_nonnull (strstr (ponder_session_get_preview (fixture->session), fixture->body));
}

static void
opens_the_chat (Fixture       *fixture,
                gconstpointer  data)
{
  const GActionEntry entry = { "show-message", show_message_cb, "(ss)" };
  g_autoptr(GError) error = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (fixture->application), &entry, 1, fixture);
  ask (fixture, "echo", TRUE);
  ponder_test_wait_for (is_sent, fixture, 5);
  ponder_test_run_for (200);    /* as above */
  g_dbus_connection_emit_signal (fixture->bus, NULL, "/org/freedesktop/Notifications",
                                 "org.freedesktop.Notifications", "ActionInvoked",
                                 g_variant_new ("(us)", NOTIFICATION, "default"), &error);
  g_assert_no_error (error);
  ponder_test_wait_for (is_shown, fixture, 5);
  g_action_map_remove_action (G_ACTION_MAP (fixture->application), "show-message");
}

static void
keeps_quiet_where_somebody_looks (Fixture       *fixture,
                                  gconstpointer  data)
{
  ponder_test_wait_for (is_active, fixture->window, 10);
  ask (fixture, "wrong-key", FALSE);
  ask (fixture, "echo", FALSE);
  ponder_test_run_for (300);
  g_assert_cmpuint (fixture->n_sent, ==, 0);
}

static void
keeps_quiet_of_what_was_stopped (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, fixture->session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_window_use_model (fixture->window, "demo", "hang");
  turn = ponder_workspace_begin_turn (fixture->workspace, timeline, "Are you there?");
  ponder_window_new_chat (fixture->window);
  ponder_turn_stop (turn);
  ponder_test_wait_for (is_over, turn, 20);
  ponder_test_run_for (300);
  g_assert_cmpuint (fixture->n_sent, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  /* Another service of the desktop would be asked first. */
  g_setenv ("GNOTIFICATION_BACKEND", "freedesktop", TRUE);
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
#define ADD(path, function) g_test_add ("/ui/notifications/" path, Fixture, application, set_up, function, tear_down)
  ADD ("tell-of-what-failed-until-the-chat-is-opened", tells_of_what_failed);
  ADD ("tell-of-an-answer-that-nobody-saw", tells_of_an_answer);
  ADD ("tell-of-a-deep-think-as-of-any-answer", tells_of_a_deep_think);
  ADD ("open-their-chat", opens_the_chat);
  ADD ("are-not-sent-where-somebody-looks", keeps_quiet_where_somebody_looks);
  ADD ("are-not-sent-of-what-was-stopped", keeps_quiet_of_what_was_stopped);
#undef ADD
  return g_test_run ();
}
