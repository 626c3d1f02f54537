/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of one part of a run, in words: where it stands, what it waits for, what it found. */

#include "config.h"

#include "ponder-think-part-words.h"

#include "ponder-preview.h"
#include "ponder-think-reason.h"
#include "ponder-think-summary.h"
#include "ponder-think-trailer.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEPARATOR " · "
/* Of the end of what is being written, for one line. */
#define TAIL_BYTES 400

/* --- lines --- */

static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  /* Joiners are letters' business: without them scripts of India and Persia, and many emoji, fall apart. */
  return type == G_UNICODE_CONTROL || (type == G_UNICODE_FORMAT && c != 0x200c && c != 0x200d)
         || c == 0x2028 || c == 0x2029;
}

char *
ponder_think_part_dup_line (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_isspace (character) || is_hidden (character))
        character = ' ';
      if (character != ' ' || (line->len > 0 && line->str[line->len - 1] != ' '))
        g_string_append_unichar (line, character);
    }
  return g_strchomp (g_string_free (line, FALSE));
}

/* A line of what is Markdown, without its marks. */
static char *
dup_preview (const char *markdown)
{
  g_autofree char *preview = ponder_preview_from_markdown (markdown);

  return ponder_think_part_dup_line (preview);
}

/* The last line that has words, as far as it is for a person. */
static char *
dup_tail (const char *text)
{
  const char *end = text + ponder_think_trailer_find (text);
  const char *start;
  g_autofree char *line = NULL;

  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  start = end - MIN (TAIL_BYTES, end - text);
  while (start < end && (*start & 0xc0) == 0x80)
    start++;
  for (const char *c = end; c > start; c--)
    if (c[-1] == '\n')
      {
        start = c;
        break;
      }
  line = g_strndup (start, end - start);
  return dup_preview (line);
}

/* Takes @word, if it says anything. */
static void
append (GString *line,
        char    *word)
{
  if (word != NULL && *word != '\0')
    g_string_append_printf (line, "%s%s", line->len > 0 ? SEPARATOR : "", word);
  g_free (word);
}

/* --- facts --- */

static gboolean
is_part (const PonderThinkPart *self)
{
  return self->node->kind == PONDER_THINK_KIND_SOLVE;
}

/* The words of an end: of a limit, of what somebody did. */
static gboolean
ended_for (const PonderThinkPart *self,
           const char            *why)
{
  return g_strcmp0 (self->node->category, why) == 0;
}

gboolean
ponder_think_part_is_running (const PonderThinkPart *self)
{
  return self->node->state == PONDER_THINK_RUNNING
         && (self->standing == PONDER_THINK_STANDING_RUNNING || self->standing == PONDER_THINK_STANDING_ELSEWHERE);
}

static gboolean
awaits_retry (const PonderThinkPart *self)
{
  return ponder_think_part_is_running (self) && self->node->retry_category != NULL;
}

