/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts to be shown: the same ones in every run. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a section of ponder_bench_text_dup_answer() is long: nearly alike, whatever its number. */
#define PONDER_BENCH_SECTION_BYTES 2048

/* @n_sections of Markdown, each with a heading, a paragraph, a list, code, a table and some Chinese. */
char *ponder_bench_text_dup_answer   (guint       n_sections);
/* Question or answer number @index of a long chat: of every shape and of every length up to 4 KB. */
char *ponder_bench_text_dup_message  (guint       index);

/* What nobody should send, and somebody will. */
typedef enum
{
  PONDER_BENCH_ONE_LINE,        /* 1 MB without a break */
  PONDER_BENCH_ONE_PARAGRAPH,   /* 20 KB */
  PONDER_BENCH_LONG_CODE,       /* 20,000 lines */
  PONDER_BENCH_LARGE_TABLE,     /* 1,000 rows of 20 columns */
  PONDER_BENCH_LONG_LIST,       /* 5,000 items */
  PONDER_BENCH_SCRIPTS,         /* emoji, zero-width letters and both directions in every line */
  PONDER_BENCH_N_MONSTERS
} PonderBenchMonster;

const char *ponder_bench_monster_get_name (PonderBenchMonster monster);
/* @scale of it, from 0 to 1. */
char       *ponder_bench_monster_dup_text (PonderBenchMonster monster,
                                           double             scale);

G_END_DECLS
