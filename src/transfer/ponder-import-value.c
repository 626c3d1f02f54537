/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of other programs' chats share. */

#include "config.h"

#include "ponder-import-value.h"

#include <string.h>

#include "ponder-fault.h"
#include "ponder-redact.h"

/* UUIDs have 36 characters; what is much longer is no id that anybody made. */
#define ID_LIMIT 128

/* Words and the roles they mean, of all programs. */
static const struct
{
  const char *name;
  PonderRole  role;
} roles[] = {
  { "user", PONDER_ROLE_USER },
  { "human", PONDER_ROLE_USER },
  { "assistant", PONDER_ROLE_ASSISTANT },
  { "gpt", PONDER_ROLE_ASSISTANT },
  { "chatgpt", PONDER_ROLE_ASSISTANT },
  { "bing", PONDER_ROLE_ASSISTANT },
  { "bard", PONDER_ROLE_ASSISTANT },
  { "bot", PONDER_ROLE_ASSISTANT },
  { "model", PONDER_ROLE_ASSISTANT },
  { "function_call", PONDER_ROLE_ASSISTANT },
  { "system", PONDER_ROLE_SYSTEM },
  { "developer", PONDER_ROLE_SYSTEM },
  { "tool", PONDER_ROLE_TOOL },
  { "function", PONDER_ROLE_TOOL },
  { "observation", PONDER_ROLE_TOOL },
  { "function_response", PONDER_ROLE_TOOL },
};

gboolean
ponder_import_has (JsonObject *object,
                   const char *member)
{
  return object != NULL && json_object_has_member (object, member);
}

JsonNode *
ponder_import_get_node (JsonObject *object,
                        const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

char *
ponder_import_dup_id (const char *id)
{
  if (id == NULL || *id == '\0')
    return NULL;
  if (strlen (id) > ID_LIMIT)
    return g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  return g_strdup (id);
}

char *
ponder_import_get_id (JsonObject *object,
                      const char *member)
{
  g_autofree char *id = ponder_json_dup_scalar (object, member);

  return ponder_import_dup_id (id);
}

gboolean
ponder_import_parse_role (const char *name,
                          PonderRole *role)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (roles); i++)
    if (g_ascii_strcasecmp (roles[i].name, name) == 0)
      {
        *role = roles[i].role;
        return TRUE;
      }
  return FALSE;
}

PonderMessage *
ponder_import_message_new (const char *id,
                           const char *parent_id,
                           PonderRole  role)
{
  PonderMessage *message = ponder_message_new (id, parent_id, role);

  ponder_message_set_created (message, 0);
  return message;
}

/* The last words of that kind. (nullable) */
static const GString *
find_last (PonderMessage  *message,
           PonderPartKind  kind)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  for (guint i = parts->len; i-- > 0;)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if (part->kind == kind)
        return part->text;
    }
  return NULL;
}

/* The words of a message are read as one text: what were pieces there are paragraphs here. */
void
ponder_import_add_text (PonderMessage  *message,
                        PonderPartKind  kind,
                        const char     *text)
{
  const GString *last;
  PonderPart *part;

  if (text == NULL || *text == '\0')
    return;

  last = find_last (message, kind);
  part = ponder_part_new (kind, last != NULL && !g_str_has_suffix (last->str, "\n") ? "\n\n" : "");
  g_string_append (part->text, text);
  ponder_message_take_part (message, part);
}

void
ponder_import_add_call (PonderMessage  *message,
                        PonderPartKind  kind,
                        const char     *name,
                        const char     *call_id,
                        const char     *text)
{
  PonderPart *part = ponder_part_new (kind, text != NULL ? text : "");

  part->name = g_strdup (name);
  part->call_id = g_strdup (call_id);
  ponder_message_take_part (message, part);
}

