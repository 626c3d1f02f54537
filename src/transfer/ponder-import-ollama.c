/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database of Ollama's own window. */

#include "config.h"

#include "ponder-import-database.h"

#include <string.h>

const char *const ponder_import_ollama_tables[] = { "chats", "messages", "tool_calls", "attachments", NULL };

typedef struct
{
  PonderImport          *import;
  PonderForeignDatabase *db;
  gboolean               has_calls;
  gboolean               has_attachments;
  gsize                  n_bytes;       /* of the chat's files */
} Reader;

gboolean
ponder_import_ollama_matches (PonderForeignDatabase *db)
{
  static const char *const chats[] = { "id", "title", "created_at", NULL };
  static const char *const messages[] = { "id", "chat_id", "role", "content", "thinking", "model_name", "created_at",
                                          NULL };

  return ponder_foreign_database_has (db, "chats", chats) && ponder_foreign_database_has (db, "messages", messages);
}

/* Its text is of the time at Greenwich when it does not say otherwise. */
static gint64
get_time (sqlite3_stmt *row,
          int           column)
{
  g_autofree char *text = ponder_foreign_database_dup (row, column);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  return ponder_import_parse_time (text, utc);
}

/* Runs @sql with the message's id and gives each row to @add. */
static gboolean
for_each (Reader         *self,
          const char     *sql,
          gint64          id,
          PonderMessage  *message,
          void          (*add) (Reader *, PonderMessage *, sqlite3_stmt *),
          GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *rows;

  if (!(rows = ponder_foreign_database_prepare (self->db, sql, error)))
    return FALSE;
  sqlite3_bind_int64 (rows, 1, id);
  while (ponder_foreign_database_next (self->db, rows, &local_error))
    add (self, message, rows);
  sqlite3_finalize (rows);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
add_call_cb (Reader        *self,
             PonderMessage *message,
             sqlite3_stmt  *row)
{
  g_autofree char *name = ponder_foreign_database_dup (row, 0);
  g_autofree char *arguments = ponder_foreign_database_dup (row, 1);
  g_autofree char *result = ponder_foreign_database_dup (row, 2);

  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, name, NULL, arguments);
  if (result != NULL && *result != '\0')
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, NULL, result);
}

static gboolean
is_text (const char *data,
         gsize       length)
{
  return memchr (data, '\0', length) == NULL && g_utf8_validate_len (data, length, NULL);
}

static void
add_attachment_cb (Reader        *self,
                   PonderMessage *message,
                   sqlite3_stmt  *row)
{
  g_autofree char *name = ponder_foreign_database_dup (row, 0);
  gsize length = (gsize) sqlite3_column_bytes (row, 1);
  const char *bytes = sqlite3_column_blob (row, 1);
  g_autoptr(GBytes) data = NULL;

  if (bytes == NULL || self->n_bytes + length > PONDER_IMPORT_FILES_LIMIT)
    {
      ponder_import_add_file (message, PONDER_PART_FILE, name, NULL, NULL);
      return;
    }
  self->n_bytes += length;
  if (is_text (bytes, length))
    {
      g_autofree char *text = g_strndup (bytes, length);

      ponder_import_add_text_file (message, name, NULL, text);
      return;
    }
  data = g_bytes_new (bytes, length);
  ponder_import_add_file (message, ponder_import_is_image (data) ? PONDER_PART_IMAGE : PONDER_PART_FILE, name, NULL,
                          data);
}

static gboolean
add_rows (Reader         *self,
          PonderMessage  *message,
          gint64          id,
          GError        **error)
{
  if (self->has_attachments
      && !for_each (self, "SELECT filename, data FROM attachments WHERE message_id = ?1 ORDER BY rowid", id, message,
                    add_attachment_cb, error))
    return FALSE;
  return !self->has_calls
         || for_each (self, "SELECT function_name, function_arguments, function_result FROM tool_calls"
                            " WHERE message_id = ?1 ORDER BY rowid", id, message, add_call_cb, error);
}

