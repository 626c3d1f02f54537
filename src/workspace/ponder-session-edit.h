/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person did to one chat or to many at once, and the way back.
 *
 *   edit = ponder_session_edit_new (workspace, sessions);
 *   ponder_session_edit_archive (edit, TRUE);
 *   Undo:  ponder_session_edit_undo (edit);
 *
 * What is done is stored in one transaction, soon. */

#pragma once

#include "ponder-workspace.h"

G_BEGIN_DECLS

/* Holds the chats and what they were before; main thread. */
typedef struct _PonderSessionEdit PonderSessionEdit;

/* (element-type PonderSession) */
PonderSessionEdit *ponder_session_edit_new         (PonderWorkspace   *workspace,
                                                    GPtrArray         *sessions);
void               ponder_session_edit_free        (PonderSessionEdit *self);
/* (transfer none) */
GPtrArray         *ponder_session_edit_get_sessions (PonderSessionEdit *self);

void               ponder_session_edit_pin         (PonderSessionEdit *self,
                                                    gboolean           pinned);
void               ponder_session_edit_archive     (PonderSessionEdit *self,
                                                    gboolean           archived);
/* Adds @tag to each, or takes it off. */
void               ponder_session_edit_tag         (PonderSessionEdit *self,
                                                    const char        *tag,
                                                    gboolean           wanted);
/* Stops their turns, too. */
void               ponder_session_edit_trash       (PonderSessionEdit *self);
/* Makes what the edit changed as it was before; whatever else became of the chats since stays. */
void               ponder_session_edit_undo        (PonderSessionEdit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSessionEdit, ponder_session_edit_free)

G_END_DECLS