/* The kinds of pictures that models and people send, by their first bytes. */
static const char *
guess_media_type (GBytes *data)
{
  gsize length;
  const char *bytes = g_bytes_get_data (data, &length);

  if (length >= 8 && memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (length >= 3 && memcmp (bytes, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (length >= 6 && (memcmp (bytes, "GIF87a", 6) == 0 || memcmp (bytes, "GIF89a", 6) == 0))
    return "image/gif";
  if (length >= 12 && memcmp (bytes, "RIFF", 4) == 0 && memcmp (bytes + 8, "WEBP", 4) == 0)
    return "image/webp";
  if (length >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return "application/pdf";
  return NULL;
}

gboolean
ponder_import_is_image (GBytes *data)
{
  const char *type = guess_media_type (data);

  return type != NULL && g_str_has_prefix (type, "image/");
}

static PonderPart *
file_new (PonderPartKind  kind,
          const char     *name,
          const char     *media_type,
          GBytes         *data)
{
  PonderPart *part = ponder_part_new (kind, "");
  const char *guessed = data != NULL ? guess_media_type (data) : NULL;

  part->name = name != NULL && *name != '\0' ? g_strdup (name) : NULL;
  part->media_type = g_strdup (guessed != NULL ? guessed : media_type);
  if (data != NULL)
    {
      part->data = g_bytes_ref (data);
      part->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, data);
    }
  return part;
}

void
ponder_import_add_file (PonderMessage  *message,
                        PonderPartKind  kind,
                        const char     *name,
                        const char     *media_type,
                        GBytes         *data)
{
  ponder_message_take_part (message, file_new (kind, name, media_type, data));
}

void
ponder_import_add_text_file (PonderMessage *message,
                             const char    *name,
                             const char    *media_type,
                             const char    *text)
{
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  gboolean is_type = media_type != NULL && strchr (media_type, '/') != NULL;
  PonderPart *part = file_new (PONDER_PART_FILE, name, is_type ? media_type : "text/plain", data);

  g_string_assign (part->text, text);
  ponder_message_take_part (message, part);
}

gboolean
ponder_import_add_url (PonderMessage *message,
                       const char    *name,
                       const char    *url)
{
  const char *comma = url != NULL && g_ascii_strncasecmp (url, "data:", 5) == 0 ? strchr (url, ',') : NULL;
  g_autofree char *head = comma != NULL ? g_strndup (url + 5, (gsize) (comma - url - 5)) : NULL;
  g_autoptr(GBytes) data = NULL;
  char *semicolon;
  gsize length;
  guchar *bytes;

  if (comma == NULL || !g_str_has_suffix (head, ";base64"))
    {
      if (comma == NULL && url != NULL && *url != '\0' && strlen (url) < 4096)
        ponder_import_add_text (message, PONDER_PART_TEXT, url);
      return FALSE;
    }

  bytes = g_base64_decode (comma + 1, &length);
  data = g_bytes_new_take (bytes, length);
  if ((semicolon = strchr (head, ';')))
    *semicolon = '\0';
  ponder_import_add_file (message, g_str_has_prefix (head, "image/") ? PONDER_PART_IMAGE : PONDER_PART_FILE, name, head,
                          data);
  return TRUE;
}

void
ponder_import_add_link (GString    *text,
                        const char *title,
                        const char *url)
{
  g_autofree char *link = NULL;

  if (url == NULL || strpbrk (url, " \t\r\n<>()") != NULL
      || (g_ascii_strncasecmp (url, "http://", 7) != 0 && g_ascii_strncasecmp (url, "https://", 8) != 0))
    return;

  link = g_strdup_printf ("](%s)", url);
  if (strstr (text->str, link) != NULL)
    return;

  g_string_append (text, text->len > 0 ? "\n\n[" : "[");
  for (const char *at = title != NULL && *title != '\0' ? title : url; *at != '\0'; at++)
    {
      if (strchr ("[]\\`*_<", *at) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at == '\n' || *at == '\r' ? ' ' : *at);
    }
  g_string_append (text, link);
}

void
ponder_import_set_error (PonderMessage *message,
                         const char    *words)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_UNKNOWN, "chat");

  fault->details = ponder_redact (words, NULL);
  fault->time = ponder_message_get_created (message) / G_USEC_PER_SEC;
  ponder_message_set_fault (message, fault);
  ponder_message_set_state (message, PONDER_MESSAGE_FAILED);
}

/* The first of @names that holds a count, else -1. */
static gint64
find_count (JsonObject        *object,
            const char *const *names)
{
  gint64 count;

  for (; *names != NULL; names++)
    if (ponder_json_get_int (object, *names, &count) && count >= 0)
      return count;
  return -1;
}

void
ponder_import_set_usage (PonderMessage *message,
                         JsonObject    *usage)
{
  static const char *const input[] = { "input_tokens", "prompt_tokens", "inputTokens", "promptTokens",
                                       "prompt_eval_count", NULL };
  static const char *const output[] = { "output_tokens", "completion_tokens", "outputTokens", "completionTokens",
                                        "eval_count", NULL };
  static const char *const cached[] = { "cachedInputTokens", "cached_tokens", "cache_read_input_tokens", NULL };
  static const char *const reasoning[] = { "reasoningTokens", "reasoning_tokens", NULL };
  g_autoptr(PonderUsage) counts = ponder_usage_new ();

  if (usage == NULL)
    return;

  counts->input = find_count (usage, input);
  counts->output = find_count (usage, output);
  counts->cached = find_count (usage, cached);
  counts->reasoning = find_count (usage, reasoning);
  if (counts->cached < 0)
    counts->cached = find_count (ponder_json_get_object (usage, "prompt_tokens_details"), cached);
  if (counts->reasoning < 0)
    counts->reasoning = find_count (ponder_json_get_object (usage, "completion_tokens_details"), reasoning);
  if (counts->input >= 0 || counts->output >= 0)
    ponder_message_set_usage (message, counts);
}

/* The first of @names that holds a number. */
static void
find_number (JsonObject        *object,
             const char *const *names,
             double            *number)
{
  double found;

  for (; *names != NULL; names++)
    if (ponder_json_get_double (object, *names, &found))
      {
        *number = found;
        return;
      }
}

void
ponder_import_set_config (PonderModelConfig *config,
                          JsonObject        *settings)
{
  static const char *const temperature[] = { "temperature", NULL };
  static const char *const top_p[] = { "top_p", "topP", NULL };
  static const char *const frequency[] = { "frequency_penalty", "frequencyPenalty", NULL };
  static const char *const presence[] = { "presence_penalty", "presencePenalty", NULL };
  static const char *const tokens[] = { "max_tokens", "maxTokens", "max_output_tokens", "maxOutputTokens", NULL };
  gint64 max_tokens;

  if (settings == NULL)
    return;

  find_number (settings, temperature, &config->temperature);
  find_number (settings, top_p, &config->top_p);
  find_number (settings, frequency, &config->frequency_penalty);
  find_number (settings, presence, &config->presence_penalty);
  max_tokens = find_count (settings, tokens);
  if (max_tokens > 0 && max_tokens <= G_MAXINT)
    config->max_tokens = (guint) max_tokens;
}

void
ponder_import_add_system (PonderModelConfig *config,
                          const char        *text)
{
  char *joined;

  if (text == NULL || *text == '\0')
    return;

  joined = config->system != NULL && *config->system != '\0' ? g_strconcat (config->system, "\n\n", text, NULL)
                                                             : g_strdup (text);
  g_free (config->system);
  config->system = joined;
}
