/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of steps, and what writes the frames of the OpenAI chat dialect into it. */

#include "config.h"

#include "ponder-demo-script.h"

#include "ponder-demo-frames.h"
#include "ponder-demo-script-private.h"

#include <string.h>

/* Built by whoever wants an answer, then owned by the server, which plays copies of it. */
struct _PonderDemoScript
{
  guint      status;
  GString   *headers;
  char      *model;
  GPtrArray *steps;
  double     pace;
  gboolean   raw;
};

static void
step_free (gpointer data)
{
  PonderDemoStep *step = data;

  g_clear_pointer (&step->bytes, g_bytes_unref);
  g_free (step);
}

static PonderDemoStep *
add_step (PonderDemoScript   *self,
          PonderDemoStepKind  kind)
{
  PonderDemoStep *step = g_new0 (PonderDemoStep, 1);

  step->kind = kind;
  g_ptr_array_add (self->steps, step);
  return step;
}

static gpointer
step_copy (gconstpointer data,
           gpointer      user_data)
{
  const PonderDemoStep *step = data;
  PonderDemoStep *copy = g_memdup2 (step, sizeof *step);

  if (copy->bytes != NULL)
    g_bytes_ref (copy->bytes);
  return copy;
}

PonderDemoScript *
ponder_demo_script_new (guint       status,
                        const char *content_type)
{
  PonderDemoScript *self = g_new0 (PonderDemoScript, 1);

  self->status = status;
  self->headers = g_string_new (NULL);
  self->model = g_strdup ("demo");
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->pace = 1;
  if (content_type != NULL)
    ponder_demo_script_header (self, "Content-Type", content_type);
  return self;
}

