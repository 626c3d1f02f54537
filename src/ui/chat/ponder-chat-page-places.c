/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the reader of the chat page is, was, and goes to. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-session.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

struct _PonderChatPlace
{
  PonderSession *session;
  char          *last_id;       /* the end of the branch; (nullable): an empty chat */
  char          *message_id;    /* at the upper edge; (nullable): the end is kept in sight */
  int            offset;
};

void
ponder_chat_place_free (PonderChatPlace *self)
{
  g_object_unref (self->session);
  g_free (self->last_id);
  g_free (self->message_id);
  g_free (self);
}

PonderSession *
ponder_chat_place_get_session (PonderChatPlace *self)
{
  return self->session;
}

static char *
dup_last_id (PonderChatPage *self)
{
  guint n = self->timeline != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) : 0;
  g_autoptr(PonderMessage) last = n > 0 ? g_list_model_get_item (G_LIST_MODEL (self->timeline), n - 1) : NULL;

  return last != NULL ? g_strdup (ponder_message_get_id (ponder_timeline_get_marked (self->timeline, last))) : NULL;
}

PonderChatPlace *
ponder_chat_page_dup_place (PonderChatPage *self)
{
  PonderChatPlace *place;

  g_return_val_if_fail (PONDER_IS_CHAT_PAGE (self), NULL);

  if (self->session == NULL)
    return NULL;

  ponder_chat_page_save (self);
  place = g_new0 (PonderChatPlace, 1);
  place->session = g_object_ref (self->session);
  place->last_id = dup_last_id (self);
  place->message_id = g_strdup (ponder_session_get_scroll_message (self->session));
  place->offset = ponder_session_get_scroll_offset (self->session);
  return place;
}

void
ponder_chat_page_go_back (PonderChatPage  *self,
                          PonderChatPlace *place)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));
  g_return_if_fail (place->session == self->session);

  g_clear_pointer (&self->target_id, g_free);
  g_clear_object (&self->target_hit);
  ponder_session_set_scroll (place->session, place->message_id, place->offset);
  /* Whatever is still loading restores the place by itself. */
  if (self->timeline == NULL || ponder_timeline_get_loading (self->timeline))
    return;

  if (place->last_id != NULL)
    ponder_timeline_show_message (self->timeline, place->last_id);
  ponder_chat_page_restore_place (self);
}

/* (nullable) (transfer none): the timeline holds it. */
static PonderMessage *
find_message (PonderChatPage *self,
              const char     *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->timeline));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PonderMessage) message = g_list_model_get_item (G_LIST_MODEL (self->timeline), i);

      if (g_str_equal (ponder_message_get_id (message), id))
        return message;
    }
  return NULL;
}

void
ponder_chat_page_show_target (PonderChatPage *self)
{
  g_autofree char *id = g_steal_pointer (&self->target_id);
  g_autoptr(PonderSearchHit) hit = g_steal_pointer (&self->target_hit);

  if (ponder_timeline_show_message (self->timeline, id))
    {
      PonderMessage *message = hit != NULL ? find_message (self, id) : NULL;

      ponder_transcript_view_show_message (self->transcript, id);
      if (message != NULL)
        ponder_chat_page_mark_hit (self, message, hit);
      return;
    }

  ponder_chat_page_restore_place (self);
  ponder_toasts_show (GTK_WIDGET (self), _("This message is not there any more"));
}

void
ponder_chat_page_show_message (PonderChatPage *self,
                               const char     *message_id)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));
  g_return_if_fail (self->timeline != NULL);
  g_return_if_fail (message_id != NULL);

  g_free (self->target_id);
  self->target_id = g_strdup (message_id);
  g_clear_object (&self->target_hit);
  if (!ponder_timeline_get_loading (self->timeline))
    ponder_chat_page_show_target (self);
}

void
ponder_chat_page_show_hit (PonderChatPage  *self,
                           PonderSearchHit *hit)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));
  g_return_if_fail (self->timeline != NULL);
  g_return_if_fail (ponder_search_hit_get_message_id (hit) != NULL);

  g_free (self->target_id);
  self->target_id = g_strdup (ponder_search_hit_get_message_id (hit));
  g_set_object (&self->target_hit, hit);
  if (!ponder_timeline_get_loading (self->timeline))
    ponder_chat_page_show_target (self);
}
