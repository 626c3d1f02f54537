/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages as rows. */

#include "config.h"

#include "ponder-messages-table.h"

#include <math.h>

#include "ponder-fault.h"
#include "ponder-owner.h"
#include "ponder-parts-table.h"
#include "ponder-search-index.h"

#define COLUMNS                                                                            \
  "session, id, parent, role, state, finish, provider, model, created, first_token_ms,"    \
  " reasoning_ms, total_ms, chosen, input_tokens, output_tokens, cached_tokens,"           \
  " reasoning_tokens, cost_usd, fault, owner, cached_from, trashed"

/* In the order of COLUMNS; a row that is read has its serial behind them. */
enum
{
  SESSION,
  ID,
  PARENT,
  ROLE,
  STATE,
  FINISH,
  PROVIDER,
  MODEL,
  CREATED,
  FIRST_TOKEN_MS,
  REASONING_MS,
  TOTAL_MS,
  CHOSEN,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  CACHED_TOKENS,
  REASONING_TOKENS,
  COST_USD,
  FAULT,
  OWNER,
  CACHED_FROM,
  TRASHED,
  SERIAL,
};

static void
read_usage (PonderMessage     *message,
            PonderDbStatement *row)
{
  PonderUsage usage = {
    .input = ponder_db_statement_get_int (row, INPUT_TOKENS),
    .output = ponder_db_statement_get_int (row, OUTPUT_TOKENS),
    .cached = ponder_db_statement_get_int (row, CACHED_TOKENS),
    .reasoning = ponder_db_statement_get_int (row, REASONING_TOKENS),
    .cost_usd = ponder_db_statement_get_double (row, COST_USD),
  };

  if (!ponder_db_statement_is_null (row, INPUT_TOKENS))
    ponder_message_set_usage (message, &usage);
}

static void
read_fault (PonderMessage     *message,
            PonderDbStatement *row)
{
  g_autofree char *json = ponder_db_statement_dup_text (row, FAULT);
  g_autoptr(PonderFault) fault = NULL;
  g_autoptr(GError) error = NULL;

  if (json == NULL)
    return;

  if ((fault = ponder_fault_deserialize (json, &error)))
    ponder_message_set_fault (message, fault);
  else
    g_message ("the error of message %s cannot be read: %s", ponder_message_get_id (message),
               error->message);
}

static void
read_names (PonderMessage     *message,
            PonderDbStatement *row)
{
  g_autofree char *state_name = ponder_db_statement_dup_text (row, STATE);
  g_autofree char *finish = ponder_db_statement_dup_text (row, FINISH);
  g_autofree char *provider = ponder_db_statement_dup_text (row, PROVIDER);
  g_autofree char *model = ponder_db_statement_dup_text (row, MODEL);
  PonderMessageState state = PONDER_MESSAGE_DONE;

  if (!ponder_message_state_from_string (state_name, &state))
    g_message ("message %s has an unknown state", ponder_message_get_id (message));
  ponder_message_set_state (message, state);
  ponder_message_set_finish (message, ponder_finish_from_string (finish));
  ponder_message_set_provider (message, provider);
  ponder_message_set_model (message, model);
}

static PonderMessage *
read_row (PonderDbStatement *row)
{
  g_autofree char *id = ponder_db_statement_dup_text (row, ID);
  g_autofree char *parent = ponder_db_statement_dup_text (row, PARENT);
  g_autofree char *role_name = ponder_db_statement_dup_text (row, ROLE);
  PonderRole role = PONDER_ROLE_USER;
  PonderMessage *message;

  if (!ponder_role_from_string (role_name, &role))
    g_message ("message %s has an unknown role", id);

  message = ponder_message_new (id, parent, role);
  read_names (message, row);
  ponder_message_set_created (message, ponder_db_statement_get_int (row, CREATED));
  ponder_message_set_first_token_ms (message, ponder_db_statement_get_int (row, FIRST_TOKEN_MS));
  ponder_message_set_reasoning_ms (message, ponder_db_statement_get_int (row, REASONING_MS));
  ponder_message_set_total_ms (message, ponder_db_statement_get_int (row, TOTAL_MS));
  ponder_message_set_chosen (message, ponder_db_statement_get_int (row, CHOSEN) != 0);
  ponder_message_set_cached_from (message, ponder_db_statement_get_int (row, CACHED_FROM));
  ponder_message_set_trashed (message, ponder_db_statement_get_int (row, TRASHED));
  read_usage (message, row);
  read_fault (message, row);
  return message;
}

