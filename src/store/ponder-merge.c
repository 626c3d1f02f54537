/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the chats of one database into another one, where nothing is ever overwritten. */

#include "config.h"

#include "ponder-merge.h"

#include <string.h>

#include "ponder-choices-table.h"
#include "ponder-db-columns.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"
#include "ponder-messages-table.h"
#include "ponder-providers-table.h"
#include "ponder-search-index.h"
#include "ponder-session-summary.h"
#include "ponder-sessions-table.h"

/* An id begins with its time; a branch keeps that, and the rest follows from its words. */
#define ID_TIME_LENGTH   10
#define ID_DIGEST_LENGTH 16

/* What one chat has and what it gets. */
typedef struct
{
  GHashTable *present;          /* id -> PonderMessage that is there, or is added, borrowed */
  GHashTable *shown;            /* parent's id, or "" -> the PonderMessage that is shown there, borrowed */
  GHashTable *branches;         /* id in the source -> id of the branch that it became */
  GPtrArray  *added;            /* PonderMessage */
  guint       n_branches;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->present, g_hash_table_unref);
  g_clear_pointer (&plan->shown, g_hash_table_unref);
  g_clear_pointer (&plan->branches, g_hash_table_unref);
  g_clear_pointer (&plan->added, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static const char *
fork_of (PonderMessage *message)
{
  const char *parent_id = ponder_message_get_parent_id (message);

  return parent_id != NULL ? parent_id : "";
}

/* As ponder_branch_find_path() chooses: what is marked, else what is newest. */
static gboolean
is_shown_before (PonderMessage *message,
                 PonderMessage *other)
{
  gint64 created = ponder_message_get_created (message);
  gint64 other_created = ponder_message_get_created (other);

  if (ponder_message_get_chosen (message) != ponder_message_get_chosen (other))
    return ponder_message_get_chosen (message);
  if (created != other_created)
    return created > other_created;

  return strcmp (ponder_message_get_id (message), ponder_message_get_id (other)) > 0;
}

static void
plan_init (Plan      *plan,
           GPtrArray *present)
{
  plan->present = g_hash_table_new (g_str_hash, g_str_equal);
  plan->shown = g_hash_table_new (g_str_hash, g_str_equal);
  plan->branches = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  plan->added = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < present->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (present, i);
      PonderMessage *shown = g_hash_table_lookup (plan->shown, fork_of (message));

      g_hash_table_insert (plan->present, (gpointer) ponder_message_get_id (message), message);
      if (ponder_message_get_trashed (message) == 0 && (shown == NULL || is_shown_before (message, shown)))
        g_hash_table_insert (plan->shown, (gpointer) fork_of (message), message);
    }
}

static gboolean
same_part (const PonderPart *a,
           const PonderPart *b)
{
  return a->kind == b->kind &&
         g_string_equal (a->text, b->text) &&
         g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->call_id, b->call_id) == 0 &&
         g_strcmp0 (a->media_type, b->media_type) == 0 &&
         g_strcmp0 (a->digest, b->digest) == 0;
}

static gboolean
same_words (PonderMessage *a,
            PonderMessage *b)
{
  GPtrArray *parts = ponder_message_get_parts (a);
  GPtrArray *others = ponder_message_get_parts (b);

  if (ponder_message_get_role (a) != ponder_message_get_role (b) || parts->len != others->len)
    return FALSE;

  for (guint i = 0; i < parts->len; i++)
    if (!same_part (g_ptr_array_index (parts, i), g_ptr_array_index (others, i)))
      return FALSE;
  return TRUE;
}

/* A copy may have been made while an answer was being written: that is no other answer. */
static gboolean
is_beginning_of (PonderMessage *begun,
                 PonderMessage *message)
{
  return (ponder_message_is_being_written (begun) ||
          ponder_message_get_state (begun) == PONDER_MESSAGE_INTERRUPTED) &&
         ponder_message_get_role (begun) == ponder_message_get_role (message) &&
         g_str_has_prefix (ponder_message_get_text (message), ponder_message_get_text (begun)) &&
         g_str_has_prefix (ponder_message_get_reasoning (message),
                           ponder_message_get_reasoning (begun));
}

