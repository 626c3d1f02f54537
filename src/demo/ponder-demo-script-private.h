/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the connection that plays a script has to know of it. */

#pragma once

#include "ponder-demo-script.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_DEMO_STEP_BYTES,
  PONDER_DEMO_STEP_TYPE,        /* text in small pieces, each a frame of its own */
  PONDER_DEMO_STEP_PAUSE,
  PONDER_DEMO_STEP_CUT,
  PONDER_DEMO_STEP_RESET,
  PONDER_DEMO_STEP_HANG,
} PonderDemoStepKind;

typedef struct
{
  PonderDemoStepKind  kind;
  GBytes             *bytes;    /* of bytes and of type */
  const char         *field;    /* of type: "content" or "reasoning_content" */
  guint               ms;       /* of a pause, or after each piece */
} PonderDemoStep;

/* How a text falls into pieces, and how the time after each varies: uneven, but each time the same.
 * A piece and the time after it are asked for in turn, from a rhythm that begins as { 0 }. */
typedef struct
{
  guint32 seed;
} PonderDemoRhythm;

gsize                 ponder_demo_rhythm_next_piece  (PonderDemoRhythm  *self,
                                                      const char        *text,
                                                      gsize              length);
guint                 ponder_demo_rhythm_vary        (PonderDemoRhythm  *self,
                                                      guint              ms);
guint                 ponder_demo_rhythm_count       (const char        *text);

/* The model that frames name; "demo" until set. */
void                  ponder_demo_script_set_model   (PonderDemoScript  *self,
                                                      const char        *model);
const char           *ponder_demo_script_get_model   (PonderDemoScript  *self);
void                  ponder_demo_script_set_pace    (PonderDemoScript  *self,
                                                      double             factor);
/* @ms at the script's pace. */
guint                 ponder_demo_script_scale       (PonderDemoScript  *self,
                                                      guint              ms);

/* Types @text with about @ms after each piece; gives the number of pieces. @field is a literal. */
guint                 ponder_demo_script_type        (PonderDemoScript  *self,
                                                      const char        *field,
                                                      const char        *text,
                                                      guint              ms);
/* The parts of ponder_demo_script_end(). */
void                  ponder_demo_script_role        (PonderDemoScript  *self);
void                  ponder_demo_script_tool        (PonderDemoScript  *self,
                                                      const char        *id,
                                                      const char        *name,
                                                      const char        *arguments);
void                  ponder_demo_script_finish      (PonderDemoScript  *self,
                                                      const char        *reason);
void                  ponder_demo_script_usage       (PonderDemoScript  *self,
                                                      int                input_tokens,
                                                      int                output_tokens,
                                                      int                reasoning_tokens);
void                  ponder_demo_script_done        (PonderDemoScript  *self);

guint                 ponder_demo_script_get_status  (PonderDemoScript  *self);
/* "name: value\r\n" for each header. */
const char           *ponder_demo_script_get_headers (PonderDemoScript  *self);
/* The script frames its body itself: it set Content-Length, Transfer-Encoding or Connection. */
gboolean              ponder_demo_script_is_raw      (PonderDemoScript  *self);
/* (nullable): NULL past the last. */
const PonderDemoStep *ponder_demo_script_get_step    (PonderDemoScript  *self,
                                                      guint              index);

G_END_DECLS