/* @interrupted gets the serials of those whose writer is gone. */
static GPtrArray *
read_rows (PonderDb           *db,
           PonderDbStatement  *rows,
           GArray             *interrupted,
           GError            **error)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) local_error = NULL;

  while (ponder_db_statement_next (rows, &local_error))
    {
      g_autofree char *owner = ponder_db_statement_dup_text (rows, OWNER);
      gint64 serial = ponder_db_statement_get_int (rows, SERIAL);
      PonderMessage *message = read_row (rows);

      g_ptr_array_add (messages, message);
      if (!ponder_parts_table_load (db, serial, message, error))
        return NULL;
      if (ponder_message_is_being_written (message) && !ponder_owner_is_alive (owner))
        {
          ponder_message_set_state (message, PONDER_MESSAGE_INTERRUPTED);
          g_array_append_val (interrupted, serial);
        }
    }
  if (local_error == NULL)
    return g_steal_pointer (&messages);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static GPtrArray *
read_all (PonderDb    *db,
          const char  *session_id,
          GArray      *interrupted,
          GError     **error)
{
  g_autoptr(PonderDbStatement) rows = NULL;

  rows = ponder_db_prepare (db,
                            "SELECT " COLUMNS ", serial FROM messages"
                            " WHERE session = ?1 ORDER BY serial", error);
  if (rows == NULL)
    return NULL;

  ponder_db_statement_bind_text (rows, 1, session_id);
  return read_rows (db, rows, interrupted, error);
}

/* Only what is still as it was read: its writer may have come back in another sandbox. */
static gboolean
mark_interrupted (PonderDb  *db,
                  GArray    *serials,
                  GError   **error)
{
  g_autoptr(PonderDbStatement) update = NULL;

  update = ponder_db_prepare (db,
                              "UPDATE messages SET state = 'interrupted', owner = NULL"
                              " WHERE serial = ?1 AND state IN ('waiting', 'streaming')", error);
  if (update == NULL || !ponder_db_begin (db, error))
    return FALSE;

  for (guint i = 0; i < serials->len; i++)
    {
      gint64 serial = g_array_index (serials, gint64, i);

      ponder_db_statement_bind_int (update, 1, serial);
      if (!ponder_db_statement_run (update, error) ||
          (ponder_db_n_changes (db) > 0 && !ponder_search_index_add (db, serial, error)))
        {
          ponder_db_rollback (db);
          return FALSE;
        }
      ponder_db_statement_release (update);
    }
  if (ponder_db_commit (db, error))
    return TRUE;

  ponder_db_rollback (db);
  return FALSE;
}

GPtrArray *
ponder_messages_table_load (PonderDb    *db,
                            const char  *session_id,
                            GError     **error)
{
  g_autoptr(GArray) interrupted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!ponder_db_exec (db, "BEGIN", error))
    return NULL;
  messages = read_all (db, session_id, interrupted, error);
  ponder_db_rollback (db);
  if (messages == NULL)
    return NULL;

  /* A disk that is full must not keep the chat from being read; the next load tries again. */
  if (interrupted->len > 0 && !ponder_db_is_forbidden (db) && !mark_interrupted (db, interrupted, &local_error))
    g_message ("interrupted messages cannot be marked: %s", local_error->message);

  return g_steal_pointer (&messages);
}

GPtrArray *
ponder_messages_table_read (PonderDb    *db,
                            const char  *session_id,
                            GError     **error)
{
  g_autoptr(GArray) interrupted = g_array_new (FALSE, FALSE, sizeof (gint64));

  return read_all (db, session_id, interrupted, error);
}

