/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database of Alpaca, and the one that it exports. */

#include "config.h"

#include "ponder-import-database.h"

#include <string.h>

/* "instance", which holds keys, is not among them, so that it cannot be read. */
const char *const ponder_import_alpaca_tables[] = { "chat", "message", "attachment", "chat_folder", NULL };

gboolean
ponder_import_alpaca_database_matches (PonderForeignDatabase *db)
{
  static const char *const chat[] = { "id", "name", NULL };
  static const char *const message[] = { "id", "chat_id", "role", "content", NULL };

  return ponder_foreign_database_has (db, "chat", chat) && ponder_foreign_database_has (db, "message", message);
}

/* Optional tables and columns that there are. */
typedef struct
{
  PonderImport          *import;
  PonderForeignDatabase *db;
  gboolean               has_folder;
  gboolean               has_folders;
  gboolean               has_template;
  gboolean               has_attachments;
  gsize                  n_bytes;       /* of the chat's files */
} Reader;

static void
inspect (Reader *self)
{
  static const char *const folder[] = { "folder", NULL };
  static const char *const template[] = { "is_template", NULL };
  static const char *const folders[] = { "id", "name", NULL };
  static const char *const attachment[] = { "message_id", "type", "name", "content", NULL };

  self->has_folder = ponder_foreign_database_has (self->db, "chat", folder);
  self->has_template = ponder_foreign_database_has (self->db, "chat", template);
  self->has_folders = ponder_foreign_database_has (self->db, "chat_folder", folders);
  self->has_attachments = ponder_foreign_database_has (self->db, "attachment", attachment);
}

static void
add_image (Reader        *self,
           PonderMessage *message,
           const char    *name,
           const char    *base64)
{
  g_autoptr(GBytes) data = NULL;
  guchar *bytes;
  gsize length;

  if (self->n_bytes + strlen (base64) > PONDER_IMPORT_FILES_LIMIT)
    {
      ponder_import_add_file (message, PONDER_PART_IMAGE, name, NULL, NULL);
      return;
    }
  bytes = g_base64_decode (base64, &length);
  data = g_bytes_new_take (bytes, length);
  self->n_bytes += length;
  ponder_import_add_file (message, PONDER_PART_IMAGE, name, NULL, data);
}

static void
add_attachment (Reader        *self,
                PonderMessage *message,
                const char    *type,
                const char    *name,
                const char    *content)
{
  if (type == NULL || content == NULL || g_strcmp0 (type, "metadata") == 0)
    return;
  if (g_strcmp0 (type, "thought") == 0)
    ponder_import_add_text (message, PONDER_PART_REASONING, content);
  else if (g_strcmp0 (type, "image") == 0)
    add_image (self, message, name, content);
  else if (g_strcmp0 (type, "tool") == 0)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, NULL, content);
  else
    ponder_import_add_text_file (message, name, NULL, content);
}