static void
add_to_digest (GChecksum  *digest,
               const char *text)
{
  /* The end of each text counts, and none is not empty. */
  g_checksum_update (digest, (const guchar *) (text != NULL ? "+" : "-"), 1);
  if (text != NULL)
    g_checksum_update (digest, (const guchar *) text, (gssize) strlen (text) + 1);
}

static char *
dup_branch_id (PonderMessage *message)
{
  g_autoptr(GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  GPtrArray *parts = ponder_message_get_parts (message);
  const char *id = ponder_message_get_id (message);

  add_to_digest (digest, id);
  add_to_digest (digest, ponder_role_to_string (ponder_message_get_role (message)));
  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      add_to_digest (digest, ponder_part_kind_to_string (part->kind));
      add_to_digest (digest, part->text->str);
      add_to_digest (digest, part->name);
      add_to_digest (digest, part->call_id);
      add_to_digest (digest, part->media_type);
      add_to_digest (digest, part->digest);
    }
  /* A foreign id may be anything; a character must not be cut. */
  return g_strdup_printf ("%.*s%.*s", g_str_is_ascii (id) ? ID_TIME_LENGTH : 0, id, ID_DIGEST_LENGTH,
                          g_checksum_get_string (digest));
}

static void
find_branch (Plan          *plan,
             PonderMessage *message)
{
  const char *id = ponder_message_get_id (message);
  PonderMessage *present = g_hash_table_lookup (plan->present, id);

  if (present != NULL && !same_words (message, present) && !is_beginning_of (message, present))
    g_hash_table_insert (plan->branches, (gpointer) id, dup_branch_id (message));
}

/* Where something is shown, it stays what is shown; what follows something in the trash goes there too. */
static void
place (Plan          *plan,
       PonderMessage *added)
{
  PonderMessage *shown = g_hash_table_lookup (plan->shown, fork_of (added));
  PonderMessage *parent = g_hash_table_lookup (plan->present, fork_of (added));

  if (parent != NULL && ponder_message_get_trashed (parent) != 0 && ponder_message_get_trashed (added) == 0)
    ponder_message_set_trashed (added, ponder_message_get_trashed (parent));
  g_hash_table_insert (plan->present, (gpointer) ponder_message_get_id (added), added);

  if (ponder_message_is_being_written (added))
    ponder_message_set_state (added, PONDER_MESSAGE_INTERRUPTED);
  if (shown != NULL)
    ponder_message_set_chosen (added, FALSE);
  g_ptr_array_add (plan->added, added);
}

static void
plan_message (Plan          *plan,
              PonderMessage *message)
{
  const char *old_parent = ponder_message_get_parent_id (message);
  const char *branch = g_hash_table_lookup (plan->branches, ponder_message_get_id (message));
  const char *id = branch != NULL ? branch : ponder_message_get_id (message);
  const char *parent = old_parent != NULL ? g_hash_table_lookup (plan->branches, old_parent) : NULL;

  if (g_hash_table_contains (plan->present, id))
    return;

  place (plan, ponder_message_snapshot_as (message, id, parent != NULL ? parent : old_parent));
  if (branch != NULL)
    plan->n_branches++;
}

static gboolean
mark_shown (PonderDb       *db,
            const char     *session_id,
            PonderMessage  *message,
            GError        **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "UPDATE messages SET chosen = 1 WHERE session = ?1 AND id = ?2", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, ponder_message_get_id (message));
  return ponder_db_statement_run (row, error);
}

/* Nothing marked what was shown while it was alone or the newest. Only the mark is written: somebody may be writing
 * the message. */
static gboolean
keep_shown (PonderDb    *db,
            const char  *session_id,
            Plan        *plan,
            GError     **error)
{
  for (guint i = 0; i < plan->added->len; i++)
    {
      const char *fork = fork_of (g_ptr_array_index (plan->added, i));
      PonderMessage *shown = g_hash_table_lookup (plan->shown, fork);

      if (shown == NULL || ponder_message_get_chosen (shown))
        continue;
      if (!mark_shown (db, session_id, shown, error))
        return FALSE;
      g_hash_table_remove (plan->shown, fork);
    }
  return TRUE;
}

