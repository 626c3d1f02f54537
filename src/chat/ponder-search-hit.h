/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One place where something was found. */

#pragma once

#include <glib-object.h>

#include "ponder-message.h"
#include "ponder-snippet.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SEARCH_HIT (ponder_search_hit_get_type ())

G_DECLARE_FINAL_TYPE (PonderSearchHit, ponder_search_hit, PONDER, SEARCH_HIT, GObject)

/* Unchanging. A hit without a message is the title of a chat. Takes both snippets; @text may be NULL when
 * there are no words in the message. */
PonderSearchHit *ponder_search_hit_new              (const char      *session_id,
                                                     const char      *message_id,
                                                     PonderSnippet   *title,
                                                     PonderSnippet   *text);
/* The message's facts; those of a title are the chat's last change alone. */
void             ponder_search_hit_set_facts        (PonderSearchHit *self,
                                                     PonderRole       role,
                                                     gint64           time,
                                                     const char      *model);

const char      *ponder_search_hit_get_session_id   (PonderSearchHit *self);
/* (nullable): the message is in any branch. */
const char      *ponder_search_hit_get_message_id   (PonderSearchHit *self);
/* The title of the chat on one line, "" when it has none, and the words in it. Marks are ranges of bytes,
 * never markup. (element-type PonderTextRange) (transfer none) */
const char      *ponder_search_hit_get_title        (PonderSearchHit *self);
GArray          *ponder_search_hit_get_title_marks  (PonderSearchHit *self);
/* A line of the message around the words, plain text, "" for a title. */
const char      *ponder_search_hit_get_snippet      (PonderSearchHit *self);
GArray          *ponder_search_hit_get_marks        (PonderSearchHit *self);
PonderRole       ponder_search_hit_get_role         (PonderSearchHit *self);
/* When the message was made or the chat last changed, in microseconds since 1970. */
gint64           ponder_search_hit_get_time         (PonderSearchHit *self);
/* (nullable) */
const char      *ponder_search_hit_get_model        (PonderSearchHit *self);

G_END_DECLS
