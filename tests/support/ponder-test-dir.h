/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for one test that goes away with all it holds. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ponder_test_dir_new    (void);   /* (transfer full) */
void  ponder_test_dir_remove (char *path);  /* takes @path */

G_END_DECLS
