/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide text may get before it is hard to read. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of prose has 60 to 80 letters at any size of the font. What is not prose, like code, tables and pictures, may
 * be as wide as the column that a chat stands in. */
#define PONDER_MEASURE_LINE   78
#define PONDER_MEASURE_COLUMN 104

/* The width of so many letters of an average English text in the font of @widget, whatever language is spoken:
 * half as many signs of Chinese are as wide, and as much to read. */
int ponder_measure_letters (GtkWidget *widget,
                            int        n_letters);

G_END_DECLS
