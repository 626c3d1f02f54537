/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of errors that are built in. */

#pragma once

#include "ponder-error-table.h"

G_BEGIN_DECLS

/* One for each provider that means something of its own; ends with one whose family is NULL. */
extern const PonderErrorTable ponder_error_provider_tables[];
/* What means the same wherever it comes from; asked last. */
extern const PonderErrorTable ponder_error_common_table;

G_END_DECLS
