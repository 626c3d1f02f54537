/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letting go of many things without a pause. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Frees the elements of @array, which nobody else holds, with its free function: a few at once, many in slices when the
 * main loop has nothing else to do. (transfer full) */
void ponder_release (GPtrArray *array);

G_END_DECLS
