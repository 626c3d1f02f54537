/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a chat a model gets to read, for the dialects in which speakers take turns. Pure. */

#include "config.h"

#include "ponder-history.h"

#include "ponder-error.h"
#include "ponder-model-config.h"

#include <glib/gi18n.h>

#define BETWEEN_MESSAGES "\n\n"

static void
turn_free (gpointer data)
{
  PonderHistoryTurn *self = data;

  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->attachments);
  g_free (self);
}

static PonderHistoryTurn *
turn_new (PonderRole role)
{
  PonderHistoryTurn *self = g_new (PonderHistoryTurn, 1);

  self->role = role;
  self->text = g_string_new (NULL);
  self->attachments = g_ptr_array_new ();
  return self;
}

static void
append_words (GString    *text,
              const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, BETWEEN_MESSAGES);
  g_string_append (text, words);
}

static gboolean
is_attachment (const PonderPart *part)
{
  if (part->kind != PONDER_PART_IMAGE && part->kind != PONDER_PART_FILE)
    return FALSE;
  if (part->data == NULL)
    g_warning ("An attachment is not sent: its bytes are not at hand");
  return part->data != NULL;
}

static GPtrArray *
list_attachments (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  GPtrArray *attachments = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      if (is_attachment (g_ptr_array_index (parts, i)))
        g_ptr_array_add (attachments, g_ptr_array_index (parts, i));
    }
  return attachments;
}

/* An answer that failed was none, and tools are never called. */
static gboolean
is_said (PonderMessage *message)
{
  PonderRole role = ponder_message_get_role (message);

  return (role == PONDER_ROLE_USER || role == PONDER_ROLE_ASSISTANT)
         && ponder_message_get_state (message) != PONDER_MESSAGE_FAILED;
}

GPtrArray *
ponder_history_list_turns (PonderRequest *request)
{
  GPtrArray *messages = ponder_request_get_messages (request);
  GPtrArray *turns = g_ptr_array_new_with_free_func (turn_free);
  PonderHistoryTurn *turn = NULL;

  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      PonderRole role = ponder_message_get_role (message);
      g_autoptr(GPtrArray) attachments = list_attachments (message);

      if (!is_said (message) || (*ponder_message_get_text (message) == '\0' && attachments->len == 0))
        continue;
      if (turn == NULL || turn->role != role)
        {
          turn = turn_new (role);
          g_ptr_array_add (turns, turn);
        }
      append_words (turn->text, ponder_message_get_text (message));
      g_ptr_array_extend (turn->attachments, attachments, NULL, NULL);
    }
  return turns;
}

static void
append_schema (GString    *text,
               const char *schema)
{
  g_autofree char *words =
    g_strconcat ("Reply with one JSON object and nothing else: no words before or after it, no code fence. "
                 "It must be valid under this JSON schema:\n", schema, NULL);

  append_words (text, words);
}

char *
ponder_history_dup_system (PonderRequest *request,
                           gboolean       schema_in_words)
{
  GPtrArray *messages = ponder_request_get_messages (request);
  const char *schema = ponder_request_get_schema (request);
  g_autoptr(GString) text = g_string_new (NULL);

  append_words (text, ponder_request_get_config (request)->system);
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);

      if (ponder_message_get_role (message) == PONDER_ROLE_SYSTEM)
        append_words (text, ponder_message_get_text (message));
    }
  if (schema_in_words && schema != NULL)
    append_schema (text, schema);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

char *
ponder_part_dup_base64 (const PonderPart *part)
{
  gsize length;
  const guchar *data = g_bytes_get_data (part->data, &length);

  return g_base64_encode (data, length);
}

char *
ponder_part_dup_file_text (const PonderPart *part)
{
  gsize length;
  const char *data = g_bytes_get_data (part->data, &length);

  if (part->kind != PONDER_PART_FILE || part->media_type == NULL
      || !g_str_has_prefix (part->media_type, "text/"))
    return NULL;
  return g_utf8_make_valid (data != NULL ? data : "", length);
}

void
ponder_part_refuse (const PonderPart  *part,
                    GError           **error)
{
  const char *name = part->name != NULL ? part->name : part->media_type;

  g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
               /* Translators: %s is the name of a file, or its type. */
               _("This server does not read files such as “%s”."), name != NULL ? name : "");
}
