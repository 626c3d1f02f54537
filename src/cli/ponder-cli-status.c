/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `status`: what every running program of this folder asks of models. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"

#include <glib/gi18n.h>

/* One provider over all programs. */
typedef struct
{
  guint  limit;
  guint  configured;
  guint  n_running;
  guint  n_queued;
  double pause;
} Load;

static double
get_age (const PonderActiveCall *call)
{
  return MAX (g_get_monotonic_time () - call->started, 0) / (double) G_USEC_PER_SEC;
}

static double
round_seconds (double seconds)
{
  return (double) (gint64) (seconds * 10 + 0.5) / 10;
}

static JsonObject *
call_to_json (const PonderActivity   *activity,
              const PonderActiveCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", call->id);
  json_object_set_string_member (object, "provider", call->provider);
  ponder_cli_json_set_string (object, "model", call->model);
  json_object_set_string_member (object, "operation", call->operation);
  json_object_set_string_member (object, "state", ponder_call_state_to_string (call->state));
  json_object_set_double_member (object, "age_s", round_seconds (get_age (call)));
  json_object_set_int_member (object, "attempts", call->n_attempts);
  ponder_cli_json_set_string (object, "session", call->session);
  json_object_set_string_member (object, "program", ponder_program_to_string (activity->program));
  json_object_set_int_member (object, "pid", activity->pid);
  return object;
}

/* The strictest of their limits; each program holds its own. */
static void
add_lane (GHashTable             *loads,
          const PonderActiveLane *lane)
{
  Load *load = g_hash_table_lookup (loads, lane->provider);
  double pause = (lane->paused_until - g_get_monotonic_time ()) / (double) G_USEC_PER_SEC;

  if (load == NULL)
    {
      load = g_new0 (Load, 1);
      load->limit = lane->limit;
      load->configured = lane->configured;
      g_hash_table_insert (loads, g_strdup (lane->provider), load);
    }
  load->limit = MIN (load->limit, lane->limit);
  load->configured = MIN (load->configured, lane->configured);
  load->n_running += lane->n_running;
  load->n_queued += lane->n_queued;
  load->pause = MAX (load->pause, pause);
}

static GHashTable *
sum_up (GPtrArray *activities)
{
  GHashTable *loads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < activities->len; i++)
    {
      const PonderActivity *activity = g_ptr_array_index (activities, i);

      for (guint j = 0; j < activity->lanes->len; j++)
        add_lane (loads, g_ptr_array_index (activity->lanes, j));
    }
  return loads;
}

static JsonArray *
loads_to_json (GHashTable *loads)
{
  g_autoptr(GList) ids = g_list_sort (g_hash_table_get_keys (loads), (GCompareFunc) strcmp);
  JsonArray *array = json_array_new ();

  for (GList *link = ids; link != NULL; link = link->next)
    {
      const Load *load = g_hash_table_lookup (loads, link->data);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", link->data);
      json_object_set_int_member (object, "limit", load->limit);
      json_object_set_int_member (object, "configured", load->configured);
      json_object_set_int_member (object, "running", load->n_running);
      json_object_set_int_member (object, "queued", load->n_queued);
      json_object_set_double_member (object, "paused_s", round_seconds (load->pause));
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
print_json (PonderCli  *self,
            GPtrArray  *activities,
            GHashTable *loads)
{
  JsonObject *object = json_object_new ();
  JsonArray *calls = json_array_new ();

  for (guint i = 0; i < activities->len; i++)
    {
      const PonderActivity *activity = g_ptr_array_index (activities, i);

      for (guint j = 0; j < activity->calls->len; j++)
        json_array_add_object_element (calls, call_to_json (activity,
                                                            g_ptr_array_index (activity->calls,
                                                                               j)));
    }
  json_object_set_array_member (object, "requests", calls);
  json_object_set_array_member (object, "providers", loads_to_json (loads));
  ponder_output_take_object (self->output, object);
}

static const char *
get_state_text (PonderCallState state)
{
  switch (state)
    {
    case PONDER_CALL_QUEUED:
      return _("queued");
    case PONDER_CALL_CONNECTING:
      return _("connecting");
    case PONDER_CALL_WAITING:
      return _("waiting");
    case PONDER_CALL_STREAMING:
      return _("streaming");
    case PONDER_CALL_RETRYING:
      return _("retrying");
    }

  return "";
}

static void
print_call (PonderCli              *self,
            const PonderActivity   *activity,
            const PonderActiveCall *call)
{
  guint seconds = (guint) get_age (call);
  g_autofree char *age = g_strdup_printf ("%u:%02u", seconds / 60, seconds % 60);

  ponder_output_printf (self->output, "%-10s  %6s  %s/%s  %s  %s %d", get_state_text (call->state),
                        age, call->provider, call->model != NULL ? call->model : "",
                        call->operation, ponder_program_to_string (activity->program),
                        activity->pid);
  if (call->n_attempts > 1)
    /* Translators: %u: how often it has been tried. */
    ponder_output_printf (self->output, _("  attempt %u"), call->n_attempts);
  ponder_output_write (self->output, "\n");
}

static void
print_load (PonderCli  *self,
            const char *id,
            const Load *load)
{
  /* Translators: %s is a provider; how many requests run of how many that may, and how many wait. */
  ponder_output_printf (self->output, _("%s: %u of %u running, %u queued"), id, load->n_running,
                        load->limit, load->n_queued);
  if (load->limit < load->configured)
    ponder_output_printf (self->output, _(", slowed down from %u"), load->configured);
  if (load->pause > 0)
    ponder_output_printf (self->output, _(", paused for %.0f s"), load->pause);
  ponder_output_write (self->output, "\n");
}

static void
print_text (PonderCli  *self,
            GPtrArray  *activities,
            GHashTable *loads)
{
  g_autoptr(GList) ids = g_list_sort (g_hash_table_get_keys (loads), (GCompareFunc) strcmp);

  if (activities->len == 0)
    ponder_output_printf (self->output, "%s\n", _("Nothing is in flight."));

  for (guint i = 0; i < activities->len; i++)
    {
      const PonderActivity *activity = g_ptr_array_index (activities, i);

      for (guint j = 0; j < activity->calls->len; j++)
        print_call (self, activity, g_ptr_array_index (activity->calls, j));
    }
  for (GList *link = ids; link != NULL; link = link->next)
    print_load (self, link->data, g_hash_table_lookup (loads, link->data));
}

PonderExit
ponder_cli_status (PonderCli *self,
                   GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) activities = NULL;
  g_autoptr(GHashTable) loads = NULL;
  g_autoptr(GError) error = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "status", NULL,
                         _("Lists what the running Ponder programs ask of models: state, age, "
                           "model, operation, program."), entries, arguments) ||
      !ponder_cli_expect (*arguments, 0, NULL) || !ponder_cli_open (self, &status))
    return status;

  ponder_workspace_list_activities_async (self->workspace, self->cancellable, ponder_cli_done_cb,
                                          &result);
  ponder_cli_wait (self, &result);
  activities = ponder_workspace_list_activities_finish (self->workspace, result, &error);
  if (activities == NULL)
    return ponder_cli_fail (self, error, "status");

  loads = sum_up (activities);
  if (json)
    print_json (self, activities, loads);
  else
    print_text (self, activities, loads);
  return PONDER_EXIT_DONE;
}
