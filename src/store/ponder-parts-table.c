/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of messages as rows. */

#include "config.h"

#include "ponder-parts-table.h"

static PonderPart *
read_row (PonderDbStatement *row)
{
  g_autofree char *kind_name = ponder_db_statement_dup_text (row, 0);
  g_autofree char *text = ponder_db_statement_dup_text (row, 1);
  PonderPartKind kind = PONDER_PART_TEXT;
  PonderPart *part;

  if (!ponder_part_kind_from_string (kind_name, &kind))
    g_message ("a part has the unknown kind “%s”", kind_name);

  part = ponder_part_new (kind, text);
  part->name = ponder_db_statement_dup_text (row, 2);
  part->call_id = ponder_db_statement_dup_text (row, 3);
  part->media_type = ponder_db_statement_dup_text (row, 4);
  part->digest = ponder_db_statement_dup_text (row, 5);
  return part;
}

gboolean
ponder_parts_table_load (PonderDb       *db,
                         gint64          serial,
                         PonderMessage  *message,
                         GError        **error)
{
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db,
                            "SELECT kind, text, name, call_id, media_type, digest FROM parts"
                            " WHERE message = ?1 ORDER BY place", error);
  if (rows == NULL)
    return FALSE;

  ponder_db_statement_bind_int (rows, 1, serial);
  while (ponder_db_statement_next (rows, &local_error))
    ponder_message_take_part (message, read_row (rows));
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Comparing costs a look into the cache, writing a sync: of an answer that grows, the long thoughts
 * before it are left alone. */
static gboolean
write_row (PonderDb          *db,
           gint64             serial,
           guint              place,
           const PonderPart  *part,
           GError           **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "INSERT INTO parts"
                           " (message, place, kind, text, name, call_id, media_type, digest)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                           " ON CONFLICT (message, place) DO UPDATE SET"
                           " kind = excluded.kind,"
                           " text = excluded.text,"
                           " name = excluded.name,"
                           " call_id = excluded.call_id,"
                           " media_type = excluded.media_type,"
                           " digest = excluded.digest"
                           " WHERE kind IS NOT excluded.kind"
                           " OR text IS NOT excluded.text"
                           " OR name IS NOT excluded.name"
                           " OR call_id IS NOT excluded.call_id"
                           " OR media_type IS NOT excluded.media_type"
                           " OR digest IS NOT excluded.digest", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_int (row, 1, serial);
  ponder_db_statement_bind_int (row, 2, place);
  ponder_db_statement_bind_text (row, 3, ponder_part_kind_to_string (part->kind));
  ponder_db_statement_bind_string (row, 4, part->text);
  ponder_db_statement_bind_text (row, 5, part->name);
  ponder_db_statement_bind_text (row, 6, part->call_id);
  ponder_db_statement_bind_text (row, 7, part->media_type);
  ponder_db_statement_bind_text (row, 8, part->digest);
  return ponder_db_statement_run (row, error);
}

gboolean
ponder_parts_table_save (PonderDb       *db,
                         gint64          serial,
                         PonderMessage  *message,
                         GError        **error)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  g_autoptr(PonderDbStatement) rest = NULL;

  for (guint i = 0; i < parts->len; i++)
    if (!write_row (db, serial, i, g_ptr_array_index (parts, i), error))
      return FALSE;

  rest = ponder_db_prepare (db, "DELETE FROM parts WHERE message = ?1 AND place >= ?2", error);
  if (rest == NULL)
    return FALSE;

  ponder_db_statement_bind_int (rest, 1, serial);
  ponder_db_statement_bind_int (rest, 2, parts->len);
  return ponder_db_statement_run (rest, error);
}

static gboolean
is_found_by (const PonderPart *part)
{
  return part->kind == PONDER_PART_TEXT || part->kind == PONDER_PART_REASONING ||
         part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE;
}

static gboolean
same_words (const PonderPart *a,
            const PonderPart *b)
{
  return a->kind == b->kind && g_string_equal (a->text, b->text) && g_strcmp0 (a->name, b->name) == 0;
}

/* The next part from @place on by which the message is found, or NULL. */
static const PonderPart *
next_found (GPtrArray *parts,
            guint     *place)
{
  while (*place < parts->len)
    {
      const PonderPart *part = g_ptr_array_index (parts, *place);

      *place += 1;
      if (is_found_by (part))
        return part;
    }
  return NULL;
}

gboolean
ponder_parts_table_compare (PonderDb       *db,
                            gint64          serial,
                            PonderMessage  *message,
                            gboolean       *same,
                            GError        **error)
{
  g_autoptr(PonderMessage) stored = ponder_message_new ("stored", NULL, PONDER_ROLE_USER);
  guint old_place = 0;
  guint new_place = 0;
  const PonderPart *old_part;
  const PonderPart *new_part;

  if (!ponder_parts_table_load (db, serial, stored, error))
    return FALSE;

  do
    {
      old_part = next_found (ponder_message_get_parts (stored), &old_place);
      new_part = next_found (ponder_message_get_parts (message), &new_place);
      *same = old_part != NULL && new_part != NULL ? same_words (old_part, new_part) : old_part == new_part;
    }
  while (*same && old_part != NULL);
  return TRUE;
}
