/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one running program asks of models at this moment. */

#include "config.h"

#include "ponder-activity.h"

#include "ponder-json.h"

static const char * const programs[] = { "window", "cli" };

static const char * const states[] = {
  "queued", "connecting", "waiting", "streaming", "retrying"
};

static void
call_free (gpointer data)
{
  PonderActiveCall *call = data;

  g_free (call->id);
  g_free (call->provider);
  g_free (call->model);
  g_free (call->operation);
  g_free (call->session);
  g_free (call);
}

static void
lane_free (gpointer data)
{
  PonderActiveLane *lane = data;

  g_free (lane->provider);
  g_free (lane);
}

PonderActivity *
ponder_activity_new (PonderProgram program,
                     int           pid)
{
  PonderActivity *self = g_new0 (PonderActivity, 1);

  self->program = program;
  self->pid = pid;
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
  return self;
}

void
ponder_activity_free (PonderActivity *self)
{
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->lanes);
  g_free (self);
}

PonderActiveCall *
ponder_activity_add_call (PonderActivity *self)
{
  PonderActiveCall *call = g_new0 (PonderActiveCall, 1);

  g_ptr_array_add (self->calls, call);
  return call;
}

PonderActiveLane *
ponder_activity_add_lane (PonderActivity *self)
{
  PonderActiveLane *lane = g_new0 (PonderActiveLane, 1);

  g_ptr_array_add (self->lanes, lane);
  return lane;
}

const char *
ponder_program_to_string (PonderProgram program)
{
  return programs[program];
}

const char *
ponder_call_state_to_string (PonderCallState state)
{
  return states[state];
}

/* --- as text --- */

static void
set_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static JsonObject *
call_to_json (const PonderActiveCall *call)
{
  JsonObject *object = json_object_new ();

  set_string (object, "id", call->id);
  set_string (object, "provider", call->provider);
  set_string (object, "model", call->model);
  set_string (object, "operation", call->operation);
  set_string (object, "session", call->session);
  set_string (object, "state", states[call->state]);
  json_object_set_int_member (object, "started", call->started);
  json_object_set_int_member (object, "attempts", call->n_attempts);
  return object;
}

static JsonObject *
lane_to_json (const PonderActiveLane *lane)
{
  JsonObject *object = json_object_new ();

  set_string (object, "provider", lane->provider);
  json_object_set_int_member (object, "limit", lane->limit);
  json_object_set_int_member (object, "configured", lane->configured);
  json_object_set_int_member (object, "running", lane->n_running);
  json_object_set_int_member (object, "queued", lane->n_queued);
  json_object_set_int_member (object, "paused_until", lane->paused_until);
  return object;
}

char *
ponder_activity_serialize (const PonderActivity *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *calls = json_array_new ();
  JsonArray *lanes = json_array_new ();

  for (guint i = 0; i < self->calls->len; i++)
    json_array_add_object_element (calls, call_to_json (g_ptr_array_index (self->calls, i)));
  for (guint i = 0; i < self->lanes->len; i++)
    json_array_add_object_element (lanes, lane_to_json (g_ptr_array_index (self->lanes, i)));

  json_object_set_string_member (object, "program", programs[self->program]);
  json_object_set_int_member (object, "pid", self->pid);
  json_object_set_array_member (object, "calls", calls);
  json_object_set_array_member (object, "lanes", lanes);
  return ponder_json_take_to_string (object);
}

static guint
get_index (JsonObject         *object,
           const char         *member,
           const char * const *names,
           guint               n_names)
{
  const char *name = ponder_json_get_string (object, member);

  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return 0;
}

static guint
get_count (JsonObject *object,
           const char *member)
{
  gint64 value = 0;

  ponder_json_get_int (object, member, &value);
  return (guint) CLAMP (value, 0, G_MAXINT);
}

static char *
dup_string (JsonObject *object,
            const char *member)
{
  return g_strdup (ponder_json_get_string (object, member));
}

/* What another program wrote may lack anything. */
static char *
dup_text (JsonObject *object,
          const char *member)
{
  const char *text = ponder_json_get_string (object, member);

  return g_strdup (text != NULL ? text : "");
}

static void
read_call (PonderActivity *self,
           JsonObject     *object)
{
  PonderActiveCall *call = ponder_activity_add_call (self);

  call->id = dup_text (object, "id");
  call->provider = dup_text (object, "provider");
  call->model = dup_string (object, "model");
  call->operation = dup_text (object, "operation");
  call->session = dup_string (object, "session");
  call->state = (PonderCallState) get_index (object, "state", states, G_N_ELEMENTS (states));
  call->n_attempts = get_count (object, "attempts");
  ponder_json_get_int (object, "started", &call->started);
}

static void
read_lane (PonderActivity *self,
           JsonObject     *object)
{
  PonderActiveLane *lane = ponder_activity_add_lane (self);

  lane->provider = dup_text (object, "provider");
  lane->limit = get_count (object, "limit");
  lane->configured = get_count (object, "configured");
  lane->n_running = get_count (object, "running");
  lane->n_queued = get_count (object, "queued");
  ponder_json_get_int (object, "paused_until", &lane->paused_until);
}

static void
read_all (PonderActivity *self,
          JsonArray      *array,
          void          (*read) (PonderActivity *self, JsonObject *object))
{
  guint n_elements = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n_elements; i++)
    read (self, ponder_json_array_object (array, i));
}

PonderActivity *
ponder_activity_deserialize (const char  *json,
                             gssize       length,
                             GError     **error)
{
  g_autoptr(JsonObject) object = ponder_json_parse_object (json, length, error);
  PonderActivity *self;

  if (object == NULL)
    return NULL;

  self = ponder_activity_new ((PonderProgram) get_index (object, "program", programs,
                                                         G_N_ELEMENTS (programs)),
                              (int) get_count (object, "pid"));
  read_all (self, ponder_json_get_array (object, "calls"), read_call);
  read_all (self, ponder_json_get_array (object, "lanes"), read_lane);
  return self;
}
