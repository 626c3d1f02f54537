/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests of the responses dialect, and attachments in both dialects of OpenAI. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-error.h"
#include "ponder-json.h"

#include <string.h>

typedef struct
{
  PonderProviderConfig *provider;
  PonderModelConfig    *config;
  GPtrArray            *messages;
  PonderDowngrade      *downgrade;
  const char           *schema;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->provider = ponder_test_provider_new ("openai");
  fixture->config = ponder_model_config_new ();
  ponder_model_config_set_model (fixture->config, "test", "gpt-4.1");
  fixture->messages = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->downgrade = ponder_downgrade_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ponder_downgrade_free (fixture->downgrade);
  g_ptr_array_unref (fixture->messages);
  ponder_model_config_free (fixture->config);
  g_assert_finalize_object (fixture->provider);
}

static PonderMessage *
say (Fixture    *fixture,
     PonderRole  role,
     const char *text)
{
  PonderMessage *message = ponder_message_new ("1", NULL, role);

  if (*text != '\0')
    ponder_message_append_text (message, text);
  g_ptr_array_add (fixture->messages, message);
  return message;
}

static void
attach (PonderMessage  *message,
        PonderPartKind  kind,
        const char     *name,
        const char     *media_type,
        const char     *data)
{
  PonderPart *part = ponder_part_new (kind, NULL);

  part->name = g_strdup (name);
  part->media_type = g_strdup (media_type);
  if (data != NULL)
    part->data = g_bytes_new (data, strlen (data));
  ponder_message_take_part (message, part);
}

static char *
encode (Fixture    *fixture,
        const char *dialect_id)
{
  g_autoptr(PonderRequest) request = ponder_request_new (fixture->provider, fixture->config,
                                                         fixture->messages, "chat");
  g_autoptr(PonderDialect) dialect = ponder_dialect_new (dialect_id, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;

  if (fixture->schema != NULL)
    ponder_request_set_schema (request, "plan", fixture->schema);
  body = ponder_dialect_encode_request (dialect, request, fixture->downgrade, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
assert_body (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *body = encode (fixture, "openai-responses");

  g_assert_cmpstr (body, ==, expected);
}

#define QUESTION "\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\"," \
    "\"text\":\"a\"}]}]," \
  "\"stream\":true,\"store\":false"

static void
test_plain (Fixture       *fixture,
            gconstpointer  data)
{
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture, "{\"model\":\"gpt-4.1\"," QUESTION "}");
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  say (fixture, PONDER_ROLE_USER, "a");
  say (fixture, PONDER_ROLE_ASSISTANT, "b");
  ponder_message_set_state (say (fixture, PONDER_ROLE_ASSISTANT, "x"), PONDER_MESSAGE_FAILED);
  say (fixture, PONDER_ROLE_USER, "c");
  assert_body (fixture, "{\"model\":\"gpt-4.1\",\"input\":["
                        "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
    "\"text\":\"a\"}]},"
                        "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
    "\"text\":\"b\"}]},"
                        "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
    "\"text\":\"c\"}]}],"
                        "\"stream\":true,\"store\":false}");
}

static void
test_everything (Fixture       *fixture,
                 gconstpointer  data)
{
  fixture->config->system = g_strdup ("Be brief");
  fixture->config->temperature = 0.5;
  fixture->config->top_p = 0.25;
  fixture->config->presence_penalty = 1;
  fixture->config->max_tokens = 9;
  fixture->config->reasoning = g_strdup ("low");
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture, "{\"model\":\"gpt-4.1\",\"instructions\":\"Be brief\"," QUESTION ",\"max_output_tokens\":9,"
                        "\"temperature\":0.5,\"top_p\":0.25,\"reasoning\":{\"effort\":\"low\","
    "\"summary\":\"auto\"}}");
}

static void
test_models_that_think (Fixture       *fixture,
                        gconstpointer  data)
{
  ponder_model_config_set_model (fixture->config, "test", "gpt-5.2");
  fixture->config->temperature = 0.5;
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture, "{\"model\":\"gpt-5.2\"," QUESTION ",\"reasoning\":{\"summary\":\"auto\"}}");
  ponder_downgrade_add (fixture->downgrade, "reasoning.summary");
  fixture->config->reasoning = g_strdup ("high");
  assert_body (fixture, "{\"model\":\"gpt-5.2\"," QUESTION ",\"reasoning\":{\"effort\":\"high\"}}");
  g_free (fixture->config->reasoning);
  fixture->config->reasoning = g_strdup ("none");
  assert_body (fixture, "{\"model\":\"gpt-5.2\"," QUESTION ",\"temperature\":0.5,"
    "\"reasoning\":{\"effort\":\"none\"}}");
}

