/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of the windows that are open: what is pure of it. */

#include "config.h"

#include "ponder-window-record.h"

#define RECORDS "a(siibb)"

/* Whoever had more open does not want to wait for them. */
#define MAX_WINDOWS 24
#define MAX_SIZE 32767

void
ponder_window_record_free (PonderWindowRecord *self)
{
  g_free (self->session_id);
  g_free (self);
}

char *
ponder_window_records_format (GPtrArray *records)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (RECORDS));
  g_autoptr(GVariant) value = NULL;

  for (guint i = 0; i < MIN (records->len, MAX_WINDOWS); i++)
    {
      const PonderWindowRecord *record = g_ptr_array_index (records, i);

      g_variant_builder_add (&builder, "(siibb)", record->session_id, record->width, record->height,
                             record->maximized, record->sidebar);
    }
  value = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (value, FALSE);
}

GPtrArray *
ponder_window_records_parse (const char *text)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_window_record_free);
  g_autoptr(GVariant) value = g_variant_parse (G_VARIANT_TYPE (RECORDS), text, NULL, NULL, NULL);

  for (gsize i = 0; value != NULL && i < MIN (g_variant_n_children (value), MAX_WINDOWS); i++)
    {
      PonderWindowRecord *record = g_new0 (PonderWindowRecord, 1);

      g_variant_get_child (value, i, "(siibb)", &record->session_id, &record->width, &record->height,
                           &record->maximized, &record->sidebar);
      record->width = CLAMP (record->width, 0, MAX_SIZE);
      record->height = CLAMP (record->height, 0, MAX_SIZE);
      g_ptr_array_add (records, record);
    }
  return records;
}
