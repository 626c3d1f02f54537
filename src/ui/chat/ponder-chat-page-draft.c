/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed belongs to the chat, which several windows may show. */

#include "config.h"

#include "ponder-chat-page-private.h"

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
  draft = ponder_composer_dup_draft (self->composer, NULL);
  if (ponder_composer_get_editing (self->composer) || !is_untouched (self, draft))
    return;
  if (!is_untouched (self, ponder_session_get_draft (self->session)))
    ponder_chat_page_show_draft (self);
  ponder_chat_page_resume_attachments (self);
}
