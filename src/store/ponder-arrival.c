/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a chat that comes from elsewhere. */

#include "config.h"

#include "ponder-arrival.h"

#include "ponder-messages-table.h"
#include "ponder-origins-table.h"
#include "ponder-runs-table.h"
#include "ponder-session-summary.h"
#include "ponder-sessions-table.h"

PonderStoreArrival *
ponder_store_arrival_new (PonderSession *session,
                          GPtrArray     *messages)
{
  PonderStoreArrival *self = g_new0 (PonderStoreArrival, 1);

  self->session = g_object_ref (session);
  self->messages = g_ptr_array_ref (messages);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_run_free);
  return self;
}

void
ponder_store_arrival_free (PonderStoreArrival *self)
{
  g_object_unref (self->session);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->runs);
  g_free (self->source);
  g_free (self->external_id);
  g_free (self);
}

static PonderArrivalResult *
result_new (PonderArrivalOutcome outcome,
            guint                n_messages)
{
  PonderArrivalResult *result = g_new0 (PonderArrivalResult, 1);

  result->outcome = outcome;
  result->n_messages = n_messages;
  return result;
}

/* @id (out) (transfer full) (nullable): the chat that it is already. @is_current: there is nothing newer in it. A
 * chat that this program made itself is known by its own id. */
static gboolean
find_known (PonderDb            *db,
            PonderStoreArrival  *arrival,
            char               **id,
            gboolean            *is_current,
            GError             **error)
{
  const char *own_id = ponder_session_get_id (arrival->session);
  gboolean found = FALSE;
  gint64 updated = 0;

  *id = NULL;
  *is_current = FALSE;
  if (arrival->source != NULL && arrival->external_id != NULL
      && !ponder_origins_table_find (db, arrival->source, arrival->external_id, id, &updated, error))
    return FALSE;
  if (*id != NULL)
    {
      *is_current = arrival->updated != 0 && arrival->updated <= updated;
      return TRUE;
    }
  if (!ponder_sessions_table_has (db, own_id, &found, error))
    return FALSE;
  if (found)
    *id = g_strdup (own_id);
  return TRUE;
}

static gboolean
save_origin (PonderDb            *db,
             PonderStoreArrival  *arrival,
             const char          *id,
             GError             **error)
{
  return arrival->source == NULL || arrival->external_id == NULL
         || ponder_origins_table_save (db, arrival->source, arrival->external_id, arrival->updated, id, error);
}

/* No program is writing any of them. */
static gboolean
save_messages (PonderDb    *db,
               const char  *id,
               GPtrArray   *messages,
               GError     **error)
{
  g_auto(PonderMessagesChange) change = { NULL };

  return ponder_messages_table_save (db, id, messages, NULL, &change, error)
         && ponder_session_summary_update (db, id, &change, error);
}

/* --- a chat that is there --- */

/* What the stored chat has, also in its trash. */
typedef struct
{
  GHashTable *ids;              /* of messages */
  GHashTable *decided;          /* ids of parents, "" for the roots, below which a branch is chosen */
  GHashTable *trashed;          /* id of a message in the trash -> gint64: when it was thrown away */
} Stored;

