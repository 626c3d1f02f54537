/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words in which a person is told about a fault: what happened, where, and what to do. */

#include "config.h"

#include "ponder-fault.h"

#include "ponder-fault-words-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEPARATOR " · "

/* What is said of an operation that failed. */
static const struct
{
  const char *operation;
  const char *failed;
} operations[] = {
  { "chat", N_("Chat failed") },
  { "check database", N_("Checking the chats failed") },
  { "close database", N_("Closing the chats failed") },
  { "connect", N_("Connecting failed") },
  { "discover", N_("Looking for servers and keys failed") },
  { "empty trash", N_("Emptying the trash failed") },
  { "find chat", N_("Finding the chat failed") },
  { "key", N_("Saving the API key failed") },
  { "keyring", N_("Reading the API key failed") },
  { "list chats", N_("Listing the chats failed") },
  { "local server", N_("Using the local server failed") },
  { "models", N_("Listing models failed") },
  { "open chat", N_("Opening the chat failed") },
  { "open database", N_("Opening the chats failed") },
  { "read chat", N_("Reading the chat failed") },
  { "remove provider", N_("Removing the provider failed") },
  { "save chat", N_("Saving the chat failed") },
  { "save provider", N_("Saving the provider failed") },
  { "save settings", N_("Saving the settings failed") },
  { "start demo", N_("Starting the demo failed") },
  { "title", N_("Making a title failed") },
  { "web search", N_("Searching the web failed") },
};

/* Appends what the placeholder at @at stands for and returns its length; 0 when there is none. */
static gsize
append_placeholder (GString     *result,
                    PonderFault *self,
                    const char  *at)
{
  const struct
  {
    const char *placeholder;
    const char *value;
    const char *otherwise;
  } texts[] = {
    { "{host}", self->host, _("the server") },
    { "{model}", self->model, _("the model") },
    { "{param}", self->parameter, "" },
    { "{provider}", self->provider, _("the server") },
    { "{reason}", self->reason, _("another address") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (g_str_has_prefix (at, texts[i].placeholder))
        {
          g_string_append (result, texts[i].value != NULL ? texts[i].value : texts[i].otherwise);
          return strlen (texts[i].placeholder);
        }
    }
  if (g_str_has_prefix (at, "{n_ctx}"))
    g_string_append_printf (result, "%" G_GINT64_FORMAT, self->context_size);
  else if (g_str_has_prefix (at, "{status}"))
    g_string_append_printf (result, "%u", self->status);
  else
    return 0;
  return strcspn (at, "}") + 1;
}

static char *
fill_in (PonderFault *self,
         const char  *words)
{
  GString *result = g_string_new (NULL);

  while (*words != '\0')
    {
      gsize length = append_placeholder (result, self, words);

      if (length == 0)
        g_string_append_c (result, *words++);
      else
        words += length;
    }
  return g_string_free (result, FALSE);
}

char *
ponder_fault_dup_title (PonderFault *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->message != NULL)
    return g_strdup (self->message);
  return fill_in (self, _(ponder_fault_find_title (self)));
}

char *
ponder_fault_dup_place (PonderFault *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->provider != NULL && self->model != NULL)
    return g_strconcat (self->provider, SEPARATOR, self->model, NULL);
  if (self->provider != NULL)
    return g_strdup (self->provider);
  if (self->model != NULL)
    return g_strdup (self->model);
  return g_strdup (self->host != NULL ? self->host : "");
}

char *
ponder_fault_dup_suggestion (PonderFault *self)
{
  const char *words;

  g_return_val_if_fail (self != NULL, NULL);

  words = ponder_fault_find_suggestion (self);
  return words != NULL ? fill_in (self, _(words)) : g_strdup ("");
}

/* "Chat failed" */
static const char *
get_failed_operation (PonderFault *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (g_str_equal (operations[i].operation, self->operation))
        return _(operations[i].failed);
    }
  return _("That did not work");
}

/* "Chat failed: too many requests" */
static char *
dup_headline (PonderFault *self)
{
  g_autofree char *what = self->message != NULL ? g_strdup (self->message)
                                                : fill_in (self, _(ponder_fault_find_phrase (self)));

  /* Translators: the first %s is like “Chat failed”, the second like “too many requests”. */
  return g_strdup_printf (_("%s: %s"), get_failed_operation (self), what);
}

