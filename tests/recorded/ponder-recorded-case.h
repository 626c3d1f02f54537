/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One recorded exchange: how it is played, and what expect.py says that it must turn into. */

#pragma once

#include "ponder-demo-script.h"
#include "ponder-json.h"

G_BEGIN_DECLS

typedef struct
{
  JsonObject *plan;             /* what expect.py printed */
  GBytes     *body;
} PonderRecordedCase;

typedef enum
{
  PONDER_RECORDED_WHOLE,
  PONDER_RECORDED_BYTES,
  PONDER_RECORDED_CHUNKS,       /* as it came from the network; frame by frame where nobody wrote that down */
  PONDER_RECORDED_N_CUTS
} PonderRecordedCut;

/* Everything that @folder holds. (element-type PonderRecordedCase) (transfer full) */
GPtrArray        *ponder_recorded_load            (const char               *folder);
const char       *ponder_recorded_get_text        (const PonderRecordedCase *self,
                                                   const char               *member);
/* The answer as the server sent it, in the pieces that @cut says. (transfer full) */
PonderDemoScript *ponder_recorded_new_script      (const PonderRecordedCase *self,
                                                   PonderRecordedCut         cut);
const char       *ponder_recorded_cut_to_string   (PonderRecordedCut         cut);

G_END_DECLS
