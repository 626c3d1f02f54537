/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays every recording in the folder that PONDER_RECORDINGS names to the real service, and compares what comes of
 * it with a second opinion: expect.py, which shares no code with the program. */

#include "config.h"

#include "ponder-recorded-case.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include "ponder-dialect.h"
#include "ponder-model-info.h"
#include "ponder-request.h"
#include "ponder-usage.h"

#include <math.h>
#include <string.h>

/* A longer answer goes byte by byte into the decoder alone: a packet for each byte would take minutes. */
#define NETWORK_BYTES_LIMIT 2048

/* What came of an answer. */
typedef struct
{
  GString     *text;
  GString     *reasoning;
  GPtrArray   *calls;           /* (element-type GString) "name arguments" */
  PonderUsage *usage;
  PonderFinish finish;
  GError      *error;
} Outcome;

typedef struct
{
  PonderTestService        *fixture;
  const PonderRecordedCase *played;
  PonderRecordedCut         cut;
} Play;

static void
call_free (gpointer data)
{
  g_string_free (data, TRUE);
}

static Outcome *
outcome_new (void)
{
  Outcome *self = g_new0 (Outcome, 1);

  self->text = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  return self;
}

static void
outcome_free (Outcome *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->reasoning, TRUE);
  g_ptr_array_unref (self->calls);
  g_clear_pointer (&self->usage, ponder_usage_free);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static void
outcome_take_call (Outcome     *self,
                   PonderDelta *delta)
{
  GString *call;

  if (delta->index == self->calls->len)
    g_ptr_array_add (self->calls, g_string_new (NULL));
  g_assert_cmpuint (delta->index, <, self->calls->len);
  call = g_ptr_array_index (self->calls, delta->index);
  if (delta->name != NULL)
    g_string_append_printf (call, "%s ", delta->name);
  g_string_append (call, delta->text);
}

static void
outcome_take_delta (Outcome     *self,
                    PonderDelta *delta)
{
  switch (delta->kind)
    {
    case PONDER_DELTA_TEXT:
    case PONDER_DELTA_REFUSAL:
      g_string_append (self->text, delta->text);
      break;
    case PONDER_DELTA_REASONING:
      g_string_append (self->reasoning, delta->text);
      break;
    case PONDER_DELTA_TOOL_CALL:
      outcome_take_call (self, delta);
      break;
    case PONDER_DELTA_USAGE:
      g_clear_pointer (&self->usage, ponder_usage_free);
      self->usage = ponder_usage_copy (delta->usage);
      break;
    case PONDER_DELTA_FINISH:
      self->finish = delta->finish;
      break;
    case PONDER_DELTA_MODEL:
      break;
    }
}

/* Says what is wrong and goes on, so that one run tells of all. */
static void G_GNUC_PRINTF (2, 3)
complain (const Play *play,
          const char *format,
          ...)
{
  g_autofree char *words = NULL;
  va_list args;

  va_start (args, format);
  words = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s: %s", ponder_recorded_cut_to_string (play->cut), words);
  g_test_fail ();
}

static void
compare_text (const Play *play,
              const char *what,
              const char *found,
              JsonObject *expected)
{
  const char *wanted = ponder_json_get_string (expected, what);
  gsize same = 0;

  if (g_strcmp0 (found, wanted) == 0)
    return;
  while (found[same] != '\0' && found[same] == wanted[same])
    same++;
  complain (play, "%s differs after %" G_GSIZE_FORMAT " bytes: found “%.60s”, wanted “%.60s”", what, same,
            found + same, wanted + same);
}

static void
compare_count (const Play *play,
               JsonArray  *wanted,
               guint       index,
               const char *name,
               gint64      found)
{
  gint64 count = json_array_get_int_element (wanted, index);

  if (found != count)
    complain (play, "%s tokens: found %" G_GINT64_FORMAT ", wanted %" G_GINT64_FORMAT, name, found, count);
}

static void
compare_usage (const Play        *play,
               const PonderUsage *usage,
               JsonObject        *expected)
{
  JsonArray *wanted = ponder_json_get_array (expected, "usage");

  if ((usage != NULL) != (wanted != NULL))
    {
      complain (play, "usage: found %s", usage != NULL ? "some" : "none");
      return;
    }
  if (usage == NULL)
    return;
  compare_count (play, wanted, 0, "input", usage->input);
  compare_count (play, wanted, 1, "output", usage->output);
  compare_count (play, wanted, 2, "cached", usage->cached);
  compare_count (play, wanted, 3, "reasoning", usage->reasoning);
}

