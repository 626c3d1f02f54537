/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks as text that a test can compare, and what must hold for all blocks. */

#include "config.h"

#include "ponder-test-blocks.h"

#include "ponder-limits.h"
#include "ponder-markdown-private.h"

#include <string.h>

static void
dump_text (GString    *dump,
           const char *text,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\n')
        g_string_append (dump, "\\n");
      else
        g_string_append_c (dump, text[i]);
    }
}

static void
dump_inline (GString      *dump,
             PonderInline *text)
{
  static const char letters[] = "escdlim";
  gsize shown = 0;

  for (guint i = 0; i < text->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (text->spans, PonderSpan, i);

      dump_text (dump, text->text + shown, span->start - shown);
      g_string_append_c (dump, '{');
      for (guint j = 0; letters[j] != '\0'; j++)
        {
          if (span->flags & 1 << j)
            g_string_append_c (dump, letters[j]);
        }
      if (span->target != NULL)
        g_string_append_printf (dump, "=%s", span->target);
      g_string_append_c (dump, '|');
      dump_text (dump, text->text + span->start, span->end - span->start);
      g_string_append_c (dump, '}');
      shown = span->end;
    }
  dump_text (dump, text->text + shown, strlen (text->text + shown));
}

static void
dump_table (GString     *dump,
            PonderBlock *block)
{
  g_string_append_printf (dump, "table %ux%u ", block->n_rows, block->n_columns);
  for (guint i = 0; i < block->n_columns; i++)
    g_string_append_c (dump, ".<=>"[block->aligns[i]]);
  for (guint i = 0; i < block->cells->len; i++)
    {
      g_string_append (dump, i % block->n_columns == 0 ? " / " : " | ");
      dump_inline (dump, g_ptr_array_index (block->cells, i));
    }
}

static void
dump_block (GString     *dump,
            PonderBlock *block)
{
  for (guint i = 0; i < block->quote_depth + block->list_depth; i++)
    g_string_append_c (dump, block->quote_places >> MIN (i, 63) & 1 ? '>' : '-');
  if (block->list_depth > 0 && !block->tight)
    g_string_append_c (dump, '~');
  if (block->marker != NULL)
    g_string_append_printf (dump, "[%s]", block->marker);

  switch (block->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
      g_string_append (dump, "p ");
      dump_inline (dump, block->text);
      break;
    case PONDER_BLOCK_HEADING:
      g_string_append_printf (dump, "h%u ", block->heading_level);
      dump_inline (dump, block->text);
      break;
    case PONDER_BLOCK_CODE:
      g_string_append_printf (dump, "code(%s%s) ", block->language != NULL ? block->language : "",
                              block->closed ? "" : ", open");
      dump_text (dump, block->code, strlen (block->code));
      break;
    case PONDER_BLOCK_MATH:
      g_string_append (dump, block->closed ? "math " : "math(open) ");
      dump_text (dump, block->code, strlen (block->code));
      break;
    case PONDER_BLOCK_TABLE:
      dump_table (dump, block);
      break;
    case PONDER_BLOCK_RULE:
      g_string_append (dump, "rule");
      break;
    }
}

char *
ponder_test_dump_blocks (GPtrArray *blocks)
{
  GString *dump = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      if (i > 0)
        g_string_append_c (dump, '\n');
      dump_block (dump, g_ptr_array_index (blocks, i));
    }
  return g_string_free (dump, FALSE);
}

static void
check_formula (const char *source,
               gsize       length)
{
  g_assert_cmpuint (length, >, 2);
  g_assert_true (source[0] == '$' || (source[0] == '\\' && strchr ("([", source[1]) != NULL));
  g_assert_null (memchr (source, '\n', length));
}