/* (nullable) (transfer none): the one message whose parent is not among @messages, when there is one and none of them
 * is in the trash or being written. */
static PonderMessage *
find_only_root (GPtrArray *messages)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  PonderMessage *root = NULL;

  for (guint i = 0; i < messages->len; i++)
    g_hash_table_add (ids, (char *) ponder_message_get_id (g_ptr_array_index (messages, i)));
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      const char *parent = ponder_message_get_parent_id (message);

      if (ponder_message_is_being_written (message) || ponder_message_get_trashed (message) != 0)
        return NULL;
      if (parent != NULL && g_hash_table_contains (ids, parent))
        continue;
      if (root != NULL)
        return NULL;
      root = message;
    }
  return root;
}

/* In nearly every chat nobody is left out, so that the newest is the end of what is shown. It takes a fifth of the time
 * of the whole way. */
static gboolean
is_one_path (PonderDb   *db,
             const char *session_id)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db, "SELECT NOT EXISTS (SELECT 1 FROM messages WHERE session = ?1"
                           " AND (chosen = 0 OR trashed <> 0))", NULL);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  return ponder_db_statement_next (row, NULL) && ponder_db_statement_get_int (row, 0) != 0;
}

/* Whether everybody on the way from @message up to where the chat begins was chosen; the limit ends a cycle in a
 * damaged chat. */
static gboolean
is_on_shown_path (PonderDb      *db,
                  const char    *session_id,
                  PonderMessage *message)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "WITH RECURSIVE above (parent, shown) AS ("
                           "  SELECT parent, chosen <> 0 AND trashed = 0 FROM messages WHERE session = ?1 AND id = ?2"
                           "  UNION ALL"
                           "  SELECT m.parent, m.chosen <> 0 AND m.trashed = 0 FROM above JOIN messages AS m"
                           "  ON m.session = ?1 AND m.id = above.parent WHERE above.shown"
                           "  LIMIT 200000)"
                           " SELECT min (shown) FROM above", NULL);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, ponder_message_get_id (message));
  return ponder_db_statement_next (row, NULL) && ponder_db_statement_get_int (row, 0) != 0;
}

GPtrArray *
ponder_messages_table_load_latest (PonderDb    *db,
                                   const char  *session_id,
                                   guint        n_messages,
                                   GError     **error)
{
  g_autoptr(GArray) interrupted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(PonderDbStatement) rows = NULL;
  PonderMessage *root;

  /* The index of sessions has the serials in their order: nothing is sorted. */
  rows = ponder_db_prepare (db,
                            "SELECT " COLUMNS ", serial FROM messages WHERE serial IN"
                            " (SELECT serial FROM messages WHERE session = ?1 ORDER BY serial DESC LIMIT ?2)"
                            " ORDER BY serial", error);
  if (rows == NULL)
    return NULL;

  ponder_db_statement_bind_text (rows, 1, session_id);
  ponder_db_statement_bind_int (rows, 2, n_messages);
  if (!(messages = read_rows (db, rows, interrupted, error)))
    return NULL;

  root = interrupted->len == 0 ? find_only_root (messages) : NULL;
  if (root == NULL || (!is_one_path (db, session_id) && !is_on_shown_path (db, session_id, root)))
    g_ptr_array_set_size (messages, 0);
  return g_steal_pointer (&messages);
}

GPtrArray *
ponder_messages_table_load_tree (PonderDb    *db,
                                 const char  *session_id,
                                 GError     **error)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  rows = ponder_db_prepare (db,
                            "SELECT id, parent, created, chosen FROM messages WHERE session = ?1 AND trashed = 0",
                            error);
  if (rows == NULL)
    return NULL;

  ponder_db_statement_bind_text (rows, 1, session_id);
  while (ponder_db_statement_next (rows, &local_error))
    {
      g_autofree char *id = ponder_db_statement_dup_text (rows, 0);
      g_autofree char *parent = ponder_db_statement_dup_text (rows, 1);
      PonderMessage *message = ponder_message_new (id, parent, PONDER_ROLE_USER);

      ponder_message_set_created (message, ponder_db_statement_get_int (rows, 2));
      ponder_message_set_chosen (message, ponder_db_statement_get_int (rows, 3) != 0);
      g_ptr_array_add (messages, message);
    }
  if (local_error == NULL)
    return g_steal_pointer (&messages);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* What is stored of a message. */
