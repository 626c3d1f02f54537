/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's own search: a bus starts the program, which answers without a window and ends again. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-turn.h"
#include "ponder-workspace.h"

#define OBJECT_PATH    "/io/github/ponderchat/Ponder"
#define CALL_MS        20000
#define WARM_ANSWER_US (200 * 1000)

/* A bus that knows where the program is, and a folder with three chats, one in the trash. */
typedef struct
{
  char            *dir;
  GSubprocess     *bus;
  GDBusConnection *connection;
  char            *ducks;       /* the id of the chat about ducks */
} Fixture;

static gboolean
is_over (gpointer user_data)
{
  return !ponder_turn_get_running (user_data);
}

/* (transfer full) */
static PonderSession *
ask (PonderWorkspace *workspace,
     const char      *question)
{
  PonderSession *session = ponder_workspace_create_session (workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  ponder_model_config_set_model (config, "demo", "echo");
  ponder_session_set_config (session, config);
  timeline = ponder_workspace_open_timeline (workspace, session);
  turn = ponder_workspace_begin_turn (workspace, timeline, question);
  ponder_test_wait_for (is_over, turn, 20);
  return session;
}

static void
make_chats (Fixture *fixture)
{
  g_autofree char *made = g_build_filename (fixture->dir, "data", NULL);
  g_autofree char *wanted = g_build_filename (fixture->dir, "ponder", NULL);
  PonderWorkspace *workspace = ponder_test_workspace_open (fixture->dir);
  g_autoptr(PonderSession) ducks = NULL;
  g_autoptr(PonderSession) geese = NULL;
  g_autoptr(PonderSession) thrown = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_start_demo (workspace, &error);
  g_assert_no_error (error);
  ducks = ask (workspace, "Where do ducks fly?");
  geese = ask (workspace, "鹅和 geese");
  thrown = ask (workspace, "Old ducks");
  ponder_workspace_trash_session (workspace, thrown);
  fixture->ducks = g_strdup (ponder_session_get_id (ducks));
  g_clear_object (&ducks);
  g_clear_object (&geese);
  g_clear_object (&thrown);
  ponder_test_workspace_close (workspace);
  /* Where the program looks for it. */
  g_assert_cmpint (g_rename (made, wanted), ==, 0);
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
write_service (Fixture *fixture)
{
  g_autofree char *program = g_build_filename (g_getenv ("PONDER_BUILD_DIR"), "src", "ui", "ponder", NULL);
  g_autofree char *text = g_strdup_printf ("[D-BUS Service]\nName=%s\nExec=%s --gapplication-service\n",
                                           PONDER_APPLICATION_ID, program);

  write_file (fixture, PONDER_APPLICATION_ID ".service", text);
}

static void
write_bus_config (Fixture *fixture)
{
  g_autofree char *text = g_strdup_printf ("<busconfig><type>session</type><listen>unix:dir=%s</listen>"
                                           "<servicedir>%s</servicedir><policy context='default'>"
                                           "<allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/>"
                                           "</policy></busconfig>",
                                           fixture->dir, fixture->dir);

  write_file (fixture, "bus.conf", text);
}

/* (transfer full): its address */
static char *
start_bus (Fixture *fixture)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *config = g_strconcat ("--config-file=", fixture->dir, "/bus.conf", NULL);
  g_autoptr(GDataInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  char *address;

  /* For the program: its bus gives it on. */
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->dir, TRUE);
  fixture->bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", config, "--nofork", "--print-address",
                                              NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->bus));
  address = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  return address;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *address = NULL;
  g_autoptr(GError) error = NULL;

  fixture->dir = ponder_test_dir_new ();
  make_chats (fixture);
  write_service (fixture);
  write_bus_config (fixture);
  address = start_bus (fixture);
  fixture->connection = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
    NULL, &error);
  g_assert_no_error (error);
}

static GVariant *
call (Fixture    *fixture,
      const char *path,
      const char *interface,
      const char *method,
      GVariant   *parameters)
{
  g_autoptr(GError) error = NULL;
  GVariant *result = g_dbus_connection_call_sync (fixture->connection, PONDER_APPLICATION_ID, path, interface, method,
                                                  parameters, NULL, G_DBUS_CALL_FLAGS_NONE, CALL_MS, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static GVariant *
ask_provider (Fixture    *fixture,
              const char *method,
              GVariant   *parameters)
{
  return call (fixture, OBJECT_PATH "/SearchProvider", "org.gnome.Shell.SearchProvider2", method, parameters);
}

static gboolean
is_running (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) result = g_dbus_connection_call_sync (
    fixture->connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
    g_variant_new ("(s)", PONDER_APPLICATION_ID), NULL, G_DBUS_CALL_FLAGS_NONE, CALL_MS, NULL, &error);
  gboolean owned;

  g_assert_no_error (error);
  g_variant_get (result, "(b)", &owned);
  return owned;
}

static gboolean
has_ended (gpointer user_data)
{
  return !is_running (user_data);
}

static void
activate_action (Fixture    *fixture,
                 const char *name)
{
  GVariantBuilder parameter;
  GVariantBuilder platform;

  g_variant_builder_init (&parameter, G_VARIANT_TYPE ("av"));
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  g_variant_unref (call (fixture, OBJECT_PATH, "org.freedesktop.Application", "ActivateAction",
                         g_variant_new ("(sava{sv})", name, &parameter, &platform)));
}

/* How many windows the program has: those that the bus can see. */
static guint
count_windows (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) result = call (fixture, OBJECT_PATH "/window", "org.freedesktop.DBus.Introspectable",
                                     "Introspect", NULL);
  const char *xml;
  guint n = 0;

  g_variant_get (result, "(&s)", &xml);
  for (const char *node = xml; (node = strstr (node, "<node name=")); node++)
    n++;
  return n;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (is_running (fixture))
    activate_action (fixture, "quit");
  ponder_test_wait_for (has_ended, fixture, 20);
  g_dbus_connection_close_sync (fixture->connection, NULL, NULL);
  g_clear_object (&fixture->connection);
  g_subprocess_force_exit (fixture->bus);
  g_subprocess_wait (fixture->bus, NULL, NULL);
  g_clear_object (&fixture->bus);
  ponder_test_dir_remove (fixture->dir);
  g_free (fixture->ducks);
}

