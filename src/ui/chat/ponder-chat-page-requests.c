/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reader of a chat asks for, turned into calls of the workspace. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-countdown.h"
#include "ponder-dialogs.h"
#include "ponder-session.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

static GtkWindow *
get_window (PonderChatPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static gboolean
has_model (PonderChatPage *self)
{
  PonderModelConfig *config = ponder_session_get_config (self->session);

  return config->provider != NULL && config->model != NULL;
}

gboolean
ponder_chat_page_can_ask (PonderChatPage *self,
                          gboolean        running)
{
  if (self->timeline == NULL)
    return FALSE;
  if (!running && ponder_chat_page_is_running (self))
    {
      ponder_toasts_show (GTK_WIDGET (self), _("Stop the answer first"));
      return FALSE;
    }
  if (!has_model (self))
    {
      ponder_toasts_show (GTK_WIDGET (self), _("Choose a model first"));
      ponder_chat_header_choose_model (self->header);
      return FALSE;
    }

  return TRUE;
}

static gboolean
can_ask (PonderChatPage *self)
{
  return ponder_chat_page_can_ask (self, FALSE);
}

static void
send_cb (PonderChatPage *self,
         const char     *text)
{
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(GPtrArray) turns = NULL;
  g_autoptr(GPtrArray) parts = NULL;
  GPtrArray *models = ponder_asked_models_get_models (ponder_composer_get_asked_models (self->composer));

  if (!can_ask (self))
    return;

  parts = ponder_attachment_bar_list_parts (ponder_composer_get_attachments (self->composer));
  if (ponder_composer_get_editing (self->composer) && self->edited != NULL)
    turn = ponder_workspace_edit_question_full (self->workspace, self->timeline, self->edited, text, parts);
  else if (models->len > 0)
    turns = ponder_workspace_begin_comparison (self->workspace, self->timeline, text, parts, models,
                                               PONDER_TURN_DEFAULT);
  else
    turn = ponder_workspace_begin_turn_full (self->workspace, self->timeline, text, parts, PONDER_TURN_DEFAULT);
  g_clear_object (&self->edited);
  ponder_composer_clear (self->composer);
  ponder_chat_page_save_draft (self);
  ponder_transcript_view_scroll_to_end (self->transcript);
}

static void
edit_cb (PonderChatPage *self,
         PonderMessage  *message)
{
  if (ponder_message_get_role (message) != PONDER_ROLE_USER)
    return;

  g_set_object (&self->edited, message);
  ponder_composer_begin_edit (self->composer, ponder_message_get_text (message));
  ponder_chat_page_show_attachments_of (self, message);
}

static void
edit_last_cb (PonderChatPage *self)
{
  if (self->timeline == NULL)
    return;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->timeline)); i > 0; i--)
    {
      g_autoptr(PonderMessage) message = g_list_model_get_item (G_LIST_MODEL (self->timeline), i - 1);

      if (ponder_message_get_role (message) == PONDER_ROLE_USER)
        {
          edit_cb (self, message);
          return;
        }
    }
}

static void
edit_cancelled_cb (PonderChatPage *self)
{
  g_clear_object (&self->edited);
}

static void
answer_in_column (PonderChatPage *self,
                  PonderMessage  *message,
                  const char     *provider,
                  const char     *model)
{
  g_autoptr(PonderTurn) turn = NULL;

  if (ponder_chat_page_can_ask (self, TRUE) && !ponder_message_is_being_written (message))
    turn = ponder_workspace_replace_answer (self->workspace, self->timeline, message, provider, model);
}

static void
regenerate (PonderChatPage *self,
            PonderMessage  *message)
{
  g_autoptr(PonderTurn) turn = NULL;

  if (can_ask (self))
    turn = ponder_workspace_regenerate (self->workspace, self->timeline, message);
}

/* In its column, of the model that gave it; those beside it may be writing. */
static void
regenerate_cb (PonderChatPage *self,
               PonderMessage  *message)
{
  if (ponder_timeline_get_first_column (self->timeline, message) != NULL)
    answer_in_column (self, message, ponder_message_get_provider (message), ponder_message_get_model (message));
  else
    regenerate (self, message);
}

/* What was thought about deeply goes on where it stopped: no call that ended is made again. */
static void
resume_think (PonderChatPage   *self,
              PonderThinkBoard *board)
{
  if (!ponder_think_board_command (board, PONDER_THINK_RESUME, NULL, NULL))
    ponder_toasts_show (GTK_WIDGET (self), _("Another program is working on this answer"));
}

