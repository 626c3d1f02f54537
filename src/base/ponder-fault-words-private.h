/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences about a fault, as they stand in the tables: not translated, nothing filled in. */

#pragma once

#include "ponder-fault.h"

G_BEGIN_DECLS

/* A phrase is a title in the middle of a sentence. */
const char *ponder_fault_find_title      (PonderFault *self);
const char *ponder_fault_find_phrase     (PonderFault *self);
/* (nullable) */
const char *ponder_fault_find_suggestion (PonderFault *self);

G_END_DECLS
