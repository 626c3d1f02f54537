/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message: a node of a session's tree. */

#pragma once

#include <glib-object.h>

#include "ponder-part.h"
#include "ponder-types.h"
#include "ponder-usage.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_ROLE_SYSTEM,
  PONDER_ROLE_USER,
  PONDER_ROLE_ASSISTANT,
  PONDER_ROLE_TOOL,
} PonderRole;

typedef enum
{
  PONDER_MESSAGE_DONE,
  PONDER_MESSAGE_WAITING,       /* asked, no token yet */
  PONDER_MESSAGE_STREAMING,
  PONDER_MESSAGE_STOPPED,       /* by the user */
  PONDER_MESSAGE_CUT_OFF,       /* the connection broke; what came is kept */
  PONDER_MESSAGE_FAILED,
  PONDER_MESSAGE_INTERRUPTED,   /* the program ended while it streamed */
} PonderMessageState;

/* Why the model stopped; NONE while it has not. Names are those of `ask --json`. */
typedef enum
{
  PONDER_FINISH_NONE,
  PONDER_FINISH_STOP,
  PONDER_FINISH_LENGTH,
  PONDER_FINISH_CONTENT_FILTER,
  PONDER_FINISH_TOOL_CALLS,
  PONDER_FINISH_CUT_OFF,
  PONDER_FINISH_CANCELLED,
} PonderFinish;

#define PONDER_TYPE_ROLE          (ponder_role_get_type ())
#define PONDER_TYPE_MESSAGE_STATE (ponder_message_state_get_type ())
#define PONDER_TYPE_FINISH        (ponder_finish_get_type ())
#define PONDER_TYPE_MESSAGE       (ponder_message_get_type ())

GType ponder_role_get_type          (void) G_GNUC_CONST;
GType ponder_message_state_get_type (void) G_GNUC_CONST;
GType ponder_finish_get_type        (void) G_GNUC_CONST;

G_DECLARE_FINAL_TYPE (PonderMessage, ponder_message, PONDER, MESSAGE, GObject)

/* Made now: "created" is the current time until it is set. */
PonderMessage      *ponder_message_new                 (const char         *id,
                                                        const char         *parent_id,
                                                        PonderRole          role);

const char         *ponder_message_get_id              (PonderMessage      *self);
/* (nullable): it is a root. */
const char         *ponder_message_get_parent_id       (PonderMessage      *self);
PonderRole          ponder_message_get_role            (PonderMessage      *self);

/* Every one of these is a property of the same name and notifies. */
PonderMessageState  ponder_message_get_state           (PonderMessage      *self);
void                ponder_message_set_state           (PonderMessage      *self,
                                                        PonderMessageState  state);
PonderFinish        ponder_message_get_finish          (PonderMessage      *self);
void                ponder_message_set_finish          (PonderMessage      *self,
                                                        PonderFinish        finish);
const char         *ponder_message_get_provider        (PonderMessage      *self);
void                ponder_message_set_provider        (PonderMessage      *self,
                                                        const char         *provider_id);
const char         *ponder_message_get_model           (PonderMessage      *self);
void                ponder_message_set_model           (PonderMessage      *self,
                                                        const char         *model);
PonderUsage        *ponder_message_get_usage           (PonderMessage      *self);  /* (nullable) */
void                ponder_message_set_usage           (PonderMessage      *self,
                                                        const PonderUsage  *usage);
PonderFault        *ponder_message_get_fault           (PonderMessage      *self);  /* (nullable) */
void                ponder_message_set_fault           (PonderMessage      *self,
                                                        PonderFault        *fault);
/* Microseconds since 1970, UTC. */
gint64              ponder_message_get_created         (PonderMessage      *self);
void                ponder_message_set_created         (PonderMessage      *self,
                                                        gint64              created);
/* Milliseconds, -1 when unknown: to the first token, of thinking, in all. */
gint64              ponder_message_get_first_token_ms  (PonderMessage      *self);
void                ponder_message_set_first_token_ms  (PonderMessage      *self,
                                                        gint64              ms);
gint64              ponder_message_get_reasoning_ms    (PonderMessage      *self);
void                ponder_message_set_reasoning_ms    (PonderMessage      *self,
                                                        gint64              ms);
gint64              ponder_message_get_total_ms        (PonderMessage      *self);
void                ponder_message_set_total_ms        (PonderMessage      *self,
                                                        gint64              ms);
/* When the server gave this answer, in microseconds since 1970, if it gave it to somebody else; 0: to this question. */
gint64              ponder_message_get_cached_from     (PonderMessage      *self);
void                ponder_message_set_cached_from     (PonderMessage      *self,
                                                        gint64              time);
/* When it was thrown away, with all that was thrown away then; 0: it is part of its chat. No property: what is in the
 * trash is shown nowhere. */
gint64              ponder_message_get_trashed         (PonderMessage      *self);
void                ponder_message_set_trashed         (PonderMessage      *self,
                                                        gint64              time);
/* Whether this is the branch shown at its fork, and its place among its siblings ("‹ 2/3 ›"; index
 * from 0). Kept by whoever arranges the tree. */
gboolean            ponder_message_get_chosen          (PonderMessage      *self);
void                ponder_message_set_chosen          (PonderMessage      *self,
                                                        gboolean            chosen);
guint               ponder_message_get_sibling_index   (PonderMessage      *self);
guint               ponder_message_get_n_siblings      (PonderMessage      *self);
void                ponder_message_set_siblings        (PonderMessage      *self,
                                                        guint               index,
                                                        guint               n_siblings);

/* All text parts joined; "" when none. Valid until the message changes. Property "text". */
const char         *ponder_message_get_text            (PonderMessage      *self);
/* All reasoning parts joined; "" when none. Property "reasoning". */
const char         *ponder_message_get_reasoning       (PonderMessage      *self);
/* Add to the last part if it is of that kind, else begin one. O(length of the addition). */
void                ponder_message_append_text         (PonderMessage      *self,
                                                        const char         *text);
void                ponder_message_append_reasoning    (PonderMessage      *self,
                                                        const char         *text);
/* Instead of all text that there is; what is no text stays. */
void                ponder_message_replace_text        (PonderMessage      *self,
                                                        const char         *text);
/* (element-type PonderPart) (transfer none): in order. */
GPtrArray          *ponder_message_get_parts           (PonderMessage      *self);
void                ponder_message_take_part           (PonderMessage      *self,
                                                        PonderPart         *part);

/* It waits or streams: somebody writes it, or nobody any more. */
gboolean            ponder_message_is_being_written    (PonderMessage      *self);
/* An answer that ended before its end and said something: it can be gone on with. */
gboolean            ponder_message_is_unfinished       (PonderMessage      *self);

/* An own copy for another thread. (transfer full) */
PonderMessage      *ponder_message_snapshot            (PonderMessage      *self);
/* The same at another place of a tree. @parent_id: nullable. (transfer full) */
PonderMessage      *ponder_message_snapshot_as         (PonderMessage      *self,
                                                        const char         *id,
                                                        const char         *parent_id);

/* "user", "assistant", "streaming", "cut_off": the names of the database and of JSON. */
const char         *ponder_role_to_string              (PonderRole          role);
gboolean            ponder_role_from_string            (const char         *name,
                                                        PonderRole         *role);
const char         *ponder_message_state_to_string     (PonderMessageState  state);
gboolean            ponder_message_state_from_string   (const char         *name,
                                                        PonderMessageState *state);
/* NULL for NONE. */
const char         *ponder_finish_to_string            (PonderFinish        finish);
PonderFinish        ponder_finish_from_string          (const char         *name);

G_END_DECLS