static gboolean
array_has (JsonArray  *array,
           const char *text)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (g_strcmp0 (json_array_get_string_element (array, i), text) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
compare_finish (const Play   *play,
                PonderFinish  finish,
                JsonObject   *expected)
{
  JsonArray *wanted = ponder_json_get_array (expected, "finish");

  if (wanted != NULL && !array_has (wanted, ponder_finish_to_string (finish)))
    complain (play, "finish: found %s, wanted %s", ponder_finish_to_string (finish),
              json_array_get_string_element (wanted, 0));
}

static void
compare_calls (const Play *play,
               GPtrArray  *calls,
               JsonObject *expected)
{
  JsonArray *wanted = ponder_json_get_array (expected, "calls");

  if (calls->len != json_array_get_length (wanted))
    {
      complain (play, "%u calls, wanted %u", calls->len, json_array_get_length (wanted));
      return;
    }
  for (guint i = 0; i < calls->len; i++)
    {
      JsonArray *call = json_array_get_array_element (wanted, i);
      gboolean whole = !json_array_get_null_element (call, 1);
      g_autofree char *text = g_strconcat (json_array_get_string_element (call, 0), " ",
                                           whole ? json_array_get_string_element (call, 1) : NULL, NULL);
      const char *found = ((GString *) g_ptr_array_index (calls, i))->str;

      if (whole ? !g_str_equal (found, text) : !g_str_has_prefix (found, text))
        complain (play, "call %u: found “%.80s”, wanted “%.80s”", i, found, text);
    }
}

static void
compare_fault (const Play  *play,
               PonderFault *fault,
               JsonObject  *wanted)
{
  const char *category = ponder_error_code_to_string (fault->category);
  const char *words = ponder_json_get_string (wanted, "words");
  JsonNode *retryable = json_object_get_member (wanted, "retryable");
  double seconds;

  if (!array_has (ponder_json_get_array (wanted, "category"), category))
    complain (play, "category: found %s, wanted %s (%s)", category,
              json_array_get_string_element (ponder_json_get_array (wanted, "category"), 0), fault->details);
  if (!json_node_is_null (retryable) && json_node_get_boolean (retryable) != fault->retryable)
    complain (play, "retryable: found %d", fault->retryable);
  if (*words != '\0' && (fault->details == NULL || strstr (fault->details, words) == NULL))
    complain (play, "details: found “%s”, wanted “%s…”", fault->details, words);
  if (ponder_json_get_double (wanted, "wait", &seconds) && fabs (fault->retry_after - seconds) > 0.01)
    complain (play, "wait: found %f, wanted %f", fault->retry_after, seconds);
}

static void
compare_error (const Play   *play,
               const GError *error,
               JsonObject   *wanted)
{
  PonderFault *fault = ponder_error_get_fault (error);

  if (error != NULL && fault == NULL)
    complain (play, "an error without a fault: %s", error->message);
  else if (wanted != NULL && fault != NULL)
    compare_fault (play, fault, wanted);
  else if (wanted != NULL)
    complain (play, "no error");
  else if (fault != NULL)
    complain (play, "an error: %s, %s (%s)", ponder_error_code_to_string (fault->category), error->message,
              fault->details);
}

static void
compare (const Play    *play,
         const Outcome *outcome)
{
  JsonObject *expected = ponder_json_get_object (play->played->plan, "expect");
  JsonObject *failure = ponder_json_get_object (expected, "failure");

  compare_error (play, outcome->error, failure);
  compare_text (play, "text", outcome->text->str, expected);
  compare_text (play, "reasoning", outcome->reasoning->str, expected);
  compare_usage (play, outcome->usage, expected);
  compare_calls (play, outcome->calls, expected);
  if (failure == NULL && outcome->error == NULL)
    compare_finish (play, outcome->finish, expected);
}

static PonderRequest *
new_request (const Play *play)
{
  PonderRequest *request = ponder_test_service_ask (play->fixture, "m");

  ponder_request_set_stream (request, ponder_json_get_boolean (play->played->plan, "stream", TRUE));
  return request;
}

static void
set_script (const Play *play)
{
  ponder_demo_server_set_script (play->fixture->server, ponder_recorded_get_text (play->played, "path"),
                                 ponder_recorded_new_script (play->played, play->cut));
}

static void
delta_cb (PonderReply *reply,
          PonderDelta *delta,
          Outcome     *outcome)
{
  outcome_take_delta (outcome, delta);
}

static void
play_to_service (const Play *play)
{
  g_autoptr(Outcome) outcome = outcome_new ();
  g_autoptr(PonderRequest) request = new_request (play);
  g_autoptr(PonderReply) reply = NULL;

  set_script (play);
  reply = ponder_service_start (play->fixture->service, request, NULL);
  g_signal_connect (reply, "delta", G_CALLBACK (delta_cb), outcome);
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);

  g_assert_cmpstr (ponder_reply_get_text (reply), ==, outcome->text->str);
  g_assert_cmpstr (ponder_reply_get_reasoning (reply), ==, outcome->reasoning->str);
  if (ponder_reply_get_error (reply) != NULL)
    outcome->error = g_error_copy (ponder_reply_get_error (reply));
  outcome->finish = ponder_reply_get_finish (reply);
  compare (play, outcome);
}