static gboolean
add_attachments (Reader         *self,
                 PonderMessage  *message,
                 const char     *id,
                 GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *rows;

  if (!self->has_attachments)
    return TRUE;
  if (!(rows = ponder_foreign_database_prepare (self->db, "SELECT type, name, content FROM attachment"
                                                          " WHERE message_id = ?1 ORDER BY rowid", error)))
    return FALSE;

  sqlite3_bind_text (rows, 1, id, -1, SQLITE_STATIC);
  while (ponder_foreign_database_next (self->db, rows, &local_error))
    {
      g_autofree char *type = ponder_foreign_database_dup (rows, 0);
      g_autofree char *name = ponder_foreign_database_dup (rows, 1);
      g_autofree char *content = ponder_foreign_database_dup (rows, 2);

      add_attachment (self, message, type, name, content);
    }
  sqlite3_finalize (rows);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Its times are those of the clock on the wall. */
static gboolean
read_message (Reader              *self,
              PonderConversation  *conversation,
              sqlite3_stmt        *row,
              char               **parent_id,
              GError             **error)
{
  g_autofree char *id = ponder_foreign_database_dup (row, 0);
  g_autofree char *role_name = ponder_foreign_database_dup (row, 1);
  g_autofree char *model = ponder_foreign_database_dup (row, 2);
  g_autofree char *date = ponder_foreign_database_dup (row, 3);
  g_autofree char *content = ponder_foreign_database_dup (row, 4);
  g_autofree char *own_id = ponder_import_dup_id (id);
  g_autoptr(GTimeZone) local = g_time_zone_new_local ();
  PonderRole role = PONDER_ROLE_USER;
  PonderMessage *message;

  ponder_import_parse_role (role_name, &role);
  if (role == PONDER_ROLE_SYSTEM && *parent_id == NULL)
    {
      ponder_import_add_system (ponder_session_get_config (conversation->session), content);
      return TRUE;
    }
  if (own_id == NULL)
    own_id = g_strdup_printf ("%08u", conversation->messages->len);

  message = ponder_import_message_new (own_id, *parent_id, role);
  ponder_conversation_take_message (conversation, message);
  ponder_message_set_created (message, ponder_import_parse_time (date, local));
  ponder_message_set_chosen (message, TRUE);
  if (role == PONDER_ROLE_ASSISTANT)
    ponder_message_set_model (message, model);
  g_free (*parent_id);
  *parent_id = g_steal_pointer (&own_id);
  if (!add_attachments (self, message, id, error))
    return FALSE;
  ponder_import_add_text (message, PONDER_PART_TEXT, content);
  return TRUE;
}

static gboolean
read_messages (Reader              *self,
               PonderConversation  *conversation,
               const char          *chat_id,
               GError             **error)
{
  g_autofree char *parent_id = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *rows;

  if (!(rows = ponder_foreign_database_prepare (self->db, "SELECT id, role, model, date_time, content FROM message"
                                                          " WHERE chat_id = ?1 ORDER BY rowid", error)))
    return FALSE;

  self->n_bytes = 0;
  sqlite3_bind_text (rows, 1, chat_id, -1, SQLITE_STATIC);
  while (ponder_foreign_database_next (self->db, rows, &local_error))
    if (g_hash_table_add (seen, ponder_foreign_database_dup (rows, 0))
        && !read_message (self, conversation, rows, &parent_id, &local_error))
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
  g_autofree char *name = ponder_foreign_database_dup (row, 1);
  g_autofree char *folder = ponder_foreign_database_dup (row, 2);
  g_autoptr(PonderConversation) conversation = ponder_import_begin (self->import, "alpaca", id, name);
  g_autoptr(GError) error = NULL;

  self->import->n_chats++;
  if (folder != NULL)
    ponder_session_set_tag (conversation->session, folder, TRUE);
  if (read_messages (self, conversation, id, &error))
    ponder_import_take (self->import, g_steal_pointer (&conversation));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ponder_import_skip_chat (self->import, name, error->message);
}

gboolean
ponder_import_alpaca_database_read (PonderImport           *import,
                                    PonderForeignDatabase  *db,
                                    GError                **error)
{
  Reader self = { .import = import, .db = db };
  g_autoptr(GError) local_error = NULL;
  g_autofree char *sql = NULL;
  sqlite3_stmt *rows;

  ponder_import_set_format (import, "alpaca");
  inspect (&self);
  sql = g_strdup_printf ("SELECT id, name, %s FROM chat%s ORDER BY rowid",
                         self.has_folder && self.has_folders
                           ? "(SELECT f.name FROM chat_folder AS f WHERE f.id = chat.folder)" : "NULL",
                         self.has_template ? " WHERE ifnull (is_template, 0) = 0" : "");
  if (!(rows = ponder_foreign_database_prepare (db, sql, error)))
    return FALSE;
  while (ponder_import_goes_on (import) && ponder_foreign_database_next (db, rows, &local_error))
    read_chat (&self, rows);
  sqlite3_finalize (rows);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