static void
continue_cb (PonderChatPage *self,
             PonderMessage  *message)
{
  g_autoptr(PonderTurn) turn = NULL;
  PonderThinkBoard *board;

  if (!can_ask (self))
    return;
  if ((board = ponder_timeline_get_board (self->timeline, message)))
    resume_think (self, board);
  else
    turn = ponder_workspace_continue_answer (self->workspace, self->timeline, message);
}

static void
show_sibling_cb (PonderChatPage *self,
                 PonderMessage  *message,
                 int             step)
{
  ponder_timeline_show_sibling (self->timeline, message, step);
}

/* The same question goes to the model that is chosen now; until then nothing is tried again. */
static void
switch_model_cb (PonderChatPage *self,
                 PonderMessage  *message)
{
  PonderTurn *turn = ponder_timeline_find_turn (self->timeline, message);
  PonderCountdown *countdown = turn != NULL ? ponder_turn_get_countdown (turn) : NULL;

  if (countdown != NULL)
    ponder_countdown_give_up (countdown);
  g_set_object (&self->switched, message);
  ponder_chat_header_choose_model (self->header);
}

static void
model_chosen_cb (PonderChatPage *self,
                 gboolean        chosen)
{
  g_autoptr(PonderMessage) switched = g_steal_pointer (&self->switched);

  PonderModelConfig *config = ponder_session_get_config (self->session);

  if (!chosen || switched == NULL)
    return;
  if (ponder_timeline_get_first_column (self->timeline, switched) != NULL)
    answer_in_column (self, switched, config->provider, config->model);
  else
    regenerate (self, switched);
}

static void
open_provider_settings_cb (PonderChatPage *self,
                           PonderMessage  *message)
{
  const char *provider = ponder_message_get_provider (message);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.provider-settings", "s", provider != NULL ? provider : "");
}

static void
show_details_cb (PonderChatPage *self,
                 PonderMessage  *message)
{
  ponder_dialogs_show_message (get_window (self), message);
}

static void
branch_cb (PonderChatPage *self,
           PonderMessage  *message)
{
  g_autoptr(PonderSession) session = ponder_workspace_branch_to_new_chat (self->workspace, self->timeline, message);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-chat", "s", ponder_session_get_id (session));
}

/* A branch that a toast offers to bring back. */
typedef struct
{
  PonderWorkspace *workspace;
  PonderSession   *session;
  gint64           time;
} Undo;

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->workspace);
  g_object_unref (undo->session);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast,
         Undo     *undo)
{
  ponder_workspace_restore_branch (undo->workspace, undo->session, undo->time);
}

static void
trash_cb (PonderChatPage *self,
          PonderMessage  *message)
{
  AdwToast *toast = adw_toast_new (_("Messages moved to the trash"));
  Undo *undo = g_new (Undo, 1);

  undo->workspace = g_object_ref (self->workspace);
  undo->session = g_object_ref (self->session);
  undo->time = ponder_workspace_trash_branch (self->workspace, self->timeline, message);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, 0);
  ponder_toasts_take (GTK_WIDGET (self), toast);
}

static void
keep_waiting_cb (PonderChatPage *self,
                 PonderMessage  *message)
{
  PonderTurn *turn = ponder_timeline_find_turn (self->timeline, message);

  if (turn != NULL)
    ponder_turn_keep_waiting (turn);
}

/* Of a wait for the next try, only the wait: why nothing came stays to be read. */
static void
stop_turn (PonderTurn *turn)
{
  PonderCountdown *countdown = ponder_turn_get_countdown (turn);

  if (countdown != NULL)
    ponder_countdown_give_up (countdown);
  else
    ponder_turn_stop (turn);
}

static void
stop_answer_cb (PonderChatPage *self,
                PonderMessage  *message)
{
  PonderTurn *turn = ponder_timeline_find_turn (self->timeline, message);

  if (turn != NULL)
    stop_turn (turn);
}

/* Backwards: a turn may leave the list while it is stopped. */
void
ponder_chat_page_stop (PonderChatPage *self)
{
  GListModel *turns = self->timeline != NULL ? ponder_timeline_get_turns (self->timeline) : NULL;

  for (guint i = turns != NULL ? g_list_model_get_n_items (turns) : 0; i > 0; i--)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i - 1);

      if (turn != NULL)
        stop_turn (turn);
    }
}

void
ponder_chat_page_class_bind_requests (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_last_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, regenerate_cb);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_sibling_cb);
  gtk_widget_class_bind_template_callback (widget_class, switch_model_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_provider_settings_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_details_cb);
  gtk_widget_class_bind_template_callback (widget_class, branch_cb);
  gtk_widget_class_bind_template_callback (widget_class, trash_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_waiting_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_answer_cb);
  gtk_widget_class_bind_template_callback (widget_class, ponder_chat_page_stop);
}