static void
check_inline (PonderInline *text)
{
  guint shown = 0;
  gsize length = strlen (text->text);

  g_assert_true (g_utf8_validate (text->text, -1, NULL));
  for (const char *mark = text->text; (mark = strstr (mark, "\xef\xb7")); mark++)
    g_assert_true ((guchar) mark[2] < 0x90 || (guchar) mark[2] > 0x92);
  for (guint i = 0; i < text->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (text->spans, PonderSpan, i);

      g_assert_cmpuint (span->start, >=, shown);
      g_assert_cmpuint (span->end, >, span->start);
      g_assert_cmpuint (span->end, <=, length);
      g_assert_cmpuint (span->flags, !=, 0);
      g_assert_true (g_utf8_validate_len (text->text + span->start, span->end - span->start, NULL));
      if (span->target != NULL)
        g_assert_true (g_utf8_validate (span->target, -1, NULL));
      if (span->flags & PONDER_SPAN_MATH)
        check_formula (text->text + span->start, span->end - span->start);
      if (span->flags & PONDER_SPAN_LINK)
        g_assert_nonnull (span->target);
      shown = span->end;
    }
}

static void
check_table (PonderBlock *block)
{
  g_assert_cmpuint (block->n_columns, >, 0);
  g_assert_cmpuint (block->n_rows, >, 0);
  g_assert_cmpuint (block->cells->len, ==, block->n_rows * block->n_columns);
  for (guint i = 0; i < block->cells->len; i++)
    check_inline (g_ptr_array_index (block->cells, i));
}

static void
check_block (PonderBlock *block)
{
  g_assert_cmpuint (block->quote_depth, <=, PONDER_MARKDOWN_DEPTH_LIMIT);
  g_assert_cmpuint (block->list_depth, <=, PONDER_MARKDOWN_DEPTH_LIMIT);
  for (guint i = 0; i < block->quote_depth; i++)
    g_assert_cmpuint (ponder_block_count_lists_around (block, i), <=, block->list_depth);
  g_assert_cmpuint (ponder_block_count_quotes_within (block), <=, block->quote_depth + block->list_depth);
  switch (block->kind)
    {
    case PONDER_BLOCK_HEADING:
      g_assert_cmpuint (block->heading_level, >=, 1);
      g_assert_cmpuint (block->heading_level, <=, 6);
      check_inline (block->text);
      break;
    case PONDER_BLOCK_PARAGRAPH:
      check_inline (block->text);
      g_assert_cmpuint (strlen (block->text->text), <=, PONDER_PARAGRAPH_LIMIT);
      break;
    case PONDER_BLOCK_CODE:
    case PONDER_BLOCK_MATH:
      g_assert_true (g_utf8_validate (block->code, -1, NULL));
      break;
    case PONDER_BLOCK_TABLE:
      check_table (block);
      break;
    case PONDER_BLOCK_RULE:
      break;
    }
}

void
ponder_test_check_blocks (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    check_block (g_ptr_array_index (blocks, i));
}

void
ponder_test_check_prefixes (const char *text,
                            gsize       step)
{
  gsize length = strlen (text);

  for (gsize end = 0; end < length; end += step)
    {
      g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (text, (gssize) end, G_MAXINT64);
      g_autofree char *words = ponder_markdown_to_text (blocks);

      ponder_test_check_blocks (blocks);
      g_assert_true (g_utf8_validate (words, -1, NULL));
    }
}

static void
test_golden (gconstpointer user_data)
{
  const PonderTestGolden *golden = user_data;
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse_within (golden->source, -1, G_MAXINT64);
  g_autofree char *dump = ponder_test_dump_blocks (blocks);

  ponder_test_check_blocks (blocks);
  g_assert_cmpstr (dump, ==, golden->blocks);
  ponder_test_check_prefixes (golden->source, 1);
}

void
ponder_test_add_goldens (const char             *path,
                         const PonderTestGolden *table,
                         gsize                   n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = g_strconcat (path, table[i].name, NULL);

      g_test_add_data_func (name, &table[i], test_golden);
    }
}
