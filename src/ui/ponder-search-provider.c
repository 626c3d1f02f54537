/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop's own search finds in the chats. */

#include "config.h"

#include "ponder-search-provider.h"

#include "ponder-search-hit.h"
#include "ponder-search.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* The desktop shows five or so, and more than two of one chat hide the others. */
#define RESULT_LIMIT   12
#define PER_CHAT_LIMIT 2

/* The desktop gives up sooner. */
#define ANSWER_SECONDS 5

static const char interface_xml[] =
  "<node><interface name='org.gnome.Shell.SearchProvider2'>"
  "<method name='GetInitialResultSet'>"
  "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetSubsearchResultSet'>"
  "<arg type='as' name='previous_results' direction='in'/><arg type='as' name='terms' direction='in'/>"
  "<arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetResultMetas'>"
  "<arg type='as' name='identifiers' direction='in'/><arg type='aa{sv}' name='metas' direction='out'/>"
  "</method>"
  "<method name='ActivateResult'>"
  "<arg type='s' name='identifier' direction='in'/><arg type='as' name='terms' direction='in'/>"
  "<arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "<method name='LaunchSearch'>"
  "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "</interface></node>";

/* One search at a time: the desktop asks again with every letter, and looks at the last answer only. */
struct _PonderSearchProvider
{
  GObject                parent_instance;

  GtkApplication        *application;
  GDBusConnection       *connection;    /* (nullable): not exported */
  guint                  object;
  PonderWorkspace       *workspace;     /* (nullable): not open yet */
  PonderSearch          *search;        /* (nullable): likewise */
  GDBusMethodInvocation *waiting;       /* (nullable): for the results of a search */
  char                  *query;         /* (nullable): of the one that waits */
  guint                  timeout;
  GHashTable            *hits;          /* result id -> PonderSearchHit of the last answer */
};

enum
{
  USED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderSearchProvider, ponder_search_provider, G_TYPE_OBJECT)

/* "chat" or "chat/message": ids have no slash. */
static char *
dup_id (PonderSearchHit *hit)
{
  const char *message = ponder_search_hit_get_message_id (hit);

  return g_strjoin ("/", ponder_search_hit_get_session_id (hit), message, NULL);
}

static char *
dup_query (GVariant *parameters,
           guint     child)
{
  g_autoptr(GVariant) terms = g_variant_get_child_value (parameters, child);
  g_autofree const char **words = g_variant_get_strv (terms, NULL);

  return g_strjoinv (" ", (char **) words);
}

/* --- finding --- */

/* Fills "hits". (transfer floating) */
static GVariant *
list_results (PonderSearchProvider *self)
{
  g_autoptr(GHashTable) per_chat = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *found = G_LIST_MODEL (self->search);
  GVariantBuilder builder;

  g_hash_table_remove_all (self->hits);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < g_list_model_get_n_items (found) && g_hash_table_size (self->hits) < RESULT_LIMIT; i++)
    {
      PonderSearchHit *hit = g_list_model_get_item (found, i);
      char *id = dup_id (hit);
      gpointer chat = (gpointer) ponder_search_hit_get_session_id (hit);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (per_chat, chat));

      if (n < PER_CHAT_LIMIT)
        {
          g_hash_table_insert (per_chat, chat, GUINT_TO_POINTER (n + 1));
          g_variant_builder_add (&builder, "s", id);
          g_hash_table_insert (self->hits, g_steal_pointer (&id), g_object_ref (hit));
        }
      g_object_unref (hit);
      g_free (id);
    }

  return g_variant_builder_end (&builder);
}

/* @results (nullable): none */
static void
answer (PonderSearchProvider *self,
        GVariant             *results)
{
  g_autoptr(GVariant) owned = results != NULL ? g_variant_ref_sink (results) : NULL;
  GDBusMethodInvocation *invocation = g_steal_pointer (&self->waiting);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->query, g_free);
  if (invocation == NULL)
    return;

  if (owned == NULL)
    owned = g_variant_ref_sink (g_variant_new ("as", NULL));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@as)", owned));
}

static gboolean
too_late_cb (gpointer user_data)
{
  PonderSearchProvider *self = user_data;

  self->timeout = 0;
  answer (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
loading_changed_cb (PonderSearchProvider *self)
{
  if (self->waiting != NULL && !ponder_search_get_loading (self->search))
    answer (self, list_results (self));
}

/* What is found is of @query already when the desktop asks the same again. */
static void
begin_search (PonderSearchProvider *self)
{
  g_autofree char *query = g_strdup (self->query);

  ponder_search_set_query (self->search, query);
  loading_changed_cb (self);
}

static void
find (PonderSearchProvider  *self,
      char                  *query,
      GDBusMethodInvocation *invocation)
{
  /* Whoever asked before asks something else by now. */
  answer (self, NULL);
  self->waiting = invocation;
  self->query = query;
  self->timeout = g_timeout_add_seconds (ANSWER_SECONDS, too_late_cb, self);
  if (self->search != NULL)
    begin_search (self);
}

/* --- what a result looks like --- */

static void
add_meta (GVariantBuilder *metas,
          const char      *id,
          const char      *title,
          const char      *description)
{
  g_autoptr(GIcon) icon = g_themed_icon_new (PONDER_APPLICATION_ID);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (title[0] != '\0' ? title : _("New chat")));
  g_variant_builder_add (metas, "{sv}", "icon", g_icon_serialize (icon));
  if (description[0] != '\0')
    g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_close (metas);
}

/* The desktop may ask for what it was told some searches ago: that is known by its title at least. */
static void
add_meta_of (PonderSearchProvider *self,
             GVariantBuilder      *metas,
             const char           *id)
{
  PonderSearchHit *hit = g_hash_table_lookup (self->hits, id);
  g_auto(GStrv) parts = g_strsplit (id, "/", 2);
  PonderSession *session = NULL;

  if (self->workspace != NULL && parts[0] != NULL)
    session = ponder_workspace_lookup_session (self->workspace, parts[0]);
  if (hit != NULL && ponder_search_hit_get_message_id (hit) != NULL)
    add_meta (metas, id, ponder_search_hit_get_title (hit), ponder_search_hit_get_snippet (hit));
  else if (session != NULL)
    add_meta (metas, id, ponder_session_get_title (session), ponder_session_get_preview (session));
}

static GVariant *
describe (PonderSearchProvider *self,
          GVariant             *parameters)
{
  g_autoptr(GVariant) list = g_variant_get_child_value (parameters, 0);
  g_autofree const char **ids = g_variant_get_strv (list, NULL);
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; ids[i] != NULL; i++)
    add_meta_of (self, &metas, ids[i]);
  return g_variant_new ("(@aa{sv})", g_variant_builder_end (&metas));
}

