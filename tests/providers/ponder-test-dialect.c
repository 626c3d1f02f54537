/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of cases for the tests of a dialect. */

#include "config.h"

#include "ponder-test-dialect.h"

#include "ponder-fault.h"
#include "ponder-json.h"
#include "ponder-model-info.h"

#include <string.h>

/* A case and its dialect; the test frees it. */
typedef struct
{
  const char *dialect;
  gconstpointer data;
  guint       n;
} Case;

static void
add (const char       *dialect,
     const char       *kind,
     const char       *name,
     gconstpointer     data,
     guint             n,
     GTestDataFunc     test)
{
  g_autofree char *path = g_strdup_printf ("/providers/%s/%s/%s", dialect, kind, name);
  Case *added = g_new (Case, 1);

  added->dialect = dialect;
  added->data = data;
  added->n = n;
  g_test_add_data_func_full (path, added, test, g_free);
}

PonderMessage *
ponder_test_say (GPtrArray  *messages,
                 PonderRole  role,
                 const char *text)
{
  PonderMessage *message = ponder_message_new ("1", NULL, role);

  if (*text != '\0')
    ponder_message_append_text (message, text);
  g_ptr_array_add (messages, message);
  return message;
}

void
ponder_test_attach (PonderMessage  *message,
                    PonderPartKind  kind,
                    const char     *name,
                    const char     *media_type,
                    const char     *data)
{
  PonderPart *part = ponder_part_new (kind, "");

  part->name = g_strdup (name);
  part->media_type = g_strdup (media_type);
  part->data = g_bytes_new (data, strlen (data));
  ponder_message_take_part (message, part);
}

PonderRequest *
ponder_test_ask (const char *dialect,
                 const char *config,
                 GPtrArray  *messages)
{
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new (dialect);
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderModelConfig) settings = ponder_model_config_deserialize (config, &error);

  g_assert_no_error (error);
  ponder_provider_config_set_dialect (provider, dialect);
  ponder_provider_config_set_base_url (provider, "https://api.example.com");
  return ponder_request_new (provider, settings, messages, "chat");
}

void
ponder_test_assert_body (PonderRequest *request,
                         const char    *refused,
                         const char    *expected)
{
  const char *id = ponder_provider_config_get_dialect (ponder_request_get_provider (request));
  g_autoptr(PonderDialect) dialect = ponder_dialect_new (id, NULL);
  g_autoptr(PonderDowngrade) downgrade = ponder_downgrade_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(JsonNode) got = NULL;
  g_autoptr(JsonNode) wanted = NULL;

  if (refused != NULL)
    ponder_downgrade_add (downgrade, refused);
  body = ponder_dialect_encode_request (dialect, request, downgrade, &error);
  g_assert_no_error (error);
  got = ponder_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);
  g_assert_no_error (error);
  wanted = ponder_json_parse (expected, -1, &error);
  g_assert_no_error (error);
  if (!json_node_equal (got, wanted))
    {
      g_autofree char *text = ponder_json_to_string (got);

      g_error ("got %s, expected %s", text, expected);
    }
}

static void
check_stream (PonderRequest          *request,
              const PonderTestStream *stream,
              gsize                   piece)
{
  g_autofree char *got = ponder_test_decode (request, stream->stream, strlen (stream->stream), piece);

  g_assert_cmpstr (got, ==, stream->expected);
}

static PonderRequest *
make_request (const char *dialect)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();

  return ponder_test_ask (dialect, "{\"provider\":\"test\",\"model\":\"m\"}", messages);
}

PonderFault *
ponder_test_fail (const char *dialect,
                  const char *stream)
{
  g_autoptr(PonderRequest) request = make_request (dialect);
  g_autoptr(PonderDialect) reader = ponder_dialect_new (dialect, NULL);
  g_autoptr(PonderDecoder) decoder = ponder_dialect_new_decoder (reader, request);
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GError) error = NULL;

  if (ponder_decoder_push (decoder, stream, strlen (stream), deltas, &error))
    g_assert_false (ponder_decoder_finish (decoder, deltas, &error));
  return ponder_fault_ref (ponder_error_get_fault (error));
}

