/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What single commands and characters of TeX's mathematics stand for. */

#pragma once

#include "ponder-tex.h"

G_BEGIN_DECLS

typedef struct
{
  const char     *name;         /* without its backslash */
  gunichar        symbol;
  PonderTexClass  class;
  PonderTexFlags  flags;
} PonderTexSymbol;

/* (nullable): @name need not end with a null. */
const PonderTexSymbol *ponder_tex_symbols_find   (const char     *name,
                                                  gsize           length);
/* What a character is that stands there as it is; FALSE when it may not. */
gboolean               ponder_tex_symbols_read   (gunichar        character,
                                                  gunichar       *symbol,
                                                  PonderTexClass *class,
                                                  PonderTexFlags *flags);
/* (nullable): how the name of a function is written, as `sin` or `lim`. */
const char            *ponder_tex_symbols_get_function (const char     *name,
                                                        gsize           length,
                                                        PonderTexFlags *flags);
/* The mark of an accent, or 0. */
gunichar               ponder_tex_symbols_get_accent   (const char     *name,
                                                        gsize           length,
                                                        PonderTexFlags *flags);

G_END_DECLS
