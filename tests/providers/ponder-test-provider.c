/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider, a request and a summary of what was decoded, for the tests of the dialects. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-fault.h"
#include "ponder-usage.h"

#define N_CALLS 4

typedef struct
{
  GString      *text;
  GString      *thought;
  GString      *calls[N_CALLS];
  GString      *models;
  PonderUsage  *usage;
  PonderFinish  finish;
} Summary;

PonderProviderConfig *
ponder_test_provider_new (const char *preset)
{
  PonderProviderConfig *provider = ponder_provider_config_new ("test");

  ponder_provider_config_set_preset (provider, preset);
  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_base_url (provider, "https://api.example.com/v1");
  return provider;
}

PonderRequest *
ponder_test_request_new (PonderProviderConfig *provider)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();

  ponder_model_config_set_model (config, "test", "m");
  return ponder_request_new (provider, config, messages, "chat");
}

static void
add_call (Summary           *summary,
          const PonderDelta *delta)
{
  GString *call;

  g_assert_cmpuint (delta->index, <, N_CALLS);
  if (summary->calls[delta->index] == NULL)
    summary->calls[delta->index] = g_string_new (NULL);
  call = summary->calls[delta->index];
  if (delta->id != NULL)
    g_string_append_printf (call, "%s ", delta->id);
  if (delta->name != NULL)
    g_string_append_printf (call, "%s ", delta->name);
  g_string_append (call, delta->text);
}

static void
add_delta (Summary           *summary,
           const PonderDelta *delta)
{
  switch (delta->kind)
    {
    case PONDER_DELTA_TEXT:
    case PONDER_DELTA_REFUSAL:
      g_string_append (summary->text, delta->text);
      break;

    case PONDER_DELTA_REASONING:
      g_string_append (summary->thought, delta->text);
      break;

    case PONDER_DELTA_TOOL_CALL:
      add_call (summary, delta);
      break;

    case PONDER_DELTA_USAGE:
      g_clear_pointer (&summary->usage, ponder_usage_free);
      summary->usage = ponder_usage_copy (delta->usage);
      break;

    case PONDER_DELTA_FINISH:
      summary->finish = delta->finish;
      break;

    case PONDER_DELTA_MODEL:
      g_string_append (summary->models, delta->text);
      break;
    }
}

static void
add_deltas (Summary   *summary,
            GPtrArray *deltas)
{
  for (guint i = 0; i < deltas->len; i++)
    add_delta (summary, g_ptr_array_index (deltas, i));
  g_ptr_array_set_size (deltas, 0);
}

static void
append (GString    *line,
        const char *name,
        const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (line, "%s%s{%s}", line->len > 0 ? " " : "", name, value);
}

static void
append_usage (GString           *line,
              const PonderUsage *usage)
{
  g_autofree char *value = NULL;
  g_autofree char *cost = NULL;

  if (usage == NULL)
    return;
  cost = usage->cost_usd >= 0 ? g_strdup_printf ("/$%g", usage->cost_usd) : g_strdup ("");
  value = g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "%s",
                           usage->input, usage->output, usage->cached, usage->reasoning, cost);
  append (line, "usage", value);
}

static void
append_error (GString      *line,
              const GError *error)
{
  PonderFault *fault = error != NULL ? ponder_error_get_fault (error) : NULL;
  g_autofree char *value = NULL;

  if (error == NULL)
    return;
  g_assert_nonnull (fault);
  g_assert_cmpstr (fault->operation, ==, "chat");
  g_assert_cmpstr (fault->provider, ==, "test");
  g_assert_cmpstr (fault->model, ==, "m");
  value = g_strdup_printf ("%s: %s | %s", ponder_error_code_to_string (fault->category),
                           fault->message != NULL ? fault->message : "",
                           fault->details != NULL ? fault->details : "");
  append (line, fault->truncated ? "truncated" : "error", value);
}

static char *
summary_end (Summary      *summary,
             const GError *error)
{
  GString *line = g_string_new (NULL);

  append (line, "think", summary->thought->str);
  append (line, "text", summary->text->str);
  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autofree char *name = g_strdup_printf ("call%u", i);

      if (summary->calls[i] == NULL)
        continue;
      append (line, name, summary->calls[i]->str);
      g_string_free (summary->calls[i], TRUE);
    }
  append_usage (line, summary->usage);
  append (line, "model", summary->models->str);
  append (line, "finish", ponder_finish_to_string (summary->finish));
  append_error (line, error);
  g_string_free (summary->text, TRUE);
  g_string_free (summary->thought, TRUE);
  g_string_free (summary->models, TRUE);
  g_clear_pointer (&summary->usage, ponder_usage_free);
  return g_string_free (line, FALSE);
}

char *
ponder_test_decode (PonderRequest *request,
                    const char    *data,
                    gsize          length,
                    gsize          piece)
{
  PonderProviderConfig *provider = ponder_request_get_provider (request);
  g_autoptr(PonderDialect) dialect =
    ponder_dialect_new (ponder_provider_config_get_dialect (provider), NULL);
  g_autoptr(PonderDecoder) decoder = ponder_dialect_new_decoder (dialect, request);
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GError) error = NULL;
  Summary summary = { .text = g_string_new (NULL), .thought = g_string_new (NULL),
                      .models = g_string_new (NULL) };
  gboolean well = TRUE;

  for (gsize at = 0; well && at < length;)
    {
      gsize wanted = piece > 0 ? piece : (gsize) g_test_rand_int_range (1, 60);
      gsize size = MIN (wanted, length - at);
      /* A copy of its own, so that reading past its end is seen. */
      g_autofree char *copy = g_memdup2 (data + at, size);

      well = ponder_decoder_push (decoder, copy, size, deltas, &error);
      add_deltas (&summary, deltas);
      at += size;
    }
  if (well)
    well = ponder_decoder_finish (decoder, deltas, &error);
  add_deltas (&summary, deltas);
  g_assert_true (well == (error == NULL));
  return summary_end (&summary, error);
}
