/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of Unicode's mathematical alphabets. */

#pragma once

#include "ponder-tex.h"

G_BEGIN_DECLS

/* How @symbol is written in @face: a letter of its own, or @symbol when there is none. */
gunichar ponder_math_alphabet_map (gunichar      symbol,
                                   PonderTexFace face);

G_END_DECLS
