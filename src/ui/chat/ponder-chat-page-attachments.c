/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and files on their way into the question that is typed: chosen, dropped, pasted. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include <glib/gi18n.h>

#include "ponder-draft-parts.h"
#include "ponder-model-info.h"
#include "ponder-session.h"
#include "ponder-toasts.h"
#include "ponder-typed-text.h"

static PonderAttachmentBar *
get_bar (PonderChatPage *self)
{
  return ponder_composer_get_attachments (self->composer);
}

/* Takes @part. */
static void
take (PonderChatPage  *self,
      PonderDraftPart *part)
{
  g_autoptr(PonderDraftPart) owned = part;

  ponder_attachment_bar_add (get_bar (self), owned);
}

static void
attach_file (PonderChatPage *self,
             GFile          *file)
{
  if (self->session != NULL)
    take (self, ponder_workspace_attach_file (self->workspace, self->session, file));
}

static void
attach_files (PonderChatPage *self,
              const GValue   *value)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *link = files; link != NULL; link = link->next)
    attach_file (self, link->data);
  ponder_composer_focus_text (self->composer);
}

/* --- what comes later --- */

/* Where it belongs, whatever the page shows by then. */
typedef struct
{
  PonderChatPage  *page;
  PonderWorkspace *workspace;
  PonderSession   *session;
} Place;

static void
place_free (Place *place)
{
  g_object_unref (place->page);
  g_object_unref (place->workspace);
  g_object_unref (place->session);
  g_free (place);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static Place *
place_new (PonderChatPage *self)
{
  Place *place = g_new (Place, 1);

  place->page = g_object_ref (self);
  place->workspace = g_object_ref (self->workspace);
  place->session = g_object_ref (self->session);
  return place;
}

/* Takes @part. */
static void
place_take (Place           *place,
            PonderDraftPart *part)
{
  g_autoptr(PonderDraftPart) owned = part;

  if (place->page->session != place->session)
    {
      ponder_workspace_await_draft_part (place->workspace, place->session, owned);
      return;
    }
  ponder_attachment_bar_add (get_bar (place->page), owned);
  ponder_composer_focus_text (place->page->composer);
}

static void
encode_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (task_data), (GDestroyNotify) g_bytes_unref);
}

static void
encoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Place) place = user_data;
  g_autoptr(GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  place_take (place, ponder_workspace_attach_bytes (place->workspace, place->session, _("Pasted picture"), bytes));
}

/* Takes @place. Encoding a large one takes longer than a frame. The thread's task may be the last to go: it holds
 * nothing else. */
static void
place_encode (Place      *place,
              GdkTexture *texture)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, encoded_cb, place);

  g_task_set_source_tag (task, place_encode);
  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  g_task_run_in_thread (task, encode_thread);
}

/* --- what can be read --- */

/* (nullable): what the server says of the chat's model, if it was asked. */
static PonderModelInfo *
find_model (PonderChatPage *self)
{
  PonderModelConfig *config = ponder_session_get_config (self->session);
  PonderProviderModels *models =
    config->provider != NULL ? ponder_model_catalog_lookup (self->catalog, config->provider) : NULL;

  for (guint i = 0; models != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (models)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (models), i);

      if (PONDER_IS_MODEL_INFO (item)
          && g_strcmp0 (ponder_model_info_get_id (PONDER_MODEL_INFO (item)), config->model) == 0)
        return PONDER_MODEL_INFO (item);
    }
  return NULL;
}

static gboolean
has_picture (PonderChatPage *self)
{
  g_autoptr(GPtrArray) parts = ponder_attachment_bar_list_parts (get_bar (self));

  for (guint i = 0; i < parts->len; i++)
    {
      if (((PonderPart *) g_ptr_array_index (parts, i))->kind == PONDER_PART_IMAGE)
        return TRUE;
    }
  return FALSE;
}

/* That nothing is said proves nothing. (transfer full) (nullable) */
static char *
dup_warning (PonderChatPage *self)
{
  PonderModelInfo *model = self->session != NULL ? find_model (self) : NULL;
  PonderAbilities abilities = model != NULL ? ponder_model_info_get_abilities (model) : PONDER_ABILITY_NONE;
  PonderDraftPart *scan = ponder_attachment_bar_find_scan (get_bar (self));

  if (abilities != PONDER_ABILITY_NONE && (abilities & PONDER_ABILITY_IMAGES) == 0 && has_picture (self))
    /* Translators: %s is the name of a model. */
    return g_strdup_printf (_("%s does not read pictures: it will not see what is in them."),
                            ponder_model_info_get_name (model));
  if (scan != NULL && (abilities & PONDER_ABILITY_FILES) == 0)
    /* Translators: %s is the name of a file. */
    return g_strdup_printf (_("“%s” holds pictures and no text: only a model that reads PDF as it is can read it."),
                            ponder_draft_part_get_name (scan));
  return NULL;
}

