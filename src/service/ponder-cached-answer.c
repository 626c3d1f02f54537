/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model answered, from its first word to its last, so that it can be said again. */

#include "config.h"

#include "ponder-cached-answer.h"

/* A mark, pieces (kind, index, id, name, text), usage (input, output, cached, reasoning, cost), finish. Another byte
 * order or another format has another mark. */
#define FORMAT "(ua(yumsmss)m(xxxxd)y)"
#define MARK 0x506e6431

/* Deltas of a kind that came one after the other. */
typedef struct
{
  PonderDeltaKind  kind;
  guint            index;
  char            *id;
  char            *name;
  GString         *text;
} Piece;

/* Owned by the call that makes it, or by the one that plays it. */
struct _PonderCachedAnswer
{
  GPtrArray    *pieces;         /* (element-type Piece) */
  PonderUsage  *usage;          /* (nullable) */
  PonderFinish  finish;
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_free (piece->id);
  g_free (piece->name);
  g_string_free (piece->text, TRUE);
  g_free (piece);
}

static Piece *
add_piece (PonderCachedAnswer *self,
           PonderDeltaKind     kind,
           guint               index,
           const char         *text)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->kind = kind;
  piece->index = index;
  piece->text = g_string_new (text);
  g_ptr_array_add (self->pieces, piece);
  return piece;
}

/* The last one, if what comes is more of it. (nullable) */
static Piece *
find_open (PonderCachedAnswer *self,
           const PonderDelta  *delta)
{
  Piece *last = self->pieces->len > 0 ? g_ptr_array_index (self->pieces, self->pieces->len - 1) : NULL;

  if (last == NULL || last->kind != delta->kind || last->index != delta->index)
    return NULL;
  return delta->kind != PONDER_DELTA_MODEL ? last : NULL;
}

static void
take_name (char       **place,
           const char  *name)
{
  if (*place == NULL)
    *place = g_strdup (name);
}

static void
take_piece (PonderCachedAnswer *self,
            const PonderDelta  *delta)
{
  Piece *piece = find_open (self, delta);

  if (piece == NULL)
    piece = add_piece (self, delta->kind, delta->index, NULL);
  take_name (&piece->id, delta->id);
  take_name (&piece->name, delta->name);
  if (delta->text != NULL)
    g_string_append (piece->text, delta->text);
}

PonderCachedAnswer *
ponder_cached_answer_new (void)
{
  PonderCachedAnswer *self = g_new0 (PonderCachedAnswer, 1);

  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  return self;
}

void
ponder_cached_answer_free (PonderCachedAnswer *self)
{
  g_ptr_array_unref (self->pieces);
  g_clear_pointer (&self->usage, ponder_usage_free);
  g_free (self);
}

void
ponder_cached_answer_take_delta (PonderCachedAnswer *self,
                                 const PonderDelta  *delta)
{
  switch (delta->kind)
    {
    case PONDER_DELTA_USAGE:
      g_clear_pointer (&self->usage, ponder_usage_free);
      self->usage = ponder_usage_copy (delta->usage);
      break;
    case PONDER_DELTA_FINISH:
      self->finish = delta->finish;
      break;
    case PONDER_DELTA_TEXT:
    case PONDER_DELTA_REASONING:
    case PONDER_DELTA_REFUSAL:
    case PONDER_DELTA_TOOL_CALL:
    case PONDER_DELTA_MODEL:
      take_piece (self, delta);
      break;
    }
}

void
ponder_cached_answer_reset (PonderCachedAnswer *self)
{
  g_ptr_array_set_size (self->pieces, 0);
  g_clear_pointer (&self->usage, ponder_usage_free);
  self->finish = PONDER_FINISH_NONE;
}

gboolean
ponder_cached_answer_is_complete (PonderCachedAnswer *self)
{
  gboolean says_something = FALSE;

  if (self->finish != PONDER_FINISH_STOP && self->finish != PONDER_FINISH_TOOL_CALLS)
    return FALSE;
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->kind == PONDER_DELTA_REFUSAL)
        return FALSE;
      if ((piece->kind == PONDER_DELTA_TEXT && piece->text->len > 0) || piece->kind == PONDER_DELTA_TOOL_CALL)
        says_something = TRUE;
    }
  return says_something;
}

