/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import under way: what the readers of all formats share. */

#include "config.h"

#include "ponder-import-private.h"

#include <glib/gi18n.h>

#include "ponder-id.h"
#include "ponder-import-spill.h"
#include "ponder-title.h"

void
ponder_import_set_format (PonderImport *self,
                          const char   *format)
{
  if (self->format == NULL)
    self->format = g_strdup (format);
}

gboolean
ponder_import_goes_on (PonderImport *self)
{
  return self->failure == NULL
         && !g_cancellable_set_error_if_cancelled (self->cancellable, &self->failure);
}

PonderConversation *
ponder_import_begin (PonderImport *self,
                     const char   *format,
                     const char   *external_id,
                     const char   *title)
{
  g_autofree char *id = ponder_id_new ();
  g_autoptr(PonderSession) session = ponder_session_new (id);
  PonderConversation *conversation = ponder_conversation_new (session);

  ponder_session_set_created (session, 0);
  ponder_session_set_updated (session, 0);
  if (title != NULL && *title != '\0')
    {
      ponder_session_set_title (session, title);
      ponder_session_set_title_fixed (session, TRUE);
    }
  conversation->source = g_strdup (format);
  conversation->external_id = ponder_import_dup_id (external_id);
  return conversation;
}

static void
find_title (PonderConversation *conversation)
{
  g_autofree char *title = NULL;

  if (*ponder_session_get_title (conversation->session) != '\0')
    return;

  for (guint i = 0; i < conversation->messages->len && title == NULL; i++)
    {
      PonderMessage *message = g_ptr_array_index (conversation->messages, i);

      if (ponder_message_get_role (message) == PONDER_ROLE_USER)
        title = ponder_title_from_question (ponder_message_get_text (message));
    }
  if (title != NULL)
    ponder_session_set_title (conversation->session, title);
}

static void
find_times (PonderConversation *conversation)
{
  PonderSession *session = conversation->session;
  gint64 first = 0;
  gint64 last = 0;

  for (guint i = 0; i < conversation->messages->len; i++)
    {
      gint64 created = ponder_message_get_created (g_ptr_array_index (conversation->messages, i));

      if (created != 0 && (first == 0 || created < first))
        first = created;
      last = MAX (last, created);
    }
  if (ponder_session_get_created (session) == 0)
    ponder_session_set_created (session, first);
  if (ponder_session_get_updated (session) == 0)
    ponder_session_set_updated (session, MAX (last, ponder_session_get_created (session)));
  if (conversation->source_updated == 0)
    conversation->source_updated = ponder_session_get_updated (session);
}

/* With the end of each text, so that no two chats read the same. */
static void
add_to_digest (GChecksum  *digest,
               const char *text)
{
  g_checksum_update (digest, (const guchar *) text, (gssize) strlen (text) + 1);
}

static void
find_id (PonderConversation *conversation)
{
  g_autoptr(GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);

  if (conversation->external_id != NULL)
    return;

  add_to_digest (digest, ponder_session_get_title (conversation->session));
  for (guint i = 0; i < conversation->messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (conversation->messages, i);
      GPtrArray *parts = ponder_message_get_parts (message);

      add_to_digest (digest, ponder_role_to_string (ponder_message_get_role (message)));
      for (guint j = 0; j < parts->len; j++)
        {
          const PonderPart *part = g_ptr_array_index (parts, j);

          add_to_digest (digest, ponder_part_kind_to_string (part->kind));
          add_to_digest (digest, part->text->str);
          add_to_digest (digest, part->digest != NULL ? part->digest : "");
        }
    }
  conversation->external_id = g_strdup (g_checksum_get_string (digest));
}

void
ponder_import_take (PonderImport       *self,
                    PonderConversation *conversation)
{
  g_autoptr(PonderConversation) owned = conversation;

  if (owned->messages->len == 0)
    {
      ponder_import_skip_chat (self, ponder_session_get_title (owned->session), _("It has no messages."));
      return;
    }
  ponder_import_set_format (self, owned->source);
  find_title (owned);
  find_times (owned);
  find_id (owned);
  if (!ponder_import_goes_on (self))
    return;

  self->n_taken++;
  self->sink->take (g_steal_pointer (&owned), self->user_data, &self->failure);
}

void
ponder_import_skip_chat (PonderImport *self,
                         const char   *title,
                         const char   *why)
{
  g_autofree char *what = NULL;

  if (title != NULL && *title != '\0')
    {
      g_autofree char *beginning = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), 80));

      /* Translators: the number of a chat in a file, and its title. */
      what = g_strdup_printf (_("Chat %u “%s”"), self->n_chats, beginning);
    }
  else
    what = g_strdup_printf (_("Chat %u"), self->n_chats);
  ponder_import_skip (self, what, why);
}

void
ponder_import_skip (PonderImport *self,
                    const char   *what,
                    const char   *why)
{
  g_autofree char *where = NULL;

  if (self->entry != NULL)
    where = g_strdup_printf ("%s, %s", self->entry, what);
  ponder_import_count_skip (self, where != NULL ? where : what, why);
}

void
ponder_import_count_skip (PonderImport *self,
                          const char   *what,
                          const char   *why)
{
  if (++self->n_skipped <= PONDER_IMPORT_MAX_SKIPS)
    self->sink->skip (what, why, self->user_data);
}

PonderImportSpill *
ponder_import_get_spill (PonderImport *self)
{
  if (self->spill == NULL && self->failure == NULL)
    self->spill = ponder_import_spill_new (&self->failure);
  return self->spill;
}

void
ponder_import_clear (PonderImport *self)
{
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->entry, g_free);
  g_clear_pointer (&self->spill, ponder_import_spill_free);
  g_clear_pointer (&self->projects, g_hash_table_unref);
  g_clear_error (&self->failure);
}

PonderMessage *
ponder_import_add_node (PonderConversation *conversation,
                        PonderImportNode   *node,
                        PonderRole          role)
{
  PonderMessage *parent = node->parent != NULL ? node->parent->message : NULL;
  PonderMessage *message = ponder_import_message_new (node->id, parent != NULL ? ponder_message_get_id (parent) : NULL,
                                                      role);

  ponder_message_set_chosen (message, node->shown);
  node->message = message;
  ponder_conversation_take_message (conversation, message);
  return message;
}