/* --- going there --- */

/* The desktop lets a window to the front that knows when somebody asked for it. */
static void
raise_window (PonderSearchProvider *self,
              guint32               timestamp)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  if (window != NULL)
    gtk_window_present_with_time (window, timestamp);
}

static void
show_result (PonderSearchProvider *self,
             GVariant             *parameters)
{
  g_auto(GStrv) parts = NULL;
  const char *id;
  guint32 timestamp;

  g_variant_get_child (parameters, 0, "&s", &id);
  g_variant_get_child (parameters, 2, "u", &timestamp);
  parts = g_strsplit (id, "/", 2);
  if (parts[0] == NULL)
    return;

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "show-message",
                                  g_variant_new ("(ss)", parts[0], parts[1] != NULL ? parts[1] : ""));
  raise_window (self, timestamp);
}

static void
launch_search (PonderSearchProvider *self,
               GVariant             *parameters)
{
  g_autofree char *query = dup_query (parameters, 0);
  guint32 timestamp;

  g_variant_get_child (parameters, 1, "u", &timestamp);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "search", g_variant_new_string (query));
  raise_window (self, timestamp);
}

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
  PonderSearchProvider *self = user_data;

  g_signal_emit (self, signals[USED], 0);
  if (g_str_equal (method, "GetInitialResultSet"))
    find (self, dup_query (parameters, 0), invocation);
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    find (self, dup_query (parameters, 1), invocation);
  else if (g_str_equal (method, "GetResultMetas"))
    g_dbus_method_invocation_return_value (invocation, describe (self, parameters));
  else
    {
      if (g_str_equal (method, "ActivateResult"))
        show_result (self, parameters);
      else
        launch_search (self, parameters);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
ponder_search_provider_dispose (GObject *object)
{
  PonderSearchProvider *self = PONDER_SEARCH_PROVIDER (object);

  answer (self, NULL);
  ponder_search_provider_unexport (self);
  g_clear_object (&self->search);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_search_provider_parent_class)->dispose (object);
}

static void
ponder_search_provider_finalize (GObject *object)
{
  PonderSearchProvider *self = PONDER_SEARCH_PROVIDER (object);

  g_clear_pointer (&self->hits, g_hash_table_unref);

  G_OBJECT_CLASS (ponder_search_provider_parent_class)->finalize (object);
}

static void
ponder_search_provider_class_init (PonderSearchProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_search_provider_dispose;
  object_class->finalize = ponder_search_provider_finalize;

  signals[USED] = g_signal_new ("used", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
ponder_search_provider_init (PonderSearchProvider *self)
{
  self->hits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

PonderSearchProvider *
ponder_search_provider_new (GtkApplication *application)
{
  PonderSearchProvider *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  self = g_object_new (PONDER_TYPE_SEARCH_PROVIDER, NULL);
  self->application = application;
  return self;
}

gboolean
ponder_search_provider_export (PonderSearchProvider  *self,
                               GDBusConnection       *connection,
                               const char            *path,
                               GError               **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autofree char *own_path = NULL;
  g_autoptr(GDBusNodeInfo) info = NULL;

  g_return_val_if_fail (PONDER_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->connection == NULL, FALSE);

  if (!(info = g_dbus_node_info_new_for_xml (interface_xml, error)))
    return FALSE;

  own_path = g_strconcat (path, "/SearchProvider", NULL);
  self->object = g_dbus_connection_register_object (connection, own_path, info->interfaces[0], &vtable, self, NULL,
                                                    error);
  if (self->object == 0)
    return FALSE;

  self->connection = g_object_ref (connection);
  return TRUE;
}

void
ponder_search_provider_unexport (PonderSearchProvider *self)
{
  g_return_if_fail (PONDER_IS_SEARCH_PROVIDER (self));

  if (self->connection == NULL)
    return;

  g_dbus_connection_unregister_object (self->connection, self->object);
  g_clear_object (&self->connection);
}

void
ponder_search_provider_open (PonderSearchProvider *self,
                             PonderWorkspace      *workspace)
{
  g_return_if_fail (PONDER_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->search = ponder_workspace_new_search (workspace);
  g_signal_connect_object (self->search, "notify::loading", G_CALLBACK (loading_changed_cb), self, G_CONNECT_SWAPPED);
  if (self->waiting != NULL)
    begin_search (self);
}
