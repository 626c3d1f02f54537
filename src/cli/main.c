/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program ponder-cli. */

#include "config.h"

#include "ponder-cli.h"

int
main (int   argc,
      char *argv[])
{
  return ponder_cli_main (argc, argv);
}
