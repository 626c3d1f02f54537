/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letting go of many things without a pause. */

#include "config.h"

#include "ponder-release.h"

#define FEW 500
#define STEP 64
#define SLICE_US 2000

static gboolean
release_cb (gpointer user_data)
{
  GPtrArray *array = user_data;
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (array->len > 0 && g_get_monotonic_time () < end)
    g_ptr_array_set_size (array, (int) (array->len - MIN (array->len, STEP)));
  return array->len > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
ponder_release (GPtrArray *array)
{
  g_return_if_fail (array != NULL);

  if (array->len > FEW)
    g_idle_add_full (G_PRIORITY_LOW, release_cb, array, (GDestroyNotify) g_ptr_array_unref);
  else
    g_ptr_array_unref (array);
}
