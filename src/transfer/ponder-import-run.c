/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think that Ponder itself wrote as JSON. */

#include "config.h"

#include "ponder-import-run.h"

#include "ponder-json.h"
#include "ponder-think-state.h"

#include <glib/gi18n.h>

/* Far beyond any run there is. Adding up a log takes its events times its steps, and happens while somebody waits. */
#define MAX_EVENTS 10000
#define MAX_STEPS 300
#define MAX_WORDS 20000

/* What a log holds, while it is read. */
typedef struct
{
  gint64 seq;
  guint  n_steps;
  gsize  n_words;       /* entries of its lists */
} Log;

static gint64
get_time (JsonObject *object,
          const char *member)
{
  gint64 time = 0;

  ponder_json_get_int (object, member, &time);
  return MAX (time, 0);
}

/* What this program does not know of was not ended by it, so it can be gone on with. */
static const char *
get_outcome (JsonObject *object)
{
  const char *outcome = ponder_json_get_string (object, "outcome");

  if (g_strcmp0 (outcome, PONDER_THINK_RECORD_PAUSED) == 0)
    return outcome;
  for (PonderThinkOutcome i = PONDER_THINK_OUTCOME_DONE; i <= PONDER_THINK_OUTCOME_FAILED; i++)
    if (g_strcmp0 (outcome, ponder_think_outcome_to_string (i)) == 0)
      return outcome;
  return PONDER_THINK_RECORD_OPEN;
}

/* (transfer full) */
static char *
dup_config (JsonObject *object)
{
  g_autoptr(PonderThinkConfig) config = NULL;
  g_autofree char *json = NULL;

  if (ponder_json_get_object (object, "config") != NULL)
    json = ponder_json_to_string (json_object_get_member (object, "config"));
  config = json != NULL ? ponder_think_config_deserialize (json, NULL) : NULL;
  return config != NULL ? g_steal_pointer (&json) : g_strdup ("{}");
}

/* (nullable): *@why says why. */
static PonderThinkRecord *
read_record (JsonObject  *object,
             const char **why)
{
  const char *id = ponder_json_get_string (object, "id");
  const char *message = ponder_json_get_string (object, "message");
  const char *question = ponder_json_get_string (object, "question");
  PonderThinkRecord *record;

  if (id == NULL || *id == '\0' || message == NULL)
    {
      *why = _("It has no id, or no answer.");
      return NULL;
    }

  record = g_new0 (PonderThinkRecord, 1);
  record->id = g_strdup (id);
  record->session = g_strdup ("");
  record->message = g_strdup (message);
  record->created = get_time (object, "created");
  record->updated = get_time (object, "updated");
  record->question = g_strdup (question != NULL ? question : "");
  record->outcome = g_strdup (get_outcome (object));
  record->config = dup_config (object);
  return record;
}

static gsize
count_words (JsonObject *event)
{
  JsonObjectIter iter;
  JsonNode *member;
  gsize n = 0;

  json_object_iter_init (&iter, event);
  while (json_object_iter_next (&iter, NULL, &member))
    if (JSON_NODE_HOLDS_ARRAY (member))
      n += json_array_get_length (json_node_get_array (member));
  return n;
}

/* Numbers are those of the log that was written, which only grows. */
static gboolean
read_event (Log         *self,
            JsonObject  *event,
            const char **why)
{
  const char *type = ponder_json_get_string (event, "type");
  gint64 seq = 0;

  if (type == NULL || !ponder_json_get_int (event, "seq", &seq) || seq <= self->seq)
    {
      *why = _("Its log is damaged: an event has no type or number, or not the next one.");
      return FALSE;
    }
  self->seq = seq;
  self->n_steps += g_str_equal (type, "plan.task") || g_str_equal (type, "node.added");
  self->n_words += count_words (event);
  if (self->n_steps <= MAX_STEPS && self->n_words <= MAX_WORDS)
    return TRUE;
  *why = _("Its log has more in it than any run can have.");
  return FALSE;
}

static gboolean
read_events (PonderStoredRun  *run,
             JsonArray        *events,
             const char      **why)
{
  Log log = { 0, };

  if (events == NULL || json_array_get_length (events) == 0)
    {
      *why = _("It has no log.");
      return FALSE;
    }
  if (json_array_get_length (events) > MAX_EVENTS)
    {
      *why = _("Its log has more in it than any run can have.");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = ponder_json_array_object (events, i);
      char *json;

      if (!read_event (&log, event, why))
        return FALSE;
      json = ponder_json_to_string (json_array_get_element (events, i));
      g_ptr_array_add (run->events, ponder_stored_event_new (log.seq, json));
    }
  return TRUE;
}

PonderStoredRun *
ponder_import_run_read (JsonObject  *object,
                        const char **why)
{
  g_autoptr(PonderStoredRun) run = NULL;
  PonderThinkRecord *record = read_record (object, why);

  if (record == NULL)
    return NULL;
  run = ponder_stored_run_new (record);
  return read_events (run, ponder_json_get_array (object, "events"), why) ? g_steal_pointer (&run) : NULL;
}
