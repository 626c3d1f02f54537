/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways from a window to files of chats, and back. */

#include "config.h"

#include "ponder-transfer-actions.h"

#include "ponder-export-dialog.h"
#include "ponder-import-dialog.h"
#include "ponder-toasts.h"
#include "ponder-workspace.h"
#include "ponder-workspace-export.h"

#include <glib/gi18n.h>

/* What an action of a window needs. It ends with the window, and holds nobody: a window that is closed may stay for a
 * while. */
typedef struct
{
  PonderWindow *window;
  GWeakRef      workspace;
} Origin;

static Origin *
origin_new (PonderWindow    *window,
            PonderWorkspace *workspace)
{
  Origin *self = g_new (Origin, 1);

  self->window = window;
  g_weak_ref_init (&self->workspace, workspace);
  return self;
}

static void
origin_free (gpointer  data,
             GClosure *closure)
{
  Origin *self = data;

  g_weak_ref_clear (&self->workspace);
  g_free (self);
}

static void
export_cb (GSimpleAction *action,
           GVariant      *parameter,
           Origin        *origin)
{
  g_autoptr(PonderWorkspace) workspace = g_weak_ref_get (&origin->workspace);
  PonderSession *session = ponder_window_get_session (origin->window);
  g_autoptr(GPtrArray) sessions = g_ptr_array_new ();

  if (session == NULL || ponder_session_get_n_messages (session) == 0)
    {
      ponder_window_add_toast (origin->window, _("There is nothing in this chat yet"));
      return;
    }

  g_ptr_array_add (sessions, session);
  ponder_transfer_export (GTK_WINDOW (origin->window), workspace, sessions);
}

static void
export_all_cb (GSimpleAction *action,
               GVariant      *parameter,
               Origin        *origin)
{
  g_autoptr(PonderWorkspace) workspace = g_weak_ref_get (&origin->workspace);

  ponder_transfer_export_all (GTK_WINDOW (origin->window), workspace);
}

static void
import_cb (GSimpleAction *action,
           GVariant      *parameter,
           Origin        *origin)
{
  g_autoptr(PonderWorkspace) workspace = g_weak_ref_get (&origin->workspace);

  ponder_import_dialog_choose (GTK_WINDOW (origin->window), workspace);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         Origin        *origin)
{
  g_autoptr(PonderWorkspace) workspace = g_weak_ref_get (&origin->workspace);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  if (g_list_model_get_n_items (G_LIST_MODEL (files)) == 0)
    return FALSE;

  gtk_window_present (GTK_WINDOW (ponder_import_dialog_new (GTK_WINDOW (origin->window), workspace,
                                                            G_LIST_MODEL (files))));
  return TRUE;
}

static void
add_action (PonderWindow    *window,
            PonderWorkspace *workspace,
            const char      *name,
            GCallback        callback)
{
  g_autoptr(GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_data (action, "activate", callback, origin_new (window, workspace), origin_free, 0);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}

void
ponder_transfer_actions_add (PonderWindow    *window,
                             GtkWidget       *place,
                             PonderWorkspace *workspace)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  add_action (window, workspace, "export", G_CALLBACK (export_cb));
  add_action (window, workspace, "export-all", G_CALLBACK (export_all_cb));
  add_action (window, workspace, "import", G_CALLBACK (import_cb));
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), origin_new (window, workspace), origin_free, 0);
  gtk_widget_add_controller (place, GTK_EVENT_CONTROLLER (target));
}

void
ponder_transfer_export_all (GtkWindow       *parent,
                            PonderWorkspace *workspace)
{
  g_autoptr(GPtrArray) sessions = ponder_workspace_list_all_sessions (workspace);

  if (sessions->len > 0)
    ponder_transfer_export (parent, workspace, sessions);
}

void
ponder_transfer_export (GtkWindow       *parent,
                        PonderWorkspace *workspace,
                        GPtrArray       *sessions)
{
  gtk_window_present (GTK_WINDOW (ponder_export_dialog_new (parent, workspace, sessions)));
}
