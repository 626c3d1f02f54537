/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a message of ChatGPT's export says. */

#include "config.h"

#include "ponder-import-chatgpt-private.h"

#include "ponder-import-spill.h"

gboolean
ponder_import_chatgpt_is_context (JsonObject *content)
{
  const char *type = ponder_json_get_string (content, "content_type");

  return g_strcmp0 (type, "user_editable_context") == 0 || g_strcmp0 (type, "model_editable_context") == 0;
}

/* The strings among the parts, one paragraph each. (transfer full) */
static char *
join_parts (JsonObject *content)
{
  JsonArray *parts = ponder_json_get_array (content, "parts");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      const char *part = ponder_json_array_string (parts, i);

      if (part == NULL || *part == '\0')
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
ponder_import_chatgpt_add_context (PonderModelConfig *config,
                                   JsonObject        *content,
                                   gboolean           is_system)
{
  if (ponder_import_chatgpt_is_context (content))
    {
      ponder_import_add_system (config, ponder_json_get_string (content, "user_profile"));
      ponder_import_add_system (config, ponder_json_get_string (content, "user_instructions"));
    }
  else if (is_system)
    {
      g_autofree char *text = join_parts (content);

      ponder_import_add_system (config, text);
    }
}

/* --- pictures and files --- */

/* "file-service://file-abc", "sediment://file_0001" -> what the file in the archive is called by. */
static const char *
get_file_id (const char *pointer)
{
  const char *id = pointer != NULL ? strstr (pointer, "://") : NULL;

  return id != NULL ? id + 3 : pointer;
}

/* The bytes from the archive, if this is one and they are in it. (transfer full) (nullable) */
static GBytes *
find_file (PonderImport  *import,
           const char    *id,
           char         **name)
{
  return import->spill != NULL && id != NULL && *id != '\0' ? ponder_import_spill_find (import->spill, "file", id, name)
                                                            : NULL;
}

static void
add_pointer (PonderImport  *import,
             PonderMessage *message,
             JsonObject    *part)
{
  const char *type = ponder_json_get_string (part, "content_type");
  const char *id = get_file_id (ponder_json_get_string (part, "asset_pointer"));
  g_autofree char *name = NULL;
  g_autoptr(GBytes) data = find_file (import, id, &name);
  gboolean is_image = type == NULL || strstr (type, "image") != NULL;

  if (ponder_json_get_string (part, "text") != NULL)
    ponder_import_add_text (message, PONDER_PART_TEXT, ponder_json_get_string (part, "text"));
  else if (id != NULL)
    ponder_import_add_file (message, is_image ? PONDER_PART_IMAGE : PONDER_PART_FILE, name != NULL ? name : id, NULL,
                            data);
}

/* Files that were sent along; pictures among them have been seen as parts. */
static void
add_attachments (PonderImport  *import,
                 PonderMessage *message,
                 JsonObject    *metadata)
{
  JsonArray *attachments = ponder_json_get_array (metadata, "attachments");

  for (guint i = 0; attachments != NULL && i < json_array_get_length (attachments); i++)
    {
      JsonObject *attachment = ponder_json_array_object (attachments, i);
      const char *type = ponder_json_get_string (attachment, "mime_type");
      const char *name = ponder_json_get_string (attachment, "name");
      g_autofree char *stored = NULL;
      g_autoptr(GBytes) data = NULL;

      if (attachment == NULL || (type != NULL && g_str_has_prefix (type, "image/")))
        continue;
      data = find_file (import, ponder_json_get_string (attachment, "id"), &stored);
      ponder_import_add_file (message, PONDER_PART_FILE, name != NULL ? name : stored, type, data);
    }
}

/* --- the content types --- */

static void
add_multimodal (PonderImport  *import,
                PonderMessage *message,
                JsonObject    *content,
                JsonObject    *metadata)
{
  JsonArray *parts = ponder_json_get_array (content, "parts");

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = ponder_json_array_object (parts, i);
      const char *text = ponder_json_array_string (parts, i);

      if (part != NULL)
        add_pointer (import, message, part);
      else if (text != NULL)
        {
          g_autofree char *cited = ponder_import_chatgpt_dup_cited (text, metadata);

          ponder_import_add_text (message, PONDER_PART_TEXT, cited);
        }
    }
}