guint64
ponder_cached_answer_count_tokens (PonderCachedAnswer *self)
{
  if (self->usage == NULL)
    return 0;
  return (guint64) MAX (self->usage->input, 0) + (guint64) MAX (self->usage->output, 0);
}

static PonderDelta *
new_delta (const Piece *piece)
{
  PonderDelta *delta = ponder_delta_new_text (piece->kind, piece->text->str);

  delta->index = piece->index;
  delta->id = g_strdup (piece->id);
  delta->name = g_strdup (piece->name);
  return delta;
}

GPtrArray *
ponder_cached_answer_list_deltas (PonderCachedAnswer *self)
{
  GPtrArray *deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  PonderDelta *delta;

  for (guint i = 0; i < self->pieces->len; i++)
    g_ptr_array_add (deltas, new_delta (g_ptr_array_index (self->pieces, i)));
  if (self->usage != NULL)
    {
      delta = ponder_delta_new (PONDER_DELTA_USAGE);
      delta->usage = ponder_usage_copy (self->usage);
      g_ptr_array_add (deltas, delta);
    }
  if (self->finish != PONDER_FINISH_NONE)
    {
      delta = ponder_delta_new (PONDER_DELTA_FINISH);
      delta->finish = self->finish;
      g_ptr_array_add (deltas, delta);
    }
  return deltas;
}

static GVariant *
usage_to_variant (const PonderUsage *usage)
{
  if (usage == NULL)
    return g_variant_new_maybe (G_VARIANT_TYPE ("(xxxxd)"), NULL);
  return g_variant_new_maybe (NULL, g_variant_new ("(xxxxd)", usage->input, usage->output, usage->cached,
                                                   usage->reasoning, usage->cost_usd));
}

GBytes *
ponder_cached_answer_serialize (PonderCachedAnswer *self)
{
  g_autoptr(GVariant) variant = NULL;
  GVariantBuilder pieces;

  g_variant_builder_init (&pieces, G_VARIANT_TYPE ("a(yumsmss)"));
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = g_ptr_array_index (self->pieces, i);

      g_variant_builder_add (&pieces, "(yumsmss)", (guchar) piece->kind, piece->index, piece->id, piece->name,
                             piece->text->str);
    }
  variant = g_variant_ref_sink (g_variant_new ("(ua(yumsmss)@m(xxxxd)y)", MARK, &pieces,
                                               usage_to_variant (self->usage), (guchar) self->finish));
  return g_variant_get_data_as_bytes (variant);
}

static gboolean
read_pieces (PonderCachedAnswer *self,
             GVariantIter       *pieces)
{
  const char *id, *name, *text;
  guchar kind;
  guint index;

  while (g_variant_iter_next (pieces, "(yum&sm&s&s)", &kind, &index, &id, &name, &text))
    {
      Piece *piece;

      if (kind > PONDER_DELTA_MODEL || kind == PONDER_DELTA_USAGE || kind == PONDER_DELTA_FINISH)
        return FALSE;
      piece = add_piece (self, kind, index, text);
      piece->id = g_strdup (id);
      piece->name = g_strdup (name);
    }
  return TRUE;
}

static void
read_usage (PonderCachedAnswer *self,
            GVariant           *variant)
{
  g_autoptr(GVariant) values = g_variant_get_maybe (variant);

  if (values == NULL)
    return;
  self->usage = ponder_usage_new ();
  g_variant_get (values, "(xxxxd)", &self->usage->input, &self->usage->output, &self->usage->cached,
                 &self->usage->reasoning, &self->usage->cost_usd);
}

PonderCachedAnswer *
ponder_cached_answer_deserialize (GBytes *bytes)
{
  g_autoptr(PonderCachedAnswer) self = ponder_cached_answer_new ();
  g_autoptr(GVariant) variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  g_autoptr(GVariant) usage = NULL;
  g_autoptr(GVariantIter) pieces = NULL;
  guchar finish;
  guint mark;

  /* The file may be damaged in a way that its database does not see. */
  if (!g_variant_is_normal_form (variant))
    return NULL;
  g_variant_get (variant, "(ua(yumsmss)@m(xxxxd)y)", &mark, &pieces, &usage, &finish);
  if (mark != MARK || finish > PONDER_FINISH_CANCELLED || !read_pieces (self, pieces))
    return NULL;
  read_usage (self, usage);
  self->finish = finish;
  return g_steal_pointer (&self);
}
