/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that are to be JSON of a schema, and servers that cannot promise it. Pure. */

#include "config.h"

#include "ponder-structured.h"

#include "ponder-model-config.h"

JsonObject *
ponder_structured_dup_schema (PonderRequest *request)
{
  const char *text = ponder_request_get_schema (request);
  JsonObject *schema = text != NULL ? ponder_json_parse_object (text, -1, NULL) : NULL;

  if (schema != NULL)
    json_object_remove_member (schema, "$schema");
  return schema;
}

/* Without the word JSON the servers of OpenAI, DeepSeek and Alibaba refuse the mode of that name. */
static char *
dup_words (const char *schema)
{
  return g_strdup_printf ("Reply with one JSON value only, without any text before or after it and without a "
                          "code fence. It must follow this JSON schema:\n%s", schema);
}

char *
ponder_structured_dup_system (PonderRequest    *request,
                              PonderStructured  promise)
{
  const char *system = ponder_request_get_config (request)->system;
  const char *schema = ponder_request_get_schema (request);
  g_autofree char *words = NULL;

  if (system != NULL && *system == '\0')
    system = NULL;
  if (schema == NULL || promise == PONDER_STRUCTURED_SCHEMA)
    return g_strdup (system);
  words = dup_words (schema);
  return system != NULL ? g_strconcat (system, "\n\n", words, NULL) : g_steal_pointer (&words);
}