void
ponder_chat_page_update_warning (PonderChatPage *self)
{
  g_autofree char *words = dup_warning (self);

  ponder_attachment_bar_set_warning (get_bar (self), words);
}

/* Nobody may have looked at the list of models yet; the answer comes with a change of the list. */
static void
ask_for_abilities (PonderChatPage *self)
{
  PonderModelConfig *config = ponder_session_get_config (self->session);
  PonderProviderModels *models =
    config->provider != NULL ? ponder_model_catalog_lookup (self->catalog, config->provider) : NULL;

  if (models != NULL && find_model (self) == NULL && has_picture (self)
      && ponder_provider_models_get_fault (models) == NULL)
    ponder_provider_models_refresh (models);
}

/* --- the draft --- */

/* In one text, to be compared. */
static char *
dup_stored_attachments (PonderChatPage *self)
{
  g_autoptr(GPtrArray) stored = ponder_workspace_dup_draft_parts (self->workspace, self->session);

  return ponder_draft_parts_serialize (stored);
}

static void
attachments_changed_cb (PonderChatPage *self)
{
  g_autoptr(GPtrArray) parts = NULL;

  if (self->session == NULL)
    return;
  ponder_chat_page_update_warning (self);
  ask_for_abilities (self);
  if (self->restoring || ponder_composer_get_editing (self->composer))
    return;
  parts = ponder_attachment_bar_list_draft (get_bar (self));
  ponder_workspace_set_draft_parts (self->workspace, self->session, parts);
  g_free (self->attached);
  self->attached = dup_stored_attachments (self);
}

void
ponder_chat_page_restore_attachments (PonderChatPage *self)
{
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GPtrArray) awaited = NULL;

  self->restoring = TRUE;
  ponder_attachment_bar_clear (get_bar (self));
  if (self->session != NULL)
    {
      g_free (self->attached);
      self->attached = dup_stored_attachments (self);
      parts = ponder_workspace_dup_draft_parts (self->workspace, self->session);
      for (guint i = 0; i < parts->len; i++)
        take (self, ponder_workspace_attach_stored (self->workspace, g_ptr_array_index (parts, i)));
      awaited = ponder_workspace_take_awaited_parts (self->workspace, self->session);
      for (guint i = 0; i < awaited->len; i++)
        ponder_attachment_bar_add (get_bar (self), g_ptr_array_index (awaited, i));
    }
  self->restoring = FALSE;
}

/* What another window attached meanwhile; what only this one knows of, since it cannot be kept, stays. */
void
ponder_chat_page_resume_attachments (PonderChatPage *self)
{
  g_autofree char *stored = dup_stored_attachments (self);

  if (!ponder_attachment_bar_is_loading (get_bar (self)) && g_strcmp0 (stored, self->attached) != 0)
    ponder_chat_page_restore_attachments (self);
}

void
ponder_chat_page_leave_attachments (PonderChatPage *self)
{
  g_autoptr(GPtrArray) unread = ponder_attachment_bar_list_unread (get_bar (self));

  for (guint i = 0; i < unread->len; i++)
    ponder_workspace_await_draft_part (self->workspace, self->session, g_ptr_array_index (unread, i));
}

void
ponder_chat_page_show_attachments_of (PonderChatPage *self,
                                      PonderMessage  *question)
{
  GPtrArray *parts = ponder_message_get_parts (question);

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if ((part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE) && part->digest != NULL)
        take (self, ponder_workspace_attach_stored (self->workspace, part));
    }
}

/* --- choosing --- */

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             PonderChatPage  *self)
{
  g_autoptr(GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      for (guint i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr(GFile) file = g_list_model_get_item (files, i);

          attach_file (self, file);
        }
    }
  g_clear_object (&self->chooser);
  ponder_composer_focus_text (self->composer);
}

static void
attach_cb (PonderChatPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL)
    return;
  chooser = gtk_file_chooser_native_new (_("Attach Files"), window, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), NULL);
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (self->chooser);
}

static gboolean
attach_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  attach_cb (PONDER_CHAT_PAGE (widget));
  return GDK_EVENT_STOP;
}

/* --- pasting --- */

