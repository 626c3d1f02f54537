/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed, and what is attached to it, belongs to the chat, which several windows may show. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-draft-parts.h"
#include "ponder-session.h"

void
ponder_chat_page_show_draft (PonderChatPage *self)
{
  g_free (self->draft);
  self->draft = g_strdup (ponder_session_get_draft (self->session));
  ponder_composer_set_draft (self->composer, self->draft, ponder_session_get_draft_cursor (self->session));
}

/* Nothing was typed here since: whatever the chat has now is newer. */
static gboolean
is_untouched (PonderChatPage *self,
              const char     *draft)
{
  return g_strcmp0 (draft, self->draft) == 0;
}

void
ponder_chat_page_save_draft (PonderChatPage *self)
{
  guint cursor;
  g_autofree char *draft = ponder_composer_dup_draft (self->composer, &cursor);

  if (is_untouched (self, draft) && !g_str_equal (draft, ponder_session_get_draft (self->session)))
    return;

  g_free (self->draft);
  self->draft = g_steal_pointer (&draft);
  if (g_str_equal (self->draft, ponder_session_get_draft (self->session))
      && cursor == ponder_session_get_draft_cursor (self->session))
    return;

  ponder_session_set_draft (self->session, self->draft, cursor);
  ponder_workspace_save_session (self->workspace, self->session);
}

static PonderAttachmentBar *
get_bar (PonderChatPage *self)
{
  return ponder_composer_get_attachments (self->composer);
}

/* In one text, to be compared. */
static char *
dup_stored_attachments (PonderChatPage *self)
{
  g_autoptr(GPtrArray) stored = ponder_workspace_dup_draft_parts (self->workspace, self->session);

  return ponder_draft_parts_serialize (stored);
}

void
ponder_chat_page_note_attachments (PonderChatPage *self)
{
  g_free (self->attached);
  self->attached = dup_stored_attachments (self);
}

/* What was still being read when the draft was left, here or in another window. */
static void
take_back (PonderChatPage *self)
{
  g_autoptr(GPtrArray) awaited = ponder_workspace_take_awaited_parts (self->workspace, self->session);

  for (guint i = 0; i < awaited->len; i++)
    {
      PonderDraftPart *part = g_ptr_array_index (awaited, i);

      if (ponder_attachment_bar_has (get_bar (self), part))
        continue;
      if (ponder_composer_get_editing (self->composer))
        ponder_workspace_await_draft_part (self->workspace, self->session, part);
      else
        ponder_attachment_bar_add (get_bar (self), part);
    }
}

void
ponder_chat_page_restore_attachments (PonderChatPage *self)
{
  g_autoptr(GPtrArray) parts = NULL;

  self->restoring = TRUE;
  ponder_attachment_bar_clear (get_bar (self));
  if (self->session != NULL)
    {
      ponder_chat_page_note_attachments (self);
      parts = ponder_workspace_dup_draft_parts (self->workspace, self->session);
      for (guint i = 0; i < parts->len; i++)
        {
          g_autoptr(PonderDraftPart) part = ponder_workspace_attach_stored (self->workspace,
                                                                            g_ptr_array_index (parts, i));

          ponder_attachment_bar_add (get_bar (self), part);
        }
      if (!self->away)
        take_back (self);
    }
  self->restoring = FALSE;
}

static gboolean
shows (PonderChatPage *self,
       const char     *stored)
{
  g_autoptr(GPtrArray) parts = ponder_attachment_bar_list_draft (get_bar (self));
  g_autofree char *shown = ponder_draft_parts_serialize (parts);

  return g_strcmp0 (stored, shown) == 0;
}

/* What another window attached meanwhile; what only this one knows of, since it cannot be kept, stays. */
void
ponder_chat_page_resume_attachments (PonderChatPage *self)
{
  g_autofree char *stored = dup_stored_attachments (self);

  self->away = FALSE;
  self->restoring = TRUE;
  take_back (self);
  self->restoring = FALSE;
  if (ponder_composer_get_editing (self->composer) || g_strcmp0 (stored, self->attached) == 0)
    return;

  if (shows (self, stored))
    {
      g_free (self->attached);
      self->attached = g_steal_pointer (&stored);
      return;
    }
  ponder_chat_page_leave_attachments (self);
  ponder_chat_page_restore_attachments (self);
}

void
ponder_chat_page_leave_attachments (PonderChatPage *self)
{
  g_autoptr(GPtrArray) unread = ponder_attachment_bar_list_unread (get_bar (self));

  for (guint i = 0; i < unread->len; i++)
    ponder_workspace_await_draft_part (self->workspace, self->session, g_ptr_array_index (unread, i));
}

gboolean
ponder_chat_page_is_looked_at (PonderChatPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && root != NULL && gtk_window_is_active (GTK_WINDOW (root));
}

void
ponder_chat_page_resume (PonderChatPage *self)
{
  g_autofree char *draft = NULL;

  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  if (self->session == NULL)
    return;

  ponder_session_set_unseen (self->session, FALSE);
  ponder_chat_page_restore_asked_models (self);
  draft = ponder_composer_dup_draft (self->composer, NULL);
  if (!ponder_composer_get_editing (self->composer) && is_untouched (self, draft)
      && !is_untouched (self, ponder_session_get_draft (self->session)))
    ponder_chat_page_show_draft (self);
  ponder_chat_page_resume_attachments (self);
}

void
ponder_chat_page_leave (PonderChatPage *self)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  ponder_chat_page_save (self);
  self->away = TRUE;
  if (self->session != NULL)
    ponder_chat_page_leave_attachments (self);
}
