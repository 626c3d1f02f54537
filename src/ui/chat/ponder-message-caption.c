/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said under an answer: model, tokens, speed, how it ended. */

#include "config.h"

#include "ponder-message-caption.h"

#include "ponder-age.h"

#include <glib/gi18n.h>

static void
take (GPtrArray *words,
      char      *word)
{
  if (word != NULL)
    g_ptr_array_add (words, word);
}

static char *
join (GPtrArray  *words,
      const char *between)
{
  g_ptr_array_add (words, NULL);
  return g_strjoinv (between, (char **) words->pdata);
}

/* -1: unknown. */
static gint64
get_output (PonderMessage *message)
{
  PonderUsage *usage = ponder_message_get_usage (message);

  return usage != NULL ? usage->output : -1;
}

static gboolean
is_cached (PonderMessage *message)
{
  return ponder_message_get_cached_from (message) != 0;
}

/* Neither read nor written this time; -1: unknown. */
static gint64
get_saved (PonderMessage *message)
{
  PonderUsage *usage = ponder_message_get_usage (message);

  if (usage == NULL || (usage->input < 0 && usage->output < 0))
    return -1;
  return MAX (0, usage->input) + MAX (0, usage->output);
}

/* @format has one %s, for the number. (nullable) */
static char *
dup_count (const char *format,
           gint64      count)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, count);
  g_autoptr(GString) words = g_string_new (format);

  if (count < 0)
    return NULL;
  g_string_replace (words, "%s", number, 1);
  return g_strdup (words->str);
}

static char *
dup_tokens (PonderMessage *message)
{
  gint64 output = get_output (message);

  /* Translators: %s is how many tokens an answer has. */
  return dup_count (ngettext ("%s token", "%s tokens", (gulong) MAX (0, output)), output);
}

static char *
dup_saved (PonderMessage *message)
{
  gint64 saved = get_saved (message);

  /* Translators: %s is how many tokens did not have to be read and written again. */
  return dup_count (ngettext ("saved %s token", "saved %s tokens", (gulong) MAX (0, saved)), saved);
}

/* Tokens per second since the first one; -1: unknown, or too short to say. */
static double
get_speed (PonderMessage *message)
{
  gint64 total = ponder_message_get_total_ms (message);
  gint64 first = ponder_message_get_first_token_ms (message);
  gint64 output = get_output (message);

  if (total < 0 || first < 0 || output < 2 || total - first < 50)
    return -1;
  return (double) output * 1000 / (double) (total - first);
}

static char *
dup_speed (PonderMessage *message)
{
  double speed = get_speed (message);

  if (speed < 0)
    return NULL;
  /* Translators: tokens per second, as short as can be. */
  return speed < 10 ? g_strdup_printf (_("%.1f tok/s"), speed) : g_strdup_printf (_("%.0f tok/s"), speed);
}

/* (nullable) */
static char *
dup_seconds (gint64 ms)
{
  /* Translators: a duration in seconds. */
  return ms < 0 ? NULL : g_strdup_printf (_("%.1f s"), (double) ms / 1000);
}

static const char *
get_finish_words (PonderMessage *message)
{
  switch (ponder_message_get_finish (message))
    {
    case PONDER_FINISH_LENGTH:
      return _("hit the length limit");
    case PONDER_FINISH_CONTENT_FILTER:
      return _("withheld by a content filter");
    case PONDER_FINISH_CUT_OFF:
      return _("cut off");
    case PONDER_FINISH_CANCELLED:
      return _("stopped");
    case PONDER_FINISH_NONE:
    case PONDER_FINISH_STOP:
    case PONDER_FINISH_TOOL_CALLS:
      return NULL;
    }
  g_assert_not_reached ();
}

/* (nullable): nothing is said about an answer that ended as it should. */
static const char *
get_end_words (PonderMessage *message)
{
  switch (ponder_message_get_state (message))
    {
    case PONDER_MESSAGE_STOPPED:
      return _("stopped");
    case PONDER_MESSAGE_CUT_OFF:
      return _("cut off");
    case PONDER_MESSAGE_INTERRUPTED:
      return _("interrupted");
    case PONDER_MESSAGE_DONE:
      return get_finish_words (message);
    case PONDER_MESSAGE_WAITING:
    case PONDER_MESSAGE_STREAMING:
    case PONDER_MESSAGE_FAILED:
      return NULL;
    }
  g_assert_not_reached ();
}