static gboolean
has_parts (const PonderThinkState *state)
{
  for (guint i = 0; i < state->nodes->len; i++)
    if (((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->kind == PONDER_THINK_KIND_SOLVE)
      return TRUE;
  return FALSE;
}

/* A step that goes well is told by the phases above and by the answer below: a row that comes and goes would only push
 * around what is being read. */
gboolean
ponder_think_part_is_shown (const PonderThinkPart *self)
{
  const PonderThinkNode *node = self->node;

  if (is_part (self) || awaits_retry (self))
    return TRUE;
  if (node->kind == PONDER_THINK_KIND_PLAN || node->kind == PONDER_THINK_KIND_REPAIR)
    return node->state == PONDER_THINK_FAILED
           || (ponder_think_part_is_running (self) && !has_parts (self->state) && self->state->answer->len == 0);
  if (node->kind == PONDER_THINK_KIND_SYNTH || node->kind == PONDER_THINK_KIND_ANSWER)
    return node->state == PONDER_THINK_FAILED || (ponder_think_part_is_running (self) && node->text->len == 0);
  return FALSE;
}

static gboolean
can_be_skipped (const PonderThinkPart *self)
{
  return self->standing == PONDER_THINK_STANDING_RUNNING && self->state->outcome == PONDER_THINK_OPEN
         && !ponder_think_node_is_settled (self->node) && !ponder_think_node_is_plan (self->node)
         && self->node->kind != PONDER_THINK_KIND_SYNTH && self->node->kind != PONDER_THINK_KIND_ANSWER;
}

static gboolean
can_be_tried_again (const PonderThinkPart *self)
{
  return ponder_think_node_is_settled (self->node)
         && (is_part (self)
             || (self->node->state == PONDER_THINK_FAILED && self->state->outcome != PONDER_THINK_OPEN
                 && !ponder_think_node_is_plan (self->node)));
}

gboolean
ponder_think_part_offers (const PonderThinkPart *self,
                          PonderThinkCommand     command)
{
  if (self->standing == PONDER_THINK_STANDING_ELSEWHERE)
    return FALSE;
  switch ((int) command)
    {
    case PONDER_THINK_SKIP:
      return can_be_skipped (self);
    case PONDER_THINK_RETRY:
      return can_be_tried_again (self);
    case PONDER_THINK_EDIT:
    case PONDER_THINK_SUPPLY:
      return is_part (self);
    default:
      return FALSE;
    }
}

gboolean
ponder_think_part_can_be_added (const PonderThinkState *state,
                                PonderThinkStanding     standing)
{
  return standing == PONDER_THINK_STANDING_RUNNING && state->outcome == PONDER_THINK_OPEN
         && state->phase <= PONDER_THINK_PHASE_SOLVE && state->answer->len == 0 && !state->hurried;
}

/* --- the state --- */

const char *
ponder_think_part_get_icon (const PonderThinkPart *self)
{
  switch (self->node->state)
    {
    case PONDER_THINK_WAITING:
    case PONDER_THINK_READY:
      return "content-loading-symbolic";
    case PONDER_THINK_RUNNING:
      return "media-playback-pause-symbolic";
    case PONDER_THINK_DONE:
      return "object-select-symbolic";
    case PONDER_THINK_PARTIAL:
      return "dialog-warning-symbolic";
    case PONDER_THINK_FAILED:
      return "dialog-error-symbolic";
    case PONDER_THINK_SKIPPED:
    case PONDER_THINK_CANCELLED:
      return "action-unavailable-symbolic";
    }
  g_assert_not_reached ();
}

const char *
ponder_think_part_get_state_word (const PonderThinkPart *self)
{
  switch (self->node->state)
    {
    case PONDER_THINK_WAITING:
    case PONDER_THINK_READY:
      return C_("part of a deep think", "waiting");
    case PONDER_THINK_RUNNING:
      return ponder_think_part_is_running (self) ? C_("part of a deep think", "running")
                                                 : C_("part of a deep think", "interrupted");
    case PONDER_THINK_DONE:
      return C_("part of a deep think", "done");
    case PONDER_THINK_PARTIAL:
      return C_("part of a deep think", "cut off");
    case PONDER_THINK_FAILED:
      return C_("part of a deep think", "failed");
    case PONDER_THINK_SKIPPED:
      return C_("part of a deep think", "skipped");
    case PONDER_THINK_CANCELLED:
      return ended_for (self, "user") ? C_("part of a deep think", "skipped") : C_("part of a deep think", "stopped");
    }
  g_assert_not_reached ();
}

/* --- columns --- */

static const char *
get_step_title (PonderThinkKind kind)
{
  switch ((int) kind)
    {
    case PONDER_THINK_KIND_PLAN:
      return _("Planning");
    case PONDER_THINK_KIND_REPAIR:
      return _("Planning once more");
    case PONDER_THINK_KIND_SYNTH:
    case PONDER_THINK_KIND_ANSWER:
      return _("Writing the answer");
    case PONDER_THINK_KIND_REVIEW:
      return _("Reviewing the answer");
    case PONDER_THINK_KIND_REVISE:
      return _("Revising the answer");
    case PONDER_THINK_KIND_JUDGE:
      return _("Comparing old and new");
    case PONDER_THINK_KIND_VERIFY:
      return _("Checking what a part says");
    default:
      return "";
    }
}

char *
ponder_think_part_dup_title (const PonderThinkPart *self)
{
  return is_part (self) ? ponder_think_part_dup_line (self->node->title) : g_strdup (get_step_title (self->node->kind));
}

char *
ponder_think_part_dup_inputs (const PonderThinkPart *self,
                              gboolean               open)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; self->node->deps[i] != NULL; i++)
    {
      const PonderThinkNode *input = ponder_think_state_find (self->state, self->node->deps[i]);
      g_autofree char *id = ponder_think_part_dup_line (self->node->deps[i]);

      if (!open || (input != NULL && !ponder_think_node_is_settled (input)))
        /* Translators: what stands between the names of two parts: “after b, c”. */
        g_string_append_printf (names, "%s%s", names->len > 0 ? C_("between names", ", ") : "", id);
    }
  return g_string_free (names, FALSE);
}