static gboolean
read_message (Reader              *self,
              PonderConversation  *conversation,
              sqlite3_stmt        *row,
              char               **parent_id,
              GError             **error)
{
  gint64 id = sqlite3_column_int64 (row, 0);
  g_autofree char *role_name = ponder_foreign_database_dup (row, 1);
  g_autofree char *content = ponder_foreign_database_dup (row, 2);
  g_autofree char *thinking = ponder_foreign_database_dup (row, 3);
  g_autofree char *model = ponder_foreign_database_dup (row, 4);
  g_autofree char *own_id = g_strdup_printf ("%08" G_GINT64_FORMAT, id);
  PonderRole role = PONDER_ROLE_USER;
  PonderMessage *message;

  ponder_import_parse_role (role_name, &role);
  if (role == PONDER_ROLE_SYSTEM && *parent_id == NULL)
    {
      ponder_import_add_system (ponder_session_get_config (conversation->session), content);
      return TRUE;
    }
  message = ponder_import_message_new (own_id, *parent_id, role);
  ponder_conversation_take_message (conversation, message);
  ponder_message_set_created (message, get_time (row, 5));
  ponder_message_set_chosen (message, TRUE);
  if (role == PONDER_ROLE_ASSISTANT)
    ponder_message_set_model (message, model);
  g_free (*parent_id);
  *parent_id = g_steal_pointer (&own_id);

  ponder_import_add_text (message, PONDER_PART_REASONING, thinking);
  if (role == PONDER_ROLE_TOOL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, NULL, NULL, content);
  else
    ponder_import_add_text (message, PONDER_PART_TEXT, content);
  return add_rows (self, message, id, error);
}

static gboolean
read_messages (Reader              *self,
               PonderConversation  *conversation,
               const char          *chat_id,
               GError             **error)
{
  g_autofree char *parent_id = NULL;
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *rows;

  if (!(rows = ponder_foreign_database_prepare (self->db, "SELECT id, role, content, thinking, model_name, created_at"
                                                          " FROM messages WHERE chat_id = ?1 ORDER BY id", error)))
    return FALSE;

  self->n_bytes = 0;
  sqlite3_bind_text (rows, 1, chat_id, -1, SQLITE_STATIC);
  while (ponder_foreign_database_next (self->db, rows, &local_error))
    if (!read_message (self, conversation, rows, &parent_id, &local_error))
      break;
  sqlite3_finalize (rows);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
read_chat (Reader       *self,
           sqlite3_stmt *row)
{
  g_autofree char *id = ponder_foreign_database_dup (row, 0);
  g_autofree char *title = ponder_foreign_database_dup (row, 1);
  g_autoptr(PonderConversation) conversation = ponder_import_begin (self->import, "ollama", id, title);
  g_autoptr(GError) error = NULL;

  self->import->n_chats++;
  ponder_session_set_created (conversation->session, get_time (row, 2));
  if (read_messages (self, conversation, id, &error))
    ponder_import_take (self->import, g_steal_pointer (&conversation));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ponder_import_skip_chat (self->import, title, error->message);
}

gboolean
ponder_import_ollama_read (PonderImport           *import,
                           PonderForeignDatabase  *db,
                           GError                **error)
{
  static const char *const calls[] = { "message_id", "function_name", "function_arguments", "function_result", NULL };
  static const char *const attachments[] = { "message_id", "filename", "data", NULL };
  Reader self = { .import = import, .db = db };
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *rows;

  ponder_import_set_format (import, "ollama");
  self.has_calls = ponder_foreign_database_has (db, "tool_calls", calls);
  self.has_attachments = ponder_foreign_database_has (db, "attachments", attachments);
  if (!(rows = ponder_foreign_database_prepare (db, "SELECT id, title, created_at FROM chats ORDER BY rowid", error)))
    return FALSE;
  while (ponder_import_goes_on (import) && ponder_foreign_database_next (db, rows, &local_error))
    read_chat (&self, rows);
  sqlite3_finalize (rows);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
