/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as a run of strips that fills pages. */

#include "config.h"

#include "ponder-print-flow.h"

#include "ponder-print-layout.h"
#include "ponder-print-strip.h"

/* Only what is on one page is laid out at a time: a page is found again by its place. Owned by the operation. */
struct _PonderPrintFlow
{
  GPtrArray         *sources;   /* of PonderPrintSource: the title, then the messages */
  PonderPrintLayout *layout;    /* (nullable): no paper yet */
  double             bar_end;

  PonderPrintPlace   loaded;    /* what the layout has; its strip does not count */
  gboolean           has_loaded;
};

static PonderPrintSource *
get_source (PonderPrintFlow *self,
            guint            index)
{
  return index < self->sources->len ? g_ptr_array_index (self->sources, index) : NULL;
}

/* Lays out what @place is in; FALSE at the end. */
static gboolean
load (PonderPrintFlow        *self,
      const PonderPrintPlace *place)
{
  PonderPrintSource *source = get_source (self, place->message);

  if (source == NULL)
    return FALSE;

  if (self->has_loaded && self->loaded.message == place->message && self->loaded.block == place->block
      && self->loaded.part == place->part)
    return TRUE;

  if (!self->has_loaded || self->loaded.message != place->message)
    ponder_print_layout_set_source (self->layout, source);
  ponder_print_layout_load (self->layout, place->block, place->part);
  self->loaded = *place;
  self->has_loaded = TRUE;
  return TRUE;
}

/* The strip at @place, or the first one behind it, to which @place is moved. (nullable): there is none */
static PonderPrintStrip *
settle (PonderPrintFlow  *self,
        PonderPrintPlace *place)
{
  while (load (self, place))
    {
      GPtrArray *strips = ponder_print_layout_get_strips (self->layout);
      gsize next = ponder_print_layout_get_next_part (self->layout);

      if (place->strip < strips->len)
        return g_ptr_array_index (strips, place->strip);

      place->strip = 0;
      place->part = next;
      if (next == 0)
        place->block++;
      if (place->block >= ponder_print_layout_get_n_blocks (self->layout))
        {
          place->block = 0;
          place->message++;
        }
    }

  return NULL;
}

static gboolean
is_before (const PonderPrintPlace *a,
           const PonderPrintPlace *b)
{
  if (a->message != b->message)
    return a->message < b->message;
  if (a->block != b->block)
    return a->block < b->block;
  if (a->part != b->part)
    return a->part < b->part;
  return a->strip < b->strip;
}

gboolean
ponder_print_flow_turn_page (PonderPrintFlow  *self,
                             PonderPrintPlace *place,
                             double            height)
{
  PonderPrintPlace start = *place;
  PonderPrintPlace unparted = *place;   /* the last place at which the page may end */
  PonderPrintStrip *strip;
  double y = 0;
  gboolean first = TRUE;

  g_return_val_if_fail (self->layout != NULL, FALSE);

  while ((strip = settle (self, place)))
    {
      y += strip->height + (first ? 0 : strip->gap);
      if (!first && y > height)
        break;
      first = FALSE;
      place->strip++;
      if ((strip->flags & PONDER_PRINT_KEEP) == 0)
        unparted = *place;
    }
  if (strip == NULL)
    return FALSE;

  /* What wants to be kept together and is longer than a page is parted. */
  if (is_before (&start, &unparted))
    *place = unparted;
  return settle (self, place) != NULL;
}

void
ponder_print_flow_draw (PonderPrintFlow        *self,
                        const PonderPrintPlace *start,
                        const PonderPrintPlace *end,
                        cairo_t                *cr)
{
  PonderPrintPlace place = *start;
  PonderPrintStrip *strip;
  double y = 0;
  gboolean first = TRUE;

  g_return_if_fail (self->layout != NULL);

  while ((strip = settle (self, &place)) && (end == NULL || is_before (&place, end)))
    {
      y += first ? 0 : strip->gap;
      ponder_print_strip_draw (strip, cr, y, first, self->bar_end);
      y += strip->height;
      first = FALSE;
      place.strip++;
    }
}

void
ponder_print_flow_set_paper (PonderPrintFlow *self,
                             PangoContext    *context,
                             double           width,
                             gboolean         right_to_left)
{
  g_clear_pointer (&self->layout, ponder_print_layout_free);
  self->layout = ponder_print_layout_new (context, width, right_to_left);
  self->bar_end = right_to_left ? width : 0;
  self->has_loaded = FALSE;
}

PonderPrintFlow *
ponder_print_flow_new (const char *title,
                       GListModel *messages)
{
  PonderPrintFlow *self;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (messages), NULL);

  self = g_new0 (PonderPrintFlow, 1);
  self->sources = ponder_print_source_list (title, messages);
  return self;
}

void
ponder_print_flow_free (PonderPrintFlow *self)
{
  g_clear_pointer (&self->layout, ponder_print_layout_free);
  g_ptr_array_unref (self->sources);
  g_free (self);
}