static void
add_thoughts (PonderMessage *message,
              JsonObject    *content)
{
  JsonArray *thoughts = ponder_json_get_array (content, "thoughts");

  for (guint i = 0; thoughts != NULL && i < json_array_get_length (thoughts); i++)
    {
      JsonObject *thought = ponder_json_array_object (thoughts, i);
      const char *summary = ponder_json_get_string (thought, "summary");
      const char *text = ponder_json_get_string (thought, "content");
      g_autoptr(GString) words = g_string_new (NULL);

      if (summary != NULL && *summary != '\0')
        g_string_append_printf (words, "**%s**\n\n", summary);
      g_string_append (words, text != NULL ? text : "");
      ponder_import_add_text (message, PONDER_PART_REASONING, words->str);
    }
}

/* Code for a tool is a call; code for the reader is words. */
static void
add_code (PonderMessage *message,
          JsonObject    *content,
          const char    *recipient)
{
  const char *text = ponder_json_get_string (content, "text");
  const char *language = ponder_json_get_string (content, "language");
  g_autofree char *block = NULL;

  if (text == NULL || *text == '\0')
    return;
  if (recipient != NULL && g_strcmp0 (recipient, "all") != 0)
    {
      ponder_import_add_call (message, PONDER_PART_TOOL_CALL, recipient, NULL, text);
      return;
    }
  if (language == NULL || g_strcmp0 (language, "unknown") == 0)
    language = "";
  block = g_strdup_printf ("```%s\n%s\n```", language, text);
  ponder_import_add_text (message, PONDER_PART_TEXT, block);
}

/* What is of no kind that is known is kept as it is. */
static void
add_raw (PonderMessage *message,
         JsonObject    *content)
{
  g_autofree char *json = ponder_json_take_to_string (json_object_ref (content));
  g_autofree char *block = g_strdup_printf ("```json\n%s\n```", json);

  ponder_import_add_text (message, PONDER_PART_TEXT, block);
}

static gboolean
is_type (JsonObject *content,
         const char *type)
{
  return g_strcmp0 (ponder_json_get_string (content, "content_type"), type) == 0;
}

/* The words of a tool, from whatever member has them. (transfer full) */
static char *
dup_result (JsonObject *content)
{
  static const char *const members[] = { "text", "result", "summary", "title", NULL };
  g_autofree char *joined = join_parts (content);

  if (*joined != '\0')
    return g_steal_pointer (&joined);
  for (guint i = 0; members[i] != NULL; i++)
    if (ponder_json_get_string (content, members[i]) != NULL)
      return g_strdup (ponder_json_get_string (content, members[i]));
  return g_strdup ("");
}

static void
add_tool (PonderImport  *import,
          PonderMessage *message,
          JsonObject    *content,
          const char    *name)
{
  g_autofree char *text = dup_result (content);
  JsonArray *parts = ponder_json_get_array (content, "parts");

  if (*text != '\0')
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, NULL, text);
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    if (ponder_json_array_object (parts, i) != NULL)
      add_pointer (import, message, ponder_json_array_object (parts, i));
}

static void
add_text (PonderMessage *message,
          JsonObject    *content,
          JsonObject    *metadata,
          const char    *recipient)
{
  g_autofree char *text = join_parts (content);
  g_autofree char *cited = ponder_import_chatgpt_dup_cited (text, metadata);

  if (recipient == NULL || g_strcmp0 (recipient, "all") == 0)
    ponder_import_add_text (message, PONDER_PART_TEXT, cited);
  else if (*text != '\0')
    ponder_import_add_call (message, PONDER_PART_TOOL_CALL, recipient, NULL, text);
}

void
ponder_import_chatgpt_add_content (PonderImport  *import,
                                   PonderMessage *message,
                                   JsonObject    *source)
{
  JsonObject *content = ponder_json_get_object (source, "content");
  JsonObject *metadata = ponder_json_get_object (source, "metadata");
  JsonObject *author = ponder_json_get_object (source, "author");
  const char *recipient = ponder_json_get_string (source, "recipient");

  if (g_strcmp0 (ponder_json_get_string (author, "role"), "tool") == 0)
    add_tool (import, message, content, ponder_json_get_string (author, "name"));
  else if (is_type (content, "text"))
    add_text (message, content, metadata, recipient);
  else if (is_type (content, "multimodal_text"))
    add_multimodal (import, message, content, metadata);
  else if (is_type (content, "code"))
    add_code (message, content, recipient);
  else if (is_type (content, "thoughts"))
    add_thoughts (message, content);
  else if (is_type (content, "execution_output"))
    add_tool (import, message, content, NULL);
  else if (!is_type (content, "reasoning_recap"))
    add_raw (message, content);
  add_attachments (import, message, metadata);
}