static gboolean
write_plan (PonderDb    *db,
            const char  *session_id,
            Plan        *plan,
            GError     **error)
{
  g_auto(PonderMessagesChange) change = { NULL };

  return keep_shown (db, session_id, plan, error) &&
         ponder_messages_table_save (db, session_id, plan->added, NULL, &change, error) &&
         ponder_session_summary_update (db, session_id, &change, error);
}

/* The days in the trash begin anew: who brings a chat back wants to see it. */
static gboolean
add_session (PonderDb       *db,
             PonderSession  *session,
             GError        **error)
{
  if (ponder_session_get_trashed (session) != 0)
    ponder_session_set_trashed (session, g_get_real_time ());
  return ponder_sessions_table_save (db, session, error);
}

/* The rows of @table that @which, a condition, says belong to a chat, as they are. */
static gboolean
copy_rows (PonderDb    *db,
           PonderDb    *source,
           const char  *table,
           const char  *which,
           GPtrArray   *columns,
           const char  *session_id,
           GError     **error)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autoptr(GString) places = g_string_new (NULL);
  g_autofree char *select = NULL;
  g_autofree char *insert = NULL;
  g_autoptr(PonderDbStatement) from = NULL;
  g_autoptr(PonderDbStatement) to = NULL;
  g_autoptr(GError) local_error = NULL;

  for (guint i = 0; i < columns->len; i++)
    {
      const PonderDbColumn *column = g_ptr_array_index (columns, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", column->name);
      g_string_append_printf (places, "%s?%u", i > 0 ? ", " : "", i + 1);
    }
  select = g_strdup_printf ("SELECT %s FROM %s WHERE %s", names->str, table, which);
  insert = g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", table, names->str, places->str);
  if (!(from = ponder_db_prepare (source, select, error)) || !(to = ponder_db_prepare (db, insert, error)))
    return FALSE;

  ponder_db_statement_bind_text (from, 1, session_id);
  while (ponder_db_statement_next (from, &local_error))
    {
      for (guint i = 0; i < columns->len; i++)
        ponder_db_statement_bind_column (to, (int) i + 1, from, (int) i);
      if (!ponder_db_statement_run (to, error))
        return FALSE;
      ponder_db_statement_release (to);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* (nullable): which rows of such a table belong to the chat ?1. */
static const char *
find_condition (GPtrArray *columns)
{
  if (ponder_db_has_column (columns, "session"))
    return "session = ?1";
  return ponder_db_has_column (columns, "run") ? "run IN (SELECT id FROM runs WHERE session = ?1)" : NULL;
}

/* What else somebody's own tables say of a chat that was added: see ponder_db_tables. */
static gboolean
copy_belongings (PonderDb    *db,
                 PonderDb    *source,
                 const char  *session_id,
                 GError     **error)
{
  for (const PonderDbTable *table = ponder_db_tables; table->name != NULL; table++)
    {
      g_autoptr(GPtrArray) columns = ponder_db_list_columns (db, table->name, error);
      const char *which;

      if (columns == NULL)
        return FALSE;
      which = g_str_equal (table->name, "messages") ? NULL : find_condition (columns);
      if (which != NULL && !copy_rows (db, source, table->name, which, columns, session_id, error))
        return FALSE;
    }
  return TRUE;
}

/* Within a transaction. */
static gboolean
merge (PonderDb             *db,
       PonderDb             *source,
       PonderSession        *session,
       GPtrArray            *messages,
       PonderRestoreCounts  *counts,
       GError              **error)
{
  const char *id = ponder_session_get_id (session);
  g_autoptr(GPtrArray) present = NULL;
  g_auto(Plan) plan = { NULL };
  gboolean has;

  if (!ponder_sessions_table_has (db, id, &has, error) ||
      (!has && (!add_session (db, session, error) || !copy_belongings (db, source, id, error))) ||
      !(present = ponder_messages_table_read (db, id, error)))
    return FALSE;

  plan_init (&plan, present);
  for (guint i = 0; i < messages->len; i++)
    find_branch (&plan, g_ptr_array_index (messages, i));
  for (guint i = 0; i < messages->len; i++)
    plan_message (&plan, g_ptr_array_index (messages, i));
  if (plan.added->len > 0 && !write_plan (db, id, &plan, error))
    return FALSE;

  counts->n_sessions += has ? 0 : 1;
  counts->n_messages += plan.added->len;
  counts->n_branches += plan.n_branches;
  return TRUE;
}

gboolean
ponder_merge_session (PonderDb             *db,
                      PonderDb             *source,
                      const char           *session_id,
                      PonderRestoreCounts  *counts,
                      GError              **error)
{
  PonderRestoreCounts after = *counts;
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  if (!(session = ponder_sessions_table_find (source, session_id, error)) ||
      !(messages = ponder_messages_table_read (source, session_id, error)) ||
      !ponder_db_begin (db, error))
    return FALSE;

  if (merge (db, source, session, messages, &after, error) && ponder_search_index_settle (db, error) &&
      ponder_db_commit (db, error))
    {
      *counts = after;
      return TRUE;
    }
  ponder_db_rollback (db);
  return FALSE;
}

GPtrArray *
ponder_merge_list_sessions (PonderDb  *source,
                            GError   **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(rows = ponder_db_prepare (source, "SELECT id FROM sessions WHERE id <> '' ORDER BY id", error)))
    return NULL;

  while (ponder_db_statement_next (rows, &local_error))
    g_ptr_array_add (ids, ponder_db_statement_dup_text (rows, 0));
  if (local_error == NULL)
    return g_steal_pointer (&ids);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* Whatever was read of a damaged database, one chat that makes no sense must not keep the others away. */
static gboolean
is_passing (const GError *error)
{
  return !g_error_matches (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

gboolean
ponder_merge_all (PonderDb             *db,
                  PonderDb             *source,
                  gboolean              only_present,
                  PonderRestoreCounts  *counts,
                  GError              **error)
{
  g_autoptr(GPtrArray) ids = ponder_merge_list_sessions (source, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autoptr(GError) local_error = NULL;
      gboolean wanted = TRUE;

      if ((!only_present || ponder_sessions_table_has (db, id, &wanted, &local_error)) &&
          (!wanted || ponder_merge_session (db, source, id, counts, &local_error)))
        continue;
      if (!is_passing (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_debug ("chat %s: %s", id, local_error->message);
    }
  return TRUE;
}

/* --- servers and choices --- */

static gboolean
has_provider (GPtrArray  *providers,
              const char *id)
{
  for (guint i = 0; i < providers->len; i++)
    if (g_str_equal (ponder_provider_config_get_id (g_ptr_array_index (providers, i)), id))
      return TRUE;

  return FALSE;
}

static gboolean
merge_providers (PonderDb  *db,
                 PonderDb  *source,
                 GError   **error)
{
  g_autoptr(GPtrArray) present = ponder_providers_table_list (db, error);
  g_autoptr(GPtrArray) others = present != NULL ? ponder_providers_table_list (source, error) : NULL;

  if (others == NULL)
    return FALSE;

  for (guint i = 0; i < others->len; i++)
    {
      PonderProviderConfig *provider = g_ptr_array_index (others, i);

      if (!has_provider (present, ponder_provider_config_get_id (provider)) &&
          !ponder_providers_table_save (db, provider, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
merge_choices (PonderDb  *db,
               PonderDb  *source,
               GError   **error)
{
  g_autoptr(GHashTable) present = ponder_choices_table_list (db, error);
  g_autoptr(GHashTable) others = present != NULL ? ponder_choices_table_list (source, error) : NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (others == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!g_hash_table_contains (present, name) && !ponder_choices_table_save (db, name, value, error))
      return FALSE;
  return TRUE;
}

gboolean
ponder_merge_setup (PonderDb  *db,
                    PonderDb  *source,
                    GError   **error)
{
  if (!ponder_db_begin (db, error))
    return FALSE;
  if (merge_providers (db, source, error) && merge_choices (db, source, error) && ponder_db_commit (db, error))
    return TRUE;

  ponder_db_rollback (db);
  return FALSE;
}
