/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from a window to a printer. */

#include "config.h"

#include "ponder-print-action.h"

#include "ponder-print-operation.h"
#include "ponder-session.h"
#include "ponder-timeline.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Ends with the window, and holds nobody: a window that is closed may stay for a while. */
typedef struct
{
  PonderWindow *window;
  GWeakRef      workspace;
} Origin;

static void
origin_free (gpointer  data,
             GClosure *closure)
{
  Origin *self = data;

  g_weak_ref_clear (&self->workspace);
  g_free (self);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         PonderWindow            *window)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  /* Translators: %s is what the printing system says. */
  text = g_strdup_printf (_("Could not print: %s"), error->message);
  ponder_window_add_toast (window, text);
}

/* What a PDF is called unless somebody calls it otherwise. */
static void
set_file_name (GtkPrintOperation *operation,
               const char        *title)
{
  g_autoptr(GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *name = g_strdelimit (g_strdup (title), "/\\", '-');

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_operation_set_print_settings (operation, settings);
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          Origin        *origin)
{
  g_autoptr(PonderWorkspace) workspace = g_weak_ref_get (&origin->workspace);
  PonderSession *session = ponder_window_get_session (origin->window);
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderPrintOperation) operation = NULL;
  const char *title;

  if (workspace == NULL || session == NULL)
    return;

  timeline = ponder_workspace_open_timeline (workspace, session);
  if (g_list_model_get_n_items (G_LIST_MODEL (timeline)) == 0)
    {
      ponder_window_add_toast (origin->window, _("There is nothing in this chat yet"));
      return;
    }

  title = ponder_session_get_title (session);
  title = title[0] != '\0' ? title : _("New chat");
  operation = ponder_print_operation_new (title, G_LIST_MODEL (timeline));
  set_file_name (GTK_PRINT_OPERATION (operation), title);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), origin->window, 0);
  /* GTK holds it until it is done; what goes wrong is said by "done". */
  gtk_print_operation_run (GTK_PRINT_OPERATION (operation), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (origin->window), NULL);
}

void
ponder_print_action_add (PonderWindow    *window,
                         PonderWorkspace *workspace)
{
  g_autoptr(GSimpleAction) action = g_simple_action_new ("print", NULL);
  Origin *origin;

  g_return_if_fail (PONDER_IS_WINDOW (window));
  g_return_if_fail (PONDER_IS_WORKSPACE (workspace));

  origin = g_new (Origin, 1);
  origin->window = window;
  g_weak_ref_init (&origin->workspace, workspace);
  g_signal_connect_data (action, "activate", G_CALLBACK (print_cb), origin, origin_free, 0);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}