char *
ponder_think_part_dup_after (const PonderThinkPart *self)
{
  g_autofree char *inputs = is_part (self) ? ponder_think_part_dup_inputs (self, FALSE) : g_strdup ("");

  /* Translators: a part is answered after others; %s are their letters: “b, c”. */
  return *inputs != '\0' ? g_strdup_printf (_("after %s"), inputs) : g_strdup ("");
}

/* (nullable): how long the last attempt took, or takes. A cached answer took no time that is worth a word. */
static char *
dup_elapsed (const PonderThinkPart *self)
{
  GArray *spans = self->node->spans;
  const PonderThinkSpan *span = spans->len > 0 ? &g_array_index (spans, PonderThinkSpan, spans->len - 1) : NULL;

  if (span == NULL || self->node->cached || self->node->state < PONDER_THINK_RUNNING
      || (span->ended < 0 && !ponder_think_part_is_running (self)))
    return NULL;
  return ponder_think_summary_dup_duration (MAX (0, (span->ended >= 0 ? span->ended : self->now) - span->started));
}

/* (nullable) */
static char *
dup_tokens (const PonderThinkPart *self)
{
  gint64 output = self->node->usage.output;
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, output);

  if (output < 0)
    return NULL;
  /* Translators: %s is how many tokens an answer has. */
  return g_strdup_printf (ngettext ("%s token", "%s tokens", (gulong) output), number);
}

char *
ponder_think_part_dup_facts (const PonderThinkPart *self)
{
  GString *facts = g_string_new (NULL);

  append (facts, dup_elapsed (self));
  append (facts, dup_tokens (self));
  return g_string_free (facts, FALSE);
}

/* --- why --- */

