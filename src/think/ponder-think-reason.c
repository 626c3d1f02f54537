/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why something came to nothing or what a check found, in words for people: a log has codes and plain English. */

#include "config.h"

#include "ponder-think-reason.h"

#include <glib/gi18n.h>

static const struct
{
  const char *reason;
  const char *words;
} known[] = {
  { "no part has an answer", N_("no part has an answer") },
  { "the answer is empty", N_("the answer is empty") },
  { "the review could not be read", N_("the review could not be read") },
  { "the plan was a list in words", N_("the plan was a list in words") },
  { "the plan was unreadable", N_("the plan was unreadable") },
  { "calls", N_("the limit of calls was reached") },
  { "tokens", N_("the limit of tokens was reached") },
  { "time", N_("the limit of time was reached") },
  { "answer_now", N_("the answer was wanted at once") },
  { "user", N_("skipped by you") },
  { PONDER_THINK_QUORUM, N_("not waited for: it took too long") },
};

char *
ponder_think_reason_dup_words (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].reason, reason) == 0)
      return g_strdup (_(known[i].words));
  return g_strdup (reason);
}

char *
ponder_think_reason_dup_of (const PonderThinkNode *node)
{
  if (g_strcmp0 (node->category, "input") == 0 && node->message != NULL)
    /* Translators: %s is the letter of a part that this one builds upon. */
    return g_strdup_printf (_("%s is missing"), node->message);
  return ponder_think_reason_dup_words (node->message != NULL ? node->message : node->category);
}

char *
ponder_think_check_dup_words (const PonderThinkNode *node)
{
  const char *words;

  if (node->check == NULL)
    return NULL;
  if (g_str_equal (node->check, "ok"))
    words = node->corrected ? _("checked: it holds, after it was asked once more") : _("checked: it holds");
  else if (g_str_equal (node->check, "conflict"))
    words = _("checked: it does not hold");
  else
    words = _("checked: it could not be told");
  if (node->check_why == NULL || *node->check_why == '\0')
    return g_strdup (words);
  /* Translators: what came of a check, and why: “checked: it does not hold (6 × 7 = 42, not 41)”. */
  return g_strdup_printf (_("%s (%s)"), words, node->check_why);
}
