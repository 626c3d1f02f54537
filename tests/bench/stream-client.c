/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Ponder's service costs for a stream.
 *
 *   stream-client MODEL PORT     one long answer: events, seconds of processor time, seconds
 *   stream-client first PORT N   N short ones: microseconds to the first token of each, a line each
 *   stream-client tree N         no network: json-glib alone on N events */

#include "config.h"

#include "ponder-http.h"
#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-request.h"
#include "ponder-service.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of each event. */
#define WORDS " a few words"

#define TYPE_NO_KEYS (no_keys_get_type ())

G_DECLARE_FINAL_TYPE (NoKeys, no_keys, BENCH, NO_KEYS, GObject)

struct _NoKeys
{
  GObject parent_instance;
};

typedef struct
{
  PonderService *service;
  PonderRequest *request;
  GMainLoop     *loop;
  gint64         started;
  gsize          length;        /* of the text that came */
  guint          n_left;
} Bench;

static void
lookup_async (PonderKeySource      *source,
              PonderProviderConfig *provider,
              GCancellable         *cancellable,
              GAsyncReadyCallback   callback,
              gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_task_return_pointer (task, NULL, NULL);
}

static char *
lookup_finish (PonderKeySource  *source,
               GAsyncResult     *result,
               GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_key_source (PonderKeySourceInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NoKeys, no_keys, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_KEY_SOURCE, implement_key_source))

static void
no_keys_class_init (NoKeysClass *klass)
{
}

static void
no_keys_init (NoKeys *self)
{
}

static double
get_processor_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static PonderRequest *
new_request (const char *port,
             const char *model)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("bench");
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *question = ponder_message_new ("1", NULL, PONDER_ROLE_USER);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%s/v1", port);

  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_base_url (provider, base_url);
  ponder_message_append_text (question, "Hello");
  g_ptr_array_add (messages, question);
  ponder_model_config_set_model (config, "bench", model);
  return ponder_request_new (provider, config, messages, "chat");
}

static void ask (Bench *self);

static void
delta_cb (PonderReply *reply,
          PonderDelta *delta,
          Bench       *self)
{
  if (delta->kind != PONDER_DELTA_TEXT)
    return;
  if (self->length == 0 && self->n_left > 0)
    g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time () - self->started);
  self->length += strlen (delta->text);
}

static void
state_cb (PonderReply *reply,
          GParamSpec  *pspec,
          Bench       *self)
{
  if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
    return;
  if (ponder_reply_get_error (reply) != NULL)
    g_error ("%s", ponder_reply_get_error (reply)->message);
  if (self->n_left > 1)
    {
      self->n_left--;
      ask (self);
    }
  else
    g_main_loop_quit (self->loop);
}

static void
ask (Bench *self)
{
  g_autoptr(PonderReply) reply = NULL;

  self->length = 0;
  self->started = g_get_monotonic_time ();
  reply = ponder_service_start (self->service, self->request, NULL);
  g_signal_connect (reply, "delta", G_CALLBACK (delta_cb), self);
  g_signal_connect (reply, "notify::state", G_CALLBACK (state_cb), self);
}

/* The frames that the server sends. */
static void
parse_trees (guint n)
{
  static const char frame[] =
    "{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
    "\"model\":\"flood-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" WORDS "\"},\"finish_reason\":null}]}";
  g_autoptr(JsonParser) parser = json_parser_new ();
  double began = get_processor_seconds ();
  gsize length = 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *chunk;
      JsonObject *delta;

      if (!json_parser_load_from_data (parser, frame, sizeof frame - 1, NULL))
        abort ();
      chunk = json_node_get_object (json_parser_get_root (parser));
      delta = json_object_get_object_member (
        json_array_get_object_element (json_object_get_array_member (chunk, "choices"), 0), "delta");
      length += strlen (json_object_get_string_member (delta, "content"));
    }
  g_print ("%u %.6f %zu\n", n, get_processor_seconds () - began, length);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(PonderHttp) http = NULL;
  g_autoptr(NoKeys) keys = NULL;
  Bench bench = { NULL };
  gboolean first;
  double processor;

  if (argc > 2 && g_str_equal (argv[1], "tree"))
    {
      parse_trees ((guint) strtoul (argv[2], NULL, 10));
      return 0;
    }
  g_assert (argc > 2);
  first = g_str_equal (argv[1], "first");
  http = ponder_http_new ("ponder-bench/1");
  keys = g_object_new (TYPE_NO_KEYS, NULL);
  bench.service = ponder_service_new (http, PONDER_KEY_SOURCE (keys));
  bench.request = new_request (argv[2], first ? "short" : argv[1]);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.n_left = first ? (guint) strtoul (argv[3], NULL, 10) : 0;
  processor = get_processor_seconds ();
  ask (&bench);
  g_main_loop_run (bench.loop);
  if (!first)
    g_print ("%zu %.6f %.6f\n", bench.length / strlen (WORDS), get_processor_seconds () - processor,
             (double) (g_get_monotonic_time () - bench.started) / 1e6);
  g_main_loop_unref (bench.loop);
  g_object_unref (bench.request);
  g_object_unref (bench.service);
  return 0;
}