/* "no answer in time" */
static char *
dup_fault_words (const char *category)
{
  static const struct
  {
    const char *category;
    const char *words;
  } short_words[] = {
    { "rate_limit", N_("too many requests") },
    { "timeout", N_("timeout") },
    { "network", N_("connection lost") },
    { "server", N_("the service has a problem") },
    { "content_filter", N_("refused by the provider") },
    { "context_length", N_("too long for the model") },
    { "malformed", N_("no readable answer") },
    { "authentication", N_("the API key was rejected") },
    { "billing", N_("balance or quota used up") },
    { "model_not_found", N_("model not available") },
    { "invalid_request", N_("the request was refused") },
    { "permission", N_("this key may not do that") },
    { "cancelled", N_("stopped") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (short_words); i++)
    if (g_strcmp0 (category, short_words[i].category) == 0)
      return g_strdup (_(short_words[i].words));
  return g_strdup (_("something went wrong"));
}

static char *
dup_lost_input (const PonderThinkPart *self)
{
  g_autofree char *input = ponder_think_part_dup_line (self->node->message != NULL ? self->node->message : "");

  /* Translators: %s is the letter of the part that has no answer. */
  return g_strdup_printf (_("skipped: %s is missing"), input);
}

/* Of one that was left out, whether it had begun or not. */
static char *
dup_left_out (const PonderThinkPart *self)
{
  if (ended_for (self, "user"))
    return g_strdup (_("skipped by you"));
  if (ended_for (self, "input"))
    return dup_lost_input (self);
  if (ended_for (self, "answer_now"))
    return g_strdup (_("left out: the answer was wanted at once"));
  if (ended_for (self, "calls"))
    return g_strdup (_("left out: the limit of calls was reached"));
  if (ended_for (self, "tokens"))
    return g_strdup (_("left out: the limit of tokens was reached"));
  if (ended_for (self, "time"))
    return g_strdup (_("left out: the limit of time was reached"));
  if (ended_for (self, PONDER_THINK_QUORUM))
    return g_strdup (_("not waited for: it took too long"));
  return g_strdup (ponder_think_part_get_state_word (self));
}

static char *
dup_failure (const PonderThinkPart *self)
{
  g_autofree char *words = dup_fault_words (self->node->category);

  /* Translators: %s is why, in the middle of a sentence: “timeout”. */
  return g_strdup_printf (_("failed: %s"), words);
}

static char *
dup_retry (const PonderThinkPart *self)
{
  g_autofree char *why = dup_fault_words (self->node->retry_category);
  gint64 left = self->node->retry_since + (gint64) (self->node->retry_wait * 1000) - self->now;
  gint64 seconds = (left + 999) / 1000;

  if (left <= 0)
    /* Translators: %s is why it is tried again: “too many requests”. */
    return g_strdup_printf (_("%s · trying again"), why);
  /* Translators: %s is why, then minutes and seconds: “too many requests · trying again in 0:12”. */
  return g_strdup_printf (_("%s · trying again in %d:%02d"), why, (int) (seconds / 60), (int) (seconds % 60));
}

/* --- what it waits for, says, or said --- */

static char *
dup_waiting (const PonderThinkPart *self)
{
  g_autofree char *inputs = ponder_think_part_dup_inputs (self, TRUE);

  if (self->standing != PONDER_THINK_STANDING_RUNNING && self->standing != PONDER_THINK_STANDING_ELSEWHERE)
    return g_strdup (_("not begun"));
  if (self->state->phase == PONDER_THINK_PHASE_APPROVE)
    return g_strdup (_("waiting for you"));
  if (*inputs != '\0')
    /* Translators: %s are the letters of other parts: “b, c”. */
    return g_strdup_printf (_("waiting for %s"), inputs);
  if (self->state->paused)
    return g_strdup (_("paused"));
  if (self->node->state == PONDER_THINK_READY)
    return g_strdup (_("waiting for a free slot"));
  return g_strdup (C_("part of a deep think", "waiting"));
}

static char *
dup_running (const PonderThinkPart *self)
{
  if (!ponder_think_part_is_running (self))
    return g_strdup (C_("part of a deep think", "interrupted"));
  if (self->node->retry_category != NULL)
    return dup_retry (self);
  if (is_part (self) && self->node->text->len > 0)
    return dup_tail (self->node->text->str);
  if (self->node->sent == 0 && ponder_think_state_wants_sources (self->state, self->node))
    return g_strdup (_("searching the web"));
  return self->node->text->len > 0 ? g_strdup ("") : g_strdup (_("waiting for the first word"));
}

char *
ponder_think_part_dup_status (const PonderThinkPart *self)
{
  switch (self->node->state)
    {
    case PONDER_THINK_WAITING:
    case PONDER_THINK_READY:
      return dup_waiting (self);
    case PONDER_THINK_RUNNING:
      return dup_running (self);
    case PONDER_THINK_DONE:
    case PONDER_THINK_PARTIAL:
      return dup_preview (self->node->conclusion);
    case PONDER_THINK_FAILED:
      return dup_failure (self);
    case PONDER_THINK_SKIPPED:
    case PONDER_THINK_CANCELLED:
      return dup_left_out (self);
    }
  g_assert_not_reached ();
}

char *
ponder_think_part_dup_note (const PonderThinkPart *self)
{
  GString *note = g_string_new (NULL);

  if (self->node->state == PONDER_THINK_PARTIAL)
    append (note, g_strdup (_("partial: cut off")));
  if (ponder_think_node_has_answer (self->node) && self->node->category != NULL)
    append (note, g_strdup (_("asked again in vain; this is the answer before")));
  if (ponder_think_node_has_answer (self->node) && is_part (self))
    append (note, ponder_think_part_dup_confidence (self));
  if (self->node->cached)
    append (note, g_strdup (_("from cache")));
  return g_string_free (note, FALSE);
}

char *
ponder_think_part_dup_problem (const PonderThinkPart *self)
{
  g_autofree char *words = ponder_think_reason_dup_words (self->node->state == PONDER_THINK_FAILED
                                                          ? self->node->message : NULL);

  return ponder_think_part_dup_line (words != NULL ? words : "");
}

char *
ponder_think_part_dup_name (const PonderThinkPart *self,
                            const char            *status)
{
  g_autofree char *title = ponder_think_part_dup_title (self);
  GString *name = g_string_new (title);

  if (is_part (self))
    {
      g_autofree char *id = ponder_think_part_dup_line (self->node->id);

      g_string_prepend (name, ": ");
      g_string_prepend (name, id);
    }
  if (self->node->state == PONDER_THINK_RUNNING || ponder_think_node_has_answer (self->node))
    append (name, g_strdup (ponder_think_part_get_state_word (self)));
  if (self->node->state != PONDER_THINK_RUNNING)
    append (name, g_strdup (status));
  append (name, ponder_think_part_dup_note (self));
  return g_string_free (name, FALSE);
}
