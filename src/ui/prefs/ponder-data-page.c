/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of what is kept: where it lies, copies of it, and the ways in and out. */

#include "config.h"

#include "ponder-data-page.h"

#include "ponder-dialogs.h"
#include "ponder-import-dialog.h"
#include "ponder-links.h"
#include "ponder-toasts.h"
#include "ponder-transfer-actions.h"
#include "ponder-workspace-safety.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* A page of the preferences window. */
struct _PonderDataPage
{
  AdwPreferencesPage   parent_instance;

  AdwActionRow        *folder;
  GtkWidget           *export_button;
  AdwActionRow        *trash;
  AdwPreferencesGroup *backups;
  GtkWidget           *back_up_button;
  GtkWidget           *no_backups;

  PonderWorkspace     *workspace;
  GCancellable        *cancellable;
  GPtrArray           *rows;            /* of copies, borrowed from the group */
};

G_DEFINE_FINAL_TYPE (PonderDataPage, ponder_data_page, ADW_TYPE_PREFERENCES_PAGE)

/* A copy that may be brought back. */
typedef struct
{
  PonderDataPage *page;
  char           *path;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_object_unref (self->page);
  g_free (self->path);
  g_free (self);
}

static void
choice_closure_free (gpointer  data,
                     GClosure *closure)
{
  Choice *self = data;

  /* The page owns the button whose closure this is. */
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static GtkWindow *
get_window (PonderDataPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
update_counts (PonderDataPage *self)
{
  guint n_chats = g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (self->workspace)));
  guint n_trash = g_list_model_get_n_items (ponder_workspace_get_trash (self->workspace));
  guint n_parts = g_list_model_get_n_items (ponder_workspace_get_trashed_branches (self->workspace));
  g_autofree char *chats = g_strdup_printf (ngettext ("%'u chat", "%'u chats", n_trash), n_trash);
  g_autofree char *parts = g_strdup_printf (ngettext ("%'u part of a chat", "%'u parts of chats", n_parts), n_parts);
  /* Translators: what is in the trash, like “3 chats, 1 part of a chat”. */
  g_autofree char *words = g_strdup_printf (_("%1$s, %2$s. It goes after 30 days."), chats, parts);

  adw_action_row_set_subtitle (self->trash, n_trash + n_parts > 0 ? words : _("Empty"));
  gtk_widget_set_sensitive (self->export_button, n_chats > 0);
}

/* --- copies --- */

static void list_backups (PonderDataPage *self);

static char *
dup_restored_words (const PonderRestoreCounts *counts)
{
  g_autofree char *chats = NULL;
  g_autofree char *messages = NULL;

  if (counts->n_sessions == 0 && counts->n_messages == 0)
    return g_strdup (_("Everything in the backup was here already. Nothing changed."));

  chats = g_strdup_printf (ngettext ("%'u chat", "%'u chats", counts->n_sessions), counts->n_sessions);
  messages = g_strdup_printf (ngettext ("%'u message", "%'u messages", counts->n_messages), counts->n_messages);
  /* Translators: like “2 chats” and “34 messages”. */
  return g_strdup_printf (_("Missing, and brought back: %1$s, %2$s. What was here did not change."), chats, messages);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(PonderDataPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  PonderRestoreCounts counts = { 0 };

  if (!ponder_workspace_restore_backup_finish (PONDER_WORKSPACE (source), result, &counts, &error))
    {
      ponder_toasts_show_error (GTK_WIDGET (self), error);
      return;
    }

  words = dup_restored_words (&counts);
  if (self->workspace != NULL)
    ponder_dialogs_show_text (get_window (self), _("Backup Restored"), words);
}

static void
restore_confirmed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(Choice) choice = user_data;
  PonderDataPage *self = choice->page;
  g_autoptr(GError) error = NULL;
  gboolean confirmed = ponder_dialogs_confirm_finish (result, &error);

  if (error != NULL)
    ponder_toasts_show_error (GTK_WIDGET (self), error);
  if (confirmed && self->workspace != NULL)
    ponder_workspace_restore_backup_async (self->workspace, choice->path, self->cancellable, restored_cb,
                                           g_object_ref (self));
}

static void
restore_cb (GtkButton *button,
            Choice    *choice)
{
  Choice *asked = g_new (Choice, 1);

  asked->page = g_object_ref (choice->page);
  asked->path = g_strdup (choice->path);
  ponder_dialogs_confirm_async (get_window (choice->page), _("Restore this backup?"),
                                _("Chats and messages that are missing come back. Nothing that is here is changed or "
                                  "removed; where words differ, both stay as versions."),
                                _("_Restore"), restore_confirmed_cb, asked);
}

static char *
dup_time (gint64 time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%c") : g_strdup ("");
}

static char *
dup_facts (const PonderBackupInfo *info)
{
  g_autofree char *size = g_format_size ((guint64) info->size);
  g_autofree char *chats = NULL;
  g_autofree char *facts = NULL;

  if (info->n_chats < 0)
    /* Translators: a backup; %s is a size like 1.2 MB. */
    return g_strdup_printf (_("%s, damaged"), size);

  chats = g_strdup_printf (ngettext ("%'u chat", "%'u chats", (gulong) info->n_chats), (guint) info->n_chats);
  /* Translators: of a backup: a size like 1.2 MB, and how many chats. */
  facts = g_strdup_printf (_("%1$s, %2$s"), size, chats);
  if (info->reason == PONDER_BACKUP_DAILY)
    return g_steal_pointer (&facts);
  /* Translators: %s is the size and number of chats of a backup. */
  return g_strdup_printf (_("%s, made before an update"), facts);
}

