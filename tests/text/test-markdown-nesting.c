/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotes, lists and all that stands in them. */

#include "config.h"

#include "ponder-markdown-private.h"
#include "ponder-test-blocks.h"

static const PonderTestGolden nested[] = {
  { "x", "x", "p x" },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ponder_test_add_goldens ("/markdown-nesting/", nested, G_N_ELEMENTS (nested));
  return g_test_run ();
}
