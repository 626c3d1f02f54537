/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace makes what goes along with a question. */

#pragma once

#include "ponder-draft-part.h"

G_BEGIN_DECLS

/* Each begins to work at once, on a thread, and ends when it is let go of. @folder: where attachments are kept, NULL:
 * nowhere, their bytes stay in memory. */

PonderDraftPart *ponder_draft_part_new_for_file   (const char       *folder,
                                                   GFile            *file);
PonderDraftPart *ponder_draft_part_new_for_bytes  (const char       *folder,
                                                   const char       *name,
                                                   GBytes           *bytes);
/* What is kept already: only its words are read again. */
PonderDraftPart *ponder_draft_part_new_for_stored (const char       *folder,
                                                   const PonderPart *part);

G_END_DECLS