static void
add_backup (PonderDataPage         *self,
            const PonderBackupInfo *info)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Restore…"));
  g_autofree char *time = dup_time (info->time);
  g_autofree char *facts = dup_facts (info);
  Choice *choice = g_new (Choice, 1);

  choice->page = self;
  choice->path = g_strdup (info->path);
  g_signal_connect_data (button, "clicked", G_CALLBACK (restore_cb), choice, choice_closure_free, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), time);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), facts);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->backups, row);
  g_ptr_array_add (self->rows, row);
}

static void
backups_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(PonderDataPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) backups = ponder_workspace_list_backups_finish (PONDER_WORKSPACE (source), result, &error);

  if (self->workspace == NULL)
    return;
  if (backups == NULL)
    {
      ponder_toasts_show_error (GTK_WIDGET (self), error);
      return;
    }

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->backups, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < backups->len; i++)
    add_backup (self, g_ptr_array_index (backups, i));
  gtk_widget_set_visible (self->no_backups, backups->len == 0);
}

static void
list_backups (PonderDataPage *self)
{
  ponder_workspace_list_backups_async (self->workspace, self->cancellable, backups_listed_cb, g_object_ref (self));
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(PonderDataPage) self = user_data;
  g_autoptr(GError) error = NULL;

  gtk_widget_set_sensitive (self->back_up_button, TRUE);
  if (!ponder_workspace_back_up_finish (PONDER_WORKSPACE (source), result, &error))
    {
      ponder_toasts_show_error (GTK_WIDGET (self), error);
      return;
    }

  ponder_toasts_show (GTK_WIDGET (self), _("Backup made"));
  if (self->workspace != NULL)
    list_backups (self);
}

static void
back_up_cb (PonderDataPage *self)
{
  gtk_widget_set_sensitive (self->back_up_button, FALSE);
  ponder_workspace_back_up_async (self->workspace, self->cancellable, backed_up_cb, g_object_ref (self));
}

/* --- the rest --- */

static void
open_folder_cb (PonderDataPage *self)
{
  g_autoptr(GFile) folder = g_file_new_for_path (ponder_workspace_get_data_dir (self->workspace));

  ponder_links_open_folder (GTK_WIDGET (self), folder);
}

static void
import_cb (PonderDataPage *self)
{
  ponder_import_dialog_choose (get_window (self), self->workspace);
}

static void
export_cb (PonderDataPage *self)
{
  ponder_transfer_export_all (get_window (self), self->workspace);
}

static void
ponder_data_page_map (GtkWidget *widget)
{
  PonderDataPage *self = PONDER_DATA_PAGE (widget);

  GTK_WIDGET_CLASS (ponder_data_page_parent_class)->map (widget);

  if (self->workspace == NULL)
    return;
  update_counts (self);
  list_backups (self);
}

static void
ponder_data_page_dispose (GObject *object)
{
  ponder_data_page_set_workspace (PONDER_DATA_PAGE (object), NULL);

  G_OBJECT_CLASS (ponder_data_page_parent_class)->dispose (object);
}

static void
ponder_data_page_finalize (GObject *object)
{
  g_ptr_array_unref (PONDER_DATA_PAGE (object)->rows);

  G_OBJECT_CLASS (ponder_data_page_parent_class)->finalize (object);
}

static void
ponder_data_page_class_init (PonderDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_data_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_data_page_finalize;
  widget_class->map = ponder_data_page_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderDataPage, folder);
  gtk_widget_class_bind_template_child (widget_class, PonderDataPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, PonderDataPage, trash);
  gtk_widget_class_bind_template_child (widget_class, PonderDataPage, backups);
  gtk_widget_class_bind_template_child (widget_class, PonderDataPage, back_up_button);
  gtk_widget_class_bind_template_child (widget_class, PonderDataPage, no_backups);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_up_cb);
}

static void
ponder_data_page_init (PonderDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

static void
follow (PonderDataPage *self,
        gpointer        list)
{
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
}

void
ponder_data_page_set_workspace (PonderDataPage  *self,
                                PonderWorkspace *workspace)
{
  g_autofree char *folder = NULL;

  g_return_if_fail (PONDER_IS_DATA_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_func (ponder_workspace_get_sessions (self->workspace), update_counts, self);
      g_signal_handlers_disconnect_by_func (ponder_workspace_get_trash (self->workspace), update_counts, self);
      g_signal_handlers_disconnect_by_func (ponder_workspace_get_trashed_branches (self->workspace), update_counts,
                                            self);
    }
  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  folder = g_markup_escape_text (ponder_workspace_get_data_dir (workspace), -1);
  adw_action_row_set_subtitle (self->folder, folder);
  follow (self, ponder_workspace_get_sessions (workspace));
  follow (self, ponder_workspace_get_trash (workspace));
  follow (self, ponder_workspace_get_trashed_branches (workspace));
  update_counts (self);
}
