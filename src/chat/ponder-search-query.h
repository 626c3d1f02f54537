/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person typed to find something, understood. */

#pragma once

#include "ponder-message.h"

G_BEGIN_DECLS

/* Where the words must be. */
typedef enum
{
  PONDER_SEARCH_ANYWHERE,
  PONDER_SEARCH_TITLE,
  PONDER_SEARCH_REASONING,
} PonderSearchPlace;

/* What comes first. */
typedef enum
{
  PONDER_SEARCH_NEWEST,
  PONDER_SEARCH_BEST,           /* where the words are frequent, the text is short, and few others have them */
} PonderSearchOrder;

#define PONDER_TYPE_SEARCH_ORDER (ponder_search_order_get_type ())

GType ponder_search_order_get_type (void) G_GNUC_CONST;

/* Words that follow one another. */
typedef struct
{
  GPtrArray *words;             /* char *: folded, see ponder-words.h; at least one */
  gboolean   prefix;            /* the last one may go on */
} PonderSearchTerm;

/* Unchanging once it is parsed, so that threads may share it. */
typedef struct
{
  GPtrArray         *terms;     /* PonderSearchTerm: every one must be there */
  GPtrArray         *excluded;  /* PonderSearchTerm: none may be there */
  GPtrArray         *tags;      /* char *: the chat has every one, whatever the case */
  char              *model;     /* (nullable): a part of “provider/model”, in lower case */
  char              *role;      /* (nullable): a role's name */
  gint64             after;     /* microseconds since 1970, 0: no bound; from then on */
  gint64             before;    /* before then */
  PonderSearchPlace  place;
  gboolean           pinned;
  gboolean           archived;
} PonderSearchQuery;

/* Anything is a query, nothing is an error. Words and “phrases” must all be there, the word that is still
 * being typed may go on, -word must not be there; a run of Chinese is a phrase. Filters:
 *   model:gpt-4o  role:user  tag:work  is:pinned  is:archived  in:title  in:reasoning
 *   after:2026-11-01  before:2026-11  after:7d  (days, weeks, months, years before @now; a date is
 *   local to @now: “after” includes its beginning, “before” does not)
 * A value may be a “phrase”; a filter without a value yet is none; what is no filter is a word. */
PonderSearchQuery *ponder_search_query_parse               (const char        *text,
                                                            GDateTime         *now);
PonderSearchQuery *ponder_search_query_ref                 (PonderSearchQuery *self);
void               ponder_search_query_unref               (PonderSearchQuery *self);

/* Nothing is asked for: no word that must be there and no filter. */
gboolean           ponder_search_query_is_empty            (PonderSearchQuery *self);
/* Whether titles, or messages, can be what is looked for: of a role or model are messages only, and without
 * words pins and tags are asked of chats. */
gboolean           ponder_search_query_wants_titles        (PonderSearchQuery *self);
gboolean           ponder_search_query_wants_messages      (PonderSearchQuery *self);

/* For FTS5: only words of letters and digits, quoted, and its own operators. (transfer full)
 * (nullable): there are no such words. */
char              *ponder_search_query_dup_match           (PonderSearchQuery *self);
/* Matches what is excluded. (transfer full) (nullable) */
char              *ponder_search_query_dup_excluded        (PonderSearchQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSearchQuery, ponder_search_query_unref)

G_END_DECLS
