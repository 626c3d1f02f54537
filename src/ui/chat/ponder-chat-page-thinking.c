/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the next question of a chat is thought about deeply. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-session.h"

#include <glib/gi18n.h>

/* Who edits a question asks one model anew, whichever others are chosen for the next. */
static gboolean
asks_several (PonderChatPage *self)
{
  return !ponder_composer_get_editing (self->composer)
         && ponder_asked_models_get_models (ponder_composer_get_asked_models (self->composer))->len > 0;
}

/* (nullable): it can be thought about deeply. */
static const char *
find_reason (PonderChatPage *self)
{
  if (self->session == NULL || ponder_session_get_config (self->session)->model == NULL)
    return _("Choose a model first");
  if (ponder_workspace_get_read_only (self->workspace))
    return _("These chats can only be read");
  if (asks_several (self))
    return _("Deep think asks one model");
  return NULL;
}

gboolean
ponder_chat_page_get_deep_think (PonderChatPage *self)
{
  return self->session != NULL && ponder_session_get_config (self->session)->deep_think && find_reason (self) == NULL;
}

void
ponder_chat_page_set_deep_think (PonderChatPage *self,
                                 gboolean        deep)
{
  g_autoptr(PonderModelConfig) config = NULL;

  if (find_reason (self) != NULL || ponder_chat_page_get_deep_think (self) == deep)
    return;

  config = ponder_model_config_copy (ponder_session_get_config (self->session));
  config->deep_think = deep;
  ponder_session_set_config (self->session, config);
  ponder_workspace_save_session (self->workspace, self->session);
}

void
ponder_chat_page_update_thinking (PonderChatPage *self)
{
  const char *reason;

  if (self->workspace == NULL)
    return;

  reason = find_reason (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chat.deep-think", reason == NULL);
  ponder_chat_header_set_think_reason (self->header, reason);
  ponder_composer_set_thinks (self->composer, ponder_chat_page_get_deep_think (self));
  g_object_notify (G_OBJECT (self), "deep-think");
}