char *
ponder_message_caption_new (PonderMessage *message)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  take (words, g_strdup (ponder_message_get_model (message)));
  if (is_cached (message))
    {
      take (words, dup_saved (message));
    }
  else
    {
      take (words, dup_tokens (message));
      take (words, dup_speed (message));
      take (words, dup_seconds (ponder_message_get_first_token_ms (message)));
    }
  take (words, g_strdup (get_end_words (message)));
  return join (words, " · ");
}

static void
take_fact (GPtrArray  *lines,
           const char *name,
           char       *value)
{
  if (value != NULL && *value != '\0')
    /* Translators: a line of a report: the name of a fact and the fact. */
    take (lines, g_strdup_printf (_("%s: %s"), name, value));
  g_free (value);
}

static void
take_count (GPtrArray  *lines,
            const char *name,
            gint64      count)
{
  take_fact (lines, name, dup_count ("%s", count));
}

/* (nullable): what was imported may know no time. */
static char *
dup_when (gint64 time)
{
  g_autoptr(GDateTime) local = time != 0 ? g_date_time_new_from_unix_local (time / G_USEC_PER_SEC) : NULL;

  return local != NULL ? g_date_time_format (local, "%c") : NULL;
}

/* What the model did for this question. */
static void
take_work (GPtrArray     *lines,
           PonderMessage *message)
{
  PonderUsage *usage = ponder_message_get_usage (message);

  if (usage != NULL)
    {
      take_count (lines, _("Tokens read"), usage->input);
      take_count (lines, _("Tokens written"), usage->output);
      take_count (lines, _("Reasoning tokens"), usage->reasoning);
    }
  take_fact (lines, _("Time to first word"), dup_seconds (ponder_message_get_first_token_ms (message)));
  take_fact (lines, _("Thinking time"), dup_seconds (ponder_message_get_reasoning_ms (message)));
  take_fact (lines, _("Total time"), dup_seconds (ponder_message_get_total_ms (message)));
}

/* What it once did for the same one. */
static void
take_thrift (GPtrArray     *lines,
             PonderMessage *message)
{
  take_fact (lines, _("Answered by the model"), dup_when (ponder_message_get_cached_from (message)));
  take_fact (lines, _("Cost"), g_strdup (_("0, the answer comes from the cache")));
  take_count (lines, _("Tokens saved"), get_saved (message));
}

char *
ponder_message_caption_new_long (PonderMessage *message)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  take_fact (lines, _("Provider"), g_strdup (ponder_message_get_provider (message)));
  take_fact (lines, _("Model"), g_strdup (ponder_message_get_model (message)));
  take_fact (lines, _("Time"), dup_when (ponder_message_get_created (message)));
  if (is_cached (message))
    take_thrift (lines, message);
  else
    take_work (lines, message);
  return join (lines, "\n");
}

char *
ponder_message_caption_new_cached (PonderMessage *message)
{
  gint64 age = ponder_message_get_created (message) - ponder_message_get_cached_from (message);

  return is_cached (message) ? ponder_age_dup_of_cache (age) : NULL;
}

char *
ponder_message_caption_new_cached_long (PonderMessage *message)
{
  g_autofree char *when = dup_when (ponder_message_get_cached_from (message));

  if (!is_cached (message) || when == NULL)
    return NULL;
  /* Translators: %s is a date and a time. */
  return g_strdup_printf (_("The model gave this answer to the same question on %s. It cost nothing now. Press to ask "
                            "the model again."), when);
}

char *
ponder_message_caption_new_thought (gint64   ms,
                                    gboolean thinking)
{
  int seconds = (int) ((ms + 500) / 1000);

  if (thinking)
    return g_strdup (_("Thinking…"));
  if (ms < 0)
    return g_strdup (_("Thoughts"));
  if (seconds < 60)
    return g_strdup_printf (_("Thought for %d s"), MAX (1, seconds));
  return g_strdup_printf (_("Thought for %d min %d s"), seconds / 60, seconds % 60);
}
