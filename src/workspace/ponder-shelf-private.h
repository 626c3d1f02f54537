/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace makes its shelf. */

#pragma once

#include "ponder-shelf.h"

G_BEGIN_DECLS

PonderShelf *ponder_shelf_new (const char *folder);

G_END_DECLS