static void
stored_clear (Stored *self)
{
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->decided, g_hash_table_unref);
  g_clear_pointer (&self->trashed, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static void
note_trashed (GHashTable *trashed,
              const char *id,
              gint64      time)
{
  if (time != 0)
    g_hash_table_insert (trashed, g_strdup (id), g_memdup2 (&time, sizeof time));
}

static gboolean
read_stored (PonderDb    *db,
             const char  *id,
             Stored      *stored,
             GError     **error)
{
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  stored->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  stored->decided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  stored->trashed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  rows = ponder_db_prepare (db, "SELECT id, ifnull (parent, ''), chosen, trashed FROM messages WHERE session = ?1",
                            error);
  if (rows == NULL)
    return FALSE;

  ponder_db_statement_bind_text (rows, 1, id);
  while (ponder_db_statement_next (rows, &local_error))
    {
      char *message_id = ponder_db_statement_dup_text (rows, 0);

      g_hash_table_add (stored->ids, message_id);
      note_trashed (stored->trashed, message_id, ponder_db_statement_get_int (rows, 3));
      if (ponder_db_statement_get_int (rows, 2) != 0)
        g_hash_table_add (stored->decided, ponder_db_statement_dup_text (rows, 1));
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What the stored chat does not have. Where a branch is chosen in it, that stays the one; what follows something in
 * the trash goes there too, or it would be shown as a beginning. */
static GPtrArray *
list_new (const Stored *stored,
          GPtrArray    *messages)
{
  GPtrArray *added = g_ptr_array_new ();

  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      const char *parent_id = ponder_message_get_parent_id (message);
      const gint64 *trashed = parent_id != NULL ? g_hash_table_lookup (stored->trashed, parent_id) : NULL;

      if (g_hash_table_contains (stored->ids, ponder_message_get_id (message)))
        continue;
      if (g_hash_table_contains (stored->decided, parent_id != NULL ? parent_id : ""))
        ponder_message_set_chosen (message, FALSE);
      if (trashed != NULL && ponder_message_get_trashed (message) == 0)
        ponder_message_set_trashed (message, *trashed);
      note_trashed (stored->trashed, ponder_message_get_id (message), ponder_message_get_trashed (message));
      g_ptr_array_add (added, message);
    }
  return added;
}

/* The runs that the stored chat does not have. */
static gboolean
merge_runs (PonderDb            *db,
            PonderStoreArrival  *arrival,
            const char          *id,
            guint               *n_added,
            GError             **error)
{
  g_autoptr(GPtrArray) added = ponder_runs_table_list_new (db, id, arrival->runs, error);

  if (added == NULL)
    return FALSE;
  *n_added = added->len;
  return arrival->pretend || ponder_runs_table_add (db, id, added, error);
}

static PonderArrivalResult *
merge_messages (PonderDb            *db,
                PonderStoreArrival  *arrival,
                const char          *id,
                GPtrArray           *added,
                GError             **error)
{
  g_autoptr(PonderSession) session = ponder_sessions_table_find (db, id, error);
  guint n_runs;

  if (session == NULL)
    return NULL;
  ponder_session_set_updated (session, MAX (ponder_session_get_updated (session),
                                            ponder_session_get_updated (arrival->session)));
  if (!ponder_sessions_table_touch (db, session, error) || !save_messages (db, id, added, error)
      || !merge_runs (db, arrival, id, &n_runs, error))
    return NULL;
  return result_new (PONDER_ARRIVAL_MERGED, added->len);
}

static PonderArrivalResult *
merge (PonderDb            *db,
       PonderStoreArrival  *arrival,
       const char          *id,
       GError             **error)
{
  g_auto(Stored) stored = { NULL, };
  g_autoptr(GPtrArray) added = NULL;
  guint n_runs;

  if (!read_stored (db, id, &stored, error))
    return NULL;

  added = list_new (&stored, arrival->messages);
  if (!arrival->pretend && !save_origin (db, arrival, id, error))
    return NULL;
  if (added->len > 0)
    return arrival->pretend ? result_new (PONDER_ARRIVAL_MERGED, added->len)
                            : merge_messages (db, arrival, id, added, error);
  if (!merge_runs (db, arrival, id, &n_runs, error))
    return NULL;
  return result_new (n_runs > 0 ? PONDER_ARRIVAL_MERGED : PONDER_ARRIVAL_KNOWN, 0);
}

/* --- a chat that is not --- */

static PonderArrivalResult *
insert (PonderDb            *db,
        PonderStoreArrival  *arrival,
        GError             **error)
{
  const char *id = ponder_session_get_id (arrival->session);

  if (!arrival->pretend
      && (!ponder_sessions_table_save (db, arrival->session, error)
          || !save_messages (db, id, arrival->messages, error)
          || !ponder_runs_table_add (db, id, arrival->runs, error)
          || !save_origin (db, arrival, id, error)))
    return NULL;
  return result_new (PONDER_ARRIVAL_NEW, arrival->messages->len);
}

PonderArrivalResult *
ponder_arrival_write (PonderDb            *db,
                      PonderStoreArrival  *arrival,
                      GError             **error)
{
  g_autofree char *id = NULL;
  gboolean is_current;

  if (!find_known (db, arrival, &id, &is_current, error))
    return NULL;
  if (id == NULL)
    return insert (db, arrival, error);
  return is_current ? result_new (PONDER_ARRIVAL_KNOWN, 0) : merge (db, arrival, id, error);
}