static void
take_deltas (Outcome   *outcome,
             GPtrArray *deltas)
{
  for (guint i = 0; i < deltas->len; i++)
    outcome_take_delta (outcome, g_ptr_array_index (deltas, i));
  g_ptr_array_set_size (deltas, 0);
}

static void
play_to_decoder (const Play *play)
{
  g_autoptr(Outcome) outcome = outcome_new ();
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDialect) dialect =
    ponder_dialect_new (ponder_recorded_get_text (play->played, "dialect"), &error);
  g_autoptr(PonderRequest) request = new_request (play);
  g_autoptr(PonderDecoder) decoder = NULL;
  gsize length;
  const char *data = g_bytes_get_data (play->played->body, &length);

  if (dialect == NULL)
    {
      complain (play, "%s", error->message);
      return;
    }
  decoder = ponder_dialect_new_decoder (dialect, request);
  for (gsize i = 0; i < length && outcome->error == NULL; i++)
    {
      ponder_decoder_push (decoder, data + i, 1, deltas, &outcome->error);
      take_deltas (outcome, deltas);
    }
  if (outcome->error == NULL)
    ponder_decoder_finish (decoder, deltas, &outcome->error);
  take_deltas (outcome, deltas);
  compare (play, outcome);
}

static void
play_list (const Play *play)
{
  JsonObject *wanted = ponder_json_get_object (ponder_json_get_object (play->played->plan, "expect"), "models");
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  set_script (play);
  ponder_service_list_models_async (play->fixture->service, play->fixture->provider, PONDER_TEST_KEY, NULL,
                                    ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  models = ponder_service_list_models_finish (play->fixture->service, result, &error);
  if (models == NULL)
    {
      complain (play, "no models: %s", error->message);
      return;
    }
  if (models->len != json_object_get_size (wanted))
    complain (play, "%u models, wanted %u", models->len, json_object_get_size (wanted));
  for (guint i = 0; i < models->len; i++)
    {
      PonderModelInfo *model = g_ptr_array_index (models, i);
      const char *id = ponder_model_info_get_id (model);
      gint64 size = -1;

      if (!ponder_json_get_int (wanted, id, &size) || size != ponder_model_info_get_context_length (model))
        complain (play, "%s: found %u tokens of context, wanted %" G_GINT64_FORMAT, id,
                  ponder_model_info_get_context_length (model), size);
    }
}

/* What stands before the path that the second opinion names. */
static void
set_provider (const Play *play)
{
  PonderProviderConfig *provider = play->fixture->provider;
  const char *path = ponder_recorded_get_text (play->played, "path");
  const char *dialect = ponder_recorded_get_text (play->played, "dialect");
  const char *url = ponder_demo_server_get_base_url (play->fixture->server);
  g_autofree char *root = g_strndup (url, strlen (url) - strlen ("/v1"));
  g_autofree char *base_url = g_strconcat (root, g_str_has_prefix (path, "/v1beta/") ? "/v1beta" : "", NULL);

  ponder_provider_config_set_preset (provider, ponder_recorded_get_text (play->played, "preset"));
  ponder_provider_config_set_dialect (provider, dialect);
  if (!g_str_has_prefix (dialect, "openai"))
    ponder_provider_config_set_base_url (provider, base_url);
  play->fixture->config->retries = 0;
}

static gboolean
goes_to_decoder (const Play *play)
{
  gint64 status = 200;

  ponder_json_get_int (play->played->plan, "status", &status);
  return play->cut == PONDER_RECORDED_BYTES && status == 200
         && g_bytes_get_size (play->played->body) > NETWORK_BYTES_LIMIT;
}

static void
test_recording (PonderTestService *fixture,
                gconstpointer      user_data)
{
  Play play = { fixture, user_data };
  const char *reason = ponder_recorded_get_text (play.played, "skip");

  if (reason != NULL)
    {
      g_test_skip (reason);
      return;
    }
  set_provider (&play);
  for (; play.cut < PONDER_RECORDED_N_CUTS; play.cut++)
    {
      if (ponder_json_get_boolean (play.played->plan, "models", FALSE))
        play_list (&play);
      else if (goes_to_decoder (&play))
        play_to_decoder (&play);
      else
        play_to_service (&play);
    }
}

static void
test_nothing (void)
{
  g_test_skip ("PONDER_RECORDINGS names no folder");
}

int
main (int   argc,
      char *argv[])
{
  const char *folder = g_getenv ("PONDER_RECORDINGS");
  g_autoptr(GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  if (folder == NULL || *folder == '\0')
    {
      g_test_add_func ("/recorded/nothing", test_nothing);
      return g_test_run ();
    }
  cases = ponder_recorded_load (folder);
  for (guint i = 0; i < cases->len; i++)
    {
      const PonderRecordedCase *played = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strconcat ("/recorded/", ponder_recorded_get_text (played, "name"), NULL);

      g_test_add (path, PonderTestService, played, ponder_test_service_set_up, test_recording,
                  ponder_test_service_tear_down);
    }
  return g_test_run ();
}
