/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a review says, what edits do to an answer, and which of two answers is the better one. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char     *severity;           /* "blocker", "major" or "minor" */
  char     *issue;
  char     *quote;              /* "" when none was given */
  char     *task;               /* (nullable) */
  char     *fix;                /* "" when none was given */
  gboolean  located;
} PonderThinkRemark;

typedef struct
{
  GPtrArray *remarks;           /* of PonderThinkRemark */
  double     score;             /* 0..10, NAN when there is none */
  GStrv      met;
  GStrv      unmet;
  gboolean   passed;            /* nothing that is found in the answer is a blocker or major, all criteria are met */
} PonderThinkReview;

/* (nullable): nothing in it can be read as a review. */
PonderThinkReview *ponder_think_review_new     (const char        *text,
                                                const char        *answer);
void               ponder_think_review_free    (PonderThinkReview *self);

/* One change. */
typedef struct
{
  char     *find;
  char     *replace;
  gboolean  applied;            /* `find` stood in the answer exactly once */
} PonderThinkEdit;

/* Edits as the model wrote them, tried on @answer, one after the other; the text they make is @edited.
 * (element-type PonderThinkEdit) (transfer full) */
GPtrArray         *ponder_think_review_edit    (const char        *text,
                                                const char        *answer,
                                                char             **edited);

/* 1: the first of two is better, -1: the second is, 0: neither, or nobody knows. */
int                ponder_think_review_judge   (const char        *text);
/* 1: it is so, -1: it is not, 0: nobody knows. @why (nullable) (transfer full). */
int                ponder_think_review_verify  (const char        *text,
                                                char             **why);
/* Whether @quote stands in @answer, whatever the spaces, the marks of Markdown and the kind of quotes. */
gboolean           ponder_think_review_locate  (const char        *quote,
                                                const char        *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkReview, ponder_think_review_free)

G_END_DECLS