/* (transfer full) */
static GStrv
find (Fixture    *fixture,
      const char *word)
{
  const char *const terms[] = { word, NULL };
  g_autoptr(GVariant) result = ask_provider (fixture, "GetInitialResultSet", g_variant_new ("(^as)", terms));
  GStrv ids;

  g_variant_get (result, "(^as)", &ids);
  return ids;
}

static void
finds_chats (Fixture       *fixture,
             gconstpointer  data)
{
  g_auto(GStrv) ducks = find (fixture, "ducks");
  g_auto(GStrv) geese = find (fixture, "鹅");
  g_auto(GStrv) nothing = find (fixture, "swans");
  g_auto(GStrv) empty = find (fixture, "");
  const char *const terms[] = { "ducks", "fly", NULL };
  g_autoptr(GVariant) narrower = NULL;
  g_auto(GStrv) narrow = NULL;
  gint64 start;

  /* Its title and an answer, and nothing of what is in the trash. */
  g_assert_cmpuint (g_strv_length (ducks), ==, 2);
  for (guint i = 0; ducks[i] != NULL; i++)
    g_assert_true (g_str_has_prefix (ducks[i], fixture->ducks));
  g_assert_cmpuint (g_strv_length (geese), ==, 2);
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_cmpuint (g_strv_length (empty), ==, 0);

  start = g_get_monotonic_time ();
  narrower = ask_provider (fixture, "GetSubsearchResultSet", g_variant_new ("(^as^as)", ducks, terms));
  g_assert_cmpint (g_get_monotonic_time () - start, <, WARM_ANSWER_US);
  g_variant_get (narrower, "(^as)", &narrow);
  g_assert_cmpuint (g_strv_length (narrow), ==, 2);
  g_assert_cmpuint (count_windows (fixture), ==, 0);
}

static void
describes_them (Fixture       *fixture,
                gconstpointer  data)
{
  g_auto(GStrv) ducks = find (fixture, "ducks");
  const char *const ids[] = { ducks[0], ducks[1], "no/such", NULL };
  g_autoptr(GVariant) result = ask_provider (fixture, "GetResultMetas", g_variant_new ("(^as)", ids));
  g_autoptr(GVariant) metas = g_variant_get_child_value (result, 0);

  g_assert_cmpuint (g_variant_n_children (metas), ==, 2);
  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr(GVariant) meta = g_variant_get_child_value (metas, i);
      const char *id;
      const char *name;
      const char *description;

      g_assert_true (g_variant_lookup (meta, "id", "&s", &id));
      g_assert_cmpstr (id, ==, ducks[i]);
      g_assert_true (g_variant_lookup (meta, "name", "&s", &name));
      g_assert_cmpstr (name, ==, "Where do ducks fly?");
      g_assert_true (g_variant_lookup (meta, "description", "&s", &description));
      g_assert_nonnull (strstr (description, "ducks"));
    }
}

static gboolean
has_one_window (gpointer user_data)
{
  return count_windows (user_data) == 1;
}

/* The program is started for it: what is asked before its chats are open is not lost. */
static void
opens_what_is_chosen (Fixture       *fixture,
                      gconstpointer  data)
{
  const char *const terms[] = { "ducks", NULL };

  g_variant_unref (ask_provider (fixture, "ActivateResult", g_variant_new ("(s^asu)", fixture->ducks, terms, 0u)));
  ponder_test_wait_for (has_one_window, fixture, 20);
}

static void
opens_its_own_search (Fixture       *fixture,
                      gconstpointer  data)
{
  const char *const terms[] = { "ducks", NULL };

  g_variant_unref (ask_provider (fixture, "LaunchSearch", g_variant_new ("(^asu)", terms, 0u)));
  ponder_test_wait_for (has_one_window, fixture, 20);
}

static void
begins_a_chat (Fixture       *fixture,
               gconstpointer  data)
{
  activate_action (fixture, "new-chat");
  ponder_test_wait_for (has_one_window, fixture, 20);
  activate_action (fixture, "new-chat");
  ponder_test_run_for (200);
  g_assert_cmpuint (count_windows (fixture), ==, 1);
}

static void
ends_when_nobody_asks (Fixture       *fixture,
                       gconstpointer  data)
{
  g_auto(GStrv) ducks = find (fixture, "ducks");

  g_assert_true (is_running (fixture));
  ponder_test_wait_for (has_ended, fixture, 90);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

#define ADD(path, function) g_test_add ("/ui/search-provider/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("finds-chats-without-a-window", finds_chats);
  ADD ("describes-what-it-finds", describes_them);
  ADD ("opens-what-is-chosen", opens_what_is_chosen);
  ADD ("opens-the-search-of-the-window", opens_its_own_search);
  ADD ("begins-a-chat-in-the-window-there-is", begins_a_chat);
  ADD ("ends-when-nobody-asks", ends_when_nobody_asks);
#undef ADD
  return g_test_run ();
}
