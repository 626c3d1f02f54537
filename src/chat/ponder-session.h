/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stored chat with its settings. */

#pragma once

#include <glib-object.h>

#include "ponder-model-config.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SESSION (ponder_session_get_type ())

G_DECLARE_FINAL_TYPE (PonderSession, ponder_session, PONDER, SESSION, GObject)

/* Made now: "created" and "updated" are the current time until they are set. */
PonderSession     *ponder_session_new              (const char              *id);

const char        *ponder_session_get_id           (PonderSession           *self);

/* Every one of these is a property of the same name and notifies. Texts are never NULL. */
const char        *ponder_session_get_title        (PonderSession           *self);
void               ponder_session_set_title        (PonderSession           *self,
                                                    const char              *title);
/* TRUE once a person named it: a title that makes itself never overwrites that. */
gboolean           ponder_session_get_title_fixed  (PonderSession           *self);
void               ponder_session_set_title_fixed  (PonderSession           *self,
                                                    gboolean                 fixed);
/* One line of the last message that says something, or "". */
const char        *ponder_session_get_preview      (PonderSession           *self);
void               ponder_session_set_preview      (PonderSession           *self,
                                                    const char              *preview);
gboolean           ponder_session_get_pinned       (PonderSession           *self);
void               ponder_session_set_pinned       (PonderSession           *self,
                                                    gboolean                 pinned);
/* Out of the way, and found all the same. */
gboolean           ponder_session_get_archived     (PonderSession           *self);
void               ponder_session_set_archived     (PonderSession           *self,
                                                    gboolean                 archived);
/* In order, each once whatever its case; never NULL. */
const char *const *ponder_session_get_tags         (PonderSession           *self);
void               ponder_session_set_tags         (PonderSession           *self,
                                                    const char *const       *tags);
gboolean           ponder_session_has_tag          (PonderSession           *self,
                                                    const char              *tag);
/* Adds one or takes it off. */
void               ponder_session_set_tag          (PonderSession           *self,
                                                    const char              *tag,
                                                    gboolean                 wanted);
/* Microseconds since 1970, UTC. */
gint64             ponder_session_get_created      (PonderSession           *self);
void               ponder_session_set_created      (PonderSession           *self,
                                                    gint64                   created);
gint64             ponder_session_get_updated      (PonderSession           *self);
void               ponder_session_set_updated      (PonderSession           *self,
                                                    gint64                   updated);
/* When it was put in the trash; 0: it is not there. */
gint64             ponder_session_get_trashed      (PonderSession           *self);
void               ponder_session_set_trashed      (PonderSession           *self,
                                                    gint64                   trashed);
guint              ponder_session_get_n_messages   (PonderSession           *self);
void               ponder_session_set_n_messages   (PonderSession           *self,
                                                    guint                    n_messages);
/* (transfer none), never NULL; set copies and notifies "config". */
PonderModelConfig *ponder_session_get_config       (PonderSession           *self);
void               ponder_session_set_config       (PonderSession           *self,
                                                    const PonderModelConfig *config);
/* What is typed and not sent, and the cursor in characters. */
const char        *ponder_session_get_draft        (PonderSession           *self);  /* "" */
guint              ponder_session_get_draft_cursor (PonderSession           *self);
void               ponder_session_set_draft        (PonderSession           *self,
                                                    const char              *draft,
                                                    guint                    cursor);
/* Where the reader is: the id of the message at the top of the view and how many pixels of it are
 * above; NULL: at the end. */
const char        *ponder_session_get_scroll_message (PonderSession         *self);
int                ponder_session_get_scroll_offset  (PonderSession         *self);
void               ponder_session_set_scroll         (PonderSession         *self,
                                                      const char            *message_id,
                                                      int                    offset);
/* The id of the chat that this one began as a branch of. (nullable) No property: it is set before the chat is shown. */
const char        *ponder_session_get_branched_from (PonderSession          *self);
void               ponder_session_set_branched_from (PonderSession          *self,
                                                     const char             *session_id);
/* Not stored: an answer is being written; it waits to be tried again; one came while nobody looked. */
gboolean           ponder_session_get_busy         (PonderSession           *self);
void               ponder_session_set_busy         (PonderSession           *self,
                                                    gboolean                 busy);
gboolean           ponder_session_get_retrying     (PonderSession           *self);
void               ponder_session_set_retrying     (PonderSession           *self,
                                                    gboolean                 retrying);
gboolean           ponder_session_get_unseen       (PonderSession           *self);
void               ponder_session_set_unseen       (PonderSession           *self,
                                                    gboolean                 unseen);

/* An own copy for another thread. (transfer full) */
PonderSession     *ponder_session_snapshot         (PonderSession           *self);
/* Takes over every stored value of @other (a fresh row of the same session), notifying what
 * changed. */
void               ponder_session_update           (PonderSession           *self,
                                                    PonderSession           *other);

G_END_DECLS