typedef struct
{
  gint64   serial;              /* 0: nothing yet */
  gboolean chosen;
  gboolean trashed;
  gboolean indexed;             /* it has words, by which it is found */
} Stored;

static gboolean
find_row (PonderDb       *db,
          const char     *session_id,
          PonderMessage  *message,
          Stored         *stored,
          GError        **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  g_autoptr(GError) local_error = NULL;

  row = ponder_db_prepare (db,
                           "SELECT serial, chosen, state NOT IN ('waiting', 'streaming'), trashed > 0"
                           " FROM messages WHERE session = ?1 AND id = ?2", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, 1, session_id);
  ponder_db_statement_bind_text (row, 2, ponder_message_get_id (message));
  *stored = (Stored) { 0 };
  if (ponder_db_statement_next (row, &local_error))
    {
      stored->serial = ponder_db_statement_get_int (row, 0);
      stored->chosen = ponder_db_statement_get_int (row, 1) != 0;
      stored->indexed = ponder_db_statement_get_int (row, 2) != 0;
      stored->trashed = ponder_db_statement_get_int (row, 3) != 0;
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
bind_usage (PonderDbStatement *row,
            const PonderUsage *usage)
{
  if (usage == NULL)
    return;

  ponder_db_statement_bind_int (row, INPUT_TOKENS + 1, usage->input);
  ponder_db_statement_bind_int (row, OUTPUT_TOKENS + 1, usage->output);
  ponder_db_statement_bind_int (row, CACHED_TOKENS + 1, usage->cached);
  ponder_db_statement_bind_int (row, REASONING_TOKENS + 1, usage->reasoning);
  ponder_db_statement_bind_double (row, COST_USD + 1,
                                   isfinite (usage->cost_usd) ? usage->cost_usd : -1);
}

/* @fault is lent until the statement has run. */
static void
bind_row (PonderDbStatement *row,
          PonderMessage     *message,
          const char        *fault,
          const char        *owner)
{
  ponder_db_statement_bind_text (row, ID + 1, ponder_message_get_id (message));
  ponder_db_statement_bind_text (row, PARENT + 1, ponder_message_get_parent_id (message));
  ponder_db_statement_bind_text (row, ROLE + 1,
                                 ponder_role_to_string (ponder_message_get_role (message)));
  ponder_db_statement_bind_text (
    row, STATE + 1, ponder_message_state_to_string (ponder_message_get_state (message)));
  ponder_db_statement_bind_text (row, FINISH + 1,
                                 ponder_finish_to_string (ponder_message_get_finish (message)));
  ponder_db_statement_bind_text (row, PROVIDER + 1, ponder_message_get_provider (message));
  ponder_db_statement_bind_text (row, MODEL + 1, ponder_message_get_model (message));
  ponder_db_statement_bind_int (row, CREATED + 1, ponder_message_get_created (message));
  ponder_db_statement_bind_int (row, FIRST_TOKEN_MS + 1,
                                ponder_message_get_first_token_ms (message));
  ponder_db_statement_bind_int (row, REASONING_MS + 1, ponder_message_get_reasoning_ms (message));
  ponder_db_statement_bind_int (row, TOTAL_MS + 1, ponder_message_get_total_ms (message));
  ponder_db_statement_bind_int (row, CHOSEN + 1, ponder_message_get_chosen (message));
  bind_usage (row, ponder_message_get_usage (message));
  ponder_db_statement_bind_text (row, FAULT + 1, fault);
  ponder_db_statement_bind_text (row, OWNER + 1, ponder_message_is_being_written (message) ? owner : NULL);
  ponder_db_statement_bind_int (row, TRASHED + 1, ponder_message_get_trashed (message));
  if (ponder_message_get_cached_from (message) > 0)
    ponder_db_statement_bind_int (row, CACHED_FROM + 1, ponder_message_get_cached_from (message));
}

/* The serial stays what it was: it is the message's place in time. */
static gboolean
write_row (PonderDb       *db,
           const char     *session_id,
           PonderMessage  *message,
           const char     *owner,
           GError        **error)
{
  PonderFault *fault = ponder_message_get_fault (message);
  g_autofree char *json = fault != NULL ? ponder_fault_serialize (fault) : NULL;
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "INSERT INTO messages (" COLUMNS ")"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                           " ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)"
                           " ON CONFLICT (session, id) DO UPDATE SET"
                           " parent = excluded.parent,"
                           " role = excluded.role,"
                           " state = excluded.state,"
                           " finish = excluded.finish,"
                           " provider = excluded.provider,"
                           " model = excluded.model,"
                           " created = excluded.created,"
                           " first_token_ms = excluded.first_token_ms,"
                           " reasoning_ms = excluded.reasoning_ms,"
                           " total_ms = excluded.total_ms,"
                           " chosen = excluded.chosen,"
                           " input_tokens = excluded.input_tokens,"
                           " output_tokens = excluded.output_tokens,"
                           " cached_tokens = excluded.cached_tokens,"
                           " reasoning_tokens = excluded.reasoning_tokens,"
                           " cost_usd = excluded.cost_usd,"
                           " fault = excluded.fault,"
                           " owner = excluded.owner,"
                           " cached_from = excluded.cached_from,"
                           " trashed = excluded.trashed", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, SESSION + 1, session_id);
  bind_row (row, message, json, owner);
  return ponder_db_statement_run (row, error);
}

/* Words go before the text does by which they are removed. An answer that was chosen keeps its words: only
 * what says something else now loses them. */
static gboolean
forget_words (PonderDb       *db,
              PonderMessage  *message,
              Stored         *stored,
              GError        **error)
{
  gboolean same;

  if (!stored->indexed)
    return TRUE;
  if (!ponder_parts_table_compare (db, stored->serial, message, &same, error))
    return FALSE;
  if (same && !ponder_message_is_being_written (message))
    return TRUE;

  stored->indexed = FALSE;
  return ponder_search_index_remove (db, stored->serial, error);
}

static gboolean
save_one (PonderDb              *db,
          const char            *session_id,
          PonderMessage         *message,
          const char            *owner,
          PonderMessagesChange  *change,
          GError               **error)
{
  PonderSavedMessage saved = { .message = message };
  gboolean is_trashed = ponder_message_get_trashed (message) != 0;
  Stored stored;

  if (!find_row (db, session_id, message, &stored, error) ||
      !forget_words (db, message, &stored, error) ||
      !write_row (db, session_id, message, owner, error))
    return FALSE;

  saved.is_new = stored.serial == 0;
  if (saved.is_new)
    stored.serial = ponder_db_last_rowid (db);
  if (saved.is_new)
    change->rearranged |= is_trashed;
  else
    change->rearranged |= stored.trashed != is_trashed || stored.chosen != ponder_message_get_chosen (message);
  saved.serial = stored.serial;
  change->n_new += saved.is_new;
  g_array_append_val (change->saved, saved);

  return ponder_parts_table_save (db, stored.serial, message, error) &&
         (stored.indexed || ponder_message_is_being_written (message) ||
          ponder_search_index_add (db, stored.serial, error));
}

void
ponder_messages_change_clear (PonderMessagesChange *self)
{
  g_clear_pointer (&self->saved, g_array_unref);
}

gboolean
ponder_messages_table_save (PonderDb              *db,
                            const char            *session_id,
                            GPtrArray             *messages,
                            const char            *owner,
                            PonderMessagesChange  *change,
                            GError               **error)
{
  *change = (PonderMessagesChange) { g_array_new (FALSE, FALSE, sizeof (PonderSavedMessage)), 0, FALSE };
  for (guint i = 0; i < messages->len; i++)
    if (!save_one (db, session_id, g_ptr_array_index (messages, i), owner, change, error))
      return FALSE;

  return TRUE;
}