void
ponder_demo_script_free (PonderDemoScript *self)
{
  g_string_free (self->headers, TRUE);
  g_free (self->model);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

PonderDemoScript *
ponder_demo_script_copy (PonderDemoScript *self)
{
  PonderDemoScript *copy = g_new0 (PonderDemoScript, 1);

  copy->status = self->status;
  copy->headers = g_string_new_len (self->headers->str, self->headers->len);
  copy->model = g_strdup (self->model);
  copy->steps = g_ptr_array_copy (self->steps, step_copy, NULL);
  g_ptr_array_set_free_func (copy->steps, step_free);
  copy->pace = self->pace;
  copy->raw = self->raw;
  return copy;
}

void
ponder_demo_script_header (PonderDemoScript *self,
                           const char       *name,
                           const char       *value)
{
  g_string_append_printf (self->headers, "%s: %s\r\n", name, value);
  if (g_ascii_strcasecmp (name, "Content-Length") == 0 ||
      g_ascii_strcasecmp (name, "Transfer-Encoding") == 0 ||
      g_ascii_strcasecmp (name, "Connection") == 0)
    self->raw = TRUE;
}

void
ponder_demo_script_bytes (PonderDemoScript *self,
                          const char       *data,
                          gssize            length)
{
  PonderDemoStep *step = add_step (self, PONDER_DEMO_STEP_BYTES);

  step->bytes = g_bytes_new (data, length >= 0 ? (gsize) length : strlen (data));
}

static void
add_frame (PonderDemoScript *self,
           char             *json)
{
  g_autofree char *frame = g_strdup_printf ("data: %s\n\n", json);

  ponder_demo_script_bytes (self, frame, -1);
  g_free (json);
}

void
ponder_demo_script_event (PonderDemoScript *self,
                          const char       *format,
                          ...)
{
  va_list args;

  va_start (args, format);
  add_frame (self, g_strdup_vprintf (format, args));
  va_end (args);
}

void
ponder_demo_script_text (PonderDemoScript *self,
                         const char       *text)
{
  add_frame (self, ponder_demo_frame_delta (self->model, "content", text));
}

void
ponder_demo_script_reasoning (PonderDemoScript *self,
                              const char       *text)
{
  add_frame (self, ponder_demo_frame_delta (self->model, "reasoning_content", text));
}

void
ponder_demo_script_role (PonderDemoScript *self)
{
  add_frame (self, ponder_demo_frame_role (self->model));
}

void
ponder_demo_script_tool (PonderDemoScript *self,
                         const char       *id,
                         const char       *name,
                         const char       *arguments)
{
  add_frame (self, ponder_demo_frame_tool (self->model, id, name, arguments));
}

void
ponder_demo_script_finish (PonderDemoScript *self,
                           const char       *reason)
{
  add_frame (self, ponder_demo_frame_finish (self->model, reason));
}

void
ponder_demo_script_usage (PonderDemoScript *self,
                          int               input_tokens,
                          int               output_tokens,
                          int               reasoning_tokens)
{
  add_frame (self, ponder_demo_frame_usage (self->model, input_tokens, output_tokens,
                                            reasoning_tokens));
}

void
ponder_demo_script_done (PonderDemoScript *self)
{
  ponder_demo_script_event (self, "[DONE]");
}

void
ponder_demo_script_end (PonderDemoScript *self,
                        const char       *finish_reason,
                        int               input_tokens,
                        int               output_tokens)
{
  ponder_demo_script_finish (self, finish_reason);
  ponder_demo_script_usage (self, input_tokens, output_tokens, 0);
  ponder_demo_script_done (self);
}

void
ponder_demo_script_pause (PonderDemoScript *self,
                          guint             ms)
{
  add_step (self, PONDER_DEMO_STEP_PAUSE)->ms = ms;
}

void
ponder_demo_script_cut (PonderDemoScript *self)
{
  add_step (self, PONDER_DEMO_STEP_CUT);
}

void
ponder_demo_script_reset (PonderDemoScript *self)
{
  add_step (self, PONDER_DEMO_STEP_RESET);
}

void
ponder_demo_script_hang (PonderDemoScript *self)
{
  add_step (self, PONDER_DEMO_STEP_HANG);
}

/* Uneven, yet the same each time, so that pieces can be counted beforehand. */
static guint
next_number (PonderDemoRhythm *self,
             guint             n)
{
  self->seed = self->seed * 1664525u + 1013904223u;
  return (self->seed >> 16) % n;
}

/* One to six columns, where a Chinese character takes two. */
gsize
ponder_demo_rhythm_next_piece (PonderDemoRhythm *self,
                               const char       *text,
                               gsize             length)
{
  int columns = 1 + (int) next_number (self, 6);
  const char *end = text;

  do
    {
      columns -= g_unichar_iswide (g_utf8_get_char (end)) ? 2 : 1;
      end = g_utf8_next_char (end);
    }
  while (columns > 0 && end < text + length);
  return end - text;
}

guint
ponder_demo_rhythm_vary (PonderDemoRhythm *self,
                         guint             ms)
{
  return ms * 3 / 4 + next_number (self, ms / 2 + 1);
}

guint
ponder_demo_rhythm_count (const char *text)
{
  PonderDemoRhythm rhythm = { 0 };
  gsize length = strlen (text);
  guint n_pieces = 0;

  for (gsize at = 0; at < length; n_pieces++)
    {
      at += ponder_demo_rhythm_next_piece (&rhythm, text + at, length - at);
      ponder_demo_rhythm_vary (&rhythm, 0);
    }
  return n_pieces;
}

guint
ponder_demo_script_type (PonderDemoScript *self,
                         const char       *field,
                         const char       *text,
                         guint             ms)
{
  PonderDemoStep *step;

  if (*text == '\0')
    return 0;

  step = add_step (self, PONDER_DEMO_STEP_TYPE);
  step->bytes = g_bytes_new (text, strlen (text));
  step->field = field;
  step->ms = ms;
  return ponder_demo_rhythm_count (text);
}

void
ponder_demo_script_set_model (PonderDemoScript *self,
                              const char       *model)
{
  g_free (self->model);
  self->model = g_strdup (model);
}

const char *
ponder_demo_script_get_model (PonderDemoScript *self)
{
  return self->model;
}

void
ponder_demo_script_set_pace (PonderDemoScript *self,
                             double            factor)
{
  self->pace = factor;
}

guint
ponder_demo_script_scale (PonderDemoScript *self,
                          guint             ms)
{
  return (guint) (ms * self->pace + 0.5);
}

guint
ponder_demo_script_get_status (PonderDemoScript *self)
{
  return self->status;
}

const char *
ponder_demo_script_get_headers (PonderDemoScript *self)
{
  return self->headers->str;
}

gboolean
ponder_demo_script_is_raw (PonderDemoScript *self)
{
  return self->raw;
}

const PonderDemoStep *
ponder_demo_script_get_step (PonderDemoScript *self,
                             guint             index)
{
  return index < self->steps->len ? g_ptr_array_index (self->steps, index) : NULL;
}
