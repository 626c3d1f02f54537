/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts to be shown: the same ones in every run. */

#include "config.h"

#include "ponder-bench-text.h"

static const char *const words[] = {
  "the", "reader", "sees", "every", "word", "while", "it", "arrives", "and", "nothing", "that", "is", "already",
  "there", "moves", "a", "log", "keeps", "what", "was", "said", "**before**", "the", "page", "`write ()`", "returns",
  "so", "that", "a", "crash", "loses", "[little](https://example.org/wal)", "of", "*importance*",
};

static const char chinese[] = "预写日志先把修改追加到日志文件，然后才写回数据库；崩溃之后重放日志即可恢复。";

static void
append_words (GString *text,
              GRand   *dice,
              guint    n_words)
{
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", words[g_rand_int_range (dice, 0, G_N_ELEMENTS (words))]);
}

static void
append_paragraph (GString *text,
                  GRand   *dice,
                  guint    n_words)
{
  append_words (text, dice, n_words);
  g_string_append (text, ".\n\n");
}

static void
append_list (GString *text,
             GRand   *dice,
             guint    n_items)
{
  for (guint i = 0; i < n_items; i++)
    {
      g_string_append (text, "- ");
      append_words (text, dice, 8);
      g_string_append_c (text, '\n');
    }
  g_string_append_c (text, '\n');
}

static void
append_code (GString *text,
             guint    n_lines)
{
  g_string_append (text, "```c\n");
  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "  if (state->frames[%u] != NULL && append (log, \"%u\") < 0) return -%u;\n", i % 100,
                            i % 100, i % 10);
  g_string_append (text, "```\n\n");
}

static void
append_table (GString *text,
              guint    n_rows)
{
  g_string_append (text, "| step | what is written | bytes |\n|---|---|---:|\n");
  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "| %u | the page of **frame** %u | %u |\n", i, i * 3, i * 4096);
  g_string_append_c (text, '\n');
}

static void
append_section (GString *text,
                GRand   *dice,
                guint    index)
{
  gsize end = text->len + PONDER_BENCH_SECTION_BYTES;

  g_string_append_printf (text, "## Step %u of all\n\n", index + 1);
  append_paragraph (text, dice, 50);
  append_list (text, dice, 4);
  append_code (text, 5);
  g_string_append (text, chinese);
  g_string_append (text, "\n\n");
  append_table (text, 5);
  while (text->len + 40 < end)
    append_words (text, dice, 4);
  g_string_append (text, ".\n\n");
}

char *
ponder_bench_text_dup_answer (guint n_sections)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (3);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_sections; i++)
    append_section (text, dice, i);
  return g_string_free (text, FALSE);
}

char *
ponder_bench_text_dup_message (guint index)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (index + 1);
  GString *text = g_string_new (NULL);
  int kind = g_rand_int_range (dice, 0, 10);

  append_paragraph (text, dice, (guint) g_rand_int_range (dice, 4, index % 2 == 0 ? 40 : 90));
  if (index % 2 == 0)
    return g_string_free (text, FALSE);
  if (kind < 3)
    append_code (text, (guint) g_rand_int_range (dice, 3, 30));
  if (kind == 4)
    append_table (text, (guint) g_rand_int_range (dice, 2, 12));
  if (kind > 5)
    append_list (text, dice, (guint) g_rand_int_range (dice, 2, 9));
  if (kind % 3 == 0)
    g_string_append_printf (text, "%s\n\n", chinese);
  if (kind % 2 == 0)
    append_paragraph (text, dice, (guint) g_rand_int_range (dice, 20, 120));
  return g_string_free (text, FALSE);
}

const char *
ponder_bench_monster_get_name (PonderBenchMonster monster)
{
  static const char *const names[] = {
    "one line of 1 MB", "one paragraph of 20 KB", "20,000 lines of code", "table of 1,000 rows, 20 columns",
    "5,000 list items", "emoji, zero width, both directions",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == PONDER_BENCH_N_MONSTERS);
  return names[monster];
}

static void
append_large_table (GString *text,
                    guint    n_rows)
{
  for (guint row = 0; row < n_rows + 2; row++)
    {
      for (guint column = 0; column < 20; column++)
        if (row == 1)
          g_string_append (text, "|---");
        else
          g_string_append_printf (text, "| %u × %u ", row, column);
      g_string_append (text, "|\n");
    }
}

char *
ponder_bench_monster_dup_text (PonderBenchMonster monster,
                               double             scale)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (5);
  GString *text = g_string_new (NULL);

  switch (monster)
    {
    case PONDER_BENCH_ONE_LINE:
      while ((double) text->len < scale * 1024 * 1024)
        g_string_append_printf (text, "%08x", g_rand_int (dice));
      break;
    case PONDER_BENCH_ONE_PARAGRAPH:
      while ((double) text->len < scale * 20 * 1024)
        {
          append_words (text, dice, 10);
          g_string_append_c (text, ' ');
        }
      break;
    case PONDER_BENCH_LONG_CODE:
      append_code (text, (guint) (scale * 20000));
      break;
    case PONDER_BENCH_LARGE_TABLE:
      append_large_table (text, (guint) (scale * 1000));
      break;
    case PONDER_BENCH_LONG_LIST:
      append_list (text, dice, (guint) (scale * 5000));
      break;
    case PONDER_BENCH_SCRIPTS:
      for (guint i = 0; i < (guint) (scale * 400); i++)
        g_string_append_printf (text, "%u 👩‍👩‍👧‍👦🇨🇳👍🏽 שלום עולם a\u200bb\u200dc مرحبا بالعالم %s Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘\n\n", i,
                                chinese);
      break;
    case PONDER_BENCH_N_MONSTERS:
      g_assert_not_reached ();
    }
  return g_string_free (text, FALSE);
}
