/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and files in every dialect: as bytes where they are read, else as words, and never silently left out. */

#include "config.h"

#include <string.h>

#include "ponder-dialect.h"
#include "ponder-error.h"
#include "ponder-test-dialect.h"
#include "ponder-test-provider.h"

#define WORDS "<file name=\\\"tides.pdf\\\">\\nthe moon\\n</file>"

static const struct
{
  const char *dialect;
  const char *preset;
  const char *picture;          /* "PNG" as it wants it */
  const char *file;             /* (nullable) "PDF" as it wants it; NULL: the words of the file */
} dialects[] = {
  { "openai", "openai", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,UE5H\"}}",
    "{\"type\":\"file\",\"file\":{\"filename\":\"tides.pdf\",\"file_data\":\"data:application/pdf;base64,UERG\"}}" },
  { "openai", "openrouter", "\"url\":\"data:image/png;base64,UE5H\"",
    "\"file_data\":\"data:application/pdf;base64,UERG\"" },
  { "openai", "deepseek", "\"url\":\"data:image/png;base64,UE5H\"", NULL },
  { "openai", "custom", "\"url\":\"data:image/png;base64,UE5H\"", NULL },
  { "openai-responses", "openai", "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,UE5H\"}",
    "{\"type\":\"input_file\",\"filename\":\"tides.pdf\",\"file_data\":\"data:application/pdf;base64,UERG\"}" },
  { "anthropic", "anthropic",
    "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"UE5H\"}}",
    "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"UERG\"}}" },
  { "gemini", "gemini", "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"UE5H\"}}",
    "{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"UERG\"}}" },
  { "ollama", "ollama", "\"images\":[\"UE5H\"]", NULL },
};

static PonderPart *
add_part (PonderMessage  *message,
          PonderPartKind  kind,
          const char     *name,
          const char     *media_type,
          const char     *text,
          const char     *data)
{
  PonderPart *part = ponder_part_new (kind, text);

  part->name = g_strdup (name);
  part->media_type = g_strdup (media_type);
  part->digest = g_strdup ("e3b0c442");
  part->data = data != NULL ? g_bytes_new (data, strlen (data)) : NULL;
  ponder_message_take_part (message, part);
  return part;
}

/* NULL with @error. (transfer full) */
static char *
encode (guint        i,
        GPtrArray   *messages,
        GError     **error)
{
  g_autoptr(PonderDialect) dialect = ponder_dialect_new (dialects[i].dialect, NULL);
  g_autoptr(PonderRequest) request = ponder_test_ask (dialects[i].dialect, "{\"provider\":\"test\",\"model\":\"m\"}",
                                                      messages);
  g_autoptr(GBytes) body = NULL;

  g_test_message ("%s, %s", dialects[i].dialect, dialects[i].preset);
  ponder_provider_config_set_preset (ponder_request_get_provider (request), dialects[i].preset);
  if (!(body = ponder_dialect_encode_request (dialect, request, NULL, error)))
    return NULL;
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static char *
encode_one (guint       i,
            GPtrArray  *messages)
{
  g_autoptr(GError) error = NULL;
  char *body = encode (i, messages, &error);

  g_assert_no_error (error);
  return body;
}

static void
test_wire (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      PonderMessage *message = ponder_test_say (messages, PONDER_ROLE_USER, "What?");
      g_autofree char *body = NULL;

      add_part (message, PONDER_PART_IMAGE, "sea.png", "image/png", "", "PNG");
      add_part (message, PONDER_PART_FILE, "tides.pdf", "application/pdf", "the moon", "PDF");
      add_part (message, PONDER_PART_FILE, "a.txt", "text/plain", "of paper", NULL);
      body = encode_one (i, messages);
      g_assert_nonnull (strstr (body, dialects[i].picture));
      g_assert_nonnull (strstr (body, "<file name=\\\"a.txt\\\">\\nof paper\\n</file>"));
      if (dialects[i].file != NULL)
        {
          g_assert_nonnull (strstr (body, dialects[i].file));
          g_assert_null (strstr (body, WORDS));
        }
      else
        {
          g_assert_nonnull (strstr (body, WORDS));
          g_assert_null (strstr (body, "UERG"));
        }
    }
}

/* The words of a PDF are in the database and outlive it; of a picture nothing does. */
static void
test_missing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      PonderMessage *message = ponder_test_say (messages, PONDER_ROLE_USER, "What?");
      g_autofree char *body = NULL;

      add_part (message, PONDER_PART_IMAGE, "sea.png", "image/png", "", NULL);
      add_part (message, PONDER_PART_FILE, "tides.pdf", "application/pdf", "the moon", NULL);
      add_part (message, PONDER_PART_FILE, "scan.pdf", "application/pdf", "", NULL);
      body = encode_one (i, messages);
      g_assert_nonnull (strstr (body, "[The attached picture “sea.png” is missing.]"));
      g_assert_nonnull (strstr (body, WORDS));
      g_assert_nonnull (strstr (body, "[The attached file “scan.pdf” is missing.]"));
    }
}

static void
test_scan (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      PonderMessage *message = ponder_test_say (messages, PONDER_ROLE_USER, "What?");
      g_autoptr(GError) error = NULL;
      g_autofree char *body = NULL;

      add_part (message, PONDER_PART_FILE, "scan.pdf", "application/pdf", "", "PDF");
      body = encode (i, messages, &error);
      if (g_str_equal (dialects[i].dialect, "ollama"))
        {
          g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
          g_assert_nonnull (strstr (error->message, "scan.pdf"));
        }
      else
        {
          g_assert_no_error (error);
          g_assert_nonnull (strstr (body, "UERG"));
        }
    }
}

/* Nothing else was said. */
static void
test_alone (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *body = NULL;

      add_part (ponder_test_say (messages, PONDER_ROLE_USER, ""), PONDER_PART_IMAGE, "a.png", "image/png", "", "PNG");
      body = encode_one (i, messages);
      g_assert_nonnull (strstr (body, dialects[i].picture));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/attachments/each-dialect-is-given-what-it-reads", test_wire);
  g_test_add_func ("/providers/attachments/the-model-is-told-what-is-missing", test_missing);
  g_test_add_func ("/providers/attachments/a-pdf-of-pictures-is-sent-or-refused", test_scan);
  g_test_add_func ("/providers/attachments/a-picture-is-a-question", test_alone);
  return g_test_run ();
}