static void
test_schema (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *words = NULL;

  fixture->schema = "{\"type\":\"object\"}";
  say (fixture, PONDER_ROLE_USER, "a");
  assert_body (fixture, "{\"model\":\"gpt-4.1\"," QUESTION ",\"text\":{\"format\":{\"type\":\"json_schema\","
    "\"name\":\"plan\","
                        "\"strict\":true,\"schema\":{\"type\":\"object\"}}}}");

  ponder_downgrade_add (fixture->downgrade, "text.format.json_schema");
  words = encode (fixture, "openai-responses");
  g_assert_nonnull (strstr (words, "\"text\":{\"format\":{\"type\":\"json_object\"}}"));
  g_assert_nonnull (strstr (words, "\"instructions\":\"Reply with one JSON value"));

  ponder_downgrade_add (fixture->downgrade, "text.format");
  g_free (words);
  words = encode (fixture, "openai-responses");
  g_assert_null (strstr (words, "\"format\""));
  g_assert_nonnull (strstr (words, "\"instructions\":\"Reply with one JSON value"));
}

static void
attach_all (Fixture *fixture)
{
  PonderMessage *message = say (fixture, PONDER_ROLE_USER, "a");

  attach (message, PONDER_PART_IMAGE, NULL, "image/jpeg", "xyz");
  attach (message, PONDER_PART_FILE, "a.pdf", "application/pdf", "%PDF");
  attach (message, PONDER_PART_FILE, "n.txt", "text/plain", "Dear\xff you");
  attach (message, PONDER_PART_IMAGE, NULL, "image/png", NULL);
}

static void
test_attachments (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *chat = NULL;

  attach_all (fixture);
  assert_body (fixture, "{\"model\":\"gpt-4.1\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":["
                        "{\"type\":\"input_text\",\"text\":\"a\\n\\n<file name=\\\"n.txt\\\">\\nDear\xef\xbf\xbd"
    " you\\n</file>\"},"
                        "{\"type\":\"input_image\",\"image_url\":\"data:image/jpeg;base64,eHl6\"},"
                        "{\"type\":\"input_file\",\"filename\":\"a.pdf\","
    "\"file_data\":\"data:application/pdf;base64,JVBERg==\"}]}],"
                        "\"stream\":true,\"store\":false}");
  chat = encode (fixture, "openai");
  g_assert_nonnull (strstr (chat,
                            "\"content\":[{\"type\":\"text\","
    "\"text\":\"a\\n\\n<file name=\\\"n.txt\\\">\\nDear\xef\xbf\xbd you\\n</file>\"},"
                            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,eHl6\"}},"
                            "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\","
    "\"file_data\":\"data:application/pdf;base64,JVBERg==\"}}]"));
}

static void
test_an_image_is_a_question (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *chat = NULL;

  attach (say (fixture, PONDER_ROLE_USER, ""), PONDER_PART_IMAGE, NULL, NULL, "xyz");
  chat = encode (fixture, "openai");
  g_assert_nonnull (strstr (chat, "\"content\":[{\"type\":\"image_url\","
    "\"image_url\":{\"url\":\"data:image/png;base64,eHl6\"}}]"));
}

static void
test_content_is_a_string_where_it_can_be (Fixture       *fixture,
                                          gconstpointer  data)
{
  PonderMessage *message = say (fixture, PONDER_ROLE_USER, "a");
  g_autofree char *chat = NULL;

  attach (message, PONDER_PART_FILE, "n.txt", "text/plain", "b");
  attach (message, PONDER_PART_IMAGE, NULL, "image/png", NULL);
  chat = encode (fixture, "openai");
  g_assert_nonnull (strstr (chat, "\"content\":\"a\\n\\n<file name=\\\"n.txt\\\">\\nb\\n</file>\""));
}

static void
test_address (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(PonderRequest) request = ponder_test_request_new (fixture->provider);
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai-responses", NULL);
  g_autofree char *chat_url = ponder_dialect_dup_chat_url (dialect, request);
  g_autofree char *models_url = ponder_dialect_dup_models_url (dialect, fixture->provider);

  g_assert_cmpstr (ponder_dialect_get_id (dialect), ==, "openai-responses");
  g_assert_cmpstr (chat_url, ==, "https://api.example.com/v1/responses");
  g_assert_cmpstr (models_url, ==, "https://api.example.com/v1/models");
}

static void
test_no_model_is_an_error (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai-responses", NULL);
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&fixture->config->model, g_free);
  request = ponder_request_new (fixture->provider, fixture->config, fixture->messages, "chat");
  g_assert_null (ponder_dialect_encode_request (dialect, request, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/providers/responses-encode/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("plain", test_plain);
  add ("history", test_history);
  add ("everything", test_everything);
  add ("models-that-think", test_models_that_think);
  add ("schema", test_schema);
  add ("attachments", test_attachments);
  add ("an-image-is-a-question", test_an_image_is_a_question);
  add ("content-is-a-string-where-it-can-be", test_content_is_a_string_where_it_can_be);
  add ("address", test_address);
  add ("no-model-is-an-error", test_no_model_is_an_error);
  return g_test_run ();
}