static void
files_pasted_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Place) place = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr(GSList) files = value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  if (value == NULL)
    ponder_toasts_show_error (GTK_WIDGET (place->page), error);
  for (GSList *link = files; link != NULL; link = link->next)
    place_take (place, ponder_workspace_attach_file (place->workspace, place->session, link->data));
}

static void
texture_pasted_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Place) place = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  GdkTexture *texture = value != NULL ? g_value_get_object (value) : NULL;

  if (texture != NULL)
    place_encode (g_steal_pointer (&place), texture);
  else
    ponder_toasts_show_error (GTK_WIDGET (place->page), error);
}

static void
picture_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Place) place = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0)
    {
      ponder_toasts_show_error (GTK_WIDGET (place->page), error);
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  place_take (place, ponder_workspace_attach_bytes (place->workspace, place->session, _("Pasted picture"), bytes));
}

/* Takes @user_data, a Place. */
static void
read_stream (GObject             *source,
             GAsyncResult        *result,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_autoptr(Place) place = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  g_autoptr(GOutputStream) bytes = NULL;

  if (stream == NULL)
    {
      ponder_toasts_show_error (GTK_WIDGET (place->page), error);
      return;
    }
  bytes = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (bytes, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, callback, g_steal_pointer (&place));
}

static void
picture_pasted_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  read_stream (source, result, picture_read_cb, user_data);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Place) place = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0)
    {
      ponder_toasts_show_error (GTK_WIDGET (place->page), error);
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  if (ponder_typed_text_is_long (g_bytes_get_size (bytes)))
    {
      place_take (place, ponder_workspace_attach_bytes (place->workspace, place->session, _("Pasted text"), bytes));
      return;
    }
  text = g_utf8_make_valid (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  if (place->page->session == place->session)
    ponder_composer_insert_text (place->page->composer, text);
}

static void
text_pasted_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  read_stream (source, result, text_read_cb, user_data);
}

/* What this program copied itself becomes whatever is asked for. */
static gboolean
offers_stream (GdkClipboard *clipboard,
               const char   *type)
{
  return gdk_clipboard_is_local (clipboard)
         || gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), type);
}

/* Files go before their names, words before a picture of them, and the bytes of a picture, as its program made them,
 * before what would have to be encoded again. GTK would hold everything up for as long as it takes to look at every
 * letter of a long text. */
static gboolean
paste_cb (PonderChatPage *self,
          GdkClipboard   *clipboard)
{
  static const char *types[] = { "image/png", "image/jpeg", "image/webp", "image/gif", NULL };
  static const char *texts[] = { "text/plain;charset=utf-8", NULL };
  g_autoptr(GdkContentFormats) formats =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));
  g_autoptr(GdkContentFormats) pictures = gdk_content_formats_new (types, G_N_ELEMENTS (types) - 1);

  if (self->session == NULL)
    return FALSE;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_pasted_cb,
                                    place_new (self));
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) && !offers_stream (clipboard, texts[0]))
    return FALSE;
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_async (clipboard, texts, G_PRIORITY_DEFAULT, NULL, text_pasted_cb, place_new (self));
  else if (gdk_content_formats_match (gdk_clipboard_get_formats (clipboard), pictures))
    gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, picture_pasted_cb, place_new (self));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_TEXTURE, G_PRIORITY_DEFAULT, NULL, texture_pasted_cb,
                                    place_new (self));
  else
    return FALSE;
  return TRUE;
}

static void
large_text_cb (PonderChatPage *self,
               const char     *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  if (self->session != NULL)
    take (self, ponder_workspace_attach_bytes (self->workspace, self->session, _("Pasted text"), bytes));
}

/* --- dropping --- */

static gboolean
drop_cb (PonderChatPage *self,
         const GValue   *value)
{
  if (self->session == NULL)
    return FALSE;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    attach_files (self, value);
  else
    place_encode (place_new (self), g_value_get_object (value));
  return TRUE;
}

/* Beside the entry, which takes a text to where it was dropped. */
static gboolean
text_drop_cb (PonderChatPage *self,
              const GValue   *value)
{
  if (self->session == NULL || !gtk_widget_is_sensitive (GTK_WIDGET (self->composer)))
    return FALSE;
  ponder_composer_insert_text (self->composer, g_value_get_string (value));
  return TRUE;
}

void
ponder_chat_page_take_drops (PonderChatPage *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GtkDropTarget *texts = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  /* Before the entry, which would type the names of the files. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (texts, "drop", G_CALLBACK (text_drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (texts));
}

void
ponder_chat_page_class_bind_attachments (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, attach_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, large_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, attachments_changed_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, attach_key_cb, NULL);
}