static void
test_stream (gconstpointer user_data)
{
  const Case *test = user_data;
  const PonderTestStream *stream = test->data;
  g_autoptr(PonderRequest) request = make_request (test->dialect);

  check_stream (request, stream, MAX (strlen (stream->stream), 1));
  check_stream (request, stream, 1);
  for (guint i = 0; i < 5; i++)
    check_stream (request, stream, 0);
}

static void
test_broken_streams (gconstpointer user_data)
{
  const Case *test = user_data;
  const PonderTestStream *streams = test->data;
  g_autoptr(PonderRequest) request = make_request (test->dialect);

  for (guint round = 0; round < 400; round++)
    {
      g_autofree char *stream = g_strdup (streams[g_test_rand_int_range (0, test->n)].stream);
      gsize length = strlen (stream);
      g_autofree char *got = NULL;

      for (guint i = 0; length > 0 && i < 3; i++)
        stream[g_test_rand_int_range (0, length)] = "\"{}[]:,\n<\\\x80"[g_test_rand_int_range (0, 11)];
      got = ponder_test_decode (request, stream, length, 0);
      g_assert_true (g_utf8_validate (got, -1, NULL));
    }
}

void
ponder_test_add_streams (const char             *dialect,
                         const PonderTestStream *streams,
                         guint                   n_streams)
{
  for (guint i = 0; i < n_streams; i++)
    add (dialect, "stream", streams[i].name, &streams[i], 1, test_stream);
  add (dialect, "stream", "broken-ones-never-crash", streams, n_streams, test_broken_streams);
}

static void
test_question (gconstpointer user_data)
{
  const Case *test = user_data;
  const PonderTestQuestion *question = test->data;
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderRequest) request = NULL;

  ponder_test_say (messages, PONDER_ROLE_USER, "Hi");
  request = ponder_test_ask (test->dialect, question->config, messages);
  if (question->schema != NULL)
    ponder_request_set_schema (request, "plan", question->schema);
  ponder_test_assert_body (request, question->refused, question->expected);
}

void
ponder_test_add_questions (const char               *dialect,
                           const PonderTestQuestion *questions,
                           guint                     n_questions)
{
  for (guint i = 0; i < n_questions; i++)
    add (dialect, "question", questions[i].name, &questions[i], 1, test_question);
}

static char *
describe (GPtrArray    *models,
          const GError *error)
{
  GString *line = g_string_new (NULL);

  if (models == NULL)
    g_string_append_printf (line, "error: %s",
                            ponder_error_code_to_string (ponder_error_get_fault (error)->category));
  for (guint i = 0; models != NULL && i < models->len; i++)
    {
      PonderModelInfo *model = g_ptr_array_index (models, i);

      g_assert_cmpstr (ponder_model_info_get_provider_id (model), ==, "test");
      g_string_append_printf (line, "%s%s(%s)=%u/%u", i > 0 ? " " : "", ponder_model_info_get_id (model),
                              ponder_model_info_get_name (model), ponder_model_info_get_context_length (model),
                              ponder_model_info_get_abilities (model));
    }
  return g_string_free (line, FALSE);
}

static void
test_models (gconstpointer user_data)
{
  const Case *test = user_data;
  const PonderTestModels *list = test->data;
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderDialect) dialect = ponder_dialect_new (test->dialect, NULL);
  g_autoptr(GBytes) body = g_bytes_new (list->body, strlen (list->body));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models = ponder_dialect_decode_models (dialect, provider, body, &error);
  g_autofree char *got = describe (models, error);

  g_assert_cmpstr (got, ==, list->expected);
}

void
ponder_test_add_models (const char             *dialect,
                        const PonderTestModels *models,
                        guint                   n_models)
{
  for (guint i = 0; i < n_models; i++)
    add (dialect, "models", models[i].name, &models[i], 1, test_models);
}