/* In a line of parts no part ends like a sentence. */
static void
cut_full_stop (char *words)
{
  if (g_str_has_suffix (words, "."))
    words[strlen (words) - strlen (".")] = '\0';
  else if (g_str_has_suffix (words, "。"))
    words[strlen (words) - strlen ("。")] = '\0';
}

char *
ponder_fault_dup_sentences (PonderFault *self)
{
  g_autofree char *title = NULL;
  g_autofree char *suggestion = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  title = ponder_fault_dup_title (self);
  suggestion = ponder_fault_dup_suggestion (self);
  if (*suggestion == '\0')
    return g_steal_pointer (&title);

  cut_full_stop (title);
  /* Translators: the first %s is what happened, without its full stop; the second is what to do. */
  return g_strdup_printf (_("%s. %s"), title, suggestion);
}

static guint
whole_seconds (PonderFault *self)
{
  return (guint) CLAMP (self->retry_after + 0.999, 0, 1e9);
}

char *
ponder_fault_dup_wait (PonderFault *self,
                       gint64       now)
{
  guint minutes;
  guint hours;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(self->retry_after >= 60) || self->time + whole_seconds (self) <= now)
    return g_strdup ("");

  minutes = (guint) ((self->time + whole_seconds (self) - now + 59) / 60);
  hours = (minutes + 59) / 60;
  if (minutes < 100)
    return g_strdup_printf (_("Try again in %u min"), minutes);
  if (hours < 48)
    return g_strdup_printf (_("Try again in %u h"), hours);
  return g_strdup_printf (ngettext ("Try again in %u day", "Try again in %u days", (hours + 23) / 24),
                          (hours + 23) / 24);
}

/* @part is freed; an empty one is left out. */
static void
append_part (GString *line,
             char    *part)
{
  if (*part != '\0')
    {
      g_string_append (line, SEPARATOR);
      g_string_append (line, part);
    }
  g_free (part);
}

char *
ponder_fault_dup_summary (PonderFault *self)
{
  g_autofree char *headline = NULL;
  char *suggestion;
  GString *line;

  g_return_val_if_fail (self != NULL, NULL);

  headline = dup_headline (self);
  cut_full_stop (headline);
  line = g_string_new (headline);
  if (self->provider != NULL)
    append_part (line, g_strdup_printf (_("Provider: %s"), self->provider));
  if (self->model != NULL)
    append_part (line, g_strdup_printf (_("Model: %s"), self->model));
  suggestion = ponder_fault_dup_suggestion (self);
  cut_full_stop (suggestion);
  append_part (line, suggestion);
  if (self->retryable && self->retry_after > 0)
    append_part (line, g_strdup_printf (_("Try again in %u s"), whole_seconds (self)));
  return g_string_free (line, FALSE);
}

static void
append_fact (GString    *report,
             const char *name,
             const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  /* Translators: a line of a report: the name of a fact and the fact. */
  g_string_append_printf (report, _("%s: %s"), name, value);
  g_string_append_c (report, '\n');
}

static void
append_time (GString     *report,
             PonderFault *self)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (self->time);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  append_fact (report, _("Time"), text);
}

char *
ponder_fault_dup_report (PonderFault *self)
{
  g_autofree char *headline = NULL;
  g_autofree char *status = NULL;
  g_autofree char *wait = NULL;
  GString *report;

  g_return_val_if_fail (self != NULL, NULL);

  headline = dup_headline (self);
  if (self->status > 0)
    status = g_strdup_printf ("%u", self->status);
  if (self->retry_after >= 0)
    wait = g_strdup_printf (_("%u s"), whole_seconds (self));

  report = g_string_new (headline);
  g_string_append_c (report, '\n');
  append_fact (report, _("Category"), ponder_error_code_to_string (self->category));
  append_fact (report, _("Severity"), ponder_severity_to_string (ponder_fault_get_severity (self)));
  append_fact (report, _("Retryable"), self->retryable ? _("yes") : _("no"));
  append_fact (report, _("Retry after"), wait);
  append_fact (report, _("Provider"), self->provider);
  append_fact (report, _("Model"), self->model);
  append_fact (report, _("Address"), self->host);
  append_fact (report, _("HTTP status"), status);
  append_fact (report, _("Request ID"), self->request_id);
  append_time (report, self);
  if (self->details != NULL)
    g_string_append_printf (report, "\n%s\n", self->details);
  return g_string_free (report, FALSE);
}
